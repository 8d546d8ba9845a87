//! What is wrong with a record, where it stands and what would be right.

use std::fmt;

use serde::Serialize;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The data cannot be served like this.
    Error,
    /// The data can be served; somebody should look.
    Warning,
}

/// One fault of one record.
///
/// Ordered by file, then place, so that a list reads from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    /// File, relative to the data folder, with `/` between its parts.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Which rule, one of [`RULES`].
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, code, message, help, severity: _ } = self;
        write!(f, "{file}:{line}:{column}: {message} [{code}]; {help}")
    }
}

/// A rule of `evidence lint`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable name.
    pub code: &'static str,
    /// How much a breach matters.
    pub severity: Severity,
    /// What it asks for, in a sentence.
    pub asks: &'static str,
}

macro_rules! rules {
    ($( $NAME:ident = $code:literal, $severity:ident, $asks:literal; )+) => {
        $( pub(super) const $NAME: Rule = Rule { code: $code, severity: Severity::$severity, asks: $asks }; )+

        /// Every rule, in the order in which they are documented.
        pub const RULES: &[Rule] = &[$( $NAME, )+];
    };
}

rules! {
    UNREADABLE = "unreadable-file", Error, "Every file can be read and is UTF-8.";
    STRAY_FILE = "stray-file", Warning, "A folder of records holds records only.";
    SYNTAX = "syntax", Error, "Every file is TOML; a blurb is TOML between two lines of `+++`, and text.";
    COLLECTION = "collection", Warning, "A collection says in `collection.toml` what it is and which format it is written in.";
    FORMAT_NEWER = "format-newer", Error, "The records are written in no newer format than the program knows.";
    FORMAT_OLDER = "format-older", Warning, "The records are written in the newest format the program knows.";
    UNKNOWN_FIELD = "unknown-field", Error, "A record has no field the format does not know.";
    MISSING_FIELD = "missing-field", Error, "A record has every field the format asks for.";
    UNSTATED_FIELD = "unstated-field", Warning, "What a source could report is reported, or said not to be.";
    WRONG_TYPE = "wrong-type", Error, "A field holds a value of its type.";
    UNKNOWN_WORD = "unknown-word", Error, "A field with a closed vocabulary holds one of its words.";
    BAD_TEXT = "bad-text", Error, "Text is not empty, has no white space around it and no character that cannot be seen.";
    BAD_ID = "bad-id", Error, "An id is a slug.";
    BAD_IDENTIFIER = "bad-identifier", Error, "An identifier has the form and check digit of its scheme.";
    BAD_DATE = "bad-date", Error, "A date stands in the calendar.";
    BAD_NUMBER = "bad-number", Error, "A number is within the range of its field.";
    BAD_TIME = "bad-time", Error, "A time point has one span and its origin.";
    INTERVAL_ORDER = "interval-order", Error, "An interval, a range or a period begins before it ends.";
    OUTSIDE_INTERVAL = "outside-interval", Error, "A point estimate lies within its interval.";
    PROVENANCE = "provenance", Error, "A value is sourced, inferred or unverified: one of them, with its reason.";
    PROVENANCE_FIELD = "provenance-field", Error, "A provenance names fields of its record as its file does, each once.";
    KIND_FIELDS = "kind-fields", Error, "A finding, a topic and an entry of the lexicon have the fields of their kind and no others.";
    BAD_PHRASE = "bad-phrase", Error, "A phrase is words, alternatives, gaps and kinds of topics, as data/lexicon/README.md says.";
    QUOTE_LENGTH = "quote-length", Error, "A verbatim quote has at most 25 words.";
    ID_FILE_NAME = "id-file-name", Error, "A record's id is the name of its file.";
    DUPLICATE_ID = "duplicate-id", Error, "No two records have one id.";
    FINDING_ID = "finding-id", Error, "A finding's id begins with the id of its source.";
    DANGLING_LINK = "dangling-link", Error, "What a record refers to exists.";
    SELF_LINK = "self-link", Error, "A record does not refer to itself.";
    TOPIC_KIND = "topic-kind", Error, "A topic is used in a place for its kind.";
    TOPIC_CYCLE = "topic-cycle", Error, "No topic is broader than itself.";
    DUPLICATE_NAME = "duplicate-name", Error, "No name belongs to two topics; one that does is ambiguous in both.";
    DUPLICATE_IDENTIFIER = "duplicate-identifier", Error, "No two sources have one identifier.";
    DUPLICATE_TITLE = "duplicate-title", Error, "No two sources have one title in one year.";
    NO_TOPIC = "no-topic", Error, "A source, a finding or a claim has a topic.";
    INCOMPLETE_REFERENCE = "incomplete-reference", Error, "A source has what its reference needs.";
    UNIDENTIFIED = "unidentified", Error, "An unidentified publication carries no identifier and no findings.";
    DATE_ORDER = "date-order", Error, "Dates of a record do not contradict one another.";
    SCALE_DIRECTION = "scale-direction", Error, "A finding and its instrument agree which end is better.";
    DIRECTION = "direction", Error, "The stated direction is the one the numbers show.";
    UNCHECKED_STATUS = "unchecked-status", Warning, "`none` is said of a source only after somebody has looked for notices, with the day.";
    DRAFT = "draft", Warning, "A draft is completed, or taken away.";
    NO_RATING = "no-rating", Warning, "A recommendation states how good its evidence is.";
    PAGE_TEXT = "page-text", Warning, "The words of a claim can be proven: by the hash of their passage, or by the words of the page beside it.";
    QUOTE_PLACE = "quote-place", Error, "The words of a claim stand in that line of the page and under that heading, where the page is kept.";
    CLAIM_ID = "claim-id", Error, "A claim's id begins with the id of its page.";
    CLAIM_LINKS = "claim-links", Error, "A verdict has the links that carry it.";
    BLURB_TEXTS = "blurb-texts", Error, "A blurb has a line, a short and a full text: a paragraph of plain text each.";
    BLURB_STAGE = "blurb-stage", Error, "A withdrawn blurb says when and why; no other does.";
    BLURB_EVIDENCE = "blurb-evidence", Error, "A blurb names its findings, and at least one point that is good to know.";
    TEXT_LENGTH = "text-length", Error, "A line has at most 140 characters, a short text 60 words, a full text 150.";
    TEXT_NUMBER = "text-number", Error, "A number in a blurb, a rationale or a rewording is a number of what it rests on.";
    UNVERIFIED_TEXT = "unverified-text", Error, "A live blurb and a rewording rest on nothing unverified.";
    TEXT_CERTAINTY = "text-certainty", Error, "The words of a blurb are no surer than the rating of its findings.";
    ABSOLUTE_WORDING = "absolute-wording", Error, "A blurb or rewording promises nothing: proven, cure, no risk.";
    TEXT_POPULATION = "text-population", Error, "A blurb says who its findings are about.";
    TEXT_COMPARATOR = "text-comparator", Error, "A blurb says against what an effect was measured.";
    OPPOSING_GUIDELINES = "opposing-guidelines", Error, "A blurb about one side's advice names the other side's too.";
    TEXT_CURRENCY = "text-currency", Error, "A blurb about advice its issuer no longer stands by says so.";
    READING_GRADE = "reading-grade", Warning, "Short and full texts can be read after nine years of school.";
    GOOD_TO_KNOW = "good-to-know", Warning, "What is good to know are at most three points for readers; the rest is for writers.";
    PLAIN_WORDS = "plain-words", Warning, "What readers see says it as people do, and nothing of how we read the source.";
    LONG_SENTENCE = "long-sentence", Warning, "A sentence has at most 30 words in a blurb or a rewording, 50 in a statement.";
    TELEGRAM = "telegram", Warning, "A line is a sentence, without a heading before a colon.";
    EXCLUDED_NULL = "excluded-null", Error, "`no-difference` is not said of an interval that excludes it, unless a point beside it says that the authors read the interval so.";
    ONE_BASIS = "one-basis", Warning, "The effects of a review follow its tables; one that follows its plain-language summary says so beside it.";
    RATED_PART = "rated-part", Error, "A rating stands for all that its finding says.";
    SINGLE_STUDY = "single-study", Warning, "A single study has no rating of a body of evidence: it is `not-applicable`, not `not-reported`.";
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), RULES.len());
    }
}
