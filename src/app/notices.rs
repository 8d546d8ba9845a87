//! What whoever takes a reference should know of its publication, on a day: what its publisher has said since, whether it still
//! holds, what of it nobody has verified.
//!
//! Every door that hands out a reference takes it from here, so that none can leave a part of it out.

use std::collections::HashSet;

use crate::{
    citation::exchange::Exported,
    corpus::Corpus,
    domain::{
        Currency, Date, EditorialState, EditorialStatus, FieldPath, Source, SourceId, Sourced, StateSaid, States,
        StudyDesign, Vocabulary, field::BibliographyValues, repeated::one_line, source::ItemType,
        status::CurrencyState,
    },
};

crate::domain::vocabulary::vocabulary! {
    /// What somebody who copies a reference should know.
    pub enum NoticeKind ("kind of notice") {
        /// A value in the reference was not read on a page.
        UnverifiedValue = "unverified-value", "Unverified value";
        /// The publication could not be identified.
        NotIdentified = "not-identified", "Not identified";
        /// The publisher has said something about the publication since.
        EditorialStatus = "editorial-status", "Editorial status";
        /// The id is that of a finding; its source is cited.
        FindingCited = "finding-cited", "Finding cited";
        /// The publication has lapsed, was superseded or is due for review.
        Currency = "currency", "Currency";
        /// Nobody has looked whether its publisher has said something about it since.
        NoticesUnchecked = "notices-unchecked", "Notices not looked up";
        /// The publication is known from a database alone: nobody here has appraised it.
        NotAppraised = "not-appraised", "Not appraised";
        /// The style does not print where in the work.
        LocatorNotPrinted = "locator-not-printed", "Locator not printed";
    }
}

/// Something that somebody who copies a reference should know.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Notice {
    /// What it is.
    pub kind: NoticeKind,
    /// The source it is about.
    pub source: SourceId,
    /// The part of the reference it is about; none when it is about the whole.
    pub part: Option<PrintedValue>,
    /// In a sentence.
    pub message: String,
}

/// A value of the record that a reference prints.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PrintedValue {
    /// Which value.
    pub field: FieldPath,
    /// What it is called by people who read references: `Authors`, `DOI`.
    pub name: &'static str,
    /// The identifier as a reference prints it, if it is one.
    pub identifier: Option<String>,
}

impl Notice {
    /// Whether it is about what the reference prints: an identifier that a style leaves out misleads nobody.
    pub(super) fn is_of(&self, reference: &str) -> bool {
        let identifier = self.part.as_ref().and_then(|part| part.identifier.as_ref());
        identifier.is_none_or(|identifier| reference.contains(identifier))
    }
}

/// The values a reference to a source prints that nobody has verified, each with the reason.
#[derive(Default)]
struct Unverified<'a>(Vec<(PrintedValue, &'a str)>);

impl<'a> Unverified<'a> {
    fn of(source: &'a Source) -> Self {
        let mut all = Self::default();
        let BibliographyValues {
            item_type: _,
            title,
            author,
            editor,
            translator,
            container_title,
            container_title_short,
            event_title,
            edition,
            genre,
            publisher,
            publisher_place,
            issued,
            available_date: _,
            accessed: _,
            volume,
            issue,
            page,
            number,
            version,
            language: _,
            doi,
            pmid,
            pmcid,
            issn: _,
            isbn,
            url,
        } = source.bibliography_values();
        all.printed("Title", title);
        all.printed("Authors", author);
        all.printed("Editors", editor);
        all.printed("Translators", translator);
        all.known("Journal", container_title);
        all.known("Journal", container_title_short);
        all.known("Conference", event_title);
        all.known("Edition", edition);
        all.known("Kind", genre);
        // Articles are cited without their publisher.
        if source.bibliography.item_type != ItemType::ArticleJournal {
            all.known("Publisher", publisher);
            all.known("Place", publisher_place);
        }
        all.printed("Date", issued);
        all.known("Volume", volume);
        all.known("Issue", issue);
        all.known("Pages", page);
        all.known("Number", number);
        all.known("Version", version);
        all.identifier("DOI", doi);
        all.identifier("PMID", pmid);
        all.identifier("PMCID", pmcid);
        all.identifier("ISBN", isbn);
        all.known("Address", url);
        all
    }

