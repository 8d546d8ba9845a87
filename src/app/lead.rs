//! What leads the answer to a question: a text that answers it, with what qualifies and contradicts it, or a sign that
//! comes before any evidence.

use super::Library;
use crate::{
    corpus::{Corpus, Record},
    domain::{
        Aspect, Blurb, Currency, Date, Finding, TopicId,
        finding::Stance,
        scope::{RedFlag, Scope},
    },
    search::Lead,
};

/// Most findings that are named beside a text, of each kind.
const MAX_BESIDE: usize = 3;

/// What leads an answer, with its records.
#[derive(Debug)]
pub enum Leading<'a> {
    /// A sign that somebody should be seen by a professional first.
    Flag {
        /// The sign.
        flag: &'a RedFlag,
        /// The list it stands in, with what to do.
        scope: &'a Scope,
    },
    /// A text that answers the question.
    Blurb {
        /// The text.
        blurb: &'a Blurb,
        /// Findings that qualify those it rests on.
        qualified_by: Vec<&'a Finding>,
        /// Positions of bodies that advise against, where the text is about benefit.
        contrary: Vec<&'a Finding>,
    },
}

impl Library {
    /// The records of what leads an answer.
    pub fn leading(&self, lead: Lead, as_of: Date) -> Option<Leading<'_>> {
        let corpus = &self.corpus;
        match lead {
            Lead::Flag(position) => {
                let scope = corpus.scope()?;
                Some(Leading::Flag { flag: scope.flags.get(position)?, scope })
            }
            Lead::Blurb(ordinal) => {
                let Record::Blurb(blurb) = corpus.record(ordinal)? else { return None };
                Some(Leading::Blurb {
                    blurb,
                    qualified_by: qualifying(corpus, blurb),
                    contrary: contrary(corpus, blurb, as_of),
                })
            }
        }
    }
}

fn qualifying<'a>(corpus: &'a Corpus, blurb: &'a Blurb) -> Vec<&'a Finding> {
    let mut all: Vec<&Finding> = Vec::new();
    let findings = blurb.findings.iter().filter_map(|id| corpus.finding(id.as_str()));
    for finding in findings.flat_map(|finding| &finding.qualified_by).filter_map(|id| corpus.finding(id.as_str())) {
        let is_new = all.iter().all(|known| known.id != finding.id) && !blurb.findings.contains(&finding.id);
        if is_new && all.len() < MAX_BESIDE {
            all.push(finding);
        }
    }
    all
}

/// Positions against what the text is about, of bodies whose advice has not lapsed.
fn contrary<'a>(corpus: &'a Corpus, blurb: &'a Blurb, as_of: Date) -> Vec<&'a Finding> {
    let is_of_benefit = match blurb.aspect {
        Aspect::Effectiveness | Aspect::GuidelinePosition => true,
        Aspect::Safety | Aspect::Dose | Aspect::Comparison | Aspect::Mechanism | Aspect::Coverage => false,
    };
    let Some(topic) = corpus.topic(blurb.topic.as_str()).filter(|_| is_of_benefit) else { return Vec::new() };
    let narrower = corpus.with_narrower(topic);
    let is_about = |id: &TopicId| narrower.contains(&id) || topic.broader.contains(id);
    let holds = |finding: &&Finding| {
        corpus.source_of(finding).is_some_and(|source| {
            matches!(
                corpus.currency(source, as_of).state,
                Currency::Current | Currency::Unknown | Currency::DueForReview
            )
        })
    };
    let is_against = |finding: &&Finding| {
        finding.result.recommendation().is_some_and(|recommendation| recommendation.stance == Stance::Against)
            && finding.population.topics.iter().any(is_about)
            && finding.intervention.topics.iter().any(|id| blurb.all_topics().any(|topic| topic == id))
            && !blurb.findings.contains(&finding.id)
    };
    corpus.findings().iter().filter(is_against).filter(holds).take(MAX_BESIDE).collect()
}

/// Addresses of other places, each followed by the question.
const ELSEWHERE: [(&str, &str); 2] = [
    ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/?term="),
    (
        "Cochrane Library",
        "https://www.cochranelibrary.com/search?p_p_id=scolarissearchresultsportlet_WAR_scolarissearchresults&searchText=",
    ),
];

/// Other places to look in, with the question filled in.
pub fn elsewhere(text: &str) -> impl Iterator<Item = (&'static str, String)> {
    let asked: String = url::form_urlencoded::byte_serialize(text.trim().as_bytes()).collect();
    ELSEWHERE.into_iter().map(move |(name, begin)| (name, format!("{begin}{asked}")))
}
