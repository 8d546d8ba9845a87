//! Words that stand for something no record is about, though no list of the collection has them: words for conditions, drugs and
//! the like, and unknown words where a question says what it is about.

use super::{Draft, Reader, question::Question};
use crate::{
    domain::{
        Sought, TopicKind,
        scope::{OutsideKind, OutsideTerm},
    },
    search::{
        answer::{InterpretedTerm, TermRole},
        plan::{OutsideGroup, Why},
        rank::Voice,
    },
    text::{Questions, Shape, SubjectKind, Subjects, Word, is_common, is_slip_of_common, is_stopword},
};

/// Most words between a phrase that leads to what a question is about and the word that says it.
const MAX_LED: usize = 3;

/// Most words to one that says that a part of the body hurts.
const NEAR_HURT: usize = 2;

/// Years of publications.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2100;

/// Shortest word that may be a subject for no other reason than that it is unknown, in characters.
const MIN_UNKNOWN: usize = 4;

impl Reader<'_> {
    /// Reads a word that no record has as the ordinary word it is but for a slip.
    pub(super) fn mend_talk(&mut self, word: &mut Word) {
        if is_common(&word.exact) || Subjects::english().meant(&word.exact).is_some() {
            return;
        }
        if let Some(meant) = Questions::english().slip_of_talk(&word.exact) {
            let read = self.analyser.words(meant).into_iter().next();
            if let Some(Word { exact, stem, .. }) = read {
                word.exact = exact;
                word.stem = stem;
            }
        }
    }

    /// Why a word may be something that no record is about, and what it was meant for where it is misspelt.
    pub(super) fn beyond(&self, words: &[Word], i: usize, question: &Question) -> Option<(Why, Option<String>)> {
        let word = &words[i];
        if word.shape != Shape::Letters || is_stopword(&word.exact) {
            return None;
        }
        let subjects = Subjects::english();
        let is_unknown = || !self.spell_checker.has_form_of(word) && word.exact.chars().count() >= MIN_UNKNOWN;
        match subjects.kind(word) {
            // A part of the body is a subject where something is wrong with it.
            Some(SubjectKind::BodyPart) if !self.is_led_to(words, i, question) && !is_hurt_beside(words, i) => None,
            Some(kind) => Some((Why::Subject(kind), None)),
            None if !is_unknown() => None,
            None => match subjects.meant(&word.exact) {
                Some((meant, kind)) => Some((Why::Subject(kind), Some(meant.to_owned()))),
                None => {
                    let is_led = self.is_led_to(words, i, question);
                    let is_common = is_common(&word.exact) || is_slip_of_common(&word.exact);
                    (is_led || !is_common).then_some((Why::Unknown { is_led, is_common }, None))
                }
            },
        }
    }

    /// Notes that the last group stands for something that no record may be about.
    pub(super) fn note_beyond(typed: &str, (why, label): (Why, Option<String>), draft: &mut Draft) {
        let Some(group) = draft.groups.len().checked_sub(1) else { return };
        let (kind, label) = match why {
            Why::Subject(kind) => (of_subject(kind), label.or_else(|| Some(typed.to_lowercase()))),
            Why::Listed | Why::Topic | Why::Unknown { .. } => (None, label),
        };
        let term = OutsideTerm { text: typed.to_owned(), label };
        draft.outside.push(OutsideGroup { group, mentioned: false, term, why, kind, is_required: true });
    }

    /// Whether a word stands where a question says what it is about: after a phrase that leads there, or before the name of
    /// what the collection is about.
    fn is_led_to(&self, words: &[Word], i: usize, question: &Question) -> bool {
        let is_between = |word: &Word| {
            is_stopword(&word.exact)
                || Questions::english().is_talk(&word.exact)
                || !self.spell_checker.has_form_of(word)
        };
        let from = i.saturating_sub(MAX_LED + 1);
        let lead = (from..i).rev().find(|at| question.leads.contains(at));
        lead.is_some_and(|lead| words[lead + 1..i].iter().all(is_between))
    }

    /// Decides which of what was noted holds, now that all is read and it is known what is asked for.
    pub(super) fn settle(&self, voice: Voice, asked: &[Sought], draft: &mut Draft) {
        let kind = |topic: &usize| self.corpus.topics().get(*topic).map(|topic| topic.kind);
        let names = |wanted: TopicKind| draft.named.iter().any(|topic| kind(topic) == Some(wanted));
        let names_condition = draft.complains || names(TopicKind::Condition);
        let names_treatment = draft.topics.iter().any(|topic| kind(topic) == Some(TopicKind::Intervention));
        let tells = |topic: &usize| !matches!(kind(topic), None | Some(TopicKind::Intervention));
        let names_other = draft.complains || draft.is_said_otherwise || draft.topics.iter().any(tells);
        // What is recorded of a harm that is named is shown to whoever asks for it, whatever else they have.
        let names_harm = asked.contains(&Sought::Harms) && draft.names_harm || draft.is_afterwards;
        let uncommon = |one: &&OutsideGroup| matches!(one.why, Why::Unknown { is_common: false, .. });
        // Two words of no language that the records have: the question may be in another.
        let many_unknown = draft.outside.iter().filter(uncommon).count() > 1;
        // Beside an author and a year the words are those of a title, whatever else they may stand for.
        let is_reference = voice == Voice::LookUp && draft.names_author && draft.terms.iter().any(is_year);
        draft.outside.retain_mut(|one| {
            one.is_required = match one.kind {
                Some(OutsideKind::Situation) => !(names_condition || names_harm),
                Some(OutsideKind::Treatment) => !(names_condition && names_treatment),
                None => true,
            };
            match one.why {
                Why::Listed if one.kind.is_none() && is_reference => false,
                Why::Listed | Why::Topic => true,
                Why::Subject(_) if voice == Voice::LookUp && names_condition => false,
                // Where it hurts, too, is no subject of its own.
                Why::Subject(SubjectKind::BodyPart) => !names_condition,
                Why::Subject(
                    SubjectKind::Condition | SubjectKind::Drug | SubjectKind::Treatment | SubjectKind::Animal,
                ) => true,
                // Beside what is recorded an unknown word is most often a circumstance, or misspelt.
                Why::Unknown { is_led, is_common } => {
                    one.is_required = !names_other;
                    let is_meant = match names_other {
                        true => is_led && !is_common,
                        false => is_led || many_unknown || !names_treatment || voice == Voice::Keywords,
                    };
                    voice != Voice::LookUp && is_meant
                }
            }
        });
    }
}

/// Whether a term is a year in which something may have been published.
fn is_year(term: &InterpretedTerm) -> bool {
    term.role == TermRole::Number && term.text.parse().is_ok_and(|year: u16| YEARS.contains(&year))
}

/// Whether a word beside one, or the next but one, says that something is wrong.
fn is_hurt_beside(words: &[Word], i: usize) -> bool {
    let near = i.saturating_sub(NEAR_HURT)..words.len().min(i + NEAR_HURT + 1);
    words[near].iter().any(|word| Questions::english().is_hurt(&word.exact))
}

/// What a word may be beside what is recorded.
fn of_subject(kind: SubjectKind) -> Option<OutsideKind> {
    match kind {
        SubjectKind::Condition | SubjectKind::BodyPart => Some(OutsideKind::Situation),
        SubjectKind::Drug | SubjectKind::Treatment => Some(OutsideKind::Treatment),
        SubjectKind::Animal => None,
    }
}
