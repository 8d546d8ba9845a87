//! Text that may be published as it is, bound to findings, with a life cycle.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    date::Date,
    id::{BlurbId, FindingId, TopicId},
    vocabulary::vocabulary,
};

vocabulary! {
    /// Which question about its topic a blurb answers.
    pub enum Aspect ("aspect") {
        /// Whether it helps, whom and how much.
        Effectiveness = "effectiveness", "Effectiveness";
        /// Unwanted effects, and what a treatment feels like.
        Safety = "safety", "Safety";
        /// How many sessions, how often, for how long.
        Dose = "dose", "Dose";
        /// One treatment beside another.
        Comparison = "comparison", "Comparison";
        /// What guidelines say.
        GuidelinePosition = "guideline-position", "Guideline position";
        /// How it may work.
        Mechanism = "mechanism", "Mechanism";
        /// Who pays.
        Coverage = "coverage", "Coverage";
    }
}

vocabulary! {
    /// What its editors say of a blurb.
    pub enum Stage ("stage of a blurb") {
        /// Being written. Never given out.
        Draft = "draft", "Draft";
        /// Released.
        Live = "live", "Live";
        /// Taken back.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

vocabulary! {
    /// Whether a blurb may be published on a given day.
    pub enum BlurbState ("state of a blurb") {
        /// It may.
        Live = "live", "Live";
        /// It may, and somebody should compare it with its findings again.
        Due = "due", "Due for review";
        /// It was not reviewed in time and may not any more.
        Expired = "expired", "Expired";
        /// It was taken back.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

vocabulary! {
    /// How long a text is.
    pub enum TextLength ("length of a text") {
        /// At most 140 characters.
        Line = "line", "Line";
        /// At most 60 words.
        Short = "short", "Short";
        /// At most 150 words.
        Full = "full", "Full";
    }
}

impl TextLength {
    /// The most characters or words a text of this length may have.
    pub fn limit(self) -> Limit {
        match self {
            Self::Line => Limit::Characters(140),
            Self::Short => Limit::Words(60),
            Self::Full => Limit::Words(150),
        }
    }
}

/// The size a text must not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Unicode scalar values.
    Characters(usize),
    /// Runs without white space.
    Words(usize),
}

/// The texts of a blurb: plain text, a paragraph each, our words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Texts {
    /// At most 140 characters; can be printed alone.
    #[schema(max_length = 140)]
    pub line: String,
    /// At most 60 words.
    pub short: String,
    /// At most 150 words.
    pub full: String,
}

impl Texts {
    /// The text of this length.
    pub fn of(&self, length: TextLength) -> &str {
        match length {
            TextLength::Line => &self.line,
            TextLength::Short => &self.short,
            TextLength::Full => &self.full,
        }
    }
}

/// Why and when a blurb was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Withdrawal {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Why, in our words.
    pub reason: String,
    /// The blurb to use instead; null when there is none.
    pub replaced_by: Option<BlurbId>,
}

/// Most points that are published with a text or a finding. More are read by nobody.
pub const MOST_FOR_READERS: usize = 3;

/// Somebody with clinical training who read the texts of a blurb against its findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reviewer {
    /// What qualifies them, as it is printed.
    #[schema(example = "physician")]
    pub role: String,
    /// Their name, as it is printed; null when they are not named.
    pub name: Option<String>,
}

impl Reviewer {
    /// The sentence that is printed with a text, without its full stop.
    pub fn sentence(reviewer: Option<&Self>) -> String {
        match reviewer {
            None => "Not yet reviewed by a clinician".to_owned(),
            Some(Self { role, name: None }) => format!("Reviewed by: {role}"),
            Some(Self { role, name: Some(name) }) => format!("Reviewed by {name}, {role}"),
        }
    }
}

/// From when to when a blurb may be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifeCycle {
    /// What its editors say of it.
    pub stage: Stage,
    /// The day its texts were compared with its findings.
    pub reviewed: Date,
    /// From this day on it should be compared again; after `reviewed`.
    pub review_due: Date,
    /// The last day on which it may be published; not before `review_due`.
    pub valid_until: Date,
}

impl LifeCycle {
    /// Whether it may be published on the day `as_of`. A draft has no state: it is not given out at all.
    pub fn state(self, as_of: Date) -> Option<BlurbState> {
        match self.stage {
            Stage::Draft => None,
            Stage::Withdrawn => Some(BlurbState::Withdrawn),
            Stage::Live if as_of > self.valid_until => Some(BlurbState::Expired),
            Stage::Live if as_of >= self.review_due => Some(BlurbState::Due),
            Stage::Live => Some(BlurbState::Live),
        }
    }

    /// Whether it may be given out on the day `as_of`. What may not is found, to learn what became of it, and is repeated
    /// nowhere.
    pub fn is_publishable(self, as_of: Date) -> bool {
        self.state(as_of).is_some_and(BlurbState::is_publishable)
    }
}

/// Publishable text about a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blurb {
    /// Our id.
    pub id: BlurbId,
    /// A question or a plain heading.
    pub title: String,
    /// The topic it is filed under.
    pub topic: TopicId,
    /// Further topics it is about.
    pub topics: Vec<TopicId>,
    /// The question it answers.
    pub aspect: Aspect,
    /// From when to when it may be published.
    pub life: LifeCycle,
    /// The text.
    pub texts: Texts,
    /// The findings it rests on; not empty.
    pub findings: Vec<FindingId>,
    /// What readers should know beside it, a sentence each: not empty, at most [`MOST_FOR_READERS`], the most important first.
    pub good_to_know: Vec<String>,
    /// What a writer must know beyond that, a sentence each. Never published with the text.
    pub editor_notes: Vec<String>,
    /// Who with clinical training has read the texts; none when nobody has.
    pub reviewed_by: Option<Reviewer>,
    /// Wordings in which people ask what it answers; for searching only.
    pub asked_as: Vec<String>,
    /// The day it was entered.
    pub recorded: Date,
    /// Its withdrawal, if its stage is that.
    pub withdrawn: Option<Withdrawal>,
}

impl Blurb {
    /// Its topics, the one it is filed under first.
    pub fn all_topics(&self) -> impl Iterator<Item = &TopicId> {
        std::iter::once(&self.topic).chain(&self.topics)
    }
}

impl BlurbState {
    /// Whether text in this state may be published.
    pub fn is_publishable(self) -> bool {
        match self {
            Self::Live | Self::Due => true,
            Self::Expired | Self::Withdrawn => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blurb_lives_until_its_last_day() {
        let life = |stage| LifeCycle {
            stage,
            reviewed: Date::constant(2026, 1, 1),
            review_due: Date::constant(2027, 1, 1),
            valid_until: Date::constant(2027, 7, 1),
        };
        let on = |year, month, day| life(Stage::Live).state(Date::constant(year, month, day));
        assert_eq!(on(2026, 12, 31), Some(BlurbState::Live));
        assert_eq!(on(2027, 1, 1), Some(BlurbState::Due));
        assert_eq!(on(2027, 7, 1), Some(BlurbState::Due));
        assert_eq!(on(2027, 7, 2), Some(BlurbState::Expired));
        assert_eq!(life(Stage::Withdrawn).state(Date::constant(2026, 2, 1)), Some(BlurbState::Withdrawn));
        assert_eq!(life(Stage::Draft).state(Date::constant(2026, 2, 1)), None);
    }
}
