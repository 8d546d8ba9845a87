//! What the sentences of records say: read when a claim is first held beside them, because a draft is about few of the records, and
//! kept for the next draft.

use std::{collections::HashSet, fmt, ops::Deref, sync::Arc};

use super::{
    Facts, Mention, Outline, RecordSentence, Reported, alike,
    mention::{Context, base_of},
    prose::{is_caveat, texts},
    scope::Scope,
};
use crate::{
    check::{
        claim::{Claim, ClaimReader, EffectDirection},
        quantity::{Number, Role, quantities},
    },
    corpus::{Corpus, lexicon::Cue},
    domain::{Finding, finding::ComparatorClass, phrase::Phrases},
    search::{Engine, TextReader},
    text::{Grammar, sentences},
};

/// Sources that are kept with what their sentences say: a draft is about some dozens, and each takes some ten thousand bytes.
const KEPT: u64 = 2_000;

/// A source laid out, with what its sentences and those of its findings say.
#[derive(Debug)]
pub(in crate::check) struct Known {
    outline: Arc<Outline>,
    /// Its numbers, those of its prose behind those of the record.
    pub(in crate::check) reported: Box<[Reported]>,
    /// The numbers of its texts, but for what writers note beside it.
    pub(in crate::check) mentions: Vec<Mention>,
    /// Its sentences, with the words of each that exclude others.
    pub(in crate::check) opposing: Vec<RecordSentence>,
    /// Stems of what its conditions leave out: `not associated with`.
    pub(in crate::check) left_out: HashSet<String>,
    /// Whether one of its conditions asks for a gain: `if the patient improves`.
    pub(in crate::check) asks_for_gain: bool,
    /// With what it compared and whom it left out, as its texts tell.
    pub(in crate::check) scope: Scope,
    /// What the statement of each of its findings tells, with the position of the finding.
    statements: Vec<(usize, Statement)>,
}

impl Deref for Known {
    type Target = Outline;

    fn deref(&self) -> &Outline {
        &self.outline
    }
}

/// What a statement tells.
#[derive(Debug)]
struct Statement {
    /// What its phrases mean.
    cues: HashSet<Cue>,
    /// The ways that it tells, as they follow one another.
    ways: Vec<EffectDirection>,
    /// Comparators that its finding has taken together: `no treatment, usual care or placebo, pooled`.
    pooled: Vec<ComparatorClass>,
}

impl Known {
    /// See [`alike`].
    pub(in crate::check) fn alike(&self, number: &Number) -> impl Iterator<Item = &Reported> {
        alike(&self.reported, number)
    }

    fn statement(&self, finding: usize) -> Option<&Statement> {
        self.statements.iter().find(|(at, _)| *at == finding).map(|(_, statement)| statement)
    }

    /// Whether the statement of one of its findings, by its position, has a phrase of this meaning.
    pub(in crate::check) fn says(&self, finding: usize, cue: Cue) -> bool {
        self.statement(finding).is_some_and(|statement| statement.cues.contains(&cue))
    }

    /// The comparators that one of its findings has taken together.
    pub(in crate::check) fn pooled(&self, finding: usize) -> &[ComparatorClass] {
        self.statement(finding).map_or(&[], |statement| statement.pooled.as_slice())
    }

    /// The ways that the statement of one of its findings tells.
    pub(in crate::check) fn ways(&self, finding: usize) -> &[EffectDirection] {
        self.statement(finding).map_or(&[], |statement| statement.ways.as_slice())
    }
}

impl Statement {
    fn of(finding: &Finding, claims: &mut ClaimReader<'_>) -> Self {
        let statement = &finding.statement;
        let told = |range| statement.get(range).unwrap_or_default();
        let all: Vec<Claim> = sentences(statement).into_iter().map(|range| claims.claim(told(range), false)).collect();
        let cues = all.iter().flat_map(|claim| &claim.cues).map(|found| found.cue).collect();
        let mut ways: Vec<EffectDirection> = all
            .into_iter()
            // A negation that nothing has read may turn the whole round.
            .filter(|claim| claim.unread_negations.is_empty() && claim.loose_negations().next().is_none())
            .flat_map(|claim| claim.relations)
            .map(|relation| relation.way)
            .collect();
        ways.dedup();
        let is_pooled = finding.comparator.class == ComparatorClass::None && finding.result.measurement().is_some();
        let pooled =
            if is_pooled { claims.claim(&finding.comparator.description, false).comparators } else { Vec::new() };
        Self { cues, ways, pooled: pooled.into_iter().map(|said| said.what).collect() }
    }
}

/// The sources that drafts were lately about.
pub(in crate::check) struct KnownSources(moka::sync::Cache<usize, Arc<Known>>);

impl Default for KnownSources {
    fn default() -> Self {
        Self(moka::sync::Cache::new(KEPT))
    }
}

impl fmt::Debug for KnownSources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownSources").finish_non_exhaustive()
    }
}

