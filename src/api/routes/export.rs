//! `/v1/export`: sources as a file for other programs.

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    body::BoxBody,
    dev::Payload,
    get,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    web::Bytes,
};
use std::{
    collections::HashMap,
    future::{Ready, ready},
};

use super::given_up;
use crate::{
    api::{
        Context, Reply,
        envelope::searched,
        format::ExportFormat,
        params::{Asked, ExportParams, NamedSources, Resource},
        view::{Scene, literature::LiteratureView, source::SourceView},
    },
    app::{self, Library, Question},
    citation::exchange::{self, Exported},
    corpus,
    domain::{Date, RecordKind, Source, SourceId, States, Vocabulary, stop::Stop},
    http::{
        cache::{CachePolicy, cached, query_pairs},
        problem::{Code, Problem},
        served::RequestContext,
        streamed::Streamed,
        work::Effort,
    },
    literature::Record,
    search::{Choice, Facet},
};

/// An export.
pub(crate) struct File {
    pub(crate) content: String,
    format: ExportFormat,
    /// Of ASCII letters, digits, hyphens and dots.
    name: String,
}

/// What the handler takes from a request. `Accept` is not asked: `format` says what is wanted.
pub(crate) struct Download {
    request_context: RequestContext,
    pairs: Vec<(String, String)>,
}

impl FromRequest for Download {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request_context = RequestContext::from_request(request, payload).into_inner();
        ready(request_context.map(|request_context| Self { request_context, pairs: query_pairs(request) }))
    }
}

/// Export sources
///
/// Publications as a file for reference managers, citation processors and spreadsheets: those named by `ids`, those a
/// search finds, or all. What is written is read back equal by
/// `evidence import`, but for NDJSON, which is for programs. The table begins with a byte order mark
/// and the names of its columns; a cell that a spreadsheet would calculate has an apostrophe before it.
#[utoipa::path(
    tag = "sources",
    operation_id = "exportSources",
    params(ExportParams),
    responses((
        status = 200,
        description = "The file. `Content-Disposition` has a name for it.",
        content(
            (String = "application/x-research-info-systems"),
            (String = "application/x-bibtex"),
            (Vec<Object> = "application/vnd.citationstyles.csl+json"),
            (String = "application/nbib"),
            (String = "text/csv"),
            (String = "application/x-ndjson"),
        ),
    )),
)]
#[get("/v1/export")]
pub(crate) async fn export(download: Download) -> Reply {
    let Download { request_context, pairs } = download;
    let made = request_context.clone().work(Effort::Heavy, move |request_context, stop| {
        let RequestContext { served, today, .. } = request_context;
        let resource = Resource::Export;
        let context = Context { library: &served.library, today: *today, resource, id: "", pairs: &pairs, stop };
        make(&context, WHOLE)
    });
    let (name, format, body) = match made.await? {
        Made::Whole(File { content, format, name }) => (name, format, BoxBody::new(content)),
        Made::Parts(parts) => {
            let (name, format, count) = (parts.name.clone(), parts.format, parts.count());
            let part = move |request_context: &RequestContext, number, stop: &Stop| {
                parts.part(&request_context.served.library, number, stop).map(Bytes::from)
            };
            (name, format, BoxBody::new(Streamed::new(request_context, count, part)))
        }
    };
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, format.content_type()));
    response.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    Ok(cached(response.body(body), CachePolicy::Dataset))
}

/// Most sources of a file that is made whole; a longer one is made in parts, so that no size of a collection fills the memory.
const WHOLE: usize = 500;

/// Sources of a part: as many as are written in some milliseconds.
const PART: usize = 100;

/// A file, or how it is to be made.
pub(in crate::api) enum Made {
    Whole(File),
    Parts(Parts),
}

/// A file that is made in parts.
pub(in crate::api) struct Parts {
    /// Positions of the sources, in their order; there is one at least.
    sources: Vec<usize>,
    /// Sources of a part.
    pub(in crate::api) size: usize,
    format: ExportFormat,
    name: String,
    as_of: Date,
}

impl Parts {
    pub(in crate::api) fn count(&self) -> usize {
        self.sources.len().div_ceil(self.size)
    }

    /// One part; all of them behind one another are the file.
    pub(in crate::api) fn part(&self, library: &Library, number: usize, stop: &Stop) -> Result<String, Problem> {
        let corpus = library.corpus();
        let places = self.sources.chunks(self.size).nth(number).unwrap_or_default();
        let sources: Vec<&Source> = places.iter().filter_map(|place| corpus.sources().get(*place)).collect();
        let written = written(library, self.format, &sources, &[], self.as_of, stop)?;
        Ok(self.format.part(written, number == 0, number + 1 == self.count()))
    }
}

