//! What a reference is compared with: a publication of one of the tiers, as far as references name it.

use std::fmt;

use super::words::{is_part_number, tokens, words};
use crate::{
    citation::exchange::{NoticedPaper, Remark, plain},
    corpus::Corpus,
    domain::{
        EditorialState, EditorialStatus, Identifier, Name, Source, SourceId, StateSaid,
        identifier::{Doi, Pmid},
        source::{Bibliography, ItemType, Relation},
        vocabulary::vocabulary,
    },
    literature::{ListedNotice, LiteratureId, Record},
    text::Citing,
};

vocabulary! {
    /// What has become of a publication, or that it is itself the notice that says so of another one.
    pub enum ReferenceState ("editorial state of a reference") {
        /// Nobody has looked for notices yet.
        Unchecked = "unchecked", "Notices not looked up";
        /// Looked for, and no notice found.
        None = "none", "No notice known";
        /// Corrected; the results stand.
        Corrected = "corrected", "Corrected";
        /// Replaced by a newer publication, the next edition of a review for one.
        Superseded = "superseded", "Superseded";
        /// A preprint that a journal has published since.
        PublishedSince = "published-since", "Preprint, published since";
        /// The editors have doubts that are not settled.
        ExpressionOfConcern = "expression-of-concern", "Expression of concern";
        /// The results must not be used.
        Retracted = "retracted", "Retracted";
        /// Retracted, and published again in corrected form.
        RetractedAndRepublished = "retracted-and-republished", "Retracted and republished";
        /// Withdrawn by those who wrote or published it.
        Withdrawn = "withdrawn", "Withdrawn";
        /// It is the notice that another publication is corrected.
        CorrectionNotice = "correction-notice", "Notice of a correction";
        /// It is the notice of concerns about another publication.
        ConcernNotice = "concern-notice", "Notice of concern";
        /// It is the notice that another publication is retracted.
        RetractionNotice = "retraction-notice", "Notice of a retraction";
    }
}

impl ReferenceState {
    /// Whether it is a notice about another publication.
    pub fn is_notice(self) -> bool {
        matches!(self, Self::CorrectionNotice | Self::ConcernNotice | Self::RetractionNotice)
    }

    /// Whether whoever cites the publication has to know it.
    pub fn is_remarkable(self) -> bool {
        !matches!(self, Self::Unchecked | Self::None)
    }
}

impl From<EditorialStatus> for ReferenceState {
    fn from(status: EditorialStatus) -> Self {
        match EditorialState::of_status(status) {
            Some(standing) => standing.into(),
            None if status == EditorialStatus::None => Self::None,
            None => Self::Unchecked,
        }
    }
}

impl From<EditorialState> for ReferenceState {
    fn from(standing: EditorialState) -> Self {
        match standing {
            EditorialState::Retracted => Self::Retracted,
            EditorialState::Withdrawn => Self::Withdrawn,
            EditorialState::RetractedAndRepublished => Self::RetractedAndRepublished,
            EditorialState::OfConcern => Self::ExpressionOfConcern,
            EditorialState::Superseded => Self::Superseded,
            EditorialState::PublishedSince => Self::PublishedSince,
            EditorialState::Corrected => Self::Corrected,
            EditorialState::RetractionNotice => Self::RetractionNotice,
            EditorialState::ConcernNotice => Self::ConcernNotice,
            EditorialState::CorrectionNotice => Self::CorrectionNotice,
        }
    }
}

/// The state of a publication with its notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceEditorial {
    /// What has become of it.
    pub state: ReferenceState,
    /// Identifier, address or place of the notice, or of the newer version.
    pub notice: Option<String>,
}

impl ReferenceEditorial {
    /// A state as a database tells it: with the PubMed id of the other publication, or its place.
    pub(super) fn of(said: &StateSaid) -> Self {
        let StateSaid { state, by: _, other, place, date: _, list } = said;
        let doi = list.as_ref().and_then(|list| list.doi.as_ref()).map(|doi| format!("doi:{doi}"));
        let notice = other.map(|pmid| format!("pmid:{pmid}")).or_else(|| place.clone()).or(doi);
        Self { state: (*state).into(), notice }
    }
}

