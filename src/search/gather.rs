//! What each record has of the terms of a query: term by term, over all records.
//!
//! A record must have enough of what the terms *tell*, not enough of the terms: a term that few records have tells much,
//! one that most have tells nothing. What no record has is not required, unless somebody asks for all terms.

use std::sync::PoisonError;

use tantivy::{
    Term,
    query::{BoostQuery, EnableScoring, PhraseQuery, Query, TermQuery},
    schema::IndexRecordOption,
};

use super::{
    Engine, SearchError,
    answer::{InterpretedTerm, TermRole, TextField},
    facet::OnDay,
    plan::{Clause, Group, OutsideGroup, Why},
    rank::{self, Voice},
    request::{Matching, Request},
};
use crate::{corpus::Corpus, domain::scope::OutsideKind};

/// A record that has enough.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub(super) ordinal: usize,
    pub(super) text_score: f32,
    /// How much it has of what the terms tell, from 0 to 1.
    pub(super) share: f32,
    /// How much of that stands where a record says what it is about.
    pub(super) said: f32,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'a> {
    pub(super) groups: &'a [Group],
    /// As they were understood; as many as groups.
    pub(super) terms: &'a [InterpretedTerm],
    /// The whole text as a name.
    pub(super) name: Option<&'a Clause>,
    /// The whole text as a question.
    pub(super) question: Option<&'a Clause>,
    pub(super) voice: Voice,
    /// The groups that stand for what no record is about.
    pub(super) outside: &'a [OutsideGroup],
}

/// What was gathered.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) records: Vec<Record>,
    /// For each group, whether any record has it.
    pub(super) found: Vec<bool>,
    /// For each group, what it is worth against others.
    pub(super) worth: Vec<f32>,
    /// The fewest groups that can be enough.
    pub(super) required: usize,
    /// Whether no record has enough, and those that have the most are given.
    pub(super) is_rescue: bool,
    /// Whether nothing is named that few records have.
    pub(super) is_overview: bool,
    /// The groups taken for something that no record is about, and yet one is.
    pub(super) subjects: Vec<usize>,
}

/// What a group is for deciding what is found.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    /// What few records have, with what it tells.
    Selective(f32),
    /// What many have.
    Common(f32),
    /// What is asked for, with what it tells.
    Asked(f32),
    /// What no record is about: whether any names it, and whether those are found.
    Outside { found: bool, mentioned: bool },
    /// The same, where what is recorded is found without it: whether any record names it.
    Beside { found: bool },
    /// What no record has.
    Unknown,
}

/// What a record has of all groups.
#[derive(Clone, Copy, Debug, Default)]
struct Has {
    score: f32,
    /// What the selective groups it has tell; of those that ask for something; of all others.
    selective: f32,
    asked: f32,
    common: f32,
    /// What the selective groups tell that stand where it says what it is about.
    said: f32,
    outside: u16,
    groups: u16,
    /// Whether it has a word that is the whole name of a publication.
    named: bool,
    /// Whether it is that publication.
    is_called: bool,
    /// Whether it is in the list of those that have anything.
    is_touched: bool,
}

/// What each record has of all groups.
struct Sums {
    of: Vec<Has>,
    touched: Vec<usize>,
}

/// Room for what is gathered, kept from request to request: to clear what a few records have is cheaper than to clear room for all.
pub(super) struct Scratch {
    sums: Sums,
    one: OneGroup,
}

impl Scratch {
    fn of(records: usize) -> Self {
        let zeros = || vec![0.0_f32; records];
        Self {
            sums: Sums { of: vec![Has::default(); records], touched: Vec::new() },
            one: OneGroup {
                best: zeros(),
                sum: zeros(),
                tells: vec![false; records],
                says: vec![false; records],
                touched: Vec::new(),
            },
        }
    }
}

impl Sums {
    fn at(&mut self, ordinal: usize) -> &mut Has {
        let has = &mut self.of[ordinal];
        if !has.is_touched {
            has.is_touched = true;
            self.touched.push(ordinal);
        }
        has
    }

