//! The draft check: what in this text does the evidence not say?
//!
//! A text is read into passages and sentences (`read`), each sentence into a claim (`claim`, `quantity`, the lexicon), the
//! research it names is identified (`known`, `identify`, `whose`), what it says is taken apart (`attribute`), and each part is
//! compared with the findings (`judge`) by the rules of one table (`rule`). The verdict follows from how the parts stand. Deterministic and without a model: the same text, data and day give the same report.
//!
//! Nothing of a text is kept: a report lives as long as its caller holds it.

mod attribute;
mod cited;
mod claim;
mod entries;
mod identify;
mod judge;
mod known;
mod quantity;
mod read;
mod referred;
mod report;
mod rule;
mod whole;
mod whose;

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use cited::Cited;
use claim::{Claim, ClaimReader};
use entries::references;
use identify::{Identifying, Named};
use judge::{Judge, Judgement, SentenceContext, Told};
use known::{Facts, KnownSources, RecordReader};
use read::{Passage, PassageKind, passages};
use report::{Hits, Places, fold_hash};
use whose::{Carried, introduces, source_of};

pub use attribute::{AttributeKind, Standing};
pub use claim::SentenceClass;
pub use judge::CheckVerdict;
pub use read::DraftFormat;
pub use referred::{DraftReference, MAX_REFERRED, ReferenceBreach, ReferenceFault, draft_references};
pub use report::{
    Coverage, Hit, NamedSource, RecordedValue, Report, ReportedAttribute, SentenceReport, SupportingFinding,
};
pub use rule::{CHECK_RULES, CheckRule, HitSeverity, RestsOn, find_rule};

use crate::{
    corpus::{Corpus, lexicon::Cue},
    domain::{
        Date, TopicKind,
        phrase::Phrases,
        stop::{Stop, Stopped},
    },
    search::Engine,
    text::sentences,
};

/// Longest text that is checked, in bytes.
pub const MAX_TEXT: usize = 1_000_000;

/// Longest context, in bytes.
pub const MAX_CONTEXT: usize = 2_000;

/// Most sentences of a text that are checked.
pub const MAX_SENTENCES: usize = 20_000;

/// Most acknowledgements of a request.
pub const MAX_ACKNOWLEDGED: usize = 1_000;

/// What is to be checked, and how.
#[derive(Clone, Debug)]
pub struct CheckRequest<'a> {
    /// The draft.
    pub text: &'a str,
    /// How it is written down.
    pub format: DraftFormat,
    /// What the text belongs to, in words: the title of the page, the heading above. It is not checked.
    pub context: &'a str,
    /// Rules to apply, by id; empty applies all.
    pub only: Vec<&'static CheckRule>,
    /// Rules to leave out, by id.
    pub without: Vec<&'static CheckRule>,
    /// Hits somebody has looked at and lets stand.
    pub acknowledged: Vec<Acknowledgement>,
    /// The day currency is computed for.
    pub as_of: Date,
    /// How large the report may become, in bytes, roughly as it prints. What comes after is left out, and said to be.
    pub max_report: usize,
    /// Says when nobody waits for the report any more.
    pub stop: Stop,
}

impl<'a> CheckRequest<'a> {
    /// A plain text, with every rule, however long the report becomes.
    pub fn new(text: &'a str, as_of: Date) -> Self {
        Self {
            text,
            format: DraftFormat::Plain,
            context: "",
            only: Vec::new(),
            without: Vec::new(),
            acknowledged: Vec::new(),
            as_of,
            max_report: usize::MAX,
            stop: Stop::default(),
        }
    }
}

/// A hit that somebody has looked at and lets stand, until the sentence or the record behind it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Id of the rule.
    pub rule: String,
    /// Hash of the sentence, as the report gave it.
    pub sentence: String,
    /// Hash of the record behind the hit, as the report gave it.
    pub record: String,
    /// Why it may stand.
    pub reason: String,
    /// When that was decided.
    pub date: Date,
}

