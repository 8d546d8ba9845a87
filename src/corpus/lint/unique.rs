//! What stands once only: ids, names of topics, identifiers and titles of publications.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

use super::{Files, findings, page};
use crate::{
    corpus::{
        diagnostic::{self, Diagnostic, Rule},
        filed::{FieldPlaces, Filed},
    },
    domain::{SourceId, Topic, identifier::IdentifierKind, source::Bibliography},
    text::{plain, title_key},
};

pub(super) fn ids_are_unique(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    for (filed, path, finding) in findings(files) {
        if !seen.insert(&finding.id) {
            let message = format!("there is another finding `{}`", finding.id);
            let help = "an id belongs to one record for ever";
            found.push(filed.fault(files, &format!("{path}.id"), diagnostic::DUPLICATE_ID, message, help));
        }
    }
    let mut seen = HashSet::new();
    for (filed, path, claim) in page::claims(files) {
        if !seen.insert(&claim.id) {
            let message = format!("there is another claim `{}`", claim.id);
            let help = "an id belongs to one record for ever";
            found.push(filed.fault(files, &format!("{path}.id"), diagnostic::DUPLICATE_ID, message, help));
        }
    }
}

pub(super) fn names_are_unique(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let mut owners: HashMap<String, &Topic> = HashMap::new();
    for filed in &files.records.topics {
        let topic = &filed.record;
        let fields = std::iter::once(("label".to_owned(), &topic.label))
            .chain(topic.technical.iter().map(|name| ("technical".to_owned(), name)))
            .chain(topic.lay.iter().map(|name| ("lay".to_owned(), name)));
        for (field, name) in fields {
            if let Some(other) = owners.insert(plain(name), topic) {
                let message = if other.id == topic.id {
                    format!("`{name}` stands twice in this topic")
                } else {
                    format!("`{name}` is a name of topic `{}` too", other.id)
                };
                let help = "keep it in one topic, or list it as `ambiguous` in both";
                found.push(filed.fault(files, &field, diagnostic::DUPLICATE_NAME, message, help));
            }
        }
    }
}

/// A publication that has a file, complete or not.
#[derive(Clone, Copy)]
struct Publication<'a> {
    id: &'a SourceId,
    bibliography: &'a Bibliography,
    is_draft: bool,
    file: usize,
    places: &'a FieldPlaces,
}

/// Complete ones first, so that a fault stands in the draft.
fn publications<'a>(files: &Files<'a>) -> impl Iterator<Item = Publication<'a>> {
    let complete = files.records.sources.iter().map(|Filed { record, file, places }| Publication {
        id: &record.source.id,
        bibliography: &record.source.bibliography,
        is_draft: false,
        file: *file,
        places,
    });
    let drafts = files.records.drafts.iter().map(|Filed { record, file, places }| Publication {
        id: &record.draft.id,
        bibliography: &record.draft.bibliography,
        is_draft: true,
        file: *file,
        places,
    });
    complete.chain(drafts)
}

impl Publication<'_> {
    fn fault(&self, files: &Files<'_>, field: &str, rule: Rule, message: String, help: &str) -> Diagnostic {
        let file = &files.files[self.file];
        file.diagnostic(self.places.offset(file, field), rule, message, help.to_owned())
    }
}

/// For each key that several publications have, a fault in all but the first.
fn duplicates<'a, K: Hash + Eq>(
    items: impl IntoIterator<Item = (K, Publication<'a>)>,
    mut fault: impl FnMut(&K, &Publication<'a>, &Publication<'a>),
) {
    let mut first: HashMap<K, Publication<'a>> = HashMap::new();
    for (key, publication) in items {
        if let Some(other) = first.get(&key) {
            fault(&key, &publication, other);
        } else {
            first.insert(key, publication);
        }
    }
}

/// Registrations are not among them: one belongs to a study, which may have several publications.
pub(super) fn identifiers_are_unique(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let identified = publications(files).flat_map(|publication| {
        let bibliography = publication.bibliography;
        bibliography.identifiers().map(move |identifier| (identifier, publication))
    });
    duplicates(identified, |id, publication, other| {
        let field = match id.kind() {
            IdentifierKind::Doi => "DOI",
            IdentifierKind::Pmid => "PMID",
            IdentifierKind::Pmcid => "PMCID",
            IdentifierKind::Isbn => "ISBN",
            IdentifierKind::Url => "URL",
            IdentifierKind::Source | IdentifierKind::Nct | IdentifierKind::Prospero => "id",
        };
        let message = format!("{id} is the identifier of `{}` too", other.id);
        let help = "one of the two is wrong, or both records are one publication";
        found.push(publication.fault(files, field, diagnostic::DUPLICATE_IDENTIFIER, message, help));
    });
}

pub(super) fn titles_are_unique(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let titled = publications(files).map(|publication| (title_key(publication.bibliography), publication));
    duplicates(titled, |_, publication, other| {
        // "Editorial", or the same in two languages: databases know what they number apart.
        if publication.is_draft && publication.bibliography.is_told_apart_from(other.bibliography) {
            return;
        }
        let message = format!("`{}` has the same title and year", other.id);
        let help = "if they are one publication, keep one record";
        found.push(publication.fault(files, "title", diagnostic::DUPLICATE_TITLE, message, help));
    });
}
