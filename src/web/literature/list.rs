//! `/literature`: the records that have some words, page by page.

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::{Beside, Wanted, none};
use crate::{
    app::Library,
    citation::style::StyleId,
    domain::{Date, Vocabulary, repeated::shortened, stop::Stop},
    http::{
        cache::{CachePolicy, query_pairs},
        origin::Origin,
        problem::Problem,
        served::RequestContext,
        work::Effort,
    },
    literature::{Cursor, Matching, Sort},
    web::{
        page,
        parts::{self, Offer},
    },
};

/// Where the page is.
const PATH: &str = "/literature";

/// Records on a page.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "literature_list.html")]
struct ListPage {
    canonical: String,
    q: String,
    notices: Vec<String>,
    status: String,
    /// How many records are loaded.
    loaded: String,
    found: Option<Beside>,
    sorts: Vec<SortLink>,
    /// The order that was chosen, if one was.
    sort: Option<&'static str>,
    styles: Vec<Offer>,
    is_printed: bool,
    next: Option<String>,
    twin: String,
}

struct SortLink {
    href: String,
    label: &'static str,
    selected: bool,
}

#[derive(Clone, Debug, Default)]
struct Asked {
    q: String,
    sort: Option<Sort>,
    style: Option<StyleId>,
    after: Option<Cursor>,
}

impl Asked {
    /// Reads an address; what cannot be read is left out and said.
    fn read(pairs: &[(String, String)]) -> (Self, Vec<String>) {
        let (mut asked, mut notices) = (Self::default(), Vec::new());
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "q" => asked.q.clone_from(value),
                "sort" => asked.sort = parts::word(value, &mut notices),
                "style" => asked.style = parts::word(value, &mut notices),
                "after" => match value.parse() {
                    Ok(cursor) => asked.after = Some(cursor),
                    Err(_) => notices.push(format!("“{}” is no place in a list.", shortened(value))),
                },
                // Shared links collect parameters that are not ours.
                _ => {}
            }
        }
        (asked, notices)
    }

    fn query(&self) -> String {
        let Self { q, sort, style, after } = self;
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", q);
        for (name, value) in [("sort", sort.map(Vocabulary::slug)), ("style", style.map(Vocabulary::slug))] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        if let Some(after) = after {
            query.append_pair("after", &after.to_string());
        }
        query.finish()
    }

    fn address(&self) -> String {
        format!("{PATH}?{}", self.query())
    }
}

#[get("/literature")]
pub(in crate::web) async fn index(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
) -> Result<HttpResponse, Problem> {
    let pairs = query_pairs(&request);
    context
        .respond(Effort::Light, move |context, stop| {
            let made = answer(&context.served.library, &pairs, context.today, origin.address(PATH), stop)?;
            page(HttpResponse::Ok(), &made, CachePolicy::Dataset)
        })
        .await
}

fn answer(
    library: &Library,
    pairs: &[(String, String)],
    as_of: Date,
    canonical: String,
    stop: &Stop,
) -> Result<ListPage, Problem> {
    let literature = library.literature().map_err(none)?;
    let (asked, notices) = Asked::read(pairs);
    let sort = asked.sort.unwrap_or(Sort::Relevance);
    let found = if asked.q.trim().is_empty() {
        None
    } else {
        let wanted = Wanted {
            text: &asked.q,
            matching: Matching::MinimumShouldMatch,
            sort,
            limit: PAGE,
            after: asked.after,
            style: asked.style,
            as_of,
        };
        Some(Beside::of(library, literature, &wanted, stop)?)
    };
    let status = match &found {
        None => String::new(),
        Some(Beside { total: 0, .. }) => "No record has these words".to_owned(),
        Some(Beside { total: 1, .. }) => "1 record, not appraised by us".to_owned(),
        Some(found) => format!("{} records, not appraised by us", found.counted()),
    };
    let sorts = Sort::ALL.iter().map(|order| SortLink {
        href: Asked { sort: (*order != Sort::Relevance).then_some(*order), after: None, ..asked.clone() }.address(),
        label: order.label(),
        selected: *order == sort,
    });
    let next = found.as_ref().and_then(|found| found.next);
    let twin = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &asked.q).finish();
    Ok(ListPage {
        canonical,
        notices,
        status,
        loaded: parts::separated(literature.total()),
        sorts: sorts.collect(),
        sort: asked.sort.map(Vocabulary::slug),
        styles: Offer::all(Some(asked.style.unwrap_or(StyleId::Ama))),
        is_printed: asked.style.is_some(),
        next: next.map(|after| Asked { after: Some(after), ..asked.clone() }.address()),
        twin: format!("/v1{PATH}?{twin}"),
        q: asked.q,
        found,
    })
}
