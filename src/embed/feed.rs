//! `/feeds/changes.atom` (RFC 4287) and `/feeds/changes.json` (JSON Feed 1.1): what changed for readers, for those who
//! subscribe instead of asking.

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;
use jiff::ToSpan;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_128;

use super::{NAME, json as as_json, query::Query, record_page, rendered, xml_text};
use crate::{
    corpus::Corpus,
    domain::{BlurbState, Change, ChangeKind, Currency, Date, EditorialStatus, RecordKind, Topic, Vocabulary},
    http::{
        origin::Origin,
        problem::Problem,
        served::{PROGRAM, RequestContext},
        work::Effort,
    },
};

/// Every change of so many days is in a feed, and however old they are, so many of the newest, no day by halves.
const DAYS: i64 = 30;
const LEAST: usize = 20;

/// Never more than these, the newest: readers of feeds ask often, and `/v1/changes` has all.
const MOST: usize = 200;

/// A feed in either form.
#[derive(Debug)]
struct Feed {
    id: String,
    title: String,
    description: String,
    /// Address of the feed as Atom, of the same as JSON, and of the page they belong to.
    atom: String,
    json: String,
    home: String,
    updated: String,
    entries: Vec<Entry>,
}

/// One change.
#[derive(Debug)]
struct Entry {
    id: String,
    title: String,
    text: String,
    /// The page of the record, and the record as JSON.
    page: String,
    record: String,
    updated: String,
    /// Kind of change and kind of record.
    tags: [&'static str; 2],
}

impl Feed {
    fn of(corpus: &Corpus, topic: Option<&Topic>, today: Date, origin: &Origin) -> Self {
        let mut changes = match topic {
            Some(topic) => corpus.changes_about(topic, Date::MIN, today),
            None => corpus.changes(Date::MIN, today),
        };
        // A finding is entered with its source, which says it already.
        changes.retain(|change| change.kind != ChangeKind::Added || change.record != RecordKind::Finding);
        let since = today.saturating_sub(DAYS.days());
        let last = changes.get(LEAST - 1).or(changes.last()).map_or(since, |change| change.on.min(since));
        changes.retain(|change| change.on >= last);
        let all = changes.len();
        changes.truncate(MOST);
        let entries: Vec<_> = changes.iter().map(|change| Entry::of(corpus, change, origin)).collect();
        let query = topic.map(|topic| format!("?topic={}", topic.id)).unwrap_or_default();
        let (title, description, home) = match topic {
            Some(topic) => (
                format!("Changes in the evidence: {}", topic.label),
                format!("What changed for readers in the records about {}.", topic.label),
                origin.address(&record_page(RecordKind::Topic, topic.id.as_str())),
            ),
            None => (
                "Changes in the evidence".to_owned(),
                "What changed for readers: records entered and corrected, notices of publishers, guidelines that lapsed, \
                 texts that may not be published any more."
                    .to_owned(),
                origin.address("/"),
            ),
        };
        Self {
            id: urn(&["feed", topic.map_or("", |topic| topic.id.as_str())]),
            title: xml_text(&title),
            description: xml_text(&match all {
                0..=MOST => description,
                _ => format!(
                    "{description} The {MOST} newest of {all} are here; /v1/changes?since={last} has all of them."
                ),
            }),
            atom: origin.address(&format!("/feeds/changes.atom{query}")),
            json: origin.address(&format!("/feeds/changes.json{query}")),
            home,
            updated: entries.first().map_or_else(|| moment(today), |entry| entry.updated.clone()),
            entries,
        }
    }
}

impl Entry {
    fn of(corpus: &Corpus, change: &Change, origin: &Origin) -> Self {
        let Change { on, kind, record, id, field, before, after, why } = change;
        let page = record_page(*record, id);
        let name = name(corpus, *record, id);
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let became = after.as_deref().unwrap_or_default();
        let title = match kind {
            ChangeKind::Added => match corpus.claim(id).filter(|_| *record == RecordKind::Claim) {
                // Somebody else's sentence is no headline of ours: what we found of it comes first.
                Some(claim) => format!("Checked, {}: “{name}”", claim.verdict.label().to_lowercase()),
                None => format!("New {}: {name}", record.label().to_lowercase()),
            },
            ChangeKind::Corrected => format!("Corrected: {name}"),
            ChangeKind::Editorial => format!("{}: {name}", label::<EditorialStatus>(became)),
            ChangeKind::Currency => format!("{}: {name}", label::<Currency>(became)),
            ChangeKind::State => format!("{}: {name}", label::<BlurbState>(became)),
            ChangeKind::Withdrawn => format!("Withdrawn: {name}"),
        };
        let mut sentences = Vec::new();
        match (before, after) {
            (Some(before), Some(after)) => sentences.push(format!("It was: {before}. It is: {after}.")),
            (None, Some(after)) => sentences.push(format!("It is: {after}.")),
            (Some(before), None) => sentences.push(format!("It was: {before}. It is not given any more.")),
            (None, None) => sentences.extend(about(corpus, *record, id)),
        }
        if let Some(why) = why {
            sentences.push(format!("Why: {}.", why.trim_end_matches('.')));
        }
        if let Some(field) = field {
            sentences.push(format!("Field: {field}."));
        }
        Self {
            // Its wording may be mended without being another change.
            id: urn(&[&on.to_string(), kind.slug(), record.slug(), id, &part(field), &part(before), &part(after)]),
            title: xml_text(&title),
            text: xml_text(&sentences.join(" ")),
            record: origin.address(&format!("/v1{page}")),
            page: origin.address(&page),
            updated: moment(*on),
            tags: [kind.slug(), record.slug()],
        }
    }
}

/// What a record is called in a list.
fn name(corpus: &Corpus, kind: RecordKind, id: &str) -> String {
    let name = match kind {
        RecordKind::Source => corpus.source(id).map(|source| source.short_title.as_str()),
        RecordKind::Finding => corpus.finding(id).map(|finding| finding.statement.as_str()),
        RecordKind::Claim => corpus.claim(id).map(|claim| claim.place.quote.as_str()),
        RecordKind::Blurb => corpus.blurb(id).map(|blurb| blurb.title.as_str()),
        RecordKind::Topic => corpus.topic(id).map(|topic| topic.label.as_str()),
    };
    within_a_title(name.unwrap_or(id).trim())
}

/// What a record that was entered is. Of a blurb nothing is said: a reader would keep the text when it may not be
/// published any more.
fn about(corpus: &Corpus, kind: RecordKind, id: &str) -> Option<String> {
    match kind {
        RecordKind::Source => {
            let source = corpus.source(id)?;
            let title = source.bibliography.title.trim_end_matches('.');
            // What its publisher has said since, and that nobody found it, come before what it found.
            let status = Some(source.editorial.status).filter(|status| status.is_notice());
            let status = status.map(|status| format!("{}. ", status.label())).unwrap_or_default();
            let found = if source.assertion.is_some() { "Publication not identified. " } else { "" };
            let kind = source.design.label();
            Some(format!("{title}. {status}{found}{kind}, {}. {}", source.year(), source.conclusion))
        }
        RecordKind::Finding => corpus.finding(id).map(|finding| finding.statement.clone()),
        RecordKind::Claim => corpus.claim(id).map(|claim| format!("A sentence of the page {}.", claim.page)),
        RecordKind::Blurb => Some("Text that may be published, in three lengths.".to_owned()),
        RecordKind::Topic => corpus.topic(id).map(|topic| topic.description.clone()),
    }
}

/// The longest name in a title, in characters.
const NAME_CHARS: usize = 120;

/// A long name up to the end of a word.
fn within_a_title(name: &str) -> String {
    let Some((end, _)) = name.char_indices().nth(NAME_CHARS) else { return name.to_owned() };
    let (head, _) = name.split_at(end);
    let head = head.rsplit_once(char::is_whitespace).map_or(head, |(words, _)| words);
    format!("{head} …")
}

/// The word that people see for one of a closed vocabulary.
fn label<T: Vocabulary>(slug: &str) -> &'static str {
    T::from_slug(slug).map_or("Changed", T::label)
}

