//! Taking in records of other programs: which of them are new, and under which id they are begun as drafts.

use std::collections::{HashMap, HashSet};

use crate::{
    citation::exchange::Imported,
    corpus::{Corpus, draft_file},
    domain::{Date, Draft, EditorialStatus, Identifier, Name, Provenance, Provenances, SourceId, source::Bibliography},
    text::{self, Grammar},
};

/// A publication that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub id: SourceId,
    /// Where it is.
    pub place: Place,
    /// By what it was recognised.
    pub by: Sameness,
}

/// Where a publication is that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among the records.
    Source,
    /// Among the drafts.
    Draft,
    /// It was taken in just before.
    Now {
        /// The file.
        origin: String,
        /// The line it began on.
        line: usize,
    },
}

/// Why two records are one publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sameness {
    /// They have one identifier.
    Identifier(Identifier),
    /// They have one title in one year, and no identifiers that differ.
    Title,
}

/// What becomes of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is new.
    New(Box<New>),
    /// It is there.
    Known(Known),
}

/// A record to be begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// The record.
    pub draft: Draft,
    /// What was noticed while it was read.
    pub notes: Vec<String>,
}

impl New {
    /// The content of its file.
    pub fn file(&self) -> String {
        draft_file(&self.draft, &self.notes)
    }
}

#[derive(Clone, Debug)]
struct Held {
    id: SourceId,
    place: Place,
    /// Those of its identifiers that no other publication has.
    strong: Vec<Identifier>,
    title: u64,
}

/// What is there, growing by what is taken in. Memory grows with the number of publications: of each its id, its
/// identifiers and a hash of its title are kept.
#[derive(Debug, Default)]
pub struct Intake {
    held: Vec<Held>,
    by_identifier: HashMap<Identifier, usize>,
    by_title: HashMap<u64, Vec<usize>>,
    ids: HashSet<String>,
    /// The number last tried for an id that is taken.
    numbers: HashMap<String, u32>,
}

impl Intake {
    /// Of what there is: records and drafts, and further ids that are in use.
    pub fn new<'a>(
        corpus: Option<&'a Corpus>,
        drafts: &[Draft],
        further_ids: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut intake = Self::default();
        for source in corpus.into_iter().flat_map(Corpus::sources) {
            intake.hold(&source.id, &source.bibliography, Place::Source);
        }
        for draft in drafts {
            intake.hold(&draft.id, &draft.bibliography, Place::Draft);
        }
        let findings = corpus.into_iter().flat_map(Corpus::findings).map(|finding| finding.id.as_str());
        intake.ids.extend(findings.chain(further_ids).map(str::to_owned));
        intake
    }

    /// Decides about a record of the file `origin`, and remembers it if it is new. `today` is the day it is recorded.
    pub fn consider(&mut self, imported: Imported, origin: &str, today: Date) -> Verdict {
        let Imported { line, mut bibliography, registration, design, editorial, mut notes } = imported;
        if let Some(known) = self.same(&bibliography) {
            return Verdict::Known(known);
        }
        self.leave_out_shared(&mut bibliography, &mut notes);
        let id = self.new_id(&bibliography);
        let place = Place::Now { origin: origin.to_owned(), line };
        self.hold(&id, &bibliography, place);
        let name = bibliography.author.first().map_or("Anonymous", Name::main);
        let short_title = Some(format!("{name} {}", bibliography.issued.year()));
        let reason = format!("imported from {origin}, line {line}, not checked against the publication");
        let provenance = Provenances { default: Provenance::Unverified { reason }, except: Vec::new() };
        let editorial = Some(editorial).filter(|editorial| editorial.status != EditorialStatus::Unchecked);
        let draft =
            Draft { id, short_title, bibliography, design, registration, editorial, recorded: today, provenance };
        Verdict::New(Box::new(New { draft, notes }))
    }

    fn hold(&mut self, id: &SourceId, bibliography: &Bibliography, place: Place) {
        let at = self.held.len();
        for identifier in bibliography.identifiers() {
            self.by_identifier.entry(identifier).or_insert(at);
        }
        let title = title_hash(bibliography);
        self.by_title.entry(title).or_default().push(at);
        self.ids.insert(id.as_str().to_owned());
        let strong = bibliography.identifiers().filter(is_strong).collect();
        self.held.push(Held { id: id.clone(), place, strong, title });
    }

    fn same(&self, bibliography: &Bibliography) -> Option<Known> {
        let title = title_hash(bibliography);
        let known = |held: &Held, by| Known { id: held.id.clone(), place: held.place.clone(), by };
        for identifier in bibliography.identifiers() {
            let Some(held) = self.by_identifier.get(&identifier).and_then(|at| self.held.get(*at)) else { continue };
            // Chapters share the number of their book, and pages an address: with another title it is another one.
            if is_strong(&identifier) || held.title == title {
                return Some(known(held, Sameness::Identifier(identifier)));
            }
        }
        let own: Vec<Identifier> = bibliography.identifiers().filter(is_strong).collect();
        let namesakes = self.by_title.get(&title).into_iter().flatten().filter_map(|at| self.held.get(*at));
        namesakes.into_iter().find(|held| !differ(&own, &held.strong)).map(|held| known(held, Sameness::Title))
    }

    /// Takes an identifier away that another publication has.
    fn leave_out_shared(&self, bibliography: &mut Bibliography, notes: &mut Vec<String>) {
        for identifier in bibliography.identifiers().collect::<Vec<_>>() {
            let Some(held) = self.by_identifier.get(&identifier).and_then(|at| self.held.get(*at)) else { continue };
            notes.push(format!("{identifier} is left out: `{}` has it", held.id));
            match identifier {
                Identifier::Isbn(_) => bibliography.isbn = None,
                Identifier::Url(_) => bibliography.url = None,
                // One of these would have made it the same publication.
                Identifier::Doi(_)
                | Identifier::Pmid(_)
                | Identifier::Pmcid(_)
                | Identifier::Source(_)
                | Identifier::Nct(_)
                | Identifier::Prospero(_) => {}
            }
        }
    }

    /// `family-year`; when that is taken, with a word of the title, then with a number.
    fn new_id(&mut self, bibliography: &Bibliography) -> SourceId {
        let word = title_word(&bibliography.title);
        let name = match bibliography.author.first() {
            Some(Name::Person { family, .. }) => slug(family),
            Some(Name::Organisation { literal }) => organisation(literal),
            None => String::new(),
        };
        let name = if name.is_empty() { word.clone() } else { name };
        let name = if name.is_empty() { "source".to_owned() } else { name };
        let short = format!("{name}-{}", bibliography.issued.year());
        let long = if word.is_empty() || word == name { short.clone() } else { format!("{short}-{word}") };
        for candidate in [&short, &long] {
            if let Some(id) = self.free(candidate) {
                return id;
            }
        }
        loop {
            let number = self.numbers.entry(long.clone()).or_insert(1);
            *number += 1;
            let candidate = format!("{long}-{number}");
            if let Some(id) = self.free(&candidate) {
                return id;
            }
        }
    }

    fn free(&self, candidate: &str) -> Option<SourceId> {
        if self.ids.contains(candidate) { None } else { candidate.parse().ok() }
    }
}