/// A publication that a notice is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concerned {
    /// What the notice makes of it.
    pub state: ReferenceState,
    /// Its PubMed id.
    pub pmid: Option<Pmid>,
    /// Where it was printed, as PubMed writes it; empty when nobody says.
    pub place: String,
}

/// How a record is named in answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A source that we have appraised.
    Source(SourceId),
    /// A record of the literature tier.
    Literature(LiteratureId),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(id) => f.write_str(id.as_str()),
            Self::Literature(id) => f.write_str(id.as_str()),
        }
    }
}

/// A publication as references name it.
#[derive(Clone, Debug)]
pub struct Publication {
    /// How the record is named.
    pub key: Key,
    /// What a reference is made of.
    pub bibliography: Bibliography,
    /// DOIs of other versions of the same record.
    pub further_dois: Vec<Doi>,
    /// What has become of it.
    pub standing: ReferenceEditorial,
    /// The publications it is about, when it is a notice.
    pub concerns: Vec<Concerned>,
    pub(super) card: Card,
}

/// What is compared of a publication, folded once.
#[derive(Clone, Debug, Default)]
pub(super) struct Card {
    /// The title, as a whole first, then as it may be quoted: without brackets, without `Retraction:` before it.
    pub(super) titles: Vec<Vec<String>>,
    /// The title up to where a subtitle begins, the shortest first; none where it has no subtitle.
    pub(super) main_titles: Vec<Vec<String>>,
    /// Names of the journal.
    pub(super) journals: Vec<String>,
}

impl Publication {
    /// A publication as references name it.
    pub fn new(
        key: Key,
        bibliography: Bibliography,
        further_dois: Vec<Doi>,
        standing: ReferenceEditorial,
        concerns: Vec<Concerned>,
    ) -> Self {
        let card = Card::of(&bibliography, standing.state.is_notice());
        Self { key, bibliography, further_dois, standing, concerns, card }
    }

    /// A source of the collection.
    pub fn of_source(corpus: &Corpus, source: &Source) -> Self {
        let Source { id, bibliography, .. } = source;
        let standing = Self::standing_of(corpus, source);
        Self::new(Key::Source(id.clone()), bibliography.clone(), Vec::new(), standing, Vec::new())
    }

    /// What has become of a source: it is superseded when another one says so.
    pub fn standing_of(corpus: &Corpus, source: &Source) -> ReferenceEditorial {
        let editorial = &source.editorial;
        let mut standing = ReferenceEditorial { state: editorial.status.into(), notice: editorial.notice.clone() };
        let is_graver = matches!(
            standing.state,
            ReferenceState::Retracted
                | ReferenceState::RetractedAndRepublished
                | ReferenceState::Withdrawn
                | ReferenceState::ExpressionOfConcern
        );
        let newer = corpus.links_to(source).find(|(_, relation)| *relation == Relation::Supersedes);
        if let Some((newer, _)) = newer.filter(|_| !is_graver) {
            standing =
                ReferenceEditorial { state: ReferenceState::Superseded, notice: Some(newer.id.as_str().to_owned()) };
        }
        standing
    }

    /// A record of the literature tier, with what it says of itself.
    pub fn of_record(record: &Record) -> Self {
        let said = record.stated().map(|said| said.state);
        let remarked = record.remarks.iter().filter_map(|remark| remark.kind.state());
        let state = said.chain(remarked).min().map_or(ReferenceState::None, ReferenceState::from);
        let concerned = |remark: &Remark| {
            let of_notice = remark.kind.state().filter(|state| state.is_of_another());
            of_notice.and_then(|_| remark.kind.reverse().state()).map(|state| Concerned {
                state: state.into(),
                pmid: remark.pmid,
                place: remark.place.clone(),
            })
        };
        Self::new(
            Key::Literature(record.id.clone()),
            record.bibliography.clone(),
            record.other_dois.iter().map(|other| other.doi.clone()).collect(),
            ReferenceEditorial { state, notice: None },
            record.remarks.iter().filter_map(concerned).collect(),
        )
    }