    /// The records that pass, in their order.
    fn passing(&self, passes: impl Fn(usize) -> bool) -> Vec<usize> {
        /// Of more than one in so many it is cheaper to look at all than to put them in order.
        const FEW: usize = 8;
        // All that have nothing pass or none does.
        let has_nothing = self.of.iter().position(|has| !has.is_touched);
        if has_nothing.is_some_and(&passes) || self.touched.len() * FEW > self.of.len() {
            return (0..self.of.len()).filter(|&ordinal| passes(ordinal)).collect();
        }
        let mut passing: Vec<usize> = self.touched.iter().copied().filter(|&ordinal| passes(ordinal)).collect();
        passing.sort_unstable();
        passing
    }

    fn clear(&mut self) {
        for ordinal in self.touched.drain(..) {
            self.of[ordinal] = Has::default();
        }
    }
}

/// One group over all records; cleared after each by the list of records it touched.
struct OneGroup {
    best: Vec<f32>,
    sum: Vec<f32>,
    tells: Vec<bool>,
    says: Vec<bool>,
    touched: Vec<usize>,
}

#[expect(clippy::cast_precision_loss, reason = "what a term tells need not be exact")]
fn information(frequency: usize, records: usize) -> f32 {
    let (frequency, records) = (frequency as f32, records as f32);
    (1.0 + (records - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln()
}

impl Engine {
    /// Every record that has enough of the groups. All records when nothing was typed.
    pub(super) fn gather(
        &self,
        corpus: &Corpus,
        request: &Request<'_>,
        asked: &Terms<'_>,
    ) -> Result<Gathered, SearchError> {
        let Terms { groups, terms, name, question, voice, outside } = *asked;
        if groups.is_empty() {
            // Something was typed, but nothing that can be looked for: that is nothing found, not everything.
            let record = |ordinal| Record { ordinal, text_score: 0.0, share: 1.0, said: 1.0 };
            let records = match request.among {
                _ if !request.text.trim().is_empty() => Vec::new(),
                None => (0..corpus.len()).map(record).collect(),
                Some(sources) => {
                    let mut places: Vec<usize> =
                        sources.iter().filter_map(|id| corpus.position_of_source(id)).collect();
                    places.sort_unstable();
                    places.dedup();
                    places.into_iter().map(record).collect()
                }
            };
            return Ok(Gathered { records, ..Gathered::default() });
        }
        let records = corpus.len();
        let kept = self.scratch.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut scratch = kept.unwrap_or_else(|| Scratch::of(records));
        let Scratch { sums, one } = &mut scratch;
        let mut parts = Vec::with_capacity(groups.len());
        let mut worths = Vec::with_capacity(groups.len());
        let mut subjects = Vec::new();
        for (place, (group, term)) in groups.iter().zip(terms).enumerate() {
            let anywhere = matches!(term.role, TermRole::Phrase if term.topic.is_none() && term.synonyms.is_empty())
                || matches!(term.role, TermRole::Number | TermRole::Identifier);
            let is_outside = outside.iter().find(|one| one.group == place);
            let mut is_name = false;
            let mut is_subject = false;
            for clause in &group.clauses {
                let tells = match is_outside {
                    Some(one) => answers_for(one, clause.field),
                    None => anywhere || !matches!(clause.field, TextField::Caveats),
                };
                let is_whole_name = clause.is_whole_name();
                let says_what_it_is_about = is_of_subject(clause.field);
                let says = says(clause.field);
                self.each(clause, |ordinal, score| {
                    if is_whole_name {
                        is_name = true;
                        sums.at(ordinal).is_called = true;
                    }
                    is_subject |= says_what_it_is_about;
                    one.add(ordinal, score, tells, says);
                })?;
            }
            let frequency = one.touched.iter().filter(|&&ordinal| one.tells[ordinal]).count();
            let is_outside = is_outside.filter(|one| {
                // What a word may stand for in general is inside when a record is about it.
                let is_inside = !matches!(one.why, Why::Listed | Why::Topic) && is_subject;
                if is_inside {
                    subjects.push(place);
                }
                !is_inside
            });
            let is_whole = matches!(request.matching, Matching::All | Matching::Phrase);
            let part = match is_outside {
                Some(one) if one.is_required || is_whole => {
                    Part::Outside { found: frequency > 0, mentioned: one.mentioned }
                }
                Some(_) => Part::Beside { found: frequency > 0 },
                None => part(term, one.touched.len(), frequency, records, request.matching),
            };
            // A word that no record is about is talk that happens to stand in one.
            let is_beside = voice == Voice::Question && !is_subject && is_plain_word(term);
            let of_subjects = if is_beside { rank::BESIDE_ALL_SUBJECTS } else { 1.0 };
            // That few records have an ordinary word says little of what is asked.
            let most = information(records / rank::ONE_IN_FOR_ORDINARY, records);
            let mut worth = of_subjects;
            if let Part::Selective(tells) = part
                && voice == Voice::Question
                && group.is_ordinary
            {
                worth *= (most / tells).min(1.0);
            }
            let part = match part {
                Part::Selective(tells) => Part::Selective(worth * tells),
                Part::Common(_) | Part::Asked(_) | Part::Outside { .. } | Part::Beside { .. } | Part::Unknown => part,
            };
            one.count_into(sums, part, is_name, worth);
            parts.push(part);
            worths.push(worth);
        }
        for clause in name.into_iter().chain(question) {
            self.each(clause, |ordinal, score| sums.at(ordinal).score += score)?;
        }
        let gathered = Gathered { worth: worths, subjects, ..decide(request.matching, voice, &parts, sums, terms) };
        sums.clear();
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        Ok(gathered)
    }

    /// Tells `record` each record that has a clause, with its score.
    pub(super) fn each(&self, clause: &Clause, mut record: impl FnMut(usize, f32)) -> Result<(), SearchError> {
        let terms = self.terms(clause);
        let mut statistics = self.statistics();
        for term in &terms {
            if !statistics.count(term)? {
                return Ok(());
            }
        }
        let Some(query) = clause_query(terms, clause.boost) else { return Ok(()) };
        let weight = query.weight(EnableScoring::enabled_from_statistics_provider(&statistics, &self.searcher))?;
        for reader in self.searcher.segment_readers() {
            // Documents are numbered as the records are: the index is written in one segment, in their order.
            weight.for_each(reader, &mut |doc, score| {
                if let Ok(ordinal) = usize::try_from(doc) {
                    record(ordinal, score);
                }
            })?;
        }
        Ok(())
    }

    /// Whether any record has a clause.
    pub(super) fn has(&self, clause: &Clause) -> Result<bool, SearchError> {
        let mut found = false;
        self.each(clause, |_, _| found = true)?;
        Ok(found)
    }

    fn terms(&self, clause: &Clause) -> Vec<Term> {
        let field = self.fields.field(clause.field, clause.form);
        clause.words.iter().map(|word| Term::from_field_text(field, word)).collect()
    }

    /// The query for a clause; none for one that nothing can have.
    pub(super) fn clause_query(&self, clause: &Clause) -> Option<Box<dyn Query>> {
        clause_query(self.terms(clause), clause.boost)
    }

    /// How many hits there would be without the terms no record has; none when that changes nothing.
    pub(super) fn without_unknown(
        &self,
        corpus: &Corpus,
        request: &Request<'_>,
        asked: &Terms<'_>,
        on_day: &OnDay<'_>,
    ) -> Result<Option<usize>, SearchError> {
        let Terms { groups, terms, name: _, question: _, voice, outside } = *asked;
        if !outside.is_empty() {
            // Nothing else stands in for what no record is about.
            return Ok(None);
        }
        let (known, terms): (Vec<Group>, Vec<InterpretedTerm>) =
            groups.iter().cloned().zip(terms.iter().cloned()).filter(|(_, term)| term.found).unzip();
        if known.is_empty() || known.len() == groups.len() {
            return Ok(None);
        }
        let found = self.gather(
            corpus,
            request,
            &Terms { groups: &known, terms: &terms, name: None, question: None, voice, outside: &[] },
        )?;
        let filter = on_day.filter(&request.filters, request.published);
        let passing = found.records.iter().filter(|record| filter.passes(record.ordinal)).count();
        Ok((passing > 0).then_some(passing))
    }
}

/// The query for terms, of which several must follow one another.
fn clause_query(terms: Vec<Term>, boost: f32) -> Option<Box<dyn Query>> {
    let query: Box<dyn Query> = match <[Term; 1]>::try_from(terms) {
        Ok([term]) => Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
        Err(terms) if terms.is_empty() => return None,
        Err(terms) => Box::new(PhraseQuery::new(terms)),
    };
    Some(Box::new(BoostQuery::new(query, boost)))
}

/// Whether a field says what a record is about.
fn is_of_subject(field: TextField) -> bool {
    match field {
        TextField::Title | TextField::Names | TextField::Pico | TextField::Topics => true,
        TextField::Asked
        | TextField::Summary
        | TextField::Numbers
        | TextField::Caveats
        | TextField::Bibliography
        | TextField::Identifiers => false,
    }
}

/// Whether a record that has something outside in a field answers for it: who has only mentioned it does not, but for a
/// treatment among those that were compared. People of a study may have whatever they have.
fn answers_for(outside: &OutsideGroup, field: TextField) -> bool {
    if outside.why == Why::Topic {
        return is_of_subject(field) || field == TextField::Summary;
    }
    match outside.kind {
        Some(OutsideKind::Treatment) => is_of_subject(field) || field == TextField::Summary,
        Some(OutsideKind::Situation) => matches!(field, TextField::Title | TextField::Names | TextField::Topics),
        None => is_of_subject(field),
    }
}

/// Whether a field says what a record is written to answer.
fn says(field: TextField) -> bool {
    is_of_subject(field) || field == TextField::Asked
}

/// Whether a term is a word that stands for nothing but itself.
fn is_plain_word(term: &InterpretedTerm) -> bool {
    term.role == TermRole::Word && term.topic.is_none() && term.synonyms.is_empty()
}

/// What a group is for deciding what is found.
fn part(term: &InterpretedTerm, any: usize, frequency: usize, records: usize, matching: Matching) -> Part {
    // A quoted phrase of several words stands in one record or none by chance: it must not outweigh all that stands beside it.
    let is_quoted = term.role == TermRole::Phrase && term.synonyms.is_empty() && term.topic.is_none();
    let tells =
        information(if is_quoted { frequency.max(records / rank::ONE_IN_FOR_PHRASES) } else { frequency }, records);
    #[expect(clippy::cast_precision_loss, reason = "a share of records need not be exact")]
    let is_common = frequency as f32 > rank::COMMON_SHARE * records as f32;
    // Numbers, phrases and identifiers always tell: who types them means them.
    let is_exact = matches!(term.role, TermRole::Number | TermRole::Identifier) || is_quoted;
    match term.role {
        _ if any == 0 => Part::Unknown,
        TermRole::Asked => Part::Asked(tells),
        _ if is_common && !is_exact && matching == Matching::MinimumShouldMatch => Part::Common(tells),
        TermRole::Word | TermRole::Phrase | TermRole::Number | TermRole::Identifier => Part::Selective(tells),
    }
}

impl OneGroup {
    fn add(&mut self, ordinal: usize, score: f32, tells: bool, says: bool) {
        let Some(sum) = self.sum.get_mut(ordinal) else { return };
        if *sum == 0.0 {
            self.touched.push(ordinal);
        }
        *sum += score;
        if score > self.best[ordinal] {
            self.best[ordinal] = score;
        }
        self.tells[ordinal] |= tells;
        self.says[ordinal] |= says;
    }

    /// The best field counts, the others add a share; `worth` is what the group is worth against others.
    fn count_into(&mut self, sums: &mut Sums, part: Part, is_name: bool, worth: f32) {
        for ordinal in self.touched.drain(..) {
            let (best, sum) = (self.best[ordinal], self.sum[ordinal]);
            let has = sums.at(ordinal);
            has.score += worth * (best + rank::TIE_BREAKER * (sum - best));
            if self.tells[ordinal] {
                match part {
                    Part::Selective(tells) => {
                        has.selective += tells;
                        has.said += if self.says[ordinal] { tells } else { 0.0 };
                    }
                    Part::Asked(tells) => has.asked += tells,
                    Part::Common(tells) => has.common += tells,
                    Part::Outside { .. } => has.outside += 1,
                    Part::Beside { .. } | Part::Unknown => {}
                }
                has.named |= is_name;
                has.groups += u16::from(!matches!(part, Part::Asked(_) | Part::Outside { .. } | Part::Beside { .. }));
            }
            self.best[ordinal] = 0.0;
            self.sum[ordinal] = 0.0;
            self.tells[ordinal] = false;
            self.says[ordinal] = false;
        }
    }
}

/// Whether any record has it.
fn is_found(part: &Part) -> bool {
    match part {
        Part::Outside { found, .. } | Part::Beside { found } => *found,
        Part::Selective(_) | Part::Common(_) | Part::Asked(_) => true,
        Part::Unknown => false,
    }
}

/// Which records have enough.
fn decide(matching: Matching, voice: Voice, parts: &[Part], sums: &Sums, terms: &[InterpretedTerm]) -> Gathered {
    let found: Vec<bool> = parts.iter().map(is_found).collect();
    let sum = |of: fn(Part) -> f32| parts.iter().copied().map(of).sum::<f32>();
    let selective = sum(|part| if let Part::Selective(tells) = part { tells } else { 0.0 });
    let asked = sum(|part| if let Part::Asked(tells) = part { tells } else { 0.0 });
    let common = sum(|part| if let Part::Common(tells) = part { tells } else { 0.0 });
    let words = parts.iter().filter(|part| !matches!(part, Part::Asked(_) | Part::Beside { .. })).count();
    let count = |is: fn(&Part) -> bool| parts.iter().filter(|part| is(part)).count();
    let known_words = count(|part| matches!(part, Part::Selective(_) | Part::Common(_)));
    let outside = count(|part| matches!(part, Part::Outside { .. }));
    let is_named = sums.touched.iter().any(|&ordinal| sums.of[ordinal].named);
    let groups = |ordinal: usize| usize::from(sums.of[ordinal].groups);
    let records = |enough: &dyn Fn(usize) -> bool, share: &dyn Fn(usize) -> f32| -> Vec<Record> {
        // Nothing else stands in for what no record is about, nor for a publication that is named.
        let passing = sums.passing(|ordinal| {
            let Has { outside: of_outside, named, .. } = sums.of[ordinal];
            usize::from(of_outside) == outside && (!is_named || named) && enough(ordinal)
        });
        let record = |ordinal| {
            let Has { score, said, asked: of_asked, .. } = sums.of[ordinal];
            let said = if selective + asked > 0.0 { (said + of_asked) / (selective + asked) } else { 1.0 };
            Record { ordinal, text_score: score, share: share(ordinal), said }
        };
        passing.into_iter().map(record).collect()
    };
    let whole = |_: usize| 1.0;
    match matching {
        Matching::All | Matching::Phrase => {
            let records = records(&|ordinal| groups(ordinal) == words, &whole);
            return Gathered { records, found, required: words, ..Gathered::default() };
        }
        Matching::Any => {
            let records = records(&|ordinal| groups(ordinal) > 0 || sums.of[ordinal].asked > 0.0, &whole);
            return Gathered { records, found, required: words.min(1), ..Gathered::default() };
        }
        Matching::MinimumShouldMatch => {}
    }
    let missing = parts.iter().zip(terms).filter(|(part, _)| **part == Part::Unknown);
    let is_missing = missing.clone().count() > 0;
    let number_missing = missing.clone().any(|(_, term)| matches!(term.role, TermRole::Number | TermRole::Identifier))
        || missing.clone().any(|(_, term)| term.role == TermRole::Phrase && term.synonyms.is_empty());
    let nothing = |required| Gathered { records: Vec::new(), found: found.clone(), required, ..Gathered::default() };
    if number_missing && voice != Voice::Question && known_words <= 1 {
        return nothing(words);
    }
    if parts
        .iter()
        .any(|part| matches!(part, Part::Outside { found: false, .. } | Part::Outside { mentioned: false, .. }))
    {
        return nothing(words);
    }
    let selective_count = count(|part| matches!(part, Part::Selective(_)));
    if selective_count == 0 {
        if asked == 0.0 {
            // All that was typed is common: then it is what is looked for, unless what tells is what no record has.
            if known_words == 0 && outside == 0 || is_missing && voice != Voice::Question {
                return nothing(words);
            }
            // Beside the name of what there is nothing on, what is common tells nothing.
            let records = records(&|ordinal| outside > 0 || groups(ordinal) == known_words, &whole);
            return Gathered { records, found, required: known_words, is_overview: true, ..Gathered::default() };
        }
        let all = asked + common;
        let has = |ordinal: usize| {
            let has_all_words = known_words > 0 && groups(ordinal) == known_words;
            let answers = sums.of[ordinal].asked > 0.0 && (common == 0.0 || sums.of[ordinal].common > 0.0);
            outside > 0 || answers || has_all_words && known_words > 1
        };
        let share = |ordinal: usize| (sums.of[ordinal].asked + sums.of[ordinal].common) / all;
        return Gathered {
            records: records(&has, &share),
            found,
            required: 1,
            is_overview: true,
            ..Gathered::default()
        };
    }
    let is_question = voice == Voice::Question;
    let mass = |ordinal: usize| match is_question {
        true => sums.of[ordinal].selective + sums.of[ordinal].asked,
        false => sums.of[ordinal].selective,
    };
    let most = sums.touched.iter().copied().map(mass).fold(0.0, f32::max);
    let (all, enough) = match is_question {
        true => {
            // Where a record has nearly all that was said, one with a third of it is about something else; where none has,
            // it may be the answer.
            let all = selective + asked;
            (all, (rank::OF_THE_BEST * most).clamp(rank::LEAST_OF_QUESTION * all, rank::ENOUGH_OF_QUESTION * all))
        }
        false if selective_count <= 2 => (selective, 0.999 * selective),
        false => (selective, rank::ENOUGH * selective),
    };
    // A publication that is called by its name is meant, whatever else is remembered of it.
    let has = |ordinal: usize, enough: f32| {
        let Has { selective: of_selective, is_called, .. } = sums.of[ordinal];
        groups(ordinal) > 0 && (mass(ordinal) >= enough || of_selective >= 0.999 * selective || is_called)
    };
    let share = |ordinal: usize| (mass(ordinal) / all).min(1.0);
    let mut tells: Vec<f32> =
        parts.iter().map(|part| if let Part::Selective(tells) = part { *tells } else { 0.0 }).collect();
    tells.sort_by(|a, b| b.total_cmp(a));
    let mut reached = 0.0;
    let fewest = tells.iter().take_while(|tells| {
        let before = reached;
        reached += **tells;
        before < enough
    });
    let required = fewest.count().min(selective_count);
    let with_enough = records(&|ordinal| has(ordinal, enough), &share);
    if !with_enough.is_empty() {
        return Gathered { records: with_enough, found, required, ..Gathered::default() };
    }
    if most < rank::LEAST_RESCUE * all {
        return nothing(required);
    }
    // Of a name and a number that do not go together either may be right, however many records have it.
    let least = if selective_count <= 2 { rank::LEAST_RESCUE * all } else { rank::RESCUED * most };
    Gathered {
        records: records(&|ordinal| has(ordinal, least), &share),
        found,
        required,
        is_rescue: true,
        ..Gathered::default()
    }
}
