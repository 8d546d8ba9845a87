//! `/v1/export`: the files it gives.

use actix_web::{
    body::{MessageBody, to_bytes},
    http::{
        StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    web::Bytes,
};

use super::Api;
use crate::{
    api::{
        Context,
        format::ExportFormat,
        params::Resource,
        routes::export::{Made, file as whole_file, make},
    },
    domain::{Vocabulary, stop::Stop},
    http::{cache::CachePolicy, problem::Code, served::RequestContext, streamed::Streamed},
};

struct File {
    content: String,
    content_type: String,
    disposition: String,
}

async fn file(api: &Api, query: &str) -> File {
    let response = api.response(&format!("/v1/export{query}"), Some("text/html")).await;
    assert_eq!(response.status(), StatusCode::OK, "{query}: {:?}", response.error());
    assert_eq!(response.extensions().get::<CachePolicy>(), Some(&CachePolicy::Dataset));
    let header = |name| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
    let (content_type, disposition) = (header(CONTENT_TYPE), header(CONTENT_DISPOSITION));
    let bytes = response.into_body().try_into_bytes().unwrap();
    File { content: String::from_utf8(bytes.to_vec()).unwrap(), content_type, disposition }
}

/// The ids of a RIS file, in their order.
fn ids(ris: &str) -> Vec<&str> {
    ris.lines().filter_map(|line| line.strip_prefix("ID  - ")).collect()
}

#[actix_web::test]
async fn every_format_has_its_type_and_its_name() {
    let api = Api::new();
    let sources = api.library().corpus().sources();
    let one = &sources.first().unwrap().id;
    for format in ExportFormat::ALL {
        let File { content, content_type, disposition } = file(&api, &format!("?format={format}")).await;
        for source in sources {
            // Titles with marks are escaped, each format in its way.
            let plain = |title: &str| title.chars().all(|c| c.is_alphanumeric() || " ,.:-".contains(c));
            assert!(
                content.contains(&source.bibliography.title) || !plain(&source.bibliography.title),
                "{format} lacks {}: {content}",
                source.id
            );
        }
        let expected = match format {
            ExportFormat::Ris => ("application/x-research-info-systems", "ris"),
            ExportFormat::Bibtex | ExportFormat::Biblatex => ("application/x-bibtex", "bib"),
            ExportFormat::CslJson => ("application/vnd.citationstyles.csl+json", "json"),
            ExportFormat::Nbib => ("application/nbib", "nbib"),
            ExportFormat::Csv => ("text/csv", "csv"),
            ExportFormat::Ndjson => ("application/x-ndjson", "ndjson"),
        };
        assert_eq!(content_type.split(';').next(), Some(expected.0));
        assert_eq!(disposition, format!("attachment; filename=\"evidence.{}\"", expected.1));
        let named = file(&api, &format!("?format={format}&ids={one}")).await.disposition;
        assert_eq!(named, format!("attachment; filename=\"{one}.{}\"", expected.1));
    }
}

#[actix_web::test]
async fn what_is_named_comes_in_its_order_and_what_is_not_there_is_refused() {
    let api = Api::new();
    let mut all: Vec<String> = api.library().corpus().sources().iter().map(|source| source.id.to_string()).collect();
    all.reverse();
    let named = file(&api, &format!("?ids={}", all.join(","))).await;
    assert_eq!(ids(&named.content), all);
    let repeated = file(&api, &format!("?ids={}&ids={}", all[1], all[0])).await;
    assert_eq!(ids(&repeated.content), [all[1].as_str(), all[0].as_str()]);

    let problem = api.refused(&format!("/v1/export?ids={}x,nowhere&format=riss", all[0])).await;
    assert_eq!(problem.code, Code::InvalidParameter);
    let messages: Vec<_> = problem.errors.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(problem.errors.len(), 3, "{messages:?}");
    assert_eq!(problem.errors[0].did_you_mean.as_deref(), Some(all[0].as_str()));
    assert_eq!(problem.errors[2].did_you_mean.as_deref(), Some("ris"));
    // As where the id stands in the path.
    let problem = api.refused(&format!("/v1/export?ids={},nowhere", all[0])).await;
    assert_eq!((problem.code, problem.errors.len()), (Code::NotFound, 1));
}

#[actix_web::test]
async fn what_a_search_finds_can_be_exported() {
    let api = Api::new();
    let guidelines = file(&api, "?design=guideline").await;
    let listed = api.get("/v1/sources?design=guideline").await.body;
    assert_eq!(ids(&guidelines.content), super::ids(&listed));
    assert!(!ids(&guidelines.content).is_empty());
    assert_eq!(file(&api, "?year=1900..1901").await.content, "");
    assert_eq!(api.refused("/v1/export?limit=3").await.code, Code::UnknownParameter);
}

#[actix_web::test]
async fn parts_behind_one_another_are_the_file() {
    let api = Api::new();
    for format in ExportFormat::ALL {
        let pairs = [("format".to_owned(), format.slug().to_owned())];
        let stop = Stop::default();
        let (library, today) = (api.library(), api.context.today);
        let context = Context { library, today, resource: Resource::Export, id: "", pairs: &pairs, stop: &stop };
        let whole = whole_file(&context).unwrap().content;
        for size in [1, 2, 4, 100] {
            let Made::Parts(mut parts) = make(&context, 1).unwrap() else { panic!("{} is whole", format.slug()) };
            parts.size = size;
            let count = parts.count();
            let part = move |context: &RequestContext, number, stop: &Stop| {
                parts.part(&context.served.library, number, stop).map(Bytes::from)
            };
            let body = to_bytes(Streamed::new(api.context.clone(), count, part)).await.unwrap();
            assert_eq!(std::str::from_utf8(&body).unwrap(), whole, "{} by {size}", format.slug());
        }
    }
}
