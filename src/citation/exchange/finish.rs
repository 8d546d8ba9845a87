//! What all formats share: loosely written values made into those of a record.
//!
//! A value that cannot be what it should be is left out and noted, never a reason to lose the record. Only a record
//! without a title or a year is refused: nobody could cite it.

use std::collections::HashSet;

use super::{
    Imported, Malformed, language,
    name::{self, Written},
    pages::{self, Place},
    raw::{MAX_NOTES, RawEntry},
    serial::serial_numbers,
    status,
    tidy::{clean, letters, shortened, tidy, without_stop},
};
use crate::{
    citation::date,
    domain::{
        Editorial, EditorialStatus, Identifier, PartialDate, Vocabulary,
        identifier::{Doi, Pmcid, Pmid, WebAddress},
        source::{Bibliography, ItemType, Registration},
    },
};

/// What stands for a title that is not there.
pub(super) const PLACEHOLDER_TITLE: &str = "?";
/// What stands for a date that is not there: a day on which nothing was published.
pub(super) const PLACEHOLDER_YEAR: &str = "1000-01-01";

impl RawEntry {
    /// The record, with signs for a title and a year that it lacks: for who asks what its other parts say.
    pub(super) fn finish_with_placeholders(mut self) -> Result<Imported, Malformed> {
        let has_year = |text: &Option<String>| text.as_deref().and_then(date::read).is_some();
        if clean(self.title.clone()).is_none() {
            self.title = Some(PLACEHOLDER_TITLE.to_owned());
        }
        if !has_year(&self.issued) && !has_year(&self.available) {
            self.available = Some(PLACEHOLDER_YEAR.to_owned());
        }
        self.finish()
    }

