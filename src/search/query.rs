//! From what was typed to what is looked for. Nothing that can be typed is an error.
//!
//! The text becomes a list of terms: phrases in quotes, identifiers, names of topics, numbers, words. Each term becomes
//! a [`Group`] of clauses, the ways in which a record can have it; a record is found when it has enough of the groups.
//! The tree is built here and not by tantivy's parser, which fails on ordinary punctuation and can be made to overflow
//! the stack; its size is bounded by [`MAX_TERMS`] whatever comes in.

mod amount;
mod begun;
mod group;
mod question;
mod subject;

use self::{
    amount::{amounts, rounded, time_spans},
    group::{identifier_group, identifier_word_group, text_fields},
    question::Question,
};
use super::{
    answer::{DropReason, Dropped, InterpretedTerm, QueryInterpretation, TermRole, TextField},
    place::{place, place_word},
    plan::{Clause, Form, Group, MAX_TERMS, Mark, OutsideGroup, Plan, concept_word, name_word, sought_word},
    rank::{self, Voice},
    request::{Expansion, Matching},
    scope::{ScopeEntry, ScopeNames},
    signs::Signs,
    spelling::SpellChecker,
    thesaurus::Thesaurus,
    together::Together,
};
use crate::{
    corpus::Corpus,
    domain::{Identifier, Sought, TopicKind},
    text::{Analyser, Questions, Shape, Subjects, Word, is_common, is_stopword},
};

/// Most bytes of a query that are read; what follows is not looked at.
pub const MAX_BYTES: usize = 4096;

/// Words people write before an identifier.
const LABELS: [&str; 6] = ["doi", "pmid", "pubmed", "pmcid", "isbn", "prospero"];

/// Most dropped words that are echoed.
const MAX_ECHOED: usize = 50;

/// A stretch of the typed text.
enum Part<'a> {
    Plain(&'a str),
    Quoted(&'a str),
}

/// Splits at quotes. A quote that is never closed is punctuation.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['"', '“', '„', '«']) {
        let after = open + rest[open..].chars().next().map_or(1, char::len_utf8);
        let Some(length) = rest[after..].find(['"', '”', '“', '»']) else { break };
        let close = after + length;
        parts.push(Part::Plain(&rest[..open]));
        parts.push(Part::Quoted(&rest[after..close]));
        rest = &rest[close + rest[close..].chars().next().map_or(1, char::len_utf8)..];
    }
    parts.push(Part::Plain(rest));
    parts
}

/// Fewest words in quotes that may be a sentence somebody pasted.
const MIN_PASTED: usize = 6;

/// A text without its quotes, where as many words stand in them as in a sentence.
pub(super) fn without_quotes(text: &str) -> Option<String> {
    let parts = parts(text);
    let is_sentence =
        |part: &Part<'_>| matches!(part, Part::Quoted(words) if words.split_whitespace().count() >= MIN_PASTED);
    parts.iter().any(is_sentence).then(|| {
        let words = parts.iter().map(|part| match part {
            Part::Plain(words) | Part::Quoted(words) => *words,
        });
        words.collect::<Vec<_>>().join(" ")
    })
}

/// The longest beginning of at most `max` bytes that ends between characters.
pub(super) fn clip(text: &str, max: usize) -> &str {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Reads a text.
pub(super) struct Reader<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) thesaurus: &'a Thesaurus,
    pub(super) scope_names: &'a ScopeNames,
    pub(super) signs: &'a Signs,
    pub(super) spell_checker: &'a SpellChecker,
    pub(super) analyser: &'a mut Analyser,
    pub(super) expansion: Expansion,
    /// Whether what the words of a question ask for is read.
    pub(super) asking: bool,
}

