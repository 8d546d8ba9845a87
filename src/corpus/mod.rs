//! The records: `data/` in, checked and cross-linked graph out.
//!
//! There is one way in, [`Corpus::load`], and it is the lint: data that has an error cannot become a corpus, so nothing
//! above this module ever sees a dangling link or a number outside its interval. Knows nothing of search, citation
//! styles or HTTP.

mod changes;
mod diagnostic;
mod english;
mod file_text;
mod filed;
mod fingerprint;
mod folder;
mod graph;
mod layout;
pub mod lexicon;
mod lint;
mod load;
mod origins;
mod read;
mod record;
mod schema;
mod shared;
mod upgrade;
mod write;

use std::{
    collections::{HashMap, HashSet},
    io,
    path::PathBuf,
    sync::Arc,
};

use filed::ReadSource;
use graph::Graph;
use lexicon::Lexicon;

pub use diagnostic::{Diagnostic, RULES, Rule, Severity};
pub use fingerprint::Fingerprint;
pub use layout::{LaidOut, has_layout, laid_out};
pub use load::{Loaded, newer_format};
pub use origins::Origins;
pub use record::{COLLECTION_FILE, SCOPE_FILE};
pub use schema::documents as json_schemas;
pub use shared::{Shared, SharedIter};
pub use upgrade::new_collection;
pub use write::draft_file;

use crate::domain::{
    Blurb, Change, Claim, Collection, CurrencyState, Date, Finding, Identifier, Page, RecordKind, Source, SourceId,
    Topic, TopicId, Vocabulary,
    claim::{ClaimLink, LinkRole, LinkTarget},
    date::PartialDate,
    scope::Scope,
    source::Relation,
    status::CurrencyBasis,
};

/// All records, cross-linked and immutable. Each kind is in the order of its ids; the position of a record in its list
/// is stable for one [`Fingerprint`].
#[derive(Debug)]
pub struct Corpus {
    collection: Collection,
    scope: Option<Scope>,
    sources: Vec<Arc<Source>>,
    findings: Vec<Arc<Finding>>,
    claims: Vec<Claim>,
    blurbs: Vec<Blurb>,
    topics: Vec<Topic>,
    pages: Vec<Page>,
    drafts: Vec<Blurb>,
    corrections: Vec<Change>,
    places: Places,
    by_identifier: HashMap<Identifier, Vec<usize>>,
    superseded_by: HashMap<usize, (usize, PartialDate)>,
    graph: Graph,
    lexicon: Lexicon,
    fingerprint: Fingerprint,
    /// The same of the files beside those of sources and pages: topics, phrases, and what the collection says of itself.
    about: Fingerprint,
    /// The files of sources as they were read, by their paths: a later version of the data has most of them again.
    read: HashMap<String, ReadSource>,
}

