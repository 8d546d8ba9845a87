//! `/literature/{id}`: a publication as a database has it, which nobody here has appraised; `/literature`: those with some
//! words.

mod list;
mod listed;

use std::error::Error;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{HeaderValue, LINK, LOCATION, VARY},
};
use askama::Template;
use percent_encoding::percent_decode_str;

use super::{
    metadata::Metadata,
    page,
    parts::{self, Fact, Mark, Tone},
    sources::{self, Cited},
};
use crate::{
    app::{self, Library, NoLiterature, source_of},
    citation::exchange::AbstractPart,
    domain::{
        Currency, Date, EditorialState, Listed as InList, Source, StateSaid, States, Vocabulary, identifier::Pmid,
        repeated::shortened,
    },
    http::{
        cache::{CachePolicy, cached},
        media::ReferenceMedia,
        origin::Origin,
        problem::{Code, Problem},
        served::RequestContext,
        work::Effort,
    },
    literature::{Literature, LiteratureId, LookUpError, Record, SearchError},
};

pub(super) use list::index;
pub(super) use listed::{Beside, Wanted};

#[derive(Template)]
#[template(path = "literature.html")]
struct LiteraturePage<'a> {
    canonical: String,
    twin: String,
    key: &'a str,
    title: &'a str,
    /// Which database says so, and where it was printed.
    byline: String,
    authors: String,
    marks: Vec<Mark>,
    must_stop: bool,
    states: Vec<State>,
    /// Name of the file it was read from.
    file: &'a str,
    /// The address of the publication.
    address: Option<String>,
    abstract_parts: &'a [AbstractPart],
    publication: Vec<Fact>,
    types: &'a [String],
    headings: Vec<&'a str>,
    links: Vec<Link>,
    cited: Vec<Cited>,
    notices: Vec<String>,
    metadata: Metadata,
}

/// What became of the publication, and who says so.
struct State {
    words: String,
    /// The notice, or what the notice is about, where it may be looked up.
    other: Option<Link>,
}

/// Another publication.
struct Link {
    /// What it is to this one.
    kind: &'static str,
    words: String,
    href: String,
}

/// Where a publication of PubMed is looked at: here, if its record is loaded.
fn place_of(literature: &Literature, pmid: Pmid) -> Result<String, Problem> {
    Ok(match literature.by_pmid(pmid).map_err(unreadable)? {
        Some(record) => address(&record.id),
        None => pmid.url(),
    })
}

/// The address of the page of a record.
pub(super) fn address(id: &LiteratureId) -> String {
    format!("/literature/{}", id.in_address())
}

#[get("/literature/{id:.+}")]
pub(super) async fn one(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
) -> Result<HttpResponse, Problem> {
    let id = request.match_info().get("id").unwrap_or_default().to_owned();
    context
        .respond(Effort::Light, move |context, _| {
            let mut response =
                answer(&context.served.library, &id, context.today, &origin, context.preference.reference())?;
            response.headers_mut().append(VARY, HeaderValue::from_static("Accept"));
            Ok(response)
        })
        .await
}

fn answer(
    library: &Library,
    id: &str,
    as_of: Date,
    origin: &Origin,
    media: Option<ReferenceMedia>,
) -> Result<HttpResponse, Problem> {
    let literature = library.literature().map_err(none)?;
    let decoded = percent_decode_str(id).decode_utf8_lossy();
    let none = |why: &str| {
        let total = parts::separated(literature.total());
        Problem::new(
            Code::NotFound,
            format!("there is no record `{}` among the {total} that are loaded{why}", shortened(&decoded)),
        )
    };
    let name: LiteratureId = decoded.parse().map_err(|error| none(&format!(": {error}")))?;
    let found = literature.by_id(&name).map_err(unreadable)?;
    let record = found.ok_or_else(|| none("; whether the publication exists is another question"))?;
    if let Some(appraised) = library.appraised(&record) {
        let place = parts::address("sources", appraised.id.as_str());
        let response = HttpResponse::SeeOther().insert_header((LOCATION, place)).finish();
        return Ok(cached(response, CachePolicy::Dataset));
    }
    let states = literature.states(&record).map_err(unreadable)?;
    let source = source_of(&record, &states)
        .ok_or_else(|| Problem::new(Code::Internal, format!("{} cannot be shown", record.id)))?;
    if let Some(media) = media {
        let reference = sources::reference(library, &source, Some(&states), as_of, media)?;
        let response = HttpResponse::Ok().content_type(media.content_type()).body(reference);
        return Ok(cached(response, CachePolicy::Dataset));
    }
    let made = LiteraturePage::of(library, literature, &record, &states, &source, as_of, origin)?;
    let mut response = HttpResponse::Ok();
    response.insert_header((LINK, format!("<{}>; rel=\"describedby\"; type=\"application/json\"", made.twin)));
    page(response, &made, CachePolicy::Dataset)
}

