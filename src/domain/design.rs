//! How a publication came to its results.

use super::vocabulary::vocabulary;

vocabulary! {
    /// The design of the work a source reports.
    pub enum StudyDesign ("study design") {
        /// Recommendations of an organisation, made by a stated method.
        Guideline = "guideline", "Guideline";
        /// What a payer covers, and on which conditions.
        CoveragePolicy = "coverage-policy", "Coverage policy";
        /// All studies of a question found and appraised by a stated method, with or without pooling.
        SystematicReview = "systematic-review", "Systematic review";
        /// Results of several studies pooled, where the search is not the point.
        MetaAnalysis = "meta-analysis", "Meta-analysis";
        /// Pooled from the data of each participant.
        IpdMetaAnalysis = "ipd-meta-analysis", "Individual-participant-data meta-analysis";
        /// Several treatments compared through common comparators.
        NetworkMetaAnalysis = "network-meta-analysis", "Network meta-analysis";
        /// Overview of systematic reviews.
        Overview = "overview", "Overview of reviews";
        /// Randomized controlled trial.
        Rct = "rct", "Randomized controlled trial";
        /// Randomized trial under usual conditions of care.
        PragmaticRct = "pragmatic-rct", "Pragmatic randomized trial";
        /// Costs and effects compared.
        EconomicEvaluation = "economic-evaluation", "Economic evaluation";
        /// People followed over time without randomization.
        Cohort = "cohort", "Cohort study";
        /// People asked once.
        Survey = "survey", "Survey";
        /// What happened to single patients.
        CaseReport = "case-report", "Case reports";
        /// A laboratory study in people.
        HumanExperiment = "human-experiment", "Human laboratory study";
        /// A reader's account of a field, without a stated method of search.
        NarrativeReview = "narrative-review", "Narrative review";
        /// A study in animals.
        Animal = "animal", "Animal study";
        /// The plan of a study.
        Protocol = "protocol", "Protocol";
        /// A comment on another publication.
        Commentary = "commentary", "Commentary";
    }
}
