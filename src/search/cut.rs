//! The texts of records cut into words, for those records whose extracts somebody asks for: cut when they are first shown, and kept
//! while there is room, because all of them would be most of the memory.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use super::{document::Text, excerpt::CutText, thesaurus::Thesaurus};
use crate::text::Analyser;

/// How much of them is kept, in bytes.
const KEPT: u64 = 32 << 20;

/// Cuts texts of records, or remembers them cut.
pub(super) struct TextCutter {
    kept: moka::sync::Cache<usize, Arc<[CutText]>>,
    /// As many as requests have needed at once: they remember words.
    analysers: Mutex<Vec<Analyser>>,
}

impl Default for TextCutter {
    fn default() -> Self {
        let weight = |_: &usize, texts: &Arc<[CutText]>| -> u32 {
            let bytes: usize = texts.iter().map(CutText::bytes).sum();
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Self {
            kept: moka::sync::Cache::builder().max_capacity(KEPT).weigher(weight).build(),
            analysers: Mutex::default(),
        }
    }
}

impl fmt::Debug for TextCutter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextCutter").finish_non_exhaustive()
    }
}

impl TextCutter {
    /// The texts of the record at a position that are shown, cut; as many as there are texts.
    pub(super) fn cut(&self, thesaurus: &Thesaurus, ordinal: usize, shown: &[Text<'_>]) -> Arc<[CutText]> {
        self.kept.get_with(ordinal, || {
            let kept = self.analysers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut analyser = kept.unwrap_or_default();
            let cut = |text: &Text<'_>| {
                let words = analyser.words(&text.text);
                let concepts = thesaurus.concepts(&words);
                CutText::new(&words, &concepts, |topic| thesaurus.with_wider(topic))
            };
            let texts = shown.iter().map(cut).collect();
            self.analysers.lock().unwrap_or_else(PoisonError::into_inner).push(analyser);
            texts
        })
    }
}
