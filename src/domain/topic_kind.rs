//! What a concept is.

use super::vocabulary::vocabulary;

vocabulary! {
    /// What a concept is.
    pub enum TopicKind ("kind of topic") {
        /// What is treated.
        Condition = "condition", "Condition";
        /// What is done.
        Intervention = "intervention", "Intervention";
        /// What it is compared with.
        Comparator = "comparator", "Comparator";
        /// What is measured.
        Outcome = "outcome", "Outcome";
        /// With what it is measured.
        Instrument = "instrument", "Instrument";
        /// Who is treated.
        Population = "population", "Population";
        /// How research is done.
        Design = "design", "Study design";
        /// How it may work.
        Mechanism = "mechanism", "Mechanism";
        /// Who pays.
        Payer = "payer", "Payer";
    }
}
