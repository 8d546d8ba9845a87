//! `/bibliography`: references collected while searching, put in order and in a style, to copy or to download.
//!
//! The address holds the whole list, so that it can be shared and works without scripts; the script keeps it in the
//! browser besides. What a button of the page changes leads to the address of the changed list.

mod list;

use std::collections::HashMap;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CONTENT_DISPOSITION, LOCATION},
};
use askama::Template;
use percent_encoding::percent_decode_str;

use self::list::{Asked, ListFile, Order, PATH};
use super::{
    literature, page,
    parts::{self, Mark, Offer, Scene, Tone},
};
use crate::{
    app::{self, Bibliography, Library, MAX_REFERENCES, Notice},
    citation::{
        draft,
        locale::LocaleId,
        render::Reference,
        rich::{Written, escape_markdown},
        style::CitationForm,
    },
    domain::{
        Date, Source, SourceId, Vocabulary,
        repeated::{escape_html, shortened},
        source,
        stop::Stop,
    },
    http::{
        cache::{CachePolicy, cached, query_pairs},
        origin::Origin,
        problem::{Code, Problem},
        served::RequestContext,
        work::Effort,
    },
    literature::LiteratureId,
    references::{Checked, RecordName, ReferenceStatus, References, ReferencesError},
    text::plain,
};

/// A reference is taken for a source without asking from this score on.
const SURE_SCORE: f64 = 0.75;

/// By how much the likeliest source must be likelier than the next one to be taken without asking.
const SURE_LEAD: f64 = 0.1;

/// Sources that are offered for a reference that may mean several.
const OFFERED: usize = 4;

/// Most lines that are looked up at a time.
const MAX_LINES: usize = MAX_REFERENCES;

/// How a list is handed on to other programs, by the format of the export.
const EXPORTS: [(&str, &str); 6] = [
    ("RIS", "ris"),
    ("BibTeX", "bibtex"),
    ("BibLaTeX", "biblatex"),
    ("CSL-JSON", "csl-json"),
    ("NBIB", "nbib"),
    ("CSV", "csv"),
];

/// The references alone, as they are copied: without links from one part of a page to another.
fn copied(made: &Bibliography<'_>) -> Written {
    let entries: Vec<draft::Entry<'_>> = made
        .references
        .iter()
        .map(|(reference, source, _)| draft::Entry { reference, id: source.id.as_str(), cited_by: Vec::new() })
        .collect();
    draft::list(&[], &entries, false)
}

/// What stands above the notices of a list in a file.
const TO_KNOW: &str = "To know before using these references:";

/// An entry of the list.
struct Entry {
    id: String,
    /// What the list has it by.
    key: String,
    href: String,
    /// The name people use for it.
    name: String,
    /// As escaped HTML.
    reference: String,
    /// How a text points to it, as escaped HTML; for styles with notes the note. Of styles that number, the number says it.
    in_text: Option<String>,
    /// What must make a reader stop.
    marks: Vec<Mark>,
    notices: Vec<String>,
    is_first: bool,
    is_last: bool,
}

/// A key nobody knows.
struct Unknown {
    key: String,
    /// The beginning of a long one.
    shown: String,
    /// Whether it is an identifier of several publications.
    is_shared: bool,
    near: Vec<Near>,
}

impl Unknown {
    /// What is to be said of a key that nobody knows.
    fn of(library: &Library, key: &str) -> Self {
        let sharing = library.look_up(key).sources;
        let is_shared = !sharing.is_empty();
        let near = || library.near(key).into_iter().filter_map(|id| library.corpus().source(&id));
        let near = if is_shared { sharing } else { near().collect() };
        Self { key: key.to_owned(), shown: shortened(key), is_shared, near: near.into_iter().map(Near::of).collect() }
    }
}

/// A publication that may be meant.
#[derive(Clone)]
struct Near {
    id: String,
    name: String,
    title: String,
}

impl Near {
    fn of(source: &Source) -> Self {
        let bibliography = &source.bibliography;
        Self { id: app::key_of(source).to_owned(), name: name_of(source), title: bibliography.title.clone() }
    }

