//! What search engines ask for first: `/robots.txt` and `/sitemap.xml`.

use actix_web::{HttpResponse, get};
use askama::Template;

use super::{guides, parts};
use crate::{
    domain::Date,
    http::{
        cache::{CachePolicy, cached},
        origin::Origin,
        problem::{Code, Problem},
        served::RequestContext,
        work::Effort,
    },
};

/// Pages that are no record, and no part of the documentation.
const PAGES: [&str; 5] = ["/", "/topics", "/check", "/references", "/bibliography"];

#[derive(Template)]
#[template(path = "sitemap.xml", escape = "html")]
struct SiteMap {
    addresses: Vec<String>,
}

/// Searches are endless and lead to what the site map names.
#[get("/robots.txt")]
pub(super) async fn robots(origin: Origin) -> HttpResponse {
    let mut text = "User-agent: *\nDisallow: /?\nDisallow: /literature\n".to_owned();
    // The site map is named by its whole address, or not at all (RFC 9309 leaves it to sitemaps.org).
    if origin.is_whole() {
        text.push_str(&format!("Sitemap: {}\n", origin.address("/sitemap.xml")));
    }
    cached(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text), CachePolicy::Dataset)
}

#[get("/sitemap.xml")]
pub(super) async fn map(context: RequestContext, origin: Origin) -> Result<HttpResponse, Problem> {
    context
        .respond(Effort::Light, move |context, _| {
            let addresses = paths(context, context.today).iter().map(|path| origin.address(path)).collect();
            let text =
                SiteMap { addresses }.render().map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
            Ok(cached(
                HttpResponse::Ok().content_type("application/xml; charset=utf-8").body(text),
                CachePolicy::Dataset,
            ))
        })
        .await
}

/// Every page with something to read on this day.
fn paths(context: &RequestContext, today: Date) -> Vec<String> {
    let corpus = context.served.library.corpus();
    let live = corpus.blurbs().iter().filter(|blurb| blurb.life.is_publishable(today));
    PAGES
        .into_iter()
        .chain(guides::addresses())
        .map(str::to_owned)
        .chain(corpus.topics().iter().map(|topic| parts::address("topics", topic.id.as_str())))
        .chain(corpus.sources().iter().map(|source| parts::address("sources", source.id.as_str())))
        .chain(live.map(|blurb| parts::address("blurbs", blurb.id.as_str())))
        .chain(corpus.findings().iter().map(|finding| parts::address("findings", finding.id.as_str())))
        .chain(corpus.pages().iter().map(|page| parts::address("pages", page.id.as_str())))
        .chain(corpus.claims().iter().map(|claim| parts::address("claims", claim.id.as_str())))
        .collect()
}
