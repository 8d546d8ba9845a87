//! What several pages show: status words, records in short, facts, and where values come from.

use super::gist::Gist;
use crate::{
    app::{Notice, PrintedValue, Standing},
    corpus::{Corpus, Record},
    domain::{
        Blurb, BlurbState, Claim, Currency, Date, EditorialStatus, Finding, PageKind, Provenance, Provenances, Source,
        Sourced, Stated, Topic, TopicId, Verdict, Verification, Vocabulary, claim::LinkRole, number::Count,
        repeated::shortened, status::CurrencyRule,
    },
};

/// Where and on which day records are looked at.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) as_of: Date,
}

/// How much a word should make a reader stop. Never the only signal: the word itself says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// What is so unless something else is known: text, without a frame.
    Quiet,
    /// Says what something is.
    Plain,
    /// Nothing against it.
    Good,
    /// Look twice.
    Caution,
    /// Says too much, or is not confirmed.
    Warn,
    /// Must not be relied on.
    Bad,
}

impl Tone {
    /// Its class in the stylesheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Caution => "caution",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// A status word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) word: String,
    pub(super) tone: Tone,
}

impl Mark {
    pub(super) fn new(tone: Tone, word: impl Into<String>) -> Self {
        Self { word: word.into(), tone }
    }

    pub(super) fn quiet(word: impl Into<String>) -> Self {
        Self::new(Tone::Quiet, word)
    }

    pub(super) fn plain(word: impl Into<String>) -> Self {
        Self::new(Tone::Plain, word)
    }

    /// What the evidence lets one say of a claim.
    pub(super) fn verdict(verdict: Verdict) -> Self {
        let tone = match verdict {
            Verdict::Supported => Tone::Good,
            Verdict::SupportedWithCaveat => Tone::Caution,
            Verdict::Overstated => Tone::Warn,
            Verdict::Contradicted => Tone::Bad,
            Verdict::NotAddressed | Verdict::PracticeExperience => Tone::Plain,
        };
        Self::new(tone, verdict.label())
    }

    /// Whether a blurb may be published.
    pub(super) fn state(state: BlurbState) -> Self {
        let tone = match state {
            BlurbState::Live => Tone::Good,
            BlurbState::Due => Tone::Caution,
            BlurbState::Expired | BlurbState::Withdrawn => Tone::Bad,
        };
        Self::new(tone, state.label())
    }

    /// How sure the evidence makes us, with the system that says so. No colour: systems are not compared.
    pub(super) fn certainty(finding: &Finding) -> Self {
        match finding.values().certainty.stated() {
            Stated::As(rated) => Self::plain(match rated.with_doubt() {
                (rated, None) => rated.certainty.label(),
                (rated, Some(_)) => format!("{}, not confirmed", rated.certainty.label()),
            }),
            Stated::NotReported => Self::quiet("Certainty not rated"),
            Stated::NotApplicable => Self::quiet("No certainty to rate"),
        }
    }

    /// How far a record was checked, when that is not all the way.
    pub(super) fn doubt(verification: Verification) -> Option<Self> {
        match verification {
            Verification::Verified => None,
            Verification::SecondHand => Some(Self::quiet(verification.label())),
            Verification::Partial => Some(Self::new(Tone::Caution, verification.label())),
            Verification::Unverified => Some(Self::new(Tone::Warn, verification.label())),
        }
    }
}

impl<'a> Scene<'a> {
    /// What its publisher has said since, whether it could be identified, and whether it still holds. The worst first.
    pub(super) fn status(self, source: &Source) -> Vec<Mark> {
        let Standing { editorial, currency: _, verification: _, is_identified } =
            Standing::of_source(self.corpus, source, self.as_of);
        let mut marks = Vec::new();
        match editorial {
            EditorialStatus::None => {}
            EditorialStatus::Unchecked => marks.push(Mark::quiet(editorial.label())),
            EditorialStatus::Corrected => marks.push(Mark::new(Tone::Caution, editorial.label())),
            EditorialStatus::ExpressionOfConcern
            | EditorialStatus::Retracted
            | EditorialStatus::RetractedAndRepublished
            | EditorialStatus::Removed => marks.push(Mark::new(Tone::Bad, editorial.label())),
        }
        if !is_identified {
            marks.push(Mark::new(Tone::Bad, "Publication not identified"));
        }
        marks.push(self.currency(source));
        marks
    }