/// Why a text is not checked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// Longer than [`MAX_TEXT`].
    #[error("the text has {bytes} bytes; {MAX_TEXT} are checked at most: send it in parts")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// Longer than [`MAX_CONTEXT`].
    #[error("the context has {bytes} bytes; {MAX_CONTEXT} are read at most: a title or a heading will do")]
    ContextTooLong {
        /// How long it is.
        bytes: usize,
    },
    /// More than [`MAX_SENTENCES`].
    #[error("the text has {sentences} sentences; {MAX_SENTENCES} are checked at most: send it in parts")]
    TooManySentences {
        /// How many it has.
        sentences: usize,
    },
    /// The references of the text cannot be looked up.
    #[error("the references of the text cannot be looked up: {0}")]
    References(String),
    /// Nobody waits for the report any more.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// Everything of the corpus that the check needs, laid out once.
pub struct Checker {
    facts: Facts,
    phrases: Phrases<Cue>,
    known: KnownSources,
}

impl fmt::Debug for Checker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checker").field("sources", &self.facts.sources.len()).finish_non_exhaustive()
    }
}

/// A sentence with its place and what it claims.
struct Sentence<'p> {
    passage: usize,
    kind: PassageKind,
    /// Bytes in the passage.
    start: usize,
    end: usize,
    text: &'p str,
    claim: Claim,
    named: Named,
    /// What its links, numbers and markers lead to.
    cited: Cited,
    /// How the source was told where the sentence does not name it itself.
    carried: Option<Carried>,
    /// The row of a table it stands in.
    row: Option<usize>,
    /// Treatments that the sentence or heading before names.
    before: Vec<usize>,
    /// Topics of the whole sentence, when this is a part of one.
    of_whole: Vec<usize>,
}

impl Sentence<'_> {
    /// Its text from one word to another.
    fn words(&self, first: usize, last: usize) -> &str {
        self.text.get(self.bytes(first, last)).unwrap_or_default()
    }

    /// Where its words from one to another stand in it. What stands in the question that it answers is said by all of it.
    fn bytes(&self, first: usize, last: usize) -> std::ops::Range<usize> {
        let (words, length) = (&self.claim.read.words, self.text.len());
        if self.claim.is_answer && words.get(first).is_some_and(|word| word.start >= length) {
            return 0..length;
        }
        let start = words.get(first).map_or(0, |word| word.start).min(length);
        let end = words.get(last).map_or(length, |word| word.end).min(length);
        start..end.max(start)
    }
}

impl Checker {
    /// Lays out a corpus. `engine` must be the index of this corpus.
    pub fn new(corpus: &Corpus, engine: &Engine) -> Self {
        Self::after(None, corpus, engine)
    }

    /// The same, after a version of the data that was laid out before.
    pub fn after(before: Option<(&Corpus, &Self)>, corpus: &Corpus, engine: &Engine) -> Self {
        let before = before.map(|(corpus, checker)| (corpus, &checker.facts));
        let facts = Facts::new(corpus, engine.text_reader(), before);
        let mut reader = engine.text_reader();
        let phrases = Phrases::new(corpus.lexicon().cues(corpus.topics()), |word| {
            reader.read(word).words.first().map_or_else(|| word.to_owned(), |read| read.exact.clone())
        });
        Self { facts, phrases, known: KnownSources::default() }
    }

