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
mod completion;
mod coverage;
mod cut;
mod document;
mod excerpt;
mod facet;
mod folder;
mod gather;
mod leading;
mod open;
mod order;
mod place;
mod plan;
mod positions;
mod query;
mod rank;
mod reading;
mod request;
mod schema;
mod scope;
mod signs;
mod spelling;
mod splice;
mod suggest;
mod thesaurus;
mod together;

use std::{collections::HashSet, fmt, sync::Mutex};

use arc_swap::ArcSwapOption;
use tantivy::{DocId, Searcher, query::EnableScoring};

pub(crate) use answer::utf16_length;
pub use answer::{
    Answer, Cut, DropReason, Dropped, Excerpt, Explanation, FacetCounts, FacetValue, Factor, Hit, InterpretedTerm,
    Lead, Offset, QueryInterpretation, QuestionScope, ScorePart, Span, Suggestion, TermRole, TextField,
};
pub use folder::IndexError;
pub use open::Opened;
pub use plan::MAX_TERMS;
pub use query::MAX_BYTES;
pub use rank::{FIELD_BOOSTS, currency_factor, design_factor, editorial_factor, verification_factor};
pub use reading::{ReadText, ReadTopic, ReadWord, TextReader, WordForm};
pub use request::{
    Choice, Expansion, Facet, Filters, MAX_DIGITS, MAX_NAMES, Matching, NameField, Named, NumberField, Range, Request,
    Sort,
};
pub use schema::Progress;

use asking::{Asking, Subject};
use cut::TextCutter;
use excerpt::Marker;
use facet::{DocValues, OnDay};
use order::{Match, order};
use plan::{Clause, Plan};
use query::Reader;
use schema::{Fields, Statistics, Tokens};
use spelling::SpellChecker;
use thesaurus::Thesaurus;

use crate::{
    corpus::Corpus,
    domain::{Currency, Date, RecordKind, Sought, scope::Coverage},
    text::Analyser,
};

