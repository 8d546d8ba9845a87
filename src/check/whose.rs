//! Whose claim a sentence makes: the source it names, describes or cites, or else the one of its paragraph, row or section.

mod apart;
mod forward;
mod place;
mod research;

use super::{
    Sentence,
    claim::{Claim, SentenceClass, Subject, advise},
    identify::{Identified, Identifying, Named},
    known::{alike, of_kind},
    quantity::Role,
    read::PassageKind,
    whole::{is_review, is_trial},
};
use crate::{
    corpus::{Corpus, lexicon::Cue},
    domain::{
        StudyDesign, TopicKind,
        stop::{Stop, Stopped},
    },
    text::Grammar,
};

/// How the source of a sentence was told that does not name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carried {
    /// The sentence speaks of it: `the trial`, `it found`.
    Anaphora,
    /// It is the last one that the paragraph names.
    Paragraph,
    /// It is the one that the row of the table names.
    Row,
    /// It is the only one that the section names, or the one of its heading.
    Section,
    /// It is the one of the words before the list or the table of limits.
    List,
}

impl Carried {
    /// Whether only the place of the sentence tells so.
    pub(super) fn is_by_place(self) -> bool {
        self != Self::Anaphora
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Anaphora => "context",
            Self::Paragraph => "paragraph",
            Self::Row => "row",
            Self::Section => "section",
            Self::List => "list",
        }
    }
}

/// What was named so far in a document.
struct Place {
    /// The heading above: the research it names, and its topics.
    heading: (Named, Vec<usize>),
    /// The last source named, and in which passage and row.
    current: Option<(usize, Option<usize>, Named)>,
    section: Section,
    /// What the first heading names.
    title: Option<Named>,
    /// The sources that the document has named, each once, the last one last.
    recent: Vec<Named>,
    /// What the words before a list are about, while the list goes on: the passage that it has reached.
    lead: Option<(usize, Named)>,
}

impl Place {
    /// Takes in that a source was named.
    fn name(&mut self, named: &Named) {
        self.section = self.section.with(named);
        if let Some(source) = source_of(named) {
            self.recent.retain(|other| source_of(other) != Some(source));
            self.recent.push(named.clone());
        }
    }
}

/// The sources that a section has named so far.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Section {
    None,
    One(Named),
    Several,
}

impl Section {
    fn with(&self, named: &Named) -> Self {
        match self {
            Self::None => Self::One(named.clone()),
            Self::One(one) if source_of(one).is_some() && source_of(one) == source_of(named) => {
                Self::One(named.clone())
            }
            Self::One(_) | Self::Several => Self::Several,
        }
    }
}