    /// Whether it still holds.
    pub(super) fn currency(self, source: &Source) -> Mark {
        let Standing { editorial: _, currency, verification: _, is_identified: _ } =
            Standing::of_source(self.corpus, source, self.as_of);
        let since = currency.since.map(|day| format!(" since {day}")).unwrap_or_default();
        match currency.state {
            // Only who says how long it holds can say that it does.
            Currency::Current => match source.currency_rule {
                CurrencyRule::LapsesAfter { .. } => Mark::new(Tone::Good, "Current"),
                CurrencyRule::DoesNotLapse | CurrencyRule::Unstated => Mark::quiet("Not known to be superseded"),
            },
            Currency::DueForReview => Mark::new(Tone::Caution, format!("Due for review{since}")),
            Currency::Lapsed => Mark::new(Tone::Bad, format!("Lapsed{since}")),
            Currency::Superseded => Mark::new(Tone::Bad, format!("Superseded{since}")),
            Currency::Unknown => Mark::quiet("Currency not stated"),
        }
    }

    /// The status of a source in a list: what is so of most of them is said on its page alone.
    pub(super) fn news(self, source: &Source) -> Vec<Mark> {
        let mut marks = self.status(source);
        marks.retain(|mark| mark.tone != Tone::Quiet);
        marks
    }

    /// The marks of a source: design, status, and what is not verified.
    pub(super) fn source_marks(self, source: &Source) -> Vec<Mark> {
        let mut marks = vec![Mark::plain(source.design.label())];
        marks.extend(self.status(source));
        marks.extend(Mark::doubt(source.verification()));
        marks
    }

    /// The marks of a finding: how sure it is, the status of its source, and what is not verified.
    pub(super) fn finding_marks(self, finding: &Finding) -> Vec<Mark> {
        let mut marks = vec![Mark::certainty(finding)];
        marks.extend(self.corpus.source_of(finding).map(|source| self.status(source)).unwrap_or_default());
        marks.extend(Mark::doubt(finding.verification()));
        marks
    }

    /// The marks of a finding in a list: what is news of its certainty, its source and its verification.
    pub(super) fn finding_news(self, finding: &Finding) -> Vec<Mark> {
        let mut marks = vec![Mark::certainty(finding)];
        marks.retain(|mark| mark.tone != Tone::Quiet);
        marks.extend(self.corpus.source_of(finding).map(|source| self.news(source)).unwrap_or_default());
        marks.extend(Mark::doubt(finding.verification()));
        marks
    }

    /// Topics with their addresses.
    pub(super) fn topics(self, ids: impl IntoIterator<Item = &'a TopicId>) -> Vec<Linked> {
        ids.into_iter().filter_map(|id| self.corpus.topic(id.as_str())).map(Linked::topic).collect()
    }

    /// A record in short.
    pub(super) fn brief(self, record: Record<'_>) -> Brief {
        match record {
            Record::Source(source) => self.source(source),
            Record::Finding(finding) => self.finding(finding),
            Record::Claim(claim) => Self::claim(claim, None),
            Record::Blurb(blurb) => self.blurb(blurb),
            Record::Topic(topic) => Brief {
                href: address("topics", topic.id.as_str()),
                title: topic.label.clone(),
                gist: None,
                by: Some(topic.description.clone()),
                marks: vec![Mark::plain(topic.kind.label())],
            },
        }
    }

    pub(super) fn source(self, source: &Source) -> Brief {
        let mut marks = vec![Mark::plain(source.design.label())];
        marks.extend(self.news(source));
        marks.extend(Mark::doubt(source.verification()));
        Brief {
            href: address("sources", source.id.as_str()),
            title: source.bibliography.title.clone(),
            gist: None,
            by: Some(byline(source)),
            marks,
        }
    }

    pub(super) fn finding(self, finding: &Finding) -> Brief {
        Brief {
            href: address("findings", finding.id.as_str()),
            title: finding.statement.clone(),
            gist: Some(Gist::of(finding)),
            by: self.corpus.source_of(finding).map(|source| source.short_title.clone()),
            marks: self.finding_news(finding),
        }
    }