/// Reads records, or remembers what they say.
#[derive(Clone, Copy)]
pub(in crate::check) struct RecordReader<'a> {
    pub(in crate::check) corpus: &'a Corpus,
    pub(in crate::check) engine: &'a Engine,
    pub(in crate::check) phrases: &'a Phrases<Cue>,
    pub(in crate::check) facts: &'a Facts,
    pub(in crate::check) kept: &'a KnownSources,
}

impl<'a> RecordReader<'a> {
    /// The findings of a source, with their positions.
    fn findings(&self, outline: &Outline) -> Vec<(usize, &'a Finding)> {
        outline.findings.iter().filter_map(|&at| Some((at, self.corpus.findings().get(at)?))).collect()
    }

    /// The numbers that a source reports, by its position: those of its prose behind those of the record.
    pub(in crate::check) fn reported(&self, source: usize) -> &'a [Reported] {
        let facts = self.facts;
        let Some(numbers) = facts.numbers.get(source) else { return &[] };
        numbers.get_or_init(|| self.read_numbers(source, &mut self.engine.text_reader()).into())
    }

    fn read_numbers(&self, source: usize, reader: &mut TextReader<'_>) -> Vec<Reported> {
        let (Some(record), Some(outline)) = (self.corpus.sources().get(source), self.facts.sources.get(source)) else {
            return Vec::new();
        };
        let mut reported = outline.typed.clone();
        for prose in texts(record, &self.findings(outline)) {
            for sentence in sentences(prose.text).into_iter().filter_map(|range| prose.text.get(range)) {
                let read = reader.read(sentence);
                let in_digits =
                    |n: &&Number| (n.first..=n.last).any(|at| read.words.get(at).is_some_and(|word| word.has_digit));
                let found = quantities(sentence, &read.words);
                reported.extend(found.iter().filter(|n| !is_caveat(prose.field) || in_digits(n)).map(|n| Reported {
                    role: n.role,
                    low: n.low,
                    high: n.high,
                    is_typed: false,
                    finding: prose.finding,
                    field: prose.field,
                    is_verified: prose.is_verified,
                    per_days: n.per_days,
                    arm: None,
                    is_derived: false,
                    is_of_shares: false,
                    // In prose, points and what has decimals: whole numbers without a unit are people to treat as well.
                    is_of_scale: n.role == Role::Effect && (n.is_in_points || n.decimals > 0),
                }));
            }
        }
        reported
    }

    /// What is known of a source, by its position.
    pub(in crate::check) fn known(&self, source: usize) -> Option<Arc<Known>> {
        let outline = self.facts.sources.get(source)?;
        Some(self.kept.0.get_with(source, || Arc::new(self.read(source, outline))))
    }

    /// The same of the source of a finding, by its position.
    pub(in crate::check) fn known_of_finding(&self, finding: usize) -> Option<Arc<Known>> {
        self.known(*self.facts.source_of.get(finding)?)
    }

    fn read(&self, source: usize, outline: &Arc<Outline>) -> Known {
        let Self { corpus, engine, phrases, facts, kept: _ } = *self;
        let mut claims = ClaimReader { corpus, phrases, reader: engine.text_reader() };
        let mut known = Known {
            outline: Arc::clone(outline),
            reported: self.reported(source).into(),
            mentions: Vec::new(),
            opposing: Vec::new(),
            left_out: HashSet::new(),
            asks_for_gain: false,
            scope: Scope::default(),
            statements: Vec::new(),
        };
        let Some(record) = corpus.sources().get(source) else { return known };
        let findings = self.findings(outline);
        for (at, finding) in &findings {
            for condition in finding.result.recommendation().into_iter().flat_map(|advice| &advice.conditions) {
                let condition = claims.claim(condition, false);
                known.asks_for_gain |= condition.read.words.iter().any(|word| Grammar::Gains.has(&word.exact));
                known.left_out.extend(facts.left_out(&condition));
            }
            known.statements.push((*at, Statement::of(finding, &mut claims)));
        }
        for prose in texts(record, &findings) {
            for sentence in sentences(prose.text).into_iter().filter_map(|range| prose.text.get(range)) {
                if !is_caveat(prose.field) {
                    let read = claims.reader.read(sentence);
                    let found = quantities(sentence, &read.words);
                    known.mentions.extend(found.iter().enumerate().map(|(at, number)| {
                        Mention {
                            number: number.clone(),
                            finding: prose.finding,
                            field: prose.field,
                            is_verified: prose.is_verified,
                            context: Context::of(&found, at, &read.words),
                            base: base_of(number, &read.words).map(|word| word.stem.clone()),
                            is_since: number
                                .first
                                .checked_sub(1)
                                .and_then(|before| read.words.get(before))
                                .is_some_and(|word| Grammar::Since.has(&word.exact)),
                        }
                    }));
                }
                // What writers note for themselves is of rules before this one, or of other publications.
                if prose.field.as_str() != "editor-notes" {
                    let claim = claims.claim(sentence, false);
                    known.scope.add(&prose, sentence, &claim, corpus);
                    known.opposing.push(RecordSentence::of(&prose, sentence, claim));
                }
            }
        }
        known
    }
}