/// What was read so far.
#[derive(Default)]
struct Draft {
    /// What is asked for, with the words that ask.
    sought: Vec<(Sought, String)>,
    /// Words of those who look a publication up, and what only they type.
    looks_up: bool,
    /// Whether a word is there that only references have.
    names_author: bool,
    /// Topics named, and those of other ways of saying.
    topics: Vec<usize>,
    /// The same for each name and each way of saying.
    things: Vec<Vec<usize>>,
    /// Those that are named in so many words.
    named: Vec<usize>,
    /// Whether a harm is named by more than the words that ask for any.
    names_harm: bool,
    /// Whether something is told that followed treatment.
    is_afterwards: bool,
    /// Whether another way of saying tells more than which treatment is meant.
    is_said_otherwise: bool,
    outside: Vec<OutsideGroup>,
    flags: Vec<usize>,
    /// Whether something is said that counts as the name of a condition.
    complains: bool,
    /// Words that only stand in a question.
    talk: usize,
    /// Spans of time, which those who ask have as those who look up.
    spans: Vec<String>,
    groups: Vec<Group>,
    terms: Vec<InterpretedTerm>,
    dropped: Vec<Dropped>,
    corrected: Vec<(String, String)>,
    /// Unknown words that corrections were looked for.
    looked_up: usize,
}

impl Draft {
    fn add(&mut self, group: Group, term: InterpretedTerm) {
        if self.groups.contains(&group) {
            self.drop(&term.text, DropReason::Repeated);
        } else if self.groups.len() == MAX_TERMS {
            self.drop(&term.text, DropReason::TooMany);
        } else {
            self.groups.push(group);
            self.terms.push(term);
        }
    }

    fn drop(&mut self, text: &str, reason: DropReason) {
        let dropped = Dropped { text: text.to_owned(), reason };
        if self.dropped.len() < MAX_ECHOED && !self.dropped.contains(&dropped) {
            self.dropped.push(dropped);
        }
    }
}