    /// The record, or why there is none.
    pub(super) fn finish(mut self) -> Result<Imported, Malformed> {
        let line = self.line;
        let Some(title) = clean(self.title.take()) else {
            return Err(Malformed { line, message: "the record has no title".to_owned() });
        };
        let title = self.takes_title(&title);
        if let Some(genre) = self.genre.clone() {
            self.takes_word(&genre);
        }
        let title = with_subtitle(title, clean(self.subtitle.take()));
        let Self {
            line,
            item_type,
            title: _,
            subtitle: _,
            author,
            editor,
            translator,
            container_title,
            container_title_short,
            event,
            edition,
            genre,
            publisher,
            publisher_place,
            issued,
            available,
            accessed,
            volume,
            issue,
            page,
            number,
            publisher_numbers,
            version,
            language,
            doi,
            pmid,
            pmcid,
            serials,
            url,
            registered,
            design,
            editorial,
            mut notes,
        } = self;
        let available = day_in(available, "the date it was first online", &mut notes);
        let Some(issued) = day_in(issued, "the date of issue", &mut notes).or(available) else {
            return Err(Malformed { line, message: format!("the record has no year: \"{}\"", shortened(&title)) });
        };
        let publisher = clean(publisher);
        let (mut registered, mut author) = (registered, author);
        author.retain(|name| match register_number(name) {
            Some(number) => {
                notes.push(format!("the file names the register `{}` as an author", shortened(&number)));
                registered.push(number);
                false
            }
            None => true,
        });
        // An address is no journal: registers of trials stand where a journal would.
        let (container_title, item_type, url) = match clean(container_title) {
            Some(address) if address.starts_with("http://") || address.starts_with("https://") => {
                notes.push(format!("the file has an address in the place of a journal: `{}`", shortened(&address)));
                (
                    None,
                    Some(item_type.filter(|kind| *kind != ItemType::ArticleJournal).unwrap_or(ItemType::Webpage)),
                    url.or(Some(address)),
                )
            }
            title => (title, item_type, url),
        };
        // Proceedings as a whole are in nothing else.
        let container_title =
            container_title.filter(|whole| !(item_type == Some(ItemType::Book) && letters(whole) == letters(&title)));
        let stated = |value: Option<String>, what: &str, notes: &mut Vec<String>| {
            let value = clean(value)?;
            if !is_placeholder(&value) {
                return Some(value);
            }
            notes.push(format!("the file has `{value}` in the place of {what}"));
            None
        };
        let volume = stated(volume, "a volume", &mut notes);
        let issue = stated(issue, "an issue", &mut notes);
        let page = stated(page, "pages", &mut notes);
        let number = stated(number, "a number", &mut notes);
        // `12-+`: the database knows the first page alone.
        if page.as_deref().is_some_and(|page| page.ends_with('+')) {
            notes.push("the last page is not known: the file has `+`".to_owned());
        }
        let item_type = item_type.unwrap_or(match (&container_title, &publisher, &url) {
            (Some(_), _, _) => ItemType::ArticleJournal,
            (None, Some(_), _) | (None, None, None) => ItemType::Report,
            (None, None, Some(_)) => ItemType::Webpage,
        });
        let item_type = match [&container_title, &publisher].into_iter().flatten().find(|name| is_preprint_server(name))
        {
            Some(server) if matches!(item_type, ItemType::ArticleJournal | ItemType::Report) => {
                notes.push(format!("a preprint, because `{}` is no journal", shortened(server)));
                ItemType::Preprint
            }
            _ => item_type,
        };
        let is_article = item_type == ItemType::ArticleJournal;
        let (kept, implied): (Option<String>, Option<String>) = match clean(genre) {
            Some(genre) if is_implied(&genre, item_type) => (None, Some(genre)),
            genre => (genre, None),
        };
        let is_silent = |genre: &String| !is_article || says_article(genre) || status::of_word(genre).is_some();
        if let Some(genre) = implied.filter(|genre| !is_silent(genre)) {
            notes.push(format!("the file says `{}`, which no reference to an article names", shortened(&genre)));
        }
        let genre = kept;

        let place = page.as_deref().map(pages::read).unwrap_or_default();
        if let Some((_, behind)) = page.as_deref().and_then(|page| page.split_once(';'))
            && !letters(behind).is_empty()
        {
            notes.push(format!("behind the pages stands `{}`", shortened(behind.trim())));
        }
        if let Some(page) = page.filter(|page| place == Place::default() && !letters(page).is_empty()) {
            notes.push(format!("`{}` names no page", shortened(&page)));
        }
        let Place { pages, number: number_for_page, doi: doi_by_page } = place;
        let number = number.map(|number| match pages::read(&number) {
            // `Article 1042` is the number 1042.
            Place { pages: None, number: Some(only), doi: None } if is_article => only,
            _ => number,
        });
        match pages.as_deref().and_then(pages::ends) {
            Some((first, last)) if last < first => {
                notes.push(format!("the last page, {last}, is before the first, {first}"));
            }
            // What publishers write before an issue has pages.
            Some((1, 1)) if is_article && issue.is_none() => {
                notes.push("pages `1-1` may stand for pages that are not known yet".to_owned());
            }
            Some(_) | None => {}
        }
        // A number in the place of pages is one; of a report it would be one of its own.
        let (page, mut number) = match (pages, number_for_page, number) {
            // Where both stand, the page repeats the article number for programs that know no other place.
            (page, None, number) => (page.filter(|page| Some(page) != number.as_ref()), number),
            (page, Some(other), None) if is_article => (page, Some(other)),
            (page, Some(other), None) => (page.or(Some(other)), None),
            (page, Some(other), Some(number)) => {
                (page.or((other != number && !is_article).then_some(other)), Some(number))
            }
        };
        if is_article && page.is_none() && number.is_none() {
            let numbers: Vec<String> = publisher_numbers.into_iter().filter_map(|number| clean(Some(number))).collect();
            // What is not in a volume yet has no number in it.
            number = numbers.iter().find(|number| volume.is_some() && pages::is_short_number(number)).cloned();
            if let (None, Some(other)) = (&number, numbers.first()) {
                notes.push(format!("the file has no pages; the publisher's own number is `{}`", shortened(other)));
            }
        }

        // An address that only leads to what has a number of its own says the number.
        let (mut doi, mut pmid, mut pmcid, mut url) = (doi.or(doi_by_page), pmid, pmcid, url);
        let number_in_url = url.as_deref().and_then(tidy).and_then(|url| Identifier::readings(&url).pop());
        let place = match &number_in_url {
            Some(Identifier::Doi(_)) => Some(&mut doi),
            Some(Identifier::Pmid(_)) => Some(&mut pmid),
            Some(Identifier::Pmcid(_)) => Some(&mut pmcid),
            _ => None,
        };
        if let Some(place) = place {
            let address = url.take();
            *place = place.take().or(address);
        }
        let doi = doi.map(|text| first_of_several(&text, &mut notes));
        let doi = identifier(doi, "DOI", &mut notes, |text| match Identifier::readings(text).pop() {
            Some(Identifier::Doi(doi)) => Some(doi),
            _ => None::<Doi>,
        });
        let pmid = identifier(pmid, "PMID", &mut notes, |text| match Identifier::readings(text).pop() {
            Some(Identifier::Pmid(pmid)) => Some(pmid),
            _ => None::<Pmid>,
        });
        let pmcid = identifier(pmcid, "PMCID", &mut notes, |text| match Identifier::readings(text).pop() {
            Some(Identifier::Pmcid(pmcid)) => Some(pmcid),
            _ => None::<Pmcid>,
        });
        let url = identifier(url, "web address", &mut notes, |text| text.parse::<WebAddress>().ok());
        let (issn, isbn) = serial_numbers(&serials, &mut notes);
        let mut registration = Registration::default();
        let mut seen = HashSet::new();
        for text in registered {
            match Identifier::recognise(&text) {
                Ok(identifier @ (Identifier::Nct(_) | Identifier::Prospero(_))) if !seen.insert(identifier.clone()) => {
                }
                Ok(Identifier::Nct(nct)) => registration.nct.push(nct),
                Ok(Identifier::Prospero(crd)) => registration.prospero.push(crd),
                _ => notes.push(format!("registered as `{}`", shortened(&text))),
            }
        }
        let language = match clean(language) {
            None => language::UNDETERMINED.to_owned(),
            Some(text) => language::tag(&text).unwrap_or_else(|| {
                notes.push(format!("`{}` is not a language we know", shortened(&text)));
                language::UNDETERMINED.to_owned()
            }),
        };
        let available_date = available.filter(|online| *online != issued);
        let url_is_needed = url.is_some() && !is_article;
        let bibliography = Bibliography {
            item_type,
            title,
            author: name::names(author, "author", &mut notes),
            editor: name::names(editor, "editor", &mut notes),
            translator: name::names(translator, "translator", &mut notes),
            container_title_short: clean(container_title_short),
            container_title,
            event_title: clean(event),
            edition: clean(edition),
            genre,
            publisher,
            // What EBSCO prints for a part of an address that it has not.
            publisher_place: clean(publisher_place.map(|place| place.replace(", <Blank>", "").replace("<Blank>", ""))),
            issued,
            available_date,
            // A page changes, and what has a DOI does not: there nobody prints when it was read.
            accessed: day_in(accessed.filter(|_| url_is_needed), "the date it was read", &mut notes),
            volume,
            issue,
            page,
            number,
            version: clean(version),
            language,
            doi,
            pmid,
            pmcid,
            issn,
            isbn,
            url,
        };
        let nothing =
            Editorial { status: EditorialStatus::Unchecked, checked: None, notice: None, noticed: None, note: None };
        let editorial = editorial.unwrap_or(nothing);
        Ok(Imported { line, bibliography, registration, design, editorial, notes: told(notes) })
    }
}

