//! The index opened: as it lies in its folder, or made anew where it does not fit the data.

use std::{path::Path, sync::Mutex};

use arc_swap::ArcSwapOption;
use tantivy::{Index, Searcher};

use super::{
    Engine,
    asking::subjects,
    cut::TextCutter,
    facet::Columns,
    folder::{self, IndexError},
    lexicon::Lexicon,
    schema::{self, Built, Fields, Progress, Tokens},
    scope::ScopeNames,
    signs::Signs,
    spelling::KnownWords,
    splice,
};
use crate::{corpus::Corpus, text::Analyser};

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
        known_words.learn_names(lexicon.completions().words_of_names());
        let columns = Columns::new(corpus);
        let factors = ArcSwapOption::empty();
        let kinds = corpus.records().map(|record| record.kind()).collect();
        let subjects = subjects(corpus);
        let scope_names = ScopeNames::new(corpus, &mut Analyser::new());
        let signs = Signs::new(corpus, &mut Analyser::new());
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
}