/// The index failed to answer. It was whole when it was opened, so this is a fault of the program.
#[derive(Debug, thiserror::Error)]
#[error("the index failed to answer")]
pub struct SearchError(#[from] tantivy::TantivyError);

/// The index of one corpus, ready to be asked.
pub struct Engine {
    searcher: Searcher,
    fields: Fields,
    thesaurus: Thesaurus,
    scope_names: scope::ScopeNames,
    signs: signs::Signs,
    spell_checker: SpellChecker,
    tokens: Tokens,
    doc_values: DocValues,
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

impl Engine {
    /// What the scores of the index rest on.
    fn statistics(&self) -> Statistics<'_> {
        Statistics { searcher: &self.searcher, tokens: &self.tokens, counted: Vec::new() }
    }

    /// The answer to a question.
    ///
    /// # Errors
    /// [`SearchError`], never because of what is asked.
    pub fn search(&self, corpus: &Corpus, request: &Request<'_>) -> Result<Answer, SearchError> {
        let answer = self.search_as_typed(corpus, request)?;
        // A sentence pasted in quotes stands word for word in few records, and its source has most of its words.
        match query::without_quotes(request.text)
            .filter(|_| answer.total == 0 && request.matching == Matching::MinimumShouldMatch)
        {
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
        let asking = expansion == Expansion::Full && matches!(matching, Matching::MinimumShouldMatch | Matching::Any);
        let reader = self.reader(corpus, &mut analyser, expansion, asking);
        let Plan {
            groups,
            name,
            question,
            voice,
            asked,
            topics,
            outside,
            together,
            names_nothing,
            flags,
            mut understood,
        } = reader.read(text, matching);

        // Who types the whole name of a publication looks that publication up.
        let is_name = match &name {
            Some(clause) => self.has(clause)?,
            None => false,
        };
        let voice = if is_name { rank::Voice::LookUp } else { voice };
        // Whoever wrote a text said that it answers these very words: then nothing of them is outside.
        let asked_for = self.asked_for(corpus, as_of, question.as_ref())?;
        let outside = if asked_for.is_some() { Vec::new() } else { outside };
        let outside: Vec<_> = outside
            .into_iter()
            .filter(|group| !is_name || matches!(group.why, plan::Why::Listed | plan::Why::Topic))
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
        let together = together.filter(|_| voice != rank::Voice::LookUp && asked_for.is_none());
        let told_together = together.as_ref().map(|together| together.told_by(corpus, &self.thesaurus));
        let asking = Asking {
            voice,
            topics: &topics,
            is_overview: gathered.is_overview,
            asks,
            asks_harms_only: asked == [Sought::Harms],
            together: told_together.as_ref(),
            has_text,
        };
        let mut scope = coverage::of_question(&understood, &outside, &gathered, voice);
        if let (Some(together), Some(true)) = (&together, told_together.as_ref().map(HashSet::is_empty)) {
            scope.add(together.as_outside(corpus, text), gathered.records.is_empty());
        }
        let mut matched = gathered.records;
        // What was gathered without a text is among them already.
        if has_text && let Some(sources) = among {
            let places: HashSet<usize> = sources.iter().filter_map(|id| corpus.position_of_source(id)).collect();
            matched.retain(|record| places.contains(&record.ordinal));
        }
        let on_day = self.doc_values.on(corpus, as_of);
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
                self.answering(corpus, as_of, &asking, &hits, gathered.is_rescue)
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
                let cut = self.cutter.cut(&self.thesaurus, ordinal, &shown);
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
                            .flat_map(|(group, worth)| group.clauses.iter().map(|clause| (clause, *worth)));
                        let whole = name.iter().chain(&question).map(|clause| (clause, 1.0));
                        let clauses: Vec<(&Clause, f32)> = of_groups.chain(whole).collect();
                        let mut explanation = self.explain(corpus, &on_day, ordinal, text_score, &clauses)?;
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
            thesaurus: &self.thesaurus,
            scope_names: &self.scope_names,
            signs: &self.signs,
            spell_checker: &self.spell_checker,
            analyser,
            expansion,
            asking,
        }
    }

    fn factors_of(&self, corpus: &Corpus, on_day: &OnDay<'_>, ordinal: usize) -> Vec<Factor> {
        let Some(record) = corpus.record(ordinal) else {
            return Vec::new();
        };
        let source = self.doc_values.source_of(ordinal).and_then(|i| corpus.sources().get(i));
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
        clauses: &[(&Clause, f32)],
    ) -> Result<Explanation, SearchError> {
        let doc = DocId::try_from(ordinal).unwrap_or(DocId::MAX);
        let mut parts = Vec::new();
        let statistics = self.statistics();
        for (clause, worth) in clauses {
            let Some(query) = self.clause_query(clause) else { continue };
            let weight = query.weight(EnableScoring::enabled_from_statistics_provider(&statistics, &self.searcher))?;
            for reader in self.searcher.segment_readers() {
                let mut scorer = weight.scorer(reader, 1.0)?;
                if scorer.doc() <= doc && scorer.seek(doc) == doc {
                    let term = clause
                        .words
                        .join(" ")
                        .replace('\u{1}', "topic:")
                        .replace('\u{2}', "name:")
                        .replace('\u{3}', "asked:");
                    parts.push(ScorePart { term, field: clause.field, score: worth * scorer.score() });
                }
            }
        }
        parts.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.term.cmp(&b.term)));
        Ok(Explanation { text_score, factors: self.factors_of(corpus, on_day, ordinal), parts })
    }

    /// Reads other texts the way the records were read.
    pub fn text_reader(&self) -> TextReader<'_> {
        TextReader::new(&self.thesaurus, &self.spell_checker)
    }

    /// Every value of a facet that a request may filter by, with its label, in published order: the whole vocabulary
    /// of closed ones, the topics of the corpus for the others.
    pub fn facet_values(&self, facet: Facet) -> &[(String, String)] {
        self.doc_values.values(facet)
    }
}
