//! How sure a body of evidence makes us: a system and its rating, never merged across systems.
//!
//! `low` of ACP (quality), of AHRQ (strength) and of GRADE (certainty) are three different words. The type keeps them
//! apart, so that no code can compare or average them.

use super::vocabulary::{UnknownWord, Vocabulary, vocabulary};

vocabulary! {
    /// The system a rating belongs to.
    pub enum CertaintySystem ("system of rating certainty") {
        /// Grading of Recommendations Assessment, Development and Evaluation: certainty of evidence.
        Grade = "grade", "GRADE";
        /// American College of Physicians: quality of evidence.
        Acp = "acp", "ACP";
        /// Agency for Healthcare Research and Quality: strength of evidence.
        AhrqSoe = "ahrq-soe", "AHRQ strength of evidence";
        /// Oxford Centre for Evidence-Based Medicine 2011: level of a study, not a judgement of a body of evidence.
        Ocebm2011 = "ocebm-2011", "OCEBM 2011";
        /// Confidence in Network Meta-Analysis.
        Cinema = "cinema", "CINeMA";
    }
}

vocabulary! {
    /// GRADE certainty of evidence.
    pub enum GradeCertainty ("GRADE certainty") {
        /// Very low.
        VeryLow = "very-low", "Very low";
        /// Very low or low: the source gives one range for several results.
        VeryLowToLow = "very-low-to-low", "Very low to low";
        /// From very low to moderate: the source gives one range for several results.
        VeryLowToModerate = "very-low-to-moderate", "Very low to moderate";
        /// Low.
        Low = "low", "Low";
        /// Low or moderate: the source gives one range for several results.
        LowToModerate = "low-to-moderate", "Low to moderate";
        /// Moderate.
        Moderate = "moderate", "Moderate";
        /// High.
        High = "high", "High";
    }
}

vocabulary! {
    /// ACP quality of evidence.
    pub enum AcpQuality ("ACP quality of evidence") {
        /// Insufficient.
        Insufficient = "insufficient", "Insufficient";
        /// Low.
        Low = "low", "Low";
        /// Moderate.
        Moderate = "moderate", "Moderate";
        /// High.
        High = "high", "High";
    }
}

vocabulary! {
    /// AHRQ strength of evidence.
    pub enum AhrqStrength ("AHRQ strength of evidence") {
        /// Insufficient.
        Insufficient = "insufficient", "Insufficient";
        /// Low.
        Low = "low", "Low";
        /// Between low and moderate, where a report says so.
        LowToModerate = "low-to-moderate", "Low to moderate";
        /// Moderate.
        Moderate = "moderate", "Moderate";
        /// High.
        High = "high", "High";
    }
}

vocabulary! {
    /// OCEBM 2011 level; 1 is the strongest.
    pub enum OcebmLevel ("OCEBM 2011 level") {
        /// Systematic review of randomized trials.
        One = "1", "Level 1";
        /// Randomized trial, or observational study with dramatic effect.
        Two = "2", "Level 2";
        /// Non-randomized controlled cohort or follow-up study.
        Three = "3", "Level 3";
        /// Case series, case-control or historically controlled studies.
        Four = "4", "Level 4";
        /// Mechanism-based reasoning.
        Five = "5", "Level 5";
    }
}

vocabulary! {
    /// CINeMA confidence in a network estimate.
    pub enum CinemaConfidence ("CINeMA confidence") {
        /// Very low.
        VeryLow = "very-low", "Very low";
        /// Low.
        Low = "low", "Low";
        /// Moderate.
        Moderate = "moderate", "Moderate";
        /// High.
        High = "high", "High";
    }
}

vocabulary! {
    /// How sure a text may say that one is: the words the systems share, though each means its own by them. From the
    /// least sure to the surest.
    pub enum Level ("level of certainty") {
        /// Too little to say anything.
        Insufficient = "insufficient", "Insufficient";
        /// Very low.
        VeryLow = "very-low", "Very low";
        /// Low.
        Low = "low", "Low";
        /// Moderate.
        Moderate = "moderate", "Moderate";
        /// High.
        High = "high", "High";
    }
}

/// A rating within its system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// GRADE.
    Grade(GradeCertainty),
    /// ACP.
    Acp(AcpQuality),
    /// AHRQ.
    AhrqSoe(AhrqStrength),
    /// OCEBM 2011.
    Ocebm2011(OcebmLevel),
    /// `CINeMA`.
    Cinema(CinemaConfidence),
}

impl Certainty {
    /// The rating with this slug in `system`.
    ///
    /// # Errors
    /// [`UnknownWord`] with the ratings this system has.
    pub fn rated(system: CertaintySystem, rating: &str) -> Result<Self, UnknownWord> {
        Ok(match system {
            CertaintySystem::Grade => Self::Grade(Vocabulary::from_slug(rating)?),
            CertaintySystem::Acp => Self::Acp(Vocabulary::from_slug(rating)?),
            CertaintySystem::AhrqSoe => Self::AhrqSoe(Vocabulary::from_slug(rating)?),
            CertaintySystem::Ocebm2011 => Self::Ocebm2011(Vocabulary::from_slug(rating)?),
            CertaintySystem::Cinema => Self::Cinema(Vocabulary::from_slug(rating)?),
        })
    }