    /// A finding where its source is known: what that says of itself is not repeated.
    pub(super) fn own_finding(finding: &Finding) -> Brief {
        let mut marks = vec![Mark::certainty(finding)];
        marks.retain(|mark| mark.tone != Tone::Quiet);
        marks.extend(Mark::doubt(finding.verification()));
        Brief {
            href: address("findings", finding.id.as_str()),
            title: finding.statement.clone(),
            gist: Some(Gist::of(finding)),
            by: None,
            marks,
        }
    }

    pub(super) fn claim(claim: &Claim, role: Option<LinkRole>) -> Brief {
        Brief {
            href: address("claims", claim.id.as_str()),
            title: format!("“{}”", claim.place.quote),
            gist: None,
            by: role.map(|role| format!("{} this claim", role.label())),
            marks: vec![Mark::verdict(claim.verdict)],
        }
    }

    /// Those that may still be published: the page of another answers that it is gone.
    pub(super) fn published<'b>(self, blurbs: impl Iterator<Item = &'b Blurb>) -> Vec<Brief> {
        blurbs.filter(|blurb| blurb.life.is_publishable(self.as_of)).map(|blurb| self.blurb(blurb)).collect()
    }

    pub(super) fn blurb(self, blurb: &Blurb) -> Brief {
        let mut marks = vec![Mark::plain(blurb.aspect.label())];
        marks.extend(blurb.life.state(self.as_of).map(Mark::state));
        Brief { href: address("blurbs", blurb.id.as_str()), title: blurb.title.clone(), gist: None, by: None, marks }
    }
}

/// The value with this slug; that there is none is said.
pub(super) fn word<T: Vocabulary>(value: &str, notices: &mut Vec<String>) -> Option<T> {
    let known = T::from_slug(value);
    if known.is_err() {
        notices.push(format!("There is no {} “{}”, so it was left out.", T::NOUN, shortened(value)));
    }
    known.ok()
}

/// The address of a page.
pub(super) fn address(collection: &str, id: &str) -> String {
    format!("/{collection}/{id}")
}

/// A record in a list.
#[derive(Clone, Debug)]
pub(super) struct Brief {
    pub(super) href: String,
    pub(super) title: String,
    /// What came out, for a finding.
    pub(super) gist: Option<Gist>,
    /// Who says so, or what it is to the record at hand.
    pub(super) by: Option<String>,
    pub(super) marks: Vec<Mark>,
}

/// A name with the page it leads to.
#[derive(Clone, Debug)]
pub(super) struct Linked {
    pub(super) href: String,
    pub(super) label: String,
}

impl Linked {
    pub(super) fn topic(topic: &Topic) -> Self {
        Self { href: address("topics", topic.id.as_str()), label: topic.label.clone() }
    }
}

/// The name people use, the place of publication, the year.
pub(super) fn byline(source: &Source) -> String {
    let b = &source.bibliography;
    let place = b.container_title.as_ref().or(b.publisher.as_ref());
    let place = place.filter(|place| **place != source.short_title).map(|place| format!(" · {place}"));
    format!("{}{} · {}", source.short_title, place.unwrap_or_default(), b.issued.year())
}

/// A value that can be chosen.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) slug: &'static str,
    pub(super) label: &'static str,
    pub(super) selected: bool,
}

impl Offer {
    pub(super) fn of<T: Vocabulary>(value: T, selected: Option<T>) -> Self {
        Self { slug: value.slug(), label: value.label(), selected: selected == Some(value) }
    }

    /// Every value of a vocabulary.
    pub(super) fn all<T: Vocabulary>(selected: Option<T>) -> Vec<Self> {
        T::ALL.iter().map(|value| Self::of(*value, selected)).collect()
    }
}

/// What somebody who copies a reference should know, as a sentence with the part of the reference it is about.
pub(super) fn notice(notice: &Notice) -> String {
    let Notice { kind: _, source: _, part, message } = notice;
    let message = message.trim_end_matches('.');
    match part {
        Some(PrintedValue { field: _, name, identifier: _ }) => format!("{name}: {message}."),
        None => {
            let mut chars = message.chars();
            let first = chars.next().map(char::to_uppercase);
            format!("{}{}.", first.into_iter().flatten().collect::<String>(), chars.as_str())
        }
    }
}

/// A name with its value.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) value: String,
    /// Why the value is not confirmed.
    pub(super) doubt: Option<String>,
}

