//! The classes that word lists sort the words beside a number into.

use serde::{Deserialize, Serialize};

/// The class of what a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// People of any name.
    Participants,
    /// Animals.
    Animals,
    /// Trials, reviews and other reports.
    Studies,
    /// Sessions, visits, treatments, classes.
    Sessions,
    /// Falls, births, cases, times.
    Events,
    /// Time at risk, summed over people.
    PersonTime,
    /// Days and the like, counted.
    Time,
    /// Points of a scale.
    Points,
    /// Everything else.
    Things,
}

/// How exactly a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Qualifier {
    /// Near it, on either side.
    #[serde(rename = "about")]
    About,
    /// A little less.
    #[serde(rename = "nearly")]
    Nearly,
    /// More.
    #[serde(rename = "more than")]
    MoreThan,
    /// As much or more.
    #[serde(rename = "at least")]
    AtLeast,
    /// Less.
    #[serde(rename = "less than")]
    LessThan,
    /// As much or less.
    #[serde(rename = "at most")]
    AtMost,
    /// As much or less, said as a reach.
    #[serde(rename = "up to")]
    UpTo,
    /// All but so many.
    #[serde(rename = "all but")]
    AllBut,
    /// So many, said as much.
    #[serde(rename = "as many as")]
    AsManyAs,
    /// So many, said as little.
    #[serde(rename = "as few as")]
    AsFewAs,
}

/// What a label before a figure announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Label {
    P,
    Estimate,
    Statistic,
    Effect,
    Centre,
    Interval,
    Quartiles,
    Range,
    Sample,
    Studies,
    Alpha,
    SpreadSd,
    SpreadSe,
    Confidence,
}
