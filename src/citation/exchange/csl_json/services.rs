//! Items of services that have words of their own, in the words of CSL: those of `DataCite`, of Europe PMC and of `OpenAlex`.
//!
//! What is made is read as any other item is; what has no variable of CSL goes into the note, where notices are looked for.

use serde_json::{Map, Value, json};

use super::super::name;

type Object = Map<String, Value>;

/// The item in the words of CSL, and what is to be told of it beyond that; none for items of others.
pub(super) fn in_csl(item: &Object) -> Option<(Object, Vec<String>)> {
    if let Some(attributes) = item.get("attributes").and_then(Value::as_object).filter(|a| a.contains_key("titles")) {
        return Some(of_datacite(attributes));
    }
    if item.contains_key("authorships") {
        return Some(of_openalex(item));
    }
    let is_europe_pmc =
        item.contains_key("source") && ["authorString", "pubYear"].iter().any(|name| item.contains_key(*name));
    is_europe_pmc.then(|| of_europe_pmc(item))
}

fn text<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

fn list<'a>(object: &'a Object, name: &str) -> impl Iterator<Item = &'a Object> {
    object.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn set(item: &mut Object, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        item.insert(name.to_owned(), value.into());
    }
}

/// Names, most of them in parts; a name in one is that of an organisation where the service says so.
fn person(name: &Object) -> Option<Value> {
    let whole = text(name, "name");
    match (text(name, "familyName"), text(name, "givenName"), whole) {
        (Some(family), given, _) => Some(json!({ "family": family, "given": given })),
        (None, _, Some(whole)) if text(name, "nameType") == Some("Organizational") => Some(json!({ "literal": whole })),
        (None, _, Some(whole)) => match whole.split_once(", ") {
            Some((family, given)) => Some(json!({ "family": family, "given": given })),
            None => Some(json!({ "name": whole })),
        },
        (None, ..) => None,
    }
}

fn of_datacite(attributes: &Object) -> (Object, Vec<String>) {
    let (mut item, mut told) = (Object::new(), Vec::new());
    let types = attributes.get("types").and_then(Value::as_object);
    let general = types.and_then(|types| text(types, "resourceTypeGeneral"));
    let kind = match general {
        Some("Dissertation") => Some("thesis"),
        Some("JournalArticle") => Some("article-journal"),
        Some("BookChapter") => Some("chapter"),
        Some("ConferencePaper") => Some("paper-conference"),
        Some("Preprint") => Some("preprint"),
        Some("Report") => Some("report"),
        Some("Book") => Some("book"),
        Some("Dataset") => Some("dataset"),
        _ => types.and_then(|types| text(types, "citeproc")),
    };
    set(&mut item, "type", kind);
    let own = types.and_then(|types| text(types, "resourceType"));
    set(&mut item, "genre", own.filter(|own| Some(*own) != general));
    for title in list(attributes, "titles") {
        let Some(words) = text(title, "title") else { continue };
        match text(title, "titleType") {
            None if !item.contains_key("title") => set(&mut item, "title", Some(words)),
            Some("Subtitle") => set(&mut item, "subtitle", Some(words)),
            _ => told.push(format!("a further title: `{words}`")),
        }
    }
    let people = |name: &str, kind: Option<&str>| {
        let of_kind = list(attributes, name).filter(|one| kind.is_none() || text(one, "contributorType") == kind);
        Some(of_kind.filter_map(person).collect::<Vec<_>>()).filter(|people| !people.is_empty())
    };
    set(&mut item, "author", people("creators", None));
    set(&mut item, "editor", people("contributors", Some("Editor")));
    set(&mut item, "translator", people("contributors", Some("Translator")));
    let publisher = match attributes.get("publisher") {
        Some(Value::Object(publisher)) => text(publisher, "name"),
        _ => text(attributes, "publisher"),
    };
    set(&mut item, "publisher", publisher);
    let issued = list(attributes, "dates").find(|date| text(date, "dateType") == Some("Issued"));
    let year =
        attributes.get("publicationYear").map(|year| year.as_str().map_or_else(|| year.to_string(), str::to_owned));
    let issued = issued.and_then(|date| text(date, "date")).map(str::to_owned).or(year);
    set(&mut item, "issued", issued.map(|date| json!({ "raw": date })));
    set(&mut item, "DOI", text(attributes, "doi"));
    set(&mut item, "URL", text(attributes, "url").filter(|_| !attributes.contains_key("doi")));
    set(&mut item, "version", text(attributes, "version"));
    set(&mut item, "language", text(attributes, "language"));
    if let Some(container) = attributes.get("container").and_then(Value::as_object) {
        set(&mut item, "container-title", text(container, "title"));
        set(&mut item, "volume", text(container, "volume"));
        set(&mut item, "issue", text(container, "issue"));
        let pages = match (text(container, "firstPage"), text(container, "lastPage")) {
            (Some(first), Some(last)) => Some(format!("{first}-{last}")),
            (first, _) => first.map(str::to_owned),
        };
        set(&mut item, "page", pages);
    }
    told.extend(list(attributes, "relatedIdentifiers").take(MAX_RELATED).filter_map(|related| {
        Some(format!("{}: {}", text(related, "relationType")?, text(related, "relatedIdentifier")?))
    }));
    (item, told)
}