/// Finds the research each sentence speaks of, from its own words or from what was named before.
pub(super) fn attribute(
    identifying: &Identifying<'_>,
    all: &mut [Sentence<'_>],
    of_context: Named,
    context: &[usize],
    stop: &Stop,
) -> Result<(), Stopped> {
    let corpus = identifying.corpus;
    let mut place = Place {
        heading: (of_context, context.to_vec()),
        current: None,
        section: Section::None,
        title: None,
        recent: Vec::new(),
        lead: None,
    };
    place.name(&place.heading.0.clone());
    place.section = Section::None;
    let mut before: Vec<usize> = Vec::new();
    for sentence in all.iter_mut() {
        stop.check()?;
        sentence.before.clone_from(&before);
        let around: Vec<usize> = place.heading.1.iter().chain(&sentence.of_whole).copied().collect();
        let is_later = place::is_later_work(&sentence.claim);
        let later = place.named_later(identifying, sentence, &around);
        let own = later.unwrap_or_else(|| identifying.named(sentence.text, &sentence.claim, &around, &sentence.cited));
        let own = place.settled(identifying, sentence, own);
        let treatments = of_kind(corpus, &sentence.claim.topics, &[TopicKind::Intervention]);
        if sentence.kind == PassageKind::Heading {
            let topics =
                if sentence.claim.topics.is_empty() { context.to_vec() } else { sentence.claim.topics.clone() };
            place.title.get_or_insert_with(|| own.clone());
            place.heading = (own.clone(), topics);
            place.current = None;
            place.name(&own);
            place.section = Section::None;
            place.lead = None;
            sentence.named = own;
            before = treatments;
            continue;
        }
        if !treatments.is_empty() {
            before = treatments;
        }
        // What a year of health costs is a result of a study of costs, and no price.
        if sentence.claim.class == SentenceClass::Logistics
            && (place.tells_costs(identifying, sentence) || place.title_of_rule(identifying, sentence).is_some())
        {
            sentence.claim.class = SentenceClass::Other;
        }
        let is_new = introduces(&sentence.claim) || is_later;
        if is_new && own == Named::Nothing {
            place.current = None;
        }
        // What only describes the source of the paragraph points back to it.
        let (own, described_only) = match own {
            Named::Source(one) if !one.is_sure && is_current(&place, sentence.passage, one.source) => {
                (Named::Nothing, Some(Named::Source(one)))
            }
            own @ (Named::Nothing | Named::Source(_) | Named::Unknown { .. }) => (own, None),
        };
        let described = matches!(own, Named::Unknown { record: None, .. });
        let named = match own {
            Named::Nothing => None,
            // `In 11 trials of the review with 707 people`: counts of a part of what was named before.
            // So are those of a cell beside the one that names a study.
            Named::Unknown { record: None, .. }
                if is_in_row(sentence, &place) || (!is_new && counts_a_part(identifying, sentence, &place)) =>
            {
                None
            }
            named @ (Named::Source(_) | Named::Unknown { .. }) => Some(named),
        };
        if let Some(named) = named {
            place.name(&named);
            place.current = Some((sentence.passage, sentence.row, named.clone()));
            sentence.named = named;
        } else {
            let described = described && !is_in_row(sentence, &place);
            let carried = match (described, &place.current) {
                _ if apart::looks_ahead(&sentence.claim) => None,
                (true, Some((_, _, named))) => Some((moved(named, 0, 0), Carried::Anaphora)),
                (true, None) => None,
                (false, _) => place
                    .cost_study(corpus, &sentence.claim)
                    .or_else(|| place.told_again(identifying, &sentence.claim))
                    .map(|named| (moved(&named, 0, 0), Carried::Anaphora))
                    .or_else(|| by_anaphora(sentence, &place, corpus).filter(|_| !is_new))
                    .or_else(|| {
                        by_place(identifying, sentence, &place)
                            .filter(|(named, _)| !is_new && Place::may_point_to(corpus, &sentence.claim, named))
                    }),
            };
            let stems = identifying.facts.foreign_stems(corpus, &sentence.claim);
            let carried = carried.filter(|(named, _)| {
                source_of(named).is_none_or(|source| may_be_its(identifying, &sentence.claim, source, &stems))
            });
            let carried = carried.or_else(|| place.of_country(identifying, &sentence.claim)).map(|(named, how)| {
                let behind = source_of(&named).and_then(|source| identifying.review_behind(&sentence.claim, source));
                (behind.map_or_else(|| named.clone(), |source| other_source(&named, source)), how)
            });
            if let Some((named, how)) = carried {
                place.current = Some((sentence.passage, sentence.row, named.clone()));
                sentence.named = named;
                sentence.carried = Some(how);
            } else if let Some(named) = described_only {
                sentence.named = named;
            } else if let Some(one) = identifying.only_of_nation(&sentence.claim, research::kind_of) {
                sentence.named = Named::Source(one);
                place.name(&sentence.named);
                place.current = Some((sentence.passage, sentence.row, sentence.named.clone()));
            }
        }
        place.lead_on(corpus, sentence);
        reclassify(corpus, sentence);
    }
    point_back(corpus, all);
    forward::tell_ahead(identifying, all);
    Ok(())
}

/// Whether nothing in a claim speaks against the source that its place or its words give it: neither a result of another one, nor
/// what it has no word for, another year, another species or another country.
fn may_be_its(identifying: &Identifying<'_>, claim: &Claim, source: usize, stems: &[&str]) -> bool {
    let (corpus, facts) = (identifying.corpus, identifying.facts);
    let telling = telling_stems(claim);
    let is_of_others = claim.numbers.iter().any(|number| {
        number.role.is_result()
            && facts.is_result_of_others(source, number)
            && !facts.is_in_own_words(source, number, &telling)
    }) && !has_own_result(identifying, source, claim);
    !is_of_others
        && !place::is_of_another_country(identifying, claim, source)
        && !place::counts_other_trials(identifying, claim, source)
        && !facts.lacks(source, stems)
        && is_of_its_time(corpus, source, claim)
        && is_of_its_species(corpus, source, claim)
}

/// `Half of them got better. So says the trial of Sample`: what a sentence without a source says is of the one behind it.
fn point_back(corpus: &Corpus, all: &mut [Sentence<'_>]) {
    for at in 1..all.len() {
        let Some([before, sentence]) = all.get_mut(at - 1..=at) else { continue };
        let is_own = sentence.carried.is_none() && source_of(&sentence.named).is_some();
        let is_near = before.passage == sentence.passage || before.kind == PassageKind::Heading;
        if !is_own || !is_near || source_of(&before.named).is_some() || !sentence.claim.has(Cue::PointsBack) {
            continue;
        }
        before.named = moved(&sentence.named, 0, 0);
        before.carried = Some(Carried::Anaphora);
        reclassify(corpus, before);
    }
}

/// Makes a sentence a claim about evidence that says something of a source it names, or whose it is.
fn reclassify(corpus: &Corpus, sentence: &mut Sentence<'_>) {
    // `Sprains are covered too`, after the rule of a payer was named.
    let is_rule = source_of(&sentence.named)
        .and_then(|source| corpus.sources().get(source))
        .is_some_and(|source| source.design == StudyDesign::CoveragePolicy);
    let claim = &mut sentence.claim;
    if is_rule && claim.subject != Subject::Coverage && (claim.has(Cue::Covers) || claim.has(Cue::Bills)) {
        claim.subject = Subject::Coverage;
        claim.says = true;
        advise(claim);
    }
    // Whoever names a source and says something makes a claim about evidence.
    let by_itself = matches!(&sentence.named, Named::Source(source) if source.is_sure) && sentence.carried.is_none();
    let counts = claim
        .numbers
        .iter()
        .any(|number| !matches!(number.role, Role::Logistics | Role::Other) || by_itself && number.is_money);
    let in_row = sentence.carried == Some(Carried::Row);
    let denies = claim.comparators.iter().any(|said| claim.absence(said.first, said.last).is_some());
    let names_group = claim.comparators.iter().any(|said| claim.names_group_of(said));
    let compares = !claim.comparators.is_empty() && (claim.has(Cue::Against) || in_row || denies || names_group);
    let tells = tells_of_results(corpus, claim)
        || by_itself && (!claim.poles.is_empty() || claim.has(Cue::Young) || !claim.durations.is_empty());
    // In the paragraph that names the source, what is counted is counted by it.
    let is_near = matches!(sentence.carried, None | Some(Carried::Anaphora | Carried::Paragraph | Carried::List));
    // Whatever is said of a source that is named is held beside its record; where that has nothing of it, nothing is claimed.
    let says = claim.says || compares || (counts && in_row) || ((counts || tells) && is_near) || by_itself;
    let is_claim = sentence.named != Named::Nothing && says && !claim.is_question;
    // `GLOAM reports what many people feel` tells of the trial, and of nobody's patients.
    let is_reported = claim.class == SentenceClass::PracticeExperience && by_itself && !claim.has(Cue::Practice);
    if (claim.class == SentenceClass::Other || is_reported) && is_claim {
        claim.class = SentenceClass::EvidenceClaim;
        let is_told = counts || tells_of_results(corpus, claim);
        let is_by_place = sentence.carried.is_some_and(Carried::is_by_place);
        claim.is_by_place = !(claim.says || compares || counts && in_row || is_told && !is_by_place);
    }
}

/// Whether a claim names an outcome, a harm, a mechanism or what a payer does: of a source that is known it says something of
/// what that found.
fn tells_of_results(corpus: &Corpus, claim: &Claim) -> bool {
    let is_result = |topic: &usize| {
        let kind = corpus.topics().get(*topic).map(|topic| topic.kind);
        matches!(kind, Some(TopicKind::Outcome | TopicKind::Instrument | TopicKind::Mechanism))
    };
    let cues = [Cue::Harm, Cue::Mechanism, Cue::Event, Cue::Covers, Cue::Bills];
    claim.topics.iter().any(is_result) || cues.iter().any(|cue| claim.has(*cue))
}

/// Whether a paragraph has named this source last.
fn is_current(place: &Place, passage: usize, source: usize) -> bool {
    place.current.as_ref().is_some_and(|(at, _, named)| *at == passage && source_of(named) == Some(source))
}

/// Whether a sentence stands in the row of a table in which another cell names a source.
fn is_in_row(sentence: &Sentence<'_>, place: &Place) -> bool {
    let row = place.current.as_ref().and_then(|(_, row, named)| row.filter(|_| source_of(named).is_some()));
    row.is_some() && row == sentence.row
}

/// Whether a claim gives no year, or that of a source: `the 2020 review` after one of 2013 is another.
fn is_of_its_time(corpus: &Corpus, source: usize, claim: &Claim) -> bool {
    let own = corpus.sources().get(source).map(|source| f64::from(source.year()));
    let mut years = claim.numbers_of(Role::Year).peekable();
    years.peek().is_none() || years.any(|year| own.is_some_and(|own| year.is(own)))
}

/// Whether a claim does not speak of animals behind a trial of people: `in mice` is another study.
fn is_of_its_species(corpus: &Corpus, source: usize, claim: &Claim) -> bool {
    let studies_people = corpus.sources().get(source).is_some_and(|source| is_trial(source.design));
    !(studies_people && claim.has(Cue::Animals))
}

/// Whether the counts of a sentence are those of a part of the source its paragraph speaks of.
fn counts_a_part(identifying: &Identifying<'_>, sentence: &Sentence<'_>, place: &Place) -> bool {
    let Some((passage, _, Named::Source(Identified { source, .. }))) = &place.current else { return false };
    let reported = identifying.records.reported(*source);
    let claim = &sentence.claim;
    let mut counted = claim.numbers.iter().filter(|number| matches!(number.role, Role::Participants | Role::Studies));
    let all_known =
        counted.all(|number| reported.iter().any(|reported| reported.role == number.role && reported.is(number)));
    *passage == sentence.passage && (all_known || claim.has(Cue::Anaphora))
}

/// The source that only the place of a sentence tells: the one of its paragraph, of its row, or of its section.
fn by_place(identifying: &Identifying<'_>, sentence: &Sentence<'_>, place: &Place) -> Option<(Named, Carried)> {
    let claim = &sentence.claim;
    if !matches!(claim.class, SentenceClass::EvidenceClaim | SentenceClass::Other)
        || claim.is_question
        || appeals_to_others(claim)
        || apart::is_apart(identifying, sentence, place)
    {
        return None;
    }
    if let Some(lead) = place.listed(identifying, sentence) {
        return Some((moved(lead, 0, 0), Carried::List));
    }
    if sentence.kind == PassageKind::Item
        && let Some(rule) = place.title_of_rule(identifying, sentence)
    {
        return Some((moved(rule, 0, 0), Carried::List));
    }
    let result = claim.numbers.iter().any(|number| number.role.is_result() || number.role == Role::Participants);
    let counts = claim.numbers.iter().any(|number| !matches!(number.role, Role::Logistics | Role::Other));
    let says = claim.says || result || !claim.comparators.is_empty() || !claim.origins.is_empty();
    let is_same_passage = place.current.as_ref().is_some_and(|(passage, ..)| *passage == sentence.passage);
    let tells = tells_of_results(identifying.corpus, claim) || !claim.poles.is_empty();
    let is_told = || {
        let current = place.current.as_ref().and_then(|(_, _, named)| source_of(named));
        current.is_some_and(|source| has_its_words(identifying, claim, source))
    };
    if !(says || counts && is_in_row(sentence, place) || (counts || tells || is_told()) && is_same_passage) {
        return None;
    }
    let of_source = |named: &Named| source_of(named).is_some();
    if let Some((passage, row, named)) = place.current.as_ref().filter(|(_, _, named)| of_source(named)) {
        if *passage == sentence.passage {
            return Some((moved(named, 0, 0), Carried::Paragraph));
        }
        if row.is_some() && *row == sentence.row {
            return Some((moved(named, 0, 0), Carried::Row));
        }
    }
    let of_section = match &place.section {
        Section::None => Some(&place.heading.0),
        Section::One(named) => Some(named),
        Section::Several => None,
    };
    let Some(named) = of_section.filter(|named| of_source(named)) else {
        // Of several sources, or in a section that names none, the last one in whose words it is told.
        let is_told_so =
            |named: &&Named| source_of(named).is_some_and(|source| is_in_its_words(identifying, claim, source));
        let is_specific = result
            || !claim.comparators.is_empty()
            || !claim.origins.is_empty()
            || claim.numbers_of(Role::Days).next().is_some();
        let told = place.recent.iter().rev().take(RECENT).filter(|_| is_specific).find(is_told_so);
        let told = told.or_else(|| place.title_of_rule(identifying, sentence))?;
        return Some((moved(told, 0, 0), Carried::Section));
    };
    // Below a heading that names it, in a list after the paragraph that does, or in words that are those of its record.
    let is_titled = source_of(&place.heading.0) == source_of(named);
    let is_told_so = || source_of(named).is_some_and(|source| is_in_its_words(identifying, claim, source));
    (is_titled || sentence.kind == PassageKind::Item || is_told_so()).then(|| (moved(named, 0, 0), Carried::Section))
}

/// Whether a claim appeals to research at large: `studies show`. `The visits were shown to help` may be said of one study.
fn appeals_to_others(claim: &Claim) -> bool {
    claim.cues.iter().filter(|cue| cue.cue == Cue::VagueSource).any(|vague| {
        let is_passive = vague.first > 0
            && Grammar::Shown.has(claim.word(vague.first))
            && (1..=2).any(|back| vague.first.checked_sub(back).is_some_and(|at| Grammar::Being.has(claim.word(at))));
        !is_passive
    })
}

/// So many of the sources last named are looked through for the words of a sentence.
const RECENT: usize = 4;

/// Fewest words of a sentence that its source has.
const OWN_WORDS: usize = 4;

/// Of so many telling words of a sentence its source has at least …
const OF_WORDS: usize = 10;

/// … so many. See [`OF_WORDS`].
const SHARED_WORDS: usize = 7;

/// Fewest words of a sentence of the same paragraph that its source has.
const FEW_WORDS: usize = 2;

/// Whether a result with decimals is on record for a source: `4.4 points with it, and 3.9 without` is of who has the 4.4.
fn has_own_result(identifying: &Identifying<'_>, source: usize, claim: &Claim) -> bool {
    let Some(known) = identifying.facts.sources.get(source) else { return false };
    let mut results = claim.numbers.iter().filter(|number| number.role.is_result() && number.decimals > 0);
    results.any(|number| alike(&known.typed, number).any(|one| one.is(number)))
}

/// Whether a source has half of the telling words of a sentence.
fn has_its_words(identifying: &Identifying<'_>, claim: &Claim, source: usize) -> bool {
    let Some(known) = identifying.facts.sources.get(source) else { return false };
    let stems = telling_stems(claim);
    let shared = stems.iter().filter(|stem| known.stems.contains(stem)).count();
    shared >= FEW_WORDS && 2 * shared >= stems.len()
}

/// The stems of the words of a claim that say something.
fn telling_stems(claim: &Claim) -> Vec<&str> {
    let words = claim.read.words.iter();
    words
        .filter(|word| !word.has_digit && word.exact.len() > 2 && !word.is_stopword)
        .map(|word| word.stem.as_str())
        .collect()
}

/// Whether a result is told in the words of a source: most of its telling words stand in the record, or fewer and a number of
/// a result does.
fn is_in_its_words(identifying: &Identifying<'_>, claim: &Claim, source: usize) -> bool {
    let Some(known) = identifying.facts.sources.get(source) else { return false };
    let stems = telling_stems(claim);
    let shared = stems.iter().filter(|stem| known.stems.contains(stem)).count();
    let has_number = claim
        .numbers
        .iter()
        .filter(|number| number.role.is_result() || number.role == Role::Days)
        .any(|number| alike(&known.typed, number).any(|one| one.is(number)));
    shared >= OWN_WORDS && (OF_WORDS * shared >= SHARED_WORDS * stems.len() || has_number && 2 * shared >= stems.len())
}

/// The source that the words of a sentence point back to: `the trial`, `it found`.
fn by_anaphora(sentence: &Sentence<'_>, place: &Place, corpus: &Corpus) -> Option<(Named, Carried)> {
    let claim = &sentence.claim;
    if !matches!(claim.class, SentenceClass::EvidenceClaim | SentenceClass::Other) {
        return None;
    }
    let anaphora = claim.first(Cue::Anaphora)?;
    let begins = anaphora.first <= 2;
    let here = |named: &Named| Some((moved(named, anaphora.first, anaphora.last), Carried::Anaphora));
    let current = place.current.as_ref();
    let in_paragraph = current.filter(|(passage, ..)| *passage == sentence.passage).map(|(_, _, named)| named);
    let names_a_study = (anaphora.first..=anaphora.last)
        .any(|at| Grammar::Studies.has(claim.word(at)) || Grammar::OfAuthor.has(claim.word(at)));
    if let Some(named) = in_paragraph
        && (begins || names_a_study || claim.subject != Subject::Harm)
    {
        // `The trial`, where a payer was named last: the trial before it.
        let other = place.other_kind(corpus, claim, (anaphora.first, anaphora.last), named);
        return here(other.unwrap_or(named));
    }
    // From further away only what says what kind of study it means.
    let noun = [
        (Cue::Trial, is_trial as fn(_) -> bool),
        (Cue::Review, is_review),
        (Cue::Guideline, |design| design == StudyDesign::Guideline),
    ];
    let kind = noun.into_iter().find(|(cue, _)| {
        claim
            .cues
            .iter()
            .any(|found| found.cue == *cue && anaphora.first <= found.first && found.last <= anaphora.last + 1)
    });
    let fits = |named: &Named| match named {
        Named::Source(Identified { source, .. }) => {
            kind.is_some_and(|(_, is)| corpus.sources().get(*source).is_some_and(|source| is(source.design)))
        }
        Named::Unknown { .. } | Named::Nothing => false,
    };
    let heading = &place.heading.0;
    let heading_fits = match heading {
        Named::Nothing => false,
        Named::Unknown { .. } => begins,
        Named::Source(_) => begins || fits(heading),
    };
    if heading_fits {
        return here(heading);
    }
    // In another paragraph `it` and `the benefit` mean the one source that was named so far.
    let is_only = matches!(place.section, Section::One(_));
    if let Some(last) = current.map(|(_, _, named)| named).filter(|named| begins && (fits(named) || is_only)) {
        return here(last);
    }
    // `The trial found`, after something else was named: the last that was one.
    let last = place.recent.iter().rev().take(RECENT).find(|named| fits(named))?;
    here(last)
}

/// Whether a sentence brings in a piece of research: `a later study`. What follows is about that one.
pub(super) fn introduces(claim: &Claim) -> bool {
    claim.cues.iter().any(|found| {
        let mut before = (1..=5).filter_map(|back| found.first.checked_sub(back)).map(|at| claim.word(at));
        // `A recommendation on evidence of that kind` brings in no evidence.
        // Nor do `a lot between the trials` bring in a trial.
        let is_joined = |word: &&str| {
            ![Grammar::Prepositions, Grammar::Between, Grammar::Definite].iter().any(|list| list.has(word))
        };
        matches!(found.cue, Cue::Trial | Cue::Review | Cue::Research)
            && before.by_ref().take_while(is_joined).any(|word| Grammar::IndefiniteOrAnother.has(word))
    })
}

/// The source of the collection that a sentence speaks of.
pub(super) fn source_of(named: &Named) -> Option<usize> {
    match named {
        Named::Source(identified) => Some(identified.source),
        Named::Unknown { .. } | Named::Nothing => None,
    }
}

/// The same as what is named, of another source.
fn other_source(named: &Named, source: usize) -> Named {
    match named {
        Named::Source(one) => Named::Source(Identified { source, also: Vec::new(), alike: Vec::new(), ..one.clone() }),
        Named::Unknown { .. } | Named::Nothing => named.clone(),
    }
}

/// The same research, named by these words of another sentence.
fn moved(named: &Named, first: usize, last: usize) -> Named {
    match named {
        Named::Nothing => Named::Nothing,
        Named::Source(identified) => Named::Source(Identified { by: Vec::new(), first, last, ..identified.clone() }),
        Named::Unknown { record, nearest, is_near, first: _, last: _ } => {
            Named::Unknown { record: *record, nearest: *nearest, is_near: *is_near, first, last }
        }
    }
}