/// A record of any kind.
#[derive(Clone, Copy, Debug)]
pub enum Record<'a> {
    /// A source.
    Source(&'a Source),
    /// A finding.
    Finding(&'a Finding),
    /// A claim.
    Claim(&'a Claim),
    /// A blurb that is no draft.
    Blurb(&'a Blurb),
    /// A topic.
    Topic(&'a Topic),
}

impl<'a> Record<'a> {
    /// What kind it is.
    pub fn kind(self) -> RecordKind {
        match self {
            Self::Source(_) => RecordKind::Source,
            Self::Finding(_) => RecordKind::Finding,
            Self::Claim(_) => RecordKind::Claim,
            Self::Blurb(_) => RecordKind::Blurb,
            Self::Topic(_) => RecordKind::Topic,
        }
    }

    /// Its id.
    pub fn id(self) -> &'a str {
        match self {
            Self::Source(source) => source.id.as_str(),
            Self::Finding(finding) => finding.id.as_str(),
            Self::Claim(claim) => claim.id.as_str(),
            Self::Blurb(blurb) => blurb.id.as_str(),
            Self::Topic(topic) => topic.id.as_str(),
        }
    }

    /// What it is called: title of a source or blurb, statement of a finding, words of a claim, label of a topic.
    pub fn title(self) -> &'a str {
        match self {
            Self::Source(source) => &source.bibliography.title,
            Self::Finding(finding) => &finding.statement,
            Self::Claim(claim) => &claim.place.quote,
            Self::Blurb(blurb) => &blurb.title,
            Self::Topic(topic) => &topic.label,
        }
    }
}

/// Why there is no corpus.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder cannot be read.
    #[error("cannot read the data folder {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// There is no record in it.
    #[error("there are no records in {path}: expected {path}/sources/*.toml and {path}/topics/*.toml")]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// The records have faults.
    #[error("{}", summary(.0))]
    Faults(Vec<Diagnostic>),
}

/// How many errors there are, and the first of them; warnings are no reason for anything.
fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors: Vec<_> = diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    match errors.as_slice() {
        [] => "the data has no fault".to_owned(),
        [only] => format!("the data has a fault: {only}"),
        [first, ..] => format!("the data has {} faults, the first one: {first}", errors.len()),
    }
}

/// Where each record stands in the list of its kind, by its id.
#[derive(Debug)]
struct Places([HashMap<Box<str>, usize>; RecordKind::ALL.len()]);

impl Places {
    /// Of the ids of each kind, in the order of the kinds.
    fn of(ids: [Vec<&str>; RecordKind::ALL.len()]) -> Self {
        Self(ids.map(|ids| ids.into_iter().enumerate().map(|(place, id)| (id.into(), place)).collect()))
    }

    fn get(&self, kind: RecordKind, id: &str) -> Option<usize> {
        self.0.get(kind as usize)?.get(id).copied()
    }
}

impl Corpus {
    /// Whether no source, finding, blurb or claim belongs to a topic or a narrower one.
    pub fn has_nothing_on(&self, topic: &Topic) -> bool {
        self.sources_about(topic).len() + self.findings_about(topic).len() + self.blurbs_about(topic).len() == 0
    }

    /// What the collection says of its limits, if it says anything.
    pub fn scope(&self) -> Option<&Scope> {
        self.scope.as_ref()
    }

    /// What the collection says of itself.
    pub fn collection(&self) -> &Collection {
        &self.collection
    }

