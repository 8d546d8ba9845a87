//! What other sites put into their pages, in the words of the document. Who answers stands above this module; a test asks
//! every address that is described here.

use serde_json::json;
use utoipa::openapi::{
    ContentBuilder, ObjectBuilder, PathItem, RefOr, Required, ResponseBuilder, Schema, SchemaFormat, Type,
    path::{HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
};

use super::Failure;

/// How the addresses fail. What is not known of a record is 404, what may not be shown any more 410.
const FAILURES: [Failure; 6] = [
    Failure::BadRequest,
    Failure::NotFound,
    Failure::Gone,
    Failure::UriTooLong,
    Failure::TooManyRequests,
    Failure::Unavailable,
];

/// How an address fails; that of oEmbed also in a form that it does not have.
pub(super) fn failures(path: &str) -> impl Iterator<Item = Failure> {
    FAILURES.into_iter().chain((path == OEMBED).then_some(Failure::FormNotImplemented))
}

const OEMBED: &str = "/oembed";
const ATOM: &str = "/feeds/changes.atom";
const JSON_FEED: &str = "/feeds/changes.json";
const BADGE: &str = "/badges/sources/{file}";

/// Whether an address is described here.
pub(super) fn is_here(path: &str) -> bool {
    [OEMBED, ATOM, JSON_FEED, BADGE].contains(&path)
}

/// The addresses with what is asked of them.
pub(super) fn paths() -> [(String, PathItem); 4] {
    let operation = |id: &str, summary: &str, description: &str, media: &[(&str, Schema)], params: Vec<Parameter>| {
        let mut answer = ResponseBuilder::new().description(summary);
        for (media, schema) in media {
            answer = answer.content(*media, ContentBuilder::new().schema(Some(RefOr::T(schema.clone()))).build());
        }
        let operation = OperationBuilder::new()
            .tag("embedding")
            .operation_id(Some(id))
            .summary(Some(summary))
            .description(Some(description))
            .parameters(Some(params))
            .response("200", answer.build());
        PathItem::new(HttpMethod::Get, operation)
    };
    let object = || Schema::Object(ObjectBuilder::new().schema_type(Type::Object).build());
    let text = || Schema::Object(string().build());
    let feed = "The latest changes for readers: corrections, retractions and lapses, newest first; at most 200 entries. `topic` \
                leaves those about one topic.";
    [
        (
            OEMBED.to_owned(),
            operation(
                "getOEmbed",
                "Preview an address (oEmbed 1.0)",
                "What a publishing system puts in the place of the address of a text: a frame with it, of type `rich`. A text that \
                 was withdrawn or not reviewed in time is answered with 410. `cache_age` ends with the last day of the text.",
                &[("application/json", oembed()), ("text/xml", text())],
                vec![
                    query(
                        "url",
                        "Address of the page or the resource of a blurb on this service.",
                        string(),
                        "/blurbs/example",
                    )
                    .required(Required::True)
                    .build(),
                    query("format", "Form of the answer.", string().enum_values(Some(["json", "xml"])), "json").build(),
                    query("maxwidth", "The most it may be wide, in pixels.", positive(), "480").build(),
                    query("maxheight", "The most it may be high, in pixels.", positive(), "400").build(),
                    query("dnt", "Whether nobody is to be tracked. Nobody is.", string(), "true").build(),
                ],
            ),
        ),
        (
            ATOM.to_owned(),
            operation("getAtomFeed", "Follow changes (Atom)", feed, &[("application/atom+xml", text())], vec![topic()]),
        ),
        (
            JSON_FEED.to_owned(),
            operation(
                "getJsonFeed",
                "Follow changes (JSON Feed 1.1)",
                feed,
                &[("application/feed+json", object())],
                vec![topic()],
            ),
        ),
        (
            BADGE.to_owned(),
            operation(
                "getBadge",
                "Show the status of a source",
                "A picture with the name of a source and whether it still holds, for a page that cites it. It changes when the \
                 status does.",
                &[("image/svg+xml", text())],
                vec![
                    ParameterBuilder::new()
                        .name("file")
                        .parameter_in(ParameterIn::Path)
                        .required(Required::True)
                        .description(Some("Id of the source, with `.svg` behind it."))
                        .schema(Some(string().pattern(Some("^[a-z0-9]+(?:[.-][a-z0-9]+)*[.]svg$"))))
                        .example(Some(json!("acp-2017.svg")))
                        .build(),
                ],
            ),
        ),
    ]
}

fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn positive() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(u32::MAX))
}

fn query(name: &str, description: &str, schema: ObjectBuilder, example: &str) -> ParameterBuilder {
    let example = example.parse::<u32>().map_or_else(|_| json!(example), |number| json!(number));
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .example(Some(example))
}

fn topic() -> Parameter {
    query("topic", "Id of a topic: only what is about it or a narrower one.", string(), "acupuncture").build()
}

fn oembed() -> Schema {
    let uri = || string().format(Some(SchemaFormat::Custom("uri".to_owned())));
    let number = || ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
    let fields = [
        ("version", "Version of oEmbed.", string().enum_values(Some(["1.0"]))),
        ("type", "Type of the answer.", string().enum_values(Some(["rich"]))),
        ("title", "Title of the text.", string()),
        ("provider_name", "Name of this service.", string()),
        ("provider_url", "Address of this service.", uri()),
        ("cache_age", "Seconds for which it may be kept.", number()),
        ("width", "Width of the frame, in pixels.", number()),
        ("height", "Height of the frame, in pixels.", number()),
        ("html", "The frame.", string()),
    ];
    let object =
        fields.into_iter().fold(ObjectBuilder::new().schema_type(Type::Object), |object, (name, says, field)| {
            object.property(name, field.description(Some(says))).required(name)
        });
    Schema::Object(object.build())
}
