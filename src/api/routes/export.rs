//! `/v1/export`: sources as a file for other programs.

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    get,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};
use std::{
    collections::HashMap,
    future::{Ready, ready},
};

use super::given_up;
use crate::{
    api::{
        Asking, Reply,
        asked::Asked,
        envelope::searched,
        params::{ExportParams, Resource},
        view::{Scene, literature::LiteratureView, source::SourceView},
    },
    app,
    citation::exchange::{self, Exported},
    corpus::Record,
    domain::{RecordKind, Source, SourceId, vocabulary::vocabulary},
    http::{
        cache::{CachePolicy, cached, query_pairs},
        problem::{Code, Problem},
        served::Now,
        work::Effort,
    },
};

vocabulary! {
    /// Formats of an export.
    pub enum ExportFormat ("format of an export") {
        /// Research Information Systems.
        Ris = "ris", "RIS";
        /// BibTeX.
        Bibtex = "bibtex", "BibTeX";
        /// BibLaTeX.
        Biblatex = "biblatex", "BibLaTeX";
        /// Citation Style Language.
        CslJson = "csl-json", "CSL-JSON";
        /// MEDLINE.
        Nbib = "nbib", "NBIB (MEDLINE)";
        /// A table.
        Csv = "csv", "CSV";
        /// The records as this API shows them, one a line.
        Ndjson = "ndjson", "NDJSON";
    }
}

impl ExportFormat {
    /// Media type of the file; all are UTF-8.
    fn content_type(self) -> &'static str {
        match self {
            Self::Ris => "application/x-research-info-systems; charset=utf-8",
            Self::Bibtex | Self::Biblatex => "application/x-bibtex; charset=utf-8",
            Self::CslJson => "application/vnd.citationstyles.csl+json",
            Self::Nbib => "application/nbib; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// What the name of a file of the format ends in.
    fn extension(self) -> &'static str {
        match self {
            Self::Ris => "ris",
            Self::Bibtex | Self::Biblatex => "bib",
            Self::CslJson => "json",
            Self::Nbib => "nbib",
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }
}

/// An export.
pub(crate) struct File {
    pub(crate) content: String,
    format: ExportFormat,
    /// Of ASCII letters, digits, hyphens and dots.
    name: String,
}

/// What the handler takes from a request. `Accept` is not asked: `format` says what is wanted.
pub(crate) struct Download {
    now: Now,
    pairs: Vec<(String, String)>,
}

impl FromRequest for Download {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let now = Now::from_request(request, payload).into_inner();
        ready(now.map(|now| Self { now, pairs: query_pairs(request) }))
    }
}

/// Export sources
///
/// Publications as a file for reference managers, citation processors and spreadsheets: those named by `ids`, those a
/// search finds, or all. What is written is read back equal by `evidence import`. The table begins with a byte order mark
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
    let Download { now, pairs } = download;
    now.respond(Effort::Heavy, move |now, stop| {
        let Now { served, today, .. } = now;
        let resource = Resource::Export;
        let asking = Asking { library: &served.library, today: *today, resource, id: "", pairs: &pairs, stop };
        let File { content, format, name } = file(&asking)?;
        let mut response = HttpResponse::Ok();
        response.insert_header((CONTENT_TYPE, format.content_type()));
        response.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
        Ok(cached(response.body(content), CachePolicy::Dataset))
    })
    .await
}

/// The file.
pub(crate) fn file(asking: &Asking<'_>) -> Result<File, Problem> {
    let asked = Asked::read(asking)?;
    let sources = chosen(asking, &asked)?;
    let format = asked.format;
    let exported: Vec<Exported<'_>> = sources
        .iter()
        .map(|source| {
            let states = asked.of_literature.iter().find(|(of, _, _)| of.id == source.id).map(|(_, _, states)| states);
            app::exported(asking.library.corpus(), source, states, asked.as_of)
        })
        .collect();
    let content = match format {
        ExportFormat::Ris => exchange::write_ris(&exported),
        ExportFormat::Bibtex => exchange::write_bibtex(&exported),
        ExportFormat::Biblatex => exchange::write_biblatex(&exported),
        ExportFormat::CslJson => exchange::write_csl_json(&exported),
        ExportFormat::Nbib => exchange::write_nbib(&exported),
        ExportFormat::Csv => exchange::write_csv(&exported),
        ExportFormat::Ndjson => lines(asking, &sources, &asked)?,
    };
    let stem = match sources.as_slice() {
        [only] => only.id.as_str(),
        _ => "evidence",
    };
    Ok(File { content, format, name: format!("{stem}.{}", format.extension()) })
}

/// Those that were named, in that order, or those that were found, in theirs.
fn chosen<'a>(asking: &Asking<'a>, asked: &'a Asked) -> Result<Vec<&'a Source>, Problem> {
    let corpus = asking.library.corpus();
    let mut request = asked.request(Some(RecordKind::Source));
    (request.offset, request.limit) = (0, corpus.sources().len());
    request.among = (!asked.sources.is_empty()).then_some(asked.sources.as_slice());
    // No file has them.
    request.excerpts = false;
    let found = searched(asking.library, &request)?;
    let named: HashMap<&SourceId, usize> = asked.sources.iter().enumerate().map(|(place, id)| (id, place)).collect();
    let mut sources: Vec<&Source> = found
        .hits
        .iter()
        .filter_map(|hit| match hit.record {
            Record::Source(source) => Some(source),
            Record::Finding(_) | Record::Claim(_) | Record::Blurb(_) | Record::Topic(_) => None,
        })
        .collect();
    // Nothing narrows what was named and is not among the records.
    sources.extend(asked.of_literature.iter().map(|(source, _, _)| source));
    if !asked.sources.is_empty() && asked.sort.is_none() && asked.q.is_empty() {
        sources.sort_by_key(|source| named.get(&source.id));
    }
    Ok(sources)
}

fn lines(asking: &Asking<'_>, sources: &[&Source], asked: &Asked) -> Result<String, Problem> {
    let scene = Scene { corpus: asking.library.corpus(), as_of: asked.as_of };
    let mut lines = String::new();
    for source in sources {
        asking.stop.check().map_err(given_up)?;
        let of_literature = asked.of_literature.iter().find(|(of, _, _)| of.id == source.id);
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
