//! `/`: one box to ask in, and what was found. Where to begin, when nothing was asked.

mod asked;
mod citing;
mod lead;
mod narrow;
mod start;

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use self::{
    asked::Asked,
    citing::Citing,
    lead::{Beyond, LeadCard},
    narrow::{FacetValue, Narrowing, chosen, sorts},
    start::{Count, Way},
};
use super::{
    literature::{Beside, Wanted},
    page,
    parts::{Brief, Linked, Offer, Scene},
};
use crate::{
    app::{self, Contradiction, FoundRecord, Library, SearchAnswer},
    citation::style::StyleId,
    corpus::Record,
    domain::{Collection, Date, RecordKind, Vocabulary, stop::Stop},
    http::{
        cache::{CachePolicy, query_pairs},
        origin::Origin,
        problem::{Code, Problem},
        served::RequestContext,
        work::Effort,
    },
    literature,
    search::{self, DropReason, Expansion, Matching, Request, Sort, TermRole, TextField},
};

/// Hits on a page; as many as the API gives unasked.
const PAGE: usize = 10;

/// Records of the literature that are shown below the hits.
const BESIDE: usize = 5;

/// The parameter for the citation style.
const STYLE: &str = "style";

/// A hit as the page shows it.
struct Hit {
    kind: &'static str,
    brief: Brief,
    /// The title with what matched marked, as escaped HTML; none when nothing in it matched.
    marked: Option<String>,
    excerpts: Vec<Excerpt>,
    cite: Citing,
}

struct Excerpt {
    /// Which text it is from.
    of: &'static str,
    /// Escaped, with what matched in `<mark>`.
    html: String,
    cut_before: bool,
    cut_after: bool,
}

impl Hit {
    fn of(
        library: &Library,
        scene: Scene<'_>,
        found: FoundRecord<'_>,
        style: Option<StyleId>,
    ) -> Result<Self, Problem> {
        let FoundRecord { record, hit: search::Hit { ordinal: _, score: _, excerpts, explanation: _ } } = found;
        let mut marked = None;
        let mut shown = Vec::new();
        for excerpt in excerpts.into_iter().filter(|_| may_be_repeated(scene, record)) {
            let search::Excerpt { field, pointer: _, text, start: _, marks: _, html, cut } = excerpt;
            let is_title = field == TextField::Title && text == record.title();
            // Names that were matched are said by the title or by how the question was understood.
            if is_title {
                let quoted = matches!(record, Record::Claim(_));
                marked = Some(if quoted { format!("“{html}”") } else { html });
            } else if text != record.title() {
                let search::Cut { before, after } = cut;
                shown.push(Excerpt { of: field_name(record, field), html, cut_before: before, cut_after: after });
            }
        }
        let cite = Citing::of(library, scene, record, style)?;
        Ok(Self { kind: record.kind().label(), brief: scene.brief(record), marked, excerpts: shown, cite })
    }
}

/// A text that may not be published is found, to learn what became of it, and is not repeated.
fn may_be_repeated(scene: Scene<'_>, record: Record<'_>) -> bool {
    match record {
        Record::Blurb(blurb) => blurb.life.is_publishable(scene.as_of),
        Record::Source(_) | Record::Finding(_) | Record::Claim(_) | Record::Topic(_) => true,
    }
}

