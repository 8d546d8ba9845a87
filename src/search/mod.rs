//! The index: schema, query, ranking, excerpts, facets and the folder it is kept in.
//!
//! The only module that names tantivy. It answers with positions of records, never with stored text: words come from
//! the corpus alone, so that an old index can never show old words.
//!
//! Every matching record is scored, because totals and facet counts are exact. That is right for a curated corpus of
//! some thousand records; from some hundred thousand on, two passes with tantivy's block-max WAND would be cheaper.

mod answer;
mod document;
mod excerpt;
mod facet;
mod folder;
mod lexicon;
mod query;
mod rank;
mod reading;
mod request;
mod schema;

use std::{fmt, path::Path};

use arc_swap::ArcSwapOption;
use tantivy::{
    DocId, Index, Score, Searcher, SegmentOrdinal, SegmentReader, Term,
    collector::{Collector, SegmentCollector},
    query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, EnableScoring, Occur, PhraseQuery, Query, TermQuery},
    schema::IndexRecordOption,
};

pub use answer::{
    Answer, Cut, DropReason, Dropped, Excerpt, Explanation, FacetCounts, FacetValue, Factor, Hit, Offset, ScorePart,
    Span, Suggestion, TermRole, TextField, Understood, UnderstoodTerm,
};
pub use query::{MAX_BYTES, MAX_TERMS};
pub use rank::{FIELD_BOOSTS, currency_factor, design_factor, editorial_factor, verification_factor};
pub use reading::{ReadText, ReadTopic, ReadWord, TextReader};
pub use request::{Choice, Expansion, Facet, Filters, Matching, NumberField, Range, Request, Sort};
pub use schema::Progress;

use excerpt::{CutText, Interner, Marker};
use facet::{Columns, OnDay};
use lexicon::{KnownWords, Lexicon};
use query::{Form, Group, Leaf, Plan, Reader};
use schema::Fields;

use crate::{
    corpus::{Corpus, Record},
    domain::{Currency, Date, RecordKind, Vocabulary},
    text::{Analyser, Shape},
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
    known_words: KnownWords,
    columns: Columns,
    /// For each record, its texts cut into words.
    texts: Vec<Vec<CutText>>,
    interner: Interner,
    /// Factors of the records on the day last asked for.
    factors: ArcSwapOption<(Date, Vec<f32>)>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("records", &self.texts.len()).finish_non_exhaustive()
    }
}

/// A record found, by its position, with its text score.
#[derive(Clone, Copy, Debug)]
struct Match {
    ordinal: usize,
    text_score: f32,
    score: f32,
}

