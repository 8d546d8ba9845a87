//! The tree of a question in tantivy's words, and what it finds: the only translation there is.
//!
//! Every record that is found is counted, because totals are exact. A page is what comes after a key, never after a number
//! of records, so that what is loaded between two pages neither repeats nor hides any.

use std::{collections::HashMap, ops::Bound, sync::Arc};

use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query as EngineQuery, RangeQuery,
        RegexQuery, TermQuery, TermSetQuery,
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    Literature, LookUpError, Record,
    collect::{Collecting, Counting, Keys, Order, Page},
    cursor::Cursor,
    key::{journal_key, state_term},
    query::{
        self, Facet, FacetCount, Filters, Matching, NameField, NumberField, Query, Request, Sort, Stage, WordField,
    },
    statistics::OfFields,
    union::AnyOf,
};
use crate::domain::{
    EditorialState, Vocabulary,
    stop::{Stop, Stopped},
};

/// Most values of a facet that are given.
const MAX_VALUES: usize = 50;

/// Why there is no answer. Never because of what is asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index failed.
    #[error(transparent)]
    LookUp(#[from] LookUpError),
    /// Nobody waits any more.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::LookUp(error.into())
    }
}

/// A record that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The record.
    pub record: Record,
    /// Its score, where the order is by relevance and there are words: comparable within one answer only, and never with
    /// those of the curated records.
    pub score: Option<f32>,
}

/// The answer to a question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The page.
    pub found: Vec<Found>,
    /// How many records were found in all.
    pub total: u64,
    /// Where the next page begins; none when this is the last.
    pub next: Option<Cursor>,
    /// Counts, in the order asked for.
    pub facets: Vec<(Facet, Vec<FacetCount>)>,
    /// How many of the words the records have.
    pub matching: Matching,
    /// Words that no record has.
    pub unknown: Vec<String>,
}

/// The publications that only the records of notices tell something of, by their state, each with the numbers of their
/// records.
pub(super) type Noticed = HashMap<EditorialState, Vec<u64>>;

impl Literature {
    /// What records are put in order by, of each segment.
    fn keys(&self) -> tantivy::Result<Arc<[Keys]>> {
        if let Some(keys) = self.keys.get() {
            return Ok(Arc::clone(keys));
        }
        let keys: Arc<[Keys]> = self.searcher.segment_readers().iter().map(Keys::of).collect::<tantivy::Result<_>>()?;
        Ok(Arc::clone(self.keys.get_or_init(|| keys)))
    }