    /// A record that a reference means.
    fn named(library: &Library, name: &RecordName) -> Self {
        match library.citable(&name.id) {
            Some((source, _)) => Self::of(&source),
            None => Self { id: name.id.clone(), name: name.id.clone(), title: name.title.clone() },
        }
    }
}

/// What people call a publication: its name, else who wrote it, and when.
fn name_of(source: &Source) -> String {
    if source.is_appraised() {
        return source.short_title.clone();
    }
    let source::Bibliography { author, issued, .. } = &source.bibliography;
    match author.first() {
        Some(first) => format!("{} {}", first.main(), issued.year()),
        None => source.short_title.clone(),
    }
}

/// What became of a line that was pasted.
struct Looked {
    line: String,
    /// In a few words.
    outcome: Mark,
    /// The sources that were added, or may be meant.
    sources: Vec<Near>,
    /// Whether the writer has to choose.
    is_open: bool,
}

/// A file the list can be had as.
struct File {
    label: &'static str,
    href: String,
}

#[derive(Template)]
#[template(path = "bibliography.html")]
struct BibliographyPage {
    /// The whole address of the page without a list.
    canonical: String,
    address: String,
    keys: Vec<String>,
    notices: Vec<String>,
    status: String,
    styles: Vec<Offer>,
    style: Offer,
    locales: Vec<Offer>,
    locale: Option<&'static str>,
    /// Whether the style points to its list with notes.
    has_notes: bool,
    /// How the style orders its list, when the order of the writer does not count.
    order: Option<String>,
    sorts: Vec<Offer>,
    entries: Vec<Entry>,
    unknown: Vec<Unknown>,
    looked: Vec<Looked>,
    /// Lines that were pasted and led to no source: still there to be put right.
    rest: String,
    /// The list, as it is copied.
    list: Written,
    files: Vec<File>,
    exports: Vec<File>,
}

#[get("/bibliography")]
pub(super) async fn index(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
) -> Result<HttpResponse, Problem> {
    let pairs = query_pairs(&request);
    context
        .respond(Effort::Heavy, move |context, stop| {
            let RequestContext { served, today, .. } = context;
            let mut response = HttpResponse::Ok();
            match answer(&served.library, &pairs, *today, origin.address(PATH), stop)? {
                Made::Elsewhere(address) => {
                    let redirect = HttpResponse::SeeOther().insert_header((LOCATION, address)).finish();
                    Ok(cached(redirect, CachePolicy::NoStore))
                }
                Made::File { content_type, extension, content } => {
                    let name = format!("attachment; filename=\"references.{extension}\"");
                    let response = response.content_type(content_type).insert_header((CONTENT_DISPOSITION, name));
                    Ok(cached(response.body(content), CachePolicy::Dataset))
                }
                Made::Page(made) => page(response, &*made, CachePolicy::Dataset),
            }
        })
        .await
}

/// What an address leads to.
enum Made {
    /// The list after a change has an address of its own.
    Elsewhere(String),
    File {
        content_type: &'static str,
        extension: &'static str,
        content: String,
    },
    Page(Box<BibliographyPage>),
}

fn answer(
    library: &Library,
    pairs: &[(String, String)],
    today: Date,
    canonical: String,
    stop: &Stop,
) -> Result<Made, Problem> {
    let (mut asked, notices) = Asked::read(library, pairs);
    if let Some(change) = asked.change.take() {
        return Ok(Made::Elsewhere(asked.changed(library, change).address()));
    }
    let pasted = std::mem::take(&mut asked.pasted);
    let looked = LookedUp::of(library, &mut asked, &pasted, stop)?;
    if let Some(file) = asked.file.filter(|_| !asked.keys.is_empty()) {
        return Ok(as_file(file, asked.locale, &asked.made(library, today)?));
    }
    let scene = Scene { corpus: library.corpus(), as_of: today };
    BibliographyPage::of(library, scene, &asked, notices, looked, canonical).map(Box::new).map(Made::Page)
}