    /// Every rating of every system, in published order.
    pub fn all() -> impl Iterator<Item = Self> {
        fn of<T: Vocabulary>(wrap: fn(T) -> Certainty) -> impl Iterator<Item = Certainty> {
            T::ALL.iter().copied().map(wrap)
        }
        of(Self::Grade).chain(of(Self::Acp)).chain(of(Self::AhrqSoe)).chain(of(Self::Ocebm2011)).chain(of(Self::Cinema))
    }

    /// The system of the rating.
    pub fn system(self) -> CertaintySystem {
        match self {
            Self::Grade(_) => CertaintySystem::Grade,
            Self::Acp(_) => CertaintySystem::Acp,
            Self::AhrqSoe(_) => CertaintySystem::AhrqSoe,
            Self::Ocebm2011(_) => CertaintySystem::Ocebm2011,
            Self::Cinema(_) => CertaintySystem::Cinema,
        }
    }

    /// The words that a text may use of this rating, from the least sure to the surest of them: `low to moderate` bears
    /// both. None for a level of design, which judges a study and not what is known.
    pub fn levels(self) -> Option<(Level, Level)> {
        let one = |level| Some((level, level));
        match self {
            Self::Grade(GradeCertainty::VeryLow) | Self::Cinema(CinemaConfidence::VeryLow) => one(Level::VeryLow),
            Self::Acp(AcpQuality::Insufficient) | Self::AhrqSoe(AhrqStrength::Insufficient) => one(Level::Insufficient),
            Self::Grade(GradeCertainty::Low)
            | Self::Acp(AcpQuality::Low)
            | Self::AhrqSoe(AhrqStrength::Low)
            | Self::Cinema(CinemaConfidence::Low) => one(Level::Low),
            Self::Grade(GradeCertainty::VeryLowToLow) => Some((Level::VeryLow, Level::Low)),
            Self::Grade(GradeCertainty::VeryLowToModerate) => Some((Level::VeryLow, Level::Moderate)),
            Self::Grade(GradeCertainty::LowToModerate) | Self::AhrqSoe(AhrqStrength::LowToModerate) => {
                Some((Level::Low, Level::Moderate))
            }
            Self::Grade(GradeCertainty::Moderate)
            | Self::Acp(AcpQuality::Moderate)
            | Self::AhrqSoe(AhrqStrength::Moderate)
            | Self::Cinema(CinemaConfidence::Moderate) => one(Level::Moderate),
            Self::Grade(GradeCertainty::High)
            | Self::Acp(AcpQuality::High)
            | Self::AhrqSoe(AhrqStrength::High)
            | Self::Cinema(CinemaConfidence::High) => one(Level::High),
            Self::Ocebm2011(_) => None,
        }
    }

    /// Where the rating stands in its own system, the surest first: only for the order of a list that shows ratings with
    /// their systems, never to hold two systems against each other.
    pub fn place_in_system(self) -> usize {
        let own: Vec<Self> = Self::all().filter(|other| other.system() == self.system()).collect();
        let place = own.iter().position(|other| *other == self).expect("a rating is among those of its system");
        // Ratings are listed from the least sure to the surest, but for OCEBM levels, where 1 is the strongest.
        match self {
            Self::Ocebm2011(_) => place,
            Self::Grade(_) | Self::Acp(_) | Self::AhrqSoe(_) | Self::Cinema(_) => own.len() - 1 - place,
        }
    }

    /// The slug of the rating within its system.
    pub fn rating(self) -> &'static str {
        match self {
            Self::Grade(rating) => rating.slug(),
            Self::Acp(rating) => rating.slug(),
            Self::AhrqSoe(rating) => rating.slug(),
            Self::Ocebm2011(rating) => rating.slug(),
            Self::Cinema(rating) => rating.slug(),
        }
    }

    /// System and rating in one word, as filters take it: `grade:low`.
    pub fn slug(self) -> String {
        format!("{}:{}", self.system(), self.rating())
    }

    /// The rating in the system's own words: `low-quality evidence (ACP)`.
    pub fn label(self) -> String {
        match self {
            Self::Grade(rating) => format!("{} certainty (GRADE)", rating.label()),
            Self::Acp(rating) => format!("{} quality of evidence (ACP)", rating.label()),
            Self::AhrqSoe(rating) => format!("{} strength of evidence (AHRQ)", rating.label()),
            Self::Ocebm2011(rating) => format!("{} (OCEBM 2011)", rating.label()),
            Self::Cinema(rating) => format!("{} confidence (CINeMA)", rating.label()),
        }
    }
}

/// A rating with what it was lowered for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// System and rating.
    pub certainty: Certainty,
    /// Why it was rated down, in our words; empty when the source does not say.
    pub reasons: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surest_of_a_system_comes_first() {
        let surest = [Certainty::Grade(GradeCertainty::High), Certainty::Ocebm2011(OcebmLevel::One)];
        assert!(surest.into_iter().all(|certainty| certainty.place_in_system() == 0));
        assert_eq!(Certainty::Grade(GradeCertainty::VeryLow).place_in_system(), 6);
        // A range stands with its lower end.
        assert_eq!(Certainty::Grade(GradeCertainty::VeryLowToModerate).place_in_system(), 4);
        assert_eq!(Certainty::Ocebm2011(OcebmLevel::Five).place_in_system(), 4);
        assert_eq!(Certainty::all().filter(|c| c.system() == CertaintySystem::Grade).count(), 7);
    }
}