    /// The publication that a notice of a list is about, as the list names it. None without its title, date and an identifier.
    pub(super) fn of_listed(notice: &ListedNotice) -> Option<Self> {
        let ListedNotice { list: _, entry } = notice;
        let NoticedPaper { title, author, journal, issued } = entry.paper.clone()?;
        let (doi, pmid) = (entry.doi.clone(), entry.pmid);
        let identifier = pmid.map(Identifier::Pmid).or_else(|| doi.clone().map(Identifier::Doi))?;
        let bibliography = Bibliography {
            item_type: ItemType::ArticleJournal,
            title,
            author: author.map(|name| named(&name)).into_iter().collect(),
            editor: Vec::new(),
            translator: Vec::new(),
            container_title: journal,
            container_title_short: None,
            event_title: None,
            edition: None,
            genre: None,
            publisher: None,
            publisher_place: None,
            issued,
            available_date: None,
            accessed: None,
            volume: None,
            issue: None,
            page: None,
            number: None,
            version: None,
            language: "und".to_owned(),
            doi,
            pmid,
            pmcid: None,
            issn: None,
            isbn: None,
            url: None,
        };
        let key = Key::Literature(LiteratureId::of(&identifier)?);
        let standing = ReferenceEditorial { state: ReferenceState::Unchecked, notice: None };
        Some(Self::new(key, bibliography, Vec::new(), standing, Vec::new()))
    }

    /// Whether it is a preprint.
    pub(super) fn is_preprint(&self) -> bool {
        self.bibliography.item_type == ItemType::Preprint
    }

    /// Whether it is a review of Cochrane, which comes out again under the same number.
    pub(super) fn is_cochrane(&self) -> bool {
        let is_of = |name: &str| Citing::ReissuedSeries.words().iter().any(|series| name.contains(series.as_str()));
        self.card.journals.iter().any(|name| is_of(&name.to_lowercase()))
    }

    pub(super) fn dois(&self) -> impl Iterator<Item = &Doi> {
        self.bibliography.doi.iter().chain(&self.further_dois)
    }
}

/// A name as lists of notices have it, given names first.
fn named(name: &str) -> Name {
    match name.rsplit_once(' ') {
        Some((given, family)) => {
            Name::Person { family: family.to_owned(), given: Some(given.to_owned()), suffix: None }
        }
        None => Name::Person { family: name.to_owned(), given: None, suffix: None },
    }
}

/// What the title of a notice quotes: `Corrigendum to "Humming for nothing" [J Nowhere 2020;1:2]`.
fn quoted(title: &str) -> Option<&str> {
    let marks = [('“', '”'), ('"', '"'), ('‘', '’'), ('\'', '\'')];
    marks.into_iter().find_map(|(open, close)| {
        let is_open = |at: &usize| title.get(..*at).is_some_and(|before| before.ends_with([' ', ':']));
        let from = title.match_indices(open).map(|(at, _)| at).find(is_open)? + open.len_utf8();
        let is_close = |at: &usize| {
            let after = title.get(at + close.len_utf8()..).unwrap_or_default();
            after.is_empty() || after.starts_with([' ', '.', ',', '[', '('])
        };
        let to = title.rmatch_indices(close).map(|(at, _)| at).find(is_close)?;
        title.get(from..to).filter(|quoted| !quoted.trim().is_empty())
    })
}

/// A title without what stands in brackets at its end: the name of a trial, which many leave out.
fn without_brackets(title: &str) -> &str {
    let title = title.trim_end();
    let inner = title.strip_suffix(')').and_then(|title| title.rsplit_once(" (")).map(|(before, _)| before);
    inner.filter(|before| !before.contains('(')).unwrap_or(title)
}