/// The list as a file, and below it what should be known of it: nothing stands beside a file.
fn as_file(file: ListFile, locale: Option<LocaleId>, made: &Bibliography<'_>) -> Made {
    let Written { mut text, mut html, mut markdown } = copied(made);
    let sources: HashMap<&SourceId, &Source> =
        made.references.iter().map(|(_, source, _)| (&source.id, &**source)).collect();
    let known = app::listed(&made.notices, |id| sources.get(id).map(|source| source.short_title.as_str()));
    if !known.is_empty() {
        text.push_str(&format!("\n{TO_KNOW}\n"));
        html.push_str(&format!("<p>{TO_KNOW}</p>\n<ul>\n"));
        markdown.push_str(&format!("\n{TO_KNOW}\n\n"));
    }
    for line in &known {
        let mut written = String::new();
        escape_markdown(line, &mut written);
        markdown.push_str(&format!("- {written}\n"));
        text.push_str(&format!("- {line}\n"));
        let mut written = String::new();
        escape_html(line, &mut written);
        html.push_str(&format!("<li>{written}</li>\n"));
    }
    if !known.is_empty() {
        html.push_str("</ul>\n");
    }
    let (content_type, extension, content) = match file {
        ListFile::Html => {
            let language = locale.map_or("en", Vocabulary::slug);
            let page = format!(
                "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
                 <title>References</title>\n</head>\n<body>\n{html}</body>\n</html>\n"
            );
            ("text/html; charset=utf-8", "html", page)
        }
        ListFile::Markdown => ("text/markdown; charset=utf-8", "md", markdown),
        ListFile::Text => ("text/plain; charset=utf-8", "txt", text),
    };
    Made::File { content_type, extension, content }
}

/// What became of everything that was pasted.
struct LookedUp {
    lines: Vec<Looked>,
    /// Lines that led to nothing sure.
    rest: String,
}

impl LookedUp {
    /// Looks up what was pasted, line by line, and adds what is sure.
    fn of(library: &Library, asked: &mut Asked, pasted: &str, stop: &Stop) -> Result<Self, Problem> {
        let mut all = Vec::new();
        let mut rest = Vec::new();
        for line in pasted.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if all.len() >= MAX_LINES {
                rest.push(line);
                continue;
            }
            let looked = look_up_line(library, asked, line, stop)?;
            if looked.is_open {
                rest.push(line);
            }
            all.push(looked);
        }
        Ok(Self { lines: all, rest: rest.join("\n") })
    }
}

