//! What can be completed while it is typed: names of topics, publications and texts.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap, HashMap},
    ops::Bound,
    sync::Arc,
};

use super::answer::Suggestion;
use crate::{
    corpus::Corpus,
    domain::{BlurbState, Date, RecordKind, Source, blurb::LifeCycle},
    text::Analyser,
};

/// A name that can be completed.
#[derive(Debug)]
struct Completion {
    words: Vec<String>,
    /// The folded words joined, for an order that does not depend on letter case.
    key: String,
    suggestion: Suggestion,
    /// Of the question that a blurb answers, when that may be published.
    life: Option<LifeCycle>,
}

/// What can be completed, the shorter names first, so that positions are the order in which they are suggested.
#[derive(Debug)]
pub(super) struct Completions {
    all: Vec<Arc<Completion>>,
    /// Positions in the order of the folded words.
    by_key: Vec<u32>,
    /// For each word, in the order of the alphabet, the positions of those that have it, in their order.
    by_word: BTreeMap<String, Vec<u32>>,
}

impl Completions {
    /// Of a corpus. What was made of sources for a version of the data before is taken from there.
    pub(super) fn of(corpus: &Corpus, analyser: &mut Analyser, before: Option<(&Corpus, &Self)>) -> Self {
        Self::new(completions(corpus, analyser, before))
    }

    fn new(mut all: Vec<Arc<Completion>>) -> Self {
        all.sort_unstable_by(|a, b| {
            (a.words.len(), &a.key, &a.suggestion.id).cmp(&(b.words.len(), &b.key, &b.suggestion.id))
        });
        // Nobody holds more names than this can number.
        let positions = 0..u32::try_from(all.len()).unwrap_or(u32::MAX);
        let mut by_key: Vec<u32> = positions.clone().collect();
        by_key.sort_by(|a, b| all[*a as usize].key.cmp(&all[*b as usize].key));
        let mut by_word: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (at, completion) in positions.zip(&all) {
            for word in &completion.words {
                let having = match by_word.get_mut(word) {
                    Some(having) => having,
                    None => by_word.entry(word.clone()).or_default(),
                };
                if having.last() != Some(&at) {
                    having.push(at);
                }
            }
        }
        Self { all, by_key, by_word }
    }

    /// Whether a name has this word.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.by_word.contains_key(word)
    }

    /// The words of names that begin so, in the order of the alphabet.
    pub(super) fn words_beginning<'a>(&'a self, begun: &'a str) -> impl Iterator<Item = &'a str> {
        let from = self.by_word.range::<str, _>((Bound::Included(begun), Bound::Unbounded));
        from.map(|(word, _)| word.as_str()).take_while(move |word| word.starts_with(begun))
    }

    /// The words of names and titles. Those of a question that a text answers are those of everybody.
    pub(super) fn words_of_names(&self) -> impl Iterator<Item = &String> {
        let named = self.all.iter().filter(|completion| completion.suggestion.kind != RecordKind::Blurb);
        named.flat_map(|completion| &completion.words)
    }

    /// Completions of what is being typed: every word but the last must be a word of the name, the last one the
    /// beginning of one. Names that begin with what was typed come first, then shorter ones.
    pub(super) fn complete_on(
        &self,
        typed: &[String],
        kinds: &[RecordKind],
        as_of: Date,
        limit: usize,
    ) -> Vec<Suggestion> {
        let is_wanted = |completion: &Completion| {
            (kinds.is_empty() || kinds.contains(&completion.suggestion.kind)) && completion.is_given_on(as_of)
        };
        self.complete(typed, limit, is_wanted)
    }

    /// Those that begin with what was typed, then those that have its words and one that begins like the last.
    fn complete(&self, typed: &[String], limit: usize, is_wanted: impl Fn(&Completion) -> bool) -> Vec<Suggestion> {
        let Some((last, whole)) = typed.split_last() else { return Vec::new() };
        let begins = typed.join(" ");
        let mut chosen: Vec<Suggestion> = Vec::new();
        // One line a record: its best name. Tells whether there is room for more.
        let mut choose = |at: u32| -> bool {
            let completion = &self.all[at as usize];
            let id = &completion.suggestion.id;
            if chosen.len() < limit && is_wanted(completion) && chosen.iter().all(|other| other.id != *id) {
                chosen.push(completion.suggestion.clone());
            }
            chosen.len() < limit
        };
        let key = |at: &u32| &self.all[*at as usize].key;
        let from = self.by_key.partition_point(|at| *key(at) < begins);
        let beginning: Vec<u32> =
            self.by_key[from..].iter().copied().take_while(|at| key(at).starts_with(&begins)).collect();
        let is_full = !in_order(beginning, &mut choose);
        if !is_full {
            let mut rest = |at: u32| key(&at).starts_with(&begins) || choose(at);
            self.with_words(whole, last, &mut rest);
        }
        chosen
    }

    /// Tells `each`, in their order, those that have all whole words and one that begins like the last; until it says no.
    fn with_words(&self, whole: &[String], last: &str, each: &mut dyn FnMut(u32) -> bool) {
        let from = self.by_word.range::<str, _>((Bound::Included(last), Bound::Unbounded));
        let begun: Vec<&Vec<u32>> =
            from.take_while(|(word, _)| word.starts_with(last)).map(|(_, having)| having).collect();
        let Some(mut of_whole) = whole.iter().map(|word| self.by_word.get(word)).collect::<Option<Vec<_>>>() else {
            return;
        };
        of_whole.sort_by_key(|having| having.len());
        let many: usize = begun.iter().map(|having| having.len()).sum();
        match of_whole.split_first() {
            // Fewer have the rarest whole word: the first of them that fit are found soon.
            Some((rarest, others)) if rarest.len() < many => {
                for at in rarest.iter().copied() {
                    let has = || self.all[at as usize].words.iter().any(|word| word.starts_with(last));
                    if others.iter().all(|having| having.binary_search(&at).is_ok()) && has() && !each(at) {
                        return;
                    }
                }
            }
            _ => {
                let fits = |at: &u32| of_whole.iter().all(|having| having.binary_search(at).is_ok());
                let all: Vec<u32> = begun.into_iter().flatten().copied().filter(fits).collect();
                in_order(all, each);
            }
        }
    }
}

