//! `/embed`: writes the snippet for a blurb, and says what else can be embedded. A form that is sent with GET; a script
//! adds nothing but the copying.

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use askama::Template;
use serde::Serialize;

use super::{
    element::Element,
    frame, json,
    query::Query,
    record_page, rendered,
    structured_data::{Place, structured_data},
    tags::{DEFAULT_LEVEL, Settings, tags_of},
};
use crate::{
    app::Library,
    corpus::Corpus,
    domain::{
        Blurb, BlurbState, Date, RecordKind, Source, Topic, Vocabulary, blurb::TextLength, repeated::escaped_html,
    },
    http::{
        origin::Origin,
        problem::{Code, Problem},
        served::RequestContext,
    },
    search::{Choice as Filter, Facet, Filters, Request},
};

/// The width that the height of a frame is worked out for, in pixels: that of a column of text.
const FRAME_WIDTH: u32 = 600;

/// Levels a heading within a page may have; the page has the first one itself.
const LEVELS: std::ops::RangeInclusive<u32> = 2..=6;

/// One of the things a field of the form can be set to.
struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

/// The most texts that are shown of those that were looked for; all of them stand in the list to choose from.
const SHOWN: usize = 6;

/// A text that was looked for.
struct Match {
    href: String,
    title: String,
    line: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "embed.html")]
struct Page<'a> {
    /// What was looked for.
    q: String,
    /// The texts that answer it, the best first.
    matches: Vec<Match>,
    count: usize,
    topics: Vec<Choice>,
    blurbs: Vec<Choice>,
    lengths: Vec<Choice>,
    levels: Vec<Choice>,
    references: Vec<Choice>,
    is_pinned: bool,
    chosen: Option<Chosen>,
    element: &'a Element,
    tag: String,
    origin: &'a Origin,
}

/// How the references of a blurb are shown.
const REFERENCES: [(&str, &str); 4] =
    [("", "As fits the length"), ("inline", "In the line"), ("folded", "Folded"), ("full", "All of them")];

/// The blurb that is chosen, with everything that can be copied.
struct Chosen {
    /// The element as it is pasted, for the preview too.
    tags: String,
    id: String,
    length: &'static str,
    valid_until: Date,
    snippet: String,
    /// Addresses of the fragment and of the answer over oEmbed.
    fragment_url: String,
    oembed_url: String,
    /// A frame with the text, for systems that let nothing else in.
    frame: String,
    /// The description of the text for search engines, as it is pasted.
    structured_data: String,
    badges: Vec<Badge>,
    atom: String,
    json: String,
    feed_label: String,
}

/// The badge of a source of the blurb.
struct Badge {
    path: String,
    alt: String,
    snippet: String,
}

impl Chosen {
    fn new(
        context: &RequestContext,
        blurb: &Blurb,
        settings: Settings<'_>,
        element: &Element,
        origin: &Origin,
    ) -> Result<Self, Problem> {
        let corpus = context.served.library.corpus();
        let (id, length_slug) = (blurb.id.as_str(), settings.length.slug());
        let page = origin.address(&record_page(RecordKind::Blurb, id));
        let valid_until = blurb.life.valid_until;
        let tags = tags_of(&context.served.library, blurb, context.today, settings, origin)?;
        let oembed: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("url", &format!("{page}?length={length_slug}"))
            .finish();
        let topic = corpus.topic(blurb.topic.as_str());
        Ok(Self {
            id: id.to_owned(),
            length: length_slug,
            valid_until,
            snippet: format!("{}\n{tags}", element.tag(origin)),
            tags,
            fragment_url: origin.address(&format!("/v1/blurbs/{id}?format=html&length={length_slug}")),
            frame: {
                let (src, title) =
                    (escaped_html(&frame::address(blurb, settings.length, origin)), escaped_html(&blurb.title));
                let height = frame::height(blurb, settings.length, FRAME_WIDTH);
                format!("<iframe src=\"{src}\" title=\"{title}\" width=\"100%\" height=\"{height}\"></iframe>")
            },
            structured_data: {
                let described = structured_data(corpus, blurb, Place::OtherSite, origin);
                let text = serde_json::to_string_pretty(&described);
                let text = text.map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
                // A text may hold what would end the element.
                format!("<script type=\"application/ld+json\">\n{}\n</script>", text.replace('<', "\\u003c"))
            },
            oembed_url: origin.address(&format!("/oembed?{oembed}")),
            badges: corpus.sources_of_blurb(blurb).into_iter().map(|source| Badge::of(source, origin)).collect(),
            atom: format!("/feeds/changes.atom?topic={}", blurb.topic),
            json: format!("/feeds/changes.json?topic={}", blurb.topic),
            feed_label: topic.map(|topic| topic.label.clone()).unwrap_or_default(),
        })
    }
}