    fn add<T>(&mut self, name: &'static str, value: Sourced<'a, T>, identifier: impl FnOnce(&T) -> Option<String>) {
        let field = value.field();
        if let (value, Some(doubt)) = value.with_doubt() {
            self.0.push((PrintedValue { field, name, identifier: identifier(value) }, doubt));
        }
    }

    fn printed<T>(&mut self, name: &'static str, value: Sourced<'a, T>) {
        self.add(name, value, |_| None);
    }

    fn known<T>(&mut self, name: &'static str, value: Sourced<'a, Option<T>>) {
        if let Some(value) = value.known() {
            self.printed(name, value);
        }
    }

    fn identifier<T: ToString>(&mut self, name: &'static str, value: Sourced<'a, Option<T>>) {
        if let Some(value) = value.known() {
            self.add(name, value, |value| Some(value.to_string()));
        }
    }
}

/// What should be known of the reference to a source on the day `as_of`.
pub fn notices(corpus: &Corpus, source: &Source, as_of: Date) -> Vec<Notice> {
    let notice = |kind, part, message| Notice { kind, source: source.id.clone(), part, message };
    if let Some(assertion) = &source.assertion {
        let message = format!(
            "this publication could not be identified and must not be cited as evidence; it is asserted by {}",
            assertion.by.trim_end_matches('.')
        );
        return vec![notice(NoticeKind::NotIdentified, None, message)];
    }
    let mut all = Vec::new();
    let editorial = &source.editorial;
    if editorial.status.is_notice() {
        let when = editorial.noticed.map(|date| format!(" on {date}")).unwrap_or_default();
        let place = editorial.notice.as_ref().map(|place| format!(": {place}")).unwrap_or_default();
        let message = format!("{}{when}{place}", editorial.status.label());
        all.push(notice(NoticeKind::EditorialStatus, None, message));
    }
    let currency = currency_of(corpus, source, as_of);
    all.extend(currency.map(|message| notice(NoticeKind::Currency, None, message)));
    // Of what no person has read, that is said below.
    if editorial.status == EditorialStatus::Unchecked && source.is_appraised() {
        all.push(notice(NoticeKind::NoticesUnchecked, None, UNCHECKED.to_owned()));
    }
    let of_record = source.provenance.default.doubt();
    if let Some(reason) = of_record {
        all.push(notice(NoticeKind::UnverifiedValue, None, one_line(reason)));
    }
    let Unverified(parts) = Unverified::of(source);
    for (part, reason) in parts {
        // Said of the record as a whole already.
        if Some(reason) != of_record {
            all.push(notice(NoticeKind::UnverifiedValue, Some(part), one_line(reason)));
        }
    }
    if !source.is_appraised() {
        let message = format!("known from a database alone ({}): nobody here has appraised it", source.short_title);
        all.push(notice(NoticeKind::NotAppraised, None, message));
    }
    all
}

/// What is said of a source whose notices nobody has looked up.
const UNCHECKED: &str = "nobody has looked yet whether its publisher has corrected or retracted it";

/// What the databases say of a publication of the literature that is no editorial status of a source: that there is a newer
/// version, or that it is itself a notice about another publication.
pub fn notices_of_states(source: &Source, states: &States) -> Vec<Notice> {
    let notice = |said: &StateSaid| {
        let kind = match said.state {
            EditorialState::Superseded | EditorialState::PublishedSince => NoticeKind::Currency,
            EditorialState::RetractionNotice | EditorialState::ConcernNotice | EditorialState::CorrectionNotice => {
                NoticeKind::EditorialStatus
            }
            EditorialState::Retracted
            | EditorialState::Withdrawn
            | EditorialState::RetractedAndRepublished
            | EditorialState::OfConcern
            | EditorialState::Corrected => return None,
        };
        Some(Notice { kind, source: source.id.clone(), part: None, message: told(said) })
    };
    states.all().iter().filter_map(notice).collect()
}

/// A state with what it is about, in words.
fn told(said: &StateSaid) -> String {
    let StateSaid { state, by: _, other, place, date, list: _ } = said;
    let place = place.as_ref().map(|place| format!(": {place}")).unwrap_or_default();
    let when = date.filter(|_| place.is_empty()).map(|date| format!(" on {date}")).unwrap_or_default();
    let other = other.map(|pmid| format!(", PMID {pmid}")).unwrap_or_default();
    format!("{}{when}{place}{other}", state.label())
}

