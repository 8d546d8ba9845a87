//! The index of a version of the data made of that of the version before: what both have is copied, and only what is new is cut
//! into words.

use std::{cmp::Ordering, ops::Range};

use tantivy::{
    BitSet, Index, Segment, TantivyError,
    directory::{OwnedBytes, RamDirectory},
    fastfield::{AliveBitSet, write_alive_bitset},
    indexer::merge_filtered_segments,
};

use super::{
    document,
    schema::{self, Built, Tokens},
    spelling::SpellChecker,
    thesaurus::Thesaurus,
};
use crate::{
    corpus::{Corpus, Record},
    domain::RecordKind,
    text::Analyser,
};

/// An index that is made of another one walks over all words of that for each stretch of records that it copies: where changes
/// lie so scattered that there are more stretches, to build anew is cheaper.
const MOST_STRETCHES: usize = 12;

/// The index of a version of the data before, with what is kept beside it.
pub(super) struct Before<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) index: &'a Index,
    pub(super) spell_checker: &'a SpellChecker,
    pub(super) tokens: &'a Tokens,
}

/// Records that follow one another, by their positions.
#[derive(Debug, PartialEq, Eq)]
enum Stretch {
    /// In the version before, whose words are those of this one.
    Same(Range<usize>),
    /// In this version.
    New(Range<usize>),
}

/// What leads from the records of one version to those of the next.
#[derive(Debug, Default)]
struct Changes {
    stretches: Vec<Stretch>,
    /// Those of the version before that are gone or have other words, by their positions.
    gone: Vec<usize>,
}

impl Changes {
    fn copy(&mut self, at: usize) {
        match self.stretches.last_mut() {
            Some(Stretch::Same(range)) if range.end == at => range.end += 1,
            _ => self.stretches.push(Stretch::Same(at..at + 1)),
        }
    }

    fn cut_anew(&mut self, at: usize) {
        match self.stretches.last_mut() {
            Some(Stretch::New(range)) if range.end == at => range.end += 1,
            _ => self.stretches.push(Stretch::New(at..at + 1)),
        }
    }

    /// None when there are so many that nothing is gained.
    fn between(before: &Corpus, now: &Corpus) -> Option<Self> {
        let (mut old, mut new) = (before.records().enumerate().peekable(), now.records().enumerate().peekable());
        let mut changes = Self::default();
        loop {
            // Records stand in the order of their kinds and ids, in every version.
            let order = match (old.peek(), new.peek()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((_, a)), Some((_, b))) => place(*a).cmp(&place(*b)),
            };
            let gone = if order == Ordering::Greater { None } else { old.next() };
            let come = if order == Ordering::Less { None } else { new.next() };
            match (gone, come) {
                (Some((at, a)), Some((_, b))) if has_same_words((before, a), (now, b)) => changes.copy(at),
                (gone, come) => {
                    changes.gone.extend(gone.map(|(at, _)| at));
                    come.into_iter().for_each(|(at, _)| changes.cut_anew(at));
                }
            }
            if changes.stretches.len() > MOST_STRETCHES {
                return None;
            }
        }
        let copies = changes.stretches.iter().any(|stretch| matches!(stretch, Stretch::Same(_)));
        copies.then_some(changes)
    }
}

fn place(record: Record<'_>) -> (RecordKind, &str) {
    (record.kind(), record.id())
}

/// Whether a record has the same words in two versions that read texts alike: all that goes into the index follows from these.
fn has_same_words((before, a): (&Corpus, Record<'_>), (now, b): (&Corpus, Record<'_>)) -> bool {
    document::texts(before, a) == document::texts(now, b) && document::answers(before, a) == document::answers(now, b)
}

/// The index of a corpus, in memory, in one segment and in the order of the corpus. None when it is better built anew: what is read
/// into texts is another, or too much has changed.
pub(super) fn splice(before: &Before<'_>, corpus: &Corpus, thesaurus: &Thesaurus) -> tantivy::Result<Option<Built>> {
    if !corpus.reads_alike(before.corpus) {
        return Ok(None);
    }
    let Some(Changes { stretches, gone }) = Changes::between(before.corpus, corpus) else { return Ok(None) };
    let new: Vec<Record<'_>> = stretches
        .iter()
        .flat_map(|stretch| match stretch {
            Stretch::Same(_) => 0..0,
            Stretch::New(range) => range.clone(),
        })
        .filter_map(|at| corpus.record(at))
        .collect();
    let gone: Vec<Record<'_>> = gone.into_iter().filter_map(|at| before.corpus.record(at)).collect();
    // What reads alike finds the same words and names. Nothing makes no index.
    let build = |corpus, records: Vec<_>| {
        (!records.is_empty()).then(|| schema::build_of(corpus, thesaurus, records.into_iter(), |_| ())).transpose()
    };
    let gone = build(before.corpus, gone)?;
    let come = build(corpus, new)?;

    let old_segment = only_segment(before.index)?;
    let new_segment = come.as_ref().map(|come| only_segment(&come.index)).transpose()?;
    let mut segments = Vec::new();
    let mut alive = Vec::new();
    let mut next = 0;
    for stretch in &stretches {
        let (segment, range) = match (stretch, &new_segment) {
            (Stretch::Same(range), _) => (&old_segment, range.clone()),
            // The new records stand in an index of their own, one after the other.
            (Stretch::New(range), Some(new_segment)) => {
                let from = next;
                next += range.len();
                (new_segment, from..next)
            }
            (Stretch::New(_), None) => continue,
        };
        segments.push(segment.clone());
        alive.push(Some(only(segment.meta().max_doc(), &range)?));
    }
    let directory = RamDirectory::create();
    let settings = before.index.settings().clone();
    let index = merge_filtered_segments(&segments, settings, alive, directory.clone())?;
    let analyser = Analyser::new();
    let (mut spell_checker, mut tokens) = (before.spell_checker.clone(), before.tokens.clone());
    if let Some(gone) = gone {
        spell_checker.forget(&gone.spell_checker, &analyser);
        tokens = tokens.without(&gone.tokens);
    }
    if let Some(come) = come {
        spell_checker.add(&come.spell_checker, &analyser);
        tokens = tokens.with(&come.tokens);
    }
    Ok(Some(Built { index, directory, spell_checker, tokens }))
}

fn only_segment(index: &Index) -> tantivy::Result<Segment> {
    let mut segments = index.searchable_segments()?;
    match (segments.pop(), segments.is_empty()) {
        (Some(segment), true) => Ok(segment),
        _ => Err(TantivyError::InternalError("an index of records has one segment".to_owned())),
    }
}

/// The set of a range of so many documents.
fn only(documents: u32, range: &Range<usize>) -> tantivy::Result<AliveBitSet> {
    let mut set = BitSet::with_max_value(documents);
    for at in range.clone().filter_map(|at| u32::try_from(at).ok()) {
        set.insert(at);
    }
    let mut bytes = Vec::new();
    write_alive_bitset(&set, &mut bytes)?;
    Ok(AliveBitSet::open(OwnedBytes::new(bytes)))
}
