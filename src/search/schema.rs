//! The fields of the index, and how records become documents.

use std::collections::BTreeMap;

use super::{
    answer::TextField,
    document,
    plan::{Form, concept_word, name_word, sought_word},
    spelling::SpellChecker,
    thesaurus::Thesaurus,
};
use crate::{
    corpus::{Corpus, Record},
    domain::Vocabulary,
    text::{Analyser, Shape, Word},
};
use tantivy::{
    Index, IndexReader, ReloadPolicy, Searcher, Term,
    directory::RamDirectory,
    query::Bm25StatisticsProvider,
    schema::{Field, IndexRecordOption, OwnedValue, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, Token},
};

/// How far the building of an index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Records written.
    pub done: usize,
    /// Records in all.
    pub total: usize,
}

/// Words between two texts of one field, so that no phrase reaches from one into the next.
const GAP: usize = 100;

/// The tantivy fields: each text as folded, and as stemmed together with the topics it names.
///
/// By the place of the text among [`TextField::ALL`], because a word of a question is looked for in each of them.
#[derive(Debug)]
pub(super) struct Fields(Vec<FieldForms>);

/// The tantivy fields of one text.
#[derive(Clone, Copy, Debug)]
struct FieldForms {
    exact: Field,
    stem: Field,
}

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Exact => "exact",
        Form::Stem => "stem",
    }
}

fn field_name(field: TextField, form: Form) -> String {
    format!("{}_{}", field.slug(), form_name(form))
}

fn field_names() -> impl Iterator<Item = String> {
    TextField::ALL.iter().flat_map(|&field| [Form::Exact, Form::Stem].map(|form| field_name(field, form)))
}

impl Fields {
    fn schema() -> Schema {
        // Words come cut, folded and stemmed; `raw` is never asked to do anything.
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(true)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing);
        let mut schema = Schema::builder();
        for name in field_names() {
            schema.add_text_field(&name, options.clone());
        }
        schema.build()
    }

    /// The fields of an index.
    pub(super) fn of(schema: &Schema) -> tantivy::Result<Self> {
        let named = |field: TextField, form| schema.get_field(&field_name(field, form));
        let fields = TextField::ALL
            .iter()
            .map(|&field| Ok(FieldForms { exact: named(field, Form::Exact)?, stem: named(field, Form::Stem)? }));
        Ok(Self(fields.collect::<tantivy::Result<_>>()?))
    }

    /// The field of a text in a form.
    pub(super) fn field(&self, field: TextField, form: Form) -> Field {
        // `of` has put every one there; field 0 exists in every schema.
        let Some(FieldForms { exact, stem }) = self.0.get(field as usize) else { return Field::from_field_id(0) };
        match form {
            Form::Exact => *exact,
            Form::Stem => *stem,
        }
    }
}

/// Turns records into the words of their fields.
struct Documents<'a> {
    corpus: &'a Corpus,
    thesaurus: &'a Thesaurus,
    analyser: &'a mut Analyser,
    /// For each topic, the word that stands for it.
    concept_words: Vec<String>,
}

impl<'a> Documents<'a> {
    fn new(corpus: &'a Corpus, thesaurus: &'a Thesaurus, analyser: &'a mut Analyser) -> Self {
        let concept_words = corpus.topics().iter().map(|topic| concept_word(topic.id.as_str())).collect();
        Self { corpus, thesaurus, analyser, concept_words }
    }

