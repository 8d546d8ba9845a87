//! The index: schema, query, ranking, excerpts, facets and the folder it is kept in.
//!
//! It answers with positions of records, never with stored text: words come from
//! the corpus alone, so that an old index can never show old words.
//!
//! What each record has of the terms is gathered term by term (`gather`). Every matching record is scored, because totals and
//! facet counts are exact. That is right for a curated corpus of some thousand records; from some hundred thousand on, two
//! passes with tantivy's block-max WAND would be cheaper.

mod answer;
mod asking;
mod cut;
mod document;
mod excerpt;
mod facet;
mod folder;
mod gather;
mod lexicon;
mod place;
mod positions;
mod query;
mod rank;
mod reading;
mod request;
mod schema;
mod scope;
mod signs;
mod splice;

use std::{cmp::Ordering, collections::HashSet, fmt, path::Path, sync::Mutex};

use arc_swap::ArcSwapOption;
use tantivy::{DocId, Index, Searcher, query::EnableScoring};

pub(crate) use answer::utf16_length;
pub use answer::{
    Answer, Cut, DropReason, Dropped, Excerpt, Explanation, FacetCounts, FacetValue, Factor, Hit, Lead, Offset,
    QuestionScope, ScorePart, Span, Suggestion, TermRole, TextField, Understood, UnderstoodTerm,
};
pub use query::{MAX_BYTES, MAX_TERMS};
pub use rank::{FIELD_BOOSTS, currency_factor, design_factor, editorial_factor, verification_factor};
pub use reading::{ReadText, ReadTopic, ReadWord, TextReader, WordForm};
pub use request::{
    Choice, Expansion, Facet, Filters, MAX_DIGITS, MAX_NAMES, Matching, NameField, Named, NumberField, Range, Request,
    Sort,
};
pub use schema::Progress;

use asking::{Asking, Subject, subjects};
use cut::TextCutter;
use excerpt::Marker;
use facet::{Columns, OnDay};
use lexicon::{KnownWords, Lexicon};
use query::{Leaf, Plan, Reader};
use schema::{Built, Fields, Statistics, Tokens};

use crate::{
    corpus::{Corpus, Record},
    domain::{Aspect, BlurbState, Currency, Date, RecordKind, Sought, Vocabulary, scope::Coverage},
    text::{Analyser, Questions, Shape},
};

/// Why there is no index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Another process is writing.
    #[error("the index in {path} is being written by {by}: wait for it, or give another folder with --index")]
    Locked {
        /// The folder.
        path: std::path::PathBuf,
        /// Which process.
        by: String,
    },
    /// The folder cannot be written.
    #[error("cannot write {path}")]
    Write {
        /// File or folder.
        path: std::path::PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// tantivy failed.
    #[error("the index cannot be built")]
    Engine(#[source] tantivy::TantivyError),
}

/// The index failed to answer. It was whole when it was opened, so this is a fault of the program.
#[derive(Debug, thiserror::Error)]
#[error("the index failed to answer")]
pub struct SearchError(#[from] tantivy::TantivyError);

/// What opening the index took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// It was there and fitted the data.
    AsItWas,
    /// It was built, because of this.
    Built {
        /// What was wrong with the one in the folder, as the end of a sentence that begins with "the index".
        because: String,
    },
}

/// The index of one corpus, ready to be asked.
pub struct Engine {
    searcher: Searcher,
    fields: Fields,
    lexicon: Lexicon,
    scope_names: scope::ScopeNames,
    signs: signs::Signs,
    known_words: KnownWords,
    tokens: Tokens,
    columns: Columns,
    /// For each record, what it is.
    kinds: Vec<RecordKind>,
    /// For each record that is a blurb or a source, what it is about.
    subjects: Vec<Option<Subject>>,
    /// Cuts the texts of records that are shown.
    cutter: TextCutter,
    /// Factors of the records on the day last asked for.
    factors: ArcSwapOption<(Date, Vec<f32>)>,
    /// Room for gathering, as much as requests have needed at once.
    scratch: Mutex<Vec<gather::Scratch>>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("records", &self.kinds.len()).finish_non_exhaustive()
    }
}

