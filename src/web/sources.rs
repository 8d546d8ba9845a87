//! `/sources/{id}`: a publication with everything a writer needs to be sure before citing it.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{HeaderValue, LINK, VARY},
};
use askama::Template;

use super::{
    frame::Frame,
    id,
    metadata::{Metadata, signposts},
    missing, page,
    parts::{self, Brief, Fact, Facts, Linked, Mark, Origin, Scene, Shown, Tone},
    plot::{self, Panel},
};
use crate::{
    app::{self, Library},
    citation::{
        exchange,
        render::{Citation, Linking, RenderOptions},
        style::StyleId,
    },
    domain::{
        Change, Date, Finding, FindingKind, Name, RecordKind, Source, Sourced, States, Vocabulary,
        field::{BibliographyValues, PicoValues, SourceValues, StudyValues},
        finding::Stance,
        source::{Assertion, Bibliography, Enrolment, Pico, Registration, Study},
        status::{CurrencyRule, Editorial},
    },
    http::{
        cache::{CachePolicy, cached},
        media::ReferenceMedia,
        problem::{Code, Problem},
        served::RequestContext,
        work::Effort,
    },
};

/// Most authors that are named at the head of the page.
const MAX_AUTHORS: usize = 12;

#[derive(Template)]
#[template(path = "source.html")]
struct SourcePage<'a> {
    frame: Frame,
    id: &'a str,
    title: &'a str,
    byline: String,
    authors: String,
    also_known_as: &'a [String],
    marks: Vec<Mark>,
    /// What the publisher said and whether it holds, in sentences.
    status: Vec<String>,
    must_stop: bool,
    assertion: Option<&'a Assertion>,
    limitations: Shown<'a, Vec<String>>,
    editor_notes: Shown<'a, Vec<String>>,
    conclusion: Shown<'a, String>,
    summary: Shown<'a, String>,
    question: Vec<Fact>,
    study: Vec<Fact>,
    publication: Vec<Fact>,
    /// Where to read it.
    address: Option<String>,
    cited: Vec<Cited>,
    /// What somebody who copies the reference should know.
    notices: Vec<String>,
    /// Recommendations, those against first.
    advice: Vec<Brief>,
    /// The other findings, by kind.
    findings: Vec<(&'static str, Vec<Brief>)>,
    panels: Vec<Panel>,
    related: Vec<(String, Brief)>,
    blurbs: Vec<Brief>,
    claims: Vec<Brief>,
    topics: Vec<Linked>,
    origins: Vec<Origin>,
    changes: Vec<Change>,
    metadata: Metadata,
}

/// The source cited in one style.
pub(super) struct Cited {
    pub(super) style: &'static str,
    pub(super) label: &'static str,
    /// The manual it follows.
    pub(super) manual: &'static str,
    /// As escaped HTML.
    pub(super) reference: String,
    /// As escaped HTML; for styles with notes, the note.
    pub(super) in_text: String,
}

#[get("/sources/{id}")]
pub(super) async fn one(request: HttpRequest, context: RequestContext, frame: Frame) -> Result<HttpResponse, Problem> {
    let id = id(&request).to_owned();
    context
        .respond(Effort::Light, move |context, _| {
            let library = &context.served.library;
            let scene = Scene { corpus: library.corpus(), as_of: frame.as_of };
            let Some(source) = scene.corpus.source(&id) else {
                return missing::no_such_record(scene, RecordKind::Source, &id);
            };
            let mut response = HttpResponse::Ok();
            response.insert_header((LINK, signposts(source)));
            let mut response = match context.preference.reference() {
                Some(media) => {
                    response.content_type(media.content_type());
                    cached(response.body(reference(library, source, None, scene.as_of, media)?), CachePolicy::Dataset)
                }
                None => page(response, &SourcePage::of(library, scene, source, frame), CachePolicy::Dataset)?,
            };
            response.headers_mut().append(VARY, HeaderValue::from_static("Accept"));
            Ok(response)
        })
        .await
}

