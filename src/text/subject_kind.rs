//! What a word stands for that a question can be about.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// What a word stands for.
    pub enum SubjectKind ("kind of subject") {
        /// An illness, an injury, a symptom.
        Condition = "condition", "Condition";
        /// A part of the body.
        BodyPart = "body-part", "Part of the body";
        /// A drug, or a class of drugs.
        Drug = "drug", "Drug";
        /// Another treatment.
        Treatment = "treatment", "Treatment";
        /// An animal.
        Animal = "animal", "Animal";
    }
}