/// A record found, by its position, with its text score and the share of what the terms tell that it has.
#[derive(Clone, Copy, Debug)]
struct Match {
    ordinal: usize,
    text_score: f32,
    share: f32,
    /// How much of that stands where a record says what it is about.
    said: f32,
    score: f32,
    /// Whether it is a text after the first ones.
    is_further: bool,
    /// What it was multiplied by because a position that still holds comes first; 1 when nothing.
    lapsed: f32,
}

impl Match {
    /// Which of two comes first by relevance.
    fn before(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.ordinal.cmp(&other.ordinal))
    }
}

impl Engine {
    /// Opens the index in `folder`, building it first when it is missing, stale, truncated or damaged. After a version of the data
    /// that was opened before, a new index is made of what has not changed in that one, where that is cheaper: it answers as one that
    /// was built anew.
    ///
    /// # Errors
    /// [`IndexError`]. A damaged index is none: it is built anew.
    pub fn open(
        before: Option<(&Corpus, &Self)>,
        corpus: &Corpus,
        folder: &Path,
        progress: &dyn Fn(Progress),
    ) -> Result<(Self, Opened), IndexError> {
        let of_lexicon = before.map(|(other, engine)| (other, &engine.lexicon));
        let lexicon = Lexicon::new(corpus, &mut Analyser::new(), of_lexicon);
        let origin = folder::Origin::new(corpus.fingerprint().to_string());
        let kept = || {
            let folder::Kept { index, words } = folder::read(folder, &origin)?;
            let (searcher, fields) = Self::searcher(&index, corpus)?;
            let (known_words, tokens) = KnownWords::from_bytes(&words, Tokens::fields())?;
            let tokens = Tokens::new(tokens);
            Ok::<_, String>((searcher, fields, known_words, tokens))
        };
        let ((searcher, fields, mut known_words, tokens), opened) = match kept() {
            Ok(ready) => (ready, Opened::AsItWas),
            Err(because) => {
                let claimed = folder::claim(folder)?;
                // Whoever held the lock until now may have built just this index.
                match kept() {
                    Ok(ready) => (ready, Opened::AsItWas),
                    Err(_) => {
                        let made = Self::made(before, corpus, &lexicon, progress).map_err(IndexError::Engine)?;
                        let Built { index, directory, known_words, tokens } = made;
                        folder::write(&claimed, &origin, &directory, &known_words.to_bytes(tokens.of_fields()))?;
                        let searcher = schema::reader(&index).map_err(IndexError::Engine)?.searcher();
                        let fields = Fields::of(&index.schema()).map_err(IndexError::Engine)?;
                        ((searcher, fields, known_words, tokens), Opened::Built { because })
                    }
                }
            }
        };
        known_words.learn_names(&lexicon);
        let columns = Columns::new(corpus);
        let factors = ArcSwapOption::empty();
        let kinds = corpus.records().map(|record| record.kind()).collect();
        let subjects = subjects(corpus);
        let scope_names = scope::ScopeNames::new(corpus, &mut Analyser::new());
        let signs = signs::Signs::new(corpus, &mut Analyser::new());
        let engine = Self {
            searcher,
            fields,
            lexicon,
            scope_names,
            signs,
            known_words,
            tokens,
            columns,
            kinds,
            subjects,
            cutter: TextCutter::default(),
            factors,
            scratch: Mutex::default(),
        };
        Ok((engine, opened))
    }