impl ExportFormat {
    /// What of a file by itself is to be written when it is a part of a longer one.
    fn part(self, file: String, is_first: bool, is_last: bool) -> String {
        match self {
            Self::Ris | Self::Ndjson => file,
            // Entries are parted by a blank line.
            Self::Bibtex | Self::Biblatex | Self::Nbib => {
                if is_first {
                    file
                } else {
                    format!("\n{file}")
                }
            }
            // Mark and names of columns stand at the begin alone.
            Self::Csv => match file.strip_prefix(exchange::write_csv(&[]).as_str()) {
                Some(rows) if !is_first => rows.to_owned(),
                Some(_) | None => file,
            },
            Self::CslJson => {
                let items = file.strip_prefix('[').unwrap_or(&file);
                let items = items.strip_suffix("\n]\n").unwrap_or(items);
                format!("{}{items}{}", if is_first { "[" } else { "," }, if is_last { "\n]\n" } else { "" })
            }
        }
    }
}

/// The file, whole.
pub(crate) fn file(context: &Context<'_>) -> Result<File, Problem> {
    match make(context, usize::MAX)? {
        Made::Whole(file) => Ok(file),
        Made::Parts(Parts { .. }) => Err(Problem::new(Code::Internal, "a whole file was made in parts")),
    }
}

/// The file whole, if it has at most so many sources.
pub(in crate::api) fn make(context: &Context<'_>, whole: usize) -> Result<Made, Problem> {
    let ExportParams { format, named, question, as_of } = Asked::read(context)?.params;
    let sources = chosen(context, &question, &named, as_of)?;
    let stem = match sources.as_slice() {
        [only] => only.id.as_str(),
        _ => "evidence",
    };
    let name = format!("{stem}.{}", format.extension());
    // No file with as many sources has any that were named, and so none of the literature.
    if sources.len() > whole && named.of_literature.is_empty() {
        let corpus = context.library.corpus();
        let sources = sources.iter().filter_map(|source| corpus.position_of_source(&source.id)).collect();
        return Ok(Made::Parts(Parts { sources, size: PART, format, name, as_of }));
    }
    let content = written(context.library, format, &sources, &named.of_literature, as_of, context.stop)?;
    Ok(Made::Whole(File { content, format, name }))
}

/// Sources in a format.
fn written(
    library: &Library,
    format: ExportFormat,
    sources: &[&Source],
    of_literature: &[(Source, Record, States)],
    as_of: Date,
    stop: &Stop,
) -> Result<String, Problem> {
    let exported = || -> Vec<Exported<'_>> {
        let states =
            |source: &Source| of_literature.iter().find(|(of, ..)| of.id == source.id).map(|(_, _, states)| states);
        sources.iter().map(|source| app::exported(library.corpus(), source, states(source), as_of)).collect()
    };
    Ok(match format {
        ExportFormat::Ris => exchange::write_ris(&exported()),
        ExportFormat::Bibtex => exchange::write_bibtex(&exported()),
        ExportFormat::Biblatex => exchange::write_biblatex(&exported()),
        ExportFormat::CslJson => exchange::write_csl_json(&exported()),
        ExportFormat::Nbib => exchange::write_nbib(&exported()),
        ExportFormat::Csv => exchange::write_csv(&exported()),
        ExportFormat::Ndjson => lines(Scene { corpus: library.corpus(), as_of }, sources, of_literature, stop)?,
    })
}

/// Those that were named, in that order, or those that were found, in theirs.
fn chosen<'a>(
    context: &Context<'a>,
    question: &Question,
    named: &'a NamedSources,
    as_of: Date,
) -> Result<Vec<&'a Source>, Problem> {
    let NamedSources { ids, of_literature } = named;
    let corpus = context.library.corpus();
    let mut request = question.request(as_of);
    request.filters.choices.push(Choice { facet: Facet::Kind, any_of: vec![RecordKind::Source.slug().to_owned()] });
    (request.offset, request.limit) = (0, corpus.sources().len());
    request.among = (!ids.is_empty()).then_some(ids.as_slice());
    // No file has them.
    request.excerpts = false;
    let found = searched(context.library, &request)?;
    let named: HashMap<&SourceId, usize> = ids.iter().enumerate().map(|(place, id)| (id, place)).collect();
    let mut sources: Vec<&Source> = found
        .hits
        .iter()
        .filter_map(|hit| match hit.record {
            corpus::Record::Source(source) => Some(source),
            corpus::Record::Finding(_)
            | corpus::Record::Claim(_)
            | corpus::Record::Blurb(_)
            | corpus::Record::Topic(_) => None,
        })
        .collect();
    // Nothing narrows what was named and is not among the records.
    sources.extend(of_literature.iter().map(|(source, _, _)| source));
    if !ids.is_empty() && question.sort.is_none() && question.text.is_empty() {
        sources.sort_by_key(|source| named.get(&source.id));
    }
    Ok(sources)
}

fn lines(
    scene: Scene<'_>,
    sources: &[&Source],
    of_literature: &[(Source, Record, States)],
    stop: &Stop,
) -> Result<String, Problem> {
    let mut lines = String::new();
    for source in sources {
        stop.check().map_err(given_up)?;
        let of_literature = of_literature.iter().find(|(of, _, _)| of.id == source.id);
        let line = match of_literature {
            Some((_, record, states)) => serde_json::to_string(&LiteratureView::of(record, states, None)),
            None => serde_json::to_string(&SourceView::of(scene, source)),
        };
        let line = line.map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
        lines.push_str(&line);
        lines.push('\n');
    }
    Ok(lines)
}