    /// Checks a text, in time linear in its length.
    ///
    /// # Errors
    /// [`CheckError`] for what is too much of it; nothing that can be written is an error.
    pub fn check(&self, corpus: &Corpus, engine: &Engine, request: &CheckRequest<'_>) -> Result<Report, CheckError> {
        let CheckRequest { text, format, context, only: _, without: _, acknowledged: _, as_of, max_report: _, stop } =
            request;
        if text.len() > MAX_TEXT {
            return Err(CheckError::TooLong { bytes: text.len() });
        }
        if context.len() > MAX_CONTEXT {
            return Err(CheckError::ContextTooLong { bytes: context.len() });
        }
        let passages = passages(text, *format);
        let cut: Vec<(usize, std::ops::Range<usize>)> = passages
            .iter()
            .enumerate()
            .flat_map(|(i, passage)| sentences(&passage.text).into_iter().map(move |range| (i, range)))
            .collect();
        if cut.len() > MAX_SENTENCES {
            return Err(CheckError::TooManySentences { sentences: cut.len() });
        }
        let mut claims = ClaimReader { corpus, phrases: &self.phrases, reader: engine.text_reader() };
        let Self { facts, phrases, known } = self;
        let records = RecordReader { corpus, engine, phrases, facts, kept: known };
        let identifying = Identifying { corpus, facts, records };
        let context_claim = claims.claim(context, true);
        let context_named = identifying.named(context, &context_claim, &[], &Cited::default());
        let numbered = references(&passages, &identifying, &mut claims);
        let context_topics = context_claim.topics;
        let mut all: Vec<Sentence<'_>> = Vec::new();
        // The question that the sentence before asks.
        let mut asked: Option<(usize, &str)> = None;
        for (passage, range) in cut {
            stop.check()?;
            let Some(here) = passages.get(passage) else { continue };
            let Some(sentence) = here.text.get(range.clone()) else { continue };
            // A number in a cell is of what the head of its column says. The words of the head stand behind those of the
            // cell, where no place in the text is.
            let question = asked.filter(|(of, _)| *of == passage && here.head.is_none());
            let answer = question.and_then(|(_, question)| claims.answer(sentence, question));
            let claim = match (&here.head, answer) {
                (_, Some(answer)) => answer,
                (Some(head), None) => claims.claim(&format!("{sentence} {head}"), false),
                (None, None) => claims.claim(sentence, here.kind == PassageKind::Heading),
            };
            asked = claim.is_question.then_some((passage, sentence));
            let mut push = |start: usize, end: usize, text, claim, cited, of_whole| {
                let (named, before) = (Named::Nothing, Vec::new());
                all.push(Sentence {
                    passage,
                    kind: here.kind,
                    start,
                    end,
                    text,
                    claim,
                    named,
                    cited,
                    carried: None,
                    row: here.row,
                    before,
                    of_whole,
                });
            };
            let cited = entries::cited(here, range.clone(), &numbered, &identifying);
            let parts = identifying.parts(sentence, &claim, &cited);
            if parts.len() < 2 || here.head.is_some() {
                push(range.start, range.end, sentence, claim, cited, Vec::new());
                continue;
            }
            for part in parts {
                let Some(text) = sentence.get(part.clone()) else { continue };
                let (start, end) = (range.start + part.start, range.start + part.end);
                let cited = entries::cited(here, start..end, &numbered, &identifying);
                push(start, end, text, claims.claim(text, false), cited, claim.topics.clone());
            }
        }
        let treatments = self.treatments(corpus, &all, &context_topics);
        whose::attribute(&identifying, &mut all, context_named, &context_topics, stop)?;
        let judge = Judge { corpus, facts, records, as_of: *as_of };
        let judgements = Self::judge_all(&judge, &all, &treatments, stop)?;
        for (sentence, judged) in all.iter_mut().zip(&judgements) {
            if sentence.claim.is_by_place && judged.verdict == CheckVerdict::NotCheckable {
                sentence.claim.class = SentenceClass::Other;
            }
        }
        Ok(self.report(corpus, request, &passages, &all, judgements)?)
    }

