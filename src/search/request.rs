//! What can be asked.

use std::fmt;

use crate::domain::{Date, SourceId, vocabulary::vocabulary};

vocabulary! {
    /// How many of the words a record must have.
    pub enum Matching ("way of matching") {
        /// Most of what they tell: a rare word is worth several common ones, ordinary talk and words no record has are
        /// worth nothing. A word that more than a fifth of the records have counts as had, unless there is no other.
        MinimumShouldMatch = "most", "Most words";
        /// At least one.
        Any = "any", "Any word";
        /// Every one.
        All = "all", "All words";
        /// All of them, next to one another in this order.
        Phrase = "phrase", "The exact phrase";
    }
}

vocabulary! {
    /// Whether a query also looks for what it means in other words.
    pub enum Expansion ("way of expanding") {
        /// Synonyms of topics, other ways of saying the same, corrections of words no record has, and what the words of a
        /// question ask for.
        Full = "full", "Synonyms, corrections and what is asked for";
        /// Synonyms of topics, and corrections of words no record has.
        Names = "names", "Synonyms and corrections";
        /// The words as they stand.
        None = "none", "Words as written";
    }
}

vocabulary! {
    /// Orders of a list. Ties are broken by id, so that every order is total.
    pub enum Sort ("order") {
        /// Best match first.
        Relevance = "relevance", "Relevance";
        /// Newest first.
        Newest = "newest", "Newest first";
        /// Oldest first.
        Oldest = "oldest", "Oldest first";
        /// Strongest kind of evidence first, as the ranking rule has it.
        Evidence = "evidence", "Strength of design";
        /// By title.
        Title = "title", "Title";
        /// By id.
        Id = "id", "Id";
    }
}

vocabulary! {
    /// What hits can be filtered by and counted by.
    pub enum Facet ("facet") {
        /// Kind of record.
        Kind = "kind", "Kind of record";
        /// Design of the source.
        Design = "design", "Study design";
        /// Kind of finding.
        Type = "type", "Kind of finding";
        /// Topic, wider topics included.
        Topic = "topic", "Topic";
        /// Topic of kind condition or population, wider ones included.
        Population = "population", "Population";
        /// Topic of the intervention, wider ones included.
        Intervention = "intervention", "Intervention";
        /// Comparator class, or topic of the treatment compared with.
        Comparator = "comparator", "Comparator";
        /// Topic of kind outcome or instrument.
        Outcome = "outcome", "Outcome";
        /// System and rating: `grade:low`.
        Certainty = "certainty", "Certainty";
        /// Which side the result favours.
        Direction = "direction", "Direction";
        /// What the publisher has said since.
        EditorialStatus = "editorial_status", "Editorial status";
        /// Whether the source still holds on the day asked for.
        Currency = "currency", "Currency";
        /// How far the record was checked.
        Verification = "verification", "Verification";
        /// Source a record is, comes from, or rests on.
        Source = "source", "Source";
        /// What a blurb answers, and what a claim is about.
        Aspect = "aspect", "Aspect";
        /// What the evidence lets one say of a claim.
        Verdict = "verdict", "Verdict";
        /// Page a claim stands on.
        Page = "page", "Audited page";
        /// Whether a blurb may be published on the day asked for.
        State = "state", "State of a blurb";
    }
}

vocabulary! {
    /// What hits can be filtered by as a number.
    pub enum NumberField ("numeric filter") {
        /// Year of the issue date.
        Year = "year", "Year";
        /// People in the study or analysis.
        Participants = "participants", "Participants";
        /// Studies in the review or analysis.
        Studies = "studies", "Studies";
        /// Lowest age admitted.
        AgeMin = "age_min", "Lowest age";
        /// Sessions of treatment; a range matches when it overlaps.
        Sessions = "sessions", "Sessions";
    }
}

vocabulary! {
    /// What publications can be filtered by in words that no list holds. Results pass by their publication; what neither is
    /// a publication nor a result of one does not pass.
    pub enum NameField ("filter in words") {
        /// An author.
        Author = "author", "Author";
        /// Words of the title.
        Title = "title", "Words of the title";
        /// The journal.
        Journal = "journal", "Journal";
    }
}

/// Most names of one field: each is held against all there are.
pub const MAX_NAMES: usize = 10;

/// A record passes when its publication has one of these names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Of which field.
    pub field: NameField,
    /// As they were typed, at most [`MAX_NAMES`]; one of them suffices.
    pub any_of: Vec<String>,
}

/// A record passes when it has one of these values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Of which facet.
    pub facet: Facet,
    /// Slugs; one of them suffices.
    pub any_of: Vec<String>,
}