fn look_up_line(library: &Library, asked: &mut Asked, line: &str, stop: &Stop) -> Result<Looked, Problem> {
    let words = without_number(line);
    let looked = |outcome, sources: Vec<Near>, is_open| Looked { line: shortened(line), outcome, sources, is_open };
    let mut taken = |sources: Vec<Near>, how: &str| {
        if asked.keys.len() >= MAX_REFERENCES {
            let outcome = Mark::new(Tone::Bad, format!("Not added: a list has at most {MAX_REFERENCES} references"));
            return looked(outcome, sources, true);
        }
        let new = sources.iter().filter(|source| !asked.keys.contains(&source.id)).count();
        for source in &sources {
            asked.add(library, &source.id);
        }
        let outcome = match (new, how) {
            (0, _) => Mark::plain("Already in the list"),
            (_, "") => Mark::new(Tone::Good, "Added"),
            (_, how) => Mark::new(Tone::Caution, format!("Added, {how}: see whether it is meant")),
        };
        looked(outcome, sources, false)
    };
    if let Some(source) = named(library, words).or_else(|| called(library, words).map(Near::of)) {
        return Ok(taken(vec![source], ""));
    }
    // Several identifiers on a line.
    let parts: Vec<&str> = words.split([',', ';', ' ', '\t']).filter(|part| !part.is_empty()).collect();
    let each: Option<Vec<Near>> = parts.iter().map(|part| named(library, part)).collect();
    if let Some(sources) = each.filter(|sources| !sources.is_empty()) {
        return Ok(taken(sources, ""));
    }
    let registered = library.look_up(words).sources;
    if !registered.is_empty() {
        let registered = registered.into_iter().map(Near::of).collect();
        return Ok(looked(Mark::new(Tone::Caution, "Several publications have it"), registered, true));
    }
    let candidates = library.recognise(words);
    let (first, second) = (candidates.first(), candidates.get(1).map_or(0.0, |next| next.score));
    if let Some(first) = first
        && first.score >= SURE_SCORE
        && first.score - second >= SURE_LEAD
    {
        return Ok(taken(vec![Near::of(first.source)], "by its words"));
    }
    if library.shelf().literature().is_some() {
        let Checked { record, status, differences, candidates, identifier_of, .. } = checked(library, words, stop)?;
        if let Some(record) = &record {
            let fields: Vec<String> = differences.iter().map(|other| other.field.label().to_lowercase()).collect();
            let how = match fields.as_slice() {
                [] => "by its words".to_owned(),
                fields => format!("by its words, with another {}", fields.join(", ")),
            };
            return Ok(taken(vec![Near::named(library, record)], &how));
        }
        let near = |names: &[RecordName]| -> Vec<Near> {
            names.iter().take(OFFERED).map(|name| Near::named(library, name)).collect()
        };
        match status {
            ReferenceStatus::Ambiguous => {
                return Ok(looked(Mark::new(Tone::Caution, "Not added: which one is meant?"), near(&candidates), true));
            }
            ReferenceStatus::Mismatch => {
                let owner: Vec<RecordName> = identifier_of.into_iter().collect();
                let outcome = Mark::new(Tone::Bad, "Not added: its identifier belongs to another publication");
                return Ok(looked(outcome, near(&owner), true));
            }
            ReferenceStatus::Matches | ReferenceStatus::Differs | ReferenceStatus::NotInThisCollection => {}
        }
    }
    let likely: Vec<Near> = candidates.iter().take(OFFERED).map(|candidate| Near::of(candidate.source)).collect();
    if !likely.is_empty() {
        return Ok(looked(Mark::new(Tone::Caution, "Not added: which one is meant?"), likely, true));
    }
    let near = library.near(words);
    let near: Vec<Near> = near.iter().filter_map(|id| library.corpus().source(id)).map(Near::of).collect();
    let outcome = if near.is_empty() { "No record is like it" } else { "Not found. Is one of these meant?" };
    Ok(looked(Mark::new(Tone::Bad, outcome), near, true))
}

/// What a reference means, by its words.
fn checked(library: &Library, reference: &str, stop: &Stop) -> Result<Checked, Problem> {
    let internal = |error: ReferencesError| match error {
        ReferencesError::Stopped(stopped) => Problem::new(Code::DeadlineExceeded, stopped.to_string()),
        ReferencesError::TooLong { .. }
        | ReferencesError::TooMany
        | ReferencesError::Unreadable(_)
        | ReferencesError::Damaged(_)
        | ReferencesError::Literature(_) => Problem::new(Code::Internal, error.to_string()),
    };
    let one = References::of_list(&[reference.to_owned()]).map_err(internal)?;
    let mut all = library.check_references(one, stop).map_err(internal)?;
    all.pop().ok_or_else(|| Problem::new(Code::Internal, "a reference was not checked"))
}

/// The publication that an id, an identifier or the address of one of our pages names.
fn named(library: &Library, text: &str) -> Option<Near> {
    let path =
        |collection: &str| Some(text.rsplit_once(collection)?.1.split(['?', '#', '/']).next().unwrap_or_default());
    let id = match (path("/sources/"), path("/literature/")) {
        (Some(id), _) => id.to_owned(),
        (None, Some(id)) => percent_decode_str(id).decode_utf8_lossy().into_owned(),
        (None, None) => text.to_owned(),
    };
    library.citable(id.trim_start_matches('@')).map(|(source, _)| Near::of(&source))
}

/// The one source that people call this.
fn called<'a>(library: &'a Library, text: &str) -> Option<&'a Source> {
    let name = plain(text);
    let is_called = |source: &&Source| {
        std::iter::once(&source.short_title).chain(&source.also_known_as).any(|own| plain(own) == name)
    };
    let mut found = library.corpus().sources().iter().filter(is_called);
    found.next().filter(|_| found.next().is_none())
}