/// What programs write for a value that is not there.
fn is_placeholder(value: &str) -> bool {
    const WORDS: [&str; 12] =
        ["n/a", "na", "n.a.", "n/k", "none", "null", "undefined", "unknown", "tbd", "tba", "online", "in press"];
    let word = value.trim_matches(['[', ']', '(', ')', ' ']).to_lowercase();
    WORDS.contains(&word.as_str()) || !value.contains(char::is_alphanumeric)
}

/// The number of a register of trials that a file names as an author, as the Cochrane Library does: `NCT00000000`, `DRKS00000000`.
fn register_number(name: &Written) -> Option<String> {
    let text = match name {
        Written::Organisation(text) | Written::Text(text) | Written::PersonText(text) => text,
        Written::Parts(family, None, None) => family,
        Written::Parts(..) => return None,
    };
    let text = text.trim_matches([',', ' ', '.']);
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(at);
    let letters = letters.trim_end_matches('-');
    let is_number = (2..=8).contains(&letters.len())
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        && digits.len() >= 6
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_number.then(|| text.to_owned())
}

/// Servers of preprints, as files name them in the place of a journal or a publisher.
pub fn is_preprint_server(name: &str) -> bool {
    const SERVERS: &[&str] = &[
        "medrxiv",
        "biorxiv",
        "arxiv",
        "psyarxiv",
        "osf preprints",
        "research square",
        "preprints.org",
        "ssrn",
        "ssrn electronic journal",
        "chemrxiv",
        "sportrxiv",
        "metaarxiv",
        "healthrxiv",
        "europepmc preprints",
        "authorea",
    ];
    let name = name.to_lowercase();
    let name = name.split([':', '(', '[']).next().unwrap_or_default().trim();
    SERVERS.contains(&name)
}

