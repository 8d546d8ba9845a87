//! The body of a refusal, in the words of the document.

use serde_json::json;
use utoipa::openapi::{ObjectBuilder, Ref, Schema, Type, schema::ArrayBuilder};

use crate::{api::params::MAX_FAULTS, http::problem::Code};

fn string(description: &str, example: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).description(Some(description)).examples([json!(example)])
}

/// The schema of [`Body`](crate::http::problem::Body), with the codes of the catalogue.
pub(super) fn problem() -> Schema {
    let slugs: Vec<&str> = Code::ALL.iter().map(|code| code.slug()).collect();
    let example = Code::UnknownParameter;
    ObjectBuilder::new()
        .description(Some("A request that could not be answered (RFC 9457)."))
        .property("type", string("Address of the page about this code.", "/problems/unknown-parameter"))
        .required("type")
        .property("title", string("What it is, the same every time.", example.title()))
        .required("title")
        .property(
            "status",
            ObjectBuilder::new()
                .schema_type(Type::Integer)
                .description(Some("The HTTP status."))
                .minimum(Some(400))
                .maximum(Some(599))
                .examples([json!(400)]),
        )
        .required("status")
        .property(
            "detail",
            string(
                "What was wrong with this request, and what would be right.",
                "`desing` is no parameter of /v1/search",
            ),
        )
        .required("detail")
        .property("code", string("What it is, for programs; stable.", example.slug()).enum_values(Some(slugs)))
        .required("code")
        .property(
            "errors",
            ArrayBuilder::new()
                .description(Some(
                    "The first 20 faults of the parameters, or the fault of the body; missing when neither is at fault.",
                ))
                .max_items(Some(MAX_FAULTS))
                .items(Ref::from_schema_name("Fault")),
        )
        .property(
            "successor",
            string(
                "Address of the record to use instead; only with `gone`, and only when there is one.",
                "/v1/blurbs/acupuncture-chronic-back-pain",
            ),
        )
        .property(
            "retryable",
            ObjectBuilder::new()
                .schema_type(Type::Boolean)
                .description(Some("Whether the same request may succeed later."))
                .examples([json!(false)]),
        )
        .required("retryable")
        .property("request_id", string("Id of the request, as in `X-Request-Id`.", "fa7a3d3e3ee828fd-1"))
        .required("request_id")
        .into()
}

/// The schema of [`Fault`](crate::http::problem::Fault).
pub(super) fn fault() -> Schema {
    ObjectBuilder::new()
        .description(Some("What is wrong with one parameter, or with one place in the body."))
        .property("parameter", string("Name of the parameter; missing for a fault of the body.", "desing"))
        .property(
            "pointer",
            string(
                "Where in the body, as a JSON pointer (RFC 6901), the whole body being the empty text; missing for a fault \
                 of a parameter.",
                "/citations/0/id",
            ),
        )
        .property("message", string("What is wrong with it.", "is no parameter of /v1/search; did you mean `design`?"))
        .required("message")
        .property("found", string("What was found, shortened when long; missing for unknown parameters.", "rtc"))
        .property(
            "did_you_mean",
            string("The nearest name or value that would be right; missing when none is near.", "design"),
        )
        .property(
            "allowed",
            ArrayBuilder::new()
                .description(Some("Every name or value that would be right; missing when they cannot be listed."))
                .items(ObjectBuilder::new().schema_type(Type::String)),
        )
        .into()
}