/// A line of a list without its number or bullet: `1. `, `[1] `, `- `.
pub(super) fn without_number(line: &str) -> &str {
    let bare = line.trim_start_matches(['-', '*', '•', '–', '·', '[', '(']);
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = digits.len() < bare.len() && bare.len() - digits.len() <= 3;
    match digits.strip_prefix(['.', ')', ']']) {
        Some(rest) if is_number && rest.starts_with(char::is_whitespace) => rest.trim(),
        Some(_) | None => {
            if bare.starts_with(char::is_whitespace) {
                bare.trim()
            } else {
                line
            }
        }
    }
}

impl BibliographyPage {
    fn of(
        library: &Library,
        scene: Scene<'_>,
        asked: &Asked,
        notices: Vec<String>,
        looked: LookedUp,
        canonical: String,
    ) -> Result<Self, Problem> {
        let style = asked.style();
        let made = asked.made(library, scene.as_of)?;
        let list = copied(&made);
        let Bibliography { document: _, groups, references, list: _, unknown: _, notices: known } = made;
        let unknown: Vec<Unknown> = {
            let strange = asked.keys.iter().filter(|key| !asked.known.contains(*key));
            strange.map(|key| Unknown::of(library, key)).collect()
        };
        let is_numbered = references.iter().any(|(reference, _, _)| reference.number.is_some());
        let ids: Vec<String> = references
            .iter()
            .map(|(_, source, _)| url::form_urlencoded::byte_serialize(app::key_of(source).as_bytes()).collect())
            .collect();
        let in_text = |source: &Source| {
            let group = groups.iter().find(|group| group.sources.contains(&source.id))?;
            Some(group.set.note.as_ref().unwrap_or(&group.set.in_text).html())
        };
        let entries: Vec<Entry> = references
            .iter()
            .map(|(reference, source, _)| Entry {
                in_text: in_text(source),
                ..entry(scene, reference, source, &known, references.len())
            })
            .collect();
        let exports = EXPORTS
            .map(|(label, format)| File { label, href: format!("/v1/export?ids={}&format={format}", ids.join(",")) });
        let files =
            ListFile::ALL.iter().map(|file| File { label: file.label(), href: asked.address_with(Some(*file)) });
        let count = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
        let ordered = if is_numbered { "in your order".to_owned() } else { lowered(style.facts().order) };
        let mut status = match entries.len() {
            0 => "No reference is in the list yet".to_owned(),
            all => format!("{} in {}, {ordered}", count(all, "reference"), style.label()),
        };
        if !unknown.is_empty() {
            status.push_str(&format!("; {} not found", unknown.len()));
        }
        Ok(Self {
            canonical,
            address: asked.address(),
            keys: asked.keys.clone(),
            notices,
            status,
            styles: Offer::all(Some(style)),
            style: Offer::of(style, Some(style)),
            locales: Offer::all(asked.locale),
            locale: asked.locale.map(Vocabulary::slug),
            has_notes: style.facts().form == CitationForm::Note,
            order: (!is_numbered && entries.len() > 1).then(|| ordered.trim_end_matches('.').to_owned()),
            sorts: Offer::all::<Order>(None),
            entries,
            unknown,
            looked: looked.lines,
            rest: looked.rest,
            list,
            files: files.collect(),
            exports: exports.into(),
        })
    }
}

fn entry(scene: Scene<'_>, reference: &Reference, source: &Source, notices: &[Notice], all: usize) -> Entry {
    let Reference { item, number: _, text } = reference;
    let makes_stop = |mark: &Mark| matches!(mark.tone, Tone::Bad | Tone::Warn | Tone::Caution);
    Entry {
        id: source.id.to_string(),
        key: app::key_of(source).to_owned(),
        href: match source.short_title.parse::<LiteratureId>() {
            Ok(id) if !source.is_appraised() => literature::address(&id),
            _ => parts::address("sources", source.id.as_str()),
        },
        name: name_of(source),
        reference: text.html(),
        in_text: None,
        marks: scene.status(source).into_iter().filter(makes_stop).collect(),
        notices: notices.iter().filter(|notice| notice.source == source.id).map(parts::notice).collect(),
        is_first: *item == 0,
        is_last: item + 1 == all,
    }
}

/// A sentence within a sentence.
fn lowered(sentence: &str) -> String {
    let mut chars = sentence.trim_end_matches('.').chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