/// A source as it is handed on to other programs, with what is to be said of it on the day `as_of`. Of one of the literature
/// `states` is what its databases say.
pub fn exported<'a>(corpus: &Corpus, source: &'a Source, states: Option<&States>, as_of: Date) -> Exported<'a> {
    let of_states = states.map(|states| notices_of_states(source, states)).unwrap_or_default();
    let said: Vec<String> =
        currency_of(corpus, source, as_of).into_iter().chain(of_states.into_iter().map(|one| one.message)).collect();
    Exported { source, currency: (!said.is_empty()).then(|| said.join("; ")) }
}

/// Notices for a file that has nothing beside it, a line each: what is said of several publications once, with their names.
pub fn listed<'a>(notices: &[Notice], name: impl Fn(&SourceId) -> Option<&'a str>) -> Vec<String> {
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for Notice { kind: _, source, part, message } in notices {
        let part = part.as_ref().map(|part| format!("{}: ", part.name)).unwrap_or_default();
        let said = format!("{part}{}", message.trim_end_matches('.'));
        let name = name(source).unwrap_or(source.as_str());
        match lines.iter_mut().find(|(known, _)| *known == said) {
            Some((_, names)) => names.push(name),
            None => lines.push((said, vec![name])),
        }
    }
    lines.into_iter().map(|(said, names)| format!("{}: {said}.", names.join(", "))).collect()
}

/// Most publications that are named in the place of one that no longer holds.
const MAX_CURRENT: usize = 3;

/// That a source has lapsed, was superseded or is due for review on the day `as_of`, in a sentence; none for what holds.
///
/// It names what holds in its place: the newest of those that supersede it, else guidelines about the same that are in force.
fn currency_of(corpus: &Corpus, source: &Source, as_of: Date) -> Option<String> {
    let CurrencyState { state, as_of: _, since, superseded_by, reason } = corpus.currency(source, as_of);
    let name = &source.short_title;
    let since = since.map(|day| format!(" on {day}")).unwrap_or_default();
    let newer = superseded_by.and_then(|id| corpus.source(id.as_str()));
    let said = match (state, newer) {
        (Currency::Lapsed, _) => format!("{name} lapsed{since}: {reason}"),
        (Currency::Superseded, Some(newer)) => format!("{name} was superseded{since} by {}", newer.short_title),
        (Currency::Superseded, None) => format!("{name} was superseded{since}"),
        (Currency::DueForReview, _) => format!("{name} is due for review: {reason}"),
        (Currency::Current | Currency::Unknown, _) => return None,
    };
    let stands = |other: &Source| {
        !matches!(other.editorial.status, EditorialStatus::Retracted | EditorialStatus::Removed)
            && other.assertion.is_none()
    };
    let newest = newer.map(|newer| newest(corpus, newer, as_of));
    let holds = |other: &&Source| {
        source.design == StudyDesign::Guideline
            && other.design == StudyDesign::Guideline
            && stands(other)
            && other.topics.iter().any(|topic| source.topics.contains(topic))
            && corpus.currency(other, as_of).state == Currency::Current
    };
    let current: Vec<&str> = match newest.filter(|newest| stands(newest)) {
        Some(newest) => match corpus.currency(newest, as_of).state {
            Currency::Current => vec![&newest.short_title],
            Currency::Unknown if newer.is_some_and(|newer| newer.id != newest.id) => {
                return Some(format!("{said}, and that by {}", newest.short_title));
            }
            Currency::Unknown | Currency::Superseded | Currency::Lapsed | Currency::DueForReview => Vec::new(),
        },
        None => {
            corpus.sources().iter().filter(holds).take(MAX_CURRENT).map(|other| other.short_title.as_str()).collect()
        }
    };
    Some(match current.as_slice() {
        [] => said,
        current => format!("{said}; in force: {}", current.join(", ")),
    })
}

/// The last of those that supersede one another from this one on.
fn newest<'a>(corpus: &'a Corpus, from: &'a Source, as_of: Date) -> &'a Source {
    let mut seen = HashSet::from([&from.id]);
    let mut newest = from;
    while let Some(newer) = corpus.currency(newest, as_of).superseded_by.and_then(|id| corpus.source(id.as_str()))
        && seen.insert(&newer.id)
    {
        newest = newer;
    }
    newest
}

/// That a style does not print where in the work something stands.
pub(super) fn locator_notice(source: &Source, locator: &str) -> Notice {
    let message = format!("this style does not print where in the work: `{locator}` is left out");
    Notice { kind: NoticeKind::LocatorNotPrinted, source: source.id.clone(), part: None, message }
}
