//! Which publication the words of a reference mean, if any.

use std::{collections::HashSet, sync::Arc};

use super::{
    Checked, Difference, RecordName, ReferenceStatus,
    agreement::Agreement,
    compare::{Comparison, ReferenceField},
    holding::{Holding, HoldingError},
    journal,
    look_up_keys::{LookUpKeys, is_printed_as},
    place,
    publication::{Concerned, Key, Publication, ReferenceEditorial},
    reading::Reading,
};
use crate::{
    domain::{Identifier, source::Bibliography},
    literature::RemarkPlace,
    text::Citing,
};

/// What a publication needs at least to be the one that is meant. A title of three telling words has it, and so have
/// journal, volume and first page together; author, journal and year have not.
const LEAST: f64 = 5.0;

/// What is at most so much less likely fits as well.
const ALIKE: f64 = 0.75;

/// Most candidates that are named.
const MAX_NAMED: usize = 10;

/// A publication with what is compared.
struct Weighed {
    publication: Arc<Publication>,
    comparison: Comparison,
    score: f64,
    /// Whether the reference must mean another publication that is much like this one: another edition, the preprint, the
    /// paper that a notice is about.
    is_another: bool,
}

/// What a reference says, held against what is there.
///
/// # Errors
/// [`HoldingError`] when the literature cannot be asked.
pub(super) fn judge(input: String, reading: &Reading, holdings: &[Holding<'_>]) -> Result<Checked, HoldingError> {
    let mut owners: Vec<Arc<Publication>> = Vec::new();
    for identifier in reading.identifiers() {
        for holding in holdings {
            add(&mut owners, holding.identified(&identifier)?);
        }
    }
    if !reading.has_words() {
        return by_identifier(input, reading, &owners, holdings);
    }
    let keys = LookUpKeys::of(reading);
    let mut found = owners.clone();
    for holding in holdings {
        add(&mut found, holding.candidates(&keys)?);
    }
    let mut all: Vec<Weighed> = found.into_iter().map(|publication| weigh(reading, publication)).collect();
    all.sort_by(|a, b| {
        a.is_another
            .cmp(&b.is_another)
            .then(b.score.total_cmp(&a.score))
            .then_with(|| a.publication.key.cmp(&b.publication.key))
    });
    let fitting = || all.iter().filter(|weighed| !weighed.is_another);
    let best = fitting().next().filter(|best| best.score >= LEAST);
    match best {
        Some(best) => {
            let alike: Vec<&Weighed> =
                fitting().take_while(|other| other.score >= LEAST && best.score - other.score <= ALIKE).collect();
            if alike.len() > 1 {
                let candidates =
                    alike.into_iter().take(MAX_NAMED).map(|weighed| RecordName::of(&weighed.publication)).collect();
                return Ok(Checked { candidates, ..Checked::nothing(input, ReferenceStatus::Ambiguous) });
            }
            meant(input, reading, best, &owners, holdings)
        }
        None => {
            // Too little to be sure, and nothing against it.
            let possible: Vec<RecordName> = fitting()
                .filter(|weighed| is_possible(&weighed.comparison))
                .take(MAX_NAMED)
                .map(|weighed| RecordName::of(&weighed.publication))
                .collect();
            if !possible.is_empty() && owners.is_empty() {
                return Ok(Checked { candidates: possible, ..Checked::nothing(input, ReferenceStatus::Ambiguous) });
            }
            // The owner of an identifier is not what the words mean.
            let alone: Vec<Identifier> = if owners.is_empty() { reading.identifiers().collect() } else { Vec::new() };
            let editorial = told_by_notice(reading, &alone, &keys, &all, holdings)?.or_else(|| told_by_itself(reading));
            let owner = owners.first().map(|owner| RecordName::of(owner));
            let status = if owner.is_some() { ReferenceStatus::Mismatch } else { ReferenceStatus::NotInThisCollection };
            Ok(Checked { editorial, identifier_of: owner, ..Checked::nothing(input, status) })
        }
    }
}

fn add(to: &mut Vec<Arc<Publication>>, more: Vec<Arc<Publication>>) {
    let mut known: HashSet<Key> = to.iter().map(|publication| publication.key.clone()).collect();
    // An appraised record stands for its twin in the literature, and is asked for first.
    let own: HashSet<Identifier> = to
        .iter()
        .filter(|publication| matches!(publication.key, Key::Source(_)))
        .flat_map(|own| identifiers(own))
        .collect();
    let is_twin = |publication: &Publication| {
        matches!(publication.key, Key::Literature(_))
            && identifiers(publication).any(|identifier| own.contains(&identifier))
    };
    to.extend(more.into_iter().filter(|publication| !is_twin(publication) && known.insert(publication.key.clone())));
}

/// DOIs and ids of PubMed.
fn identifiers(publication: &Publication) -> impl Iterator<Item = Identifier> {
    let Bibliography { pmid, pmcid, .. } = &publication.bibliography;
    let dois = publication.dois().cloned().map(Identifier::Doi);
    dois.chain(pmid.map(Identifier::Pmid)).chain(pmcid.clone().map(Identifier::Pmcid))
}

/// A reference that is nothing but identifiers.
fn by_identifier(
    input: String,
    reading: &Reading,
    owners: &[Arc<Publication>],
    holdings: &[Holding<'_>],
) -> Result<Checked, HoldingError> {
    // One that has all of them goes before one that has some.
    let has_all = |publication: &Arc<Publication>| {
        let comparison = Comparison::of(reading, publication);
        [&comparison.doi, &comparison.pmid, &comparison.pmcid].into_iter().all(|told| !told.is_other())
    };
    let whole: Vec<&Arc<Publication>> = owners.iter().filter(|owner| has_all(owner)).collect();
    match (whole.as_slice(), owners) {
        ([only], _) => {
            let weighed = weigh(reading, Arc::clone(only));
            meant(input, reading, &weighed, owners, holdings)
        }
        ([], []) => {
            let editorial = {
                let all: Vec<Identifier> = reading.identifiers().collect();
                told_by_notice(reading, &all, &LookUpKeys::default(), &[], holdings)?
                    .or_else(|| told_by_itself(reading))
            };
            Ok(Checked { editorial, ..Checked::nothing(input, ReferenceStatus::NotInThisCollection) })
        }
        ([], some) | (_, some) => {
            let candidates = some.iter().take(MAX_NAMED).map(|owner| RecordName::of(owner)).collect();
            Ok(Checked { candidates, ..Checked::nothing(input, ReferenceStatus::Ambiguous) })
        }
    }
}

/// The reference means this publication: what differs, and what has become of it.
fn meant(
    input: String,
    reading: &Reading,
    best: &Weighed,
    owners: &[Arc<Publication>],
    holdings: &[Holding<'_>],
) -> Result<Checked, HoldingError> {
    let Weighed { publication, comparison, .. } = best;
    let mut recognised_by = Vec::new();
    let mut differences = Vec::new();
    for (field, told) in comparison.parts() {
        match told {
            Agreement::Unsaid => {}
            Agreement::Same => recognised_by.push(field),
            Agreement::Other { said, .. } if field == ReferenceField::Journal && is_cut_name(said, best, holdings)? => {
                recognised_by.push(field);
            }
            Agreement::Other { said, on_record } => {
                differences.push(Difference { field, said: said.clone(), on_record: Some(on_record.clone()) });
            }
        }
    }
    // A title with a changed word is still what it was recognised by, if nothing else was.
    if comparison.title_words > comparison.title_edits && comparison.title.is_other() {
        recognised_by.insert(0, ReferenceField::Title);
    }
    // An identifier of another publication, where this one has none on record.
    let other = owners.iter().find(|owner| owner.key != publication.key);
    if let Some(other) = other {
        for identifier in reading.identifiers() {
            let (field, told) = match &identifier {
                Identifier::Doi(_) => (ReferenceField::Doi, &comparison.doi),
                Identifier::Pmid(_) => (ReferenceField::Pmid, &comparison.pmid),
                Identifier::Pmcid(_)
                | Identifier::Source(_)
                | Identifier::Nct(_)
                | Identifier::Prospero(_)
                | Identifier::Isbn(_)
                | Identifier::Url(_) => (ReferenceField::Pmcid, &comparison.pmcid),
            };
            let is_theirs = other.dois().any(|doi| identifier == Identifier::Doi(doi.clone()))
                || other.bibliography.identifiers().any(|own| own == identifier);
            if is_theirs && *told == Agreement::Unsaid {
                differences.push(Difference { field, said: identifier.to_string(), on_record: None });
            }
        }
    }
    let identifier_of = other.filter(|_| {
        differences.iter().any(|difference| {
            matches!(difference.field, ReferenceField::Doi | ReferenceField::Pmid | ReferenceField::Pmcid)
        })
    });
    let status = if differences.is_empty() { ReferenceStatus::Matches } else { ReferenceStatus::Differs };
    Ok(Checked {
        input,
        recognised_by,
        record: Some(RecordName::of(publication)),
        status,
        differences,
        editorial: Some(match editorial(publication, holdings)? {
            known if known.state.is_remarkable() => known,
            known => told_by_itself(reading).unwrap_or(known),
        }),
        candidates: Vec::new(),
        identifier_of: identifier_of.map(|owner| RecordName::of(owner)),
    })
}

/// Whether what is said in the place of the journal is the begin of its name, and not the name of another journal here: nothing is
/// wrong with `Clin Orthop` where volume, pages and year are those of `Clin Orthop Relat Res`.
fn is_cut_name(said: &str, best: &Weighed, holdings: &[Holding<'_>]) -> Result<bool, HoldingError> {
    let Weighed { publication, comparison, .. } = best;
    let Comparison { volume, year, pages, .. } = comparison;
    let is_there = pages.is_same() && !volume.is_other() && !year.is_other() && (volume.is_same() || year.is_same());
    if !is_there || !journal::is_begin(said, &publication.card.journals) {
        return Ok(false);
    }
    for holding in holdings {
        if holding.knows_journal(said)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What a reference says itself has become of its publication, where nothing here knows it.
fn told_by_itself(reading: &Reading) -> Option<ReferenceEditorial> {
    reading.says.map(|state| ReferenceEditorial { state, notice: None })
}

/// What has become of a publication: of a source that nobody has looked up, what the literature says of it.
fn editorial(publication: &Publication, holdings: &[Holding<'_>]) -> Result<ReferenceEditorial, HoldingError> {
    for holding in holdings {
        if let Some(said) = holding.editorial(publication)? {
            return Ok(said);
        }
        if matches!(publication.key, Key::Source(_)) && !publication.standing.state.is_remarkable() {
            for identifier in identifiers(publication) {
                if let Some(said) = holding.noticed(&identifier)? {
                    return Ok(said);
                }
            }
        }
    }
    Ok(publication.standing.clone())
}

/// How much speaks for the publication, less what speaks against it.
fn weigh(reading: &Reading, publication: Arc<Publication>) -> Weighed {
    let comparison = Comparison::of(reading, &publication);
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let points = |told: &Agreement, same: f64, other: f64| match told {
        Agreement::Unsaid => 0.0,
        Agreement::Same => same,
        Agreement::Other { .. } => -other,
    };
    let Comparison { title, title_words, title_edits, author, journal, year, volume, issue, pages, doi, pmid, pmcid } =
        &comparison;
    let titled = if *title_words > 0 {
        let whole = 2.0 + number(*title_words).min(8.0);
        whole * (1.0 - 2.0 * number(*title_edits) / number(*title_words).max(1.0)).max(-0.3)
    } else {
        points(title, 0.0, 3.0)
    };
    let score = titled
        + points(author, 2.0, 2.0)
        + points(journal, 1.5, 1.5)
        + points(year, 1.0, 1.0)
        + points(volume, 1.5, 1.0)
        + points(issue, 0.5, 0.3)
        + points(pages, 2.5, 1.5)
        + points(doi, 3.0, 0.0)
        + points(pmid, 3.0, 0.0)
        + points(pmcid, 3.0, 0.0)
        // A notice and its publication may have one title.
        + if reading.names_a_notice() && is_called_notice(&publication) { 1.0 } else { 0.0 };
    let is_another = is_another(reading, &publication, &comparison);
    Weighed { publication, comparison, score, is_another }
}

/// Whether a publication is a notice, by what a database says of it or by its title.
fn is_called_notice(publication: &Publication) -> bool {
    let title = publication.card.titles.first();
    publication.standing.state.is_notice()
        || title.is_some_and(|title| title.iter().any(|word| Citing::Notices.has(word)))
}

/// Whether what differs points to another publication of nearly the same words, and not to a slip.
fn is_another(reading: &Reading, publication: &Publication, comparison: &Comparison) -> bool {
    let Comparison {
        title,
        title_words,
        title_edits: _,
        author,
        journal,
        year,
        volume,
        issue,
        pages,
        doi,
        pmid,
        pmcid,
    } = comparison;
    // Neither a word of the title nor the author: an identifier and a place alone may be anybody's, and are what made-up ones have.
    if *title_words == 0 && title.is_other() && author.is_other() {
        return true;
    }
    if pmid.is_same() || doi.is_same() || pmcid.is_same() {
        return false;
    }
    let place = [year, volume, pages];
    let others = place.iter().filter(|told| told.is_other()).count();
    let same = place.iter().filter(|told| told.is_same()).count();
    let is_near = *title_words > 0 && title.is_other();
    // The next part of a series: nearly the title, printed elsewhere.
    let is_series = is_near && pages.is_other() && (volume.is_other() || year.is_other());
    // The same title at another place, with another DOI or in all parts.
    let is_elsewhere =
        same == 0 && (others >= 3 || others >= 2 && (doi.is_other() || journal.is_other() || author.is_other()));
    // Another edition: the number of the review stays, year and issue or DOI are others.
    let is_edition =
        year.is_other() && (doi.is_other() || issue.is_other()) && !volume.is_same() && publication.is_cochrane();
    let is_version = journal.is_other()
        && publication.is_preprint() != reading.names_a_preprint()
        && (publication.is_preprint() || reading.names_a_preprint());
    let is_paper_of_notice = publication.standing.state.is_notice()
        && !reading.names_a_notice()
        && !(pages.is_same() && others == 0)
        && same < 2;
    is_series || is_elsewhere || is_edition || is_version || is_paper_of_notice
}

/// Whether nothing is against a publication, and something is for it: a title of a word or two, or author, year and journal.
fn is_possible(comparison: &Comparison) -> bool {
    let parts = comparison.parts();
    if parts.iter().any(|(_, told)| told.is_other()) {
        return false;
    }
    let Comparison { title, author, journal, year, pages, volume, .. } = comparison;
    let counted = [author, journal, year, pages, volume].into_iter().filter(|told| told.is_same()).count();
    title.is_same() || author.is_same() && counted >= 2 || counted >= 3
}

/// What a notice says of a publication that is not here, by these identifiers or by what the reference says.
fn told_by_notice(
    reading: &Reading,
    identifiers: &[Identifier],
    keys: &LookUpKeys,
    all: &[Weighed],
    holdings: &[Holding<'_>],
) -> Result<Option<ReferenceEditorial>, HoldingError> {
    for identifier in identifiers {
        for holding in holdings {
            if let Some(said) = holding.noticed(identifier)? {
                return Ok(Some(said));
            }
        }
    }
    for weighed in all.iter().filter(|weighed| weighed.publication.standing.state.is_notice()) {
        let notice = &weighed.publication;
        let is_titled = is_titled(&weighed.comparison);
        let is_concerned = |concerned: &&Concerned| {
            is_printed_as(reading, &concerned.place) && may_be_in_journal(keys, &concerned.place)
                || is_titled && may_be_printed_as(keys, &concerned.place)
        };
        if let Some(concerned) = notice.concerns.iter().find(is_concerned) {
            let notice = Some(notice.key.to_string());
            return Ok(Some(ReferenceEditorial { state: concerned.state, notice }));
        }
    }
    for holding in holdings {
        for (publication, said) in holding.listed(keys)? {
            let weighed = weigh(reading, Arc::new(publication));
            let Comparison { title, title_words, year, .. } = &weighed.comparison;
            let is_meant = title.is_same() && *title_words >= 3 && !year.is_other() && weighed.score >= LEAST;
            if is_meant && !weighed.is_another {
                return Ok(Some(said));
            }
        }
    }
    Ok(None)
}

/// Whether the title of a notice is the reference's, without what notices put before it: `Retraction: …`. A notice is by the
/// authors of the publication, or stands in its journal.
fn is_titled(comparison: &Comparison) -> bool {
    let Comparison { title, title_words, author, journal, .. } = comparison;
    title.is_same() && *title_words >= 4 && (author.is_same() || journal.is_same())
}

/// Whether a reference may name the journal in which the publication of a notice was printed.
fn may_be_in_journal(keys: &LookUpKeys, written: &str) -> bool {
    let Some(RemarkPlace { journal, .. }) = RemarkPlace::of(written) else { return true };
    keys.journals.is_empty() || keys.journals.iter().any(|said| journal::is_same(said, journal))
}

/// Whether nothing that a reference says of its place is another where the publication of a notice was printed.
fn may_be_printed_as(keys: &LookUpKeys, written: &str) -> bool {
    let other = LookUpKeys::of(&Reading::of_text(written));
    let first = |pages: &Option<String>| pages.as_deref().and_then(place::ends_of).map(|(first, _)| first);
    let differs = |one: Option<String>, two: Option<String>| matches!((one, two), (Some(one), Some(two)) if one != two);
    let other_year =
        !keys.years.is_empty() && !other.years.is_empty() && !keys.years.iter().any(|year| other.years.contains(year));
    !other_year
        && !differs(keys.volume.clone(), other.volume.clone())
        && !differs(first(&keys.pages), first(&other.pages))
}