    /// All sources, by id.
    pub fn sources(&self) -> Shared<'_, Source> {
        Shared::new(&self.sources)
    }

    /// All findings, by id.
    pub fn findings(&self) -> Shared<'_, Finding> {
        Shared::new(&self.findings)
    }

    /// All claims, by id.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// All blurbs that are no drafts, by id.
    pub fn blurbs(&self) -> &[Blurb] {
        &self.blurbs
    }

    /// Blurbs being written, by the order of their files. Not among the records: nothing that is served shows them.
    pub fn drafts(&self) -> &[Blurb] {
        &self.drafts
    }

    /// All audited pages, by id.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// All topics, by id.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Every record: sources, findings, claims, blurbs, topics, each by id. The order is the order of the index.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.sources
            .iter()
            .map(|source| Record::Source(source))
            .chain(self.findings.iter().map(|finding| Record::Finding(finding)))
            .chain(self.claims.iter().map(Record::Claim))
            .chain(self.blurbs.iter().map(Record::Blurb))
            .chain(self.topics.iter().map(Record::Topic))
    }

    /// How many records there are of a kind.
    pub fn count(&self, kind: RecordKind) -> usize {
        match kind {
            RecordKind::Source => self.sources.len(),
            RecordKind::Finding => self.findings.len(),
            RecordKind::Claim => self.claims.len(),
            RecordKind::Blurb => self.blurbs.len(),
            RecordKind::Topic => self.topics.len(),
        }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        RecordKind::ALL.iter().map(|kind| self.count(*kind)).sum()
    }

    /// Whether there are none. A loaded corpus never is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The record at a position of [`Corpus::records`].
    pub fn record(&self, ordinal: usize) -> Option<Record<'_>> {
        let mut position = ordinal;
        // The kinds stand in the order of `records`.
        for kind in RecordKind::ALL {
            let Some(beyond) = position.checked_sub(self.count(*kind)) else {
                return match kind {
                    RecordKind::Source => self.sources.get(position).map(|source| Record::Source(source)),
                    RecordKind::Finding => self.findings.get(position).map(|finding| Record::Finding(finding)),
                    RecordKind::Claim => self.claims.get(position).map(Record::Claim),
                    RecordKind::Blurb => self.blurbs.get(position).map(Record::Blurb),
                    RecordKind::Topic => self.topics.get(position).map(Record::Topic),
                };
            };
            position = beyond;
        }
        None
    }

    fn place(&self, kind: RecordKind, id: &str) -> Option<usize> {
        self.places.get(kind, id)
    }

    /// The position of the source with this id, which is its position among all records, too.
    pub fn position_of_source(&self, id: &SourceId) -> Option<usize> {
        self.place(RecordKind::Source, id.as_str())
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.get(self.place(RecordKind::Source, id)?).map(Arc::as_ref)
    }

    /// The finding with this id.
    pub fn finding(&self, id: &str) -> Option<&Finding> {
        self.findings.get(self.place(RecordKind::Finding, id)?).map(Arc::as_ref)
    }

    /// The claim with this id.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.get(self.place(RecordKind::Claim, id)?)
    }

    /// The blurb with this id; none if it is a draft.
    pub fn blurb(&self, id: &str) -> Option<&Blurb> {
        self.blurbs.get(self.place(RecordKind::Blurb, id)?)
    }

    /// The audited page with this id.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.get(self.place_of_page(id)?)
    }

    fn place_of_page(&self, id: &str) -> Option<usize> {
        self.pages.binary_search_by(|page| page.id.as_str().cmp(id)).ok()
    }

    /// The claims of a page, in the order of their ids.
    pub fn claims_of<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = &'a Claim> {
        let made = self.graph.claims_of.to(self.place_of_page(page.id.as_str()));
        made.iter().filter_map(|&i| self.claims.get(i))
    }

    /// The source of a finding. A loaded corpus has it.
    pub fn source_of(&self, finding: &Finding) -> Option<&Source> {
        self.source(finding.source.as_str())
    }

    /// The sources a claim leads to, each once, in the order of its links.
    pub fn sources_of_claim<'a>(&'a self, claim: &'a Claim) -> Vec<&'a Source> {
        let sources = claim.links.iter().filter_map(|ClaimLink { target, role: _ }| match target {
            LinkTarget::Finding(id) => self.finding(id.as_str()).and_then(|finding| self.source_of(finding)),
            LinkTarget::Source(id) => self.source(id.as_str()),
        });
        once(sources)
    }

    /// The sources a blurb rests on, each once, in the order of its findings.
    pub fn sources_of_blurb<'a>(&'a self, blurb: &'a Blurb) -> Vec<&'a Source> {
        let findings = blurb.findings.iter().filter_map(|id| self.finding(id.as_str()));
        once(findings.filter_map(|finding| self.source_of(finding)))
    }

    /// The claims a finding is linked with, and its role in each.
    pub fn claims_on<'a>(&'a self, finding: &'a Finding) -> impl Iterator<Item = (&'a Claim, LinkRole)> {
        let linked = self.graph.claims_on.to(self.place(RecordKind::Finding, finding.id.as_str()));
        linked.iter().filter_map(|&(i, role)| Some((self.claims.get(i)?, role)))
    }

    /// The blurbs that rest on a finding.
    pub fn blurbs_on<'a>(&'a self, finding: &'a Finding) -> impl Iterator<Item = &'a Blurb> {
        let resting = self.graph.blurbs_on.to(self.place(RecordKind::Finding, finding.id.as_str()));
        resting.iter().filter_map(|&i| self.blurbs.get(i))
    }

    /// The blurbs that rest on a finding of a source, by id.
    pub fn blurbs_of<'a>(&'a self, source: &'a Source) -> impl Iterator<Item = &'a Blurb> {
        let reported = self.graph.findings_of.to(self.place(RecordKind::Source, source.id.as_str()));
        let resting = reported.iter().flat_map(|&finding| self.graph.blurbs_on.to(Some(finding)));
        in_order(resting.copied()).into_iter().filter_map(|i| self.blurbs.get(i))
    }

    /// The claims that lead to a source or to one of its findings, by id.
    pub fn claims_leading_to<'a>(&'a self, source: &'a Source) -> impl Iterator<Item = &'a Claim> {
        let place = self.place(RecordKind::Source, source.id.as_str());
        let reported = self.graph.findings_of.to(place).iter();
        let on_findings = reported.flat_map(|&finding| self.graph.claims_on.to(Some(finding))).map(|(claim, _)| claim);
        let all = in_order(on_findings.chain(self.graph.claims_naming.to(place)).copied());
        all.into_iter().filter_map(|i| self.claims.get(i))
    }

    /// The findings whose outcome was measured with an instrument, by id.
    pub fn findings_measured_with(&self, instrument: &str) -> impl Iterator<Item = &Finding> {
        let measured = self.graph.measured_with.to(self.place(RecordKind::Topic, instrument));
        measured.iter().filter_map(|&i| self.findings.get(i)).map(Arc::as_ref)
    }

    /// The topic with this id.
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.get(self.place(RecordKind::Topic, id)?)
    }

    /// The findings a source reports, by id.
    pub fn findings_of<'a>(&'a self, source: &'a Source) -> impl Iterator<Item = &'a Finding> {
        let reported = self.graph.findings_of.to(self.place(RecordKind::Source, source.id.as_str()));
        reported.iter().filter_map(|&i| self.findings.get(i)).map(Arc::as_ref)
    }

    /// The sources with this identifier, by id. One DOI has one source; a registration may have several.
    pub fn identified(&self, identifier: &Identifier) -> impl Iterator<Item = &Source> {
        self.by_identifier.get(identifier).into_iter().flatten().filter_map(|&i| self.sources.get(i)).map(Arc::as_ref)
    }

    /// The links other sources have to this one.
    pub fn links_to<'a>(&'a self, source: &'a Source) -> impl Iterator<Item = (&'a Source, Relation)> {
        let linked = self.graph.links_to.to(self.place(RecordKind::Source, source.id.as_str()));
        linked.iter().filter_map(|&(i, relation)| Some((self.sources.get(i)?.as_ref(), relation)))
    }

    /// The findings this one qualifies or contradicts.
    pub fn qualifies<'a>(&'a self, finding: &'a Finding) -> impl Iterator<Item = &'a Finding> {
        let qualified = self.graph.qualified_by.to(self.place(RecordKind::Finding, finding.id.as_str()));
        qualified.iter().filter_map(|&i| self.findings.get(i)).map(Arc::as_ref)
    }

    /// The topics directly below this one.
    pub fn narrower<'a>(&'a self, topic: &'a Topic) -> impl Iterator<Item = &'a Topic> {
        let below = self.graph.narrower.to(self.place(RecordKind::Topic, topic.id.as_str()));
        below.iter().filter_map(|&i| self.topics.get(i))
    }

    /// The sources about a topic or a narrower one, or with findings about it, by id.
    pub fn sources_about<'a>(&'a self, topic: &Topic) -> impl ExactSizeIterator<Item = &'a Source> {
        let about = self.graph.sources_about.to(self.place(RecordKind::Topic, topic.id.as_str()));
        about.iter().map(|&i| self.sources[i].as_ref())
    }

    /// The findings about a topic or a narrower one, by id: a finding is about whatever its parts are about.
    pub fn findings_about<'a>(&'a self, topic: &Topic) -> impl ExactSizeIterator<Item = &'a Finding> {
        let about = self.graph.findings_about.to(self.place(RecordKind::Topic, topic.id.as_str()));
        about.iter().map(|&i| self.findings[i].as_ref())
    }

    /// The claims about a topic or a narrower one, by id.
    pub fn claims_about<'a>(&'a self, topic: &Topic) -> impl ExactSizeIterator<Item = &'a Claim> {
        let about = self.graph.claims_about.to(self.place(RecordKind::Topic, topic.id.as_str()));
        about.iter().map(|&i| &self.claims[i])
    }

    /// The blurbs about a topic or a narrower one, by id.
    pub fn blurbs_about<'a>(&'a self, topic: &Topic) -> impl ExactSizeIterator<Item = &'a Blurb> {
        let about = self.graph.blurbs_about.to(self.place(RecordKind::Topic, topic.id.as_str()));
        about.iter().map(|&i| &self.blurbs[i])
    }

    /// The topic and all below it, each once, the topic first.
    pub fn with_narrower<'a>(&'a self, topic: &'a Topic) -> Vec<&'a TopicId> {
        let mut covered = vec![&topic.id];
        let mut seen = HashSet::from([&topic.id]);
        let mut next = vec![topic];
        while let Some(topic) = next.pop() {
            for narrower in self.narrower(topic) {
                if seen.insert(&narrower.id) {
                    covered.push(&narrower.id);
                    next.push(narrower);
                }
            }
        }
        covered
    }

    /// Whether a source still holds on the day `as_of`.
    pub fn currency(&self, source: &Source, as_of: Date) -> CurrencyState {
        let newer = self.place(RecordKind::Source, source.id.as_str()).and_then(|i| self.superseded_by.get(&i));
        CurrencyBasis {
            rule: &source.currency_rule,
            issued: source.bibliography.issued,
            review_due: &source.review_due,
            superseded_by: newer.and_then(|(i, date)| Some((&self.sources.get(*i)?.id, *date))),
        }
        .on(as_of)
    }

    /// The position in another version of the data of the source at this position, where that is one record with it in memory.
    pub(crate) fn same_source(&self, at: usize, other: &Self) -> Option<usize> {
        let other_at = other.position_of_source(&self.sources().get(at)?.id)?;
        self.sources().is_same(at, other.sources(), other_at).then_some(other_at)
    }

    /// The same of the finding at this position.
    pub(crate) fn same_finding(&self, at: usize, other: &Self) -> Option<usize> {
        let other_at = other.place(RecordKind::Finding, self.findings.get(at)?.id.as_str())?;
        self.findings().is_same(at, other.findings(), other_at).then_some(other_at)
    }

    /// The phrases of the language the records are written in, this collection's own among them.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Whether another version of the data has the same topics and phrases, and says the same of itself: then what is read into a
    /// record depends on that record alone.
    pub(crate) fn reads_alike(&self, other: &Self) -> bool {
        self.about == other.about
    }

    /// What tells this version of the data from others.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

/// Positions in their order, each once.
fn in_order(positions: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut all: Vec<usize> = positions.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Each source once, in the order of its first mention.
fn once<'a>(sources: impl Iterator<Item = &'a Source>) -> Vec<&'a Source> {
    let mut seen = HashSet::new();
    sources.filter(|source| seen.insert(&source.id)).collect()
}

/// Everything a source can be looked up by.
fn identifiers(source: &Source) -> Vec<Identifier> {
    let mut all = vec![Identifier::Source(source.id.clone())];
    all.extend(source.bibliography.identifiers());
    all.extend(source.registration.nct.iter().cloned().map(Identifier::Nct));
    all.extend(source.registration.prospero.iter().cloned().map(Identifier::Prospero));
    all
}
