//! What a question asks for.

use super::vocabulary::vocabulary;

vocabulary! {
    /// What the words of a question ask for, beside what it is about.
    pub enum Sought ("what is asked for") {
        /// Whether it helps, whom and how much.
        Effectiveness = "effectiveness", "Whether it helps";
        /// What can go wrong, and what it feels like.
        Harms = "harms", "Unwanted effects";
        /// A comparison with a pretence of the treatment.
        Sham = "sham", "Comparison with sham";
        /// How many, how often, how long.
        Dose = "dose", "How many, how often, how long";
        /// One treatment beside another.
        Comparison = "comparison", "One treatment beside another";
        /// What guidelines say.
        Positions = "positions", "What guidelines say";
        /// How it may act.
        Mechanism = "mechanism", "How it may act";
        /// Who pays.
        Coverage = "coverage", "Who pays";
        /// What it costs.
        Cost = "cost", "What it costs";
    }
}