impl Engine {
    /// Opens the index in `folder`, building it first when it is missing, stale, truncated or damaged.
    ///
    /// # Errors
    /// [`IndexError`]. A damaged index is none: it is built anew.
    pub fn open(corpus: &Corpus, folder: &Path, progress: &dyn Fn(Progress)) -> Result<(Self, Opened), IndexError> {
        let prepared = schema::prepare(corpus);
        let origin = folder::Origin::new(corpus.fingerprint().to_string(), prepared.contents);
        let kept = || folder::read(folder, &origin).and_then(|index| Self::searcher(&index, corpus));
        let ((searcher, fields), opened) = match kept() {
            Ok(ready) => (ready, Opened::AsItWas),
            Err(because) => {
                let claimed = folder::claim(folder)?;
                // Whoever held the lock until now may have built just this index.
                match kept() {
                    Ok(ready) => (ready, Opened::AsItWas),
                    Err(_) => {
                        let (index, directory) =
                            schema::build(corpus, &prepared.lexicon, progress).map_err(IndexError::Engine)?;
                        folder::write(&claimed, &origin, &directory)?;
                        let searcher = schema::reader(&index).map_err(IndexError::Engine)?.searcher();
                        let fields = Fields::of(&index.schema()).map_err(IndexError::Engine)?;
                        ((searcher, fields), Opened::Built { because })
                    }
                }
            }
        };
        let schema::Prepared { lexicon, known_words, texts, interner, contents: _ } = prepared;
        let columns = Columns::new(corpus);
        let factors = ArcSwapOption::empty();
        let engine = Self { searcher, fields, lexicon, known_words, columns, texts, interner, factors };
        Ok((engine, opened))
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
        let Request {
            text,
            matching,
            expansion,
            ref filters,
            sort,
            as_of,
            offset,
            limit,
            ref facets,
            excerpts,
            explain,
        } = *request;
        let mut analyser = Analyser::new();
        let reader = self.reader(corpus, &mut analyser, expansion);
        let Plan { groups, name, required, mut understood } = reader.read(text, matching);

        let matched = self.matching(corpus, request, &groups, name.as_ref(), required)?;
        let on_day = self.columns.on(corpus, as_of);
        let ordinals: Vec<usize> = matched.iter().map(|(ordinal, _)| *ordinal).collect();
        let counts = facets.iter().map(|&facet| on_day.counts(&ordinals, filters, facet)).collect();

        let factors = self.factors_on(corpus, &on_day, as_of);
        let mut hits: Vec<Match> = matched
            .into_iter()
            .filter(|(ordinal, _)| on_day.passes(*ordinal, filters, None))
            .map(|(ordinal, text_score)| {
                let factor = factors.1.get(ordinal).copied().unwrap_or(1.0);
                let score = if groups.is_empty() { factor } else { text_score * factor };
                Match { ordinal, text_score, score }
            })
            .collect();
        let total = hits.len();
        order(corpus, sort, &mut hits);

        for (term, group) in understood.terms.iter_mut().zip(&groups) {
            term.found = self.frequency(group)? > 0;
        }
        if total == 0 {
            understood.without_unknown = self.without_unknown(corpus, request, &groups, &understood, &on_day)?;
        }
        let marker = Marker::new(&groups, &self.interner);
        let mut page = Vec::new();
        for Match { ordinal, text_score, score } in hits.into_iter().skip(offset).take(limit) {
            let texts = self.texts.get(ordinal).map_or(&[][..], Vec::as_slice);
            page.push(Hit {
                ordinal,
                score: if groups.is_empty() { 0.0 } else { score },
                excerpts: if excerpts { marker.excerpts(texts) } else { Vec::new() },
                explanation: match explain {
                    true => {
                        let leaves: Vec<&Leaf> = groups.iter().flat_map(|group| &group.leaves).chain(&name).collect();
                        Some(self.explain(corpus, &on_day, ordinal, text_score, &leaves)?)
                    }
                    false => None,
                },
            });
        }
        Ok(Answer { hits: page, total, facets: counts, understood })
    }

