//! The fields of an entry and where their values stand in a record.

use biblatex::{ChunksExt, Entry};

use super::{
    super::{
        labels::{take_identifiers, take_note},
        raw::RawEntry,
        status,
        tidy::{listed, shortened, without_stop},
    },
    LINE_END, NOTES,
    names::names,
};
use crate::domain::{Identifier, source::ItemType};

/// The types of BibTeX and BibLaTeX and what they are here.
const TYPES: &[(&str, ItemType)] = &[
    ("article", ItemType::ArticleJournal),
    ("suppperiodical", ItemType::ArticleJournal),
    ("report", ItemType::Report),
    ("techreport", ItemType::Report),
    ("manual", ItemType::Report),
    ("book", ItemType::Book),
    ("mvbook", ItemType::Book),
    ("collection", ItemType::Book),
    ("mvcollection", ItemType::Book),
    ("reference", ItemType::Book),
    ("proceedings", ItemType::Book),
    ("mvproceedings", ItemType::Book),
    ("booklet", ItemType::Book),
    ("online", ItemType::Webpage),
    ("electronic", ItemType::Webpage),
    ("www", ItemType::Webpage),
    ("webpage", ItemType::Webpage),
    ("legislation", ItemType::Legislation),
    ("legal", ItemType::Legislation),
    ("incollection", ItemType::Chapter),
    ("inbook", ItemType::Chapter),
    ("bookinbook", ItemType::Chapter),
    ("inreference", ItemType::Chapter),
    ("suppbook", ItemType::Chapter),
    ("suppcollection", ItemType::Chapter),
    ("inproceedings", ItemType::PaperConference),
    ("conference", ItemType::PaperConference),
    ("phdthesis", ItemType::Thesis),
    ("mastersthesis", ItemType::Thesis),
    ("thesis", ItemType::Thesis),
    ("preprint", ItemType::Preprint),
];

/// Fields that are read.
const READ: &[&str] = &[
    "title",
    "subtitle",
    "titleaddon",
    "author",
    "editor",
    "translator",
    "journaltitle",
    "journalsubtitle",
    "journal",
    "booktitle",
    "booksubtitle",
    "series",
    "shortjournal",
    "journal-iso",
    "shortseries",
    "publisher",
    "institution",
    "organization",
    "school",
    "location",
    "address",
    "date",
    "year",
    "month",
    "day",
    "availabledate",
    "early-access-date",
    "earlyaccessdate",
    "urldate",
    "volume",
    "number",
    "issue",
    "eid",
    "article-number",
    "articleno",
    "art-number",
    "elocation-id",
    "elocator",
    "pubmed",
    "pubmedid",
    "pubmed-id",
    "pmc-id",
    "retracted",
    "pages",
    "edition",
    "version",
    "langid",
    "language",
    "hyphenation",
    "doi",
    "url",
    "ee",
    "issn",
    "isbn",
    "eissn",
    "pmid",
    "pmcid",
    "pmc",
    "eprint",
    "eprinttype",
    "archiveprefix",
    "nct",
    "prospero",
    "note",
    "annotation",
    "annote",
    "addendum",
    "keywords",
    "keyword",
    "type",
    "eventtitle",
    "howpublished",
    "entrysubtype",
    "pubstate",
    "part",
    "chapter",
    "commentator",
    "annotator",
];

/// Fields that are passed over: abstracts, short titles, addresses of people, and what is the manager's or the database's own.
const PASSED_OVER: &[&str] = &[
    "abstract",
    "shorttitle",
    "shortauthor",
    "file",
    "pdf",
    "timestamp",
    "owner",
    "date-added",
    "date-modified",
    "creationdate",
    "modificationdate",
    "groups",
    "priority",
    "rating",
    "readstatus",
    "ranking",
    "citekey",
    "key",
    "label",
    "sortkey",
    "sorttitle",
    "sortname",
    "sortyear",
    "options",
    "execute",
    "presort",
    "gender",
    "pagetotal",
    "numpages",
    "bookpagination",
    "pagination",
    "urlyear",
    "early-access-year",
    "affiliation",
    "author-email",
    "affiliations",
    "researcherid-numbers",
    "orcid-numbers",
    "funding-acknowledgement",
    "funding-text",
    "cited-references",
    "number-of-cited-references",
    "times-cited",
    "usage-count-last-180-days",
    "usage-count-since-2013",
    "journal-iso-abbrev",
    "doc-delivery-number",
    "unique-id",
    "oa",
    "da",
    "web-of-science-categories",
    "research-areas",
    "keywords-plus",
    "unique-key",
    "esi-highly-cited-paper",
    "esi-hot-paper",
    "web-of-science-index",
    "source",
    "document-type",
    "correspondence-address1",
    "correspondence-address",
    "publication-stage",
    "references",
    "abbrev-source-title",
    "coden",
    "author-keywords",
    "chemicals-cas",
    "manufacturers",
    "tradenames",
    "funding-details",
    "eprintclass",
    "primaryclass",
    "mendeley-tags",
    "mendeley-groups",
    "copyright",
    "license",
    "rights",
    "origdate",
    "origlanguage",
    "origtitle",
    "indextitle",
    "isrn",
    "library",
    "lccn",
    "price",
    "comment",
    "review",
    "biburl",
    "bibsource",
    "collaboration",
    "eventdate",
    "venue",
    "size",
    "month-numeric",
    "place",
    "urn",
    "internal-note",
    "meeting",
    "proceedings-title",
];