/// Tells `each` all positions in their order, each once, until it says no: then this is no. Sorts no more of them than that.
fn in_order(all: Vec<u32>, each: &mut dyn FnMut(u32) -> bool) -> bool {
    let mut all = BinaryHeap::from(all.into_iter().map(Reverse).collect::<Vec<_>>());
    let mut last = None;
    while let Some(Reverse(at)) = all.pop() {
        if last != Some(at) && !each(at) {
            return false;
        }
        last = Some(at);
    }
    true
}

impl Completion {
    /// Whether what it leads to may be shown on that day.
    fn is_given_on(&self, as_of: Date) -> bool {
        self.life.is_none_or(|life| life.state(as_of).is_some_and(BlurbState::is_publishable))
    }
}

fn completions(
    corpus: &Corpus,
    analyser: &mut Analyser,
    before: Option<(&Corpus, &Completions)>,
) -> Vec<Arc<Completion>> {
    let mut made: HashMap<&str, Vec<&Arc<Completion>>> = HashMap::new();
    for completion in before.into_iter().flat_map(|(_, completions)| &completions.all) {
        if completion.suggestion.kind == RecordKind::Source {
            made.entry(&completion.suggestion.id).or_default().push(completion);
        }
    }
    let mut all = Vec::new();
    let mut add = |all: &mut Vec<_>, name: &str, kind: RecordKind, id: &str, life: Option<LifeCycle>| {
        let words: Vec<String> = analyser.words(name).into_iter().map(|word| word.exact).collect();
        let suggestion = Suggestion { text: name.to_owned(), kind, id: id.to_owned() };
        all.push(Arc::new(Completion { key: words.join(" "), words, suggestion, life }));
    };
    for topic in corpus.topics() {
        for name in topic.names() {
            add(&mut all, name, RecordKind::Topic, topic.id.as_str(), None);
        }
    }
    for (at, Source { id, short_title, also_known_as, bibliography, .. }) in corpus.sources().iter().enumerate() {
        if before.is_some_and(|(other, _)| corpus.same_source(at, other).is_some())
            && let Some(same) = made.get(id.as_str())
        {
            all.extend(same.iter().map(|completion| Arc::clone(completion)));
            continue;
        }
        let names = std::iter::once(short_title).chain(also_known_as).chain(std::iter::once(&bibliography.title));
        for name in names {
            add(&mut all, name, RecordKind::Source, id.as_str(), None);
        }
        if let Some(author) = bibliography.author.first() {
            let dated = format!("{} {}", author.main(), bibliography.issued.year());
            add(&mut all, &dated, RecordKind::Source, id.as_str(), None);
        }
    }
    for blurb in corpus.blurbs() {
        add(&mut all, &blurb.title, RecordKind::Blurb, blurb.id.as_str(), Some(blurb.life));
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn completion(text: &str, id: usize) -> Completion {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let suggestion = Suggestion { text: text.to_owned(), kind: RecordKind::Topic, id: format!("id-{id}") };
        Completion { key: words.join(" "), words, suggestion, life: None }
    }

    /// As one would do it without any order: look at all, then sort.
    fn completed(all: &[Completion], typed: &[String], limit: usize) -> Vec<String> {
        let (last, whole) = typed.split_last().unwrap();
        let begins = typed.join(" ");
        let mut found: Vec<&Completion> = all
            .iter()
            .filter(|one| one.key.starts_with(&begins) || whole.iter().all(|word| one.words.contains(word)))
            .filter(|one| one.words.iter().any(|word| word.starts_with(last.as_str())))
            .collect();
        found.sort_by_key(|one| (!one.key.starts_with(&begins), one.words.len(), &one.key, &one.suggestion.id));
        let mut seen = HashSet::new();
        let best = found.into_iter().filter(|one| seen.insert(&one.suggestion.id));
        best.map(|one| one.suggestion.text.clone()).take(limit).collect()
    }

    proptest! {
        #[test]
        fn completions_are_those_of_looking_at_all(
            names in vec(("[ab]{1,3}( [abc]{1,2}){0,3}", 0_usize..12), 0..40), typed in "[abc]{1,2}( [abc]{1,2}){0,2}", limit in 0_usize..8
        ) {
            let all = || names.iter().map(|(text, id)| completion(text, *id)).collect::<Vec<_>>();
            let typed: Vec<String> = typed.split(' ').map(str::to_owned).collect();
            let found = Completions::new(all().into_iter().map(Arc::new).collect()).complete(&typed, limit, |_| true);
            let found: Vec<String> = found.into_iter().map(|suggestion| suggestion.text).collect();
            prop_assert_eq!(found, completed(&all(), &typed, limit));
        }
    }
}
