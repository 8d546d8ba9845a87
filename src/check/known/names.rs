//! The names that a source goes by.

use std::sync::Arc;

use crate::{
    domain::{Name, Source, StudyDesign, bibliography::ItemType, vocabulary::Vocabulary},
    text::Grammar,
};

/// What a name says of the source it is found for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum NameKind {
    /// A name of this publication.
    Own,
    /// The same without the year that it ends or begins with: it means this publication beside that year.
    Dated,
    /// A name of who issued it.
    Issuer,
    /// The family name of its first author.
    Author,
    /// The journal it appeared in.
    Journal,
}

/// A name of a source, as folded words.
#[derive(Clone, Debug)]
pub(in crate::check) struct NameEntry {
    pub(in crate::check) words: Arc<[String]>,
    pub(in crate::check) source: usize,
    pub(in crate::check) kind: NameKind,
    /// Written in capitals: then only capitals mean it. `WHO` is not `who`.
    pub(in crate::check) capitals: bool,
    /// Begins with a capital: then the text must too.
    pub(in crate::check) capital: bool,
}

/// Every name a source goes by.
pub(super) fn names_of(source: &Source) -> Vec<(String, NameKind)> {
    let b = &source.bibliography;
    let mut names = Vec::new();
    let author = b.author.first().map(|name| name.main().to_owned());
    let by_author = |name: &str| author.as_deref().is_some_and(|author| name.starts_with(author));
    for name in std::iter::once(&source.short_title).chain(&source.also_known_as) {
        let is_article = |(first, _): &(&str, &str)| Grammar::Definite.has(&first.to_lowercase());
        let bare = name.split_once(' ').filter(is_article).map_or(name.as_str(), |(_, rest)| rest);
        // A short word in capitals means too many things: ART is a therapy, a trial and an art.
        if bare.chars().count() > 3 {
            names.push((bare.to_owned(), NameKind::Own));
        }
        // `The York survey` for `York safety study`.
        let place = bare.split_once(' ').map(|(first, _)| first).filter(|first| is_place(first));
        if let Some(place) = place.filter(|_| Grammar::AnyStudy.has(source.design.slug())) {
            names.push((format!("{place} {}", source.design.slug()), NameKind::Dated));
        }
        // `The German guideline of 2017` for `German guideline 2017`.
        let year = b.issued.year().to_string();
        let undated = bare.strip_suffix(year.as_str()).or_else(|| bare.strip_prefix(year.as_str())).map(str::trim);
        if let Some(undated) = undated.filter(|rest| rest.contains(' ')) {
            names.push((undated.to_owned(), NameKind::Dated));
        }
    }
    let is_official = matches!(source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy);
    let mut issuers: Vec<String> = Vec::new();
    let first_word = source.short_title.split([' ', '/']).next().unwrap_or_default();
    let is_journal = b.container_title_short.as_deref().or(b.container_title.as_deref()) == Some(first_word)
        || b.publisher
            .as_deref()
            .is_some_and(|publisher| publisher.starts_with(first_word) && publisher.contains("Publishing"))
        || (b.container_title.as_deref() == Some(first_word));
    let names_its_issuer = source.short_title.contains(' ') && !by_author(&source.short_title) && !is_journal;
    let in_container = b.container_title.as_deref().is_some_and(|title| title.split(' ').next() == Some(first_word));
    if names_its_issuer && (is_official || in_container || first_word.chars().all(|c| c.is_uppercase() || c == '/')) {
        let whole = source.short_title.split(' ').next().unwrap_or_default();
        issuers.push(whole.to_owned());
    }
    // A page on the web is known by whose it is.
    if is_official || b.item_type == ItemType::Webpage {
        issuers.extend(b.publisher.iter().flat_map(|publisher| with_initials(publisher)));
        issuers.extend(b.author.iter().filter_map(|name| match name {
            Name::Organisation { literal } => {
                let parted = |joint: &String| literal.rsplit_once(&format!(" {joint} "));
                let body = Grammar::BodyOf.words().iter().find_map(parted);
                Some(body.map_or(literal.as_str(), |(_, body)| body).to_owned())
            }
            Name::Person { .. } => None,
        }));
    }
    // An earlier review of the same issuer: `Cochrane Database of Systematic Reviews`.
    if let Some(series) = b.container_title.as_deref().filter(|title| title.contains("Database of Systematic Reviews"))
    {
        issuers.extend(series.split(' ').next().map(str::to_owned));
    }
    issuers.sort_unstable();
    issuers.dedup();
    names.extend(issuers.into_iter().filter(|name| !name.is_empty()).map(|name| (name, NameKind::Issuer)));
    if let Some(author) = author.filter(|_| b.author.first().is_some_and(|name| matches!(name, Name::Person { .. }))) {
        names.push((author, NameKind::Author));
    }
    for journal in b.container_title.iter().chain(&b.container_title_short) {
        names.push((journal.clone(), NameKind::Journal));
    }
    names
}

/// Whether the first word of a name may be that of a town: it is in small letters but for the first, and no country's.
fn is_place(word: &str) -> bool {
    let is_name = word.chars().enumerate().all(|(at, c)| c.is_uppercase() == (at == 0) && c.is_alphabetic());
    is_name && !Grammar::Nations.has(&word.to_lowercase())
}

/// A name, and apart from it the initials that stand behind it in brackets: `Northland Council (NLC)` is called either.
fn with_initials(name: &str) -> Vec<String> {
    let initials = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    match initials {
        Some((long, short)) if !short.contains(' ') => vec![long.to_owned(), short.to_owned()],
        _ => vec![name.to_owned()],
    }
}