/// A record passes when its number lies within; one without the number does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Of which number.
    pub field: NumberField,
    /// Lowest value that passes.
    pub from: Option<u32>,
    /// Highest value that passes.
    pub to: Option<u32>,
}

/// Most digits of a number in a range; more would not fit the numbers of records.
pub const MAX_DIGITS: usize = 9;

impl Range {
    /// Reads `10..20`, `10..`, `..20` or `10`, and whether its ends stood the wrong way round, which is put right. None where
    /// the text is no range of whole numbers of at most [`MAX_DIGITS`] digits.
    pub fn read(field: NumberField, text: &str) -> Option<(Self, bool)> {
        let (from, to) = match text.split_once("..") {
            Some((from, to)) => (end(from).ok()?, end(to).ok()?),
            None => {
                let exact = end(text).ok()?;
                (exact, exact)
            }
        };
        match (from, to) {
            (None, None) => None,
            (Some(from), Some(to)) if from > to => Some((Self { field, from: Some(to), to: Some(from) }, true)),
            (from, to) => Some((Self { field, from, to }, false)),
        }
    }
}

/// An end of a range: none where the range is open.
fn end(text: &str) -> Result<Option<u32>, ()> {
    match text {
        "" => Ok(None),
        digits if digits.len() <= MAX_DIGITS && digits.bytes().all(|b| b.is_ascii_digit()) => {
            digits.parse().map(Some).map_err(|_| ())
        }
        _ => Err(()),
    }
}

impl fmt::Display for Range {
    /// As [`Range::read`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field: _, from, to } = self;
        match (from, to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (from, to) => {
                let text = |end: &Option<u32>| end.map(|number| number.to_string()).unwrap_or_default();
                write!(f, "{}..{}", text(from), text(to))
            }
        }
    }
}

/// A record passes when it passes all of them. Several choices of one facet must each be met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// By value.
    pub choices: Vec<Choice>,
    /// By number.
    pub ranges: Vec<Range>,
    /// By what publications are called, each field once. The index knows no names: who asks it says in [`Request::published`]
    /// which publications are meant.
    pub names: Vec<Named>,
}

impl Filters {
    /// Lets pass what has this name as well as the others of its field.
    pub fn name(&mut self, field: NameField, said: &str) {
        match self.names.iter_mut().find(|named| named.field == field) {
            Some(Named { field: _, any_of }) => any_of.push(said.to_owned()),
            None => self.names.push(Named { field, any_of: vec![said.to_owned()] }),
        }
    }
}

/// A question to the index.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// What was typed; any text at all. Empty finds every record.
    pub text: &'a str,
    /// How many of the words a record must have.
    pub matching: Matching,
    /// Whether to look for other words too.
    pub expansion: Expansion,
    /// What to leave out.
    pub filters: Filters,
    /// Sources; when there are any, nothing else is looked at.
    pub among: Option<&'a [SourceId]>,
    /// For each source by its position, whether its records pass; when there is none, all do.
    pub published: Option<&'a [bool]>,
    /// In which order.
    pub sort: Sort,
    /// The day currency is computed for.
    pub as_of: Date,
    /// How many hits to skip.
    pub offset: usize,
    /// How many hits to give.
    pub limit: usize,
    /// Which facets to count.
    pub facets: Vec<Facet>,
    /// Whether to extract and mark.
    pub excerpts: bool,
    /// Whether to account for the score of each hit.
    pub explain: bool,
}

impl<'a> Request<'a> {
    /// A question with every option at its default: most words, expanded, by relevance, the first ten, with excerpts.
    pub fn new(text: &'a str, as_of: Date) -> Self {
        Self {
            text,
            matching: Matching::MinimumShouldMatch,
            expansion: Expansion::Full,
            filters: Filters::default(),
            among: None,
            published: None,
            sort: Sort::Relevance,
            as_of,
            offset: 0,
            limit: 10,
            facets: Vec::new(),
            excerpts: true,
            explain: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_written_as_it_is_read() {
        for text in ["10..20", "10..", "..20", "10"] {
            let (range, was_turned) = Range::read(NumberField::Year, text).expect("a range");
            assert_eq!((range.to_string().as_str(), was_turned), (text, false));
        }
        let (range, was_turned) = Range::read(NumberField::Year, "20..10").expect("a range");
        assert_eq!((range.to_string().as_str(), was_turned), ("10..20", true));
        for text in ["", "..", "a", "1..b", "-1", "1234567890", "1...2"] {
            assert_eq!(Range::read(NumberField::Year, text), None, "{text}");
        }
    }
}