    /// The index of a corpus, made of that of the version before or built anew.
    fn made(
        before: Option<(&Corpus, &Self)>,
        corpus: &Corpus,
        lexicon: &Lexicon,
        progress: &dyn Fn(Progress),
    ) -> tantivy::Result<Built> {
        if let Some((other, engine)) = before {
            let Self { searcher, known_words, tokens, .. } = engine;
            let before = splice::Before { corpus: other, index: searcher.index(), known_words, tokens };
            if let Some(made) = splice::splice(&before, corpus, lexicon)? {
                return Ok(made);
            }
        }
        schema::build(corpus, lexicon, progress)
    }

    /// What the scores of the index rest on.
    fn statistics(&self) -> Statistics<'_> {
        Statistics { searcher: &self.searcher, tokens: &self.tokens, counted: Vec::new() }
    }

    /// Opens an index that was read from a folder.
    ///
    /// # Errors
    /// Why it cannot be used: each of its files is as it was written, but one may be missing from the list.
    fn searcher(index: &Index, corpus: &Corpus) -> Result<(Searcher, Fields), String> {
        let reader = schema::reader(index).map_err(|error| format!("tantivy cannot read it: {error}"))?;
        let fields = Fields::of(&index.schema()).map_err(|error| format!("it has other fields: {error}"))?;
        let searcher = reader.searcher();
        let [segment] = searcher.segment_readers() else {
            return Err(format!("it has {} segments instead of one", searcher.segment_readers().len()));
        };
        match usize::try_from(segment.num_docs()) {
            Ok(records) if records == corpus.len() => Ok((searcher, fields)),
            Ok(_) | Err(_) => Err(format!("it has {} records instead of {}", segment.num_docs(), corpus.len())),
        }
    }

    /// The answer to a question.
    ///
    /// # Errors
    /// [`SearchError`], never because of what is asked.
    pub fn search(&self, corpus: &Corpus, request: &Request<'_>) -> Result<Answer, SearchError> {
        let answer = self.search_as_typed(corpus, request)?;
        // A sentence pasted in quotes stands word for word in few records, and its source has most of its words.
        match query::without_quotes(request.text).filter(|_| answer.total == 0 && request.matching == Matching::Most) {
            Some(text) => {
                let Answer { understood, .. } = answer;
                let mut answer = self.search_as_typed(corpus, &Request { text: &text, ..request.clone() })?;
                answer.understood.not_in_a_row =
                    understood.terms.into_iter().find(|term| !term.found).map(|term| term.text);
                Ok(answer)
            }
            None => Ok(answer),
        }
    }

    fn search_as_typed(&self, corpus: &Corpus, request: &Request<'_>) -> Result<Answer, SearchError> {
        let Request {
            text,
            matching,
            expansion,
            ref filters,
            among,
            published,
            sort,
            as_of,
            offset,
            limit,
            ref facets,
            excerpts,
            explain,
        } = *request;
        let mut analyser = Analyser::new();
        let asking = expansion == Expansion::Full && matches!(matching, Matching::Most | Matching::Any);
        let reader = self.reader(corpus, &mut analyser, expansion, asking);
        let Plan { groups, name, question, voice, asked, topics, outside, names_nothing, flags, mut understood } =
            reader.read(text, matching);

        // Who types the whole name of a publication looks that publication up.
        let is_name = match &name {
            Some(leaf) => self.has(leaf)?,
            None => false,
        };
        let voice = if is_name { rank::Voice::LookUp } else { voice };
        // Whoever wrote a text said that it answers these very words: then nothing of them is outside.
        let asked_for = self.asked_for(corpus, as_of, question.as_ref())?;
        let outside = if asked_for.is_some() { Vec::new() } else { outside };
        let outside: Vec<_> = outside
            .into_iter()
            .filter(|group| !is_name || matches!(group.why, query::Why::Listed | query::Why::Topic))
            .collect();
        let terms = gather::Terms {
            groups: &groups,
            terms: &understood.terms,
            name: name.as_ref(),
            question: question.as_ref(),
            voice,
            outside: &outside,
        };
        let mut gathered = self.gather(corpus, request, &terms)?;
        // What names nothing that is known here, and half of it is in no record, is about something else.
        let unknown = gathered.found.iter().filter(|found| !**found).count();
        if names_nothing && asked_for.is_none() && unknown > 0 && 2 * unknown >= gathered.found.len() {
            gathered.records.clear();
        }
        understood.required = gathered.required;
        understood.is_rescue = gathered.is_rescue;
        for (term, found) in understood.terms.iter_mut().zip(&gathered.found) {
            term.found = *found;
        }
        let asks = understood.terms.iter().any(|term| term.role == TermRole::Asked);
        let has_text = !groups.is_empty();
        let asking = Asking { voice, topics: &topics, is_overview: gathered.is_overview, asks, has_text };
        let scope = scope::of_question(&understood, &outside, &gathered, voice);
        let mut matched = gathered.records;
        // What was gathered without a text is among them already.
        if has_text && let Some(sources) = among {
            let places: HashSet<usize> = sources.iter().filter_map(|id| corpus.position_of_source(id)).collect();
            matched.retain(|record| places.contains(&record.ordinal));
        }
        let on_day = self.columns.on(corpus, as_of);
        let filter = on_day.filter(filters, published);
        let ordinals: Vec<usize> = matched.iter().map(|record| record.ordinal).collect();

        let factors = self.factors_on(corpus, &on_day, as_of);
        let mut hits: Vec<Match> = matched
            .into_iter()
            .filter(|record| filter.passes(record.ordinal))
            .map(|gather::Record { ordinal, text_score, share, said }| {
                let mut asked = 1.0;
                self.factors_of_asking(corpus, ordinal, text_score, share, &asking, |_, _, factor| asked *= factor);
                let factor = factors.1.get(ordinal).copied().unwrap_or(1.0);
                let score = if groups.is_empty() { factor } else { text_score * factor * asked };
                Match { ordinal, text_score, share, said, score, is_further: false, lapsed: 1.0 }
            })
            .collect();
        let total = hits.len();
        let counts = if facets.is_empty() {
            Vec::new()
        } else {
            let passing: Vec<usize> = hits.iter().map(|hit| hit.ordinal).collect();
            filter.counts(&ordinals, &passing, facets)
        };
        if sort == Sort::Relevance && voice != rank::Voice::LookUp && has_text {
            self.let_evidence_through(&mut hits);
            self.let_what_holds_lead(corpus, &on_day, &mut hits);
        }
        order(corpus, sort, &mut hits, offset.saturating_add(limit).max(rank::ANSWER_WITHIN));
        let lead = match (flags.first(), asked_for) {
            (Some(flag), _) => Some(Lead::Flag(*flag)),
            // Whoever wrote the text said that it answers these very words.
            (None, Some(blurb)) => Some(Lead::Blurb(blurb)),
            // Of what is partly outside a text tells a part, and none of what was asked for: the ranked list shows it.
            (None, None) if sort == Sort::Relevance && scope.coverage == Coverage::Inside => {
                self.answering(corpus, as_of, voice, &asked, &hits, gathered.is_rescue)
            }
            (None, None) => None,
        };

        if total == 0 {
            understood.without_unknown = {
                let terms = gather::Terms {
                    groups: &groups,
                    terms: &understood.terms,
                    name: None,
                    question: None,
                    voice,
                    outside: &outside,
                };
                self.without_unknown(corpus, request, &terms, &on_day)?
            };
        }
        let marker = Marker::new(&groups);
        let mut page = Vec::new();
        for Match { ordinal, text_score, share, said: _, score, is_further, lapsed } in
            hits.into_iter().skip(offset).take(limit)
        {
            let excerpts_of = || {
                let record = corpus.record(ordinal);
                let shown = record.into_iter().flat_map(|record| document::texts(corpus, record));
                let shown: Vec<_> = shown.filter(|text| text.pointer.is_some()).collect();
                let cut = self.cutter.cut(&self.lexicon, ordinal, &shown);
                let texts: Vec<_> = shown.into_iter().zip(cut.iter()).collect();
                marker.excerpts(&texts)
            };
            page.push(Hit {
                ordinal,
                score: if groups.is_empty() { 0.0 } else { score },
                excerpts: if excerpts { excerpts_of() } else { Vec::new() },
                explanation: match explain {
                    true => {
                        let of_groups = groups
                            .iter()
                            .zip(&gathered.worth)
                            .flat_map(|(group, worth)| group.leaves.iter().map(|leaf| (leaf, *worth)));
                        let whole = name.iter().chain(&question).map(|leaf| (leaf, 1.0));
                        let leaves: Vec<(&Leaf, f32)> = of_groups.chain(whole).collect();
                        let mut explanation = self.explain(corpus, &on_day, ordinal, text_score, &leaves)?;
                        let mut of_asking = Vec::new();
                        self.factors_of_asking(corpus, ordinal, text_score, share, &asking, |of, slug, value| {
                            of_asking.push(rank::factor(of, slug, value));
                        });
                        explanation.factors.splice(0..0, of_asking);
                        if lapsed < 1.0 {
                            explanation.factors.push(rank::factor("position", "no longer held", lapsed));
                        }
                        if is_further {
                            explanation.factors.push(rank::factor("further", "text", rank::FURTHER_TEXT));
                        }
                        Some(explanation)
                    }
                    false => None,
                },
            });
        }
        Ok(Answer { hits: page, total, facets: counts, understood, scope, lead })
    }

    fn reader<'a>(
        &'a self,
        corpus: &'a Corpus,
        analyser: &'a mut Analyser,
        expansion: Expansion,
        asking: bool,
    ) -> Reader<'a> {
        Reader {
            corpus,
            lexicon: &self.lexicon,
            scope_names: &self.scope_names,
            signs: &self.signs,
            known_words: &self.known_words,
            analyser,
            expansion,
            asking,
        }
    }

    fn factors_of(&self, corpus: &Corpus, on_day: &OnDay<'_>, ordinal: usize) -> Vec<Factor> {
        let Some(record) = corpus.record(ordinal) else {
            return Vec::new();
        };
        let source = self.columns.source_of(ordinal).and_then(|i| corpus.sources().get(i));
        let currency = on_day.currency(ordinal).unwrap_or(Currency::Unknown);
        rank::factors(record, source, currency)
    }

    /// After the first texts, the evidence: many texts say nearly the same.
    fn let_evidence_through(&self, hits: &mut [Match]) {
        let is_text = |hit: &Match| self.kinds.get(hit.ordinal) == Some(&RecordKind::Blurb);
        let mut texts: Vec<usize> = (0..hits.len()).filter(|&at| is_text(&hits[at])).collect();
        if texts.len() > rank::TEXTS_FIRST {
            texts.select_nth_unstable_by(rank::TEXTS_FIRST, |&a, &b| hits[a].before(&hits[b]));
        }
        for &at in texts.iter().skip(rank::TEXTS_FIRST) {
            hits[at].score *= rank::FURTHER_TEXT;
            hits[at].is_further = true;
        }
    }

    /// The first blurb that is asked for in these very words and may be published.
    fn asked_for(&self, corpus: &Corpus, as_of: Date, question: Option<&Leaf>) -> Result<Option<usize>, SearchError> {
        let mut found = None;
        if let Some(question) = question {
            self.each(question, |ordinal, _| {
                if found.is_none() && is_publishable(corpus, ordinal, as_of) {
                    found = Some(ordinal);
                }
            })?;
        }
        Ok(found)
    }

    /// The blurb that answers a question: the first among the best hits, if it has most of what the question tells.
    fn answering(
        &self,
        corpus: &Corpus,
        as_of: Date,
        voice: rank::Voice,
        asked: &[Sought],
        hits: &[Match],
        is_rescue: bool,
    ) -> Option<Lead> {
        if voice == rank::Voice::LookUp || is_rescue {
            return None;
        }
        let best = hits.first()?.score;
        let near = hits.iter().take(rank::ANSWER_WITHIN).filter(|hit| {
            hit.share >= rank::ANSWER_SHARE
                && hit.said >= rank::ANSWER_SAID
                && hit.score > 0.0
                && hit.score >= rank::ANSWER_SCORE * best
        });
        // Who asks whether something is safe is not answered with whether it, or a drug they take, helps.
        let is_of_benefit = |ordinal: &usize| match corpus.record(*ordinal) {
            Some(Record::Blurb(blurb)) => blurb.aspect == Aspect::Effectiveness,
            Some(Record::Source(_) | Record::Finding(_) | Record::Claim(_) | Record::Topic(_)) | None => false,
        };
        let may_lead = |ordinal: &usize| asked != [Sought::Harms] || !is_of_benefit(ordinal);
        let mut near = near.map(|hit| hit.ordinal).filter(may_lead);
        near.find(|ordinal| is_publishable(corpus, *ordinal, as_of)).map(Lead::Blurb)
    }

    fn factors_on(&self, corpus: &Corpus, on_day: &OnDay<'_>, as_of: Date) -> std::sync::Arc<(Date, Vec<f32>)> {
        if let Some(known) = self.factors.load_full()
            && known.0 == as_of
        {
            return known;
        }
        let product =
            |ordinal| self.factors_of(corpus, on_day, ordinal).iter().map(|factor| factor.value).product::<f32>();
        let fresh = std::sync::Arc::new((as_of, (0..corpus.len()).map(product).collect()));
        self.factors.store(Some(std::sync::Arc::clone(&fresh)));
        fresh
    }

    fn explain(
        &self,
        corpus: &Corpus,
        on_day: &OnDay<'_>,
        ordinal: usize,
        text_score: f32,
        leaves: &[(&Leaf, f32)],
    ) -> Result<Explanation, SearchError> {
        let doc = DocId::try_from(ordinal).unwrap_or(DocId::MAX);
        let mut parts = Vec::new();
        let statistics = self.statistics();
        for (leaf, worth) in leaves {
            let Some(query) = self.leaf_query(leaf) else { continue };
            let weight = query.weight(EnableScoring::enabled_from_statistics_provider(&statistics, &self.searcher))?;
            for reader in self.searcher.segment_readers() {
                let mut scorer = weight.scorer(reader, 1.0)?;
                if scorer.doc() <= doc && scorer.seek(doc) == doc {
                    let term = leaf
                        .words
                        .join(" ")
                        .replace('\u{1}', "topic:")
                        .replace('\u{2}', "name:")
                        .replace('\u{3}', "asked:");
                    parts.push(ScorePart { term, field: leaf.field, score: worth * scorer.score() });
                }
            }
        }
        parts.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.term.cmp(&b.term)));
        Ok(Explanation { text_score, factors: self.factors_of(corpus, on_day, ordinal), parts })
    }

    /// Completions of what is being typed, best first. When nothing completes it, its words are corrected and tried
    /// again.
    pub fn suggest(&self, text: &str, kinds: &[RecordKind], as_of: Date, limit: usize) -> Vec<Suggestion> {
        let typed = typed(text);
        let found = self.lexicon.complete(&typed, kinds, as_of, limit);
        if !found.is_empty() {
            return found;
        }
        // `this vs tha`: a name has the words that tell, not those that ask.
        let telling: Vec<String> = typed.iter().filter(|word| !Questions::english().is_asking(word)).cloned().collect();
        if telling.len() < typed.len() {
            let found = self.lexicon.complete(&telling, kinds, as_of, limit);
            if !found.is_empty() {
                return found;
            }
        }
        let corrected: Vec<String> = typed
            .iter()
            .map(|word| match self.known_words.knows(word) {
                true => word.clone(),
                false => self.known_words.correction(word).unwrap_or(word).to_owned(),
            })
            .collect();
        self.lexicon.complete(&corrected, kinds, as_of, limit)
    }

    /// Whether something completes the text as it stands.
    pub fn completes(&self, text: &str, kinds: &[RecordKind], as_of: Date) -> bool {
        !self.lexicon.complete(&typed(text), kinds, as_of, 1).is_empty()
    }

    /// The text with words corrected that no record has, if there are any.
    pub fn did_you_mean(&self, corpus: &Corpus, text: &str) -> Option<String> {
        let mut analyser = Analyser::new();
        let reader = self.reader(corpus, &mut analyser, Expansion::Full, true);
        reader.read(text, Matching::Most).understood.corrected
    }

    /// Reads other texts the way the records were read.
    pub fn text_reader(&self) -> TextReader<'_> {
        TextReader::new(&self.lexicon, &self.known_words)
    }

    /// Every value of a facet that a request may filter by, with its label, in published order: the whole vocabulary
    /// of closed ones, the topics of the corpus for the others.
    pub fn facet_values(&self, facet: Facet) -> &[(String, String)] {
        self.columns.values(facet)
    }
}