    /// The answer to a question.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn search(&self, request: &Request<'_>, stop: &Stop) -> Result<Answer, SearchError> {
        let Request { text, matching, filters, sort, limit, after, facets } = request;
        let words = query::read(text);
        let statistics = &self.statistics();
        let filter = self.filter(statistics, filters)?;
        let has_words = !matches!(words.query(Stage::All), Query::Everything);
        let stages: &[Stage] = match matching {
            Matching::All => &[Stage::All],
            Matching::Any => &[Stage::Any],
            Matching::MinimumShouldMatch => &[Stage::All, Stage::Most, Stage::Any],
        };
        let by_score = *sort == Sort::Relevance && has_words;
        let order = if by_score {
            Order::Score
        } else if *sort == Sort::Oldest {
            Order::Oldest
        } else {
            Order::Newest
        };
        let mut page = Page { total: 0, best: Vec::new() };
        let mut used = Stage::All;
        let mut asked: Box<dyn EngineQuery> = Box::new(EmptyQuery);
        for stage in stages {
            asked = self.with_filter(self.translate(statistics, &words.query(*stage))?, filter.as_deref());
            let keys = self.keys()?;
            let collector = Collecting { order, after: *after, limit: limit + 1, stop: stop.clone(), keys };
            page = self.searcher.search_with_statistics_provider(&asked, &collector, statistics)?;
            stop.check()?;
            used = *stage;
            if page.total > 0 || !has_words {
                break;
            }
        }
        let mut found = Vec::new();
        let next =
            (page.best.len() > *limit).then(|| limit.checked_sub(1).and_then(|last| page.best.get(last))).flatten();
        let next = next.map(|best| best.key);
        for best in page.best.into_iter().take(*limit) {
            found.push(Found { record: self.record_at(best.at)?, score: by_score.then_some(best.score) });
        }
        let facets = facets
            .iter()
            .map(|facet| Ok((*facet, self.counts(asked.as_ref(), *facet, stop)?)))
            .collect::<Result<_, SearchError>>()?;
        let matching = match used {
            Stage::All => Matching::All,
            Stage::Most => Matching::MinimumShouldMatch,
            Stage::Any => Matching::Any,
        };
        let unknown = self.unknown(statistics, &words.clauses)?;
        Ok(Answer { found, total: page.total, next, facets, matching, unknown })
    }

    /// How many records a question finds.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn count(&self, text: &str, stop: &Stop) -> Result<u64, SearchError> {
        let request = Request {
            text,
            matching: Matching::MinimumShouldMatch,
            filters: Filters::default(),
            sort: Sort::Newest,
            limit: 0,
            after: None,
            facets: Vec::new(),
        };
        Ok(self.search(&request, stop)?.total)
    }

    fn unknown(&self, statistics: &OfFields<'_>, clauses: &[Query]) -> Result<Vec<String>, SearchError> {
        let mut unknown = Vec::new();
        for clause in clauses {
            if let Query::Term { field, token } = clause
                && statistics.found(&Term::from_field_text(self.word_field(*field), token))? == 0
            {
                unknown.push(token.clone());
            }
        }
        Ok(unknown)
    }

    fn word_field(&self, field: WordField) -> Field {
        match field {
            WordField::Text => self.fields.text,
            WordField::Author => self.fields.author,
        }
    }

    fn name_field(&self, field: NameField) -> Field {
        match field {
            NameField::Key => self.fields.key,
            NameField::Doi => self.fields.doi,
            NameField::Pmcid => self.fields.pmcid,
            NameField::Journal => self.fields.journal,
            NameField::Kind => self.fields.kind,
            NameField::Mesh => self.fields.mesh,
            NameField::Language => self.fields.language,
            NameField::Editorial => self.fields.editorial,
        }
    }

    fn number_field(&self, field: NumberField) -> Field {
        match field {
            NumberField::Year => self.fields.year,
            NumberField::HasAbstract => self.fields.has_abstract,
            NumberField::Live => self.fields.live,
            NumberField::Id => self.fields.id,
        }
    }

    /// A tree in tantivy's words.
    fn translate(&self, statistics: &OfFields<'_>, query: &Query) -> Result<Box<dyn EngineQuery>, SearchError> {
        let all = |queries: &[Query]| {
            queries.iter().map(|query| self.translate(statistics, query)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match query {
            Query::Everything => {
                self.translate(statistics, &Query::Range { field: NumberField::Live, from: 1, to: 1 })?
            }
            Query::Term { field, token } => any_of(self.terms(statistics, *field, token)?),
            Query::Phrase { field, tokens } => {
                let field = self.word_field(*field);
                let terms = tokens.iter().map(|(at, token)| (*at, Term::from_field_text(field, token)));
                Box::new(PhraseQuery::new_with_offset(terms.collect()))
            }
            Query::All(queries) => Box::new(BooleanQuery::intersection(all(queries)?)),
            Query::Any { min: 1, queries } => match self.only_terms(statistics, queries)? {
                Some(terms) => any_of(terms),
                None => Box::new(BooleanQuery::union(all(queries)?)),
            },
            Query::Any { min, queries } => {
                Box::new(BooleanQuery::union_with_minimum_required_clauses(all(queries)?, *min))
            }
            Query::Not(query) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, self.translate(statistics, &Query::Everything)?),
                (Occur::MustNot, self.translate(statistics, query)?),
            ])),
            Query::Range { field, from, to } if from == to => {
                let term = Term::from_field_u64(self.number_field(*field), *from);
                Box::new(TermQuery::new(term, IndexRecordOption::Basic))
            }
            Query::Range { field, from, to } => {
                let bound = |number| Bound::Included(Term::from_field_u64(self.number_field(*field), number));
                Box::new(RangeQuery::new(bound(*from), bound(*to)))
            }
            Query::In { field, names } => {
                let field = self.name_field(*field);
                Box::new(TermSetQuery::new(names.iter().map(|name| Term::from_field_text(field, name))))
            }
            Query::InNumbers { field, numbers } => {
                let field = self.number_field(*field);
                Box::new(TermSetQuery::new(numbers.iter().map(|number| Term::from_field_u64(field, *number))))
            }
            Query::Prefix { field, start } => {
                let pattern: String = start
                    .chars()
                    .flat_map(|c| [Some('\\').filter(|_| !c.is_alphanumeric()), Some(c)])
                    .flatten()
                    .collect();
                match RegexQuery::from_pattern(&format!("{pattern}.*"), self.name_field(*field)) {
                    Ok(query) => Box::new(query),
                    Err(_) => Box::new(AllQuery),
                }
            }
        })
    }

    /// The terms that a word is looked for as.
    fn terms(&self, statistics: &OfFields<'_>, field: WordField, token: &str) -> tantivy::Result<Vec<Term>> {
        let mut terms = vec![Term::from_field_text(self.word_field(field), token)];
        if field == WordField::Text {
            let author = Term::from_field_text(self.fields.author, token);
            // A word that is a name of authors rather than a word of texts finds them as well.
            if statistics.found(&author)? > statistics.found(&terms[0])? {
                terms.push(author);
            }
        }
        Ok(terms)
    }

    /// The terms of questions that are words and nothing else.
    fn only_terms(&self, statistics: &OfFields<'_>, queries: &[Query]) -> tantivy::Result<Option<Vec<Term>>> {
        let mut terms = Vec::new();
        for query in queries {
            let Query::Term { field, token } = query else { return Ok(None) };
            terms.extend(self.terms(statistics, *field, token)?);
        }
        Ok(Some(terms))
    }

    /// What records must be beside having the words. It adds nothing to their scores.
    fn with_filter(&self, words: Box<dyn EngineQuery>, filter: Option<&dyn EngineQuery>) -> Box<dyn EngineQuery> {
        match filter {
            None => words,
            Some(filter) => {
                let filter: Box<dyn EngineQuery> = Box::new(ConstScoreQuery::new(filter.box_clone(), 0.0));
                Box::new(BooleanQuery::new(vec![(Occur::Must, words), (Occur::Must, filter)]))
            }
        }
    }

    fn filter(
        &self,
        statistics: &OfFields<'_>,
        filters: &Filters,
    ) -> Result<Option<Box<dyn EngineQuery>>, SearchError> {
        let Filters { author, journal, year, kind, mesh, has_abstract, editorial, language } = filters;
        let mut all = Vec::new();
        if !author.is_empty() {
            all.push(Query::Any { min: 1, queries: author.iter().filter_map(|name| query::author(name)).collect() });
        }
        if !journal.is_empty() {
            // An ISSN stands beside the names as it is written.
            let names = journal.iter().flat_map(|name| [journal_key(name), name.trim().to_uppercase()]);
            all.push(Query::In { field: NameField::Journal, names: names.collect() });
        }
        for (field, names) in [(NameField::Kind, kind), (NameField::Mesh, mesh), (NameField::Language, language)] {
            if !names.is_empty() {
                all.push(query::names(field, names));
            }
        }
        if let Some((from, to)) = year {
            all.push(Query::Range { field: NumberField::Year, from: u64::from(*from), to: u64::from(*to) });
        }
        if let Some(has) = has_abstract {
            let value = u64::from(*has);
            all.push(Query::Range { field: NumberField::HasAbstract, from: value, to: value });
        }
        if !editorial.is_empty() {
            let states = editorial.iter().map(|state| self.in_state(*state)).collect::<Result<_, _>>()?;
            all.push(Query::Any { min: 1, queries: states });
        }
        if all.is_empty() { Ok(None) } else { self.translate(statistics, &Query::All(all)).map(Some) }
    }

    /// The records in a state, as [`Self::states`] tells it.
    fn in_state(&self, state: Option<EditorialState>) -> Result<Query, SearchError> {
        let noticed = self.noticed()?;
        Ok(match state {
            Some(state) => {
                let own = Query::In { field: NameField::Editorial, names: vec![state_term(state).to_owned()] };
                let numbers = noticed.get(&state).cloned().unwrap_or_default();
                Query::Any { min: 1, queries: vec![own, Query::InNumbers { field: NumberField::Id, numbers }] }
            }
            None => {
                let names = EditorialState::ALL.iter().map(|state| state_term(*state).to_owned()).collect();
                let numbers = noticed.values().flatten().copied().collect();
                Query::Not(Box::new(Query::Any {
                    min: 1,
                    queries: vec![
                        Query::In { field: NameField::Editorial, names },
                        Query::InNumbers { field: NumberField::Id, numbers },
                    ],
                }))
            }
        })
    }

    /// What the notices tell that the records they speak of do not, worked out once.
    fn noticed(&self) -> Result<&Noticed, SearchError> {
        if let Some(noticed) = self.noticed.get() {
            return Ok(noticed);
        }
        let mut noticed = Noticed::new();
        for pmid in self.spoken()?.pmids() {
            let Some(record) = self.by_pmid(*pmid)? else { continue };
            for state in self.states(&record)?.distinct() {
                noticed.entry(state).or_default().push(record.id.number());
            }
        }
        for record in self.listed_records()? {
            for state in self.states(&record)?.distinct() {
                noticed.entry(state).or_default().push(record.id.number());
            }
        }
        for numbers in noticed.values_mut() {
            numbers.sort_unstable();
            numbers.dedup();
        }
        Ok(self.noticed.get_or_init(|| noticed))
    }

    fn counts(&self, query: &dyn EngineQuery, facet: Facet, stop: &Stop) -> Result<Vec<FacetCount>, SearchError> {
        let field = match facet {
            Facet::Year => self.fields.year,
            Facet::Type => self.fields.kind,
            Facet::Journal => self.fields.journal_name,
            Facet::Mesh => self.fields.mesh,
            Facet::Language => self.fields.language,
        };
        let field = self.searcher.schema().get_field_name(field).to_owned();
        let collector = Counting { field, is_number: facet == Facet::Year, stop: stop.clone() };
        let counted = self.searcher.search(query, &collector)?;
        stop.check()?;
        let mut counts: Vec<FacetCount> =
            counted.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
        counts.sort_by(|a, b| match facet {
            Facet::Year => b.value.cmp(&a.value),
            Facet::Type | Facet::Journal | Facet::Mesh | Facet::Language => {
                b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value))
            }
        });
        counts.truncate(if facet == Facet::Year { usize::MAX } else { MAX_VALUES });
        Ok(counts)
    }
}

/// The records with any of these terms.
fn any_of(terms: Vec<Term>) -> Box<dyn EngineQuery> {
    match terms.as_slice() {
        [only] => Box::new(TermQuery::new(only.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(AnyOf::new(terms)),
    }
}
