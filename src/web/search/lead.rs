//! What leads the page of results: the text that answers the question, or a sign that comes first; and what of the
//! question the collection has nothing on.

use crate::{
    app::Leading,
    domain::{Currency, Finding, Vocabulary, scope::Coverage},
    search,
    web::{
        gist::Gist,
        parts::{Scene, address},
    },
};

/// Longest name of an outcome that is told as it is, in characters.
const SHORT_OUTCOME: usize = 48;

/// What leads the results.
pub(super) struct LeadCard {
    pub(super) id: String,
    pub(super) href: String,
    pub(super) title: String,
    pub(super) line: String,
    /// Links beside it, by what they are.
    pub(super) beside: Vec<(&'static str, Vec<(String, String)>)>,
    /// For a sign: how soon.
    pub(super) urgency: Option<&'static str>,
    /// For a sign: who lists it.
    pub(super) bodies: String,
    /// For a sign: the day their pages were read.
    pub(super) read_on: String,
    /// For a sign: whether a clinician has read the list.
    pub(super) read_by_clinician: bool,
}

impl LeadCard {
    pub(super) fn of(scene: Scene<'_>, leading: Leading<'_>) -> Self {
        match leading {
            Leading::Flag { flag, scope } => Self {
                id: flag.id.clone(),
                href: String::new(),
                title: flag.label.clone(),
                line: scope.advice(flag).to_owned(),
                beside: Vec::new(),
                urgency: Some(flag.urgency.label()),
                bodies: flag.listed_by.join(", "),
                read_on: scope.read_on.to_string(),
                read_by_clinician: scope.read_by_clinician,
            },
            Leading::Blurb { blurb, qualified_by, contrary } => {
                // Who says what, in few words: the sentence is a click away.
                let finding = |finding: &Finding| {
                    let source = scene.corpus.source_of(finding);
                    let by = source.map_or("", |source| source.short_title.as_str());
                    // A position that no longer holds is told to be one.
                    let state = source.map(|source| scene.corpus.currency(source, scene.as_of).state);
                    let state = state.filter(|state| matches!(state, Currency::Lapsed | Currency::Superseded));
                    let state = state.map(|state| format!(", {}", state.label().to_lowercase())).unwrap_or_default();
                    // A size says nothing without what was measured.
                    let of = finding.result.measurement().map(|measured| {
                        let outcome = &measured.outcome;
                        let label = scene.corpus.topic(outcome.topic.as_str()).map(|topic| topic.label.to_lowercase());
                        let is_short = outcome.name.chars().count() <= SHORT_OUTCOME;
                        label.filter(|_| !is_short).unwrap_or_else(|| outcome.name.clone())
                    });
                    let of = of.map(|of| format!(", {of}")).unwrap_or_default();
                    let said = format!("{by}{of}: {}{state}", Gist::of(finding).size);
                    (address("findings", finding.id.as_str()), said)
                };
                let sources = scene.corpus.sources_of_blurb(blurb).into_iter();
                let sources = sources
                    .map(|source| (address("sources", source.id.as_str()), source.short_title.clone()))
                    .collect::<Vec<_>>();
                // Two recommendations of one guideline may say the same in so few words.
                let each_once = |findings: Vec<&Finding>| {
                    let mut links: Vec<(String, String)> = Vec::new();
                    for (address, said) in findings.into_iter().map(finding) {
                        if links.iter().all(|(_, known)| *known != said) {
                            links.push((address, said));
                        }
                    }
                    links
                };
                let beside = [
                    ("See also", each_once(qualified_by)),
                    ("Advised against by", each_once(contrary)),
                    ("Rests on", sources),
                ];
                Self {
                    id: blurb.id.to_string(),
                    href: address("blurbs", blurb.id.as_str()),
                    title: blurb.title.clone(),
                    line: blurb.texts.line.clone(),
                    beside: beside.into_iter().filter(|(_, links): &(_, Vec<_>)| !links.is_empty()).collect(),
                    urgency: None,
                    bodies: String::new(),
                    read_on: String::new(),
                    read_by_clinician: true,
                }
            }
        }
    }
}

/// What of a question no record is about, and where to look for it.
pub(super) struct Beyond {
    pub(super) names: String,
    pub(super) elsewhere: Vec<(&'static str, String)>,
}

impl Beyond {
    /// None when all of it is inside, or nobody knows what the words stand for.
    pub(super) fn of(text: &str, scope: &search::QuestionScope) -> Option<Self> {
        let search::QuestionScope { coverage, outside } = scope;
        let named: Vec<String> =
            outside.iter().filter_map(|term| term.label.clone()).map(|l| l.to_lowercase()).collect();
        (*coverage != Coverage::Inside && !named.is_empty())
            .then(|| Self { names: named.join(", "), elsewhere: crate::app::elsewhere(text).collect() })
    }
}
