//! The names under which publications are known in the index whatever they were read from: journals, places and DOIs as they
//! are compared, and what a record or a notice says that it is about.

use crate::{
    domain::{
        EditorialState, RemarkKind, Vocabulary,
        identifier::{Doi, Pmid},
    },
    text::{Citing, Grammar, fold},
};

/// A DOI as DOIs are compared.
pub(super) fn compared(doi: &Doi) -> String {
    doi.as_str().to_lowercase()
}

/// The name of a journal as journals are compared: letters and digits of its words, folded, without what stands in
/// brackets or behind a colon, and without an article in front.
pub fn journal_key(journal: &str) -> String {
    let whole = journal.split([':', '(', '[']).next().unwrap_or_default();
    let whole = if whole.trim().is_empty() { journal } else { whole };
    let words = whole.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty());
    let words: Vec<String> = words.filter(|word| !Grammar::And.has(word)).collect();
    let skipped = usize::from(words.len() > 1 && words.first().is_some_and(|word| Grammar::Definite.has(word)));
    words[skipped..].concat()
}

/// The names under which a journal is cited that its name on record holds; the name itself is the first.
///
/// Catalogues put the initials before the name: `AJR. American journal of roentgenology` is cited as `AJR`, and as what stands behind.
pub fn journal_names(journal: &str) -> Vec<&str> {
    // Of fewer words, the first word may begin with these letters by chance.
    const LEAST: usize = 3;
    let mut names = vec![journal];
    let journal = journal.trim();
    if let Some(end) = journal.find(|c: char| !c.is_alphanumeric()) {
        let (initials, rest) = journal.split_at(end);
        // Initials are capitals; few names begin with a word of capitals, and most are done with here.
        if initials.chars().count() < LEAST || !initials.chars().all(char::is_uppercase) {
            return names;
        }
        let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let folded = fold(initials);
        let words = rest.split(|c: char| !c.is_alphanumeric()).map(fold);
        let begins: Vec<char> =
            words.filter(|word| !Citing::LeftOutOfJournals.has(word)).filter_map(|word| word.chars().next()).collect();
        if folded.chars().eq(begins) {
            names.extend([initials, rest]);
        }
    }
    names
}

/// The first page of a range, in lower case.
pub fn first_page(page: &str) -> String {
    let first = page.split(['-', '–', ',', ' ']).find(|part| !part.is_empty()).unwrap_or_default();
    first.to_lowercase()
}

pub(super) fn place_key(journal: &str, volume: &str, page: &str) -> String {
    place_of_key(&journal_key(journal), volume, page)
}

pub(super) fn place_of_key(key: &str, volume: &str, page: &str) -> String {
    format!("{key}|{}|{}", volume.trim().to_lowercase(), first_page(page))
}

/// The term of a publication that a record speaks of.
pub(super) fn about(kind: RemarkKind, pmid: Pmid) -> String {
    format!("{}:{pmid}", kind.slug())
}

/// The term of a publication that a notice names by its DOI.
pub(super) fn concerned_doi(doi: &Doi) -> String {
    format!("doi:{}", compared(doi))
}

/// The term of a publication that a notice of a list names by its PubMed id.
pub(super) fn concerned_pmid(pmid: Pmid) -> String {
    format!("pmid:{pmid}")
}

/// The term of a state.
pub(super) fn state_term(state: EditorialState) -> &'static str {
    state.slug()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journals_are_compared_without_their_trimmings() {
        for (one, other) in [
            ("The Lancet", "Lancet (London, England)"),
            ("J. Nowhere Med.", "J Nowhere Med"),
            ("Pain and Backs", "Pain Backs"),
            ("Journal: an organ of nobody", "journal"),
        ] {
            assert_eq!(journal_key(one), journal_key(other));
        }
        assert_eq!(journal_key("The"), "the");
        assert_eq!((first_page("514-30"), first_page("E12")), ("514".to_owned(), "e12".to_owned()));
    }
}
