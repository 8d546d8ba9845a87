//! What comes back.

use super::request::Facet;
use crate::domain::{
    RecordKind,
    scope::{Coverage, OutsideTerm},
    vocabulary::vocabulary,
};

vocabulary! {
    /// The texts of a record that are searched.
    pub enum TextField ("text field") {
        /// Title of a source, statement of a finding, label of a topic.
        Title = "title", "Title";
        /// Other names.
        Names = "names", "Names";
        /// Wordings in which people ask for a blurb.
        Asked = "asked", "Asked as";
        /// Summary, conclusion, description.
        Summary = "summary", "Summary";
        /// Population, intervention, comparator and outcome.
        Pico = "pico", "Question";
        /// Numbers as printed, sample sizes, sessions.
        Numbers = "numbers", "Numbers";
        /// Caveats and limitations.
        Caveats = "caveats", "Caveats";
        /// Authors, journal, publisher.
        Bibliography = "bibliography", "Bibliography";
        /// Identifiers and ids.
        Identifiers = "identifiers", "Identifiers";
        /// Labels of the topics it belongs to.
        Topics = "topics", "Topics";
    }
}

/// The answer to a [`super::Request`].
#[derive(Clone, Debug)]
pub struct Answer {
    /// The hits of this page, in order.
    pub hits: Vec<Hit>,
    /// How many hits there are in all; exact.
    pub total: usize,
    /// Counts of the facets asked for, in the order asked.
    pub facets: Vec<FacetCounts>,
    /// How the text was understood.
    pub understood: QueryInterpretation,
    /// Whether it lies within the collection.
    pub scope: QuestionScope,
    /// What answers it, beside the hits.
    pub lead: Option<Lead>,
}

/// What leads an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// A blurb, by its position in `Corpus::records`.
    Blurb(usize),
    /// A red flag, by its position in the list of the collection's scope.
    Flag(usize),
}

/// Whether a question lies within what the collection is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionScope {
    /// Whether it does.
    pub coverage: Coverage,
    /// What of it no record is about.
    pub outside: Vec<OutsideTerm>,
}

/// One record found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its position in `Corpus::records`.
    pub ordinal: usize,
    /// Its score, in whatever order the hits are; 0 when there was no text.
    pub score: f32,
    /// Extracts with what matched, best text first, at most three.
    pub excerpts: Vec<Excerpt>,
    /// How the score came about, when asked for.
    pub explanation: Option<Explanation>,
}

/// An extract of one text of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Which kind of text.
    pub field: TextField,
    /// JSON pointer to the text in the record as the API shows it: `/limitations/2`.
    pub pointer: String,
    /// The extract: whole sentences where they are short enough; never cut inside a number and its unit.
    pub text: String,
    /// Where the extract begins in the whole text.
    pub start: Offset,
    /// What matched, in order, not overlapping, with offsets into the whole text at `pointer`.
    pub marks: Vec<Span>,
    /// The extract as escaped HTML, each match in `<mark>`.
    pub html: String,
    /// Whether the text goes on before or after the extract.
    pub cut: Cut,
}

/// Which sides of an extract were cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// There is text before it.
    pub before: bool,
    /// There is text after it.
    pub after: bool,
}

/// A place in a text, counted in two ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offset {
    /// In bytes of UTF-8.
    pub bytes: usize,
    /// In UTF-16 code units, as JavaScript counts.
    pub utf16: usize,
}

/// How many code units of UTF-16 a text has. Most of most texts is ASCII, of which each byte is one.
pub(crate) fn utf16_length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First character.
    pub start: Offset,
    /// After the last character.
    pub end: Offset,
}

/// How often each value of a facet occurs among the hits, were the facet itself not filtered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// The facet.
    pub facet: Facet,
    /// Values with at least one hit, most frequent first, then by slug.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The slug to filter by.
    pub value: String,
    /// The words for people.
    pub label: String,
    /// Hits that have it.
    pub count: usize,
    /// Whether the request filters by it.
    pub selected: bool,
}

/// How a text was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryInterpretation {
    /// What is looked for, in the order of the text.
    pub terms: Vec<InterpretedTerm>,
    /// What was left out, and why.
    pub dropped: Vec<Dropped>,
    /// The fewest terms that can be enough. Where most terms are asked for, it is what they tell that counts, not how many
    /// they are: a rare term is worth several that many records have.
    pub required: usize,
    /// Whether no record has enough of the terms, and those that have the most of them are given instead.
    pub is_rescue: bool,
    /// How many hits there would be without the terms no record has, when there are none with them.
    pub without_unknown: Option<usize>,
    /// The text with its corrections, when there were any.
    pub corrected: Option<String>,
    /// Words in quotes that no record has in a row, whose words were looked for instead.
    pub not_in_a_row: Option<String>,
}