impl Badge {
    fn of(source: &Source, origin: &Origin) -> Self {
        let path = format!("/badges/sources/{}.svg", source.id);
        let alt = format!("Whether {} still holds", source.short_title);
        let page = origin.address(&record_page(RecordKind::Source, source.id.as_str()));
        let text = format!(
            "<a href=\"{page}\"><img src=\"{src}\" alt=\"{alt}\" height=\"20\"></a>",
            src = origin.address(&path),
            alt = escaped_html(&alt)
        );
        Self { path, alt, snippet: text }
    }
}

/// The blurbs that may be published on this day, by title.
fn publishable(corpus: &Corpus, today: Date) -> Vec<&Blurb> {
    let may = |blurb: &&Blurb| blurb.life.is_publishable(today);
    let mut blurbs: Vec<_> = corpus.blurbs().iter().filter(may).collect();
    blurbs.sort_by(|a, b| a.title.cmp(&b.title));
    blurbs
}

/// The texts that answer what was typed, the best first.
fn looked_for<'a>(library: &'a Library, q: &str, today: Date, among: &[&'a Blurb]) -> Result<Vec<&'a Blurb>, Problem> {
    let states = BlurbState::ALL.iter().filter(|state| state.is_publishable()).map(|state| state.slug().to_owned());
    let choices = vec![
        Filter { facet: Facet::Kind, any_of: vec![RecordKind::Blurb.slug().to_owned()] },
        Filter { facet: Facet::State, any_of: states.collect() },
    ];
    let filters = Filters { choices, ..Filters::default() };
    let request = Request { filters, limit: among.len(), excerpts: false, ..Request::new(q, today) };
    let found = library.search(&request).map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
    let named = |id: &str| among.iter().copied().find(|blurb| blurb.id.as_str() == id);
    Ok(found.hits.iter().filter_map(|hit| named(hit.record.id())).collect())
}

fn is_about(blurb: &Blurb, topic: &Topic) -> bool {
    blurb.all_topics().any(|id| *id == topic.id)
}

#[get("/embed")]
pub(super) async fn snippet(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
    element: Data<Element>,
) -> Result<HttpResponse, Problem> {
    let corpus = context.served.library.corpus();
    let mut query = Query::read(&request, &["q", "topic", "blurb", "length", "level", "references", "pin"]);
    let q = query.text("q").unwrap_or_default().trim().to_owned();
    let topic = query.one_of("topic", "topic", corpus.topics(), |topic| topic.id.as_str());
    let asked = query.one_of("blurb", "blurb", corpus.blurbs(), |blurb| blurb.id.as_str());
    let length = query.word("length").unwrap_or(TextLength::Short);
    let level = query.number("level", LEVELS).unwrap_or(DEFAULT_LEVEL);
    let references = query.one_of("references", "form of references", &REFERENCES, |(value, _)| value);
    let references = references.map_or("", |(value, _)| *value);
    let is_pinned = query.one_of("pin", "choice", &["on"], |value| value).is_some();
    let settings = Settings { length, level, references, is_pinned };
    query.end()?;

    let all = publishable(corpus, context.today);
    let of_topic: Vec<_> =
        all.iter().copied().filter(|blurb| topic.is_none_or(|topic| is_about(blurb, topic))).collect();
    let found =
        if q.is_empty() { Vec::new() } else { looked_for(&context.served.library, &q, context.today, &of_topic)? };
    // What was looked for is offered; where nothing answers it, everything is.
    let offered = if found.is_empty() { of_topic } else { found.clone() };
    // Who changes the topic or looks for something else sends the old blurb along.
    let is_offered = |blurb: &&Blurb| {
        offered.iter().any(|other| other.id == blurb.id) || !all.iter().any(|other| other.id == blurb.id)
    };
    let kept = asked.filter(is_offered);
    let blurb = kept.or_else(|| offered.first().copied());
    let chosen = blurb.map(|blurb| Chosen::new(&context, blurb, settings, &element, &origin)).transpose()?;

    let mut topics: Vec<_> = corpus
        .topics()
        .iter()
        .filter(|topic| all.iter().any(|blurb| is_about(blurb, topic)))
        .map(|of| Choice {
            value: of.id.to_string(),
            label: of.label.clone(),
            is_chosen: topic.is_some_and(|topic| topic.id == of.id),
        })
        .collect();
    topics.sort_by(|a, b| a.label.cmp(&b.label));
    let blurb_choice = |of: &Blurb| Choice {
        value: of.id.to_string(),
        label: of.title.clone(),
        is_chosen: blurb.is_some_and(|blurb| blurb.id == of.id),
    };
    let length_choice = |of: &TextLength| Choice {
        value: of.slug().to_owned(),
        label: of.label().to_owned(),
        is_chosen: *of == length,
    };
    let level_choice = |of: u32| Choice { value: of.to_string(), label: format!("h{of}"), is_chosen: of == level };
    rendered(
        "text/html; charset=utf-8",
        &Page {
            topics,
            matches: found.iter().take(SHOWN).map(|of| matched(of, &q, length, blurb)).collect(),
            count: found.len(),
            q,
            blurbs: offered.into_iter().map(blurb_choice).collect(),
            lengths: TextLength::ALL.iter().map(length_choice).collect(),
            levels: LEVELS.map(level_choice).collect(),
            references: REFERENCES
                .iter()
                .map(|(value, label)| Choice {
                    value: (*value).to_owned(),
                    label: (*label).to_owned(),
                    is_chosen: *value == references,
                })
                .collect(),
            is_pinned,
            chosen,
            tag: element.tag(&origin),
            element: &element,
            origin: &origin,
        },
    )
}

fn matched(of: &Blurb, q: &str, length: TextLength, chosen: Option<&Blurb>) -> Match {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("q", q)
        .append_pair("blurb", of.id.as_str())
        .append_pair("length", length.slug())
        .finish();
    Match {
        href: format!("/embed?{query}#preview"),
        title: of.title.clone(),
        line: of.texts.line.clone(),
        is_chosen: chosen.is_some_and(|blurb| blurb.id == of.id),
    }
}

/// What a program needs to name the current file of the element.
#[derive(Serialize)]
struct Current<'a> {
    /// Address of the file; it holds a hash of the file, and what it leads to never changes.
    src: String,
    /// For the attribute `integrity`.
    integrity: &'a str,
    /// For the attribute `crossorigin`, without which browsers do not check the integrity of another host's file.
    crossorigin: &'static str,
    /// Size before compression.
    bytes: usize,
    /// All of it as HTML.
    tag: String,
}

#[get("/embed.json")]
pub(super) async fn current(
    request: HttpRequest,
    origin: Origin,
    element: Data<Element>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[]).end()?;
    let Element { path, integrity, bytes } = &**element;
    json(
        "application/json",
        &Current {
            src: origin.address(path),
            integrity,
            crossorigin: "anonymous",
            bytes: *bytes,
            tag: element.tag(&origin),
        },
    )
}