fn is_strong(identifier: &Identifier) -> bool {
    matches!(identifier, Identifier::Doi(_) | Identifier::Pmid(_) | Identifier::Pmcid(_))
}

/// Whether two publications have different identifiers of one kind.
fn differ(own: &[Identifier], others: &[Identifier]) -> bool {
    own.iter().any(|one| others.iter().any(|other| one.kind() == other.kind() && one != other))
}

fn title_hash(bibliography: &Bibliography) -> u64 {
    let (letters, year) = text::title_key(bibliography);
    xxhash_rust::xxh3::xxh3_64_with_seed(letters.as_bytes(), u64::from(year.unsigned_abs()))
}

/// Longest part of an id that is made of one name.
const MAX_NAME: usize = 32;

/// A name in the letters of ids: `Bäumler` is `baumler`, `van der Heide` is `van-der-heide`. Empty for a script that has
/// none of them.
fn slug(name: &str) -> String {
    let mut slug = text::slug(name);
    // Cut between words where that leaves something.
    while slug.len() > MAX_NAME {
        match slug.rfind('-') {
            Some(at) if at > 0 => slug.truncate(at),
            _ => slug.truncate(MAX_NAME),
        }
    }
    slug.trim_matches('-').to_owned()
}

/// The initials of an organisation of three words or more, else its name.
fn organisation(name: &str) -> String {
    let initials: String =
        name.split([' ', '-']).filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect();
    if initials.chars().count() >= 3 { slug(&initials) } else { slug(name) }
}

/// The first word of a title that tells something: of four letters or more.
fn title_word(title: &str) -> String {
    title
        .split(|c: char| !c.is_alphanumeric())
        .map(slug)
        .find(|word| word.len() >= 4 && word.chars().any(|c| c.is_ascii_alphabetic()) && !Grammar::NotInIds.has(word))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_become_slugs() {
        for (name, expected) in [
            ("Bäumler", "baumler"),
            ("van der Heide", "van-der-heide"),
            ("O’Neill", "oneill"),
            ("Łukasiewicz-Ørsted", "lukasiewicz-orsted"),
            ("Straße", "strasse"),
            ("中村", ""),
            ("  ", ""),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        assert_eq!(organisation("National Institute for Health and Care Excellence"), "nihce");
        assert_eq!(organisation("Nowhere Group"), "nowhere-group");
        assert_eq!(title_word("The effect of Humming on 24 aches"), "humming");
        assert_eq!(title_word("A b c"), "");
    }

    proptest! {
        #[test]
        fn every_name_makes_an_id(name in any::<String>()) {
            let slug = slug(&name);
            prop_assert!(slug.is_empty() || slug.parse::<SourceId>().is_ok(), "{}", slug);
            prop_assert!(slug.len() <= MAX_NAME);
        }
    }
}
