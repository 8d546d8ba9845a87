//! `/claims/{id}`: a sentence of an audited page, with what the evidence lets one say of it.

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::{
    frame::Frame,
    id, missing, page,
    parts::{Brief, Linked, Mark, Origin, Scene, address},
};
use crate::{
    domain::{
        Claim, Page, RecordKind, Vocabulary,
        claim::{ClaimLink, LinkRole, LinkTarget, Place},
    },
    http::{cache::CachePolicy, problem::Problem, served::RequestContext, work::Effort},
};

/// The roles of links in the order of the page: what speaks against a sentence before what speaks for it.
const ROLES: [(LinkRole, &str); 4] = [
    (LinkRole::Contradicts, "Contradicts it"),
    (LinkRole::Qualifies, "Qualifies it"),
    (LinkRole::Supports, "Supports it"),
    (LinkRole::Background, "Belongs to it, without speaking for or against"),
];

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimPage<'a> {
    frame: Frame,
    quote: &'a str,
    section: &'a str,
    page: Option<OnPage<'a>>,
    also: &'a [Place],
    kind: &'static str,
    form: &'static str,
    verdict: Mark,
    rationale: &'a str,
    rewording: Option<&'a str>,
    links: Vec<(&'static str, Vec<Brief>)>,
    topics: Vec<Linked>,
    origin: Option<Origin>,
}

/// The page a claim stands on.
struct OnPage<'a> {
    href: String,
    title: &'a str,
    publisher: &'a str,
    audited: String,
}

#[get("/claims/{id}")]
pub(super) async fn one(request: HttpRequest, context: RequestContext, frame: Frame) -> Result<HttpResponse, Problem> {
    let id = id(&request).to_owned();
    context
        .respond(Effort::Light, move |context, _| {
            let scene = Scene { corpus: context.served.library.corpus(), as_of: frame.as_of };
            match scene.corpus.claim(&id) {
                Some(claim) => page(frame.signposted(), &ClaimPage::of(scene, claim, frame), CachePolicy::Dataset),
                None => missing::no_such_record(scene, RecordKind::Claim, &id),
            }
        })
        .await
}

impl<'a> ClaimPage<'a> {
    fn of(scene: Scene<'a>, claim: &'a Claim, frame: Frame) -> Self {
        let Claim { id, page, place, also, topics, kind, form, verdict, rationale, rewording, links, provenance } =
            claim;
        let Place { section, line: _, quote, passage: _ } = place;
        let on_page = |page: &'a Page| OnPage {
            href: format!("{}#{id}", address("pages", page.id.as_str())),
            title: &page.title,
            publisher: &page.publisher,
            audited: page.audited.to_string(),
        };
        let of_role = |(role, heading): (LinkRole, &'static str)| {
            let briefs: Vec<Brief> =
                links.iter().filter(|link| link.role == role).filter_map(|link| target(scene, link)).collect();
            (!briefs.is_empty()).then_some((heading, briefs))
        };
        Self {
            quote,
            section,
            page: scene.corpus.page(page.as_str()).map(on_page),
            also,
            kind: kind.label(),
            form: form.label(),
            verdict: Mark::verdict(*verdict),
            rationale,
            rewording: rewording.value().map(String::as_str),
            links: ROLES.into_iter().filter_map(of_role).collect(),
            topics: scene.topics(topics),
            origin: provenance.as_ref().map(|provenance| Origin::of(None, provenance)),
            frame,
        }
    }
}

fn target(scene: Scene<'_>, link: &ClaimLink) -> Option<Brief> {
    match &link.target {
        LinkTarget::Finding(id) => scene.corpus.finding(id.as_str()).map(|finding| scene.finding(finding)),
        LinkTarget::Source(id) => scene.corpus.source(id.as_str()).map(|source| scene.source(source)),
    }
}