    /// Tells `word` every word of a record with its field, form and position, and `text` every text that was cut.
    fn walk(
        &mut self,
        record: Record<'a>,
        mut word: impl FnMut(TextField, Form, &str, usize),
        mut text: impl FnMut(TextField, &[Word]),
    ) {
        // Where the next text of a field begins.
        let mut begins: Vec<(TextField, usize)> = Vec::new();
        let mut asked: Vec<String> = Vec::new();
        for document::Text { field, pointer: _, text: content } in document::texts(self.corpus, record) {
            let slot = begins.iter().position(|(of, _)| *of == field).unwrap_or_else(|| {
                begins.push((field, 0));
                begins.len() - 1
            });
            let first = begins[slot].1;
            if field == TextField::Identifiers {
                // One word, whatever is in it.
                word(field, Form::Exact, &content, first);
                begins[slot].1 = first + GAP;
                continue;
            }
            let words = self.analyser.words(&content);
            let concepts = self.thesaurus.concepts(&words);
            begins[slot].1 = first + words.len() + GAP;
            if field == TextField::Names
                && matches!(record, Record::Source(_))
                && let Some(name) = name_word(&words)
            {
                word(field, Form::Exact, &name, first);
            }
            // Who asks in the very words of a question wants its answer; a single word is no question.
            if matches!(field, TextField::Asked | TextField::Title)
                && matches!(record, Record::Blurb(_))
                && let Some(question) = name_word(&words).filter(|question| question.contains(' '))
            {
                asked.push(question);
            }
            for (i, cut) in words.iter().enumerate() {
                let at = first + position(cut);
                // The joined form of a hyphenated word stands beside the parts; phrases are made of parts.
                if cut.shape != Shape::Compound {
                    word(field, Form::Exact, &cut.exact, at);
                }
                word(field, Form::Stem, &cut.stem, at);
                let named = concepts.iter().filter(|concept| concept.first == i);
                let mut topics: Vec<usize> = named.flat_map(|c| self.thesaurus.with_wider(c.topic)).copied().collect();
                topics.sort_unstable();
                topics.dedup();
                for concept in topics.into_iter().filter_map(|topic| self.concept_words.get(topic)) {
                    word(field, Form::Stem, concept, at);
                }
            }
            text(field, &words);
        }
        asked.sort_unstable();
        asked.dedup();
        let after = begins.iter().find(|(of, _)| *of == TextField::Asked).map_or(0, |(_, next)| *next);
        for (i, question) in asked.iter().enumerate() {
            word(TextField::Asked, Form::Exact, question, after + i * GAP);
        }
        let at = begins.iter().find(|(of, _)| *of == TextField::Topics).map_or(0, |(_, next)| *next);
        for sought in document::answers(self.corpus, record) {
            word(TextField::Topics, Form::Stem, &sought_word(sought), at);
        }
    }
}

fn position(word: &Word) -> usize {
    usize::try_from(word.position).unwrap_or(usize::MAX)
}

/// Memory tantivy may use before it spills, in bytes; its own minimum.
const MEMORY: usize = 15_000_000;

/// An index that was built.
pub(super) struct Built {
    pub(super) index: Index,
    pub(super) directory: RamDirectory,
    pub(super) spell_checker: SpellChecker,
    pub(super) tokens: Tokens,
}

/// How many words each field has in all records, in the order of the fields: kept beside the index, because one that is copied in parts
/// estimates them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tokens(Vec<u64>);

impl Tokens {
    /// How many fields there are.
    pub(super) fn fields() -> usize {
        field_names().count()
    }

    pub(super) fn new(of_fields: Vec<u64>) -> Self {
        Self(of_fields)
    }

    /// As the index itself has counted them when it was built.
    fn counted(searcher: &Searcher) -> tantivy::Result<Self> {
        let all = searcher.schema().fields().map(|(field, _)| searcher.total_num_tokens(field));
        Ok(Self(all.collect::<tantivy::Result<_>>()?))
    }

    pub(super) fn of_fields(&self) -> &[u64] {
        &self.0
    }

    fn of(&self, field: Field) -> u64 {
        usize::try_from(field.field_id()).ok().and_then(|at| self.0.get(at)).copied().unwrap_or(0)
    }

    pub(super) fn with(&self, others: &Self) -> Self {
        Self(self.0.iter().zip(&others.0).map(|(own, more)| own.saturating_add(*more)).collect())
    }