fn field_name(record: Record<'_>, field: TextField) -> &'static str {
    match (record, field) {
        (Record::Source(_), TextField::Caveats) => "Limitation",
        (_, TextField::Caveats) => "Caveat",
        (_, TextField::Names) => "Also called",
        (Record::Claim(_), TextField::Summary) => "Why",
        (Record::Blurb(_), TextField::Summary) => "Text",
        (_, TextField::Pico) => "Question",
        (_, TextField::Numbers) => "Numbers",
        (_, field) => field.label(),
    }
}

/// A part of how the question was understood.
struct Term {
    text: String,
    /// The topic it is a name of: its page and its label.
    topic: Option<(String, String)>,
    /// How many other names of the topic are looked for as well.
    synonyms: usize,
}

/// The answer to a question.
struct Found {
    total: usize,
    status: String,
    /// What answers the question, beside the hits.
    leading: Option<LeadCard>,
    /// What of the question no record is about.
    beyond: Option<Beyond>,
    hits: Vec<Hit>,
    narrowing: Narrowing,
    sorts: Vec<FacetValue>,
    styles: Vec<Offer>,
    /// Whether references are printed with the hits.
    is_printed: bool,
    /// What the form for the style hands on.
    kept: Vec<(&'static str, String)>,
    chosen: Vec<FacetValue>,
    clear: String,
    terms: Vec<Term>,
    dropped: Vec<String>,
    remarks: Vec<String>,
    /// What a record has otherwise than the sentence that is looked for: the words, what is wrong, the record.
    otherwise: Vec<(String, String, Linked)>,
    corrected: Option<Corrected>,
    widen: Vec<FacetValue>,
    /// Where else to look, when nothing was found.
    elsewhere: Vec<(&'static str, String)>,
    previous: Option<String>,
    next: Option<String>,
    twin: String,
    /// What the literature has of the words; none without literature, with filters, and behind the first page.
    beside: Option<Beside>,
    /// Where all of that is.
    all_beside: String,
}

struct Corrected {
    to: String,
    /// The address that looks for what was typed.
    literally: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    q: String,
    kept: Vec<(&'static str, String)>,
    notices: Vec<String>,
    found: Option<Found>,
    /// How many publications there are, and on what.
    scope: String,
    counts: Vec<Count>,
    /// The topics with most findings, with how many, by kind.
    covered: Vec<(&'static str, Vec<(Linked, usize)>)>,
    begin: Vec<Way>,
    programs: Vec<String>,
    collection: Collection,
    version: String,
    today: Date,
    /// The whole address of the page without a question.
    canonical: String,
}

#[get("/")]
pub(super) async fn home(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
) -> Result<HttpResponse, Problem> {
    let pairs = query_pairs(&request);
    context
        .respond(Effort::Light, move |context, stop| {
            let RequestContext { served, today, .. } = context;
            let made = answer(&served.library, &pairs, *today, served.version.clone(), origin.address("/"), stop)?;
            page(HttpResponse::Ok(), &made, CachePolicy::Dataset)
        })
        .await
}

fn answer(
    library: &Library,
    pairs: &[(String, String)],
    today: Date,
    version: String,
    canonical: String,
    stop: &Stop,
) -> Result<SearchPage, Problem> {
    let (asked, notices) = Asked::read(library, pairs);
    let corpus = library.corpus();
    let found = if asked.is_empty() { None } else { Some(Found::of(library, &asked, today, stop)?) };
    let examples = library.examples(today);
    Ok(SearchPage {
        kept: asked.kept(),
        q: asked.question.text,
        notices,
        found,
        scope: start::scope(corpus),
        counts: start::counts(corpus),
        covered: start::covered(corpus),
        begin: start::ways(&examples),
        programs: start::programs(&examples, today),
        collection: corpus.collection().clone(),
        version,
        today,
        canonical,
    })
}

/// The word for several records of a kind.
pub(super) fn plural(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Source => "Sources",
        RecordKind::Finding => "Findings",
        RecordKind::Claim => "Claims",
        RecordKind::Blurb => "Blurbs",
        RecordKind::Topic => "Topics",
    }
}

fn searched<'a>(library: &'a Library, request: &Request<'_>) -> Result<SearchAnswer<'a>, Problem> {
    library.search(request).map_err(|error| Problem::new(Code::Internal, error.to_string()))
}

impl Found {
    fn of(library: &Library, asked: &Asked, today: Date, stop: &Stop) -> Result<Self, Problem> {
        let today = asked.question.as_of.unwrap_or(today);
        let scene = Scene { corpus: library.corpus(), as_of: today };
        let answer = searched(library, &asked.request(today))?;
        library.count_unanswered(&asked.question.text, &answer);
        let SearchAnswer { hits, total, facets, understood, scope, lead, contradictions } = answer;
        let given = hits.len();
        let status = match (total, given) {
            (0, _) => "Nothing found".to_owned(),
            (1, _) => "1 result".to_owned(),
            (_, 0) => format!("{total} results, none on this page"),
            _ if total > given => {
                format!("{total} results, {} to {} shown", asked.offset + 1, asked.offset + given)
            }
            _ => format!("{total} results"),
        };
        let leading = lead.and_then(|lead| library.leading(lead, today)).map(|leading| LeadCard::of(scene, leading));
        let beyond = Beyond::of(&asked.question.text, &scope);
        let moved = |offset| Asked { offset, ..asked.clone() }.address();
        // What the collection is not about is not made up for by records of something else; a filter may be in the way.
        let widen = match (total, &beyond) {
            (0, None) => widenings(library, asked, today)?,
            (0, Some(_)) if asked.question.is_filtered() => {
                widened(library, vec![("Without filters", asked.unfiltered())], asked, today)?
            }
            _ => Vec::new(),
        };
        let elsewhere =
            if total == 0 && beyond.is_none() { app::elsewhere(&asked.question.text).collect() } else { Vec::new() };
        let is_news = |remark: &String| understood.corrected.is_none() || !remark.ends_with(" instead");
        let remarks = understood.remarks(total).into_iter().filter(is_news).map(|remark| {
            // Written for programs, which have a parameter for it.
            let mut remark =
                remark.replace("`match=any` asks for one of them", "look for any of them below").replace('`', "");
            remark.push('.');
            capitalised(&remark)
        });
        let search::QueryInterpretation {
            terms,
            dropped,
            required: _,
            is_rescue: _,
            without_unknown: _,
            corrected,
            not_in_a_row: _,
        } = &understood;
        let corrected = corrected.as_ref().map(|to| Corrected {
            to: to.clone(),
            literally: asked.with(|question| question.expansion = Some(Expansion::None)).address(),
        });
        Ok(Self {
            total,
            status,
            leading,
            beyond,
            hits: hits
                .into_iter()
                .map(|found| Hit::of(library, scene, found, asked.style))
                .collect::<Result<_, _>>()?,
            styles: Offer::all(Some(asked.style.unwrap_or(StyleId::Ama))),
            is_printed: asked.style.is_some(),
            kept: asked.question.parameters(),
            narrowing: Narrowing::of(asked, facets),
            sorts: sorts(asked),
            chosen: chosen(library, asked),
            clear: asked.unfiltered().address(),
            // What is only asked for is in the order of the results, and was neither looked for nor left out.
            terms: terms.iter().filter(|term| term.role != TermRole::Asked).map(|term| term_of(scene, term)).collect(),
            dropped: dropped
                .iter()
                .filter(|dropped| dropped.reason != DropReason::Asks)
                .map(|dropped| dropped.text.clone())
                .collect(),
            remarks: remarks.collect(),
            otherwise: contradictions.into_iter().map(|found| otherwise(scene, found)).collect(),
            corrected,
            widen,
            elsewhere,
            // A page after the last leads back to the last.
            previous: (asked.offset > 0)
                .then(|| moved(asked.offset.saturating_sub(PAGE).min(total.saturating_sub(1) / PAGE * PAGE))),
            next: (given > 0 && asked.offset + given < total).then(|| moved(asked.offset + PAGE)),
            twin: asked.twin(),
            beside: beside(library, asked, scene.as_of, stop)?,
            all_beside: format!(
                "/literature?{}",
                url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &asked.question.text).finish()
            ),
        })
    }

    /// The topics that the question names, as somewhere to go on.
    fn topics(&self) -> impl Iterator<Item = &(String, String)> {
        self.terms.iter().filter_map(|term| term.topic.as_ref())
    }

    /// Whether the question was read in a way that is worth saying.
    fn explains(&self) -> bool {
        self.corrected.is_none() && self.terms.iter().any(|term| term.topic.is_some() && term.synonyms > 0)
    }
}

/// What the literature has of the words. One that cannot be read keeps nobody from the records.
fn beside(library: &Library, asked: &Asked, as_of: Date, stop: &Stop) -> Result<Option<Beside>, Problem> {
    let is_wanted = !asked.question.text.trim().is_empty() && !asked.question.is_filtered() && asked.offset == 0;
    let Some(literature) = library.shelf().literature().filter(|_| is_wanted) else { return Ok(None) };
    let wanted = Wanted {
        text: &asked.question.text,
        matching: if asked.question.matching == Some(Matching::Any) {
            literature::Matching::Any
        } else {
            literature::Matching::MinimumShouldMatch
        },
        sort: if asked.question.sort == Some(Sort::Newest) {
            literature::Sort::Newest
        } else {
            literature::Sort::Relevance
        },
        limit: BESIDE,
        after: None,
        style: asked.style,
        as_of,
    };
    match Beside::of(library, literature, &wanted, stop) {
        Ok(found) => Ok(Some(found)),
        Err(problem) if problem.code == Code::LiteratureUnreadable => Ok(None),
        Err(problem) => Err(problem),
    }
}

fn term_of(scene: Scene<'_>, term: &search::InterpretedTerm) -> Term {
    // What was corrected, and what no record has, the remarks say.
    let search::InterpretedTerm { text, role: _, corrected_to: _, completed_to: _, synonyms, topic, found: _ } = term;
    let topic = topic.as_ref().and_then(|id| scene.corpus.topic(id));
    Term {
        text: text.clone(),
        topic: topic.map(|topic| (super::parts::address("topics", topic.id.as_str()), topic.label.clone())),
        synonyms: synonyms.len(),
    }
}

/// What a record has otherwise, with the way to it.
fn otherwise(scene: Scene<'_>, found: Contradiction) -> (String, String, Linked) {
    let Contradiction { said, message, expected: _, source, finding } = found;
    let label =
        scene.corpus.source(source.as_str()).map_or_else(|| source.to_string(), |source| source.short_title.clone());
    let href = match finding {
        Some(finding) => super::parts::address("findings", finding.as_str()),
        None => super::parts::address("sources", source.as_str()),
    };
    (said, message, Linked { href, label })
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Questions near one that found nothing, which do find something.
fn widenings(library: &Library, asked: &Asked, today: Date) -> Result<Vec<FacetValue>, Problem> {
    let mut tries = vec![("Without filters", asked.unfiltered())];
    tries.push(("With any of the words", asked.with(|question| question.matching = Some(Matching::Any))));
    if let Some(meant) = library.did_you_mean(&asked.question.text).filter(|meant| *meant != asked.question.text) {
        tries.push(("Did you mean", asked.with(|question| question.text = meant)));
    }
    widened(library, tries, asked, today)
}

/// Those of the questions that find something.
fn widened(
    library: &Library,
    tries: Vec<(&'static str, Asked)>,
    asked: &Asked,
    today: Date,
) -> Result<Vec<FacetValue>, Problem> {
    let mut found = Vec::new();
    for (label, wider) in tries {
        if wider.is_empty() || wider.address() == asked.address() {
            continue;
        }
        let request = Request { limit: 1, excerpts: false, facets: Vec::new(), offset: 0, ..wider.request(today) };
        let count = searched(library, &request)?.total;
        if count > 0 {
            let label = if label == "Did you mean" {
                format!("Did you mean “{}”?", wider.question.text)
            } else {
                label.to_owned()
            };
            found.push(FacetValue { href: wider.address(), label, count, selected: false });
        }
    }
    Ok(found)
}