/// The words of a title without the number of its part in a series, which many leave out: `Tram songs. II. Humming in the rain`. Not of
/// one that has too few words before it or behind it to be known by them.
fn without_part(title: &str) -> Option<Vec<String>> {
    const LEAST: usize = 2;
    let all = tokens(title);
    let gap = |at: usize| {
        let start = at.checked_sub(1).and_then(|before| all.get(before)).map_or(0, |token| token.end);
        all.get(at).and_then(|token| title.get(start..token.start)).unwrap_or_default()
    };
    let is_label = |at: usize| all.get(at).is_some_and(|token| Citing::SeriesParts.has(&token.word));
    (LEAST..all.len().saturating_sub(LEAST)).find_map(|at| {
        let from = if is_label(at - 1) { at - 1 } else { at };
        let is_parted = gap(from).contains(['.', ':', ',', ';', '(']) && gap(at + 1).contains(['.', ':', ')']);
        let is_number = all.get(at).is_some_and(|token| is_part_number(&token.word));
        let words = || all.iter().enumerate().filter(|(i, _)| *i < from || *i > at);
        (is_parted && is_number && from >= LEAST).then(|| words().map(|(_, token)| token.word.clone()).collect())
    })
}

impl Card {
    fn of(bibliography: &Bibliography, is_notice: bool) -> Self {
        let title = plain(&bibliography.title);
        let cut = tokens(&title);
        let whole: Vec<String> = cut.iter().map(|token| token.word.clone()).collect();
        let mut titles = vec![whole.clone()];
        // "(author's transl)" is the database's.
        for remark in ["(author's transl)", "(author’s transl)", "(transl)"] {
            if let Some((before, after)) = title.split_once(remark) {
                titles.push(words(&format!("{before} {after}")));
            }
        }
        let begins = |word: &String| Citing::NoticeBegins.has(word);
        let is_begin = |phrase: &String| {
            let count = phrase.split(' ').count();
            phrase.split(' ').eq(whole.iter().take(count).map(String::as_str))
        };
        let is_of_concern = Citing::ConcernNotice.words().iter().any(is_begin);
        let ahead = whole.iter().take_while(|word| begins(word) || Citing::NoticeGoesOn.has(word)).count();
        // `Withdrawal of opioids` and `Temporary increase of pain` are titles of their own.
        let is_parted = || {
            let between = ahead.checked_sub(1).and_then(|last| title.get(cut.get(last)?.end..cut.get(ahead)?.start));
            is_notice || between.is_some_and(|between| between.chars().any(|c| !c.is_whitespace()))
        };
        if (is_of_concern || whole.first().is_some_and(begins)) && whole.len() >= ahead + 3 && is_parted() {
            titles.push(whole[ahead..].to_vec());
            titles.extend(quoted(&title).map(words).filter(|quoted| quoted.len() >= 3));
        }
        // `Case records of Nowhere. Weekly exercises. Case 28`, of which the middle is left out.
        let sentences: Vec<&str> = title.split(". ").map(str::trim).filter(|sentence| !sentence.is_empty()).collect();
        if let [first, _, .., last] = sentences.as_slice() {
            titles.push(words(&format!("{first} {last}")));
        }
        titles.extend(without_part(&title));
        let mut ends: Vec<usize> =
            [": ", ". ", "? ", " - ", " – ", " — "].into_iter().filter_map(|mark| title.find(mark)).collect();
        ends.sort_unstable();
        let main_titles = ends
            .into_iter()
            .map(|at| words(without_brackets(&title[..at])))
            .filter(|main| main.len() >= 3 && main.len() < whole.len())
            .collect();
        let Bibliography { container_title, container_title_short, .. } = bibliography;
        let journals =
            [container_title, container_title_short].into_iter().flatten().map(|title| plain(title)).collect();
        titles.retain(|title| !title.is_empty());
        Self { titles, main_titles, journals }
    }
}