/// The source for programs that ask for it as they ask a resolver of DOIs; of one of the literature with what its databases say.
pub(super) fn reference(
    library: &Library,
    source: &Source,
    states: Option<&States>,
    as_of: Date,
    media: ReferenceMedia,
) -> Result<String, Problem> {
    let exported = app::exported(library.corpus(), source, states, as_of);
    match media {
        ReferenceMedia::CslJson => Ok(exchange::write_csl_item(&exported)),
        ReferenceMedia::Bibtex => Ok(exchange::write_bibtex(&[exported])),
        ReferenceMedia::Ris => Ok(exchange::write_ris(&[exported])),
        ReferenceMedia::Text { style: Some(style), locale } => {
            let style = library.renderer().style(style);
            let setting = RenderOptions { style, locale, linking: Linking::Url, has_anchors: false };
            let (cited, mut notices) = library.cite(setting, source, None, as_of);
            notices.extend(states.into_iter().flat_map(|states| app::notices_of_states(source, states)));
            let known = app::listed(&notices, |_| Some(source.short_title.as_str()));
            let known: String = known.iter().map(|line| format!("[{line}]\n")).collect();
            // Below the reference, which is the first line: nothing else of the answer could say it.
            Ok(format!("{}\n{known}", cited.reference.text()))
        }
        ReferenceMedia::Text { style: None, .. } => {
            let styles: Vec<_> = StyleId::ALL.iter().map(|style| format!("`{}`", style.slug())).collect();
            let detail = format!("`style` in `Accept` names none of the styles here: {}", styles.join(", "));
            Err(Problem::new(Code::NotAcceptable, detail))
        }
    }
}

impl<'a> SourcePage<'a> {
    fn of(library: &Library, scene: Scene<'a>, source: &'a Source, frame: Frame) -> Self {
        let Source {
            id,
            short_title: _,
            also_known_as,
            bibliography,
            design: _,
            level: _,
            summary: _,
            conclusion: _,
            pico: _,
            study: _,
            registration: _,
            funding: _,
            conflicts: _,
            licence: _,
            limitations: _,
            editor_notes: _,
            published_at: _,
            editorial,
            currency_rule: _,
            review_due: _,
            links: _,
            assertion,
            topics,
            recorded: _,
            provenance,
        } = source;
        let SourceValues {
            short_title: _,
            also_known_as: _,
            design,
            level,
            topics: _,
            summary,
            conclusion,
            pico,
            study,
            registration,
            funding,
            conflicts,
            licence,
            limitations,
            editor_notes,
            editorial: _, // in sentences
            currency_rule,
            review_due,
            links: _,
            assertion: _, // nothing of it is confirmed
        } = source.values();
        let findings: Vec<&Finding> = scene.corpus.findings_of(source).collect();
        let mut publication = published(source);
        publication.stated("Funding", funding, Clone::clone);
        publication.stated("Conflicts of interest", conflicts, Clone::clone);
        publication.stated("Licence", licence, Clone::clone);
        registered(&mut publication, registration, source);
        let mut studied = studied(study);
        studied.add("Design", design, |design| design.label().to_owned());
        studied.stated("Level of evidence", level, |level| format!("{} (OCEBM 2011)", level.label()));
        if let CurrencyRule::LapsesAfter { years, issuer } = &source.currency_rule {
            studied.add("Holds", currency_rule, |_| format!("{years} years, says {issuer}"));
        }
        studied.stated("Review due", review_due, ToString::to_string);
        let marks = scene.source_marks(source);
        Self {
            id: id.as_str(),
            title: &bibliography.title,
            byline: parts::byline(source),
            authors: authors(bibliography),
            also_known_as,
            must_stop: marks.iter().any(|mark| mark.tone == Tone::Bad),
            marks,
            status: status(scene, source, editorial),
            assertion: assertion.as_ref(),
            limitations: limitations.into(),
            editor_notes: editor_notes.into(),
            conclusion: conclusion.into(),
            summary: summary.into(),
            question: question(pico),
            study: studied.done(),
            publication: publication.done(),
            address: source.best_url(),
            cited: cited(library, source),
            notices: app::notices(scene.corpus, source, scene.as_of).iter().map(parts::notice).collect(),
            advice: of_kind(&findings, FindingKind::Recommendation),
            findings: by_kind(&findings),
            panels: plot::panels(scene, &findings, &frame.pictures()),
            related: related(scene, source),
            blurbs: scene.published(scene.corpus.blurbs_of(source)),
            claims: scene.corpus.claims_leading_to(source).map(|claim| Scene::claim(claim, None)).collect(),
            topics: scene.topics(topics),
            origins: Origin::all(provenance),
            changes: scene.corpus.changes_of(source, scene.as_of),
            metadata: Metadata::of(source, scene.corpus.currency(source, scene.as_of).state, &frame.canonical),
            frame,
        }
    }
}