impl Reader<'_> {
    /// What is looked for when `text` is typed.
    pub(super) fn read(mut self, text: &str, matching: Matching) -> Plan {
        let text = clip(text, MAX_BYTES);
        let mut draft = Draft::default();
        if matching == Matching::Phrase {
            self.quoted(text, &mut draft);
        } else {
            for part in parts(text) {
                match part {
                    Part::Quoted(phrase) => self.quoted(phrase, &mut draft),
                    Part::Plain(plain) => self.plain(plain, text.ends_with(plain), &mut draft),
                }
            }
        }
        let asked: Vec<Sought> = draft.sought.iter().map(|(sought, _)| *sought).collect();
        for (sought, words) in std::mem::take(&mut draft.sought) {
            let clause = Clause {
                field: TextField::Topics,
                form: Form::Stem,
                words: vec![sought_word(sought)],
                boost: rank::ASKED,
            };
            draft.add(Group::new(vec![clause], Vec::new()), term(&words, TermRole::Asked));
        }
        let looks_up = draft.looks_up
            || draft.terms.iter().any(|term| matches!(term.role, TermRole::Identifier))
            || draft
                .terms
                .iter()
                .any(|term| term.role == TermRole::Number && term.text.len() >= 3 && !draft.spans.contains(&term.text));
        let voice = match draft.talk + draft.dropped.len() {
            _ if !self.asking || looks_up => Voice::LookUp,
            0 if draft.terms.iter().all(|term| term.role != TermRole::Asked) => Voice::Keywords,
            _ => Voice::Question,
        };
        self.settle(voice, &asked, &mut draft);
        let names_nothing = voice != Voice::LookUp
            && asked.is_empty()
            && draft.topics.is_empty()
            && draft.outside.is_empty()
            && !draft.is_said_otherwise
            && !draft.complains;
        let together = Together::asked(self.corpus, self.thesaurus, &asked, &draft.things, &draft.topics)
            .filter(|_| !draft.is_afterwards);
        let Draft {
            groups,
            terms,
            dropped,
            corrected,
            looked_up: _,
            sought: _,
            looks_up: _,
            names_author: _,
            topics,
            things: _,
            named: _,
            names_harm: _,
            is_afterwards: _,
            is_said_otherwise: _,
            outside,
            flags,
            complains: _,
            talk: _,
            spans: _,
        } = draft;
        let corrected = (!corrected.is_empty()).then(|| self.corrected(text, &corrected));
        let whole = name_word(&self.analyser.words(corrected.as_deref().unwrap_or(text)));
        let question = whole.clone().filter(|_| self.asking).map(Clause::whole_question);
        let name = whole.map(Clause::whole_name);
        // How many are required, and whether any are, the index knows.
        let understood = QueryInterpretation {
            terms,
            dropped,
            required: 0,
            is_rescue: false,
            without_unknown: None,
            corrected,
            not_in_a_row: None,
        };
        Plan { groups, name, question, voice, asked, topics, outside, together, names_nothing, flags, understood }
    }

    /// The text with words replaced by those they were taken for; whole words only.
    fn corrected(&mut self, text: &str, corrections: &[(String, String)]) -> String {
        let mut result = String::with_capacity(text.len());
        let mut done = 0;
        for word in self.analyser.words(text).into_iter().filter(|word| word.shape != Shape::Compound) {
            let typed = &text[word.start..word.end];
            if let Some((_, meant)) = corrections.iter().find(|(wrong, _)| wrong == typed) {
                result.push_str(&text[done..word.start]);
                result.push_str(meant);
                done = word.end;
            }
        }
        result.push_str(&text[done..]);
        result
    }

    /// Words in quotes: as they stand, in a row, no other forms.
    fn quoted(&mut self, phrase: &str, draft: &mut Draft) {
        // People paste identifiers with the quotes that stood around them.
        if let Ok(identifier) = Identifier::recognise(phrase)
            && self.corpus.identified(&identifier).next().is_some()
        {
            draft.add(identifier_group(&identifier), term(phrase.trim(), TermRole::Identifier));
            return;
        }
        let words: Vec<Word> =
            self.analyser.words(phrase).into_iter().filter(|word| word.shape != Shape::Compound).collect();
        if words.is_empty() {
            return;
        }
        let words: Vec<String> = words.into_iter().take(MAX_TERMS).map(|word| word.exact).collect();
        let clauses = text_fields()
            .filter(|field| *field != TextField::Asked)
            .map(|field| Clause { field, form: Form::Exact, words: words.clone(), boost: rank::boost(field) })
            .collect();
        let group = Group::new(clauses, vec![Mark::Phrase(words)]);
        draft.add(group, term(phrase.trim(), TermRole::Phrase));
    }

    /// Text outside quotes; whether it is the last that was typed.
    fn plain(&mut self, plain: &str, is_last: bool, draft: &mut Draft) {
        // Identifiers hold the punctuation that words are cut at, so they are looked for first.
        let mut rest = String::with_capacity(plain.len());
        let mut chunks = plain.split_whitespace().peekable();
        while let Some(chunk) = chunks.next() {
            // `PMID: 40938602` is one identifier in two chunks.
            let labelled = chunks.peek().and_then(|next| {
                let label = chunk.trim_end_matches(':');
                let is_label = LABELS.iter().any(|known| label.eq_ignore_ascii_case(known));
                is_label.then(|| format!("{label}:{next}")).and_then(|whole| self.identifier(&whole))
            });
            if let Some(identifier) = labelled {
                let typed = format!("{chunk} {}", chunks.next().unwrap_or_default());
                draft.add(identifier_group(&identifier), term(&typed, TermRole::Identifier));
                rest.push('\n');
                continue;
            }
            match self.identifier(chunk) {
                Some(identifier) => {
                    let group = identifier_group(&identifier);
                    draft.add(group, term(chunk, TermRole::Identifier));
                    rest.push('\n');
                }
                None => match place(chunk).filter(|place| self.thesaurus.has_place(place)) {
                    Some(place) => {
                        draft.add(identifier_word_group(place_word(&place)), term(chunk, TermRole::Identifier));
                        rest.push('\n');
                    }
                    None => {
                        rest.push_str(chunk);
                        rest.push(' ');
                    }
                },
            }
        }
        // A blank or a full stop ends a word; who has typed neither may be in the middle of it.
        let may_go_on = is_last && plain.ends_with(char::is_alphanumeric);
        let mut stretches = rest.split('\n').peekable();
        while let Some(stretch) = stretches.next() {
            self.words(stretch, may_go_on && stretches.peek().is_none(), draft);
        }
    }

    /// The identifier a chunk is, unless it could as well be a word or a number.
    fn identifier(&self, chunk: &str) -> Option<Identifier> {
        let has_digit = chunk.bytes().any(|b| b.is_ascii_digit());
        if chunk.len() < 4 || !(has_digit || chunk.contains('-')) {
            return None;
        }
        let identifier = Identifier::recognise(chunk).ok()?;
        let certain = match &identifier {
            // A bare number is a number; the PMID it may be is looked for beside it.
            Identifier::Pmid(pmid) => {
                pmid.to_string() != chunk.trim_matches(|c: char| !c.is_ascii_digit()) || chunk.contains(':')
            }
            Identifier::Source(id) => {
                let id = id.as_str();
                // `low-back-pain` and `sf-12` are what people type who do not mean the id of the topic.
                has_digit && (self.corpus.source(id).is_some() || self.corpus.finding(id).is_some())
            }
            Identifier::Doi(_)
            | Identifier::Pmcid(_)
            | Identifier::Nct(_)
            | Identifier::Prospero(_)
            | Identifier::Isbn(_) => true,
            // Addresses that hold no identifier are not indexed.
            Identifier::Url(_) => false,
        };
        certain.then_some(identifier)
    }

    /// A stretch of plain text; whether its last word may not be finished.
    fn words(&mut self, text: &str, may_go_on: bool, draft: &mut Draft) {
        let expand = self.expansion != Expansion::None;
        let mut words = self.analyser.words(text);
        let mut corrections: Vec<Option<String>> = vec![None; words.len()];
        let completions = if expand && may_go_on { self.complete(&mut words) } else { Vec::new() };
        if expand {
            let begun = (!completions.is_empty()).then(|| words.len() - 1);
            // A correction costs a walk through the words of the corpus: only as many as can become terms.
            for (i, word) in words.iter_mut().enumerate() {
                let is_known = self.is_known(word) || begun == Some(i);
                let unknown = word.shape == Shape::Letters && !is_known;
                if !unknown {
                    continue;
                }
                if draft.looked_up == MAX_TERMS {
                    break;
                }
                draft.looked_up += 1;
                corrections[i] = self.correct(word);
                if self.asking && corrections[i].is_none() {
                    self.mend_talk(word);
                }
            }
        }
        let mut concepts = if expand { self.thesaurus.concepts(&words) } else { Vec::new() };
        let question = if self.asking { self.question(text, &words, &concepts, draft) } else { Question::default() };
        let amounts = if self.asking { amounts(text, &words) } else { Vec::new() };
        let spans = if self.asking { time_spans(text, &words) } else { Vec::new() };
        let mut i = 0;
        while i < words.len() {
            if let Some(amount) = amounts.iter().find(|amount| amount.first == i) {
                self.amount(text, &words[i..=amount.last], amount, draft);
                i = amount.last + 1;
                continue;
            }
            // The longest name that begins here: `low back pain`, not `back pain` in it.
            concepts.retain(|concept| concept.first >= i);
            let longest =
                concepts.iter().filter(|concept| concept.first == i).max_by_key(|concept| concept.last).copied();
            let found =
                question.entries.iter().filter(|found| found.first == i && !matches!(found.entry, ScopeEntry::Flag(_)));
            let found = found.max_by_key(|found| found.last).copied().filter(|found| match found.entry {
                // The name of a topic that has records is inside.
                ScopeEntry::Outside(_) => longest.is_none_or(|longest| longest.last < found.last),
                ScopeEntry::EmptyTopic(topic) => {
                    longest.is_none_or(|longest| longest.last < found.last || longest.topic == topic)
                }
                ScopeEntry::Flag(_) => false,
            });
            let way = question.ways.iter().filter(|way| way.first == i).max_by_key(|way| way.last).copied();
            // The longest reading: `shoulder blades` is no shoulder.
            if let Some(found) = found.filter(|found| way.is_none_or(|way| way.last <= found.last)) {
                self.outside(text, &words[i..=found.last], found.entry, draft);
                i = found.last + 1;
                continue;
            }
            if let Some(way) = way.filter(|way| longest.is_none_or(|longest| longest.last < way.last)) {
                self.way(text, &words[i..=way.last], way.cue, draft);
                i = way.last + 1;
                continue;
            }
            if let Some(span) =
                spans.iter().find(|span| span.first == i && longest.is_none_or(|longest| longest.last < span.last))
            {
                self.span(text, &words[i..=span.last], span, draft);
                i = span.last + 1;
                continue;
            }
            if let Some(longest) = longest {
                let topics: Vec<usize> = concepts
                    .iter()
                    .filter(|concept| (concept.first, concept.last) == (longest.first, longest.last))
                    .map(|concept| concept.topic)
                    .collect();
                let is_outcome = |topic: &usize| {
                    self.corpus.topics().get(*topic).is_some_and(|topic| topic.kind == TopicKind::Outcome)
                };
                let only_asks = (i..=longest.last).any(|i| question.asking.contains(&i));
                draft.names_harm |= !only_asks && topics.iter().any(is_outcome);
                self.concept(text, &words[i..=longest.last], &corrections[i..=longest.last], &topics, draft);
                i = longest.last + 1;
                continue;
            }
            // What is left of a hyphenated word whose beginning was a name: its parts are looked for by themselves.
            if words[i].shape == Shape::Compound {
                i += 1;
                continue;
            }
            let end = compound_end(&words, i);
            let typed = &text[words[i].start..words[end].end];
            if question.asking.contains(&i) {
                draft.drop(typed, DropReason::Asks);
            } else if self.asking && end == i && Questions::english().is_talk(&words[i].exact) {
                draft.talk += 1;
                draft.drop(typed, DropReason::Talk);
            } else if i + 1 == words.len() && !completions.is_empty() {
                self.begun(text, &words[i], &completions, draft);
            } else {
                draft.looks_up |= self.asking && Questions::english().is_look_up(&words[i].exact);
                draft.names_author |= self.spell_checker.is_of_references(&words[i].exact);
                let may_be = self.asking && end == i && corrections[i].is_none() && draft.groups.len() < MAX_TERMS;
                let beyond = may_be.then(|| self.beyond(&words, i, &question)).flatten();
                let before = draft.groups.len();
                self.word(text, &words[i..=end], corrections[i].take(), draft);
                if let Some(beyond) = beyond.filter(|_| draft.groups.len() > before) {
                    Self::note_beyond(typed, beyond, draft);
                }
            }
            i = end + 1;
        }
    }

    /// Whether a word needs no correction.
    fn is_known(&self, word: &Word) -> bool {
        is_stopword(&word.exact)
            || self.asking && Questions::english().is_talk(&word.exact)
            || self.spell_checker.has_form_of(word)
            || self.scope_names.knows(word)
            || self.asking && Subjects::english().has(word)
    }

    /// Replaces an unknown word by the one it is taken for.
    fn correct(&mut self, word: &mut Word) -> Option<String> {
        // Letters are left out more often than they are added: a shorter word of the records may be none that was meant.
        let of_records = self.spell_checker.correction(&word.exact);
        let meant = match of_records.filter(|meant| meant.len() >= word.exact.len()) {
            Some(meant) => meant,
            None => self.scope_names.correction(&word.exact).or(of_records)?,
        };
        let meant = meant.to_owned();
        let corrected = self.analyser.words(&meant).into_iter().next()?;
        word.exact = corrected.exact;
        word.stem = corrected.stem;
        Some(meant)
    }

    /// A name of a topic: any name of it will do, the one typed is best.
    fn concept(
        &mut self,
        text: &str,
        words: &[Word],
        corrections: &[Option<String>],
        topics: &[usize],
        draft: &mut Draft,
    ) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let typed = &text[first.start..last.end];
        let plain: Vec<&Word> = words.iter().filter(|word| word.shape != Shape::Compound).collect();
        let stems: Vec<String> = plain.iter().map(|word| word.stem.clone()).collect();
        let mut clauses = Vec::new();
        for field in text_fields() {
            let boost = rank::boost(field);
            clauses.push(Clause { field, form: Form::Stem, words: stems.clone(), boost });
            for topic in topics.iter().filter_map(|&topic| self.corpus.topics().get(topic)) {
                let words = vec![concept_word(topic.id.as_str())];
                clauses.push(Clause { field, form: Form::Stem, words, boost: boost * rank::SYNONYM_DISCOUNT });
            }
        }
        draft.topics.extend_from_slice(topics);
        draft.named.extend_from_slice(topics);
        let marks = topics.iter().map(|&topic| Mark::Topic(topic)).collect();
        let mut understood = term(typed, if plain.len() > 1 { TermRole::Phrase } else { TermRole::Word });
        if let Some(topic) = topics.first().and_then(|&topic| self.corpus.topics().get(topic)) {
            let meant: Vec<&str> = topic.names().filter(|name| !name.eq_ignore_ascii_case(typed)).collect();
            understood.synonyms = meant.into_iter().map(str::to_owned).collect();
            understood.topic = Some(topic.id.to_string());
        }
        if corrections.iter().any(Option::is_some) {
            let meant: Vec<String> = plain
                .iter()
                .zip(corrections)
                .map(|(word, meant)| meant.clone().unwrap_or_else(|| text[word.start..word.end].to_owned()))
                .collect();
            for (word, meant) in plain.iter().zip(corrections) {
                if let Some(meant) = meant {
                    draft.corrected.push((text[word.start..word.end].to_owned(), meant.clone()));
                }
            }
            understood.corrected_to = Some(meant.join(" "));
        }
        draft.add(Group::new(clauses, marks), understood);
    }

    /// A word or number; with its parts when it is hyphenated.
    fn word(&mut self, text: &str, words: &[Word], correction: Option<String>, draft: &mut Draft) {
        let [word, .., compound] = words else {
            if let [word] = words {
                self.single(text, word, correction, draft);
            }
            return;
        };
        // `micro-needling`: as one word, or its parts in a row.
        let typed = &text[word.start..compound.end];
        let parts: Vec<String> =
            words.iter().filter(|word| word.shape != Shape::Compound).map(|word| word.stem.clone()).collect();
        let mut clauses = Vec::new();
        for field in text_fields() {
            let boost = rank::boost(field);
            clauses.push(Clause { field, form: Form::Stem, words: vec![compound.stem.clone()], boost });
            clauses.push(Clause { field, form: Form::Stem, words: parts.clone(), boost });
        }
        let marks = vec![
            Mark::Stem(compound.stem.clone()),
            Mark::Phrase(words.iter().filter(|w| w.shape != Shape::Compound).map(|w| w.exact.clone()).collect()),
        ];
        draft.add(Group::new(clauses, marks), term(typed, TermRole::Word));
    }

    fn single(&mut self, text: &str, word: &Word, correction: Option<String>, draft: &mut Draft) {
        let typed = &text[word.start..word.end];
        if word.shape == Shape::Letters && is_stopword(&word.exact) {
            draft.drop(typed, DropReason::Stopword);
            return;
        }
        let mut understood = term(typed, TermRole::Word);
        let mut clauses = Vec::new();
        if word.shape == Shape::Digits {
            understood.role = TermRole::Number;
            clauses.extend(self.number(&word.exact, rounded(&word.exact)));
            if let Ok(pmid @ Identifier::Pmid(_)) = Identifier::recognise(&word.exact) {
                clauses.extend(identifier_group(&pmid).clauses);
            }
        } else {
            for field in text_fields() {
                let boost = rank::boost(field);
                clauses.push(Clause { field, form: Form::Stem, words: vec![word.stem.clone()], boost });
                let bonus = boost * rank::EXACT_BONUS;
                clauses.push(Clause { field, form: Form::Exact, words: vec![word.exact.clone()], boost: bonus });
            }
            // A word that is the whole name of a publication: it comes before those that only name it.
            clauses.extend(name_word(std::slice::from_ref(word)).map(Clause::whole_name));
        }
        if let Some(meant) = correction {
            draft.corrected.push((typed.to_owned(), meant.clone()));
            understood.corrected_to = Some(meant);
        }
        let is_ordinary =
            self.asking && word.shape == Shape::Letters && is_common(&word.exact) && !Subjects::english().has(word);
        let group = Group { is_ordinary, ..Group::new(clauses, vec![Mark::Stem(word.stem.clone())]) };
        draft.add(group, understood);
    }
}

fn term(text: &str, role: TermRole) -> InterpretedTerm {
    // `found` is filled in when the index has been asked.
    InterpretedTerm {
        text: text.to_owned(),
        role,
        corrected_to: None,
        completed_to: Vec::new(),
        synonyms: Vec::new(),
        topic: None,
        found: true,
    }
}

/// The joined form of the hyphenated word that begins at `i`, which follows its parts; `i` itself when there is none.
fn compound_end(words: &[Word], i: usize) -> usize {
    let compound = |word: &Word| word.shape == Shape::Compound && word.start == words[i].start;
    (i + 1..words.len()).take(MAX_TERMS).find(|&j| compound(&words[j])).unwrap_or(i)
}
