//! The index opened: as it lies in its folder, or made anew where it does not fit the data.

use std::{path::Path, sync::Mutex};

use arc_swap::ArcSwapOption;
use tantivy::{Index, Searcher};

use super::{
    Engine,
    asking::subjects,
    cut::TextCutter,
    facet::DocValues,
    folder::{self, IndexError},
    schema::{self, Built, Fields, Progress, Tokens},
    scope::ScopeNames,
    signs::Signs,
    spelling::SpellChecker,
    splice,
    thesaurus::Thesaurus,
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
        let before_thesaurus = before.map(|(other, engine)| (other, &engine.thesaurus));
        let thesaurus = Thesaurus::new(corpus, &mut Analyser::new(), before_thesaurus);
        let origin = folder::Origin::new(corpus.fingerprint().to_string());
        let kept = || {
            let folder::Kept { index, words } = folder::read(folder, &origin)?;
            let (searcher, fields) = Self::searcher(&index, corpus)?;
            let (spell_checker, tokens) = SpellChecker::from_bytes(&words, Tokens::fields())?;
            let tokens = Tokens::new(tokens);
            Ok::<_, String>((searcher, fields, spell_checker, tokens))
        };
        let ((searcher, fields, mut spell_checker, tokens), opened) = match kept() {
            Ok(ready) => (ready, Opened::AsItWas),
            Err(because) => {
                let claimed = folder::claim(folder)?;
                // Whoever held the lock until now may have built just this index.
                match kept() {
                    Ok(ready) => (ready, Opened::AsItWas),
                    Err(_) => {
                        let made = Self::made(before, corpus, &thesaurus, progress).map_err(IndexError::Engine)?;
                        let Built { index, directory, spell_checker, tokens } = made;
                        folder::write(&claimed, &origin, &directory, &spell_checker.to_bytes(tokens.of_fields()))?;
                        let searcher = schema::reader(&index).map_err(IndexError::Engine)?.searcher();
                        let fields = Fields::of(&index.schema()).map_err(IndexError::Engine)?;
                        ((searcher, fields, spell_checker, tokens), Opened::Built { because })
                    }
                }
            }
        };
        spell_checker.learn_names(thesaurus.completions().words_of_names());
        let doc_values = DocValues::new(corpus);
        let factors = ArcSwapOption::empty();
        let kinds = corpus.records().map(|record| record.kind()).collect();
        let subjects = subjects(corpus);
        let scope_names = ScopeNames::new(corpus, &mut Analyser::new());
        let signs = Signs::new(corpus, &mut Analyser::new());
        let engine = Self {
            searcher,
            fields,
            thesaurus,
            scope_names,
            signs,
            spell_checker,
            tokens,
            doc_values,
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
        thesaurus: &Thesaurus,
        progress: &dyn Fn(Progress),
    ) -> tantivy::Result<Built> {
        if let Some((other, engine)) = before {
            let Self { searcher, spell_checker, tokens, .. } = engine;
            let before = splice::Before { corpus: other, index: searcher.index(), spell_checker, tokens };
            if let Some(made) = splice::splice(&before, corpus, thesaurus)? {
                return Ok(made);
            }
        }
        schema::build(corpus, thesaurus, progress)
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