/// Every field of which a value may be lost without a word in the draft: notes and keywords are searched and not kept.
pub(in crate::citation::exchange) fn passed_over() -> impl Iterator<Item = &'static str> {
    const SEARCHED: &[&str] = &[
        "note",
        "annotation",
        "annote",
        "addendum",
        "keywords",
        "keyword",
        "entrysubtype",
        "pubstate",
        "eprinttype",
        "archiveprefix",
        "journal-iso",
        "shortseries",
        "organization",
        "institution",
        "school",
        "hyphenation",
        "urldate",
        "retracted",
    ];
    PASSED_OVER.iter().chain(SEARCHED).copied()
}

/// The lines of a note, of which one goes on in the next unless that begins with a label or says what became of the
/// publication: `Publisher: Nowhere` and below it `Retraction in: …`.
fn labelled_lines(note: &str) -> Vec<String> {
    // No label is longer.
    const LONGEST: usize = 40;
    let mut lines: Vec<String> = Vec::new();
    for line in note.split(LINE_END).map(str::trim).filter(|line| !line.is_empty()) {
        let has_label = line.find(':').is_some_and(|at| at <= LONGEST && line.starts_with(char::is_uppercase));
        match lines.last_mut() {
            Some(last) if !has_label && status::of_note(line).is_none() => {
                last.push(' ');
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

pub(super) fn convert(
    mut raw: RawEntry,
    kind: &str,
    entry: &Entry,
    addresses: &[(String, String)],
    fields: Vec<&str>,
) -> RawEntry {
    let address = |name: &str| addresses.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let text = |name: &str| {
        let value = entry.get(name)?.format_verbatim().replace('\u{a0}', " ");
        Some(value).filter(|value| !value.trim().is_empty())
    };
    let any = |names: &[&str]| names.iter().find_map(|name| text(name));
    let kind = kind.to_ascii_lowercase();
    raw.item_type = TYPES.iter().find(|(name, _)| *name == kind).map(|(_, item_type)| *item_type);
    if kind == "misc" && text("entrysubtype").as_deref() == Some("webpage") {
        raw.item_type = Some(ItemType::Webpage);
    }
    if matches!(kind.as_str(), "misc" | "unpublished" | "article")
        && text("entrysubtype").as_deref() == Some("preprint")
    {
        raw.item_type = Some(ItemType::Preprint);
    }
    if raw.item_type.is_none() && kind != "misc" {
        raw.note(format!("the file says type `{}`, which we have no word for", shortened(&kind)));
    }
    let is_article = raw.item_type == Some(ItemType::ArticleJournal);
    let is_part = matches!(raw.item_type, Some(ItemType::Chapter | ItemType::PaperConference));
    let unread: Vec<&str> = fields
        .into_iter()
        .filter(|name| {
            !READ.contains(name) && !PASSED_OVER.contains(name) && !name.starts_with("bdsk-") && !name.starts_with("x-")
        })
        .collect();
    if !unread.is_empty() {
        raw.note(format!("not read: {}", listed(&unread)));
    }

    raw.title = text("title").map(|title| without_stop(&title).to_owned());
    raw.subtitle = text("subtitle");
    for name in ["titleaddon", "part", "chapter", "commentator", "annotator"] {
        if let Some(value) = text(name) {
            raw.note(format!("{name} is `{}`, for which we have no place", shortened(&value)));
        }
    }
    for name in ["author", "editor", "translator"] {
        let list = entry.get(name).map(|chunks| names(chunks, &mut raw.notes)).unwrap_or_default();
        match name {
            "author" => raw.author = list,
            "editor" => raw.editor = list,
            _ => raw.translator = list,
        }
    }
    let joined = |title: Option<String>, subtitle: Option<String>| match (title, subtitle) {
        (Some(title), Some(subtitle)) => Some(format!("{title}: {subtitle}")),
        (title, _) => title,
    };
    let journal = joined(any(&["journaltitle", "journal"]), text("journalsubtitle"));
    let book = joined(text("booktitle"), text("booksubtitle"));
    let series = text("series");
    let whole = if is_part { book.or(journal) } else { journal.or(book) };
    if let (Some(_), Some(series)) = (&whole, &series) {
        raw.note(format!("in the series `{}`", shortened(series)));
    }
    raw.container_title = whole.or(series);
    raw.container_title_short = any(&["shortjournal", "journal-iso", "shortseries"]);
    raw.event = text("eventtitle");
    raw.publisher = any(&["publisher", "institution", "organization", "school"]);
    raw.publisher_place = any(&["location", "address"]);
    raw.genre = text("type").or_else(|| match kind.as_str() {
        "phdthesis" => Some("PhD thesis".to_owned()),
        "mastersthesis" => Some("Master's thesis".to_owned()),
        _ => None,
    });
    raw.issued = text("date").map(|date| date.split('/').next().unwrap_or_default().to_owned()).or_else(|| {
        Some([text("year")?, text("month").unwrap_or_default(), text("day").unwrap_or_default()].join(" "))
    });
    raw.available = any(&["availabledate", "early-access-date", "earlyaccessdate"]);
    raw.accessed = text("urldate");
    raw.volume = text("volume");
    // BibTeX has one field for the issue of a journal and the number of a report.
    let article_number = any(&["eid", "article-number", "articleno", "art-number", "elocation-id", "elocator"]);
    if is_article {
        raw.issue = any(&["number", "issue"]);
        raw.number = article_number;
    } else {
        raw.issue = text("issue");
        raw.number = text("number").or(article_number);
    }
    raw.page = text("pages");
    raw.edition = text("edition");
    raw.version = text("version");
    raw.language = any(&["langid", "language", "hyphenation"]);
    // A DOI may hold braces; an address with them means the same when they are encoded.
    raw.doi = address("doi").map(|doi| doi.replace("%7B", "{").replace("%7D", "}").replace("%5C", "\\"));
    raw.url = address("url").or_else(|| address("ee"));
    raw.serials = ["issn", "eissn", "isbn"].iter().filter_map(|name| text(name)).collect();
    raw.pmid = any(&["pmid", "pubmed", "pubmedid", "pubmed-id"]);
    raw.pmcid = any(&["pmcid", "pmc", "pmc-id"]);
    match text("retracted").as_deref() {
        Some("true" | "yes" | "1") => {
            raw.takes_word("retracted");
        }
        Some(other) => raw.note(format!("retracted is `{}`", shortened(other))),
        None => {}
    }
    if let Some(number) = address("eprint") {
        let of = any(&["eprinttype", "archiveprefix"]).unwrap_or_default().to_lowercase();
        match of.as_str() {
            "pubmed" | "pmid" | "medline" => raw.pmid = raw.pmid.take().or(Some(number)),
            "pmcid" | "pmc" | "pubmed central" => raw.pmcid = raw.pmcid.take().or(Some(number)),
            "doi" => raw.doi = raw.doi.take().or(Some(number)),
            "arxiv" => {
                // Without its version; numbers of the old kind have no other form.
                let read = Identifier::recognise(&format!("arXiv:{number}"));
                let doi = match read {
                    Ok(Identifier::Doi(doi)) => doi.to_string(),
                    Ok(_) | Err(_) => format!("10.48550/arXiv.{number}"),
                };
                raw.doi = raw.doi.take().or(Some(doi));
                if raw.item_type.is_none() {
                    raw.item_type = Some(ItemType::Preprint);
                }
            }
            _ if take_identifiers(&mut raw, &number) => {}
            _ => raw.note(format!("eprint is `{}`, which is no identifier we know", shortened(&number))),
        }
    }
    for list in ["nct", "prospero"] {
        let numbers = text(list).unwrap_or_default();
        raw.registered
            .extend(numbers.split(',').map(|number| number.trim().to_owned()).filter(|number| !number.is_empty()));
    }
    for field in NOTES.into_iter().chain(["pubstate"]) {
        for note in text(field).iter().flat_map(|note| labelled_lines(note)) {
            if !status::read_standing(&mut raw, &note) {
                take_note(&mut raw, &note);
            }
        }
    }
    if let Some(how) = address("howpublished")
        && !take_identifiers(&mut raw, &how)
    {
        match how.find("http") {
            Some(at) if raw.url.is_none() => raw.url = how[at..].split([' ', ',']).next().map(str::to_owned),
            _ if raw.publisher.is_none() => raw.publisher = Some(how),
            _ => raw.note(format!("howpublished is `{}`", shortened(&how))),
        }
    }
    for field in ["keywords", "keyword", "document-type"] {
        text(field).unwrap_or_default().split([',', ';']).for_each(|word| {
            raw.takes_word(word);
        });
    }
    raw
}