    /// The treatments a document is about: those named most often, at least half as often as the first.
    fn treatments(&self, corpus: &Corpus, all: &[Sentence<'_>], context: &[usize]) -> Vec<usize> {
        let is_treatment =
            |topic: &usize| corpus.topics().get(*topic).is_some_and(|topic| topic.kind == TopicKind::Intervention);
        let mut counts: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
        for topic in all.iter().flat_map(|sentence| &sentence.claim.topics).filter(|topic| is_treatment(topic)) {
            *counts.entry(*topic).or_default() += 1;
        }
        for topic in context.iter().filter(|topic| is_treatment(topic)) {
            *counts.entry(*topic).or_default() += all.len().max(1);
        }
        let most = counts.values().copied().max().unwrap_or(0);
        counts.into_iter().filter(|(_, count)| 2 * count >= most).map(|(topic, _)| topic).collect()
    }

    fn judge_all(
        judge: &Judge<'_>,
        all: &[Sentence<'_>],
        treatments: &[usize],
        stop: &Stop,
    ) -> Result<Vec<Judgement>, Stopped> {
        let mut judgements = Vec::with_capacity(all.len());
        let mut from = 0;
        while let Some(first) = all.get(from) {
            let until =
                all.get(from..).map_or(0, |rest| rest.iter().take_while(|s| s.passage == first.passage).count());
            let paragraph = all.get(from..from + until).unwrap_or_default();
            let names_research =
                paragraph.iter().any(|sentence| sentence.named != Named::Nothing || introduces(&sentence.claim));
            let mut whole = Told::default();
            let mut of_sources: HashMap<usize, Told> = HashMap::new();
            for Sentence { claim, named, .. } in paragraph {
                whole.add(claim);
                if let Some(source) = source_of(named) {
                    of_sources.entry(source).or_default().add(claim);
                }
            }
            let mut seen = HashSet::new();
            for Sentence { claim, named, before, carried, .. } in paragraph {
                stop.check()?;
                let source = source_of(named);
                let mut own = Told::default();
                let of_source = source.and_then(|source| of_sources.get(&source)).unwrap_or_else(|| {
                    own.add(claim);
                    &own
                });
                let is_in_row = *carried == Some(Carried::Row);
                let is_first = source.is_none_or(|source| seen.insert(source));
                let is_alone = of_sources.len() < 2;
                let around = SentenceContext {
                    of_source,
                    is_first,
                    treatments,
                    whole: &whole,
                    names_research,
                    before,
                    is_in_row,
                    is_alone,
                };
                let is_carried = carried.is_some_and(Carried::is_by_place);
                judgements.push(judge.judge(claim, named, &around, is_carried));
            }
            from += until.max(1);
        }
        Ok(judgements)
    }

    fn report(
        &self,
        corpus: &Corpus,
        request: &CheckRequest<'_>,
        passages: &[Passage],
        all: &[Sentence<'_>],
        judgements: Vec<Judgement>,
    ) -> Result<Report, Stopped> {
        let places = Places::new(request.text);
        let hits_of = Hits::new(corpus, &self.facts, &request.acknowledged);
        let mut sentences = Vec::new();
        let (mut weight, mut left) = (0, None);
        for (sentence, judgement) in all.iter().zip(judgements) {
            let Some(passage) = passages.get(sentence.passage) else { continue };
            let hash = fold_hash(&sentence.claim);
            let place = |first: usize, last: usize| {
                let bytes = sentence.bytes(first, last);
                places.span(passage.original(sentence.start + bytes.start, sentence.start + bytes.end))
            };
            let span = places.span(passage.original(sentence.start, sentence.end));
            if weight > request.max_report {
                left = Some(span.start);
                break;
            }
            request.stop.check()?;
            let mut hits = Vec::new();
            for breach in judgement.breaches {
                let applies = request.only.is_empty() || request.only.iter().any(|rule| rule.id == breach.rule.id);
                if !applies || request.without.iter().any(|rule| rule.id == breach.rule.id) {
                    continue;
                }
                let span = place(breach.first, breach.last);
                let found = sentence.words(breach.first, breach.last).to_owned();
                hits.push(hits_of.hit(breach, span, found, &hash));
            }
            let compared = judgement.compared;
            let carried = sentence.carried.map(Carried::name);
            let (source, caveats) = report::behind(corpus, &self.facts, &sentence.named, &compared, carried);
            let findings = report::findings(corpus, &self.facts, &compared, &judgement.attributes);
            let mut attributes = Vec::with_capacity(judgement.attributes.len());
            let is_here = |attribute: &attribute::Attribute| {
                let direction = attribute.kind == attribute::AttributeKind::Direction;
                let first = sentence.claim.read.words.get(attribute.first);
                first.is_none_or(|word| word.start < sentence.text.len()) || sentence.claim.is_answer && direction
            };
            for attribute in judgement.attributes.into_iter().filter(is_here) {
                let span = place(attribute.first, attribute.last);
                let said = sentence.words(attribute.first, attribute.last).to_owned();
                attributes.push(report::attribute(corpus, attribute, span, said));
            }
            let report = SentenceReport {
                span,
                text: sentence.text.to_owned(),
                class: sentence.claim.class,
                is_heading: sentence.kind == PassageKind::Heading,
                verdict: judgement.verdict,
                source,
                attributes,
                findings,
                caveats,
                hits,
                hash,
            };
            weight += report.weight();
            sentences.push(report);
        }
        let coverage = Coverage::of(request.text.len(), &sentences);
        Ok(Report { as_of: request.as_of, sentences, coverage, left, limits: Vec::new() })
    }
}
