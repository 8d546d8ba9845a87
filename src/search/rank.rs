//! The ranking rule, published and in one place.
//!
//! Score = text score × the factors of the record. The text score is the sum, over the terms of the query, of the best
//! text field for that term plus a share of the others, each field scored by BM25 times its boost.

use super::answer::{Factor, TextField};
use crate::{
    corpus::Record,
    domain::{Currency, EditorialStatus, RecordKind, Source, StudyDesign, Verification, Vocabulary},
};

/// What a match in a field is worth, with the reason.
pub const FIELD_BOOSTS: &[(TextField, f32, &str)] = &[
    (TextField::Identifiers, 12.0, "who types an identifier wants that publication first"),
    (TextField::Names, 2.0, "a name people use for a record is the best sign that they mean it"),
    (TextField::Asked, 1.8, "wordings of people for a question that a blurb answers"),
    (TextField::Title, 1.2, "says what a record is about; short texts weigh more in BM25 already"),
    (TextField::Numbers, 2.0, "writers remember `the 800-person trial`, and few numbers are shared"),
    (TextField::Pico, 1.5, "population, comparator and outcome are what questions ask for"),
    (TextField::Topics, 1.2, "labels of topics and vocabularies, the same for many records"),
    (TextField::Summary, 1.0, "prose: the yardstick"),
    (TextField::Bibliography, 0.8, "authors and journals, wanted by name more than by word"),
    (TextField::Caveats, 0.4, "what a record is *not* about is said here, too"),
];

/// What a word in just the form typed adds to the same word in any form.
pub(super) const EXACT_BONUS: f32 = 0.1;

/// What it adds when the whole text is a name of a source, over a single word of that name: who types `BackInAction`
/// wants the trial before its protocol, which names it more often for its length.
pub(super) const WHOLE_NAME_BONUS: f32 = 3.0;

/// The same when the whole text is a question in the very words in which a blurb is asked for.
pub(super) const WHOLE_QUESTION_BONUS: f32 = 3.0;

/// A quoted phrase tells no more than what one in so many records has.
pub(super) const ONE_IN_FOR_PHRASES: usize = 25;

/// An ordinary word of a question tells no more than what one in so many records has: it is there by chance, however few have it.
pub(super) const ONE_IN_FOR_ORDINARY: usize = 12;

/// A term that more than this share of the records have counts as had when most terms are asked for: here nearly every
/// record is about acupuncture, and who types `sciatica acupuncture` means sciatica.
pub(super) const COMMON_SHARE: f32 = 0.25;

/// Among how many of the first hits the blurb that answers a question is looked for.
pub(super) const ANSWER_WITHIN: usize = 6;

/// The least share of what a question tells that a blurb must have to answer it.
pub(super) const ANSWER_SHARE: f32 = 0.75;

/// The least share that its title, its topics and the wordings in which people ask for it must have: what a text only mentions it
/// does not answer.
pub(super) const ANSWER_SAID: f32 = 0.6;

/// The least score of it against the best hit.
pub(super) const ANSWER_SCORE: f32 = 0.6;

/// What a record that answers what is asked for adds, as the boost of a field.
pub(super) const ASKED: f32 = 1.0;

/// The share of what the telling terms tell that a record must have.
pub(super) const ENOUGH: f32 = 0.6;

/// The same for a question, which people put in more words than it needs.
pub(super) const ENOUGH_OF_QUESTION: f32 = 0.45;

/// Of what the record with the most of a question has, how much another must have.
pub(super) const OF_THE_BEST: f32 = 0.4;

/// The least share of a question that a record must have, however little the best one has.
pub(super) const LEAST_OF_QUESTION: f32 = 0.3;

/// What a word of a question is worth that stands in no title, name, topic, population or outcome of any record.
pub(super) const BESIDE_ALL_SUBJECTS: f32 = 0.5;

/// The least share for which records are given when none has enough.
pub(super) const LEAST_RESCUE: f32 = 0.25;

/// Of what the record with the most has, how much those have that are given with it.
pub(super) const RESCUED: f32 = 0.66;

/// What another name of the same concept is worth against the name typed.
pub(super) const SYNONYM_DISCOUNT: f32 = 0.85;