/// Whether a record is a blurb that may be published on that day.
fn is_publishable(corpus: &Corpus, ordinal: usize, as_of: Date) -> bool {
    match corpus.record(ordinal) {
        Some(Record::Blurb(blurb)) => blurb.life.state(as_of).is_some_and(BlurbState::is_publishable),
        Some(Record::Source(_) | Record::Finding(_) | Record::Claim(_) | Record::Topic(_)) | None => false,
    }
}

/// The folded words of a text that is being typed.
fn typed(text: &str) -> Vec<String> {
    let words = Analyser::new().words(query::clip(text, MAX_BYTES)).into_iter();
    words.filter(|word| word.shape != Shape::Compound).take(MAX_TERMS).map(|word| word.exact).collect()
}

/// Puts matches in order, by relevance only as many as are needed. Every order ends with the position of the record, which is
/// by kind and id, so that it is total.
fn order(corpus: &Corpus, sort: Sort, hits: &mut [Match], needed: usize) {
    let source = |hit: &Match| match corpus.record(hit.ordinal) {
        Some(Record::Source(source)) => Some(source),
        Some(Record::Finding(finding)) => corpus.source(finding.source.as_str()),
        Some(Record::Claim(_) | Record::Blurb(_) | Record::Topic(_)) | None => None,
    };
    match sort {
        Sort::Relevance => {
            let needed = needed.min(hits.len());
            if needed < hits.len() {
                hits.select_nth_unstable_by(needed, Match::before);
            }
            hits[..needed].sort_unstable_by(Match::before);
        }
        // Records without a date come last in both.
        Sort::Newest => hits.sort_by_cached_key(|hit| {
            let issued = source(hit).map(|source| source.bibliography.issued);
            (issued.is_none(), std::cmp::Reverse(issued), hit.ordinal)
        }),
        Sort::Oldest => hits.sort_by_cached_key(|hit| {
            let issued = source(hit).map(|source| source.bibliography.issued);
            (issued.is_none(), issued, hit.ordinal)
        }),
        Sort::Evidence => hits.sort_by(|a, b| {
            let strength = |hit| source(hit).map_or(0.0, |source| design_factor(source.design));
            strength(b).total_cmp(&strength(a)).then(b.score.total_cmp(&a.score)).then(a.ordinal.cmp(&b.ordinal))
        }),
        Sort::Title => hits.sort_by_cached_key(|hit| {
            (corpus.record(hit.ordinal).map(|record| record.title().to_lowercase()), hit.ordinal)
        }),
        Sort::Id => hits.sort_by_cached_key(|hit| {
            let record = corpus.record(hit.ordinal);
            (record.map(|record| record.id().to_owned()), record.map(|record| record.kind().slug()))
        }),
    }
}