/// The source in every style; in none when nobody could identify it.
pub(super) fn cited(library: &Library, source: &Source) -> Vec<Cited> {
    if source.assertion.is_some() {
        return Vec::new();
    }
    let in_style = |id: &StyleId| {
        let style = library.renderer().style(*id);
        let setting = RenderOptions { style, locale: None, linking: Linking::Url, has_anchors: false };
        let Citation { reference, citation, narrative: _, subsequent: _, lacks_locator: _ } =
            library.set(setting, source, None);
        Cited {
            style: id.slug(),
            label: id.label(),
            manual: id.facts().manual,
            reference: reference.html(),
            in_text: citation.html(),
        }
    };
    StyleId::ALL.iter().map(in_style).collect()
}

/// The names as one would say them; long lists are cut, and say so.
pub(super) fn authors(bibliography: &Bibliography) -> String {
    let all = &bibliography.author;
    let mut named: Vec<String> = all.iter().take(MAX_AUTHORS).map(crate::domain::Name::full).collect();
    if all.len() > MAX_AUTHORS {
        named.push(format!("and {} others", all.len() - MAX_AUTHORS));
    }
    named.join(", ")
}

/// What the publisher said since, and why it holds or not: what must stop a reader first, what nobody looked up last.
fn status(scene: Scene<'_>, source: &Source, editorial: &Editorial) -> Vec<String> {
    use crate::domain::EditorialStatus;
    let Editorial { status, checked, notice, noticed, note } = editorial;
    let mut said = match status {
        EditorialStatus::Unchecked => {
            "Whether its publisher has corrected or retracted it has not been looked up".to_owned()
        }
        EditorialStatus::None => "No notice of its publisher is known".to_owned(),
        status @ (EditorialStatus::Corrected
        | EditorialStatus::ExpressionOfConcern
        | EditorialStatus::Retracted
        | EditorialStatus::RetractedAndRepublished
        | EditorialStatus::Removed) => status.label().to_owned(),
    };
    if let Some(noticed) = noticed {
        said.push_str(&format!(" ({noticed})"));
    }
    if let Some(notice) = notice {
        said.push_str(&format!(", see {notice}"));
    }
    match checked {
        Some(day) => said.push_str(&format!("; last looked for on {day}.")),
        None => said.push('.'),
    }
    let currency = scene.corpus.currency(source, scene.as_of);
    let mut reason = currency.reason;
    if let Some(first) = reason.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let reason = match scene.currency(source) {
        Mark { tone: Tone::Bad | Tone::Caution, word } => format!("{word}. {reason}."),
        Mark { .. } => format!("{reason}."),
    };
    let noticed = std::iter::once(said).chain(note.clone());
    match status {
        EditorialStatus::Unchecked | EditorialStatus::None => std::iter::once(reason).chain(noticed).collect(),
        EditorialStatus::Corrected
        | EditorialStatus::ExpressionOfConcern
        | EditorialStatus::Retracted
        | EditorialStatus::RetractedAndRepublished
        | EditorialStatus::Removed => noticed.chain([reason]).collect(),
    }
}

fn question(pico: Sourced<'_, Pico>) -> Vec<Fact> {
    let PicoValues { population, intervention, comparator, outcome } = pico.values();
    let mut facts = Facts::default();
    facts.add("Who", population, Clone::clone);
    facts.add("What was done", intervention, Clone::clone);
    facts.add("Compared with", comparator, Clone::clone);
    facts.add("What was measured", outcome, Clone::clone);
    facts.done()
}

fn studied(study: Sourced<'_, Study>) -> Facts {
    let StudyValues { sample, studies, age_min, age_max, searched_through, enrolled, setting } = study.values();
    let mut facts = Facts::default();
    facts.stated("Size", sample, parts::count);
    facts.stated("Studies included", studies, |count| parts::separated(*count));
    facts.stated("Lowest age", age_min, |age| format!("{age} years"));
    facts.stated("Highest age", age_max, |age| format!("{age} years"));
    facts.stated("Searched through", searched_through, ToString::to_string);
    facts.stated("Enrolled", enrolled, |Enrolment { from, to }| format!("{from} to {to}"));
    facts.stated("Setting", setting, Clone::clone);
    facts
}