/// What the same span of time is worth in another unit: `one year` for `12 months`, after those that print it as typed.
pub(super) const SAME_SPAN: f32 = 0.4;

/// What the fields beside the best one add for one term.
pub(super) const TIE_BREAKER: f32 = 0.4;

/// The boost of a field.
pub(super) fn boost(field: TextField) -> f32 {
    FIELD_BOOSTS.iter().find(|(of, _, _)| *of == field).map_or(1.0, |(_, boost, _)| *boost)
}

/// What the design of a source is worth among equal matches: guidance first, then syntheses, then trials. Small steps:
/// a better match outweighs a stronger design.
pub fn design_factor(design: StudyDesign) -> f32 {
    match design {
        StudyDesign::Guideline | StudyDesign::CoveragePolicy => 1.20,
        StudyDesign::SystematicReview
        | StudyDesign::MetaAnalysis
        | StudyDesign::IpdMetaAnalysis
        | StudyDesign::NetworkMetaAnalysis
        | StudyDesign::Overview => 1.15,
        StudyDesign::Rct | StudyDesign::PragmaticRct => 1.10,
        StudyDesign::EconomicEvaluation | StudyDesign::Cohort => 1.05,
        StudyDesign::Survey | StudyDesign::CaseReport | StudyDesign::HumanExperiment => 1.00,
        StudyDesign::NarrativeReview | StudyDesign::Protocol | StudyDesign::Commentary => 0.90,
        StudyDesign::Animal => 0.80,
    }
}

/// What the design of a source is worth where nothing is named that few records have: who asks so widely wants all
/// research put together.
pub(super) fn overview_factor(design: StudyDesign) -> f32 {
    match design {
        StudyDesign::SystematicReview | StudyDesign::MetaAnalysis | StudyDesign::IpdMetaAnalysis => 1.60,
        StudyDesign::NetworkMetaAnalysis | StudyDesign::Overview => 1.30,
        StudyDesign::Guideline | StudyDesign::Rct | StudyDesign::PragmaticRct => 1.10,
        StudyDesign::EconomicEvaluation
        | StudyDesign::Cohort
        | StudyDesign::Survey
        | StudyDesign::CoveragePolicy
        | StudyDesign::CaseReport
        | StudyDesign::HumanExperiment => 0.90,
        StudyDesign::NarrativeReview | StudyDesign::Protocol | StudyDesign::Commentary | StudyDesign::Animal => 0.70,
    }
}

/// What a text is worth that is filed under a topic asked for, where nothing else is named that tells.
pub(super) const FILED_UNDER: f32 = 1.30;

/// What a record is worth that tells of harms where things come together, to who asks whether they go together.
pub(super) const TOLD_TOGETHER: f32 = 2.0;

/// What one is worth to them that tells of no harms: that either helps comes after whatever may go wrong.
pub(super) const NO_HARMS_TOGETHER: f32 = 0.05;

/// What a text is worth that is filed under another treatment than the one that is named.
pub(super) const ANOTHER_TREATMENT: f32 = 0.80;

/// What a text is worth that is filed under people of some kind, to who names none: `is it safe` asks of everybody.
pub(super) const PEOPLE_NOT_NAMED: f32 = 0.70;

/// What a text about benefit is worth, where nobody says what is asked for.
pub(super) const BENEFIT_FIRST: f32 = 1.30;

/// What a position that no longer holds is worth against one that does and has as much of what was asked.
pub(super) const AFTER_WHAT_HOLDS: f32 = 0.99;

/// How many texts may come before the evidence they rest on.
pub(super) const TEXTS_FIRST: usize = 2;

/// What a text after those is worth.
pub(super) const FURTHER_TEXT: f32 = 0.25;

/// Lapsed and superseded publications sink; they never vanish.
pub fn currency_factor(currency: Currency) -> f32 {
    match currency {
        Currency::Current | Currency::Unknown => 1.0,
        Currency::DueForReview => 0.95,
        Currency::Lapsed => 0.85,
        Currency::Superseded => 0.60,
    }
}