    fn reader<'a>(&'a self, corpus: &'a Corpus, analyser: &'a mut Analyser, expansion: Expansion) -> Reader<'a> {
        Reader { corpus, lexicon: &self.lexicon, known_words: &self.known_words, analyser, expansion }
    }

    /// Every record that has enough of the groups, with its text score. All records when nothing was typed.
    fn matching(
        &self,
        corpus: &Corpus,
        request: &Request<'_>,
        groups: &[Group],
        name: Option<&Leaf>,
        required: usize,
    ) -> Result<Vec<(usize, f32)>, SearchError> {
        if groups.is_empty() {
            // Something was typed, but nothing that can be looked for: that is nothing found, not everything.
            let typed_nothing = request.text.trim().is_empty();
            return Ok(if typed_nothing { (0..corpus.len()).map(|i| (i, 0.0)).collect() } else { Vec::new() });
        }
        let mut telling: Vec<Box<dyn Query>> = Vec::new();
        let mut optional: Vec<Box<dyn Query>> = Vec::new();
        for group in groups {
            let common = request.matching == Matching::Most && self.is_common(corpus, group)?;
            if common { &mut optional } else { &mut telling }.push(self.group_query(group));
        }
        let needed = match telling.is_empty() {
            // All that was typed is common: then it is what is looked for.
            true => BooleanQuery::union_with_minimum_required_clauses(std::mem::take(&mut optional), required),
            false => {
                let required = required.saturating_sub(optional.len()).max(1);
                BooleanQuery::union_with_minimum_required_clauses(telling, required)
            }
        };
        optional.extend(name.map(|leaf| self.leaf_query(leaf)));
        let needed: (Occur, Box<dyn Query>) = (Occur::Must, Box::new(needed));
        let clauses = std::iter::once(needed).chain(optional.into_iter().map(|query| (Occur::Should, query)));
        Ok(self.searcher.search(&BooleanQuery::new(clauses.collect()), &AllScores)?)
    }

    /// Whether a term tells few records from the others. Numbers, phrases and identifiers always do: who types them
    /// means them.
    fn is_common(&self, corpus: &Corpus, group: &Group) -> Result<bool, SearchError> {
        if group.leaves.iter().all(|leaf| leaf.form == Form::Exact) {
            return Ok(false);
        }
        #[expect(clippy::cast_precision_loss, reason = "a share of records need not be exact")]
        let (frequency, records) = (self.frequency(group)? as f32, corpus.len() as f32);
        Ok(frequency > rank::COMMON_SHARE * records)
    }

    fn group_query(&self, group: &Group) -> Box<dyn Query> {
        let leaves = group.leaves.iter().map(|leaf| self.leaf_query(leaf)).collect();
        Box::new(DisjunctionMaxQuery::with_tie_breaker(leaves, rank::TIE_BREAKER))
    }

    fn terms(&self, leaf: &Leaf) -> Vec<Term> {
        let field = self.fields.field(leaf.field, leaf.form);
        leaf.words.iter().map(|word| Term::from_field_text(field, word)).collect()
    }

    fn leaf_query(&self, leaf: &Leaf) -> Box<dyn Query> {
        let terms = self.terms(leaf);
        let query: Box<dyn Query> = match <[Term; 1]>::try_from(terms) {
            Ok([term]) => Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
            Err(terms) if terms.is_empty() => Box::new(BooleanQuery::new(Vec::<(Occur, Box<dyn Query>)>::new())),
            Err(terms) => Box::new(PhraseQuery::new(terms)),
        };
        Box::new(BoostQuery::new(query, leaf.boost))
    }

    /// How many records have the term in the form and field in which most have it; 0 when none has it at all.
    fn frequency(&self, group: &Group) -> Result<u64, SearchError> {
        let mut most = 0;
        for leaf in &group.leaves {
            let records = match self.terms(leaf).as_slice() {
                [term] => self.searcher.doc_freq(term)?,
                _ => u64::try_from(self.leaf_query(leaf).count(&self.searcher)?).unwrap_or(u64::MAX),
            };
            most = most.max(records);
        }
        Ok(most)
    }

    /// How many hits there would be without the terms no record has; none when that changes nothing.
    fn without_unknown(
        &self,
        corpus: &Corpus,
        request: &Request<'_>,
        groups: &[Group],
        understood: &Understood,
        on_day: &OnDay<'_>,
    ) -> Result<Option<usize>, SearchError> {
        let known: Vec<Group> = groups
            .iter()
            .zip(&understood.terms)
            .filter(|(_, term)| term.found)
            .map(|(group, _)| group.clone())
            .collect();
        if known.is_empty() || known.len() == groups.len() {
            return Ok(None);
        }
        let required = query::required(request.matching, known.len());
        let matched = self.matching(corpus, request, &known, None, required)?;
        let passing = matched.iter().filter(|(ordinal, _)| on_day.passes(*ordinal, &request.filters, None)).count();
        Ok((passing > 0).then_some(passing))
    }

    fn factors_of(&self, corpus: &Corpus, on_day: &OnDay<'_>, ordinal: usize) -> Vec<Factor> {
        let Some(record) = corpus.record(ordinal) else {
            return Vec::new();
        };
        let source = self.columns.source_of(ordinal).and_then(|i| corpus.sources().get(i));
        let currency = on_day.currency(ordinal).unwrap_or(Currency::Unknown);
        rank::factors(record, source, currency)
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
        leaves: &[&Leaf],
    ) -> Result<Explanation, SearchError> {
        let doc = DocId::try_from(ordinal).unwrap_or(DocId::MAX);
        let mut parts = Vec::new();
        for leaf in leaves {
            let query = self.leaf_query(leaf);
            let weight = query.weight(EnableScoring::enabled_from_searcher(&self.searcher))?;
            for reader in self.searcher.segment_readers() {
                let mut scorer = weight.scorer(reader, 1.0)?;
                if scorer.doc() <= doc && scorer.seek(doc) == doc {
                    let term = leaf.words.join(" ").replace('\u{1}', "topic:").replace('\u{2}', "name:");
                    parts.push(ScorePart { term, field: leaf.field, score: scorer.score() });
                }
            }
        }
        parts.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.term.cmp(&b.term)));
        Ok(Explanation { text_score, factors: self.factors_of(corpus, on_day, ordinal), parts })
    }

    /// Completions of what is being typed, best first. When nothing completes it, its words are corrected and tried
    /// again.
    pub fn suggest(&self, text: &str, kinds: &[RecordKind], limit: usize) -> Vec<Suggestion> {
        let typed = typed(text);
        let found = self.lexicon.complete(&typed, kinds, limit);
        if !found.is_empty() {
            return found;
        }
        let corrected: Vec<String> = typed
            .iter()
            .map(|word| match self.known_words.knows(word) {
                true => word.clone(),
                false => self.known_words.correction(word).unwrap_or(word).to_owned(),
            })
            .collect();
        self.lexicon.complete(&corrected, kinds, limit)
    }

    /// Whether something completes the text as it stands.
    pub fn completes(&self, text: &str, kinds: &[RecordKind]) -> bool {
        !self.lexicon.complete(&typed(text), kinds, 1).is_empty()
    }

    /// The text with words corrected that no record has, if there are any.
    pub fn did_you_mean(&self, corpus: &Corpus, text: &str) -> Option<String> {
        let mut analyser = Analyser::new();
        let reader = self.reader(corpus, &mut analyser, Expansion::Full);
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

/// The folded words of a text that is being typed.
fn typed(text: &str) -> Vec<String> {
    let words = Analyser::new().words(query::clip(text, MAX_BYTES)).into_iter();
    words.filter(|word| word.shape != Shape::Compound).take(MAX_TERMS).map(|word| word.exact).collect()
}

/// Puts matches in order. Every order ends with the position of the record, which is by kind and id, so that it is total.
fn order(corpus: &Corpus, sort: Sort, hits: &mut [Match]) {
    let source = |hit: &Match| match corpus.record(hit.ordinal) {
        Some(Record::Source(source)) => Some(source),
        Some(Record::Finding(finding)) => corpus.source(finding.source.as_str()),
        Some(Record::Claim(_) | Record::Blurb(_) | Record::Topic(_)) | None => None,
    };
    match sort {
        Sort::Relevance => {
            hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.ordinal.cmp(&b.ordinal)));
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

/// Collects every matching document with its score. Documents are numbered as the records are: the index is written in
/// one segment, in the order of the corpus.
struct AllScores;

struct SegmentScores(Vec<(usize, f32)>);

impl Collector for AllScores {
    type Fruit = Vec<(usize, f32)>;
    type Child = SegmentScores;

    fn for_segment(&self, _: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentScores> {
        Ok(SegmentScores(Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(usize, f32)>>) -> tantivy::Result<Vec<(usize, f32)>> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentScores {
    type Fruit = Vec<(usize, f32)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if let Ok(ordinal) = usize::try_from(doc) {
            self.0.push((ordinal, score));
        }
    }

    fn harvest(self) -> Vec<(usize, f32)> {
        self.0
    }
}