/// The beginning of a day (RFC 3339). Changes have a day, no hour.
fn moment(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// A name that stays the same for the same parts: a UUID of version 8 (RFC 9562), made from their hash.
fn urn(parts: &[&str]) -> String {
    const VERSION: u128 = 0x8 << 76;
    const VARIANT: u128 = 0b10 << 62;
    // No part has this character.
    let hash = xxh3_128(parts.join("\u{1f}").as_bytes());
    let bits = hash & !(0xf << 76) & !(0b11 << 62) | VERSION | VARIANT;
    let digits = format!("{bits:032x}");
    let mut urn = "urn:uuid:".to_owned();
    for (i, digit) in digits.chars().enumerate() {
        if matches!(i, 8 | 12 | 16 | 20) {
            urn.push('-');
        }
        urn.push(digit);
    }
    urn
}

#[derive(Template)]
#[template(path = "changes.atom", escape = "html")]
struct Atom {
    feed: Feed,
    name: &'static str,
    program: &'static str,
}

/// A feed as JSON Feed 1.1.
#[derive(Serialize)]
struct JsonFeed {
    version: &'static str,
    title: String,
    description: String,
    home_page_url: String,
    feed_url: String,
    language: &'static str,
    authors: [Author; 1],
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Author {
    name: &'static str,
}

#[derive(Serialize)]
struct Item {
    id: String,
    url: String,
    title: String,
    content_text: String,
    date_published: String,
    date_modified: String,
    tags: [&'static str; 2],
    /// Ours: the record as the API answers with it.
    #[serde(rename = "_evidence")]
    evidence: Extension,
}

#[derive(Serialize)]
struct Extension {
    about: String,
    record: String,
}

fn read(mut query: Query, context: &RequestContext, origin: &Origin) -> Result<Feed, Problem> {
    let corpus = context.served.library.corpus();
    let topic = query.one_of("topic", "topic", corpus.topics(), |topic| topic.id.as_str());
    query.end()?;
    Ok(Feed::of(corpus, topic, context.today, origin))
}

#[get("/feeds/changes.atom")]
pub(super) async fn atom(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
) -> Result<HttpResponse, Problem> {
    let query = Query::read(&request, &["topic"]);
    context
        .respond(Effort::Light, move |context, _| {
            let feed = read(query, context, &origin)?;
            rendered("application/atom+xml; charset=utf-8", &Atom { feed, name: NAME, program: PROGRAM })
        })
        .await
}

#[get("/feeds/changes.json")]
pub(super) async fn json(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
) -> Result<HttpResponse, Problem> {
    let query = Query::read(&request, &["topic"]);
    context.respond(Effort::Light, move |context, _| as_json_feed(read(query, context, &origin)?, &origin)).await
}

fn as_json_feed(feed: Feed, origin: &Origin) -> Result<HttpResponse, Problem> {
    let Feed { id: _, title, description, atom: _, json: feed_url, home, updated: _, entries } = feed;
    let about = origin.address("/docs");
    let item = |entry| {
        let Entry { id, title, text, page, record, updated, tags } = entry;
        Item {
            id,
            url: page,
            title,
            content_text: text,
            date_published: updated.clone(),
            date_modified: updated,
            tags,
            evidence: Extension { about: about.clone(), record },
        }
    };
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title,
        description,
        home_page_url: home,
        feed_url,
        language: "en",
        authors: [Author { name: NAME }],
        items: entries.into_iter().map(item).collect(),
    };
    as_json("application/feed+json; charset=utf-8", &feed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_uuid_and_stays() {
        // Readers have seen these: another value shows them every change again.
        assert_eq!(urn(&["feed", ""]), "urn:uuid:8b5e8359-234e-804c-ba96-250b8c02d30a");
        let urn = urn(&["a", "b"]);
        let uuid = urn.strip_prefix("urn:uuid:").unwrap();
        assert_eq!(uuid.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(uuid.split('-').nth(2).unwrap().starts_with('8'));
        assert!(uuid.split('-').nth(3).unwrap().starts_with(['8', '9', 'a', 'b']));
    }

    #[test]
    fn long_names_end_with_a_word() {
        assert_eq!(within_a_title("short"), "short");
        let long = "word ".repeat(60);
        let short = within_a_title(long.trim());
        assert!(short.ends_with("word …") && short.chars().count() <= NAME_CHARS + 2, "{short}");
        assert!(within_a_title(&"ä".repeat(300)).ends_with('…'));
    }
}