/// A value as a page shows it: beside it, why it is not confirmed.
pub(super) struct Shown<'a, T> {
    pub(super) value: &'a T,
    pub(super) doubt: Option<&'a str>,
}

impl<'a, T> From<Sourced<'a, T>> for Shown<'a, T> {
    fn from(sourced: Sourced<'a, T>) -> Self {
        let (value, doubt) = sourced.with_doubt();
        Self { value, doubt }
    }
}

/// The facts of a record, in order; what makes no sense for it is left out, what its source does not report is said in one
/// line at the end. They take values with their provenance only, so that no doubt can be left out.
#[derive(Default)]
pub(super) struct Facts {
    known: Vec<Fact>,
    /// What the source does not report.
    silent: Vec<&'static str>,
}

impl Facts {
    /// Adds a value.
    pub(super) fn add<T>(&mut self, label: &'static str, value: Sourced<'_, T>, show: impl FnOnce(&T) -> String) {
        let (value, doubt) = value.with_doubt();
        self.known.push(Fact { label, value: show(value), doubt: doubt.map(str::to_owned) });
    }

    /// Adds a value that not every record has.
    pub(super) fn known<T>(
        &mut self,
        label: &'static str,
        value: Sourced<'_, Option<T>>,
        show: impl FnOnce(&T) -> String,
    ) {
        if let Some(value) = value.known() {
            self.add(label, value, show);
        }
    }

    /// Adds what the source says, or that it does not.
    pub(super) fn stated<T>(
        &mut self,
        label: &'static str,
        value: Sourced<'_, Stated<T>>,
        show: impl FnOnce(&T) -> String,
    ) {
        match value.stated() {
            Stated::As(value) => self.add(label, value, show),
            Stated::NotReported => self.silent.push(label),
            Stated::NotApplicable => {}
        }
    }

    /// Adds words of ours, which no source says.
    pub(super) fn says(&mut self, label: &'static str, words: &str) {
        self.known.push(Fact { label, value: words.to_owned(), doubt: None });
    }

    pub(super) fn done(self) -> Vec<Fact> {
        let Self { mut known, silent } = self;
        if !silent.is_empty() {
            let named: Vec<String> = silent.iter().map(|label| label.to_lowercase()).collect();
            known.push(Fact { label: "Not reported", value: named.join(", "), doubt: None });
        }
        known
    }
}

/// A count with its unit, thousands separated.
pub(super) fn count(count: &Count) -> String {
    format!("{} {}", separated(count.value), count.unit.label())
}

/// A whole number with separated thousands.
pub(super) fn separated(value: impl Into<u64>) -> String {
    let digits = value.into().to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Where a value comes from, as a line of a list.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// The field; none for the record as a whole.
    pub(super) field: Option<String>,
    pub(super) mark: Mark,
    pub(super) text: String,
}

impl Origin {
    pub(super) fn of(field: Option<&str>, provenance: &Provenance) -> Self {
        let (mark, text) = match provenance {
            Provenance::Sourced { pages, kind, on } => {
                let mark = match kind {
                    Some(PageKind::Primary) => Mark::new(Tone::Good, PageKind::Primary.label()),
                    Some(PageKind::Secondary) => Mark::plain(PageKind::Secondary.label()),
                    None => Mark::plain("Read on a page"),
                };
                (mark, format!("{} (entered {on})", pages.join(", ")))
            }
            Provenance::Inferred { step, kind: Some(PageKind::Secondary) } => {
                (Mark::plain("Worked out from what was read second-hand"), step.clone())
            }
            Provenance::Inferred { step, kind: _ } => (Mark::plain("Worked out"), step.clone()),
            Provenance::Unverified { reason } => (Mark::new(Tone::Warn, "Not confirmed"), reason.clone()),
        };
        Self { field: field.map(str::to_owned), mark, text }
    }

    /// Of a whole record, then of the fields with an origin of their own.
    pub(super) fn all(provenances: &Provenances) -> Vec<Self> {
        let Provenances { default, except } = provenances;
        let fields = except.iter().map(|(field, provenance)| Self::of(Some(field.as_str()), provenance));
        std::iter::once(Self::of(None, default)).chain(fields).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        for (value, text) in [(7_u32, "7"), (800, "800"), (8270, "8,270"), (1_234_567, "1,234,567")] {
            assert_eq!(separated(value), text);
        }
    }
}