    pub(super) fn without(&self, others: &Self) -> Self {
        Self(self.0.iter().zip(&others.0).map(|(own, less)| own.saturating_sub(*less)).collect())
    }
}

/// What scores rest on: of the index, but for the number of words.
pub(super) struct Statistics<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) tokens: &'a Tokens,
    /// How many records have a term, of terms that were looked up already.
    pub(super) counted: Vec<(Term, u64)>,
}

impl Statistics<'_> {
    /// Looks a term up. Whether any record has it: most words stand in few fields, and in the others nothing need be scored.
    pub(super) fn count(&mut self, term: &Term) -> tantivy::Result<bool> {
        let mut count = 0;
        for segment in self.searcher.segment_readers() {
            let found = segment.inverted_index(term.field())?.get_term_info(term)?;
            count += found.map_or(0, |found| u64::from(found.doc_freq));
        }
        self.counted.push((term.clone(), count));
        Ok(count > 0)
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Ok(self.tokens.of(field))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self.counted.iter().find(|(counted, _)| counted == term) {
            Some((_, count)) => Ok(*count),
            None => Bm25StatisticsProvider::doc_freq(self.searcher, term),
        }
    }
}

/// Builds the index in memory, in one segment and in the order of the corpus, so that document numbers are positions
/// of records.
pub(super) fn build(corpus: &Corpus, thesaurus: &Thesaurus, progress: &dyn Fn(Progress)) -> tantivy::Result<Built> {
    let total = corpus.len();
    let built = build_of(corpus, thesaurus, corpus.records(), |done| progress(Progress { done, total }))?;
    progress(Progress { done: total, total });
    Ok(built)
}

/// The same of some records of a corpus, in their order. `begins` is told how many records were written before each.
pub(super) fn build_of<'a>(
    corpus: &'a Corpus,
    thesaurus: &Thesaurus,
    records: impl Iterator<Item = Record<'a>>,
    begins: impl Fn(usize),
) -> tantivy::Result<Built> {
    let schema = Fields::schema();
    let fields = Fields::of(&schema)?;
    let directory = RamDirectory::create();
    let mut writer = Index::builder().schema(schema).single_segment_index_writer(directory.clone(), MEMORY)?;
    let mut analyser = Analyser::new();
    let mut documents = Documents::new(corpus, thesaurus, &mut analyser);
    let mut spell_checker = SpellChecker::default();
    for (done, record) in records.enumerate() {
        begins(done);
        let mut rows: Vec<(Field, Vec<Token>)> = Vec::new();
        let add = |field, form, word: &str, position| {
            let field = fields.field(field, form);
            let token = Token { offset_from: 0, offset_to: 0, position, text: word.to_owned(), position_length: 1 };
            match rows.iter_mut().find(|(of, _)| *of == field) {
                Some((_, tokens)) => tokens.push(token),
                None => rows.push((field, vec![token])),
            }
        };
        documents.walk(record, add, |field, words| {
            // People misspell what they ask for.
            if field != TextField::Asked {
                spell_checker.learn(words, field == TextField::Bibliography);
            }
        });
        // Tantivy's own document would write the words as JSON and read them again.
        let mut document: BTreeMap<Field, OwnedValue> = BTreeMap::new();
        for (field, mut tokens) in rows {
            // The joined form of a hyphenated word comes after its parts and stands at the first of them.
            tokens.sort_by_key(|token| token.position);
            document.insert(field, OwnedValue::PreTokStr(PreTokenizedString { text: String::new(), tokens }));
        }
        writer.add_document(document)?;
    }
    let index = writer.finalize()?;
    let tokens = Tokens::counted(&reader(&index)?.searcher())?;
    Ok(Built { index, directory, spell_checker, tokens })
}

/// The reader of an index that never changes: another version of the data is another index.
pub(super) fn reader(index: &Index) -> tantivy::Result<IndexReader> {
    index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()
}