pub(super) fn published(source: &Source) -> Facts {
    let BibliographyValues {
        item_type,
        title: _,
        author: _,
        editor,
        translator,
        container_title,
        container_title_short: _,
        event_title,
        edition,
        genre,
        publisher,
        publisher_place,
        issued,
        available_date,
        accessed,
        volume,
        issue,
        page,
        number,
        version,
        language,
        doi,
        pmid,
        pmcid,
        issn,
        isbn,
        url,
    } = source.bibliography_values();
    let mut facts = Facts::default();
    facts.add("Type", item_type, |kind| kind.label().to_owned());
    let people = |people: &Vec<Name>| people.iter().map(Name::full).collect::<Vec<_>>().join(", ");
    for (label, list) in [("Editors", editor), ("Translators", translator)] {
        // A list that is empty says nothing.
        if !list.with_doubt().0.is_empty() {
            facts.add(label, list, people);
        }
    }
    facts.known("Published in", container_title, Clone::clone);
    facts.known("Conference", event_title, Clone::clone);
    facts.known("Edition", edition, Clone::clone);
    facts.known("Kind", genre, Clone::clone);
    facts.known("Publisher", publisher, Clone::clone);
    facts.known("Place", publisher_place, Clone::clone);
    facts.add("Issue date", issued, ToString::to_string);
    facts.known("First online", available_date, ToString::to_string);
    facts.known("Read on", accessed, ToString::to_string);
    facts.known("Volume", volume, Clone::clone);
    facts.known("Issue", issue, Clone::clone);
    facts.known("Pages", page, Clone::clone);
    facts.known("Number", number, Clone::clone);
    facts.known("Version", version, Clone::clone);
    if source.bibliography.language != "en" {
        facts.add("Language", language, Clone::clone);
    }
    facts.known("DOI", doi, ToString::to_string);
    facts.known("PubMed", pmid, ToString::to_string);
    facts.known("PubMed Central", pmcid, ToString::to_string);
    facts.known("ISSN", issn, ToString::to_string);
    facts.known("ISBN", isbn, ToString::to_string);
    facts.known("Address", url, ToString::to_string);
    facts
}

pub(super) fn registered(facts: &mut Facts, registration: Sourced<'_, Registration>, source: &Source) {
    let Registration { nct, prospero } = &source.registration;
    if !nct.is_empty() || !prospero.is_empty() {
        facts.add("Registration", registration, |Registration { nct, prospero }| {
            let ids = nct.iter().map(ToString::to_string).chain(prospero.iter().map(ToString::to_string));
            ids.collect::<Vec<_>>().join(", ")
        });
    }
}

/// Findings of a kind, in published order: advice against before advice for, results with numbers before those without.
fn of_kind(findings: &[&Finding], kind: FindingKind) -> Vec<Brief> {
    let against =
        |finding: &Finding| finding.result.recommendation().is_some_and(|advice| advice.stance == Stance::Against);
    let mut of_kind: Vec<&Finding> = findings.iter().copied().filter(|finding| finding.result.kind() == kind).collect();
    let has_no_number = |finding: &Finding| finding.result.measurement().is_some_and(|m| m.estimates.is_empty());
    of_kind.sort_by_key(|finding| (!against(finding), has_no_number(finding)));
    of_kind.into_iter().map(Scene::own_finding).collect()
}

/// Findings by kind; what is advised stands before all else.
fn by_kind(findings: &[&Finding]) -> Vec<(&'static str, Vec<Brief>)> {
    let kinds = FindingKind::ALL.iter().filter(|kind| **kind != FindingKind::Recommendation);
    let listed = kinds.map(|kind| (plural(*kind), of_kind(findings, *kind)));
    listed.filter(|(_, briefs)| !briefs.is_empty()).collect()
}

/// The heading over findings of a kind.
fn plural(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Effect => "Effects",
        FindingKind::Recommendation => "Recommendations",
        FindingKind::Harm => "Harms",
        FindingKind::Cost => "Costs",
        FindingKind::Mechanism => "How it may work",
    }
}

/// Other sources, with how they stand to this one, from either side.
fn related(scene: Scene<'_>, source: &Source) -> Vec<(String, Brief)> {
    let own = source.links.iter().filter_map(|link| {
        let other = scene.corpus.source(link.source.as_str())?;
        Some((format!("This source {}", link.relation.label()), scene.source(other)))
    });
    let others = scene.corpus.links_to(source);
    let others = others.map(|(other, relation)| {
        (format!("{} {} this source", other.short_title, relation.label()), scene.source(other))
    });
    own.chain(others).collect()
}