impl QueryInterpretation {
    /// What whoever typed the text should know about `total` hits, one sentence each: words corrected, words no record
    /// has, and what to do when nothing was found.
    pub fn remarks(&self, total: usize) -> Vec<String> {
        let Self { terms, dropped: _, required: _, is_rescue, without_unknown, corrected: _, not_in_a_row } = self;
        let mut remarks = Vec::new();
        if not_in_a_row.is_some() {
            remarks.push("no record has these words in a row; looked for each of them instead".to_owned());
        }
        for InterpretedTerm { text, corrected_to, found, .. } in terms {
            match corrected_to {
                Some(meant) if *found => remarks.push(format!("no record has `{text}`; looked for `{meant}` instead")),
                Some(_) | None if !found => remarks.push(format!("no record has `{text}`")),
                Some(_) | None => {}
            }
        }
        if *is_rescue {
            remarks.push("no record has enough of the words; these have the most of them".to_owned());
        }
        if total == 0 {
            let unknown = terms.iter().any(|term| !term.found);
            if terms.is_empty() {
                remarks.push("nothing in the text can be looked for; write words, numbers or an identifier".to_owned());
            } else if let Some(count) = without_unknown {
                let records = if *count == 1 { "record has" } else { "records have" };
                remarks.push(format!("{count} {records} the rest of the words"));
            } else if !unknown && terms.len() > 1 {
                remarks.push("no record has enough of the words; `match=any` asks for one of them".to_owned());
            }
        }
        remarks
    }
}

/// One thing looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterpretedTerm {
    /// As typed.
    pub text: String,
    /// What it was taken for.
    pub role: TermRole,
    /// What it was corrected to, when no record has it as typed.
    pub corrected_to: Option<String>,
    /// The words it was taken to be the beginning of, when it is the last one and not finished; the most frequent first.
    pub completed_to: Vec<String>,
    /// Other names of the same concept that are looked for as well.
    pub synonyms: Vec<String>,
    /// The topic whose names they are.
    pub topic: Option<String>,
    /// Whether any record has it, in whatever form.
    pub found: bool,
}

vocabulary! {
    /// What a part of a query was taken for.
    pub enum TermRole ("role of a term") {
        /// A word.
        Word = "word", "Word";
        /// Words in quotes, or words that make up a name of a topic.
        Phrase = "phrase", "Phrase";
        /// A number or a token with digits: never matched approximately.
        Number = "number", "Number";
        /// An identifier of a publication.
        Identifier = "identifier", "Identifier";
        /// Words that ask for something: whether it helps, what can go wrong.
        Asked = "asked", "What is asked for";
    }
}

/// A part of a query that is not looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// As typed.
    pub text: String,
    /// Why.
    pub reason: DropReason,
}

vocabulary! {
    /// Why a part of a query is not looked for.
    pub enum DropReason ("reason for dropping") {
        /// Too common to tell records apart.
        Stopword = "stopword", "A word that every text has";
        /// Beyond the number of terms that are looked for.
        TooMany = "too-many", "Beyond the limit of terms";
        /// Said already.
        Repeated = "repeated", "Said already";
        /// A word of ordinary talk, which tells no record from another.
        Talk = "talk", "Ordinary talk";
        /// It says what is asked for, and nothing else.
        Asks = "asks", "Says what is asked for";
    }
}

/// How a score came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Sum of the scores of all matching terms in all fields (BM25 times the boost of the field).
    pub text_score: f32,
    /// What the text score is multiplied by, each factor with its reason.
    pub factors: Vec<Factor>,
    /// The contribution of each matching term in each field, largest first.
    pub parts: Vec<ScorePart>,
}

/// A factor of the published ranking rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// What it stands for: `design rct`.
    pub name: String,
    /// What the score is multiplied by.
    pub value: f32,
}

/// What one term in one field adds to a score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorePart {
    /// The term, as it stands in the index.
    pub term: String,
    /// The field.
    pub field: TextField,
    /// What it adds, boost included.
    pub score: f32,
}

/// A completion of what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The name that completes it, to put in the search box.
    pub text: String,
    /// Kind of the record it leads to.
    pub kind: RecordKind,
    /// Id of that record.
    pub id: String,
}