/// Most related publications that are told.
const MAX_RELATED: usize = 5;

fn of_openalex(work: &Object) -> (Object, Vec<String>) {
    let mut item = Object::new();
    let source = work.get("primary_location").and_then(|location| location.get("source")).and_then(Value::as_object);
    let own = text(work, "type").unwrap_or_default();
    let kind = match own {
        "preprint" => "preprint",
        "book" | "reference-entry" | "dataset" => own,
        "book-chapter" | "book-section" => "chapter",
        "dissertation" => "thesis",
        "report" | "standard" => "report",
        _ => "article-journal",
    };
    set(&mut item, "type", Some(kind));
    set(&mut item, "title", text(work, "title").or_else(|| text(work, "display_name")));
    let person = |authorship: &Object| {
        let whole = authorship.get("author").and_then(Value::as_object).and_then(|author| text(author, "display_name"));
        let raw = text(authorship, "raw_author_name");
        // As it was printed, where that parts it; else in the order of speech.
        let parted = raw.filter(|raw| raw.contains(", ")).map(str::to_owned);
        let parted = parted.or_else(|| whole.and_then(name::turned));
        match parted.as_deref().and_then(|parted| parted.split_once(", ")) {
            Some((family, given)) => Some(json!({ "family": family, "given": given })),
            None => whole.or(raw).map(|name| json!({ "name": name })),
        }
    };
    let people: Vec<Value> = list(work, "authorships").filter_map(person).collect();
    set(&mut item, "author", (!people.is_empty()).then_some(people));
    if let Some(source) = source {
        let place = if kind == "preprint" { "publisher" } else { "container-title" };
        set(&mut item, place, text(source, "display_name"));
        if kind != "preprint" {
            set(&mut item, "publisher", text(source, "host_organization_name"));
        }
        set(&mut item, "ISSN", text(source, "issn_l"));
    }
    // A day that is the first of a month or of a year stands for one that is not known.
    let date = text(work, "publication_date").map(|date| {
        let date = date.strip_suffix("-01").unwrap_or(date);
        if date.len() < 10 { date.strip_suffix("-01").unwrap_or(date) } else { date }.to_owned()
    });
    let year = work.get("publication_year").and_then(Value::as_i64).map(|year| year.to_string());
    set(&mut item, "issued", date.or(year).map(|date| json!({ "raw": date })));
    set(&mut item, "language", text(work, "language"));
    if let Some(printed) = work.get("biblio").and_then(Value::as_object) {
        set(&mut item, "volume", text(printed, "volume"));
        set(&mut item, "issue", text(printed, "issue"));
        let pages = match (text(printed, "first_page"), text(printed, "last_page")) {
            (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
            (first, _) => first.map(str::to_owned),
        };
        set(&mut item, "page", pages);
    }
    let ids = work.get("ids").and_then(Value::as_object);
    let id = |name: &str| ids.and_then(|ids| text(ids, name));
    set(&mut item, "DOI", text(work, "doi").or_else(|| id("doi")));
    set(&mut item, "PMID", id("pmid"));
    // The number alone, at the end of an address.
    let central = id("pmcid").and_then(|address| address.rsplit('/').next());
    set(&mut item, "PMCID", central);
    // Whether it is itself a notice, and what became of it.
    set(&mut item, "keyword", Some(own).filter(|own| matches!(*own, "erratum" | "retraction")));
    set(&mut item, "is_retracted", work.get("is_retracted").cloned());
    (item, Vec::new())
}

fn of_europe_pmc(result: &Object) -> (Object, Vec<String>) {
    let (mut item, mut told) = (Object::new(), Vec::new());
    let object = |object: &Object, name: &str| object.get(name).and_then(Value::as_object).cloned();
    let kinds: Vec<String> = object(result, "pubTypeList")
        .and_then(|kinds| kinds.get("pubType").cloned())
        .map(|kinds| kinds.as_array().cloned().unwrap_or_else(|| vec![kinds]))
        .unwrap_or_default()
        .iter()
        .filter_map(|kind| kind.as_str().map(str::to_owned))
        .collect();
    let is_preprint = text(result, "source") == Some("PPR");
    let is_book = text(result, "source") == Some("NBK") || result.contains_key("bookOrReportDetails");
    let kind = if is_preprint {
        "preprint"
    } else if is_book {
        "book"
    } else {
        "article-journal"
    };
    set(&mut item, "type", Some(kind));
    set(&mut item, "title", text(result, "title").map(|title| title.trim_end_matches('.')));
    let authors = object(result, "authorList").map(|authors| {
        list(&authors, "author")
            .filter_map(|author| match (text(author, "lastName"), text(author, "collectiveName")) {
                (Some(family), _) => {
                    let given = text(author, "firstName").or_else(|| text(author, "initials"));
                    Some(json!({ "family": family, "given": given }))
                }
                (None, Some(group)) => Some(json!({ "literal": group })),
                (None, None) => text(author, "fullName").map(|name| json!({ "name": name })),
            })
            .collect::<Vec<_>>()
    });
    let named = || {
        let names = text(result, "authorString")?.trim_end_matches('.');
        Some(names.split(", ").map(|name| json!({ "name": name })).collect::<Vec<_>>())
    };
    set(&mut item, "author", authors.filter(|authors| !authors.is_empty()).or_else(named));
    let info = object(result, "journalInfo").unwrap_or_default();
    let journal = object(&info, "journal").unwrap_or_default();
    set(&mut item, "container-title", text(&journal, "title").or_else(|| text(result, "journalTitle")));
    set(
        &mut item,
        "container-title-short",
        text(&journal, "medlineAbbreviation").or_else(|| text(&journal, "isoabbreviation")),
    );
    set(&mut item, "ISSN", text(&journal, "issn").or_else(|| text(&journal, "essn")));
    set(&mut item, "volume", text(&info, "volume").or_else(|| text(result, "journalVolume")));
    set(&mut item, "issue", text(&info, "issue").or_else(|| text(result, "issue")));
    // As it is printed; the other one has a first day where the issue has none.
    let printed = text(&info, "dateOfPublication").or_else(|| text(&info, "printPublicationDate"));
    let online = text(result, "firstPublicationDate").or_else(|| text(result, "electronicPublicationDate"));
    let year = text(result, "pubYear");
    let of_year = |date: &&str| year.is_none_or(|year| date.contains(year));
    let issued = printed.filter(of_year).or(year).or(online);
    set(&mut item, "issued", issued.map(|date| json!({ "raw": date })));
    set(&mut item, "available-date", online.map(|date| json!({ "raw": date })));
    set(&mut item, "page", text(result, "pageInfo"));
    set(&mut item, "DOI", text(result, "doi"));
    set(&mut item, "PMID", text(result, "pmid").filter(|_| !is_preprint));
    set(&mut item, "PMCID", text(result, "pmcid"));
    set(&mut item, "language", text(result, "language"));
    let details = object(result, "bookOrReportDetails").unwrap_or_default();
    set(&mut item, "publisher", text(&details, "publisher").or_else(|| text(result, "publisher")));
    set(&mut item, "ISBN", text(&details, "isbn13").or_else(|| text(&details, "isbn10")));
    set(&mut item, "keyword", Some(kinds.join(", ")).filter(|kinds| !kinds.is_empty()));
    let mut notes = Vec::new();
    for remark in object(result, "commentCorrectionList").iter().flat_map(|all| list(all, "commentCorrection")) {
        let (Some(kind), place) = (text(remark, "type"), text(remark, "reference")) else { continue };
        let number = text(remark, "id").map(|id| format!(" {} {id}", text(remark, "source").unwrap_or_default()));
        let said = format!("{kind}: {}{}", place.unwrap_or_default(), number.unwrap_or_default());
        // Notices are found in notes; of others the kind is told.
        match super::status::of_note(&said) {
            Some(_) => notes.push(said),
            None => told.push(said),
        }
    }
    set(&mut item, "note", Some(notes.join("\n")).filter(|notes| !notes.is_empty()));
    (item, told)
}