/// Whether a kind says no more than the type does, or is the kind of a journal article, which no reference names.
fn is_implied(genre: &str, item_type: ItemType) -> bool {
    item_type == ItemType::ArticleJournal
        || genre.eq_ignore_ascii_case(item_type.label())
        || genre.eq_ignore_ascii_case(item_type.slug())
        || (item_type == ItemType::Thesis && genre.eq_ignore_ascii_case("dissertation"))
}

/// Whether a kind is one more word for an article in a journal.
pub(super) fn says_article(genre: &str) -> bool {
    const WORDS: [&str; 8] = [
        "article",
        "journal article",
        "journal-article",
        "article-journal",
        "journal",
        "research article",
        "original article",
        "research-article",
    ];
    let genre = genre.to_lowercase();
    WORDS.contains(&genre.as_str()) || genre == ItemType::ArticleJournal.label().to_lowercase()
}

/// Notes in one order, each once, with how many are left out if there are too many.
fn told(mut notes: Vec<String>) -> Vec<String> {
    notes.sort_unstable();
    notes.dedup();
    if notes.len() > MAX_NOTES {
        let more = notes.len() - MAX_NOTES + 1;
        notes.truncate(MAX_NOTES - 1);
        notes.push(format!("{more} more notes are left out"));
    }
    notes
}

/// A title with its subtitle, where the title does not have it yet.
fn with_subtitle(title: String, subtitle: Option<String>) -> String {
    match subtitle {
        Some(subtitle) if !letters(&title).ends_with(&letters(&subtitle)) => {
            let colon = if title.ends_with([':', '?', '!', '—']) { "" } else { ":" };
            format!("{title}{colon} {}", without_stop(&subtitle))
        }
        _ => title,
    }
}

fn day_in(text: Option<String>, what: &str, notes: &mut Vec<String>) -> Option<PartialDate> {
    let text = clean(text)?;
    let read = date::read(&text);
    match &read {
        None => notes.push(format!("`{}` cannot be {what}", shortened(&text))),
        Some(date) if date.is_rounded => notes.push(format!("{what} is printed `{}`", shortened(&text))),
        Some(_) => {}
    }
    read.map(|read| read.date)
}

/// The first DOI of a text that lists several; the others are told.
fn first_of_several(text: &str, notes: &mut Vec<String>) -> String {
    let words = text.split([' ', ';', ',', '|']).map(str::trim).filter(|word| !word.is_empty());
    let dois: Vec<&str> =
        words.filter(|word| matches!(Identifier::readings(word).pop(), Some(Identifier::Doi(_)))).collect();
    match dois.as_slice() {
        [first, others @ ..] if !others.is_empty() && others.iter().any(|other| !other.eq_ignore_ascii_case(first)) => {
            notes.extend(others.iter().map(|other| format!("a further identifier: {}", shortened(other))));
            (*first).to_owned()
        }
        _ => text.to_owned(),
    }
}

fn identifier<T>(
    text: Option<String>,
    what: &str,
    notes: &mut Vec<String>,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let text = tidy(&text?)?;
    let parsed = parse(&text);
    if parsed.is_none() {
        notes.push(format!("`{}` is no {what}", shortened(&text)));
    }
    parsed
}