impl<'a> LiteraturePage<'a> {
    fn of(
        library: &Library,
        literature: &Literature,
        record: &'a Record,
        states: &States,
        source: &'a Source,
        as_of: Date,
        origin: &Origin,
    ) -> Result<Self, Problem> {
        let Record {
            id,
            rank: _,
            file,
            bibliography,
            other_dois: _,
            registration: _,
            design: _,
            abstract_parts,
            mesh,
            types,
            remarks,
            said: _,
        } = record;
        let canonical = origin.address(&address(id));
        let currency = if states.has(EditorialState::Superseded) { Currency::Superseded } else { Currency::Unknown };
        let mut publication = sources::published(source);
        sources::registered(&mut publication, source.values().registration, source);
        let mut links = Vec::new();
        for remark in remarks {
            if let Some(pmid) = remark.pmid {
                let words = if remark.place.is_empty() { format!("PMID {pmid}") } else { remark.place.clone() };
                links.push(Link { kind: remark.kind.label(), words, href: place_of(literature, pmid)? });
            }
        }
        let states_of = states.all().iter().map(|said| State::of(literature, said, record));
        Ok(Self {
            twin: format!("/v1{}", address(id)),
            key: id.as_str(),
            title: &bibliography.title,
            byline: format!("{} · {}", database(record), record.place()),
            authors: sources::authors(bibliography),
            marks: marks(states).into_iter().chain([Mark::plain("Not appraised")]).collect(),
            must_stop: states.distinct().any(EditorialState::is_grave),
            states: states_of.collect::<Result<_, _>>()?,
            file,
            address: bibliography.best_url(),
            abstract_parts,
            publication: publication.done(),
            types,
            headings: mesh.iter().map(|heading| heading.descriptor.as_str()).collect(),
            links,
            cited: sources::cited(library, source),
            notices: app::notices(library.corpus(), source, as_of)
                .iter()
                .chain(&app::notices_of_states(source, states))
                .map(parts::notice)
                .collect(),
            metadata: Metadata::of(source, currency, &canonical),
            canonical,
        })
    }
}

impl State {
    fn of(literature: &Literature, said: &StateSaid, record: &Record) -> Result<Self, Problem> {
        let StateSaid { state, by, other, place, date, list } = said;
        let mut words = state.label().to_owned();
        if let Some(date) = date {
            words.push_str(&format!(" ({date})"));
        }
        if let Some(place) = place {
            words.push_str(&format!(": {place}"));
        }
        let told = match list {
            Some(InList { name, doi, reason }) => {
                if let Some(doi) = doi {
                    words.push_str(&format!(", doi:{doi}"));
                }
                if let Some(reason) = reason {
                    words.push_str(&format!("; reason given: {}", reason.trim_end_matches(['.', ';'])));
                }
                format!("{}, {name}", by.label().to_lowercase())
            }
            None => format!("{}, {}", by.label().to_lowercase(), database(record)),
        };
        words.push_str(&format!(". Told by: {told}."));
        let other = other.map(|pmid| {
            let kind = if state.is_of_another() { "What it is about" } else { "The notice" };
            Ok(Link { kind, words: format!("PMID {pmid}"), href: place_of(literature, pmid)? })
        });
        Ok(Self { words, other: other.transpose()? })
    }
}

/// Which database has a record.
fn database(record: &Record) -> &str {
    if record.id.as_str().starts_with("pmid:") { "PubMed" } else { &record.file }
}

/// What became of a publication, the worst first.
fn marks(states: &States) -> Vec<Mark> {
    let mark = |state: EditorialState| {
        let tone = if state.is_grave() || state == EditorialState::Superseded { Tone::Bad } else { Tone::Caution };
        Mark::new(tone, state.label())
    };
    states.distinct().map(mark).collect()
}

/// The problem of an installation without literature.
pub(super) fn none(none: NoLiterature) -> Problem {
    match none {
        NoLiterature::NotLoaded => Problem::new(Code::LiteratureNotLoaded, none.to_string()),
        // Where it lies on the machine is nobody's business.
        NoLiterature::Damaged(because) => {
            tracing::error!("{because}");
            Problem::new(Code::LiteratureUnreadable, "the literature is damaged; the operator's log says how")
        }
    }
}

/// The problem of literature that fails while it is asked.
pub(super) fn unreadable(error: LookUpError) -> Problem {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    tracing::error!("{error}{cause}");
    Problem::new(Code::LiteratureUnreadable, error.to_string())
}

/// The problem of a search of the literature.
pub(super) fn failed(error: SearchError) -> Problem {
    match error {
        SearchError::LookUp(error) => unreadable(error),
        SearchError::Stopped(stopped) => Problem::new(Code::DeadlineExceeded, stopped.to_string()),
    }
}

/// What became of a record.
fn states_of(literature: &Literature, record: &Record) -> Result<States, Problem> {
    literature.states(record).map_err(unreadable)
}