/// So do retracted ones, and those in doubt.
pub fn editorial_factor(status: EditorialStatus) -> f32 {
    match status {
        EditorialStatus::Unchecked
        | EditorialStatus::None
        | EditorialStatus::Corrected
        | EditorialStatus::RetractedAndRepublished => 1.0,
        EditorialStatus::ExpressionOfConcern => 0.80,
        EditorialStatus::Retracted | EditorialStatus::Removed => 0.30,
    }
}

/// A record that could not be confirmed comes after those that were.
pub fn verification_factor(verification: Verification) -> f32 {
    match verification {
        Verification::Verified | Verification::SecondHand | Verification::Partial => 1.0,
        Verification::Unverified => 0.70,
    }
}

/// How something is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Voice {
    /// As one looks up a publication: by names, numbers and words of research.
    LookUp,
    /// In a few words.
    #[default]
    Keywords,
    /// As people ask people.
    Question,
}

/// A publication before its single results, these before the definition of a word, and what a page claims last. Texts
/// made from findings say in plain words what is searched for in plain words: they come late where a publication is looked
/// up, and first where a question is asked, which each of them answers.
pub(super) fn kind_factor(kind: RecordKind, voice: Voice) -> f32 {
    match (kind, voice) {
        (RecordKind::Source, _) => 1.0,
        (RecordKind::Finding, _) => 0.85,
        (RecordKind::Blurb, Voice::LookUp) => 0.40,
        (RecordKind::Blurb, Voice::Keywords) => 1.40,
        (RecordKind::Blurb, Voice::Question) => 2.20,
        (RecordKind::Claim, _) => 0.20,
        (RecordKind::Topic, Voice::LookUp | Voice::Keywords) => 0.75,
        (RecordKind::Topic, Voice::Question) => 0.50,
    }
}

/// The factors of a record whose source, if it has one, is `source` and on that day `currency`.
pub(super) fn factors(record: Record<'_>, source: Option<&Source>, currency: Currency) -> Vec<Factor> {
    let mut factors = Vec::new();
    let verification = match record {
        Record::Source(source) => Some(source.verification()),
        Record::Finding(finding) => Some(finding.verification()),
        Record::Claim(_) | Record::Blurb(_) | Record::Topic(_) => None,
    };
    if let Some(source) = source {
        let editorial = source.editorial.status;
        factors.push(factor("design", source.design.slug(), design_factor(source.design)));
        factors.push(factor("currency", currency.slug(), currency_factor(currency)));
        factors.push(factor("editorial status", editorial.slug(), editorial_factor(editorial)));
    }
    if let Some(verification) = verification {
        factors.push(factor("verification", verification.slug(), verification_factor(verification)));
    }
    factors
}

/// Among records that have enough of what the terms tell, those that have more of it.
pub(super) fn share_factor(share: f32) -> f32 {
    0.1 + 0.9 * share
}

/// A text about more than was asked comes after one about just that.
pub(super) fn beside_factor(topics: usize) -> f32 {
    0.93_f32.powi(i32::try_from(topics).unwrap_or(i32::MAX))
}

/// The same for a publication, where the question is wide.
pub(super) fn narrow_factor(topics: usize) -> f32 {
    0.8_f32.powi(i32::try_from(topics).unwrap_or(i32::MAX))
}

/// A factor with its name.
pub(super) fn factor(of: &str, slug: &str, value: f32) -> Factor {
    Factor { name: format!("{of} {slug}"), value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_one_boost_with_its_reason() {
        for field in TextField::ALL {
            assert_eq!(FIELD_BOOSTS.iter().filter(|(of, _, _)| of == field).count(), 1, "{field}");
        }
        assert!(FIELD_BOOSTS.iter().all(|(_, boost, reason)| *boost > 0.0 && !reason.is_empty()));
    }

    #[test]
    fn what_should_not_be_relied_on_sinks() {
        for status in [EditorialStatus::Retracted, EditorialStatus::Removed, EditorialStatus::ExpressionOfConcern] {
            assert!(editorial_factor(status) < editorial_factor(EditorialStatus::None));
        }
        assert!(currency_factor(Currency::Superseded) < currency_factor(Currency::Lapsed));
        assert!(currency_factor(Currency::Lapsed) < currency_factor(Currency::Current));
    }
}
