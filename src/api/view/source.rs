//! A source as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Scene, SourceBrief, Status, TopicBrief,
    provenance::RecordProvenance,
    source_href,
    unstated::{Absences, Unstated},
};
use crate::domain::{
    Count, Date, FindingId, Name, PartialDate, Source, SourceId, Stated, StudyDesign, Verification, Vocabulary,
    certainty::OcebmLevel,
    field::{SourceValues, StudyValues},
    identifier::{Doi, Isbn, Issn, Pmcid, Pmid, WebAddress},
    source::{Assertion, Bibliography, Enrolment, ItemType, Link, Pico, Registration, Relation, Study},
    status::CurrencyRule,
    vocabulary::vocabulary,
};

/// One publication: what is cited, with everything that is known of it. Bibliographic fields have the names of the CSL
/// variables in `snake_case`. Null means that the publication does not say, as far as it was read, or that the question
/// does not arise: `unstated` says which.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Source)]
pub(crate) struct SourceView<'a> {
    /// Id of the source; never reused.
    id: &'a SourceId,
    /// Address of this record.
    #[schema(example = "/v1/sources/acp-2017")]
    href: String,
    /// The name people use.
    #[schema(example = "ACP 2017")]
    short_title: &'a str,
    /// Other names people use for it.
    also_known_as: &'a [String],
    /// What the publisher has said since, and whether it still holds.
    status: Status<'a>,
    /// How far the record was checked against pages.
    verification: Verification,
    /// Whether the publication could be identified. If not, `assertion` says who asserts what of it, and nothing of it
    /// may be published as fact.
    identified: bool,
    /// What is asserted of a publication that could not be identified; null for all others.
    assertion: Option<&'a Assertion>,
    /// Type of publication, a CSL type.
    r#type: ItemType,
    /// Title in the letter case of the publication.
    #[schema(example = "Example Trial of Nowhere: a fabricated title")]
    title: &'a str,
    /// Authors in their order; empty only for an unidentified publication.
    author: Vec<Author<'a>>,
    /// Editors: of the work, or of the book or proceedings it is a part of.
    editor: Vec<Author<'a>>,
    /// Translators.
    translator: Vec<Author<'a>>,
    /// Journal or series; for a part of a book or of proceedings, the whole.
    #[schema(example = "Annals of Internal Medicine")]
    container_title: Option<&'a str>,
    /// Its ISO 4 abbreviation.
    #[schema(example = "Ann Intern Med")]
    container_title_short: Option<&'a str>,
    /// Conference at which it was presented.
    event_title: Option<&'a str>,
    /// Edition.
    edition: Option<&'a str>,
    /// Kind of thesis or report.
    #[schema(example = "PhD thesis")]
    genre: Option<&'a str>,
    /// Publisher; of a thesis the university, of a preprint its server.
    publisher: Option<&'a str>,
    /// Place of the publisher.
    publisher_place: Option<&'a str>,
    /// Date of the issue it appeared in, as precise as it is known.
    issued: PartialDate,
    /// Date it was first online, when that is another one.
    available_date: Option<PartialDate>,
    /// Date a page on the web was read, for those that change.
    accessed: Option<PartialDate>,
    /// Volume.
    #[schema(example = "166")]
    volume: Option<&'a str>,
    /// Issue.
    #[schema(example = "7")]
    issue: Option<&'a str>,
    /// Pages.
    #[schema(example = "514-530")]
    page: Option<&'a str>,
    /// Article number or report number, for publications without pages.
    #[schema(example = "e2531348")]
    number: Option<&'a str>,
    /// Version of a document that has versions.
    version: Option<&'a str>,
    /// Language, BCP 47.
    #[schema(example = "en")]
    language: &'a str,
    /// Digital Object Identifier, lower case, without resolver.
    doi: Option<&'a Doi>,
    /// PubMed id.
    pmid: Option<Pmid>,
    /// PubMed Central id.
    pmcid: Option<&'a Pmcid>,
    /// ISSN of the journal.
    issn: Option<&'a Issn>,
    /// ISBN, 13 digits.
    isbn: Option<&'a Isbn>,
    /// Address of the publication, for those without a DOI.
    url: Option<&'a WebAddress>,
    /// Addresses to open the publication at.
    urls: Urls,
    /// Design of the work.
    design: StudyDesign,
    /// The design in words.
    #[schema(example = "Guideline")]
    design_label: &'static str,
    /// Level of evidence by study design (OCEBM 2011); null where the system has none.
    level: Option<OcebmLevel>,
    /// What was done and found, in our words.
    summary: &'a str,
    /// The neutral conclusion, in one or two sentences of ours that may stand alone.
    conclusion: &'a str,
    /// The question in four parts, in our words.
    pico: &'a Pico,
    /// The study in numbers.
    study: StudyView<'a>,
    /// Registrations of the study.
    registration: &'a Registration,
    /// Who paid; null when not reported.
    funding: Option<&'a str>,
    /// Conflicts of interest; null when not reported.
    conflicts: Option<&'a str>,
    /// Under what terms the publication may be reused; null when not known.
    licence: Option<&'a str>,
    /// What limits its results, one sentence each.
    limitations: &'a [String],
    /// What a writer must know of how it was read, one sentence each; not for publication.
    editor_notes: &'a [String],
    /// How long it holds, by whoever may say so. `status.currency` is computed from this.
    currency_rule: CurrencyRuleView<'a>,
    /// How it stands to other sources.
    links: Vec<SourceLink<'a>>,
    /// How other sources stand to it: `supersedes` here means that this source was superseded.
    linked_from: Vec<SourceLink<'a>>,
    /// What it is about.
    topics: Vec<TopicBrief<'a>>,
    /// Ids of the findings it reports; see `/v1/findings/{id}`.
    findings: Vec<&'a FindingId>,
    /// Day the record was entered from its pages.
    #[schema(value_type = String, format = Date, example = "2026-11-23")]
    recorded: Date,
    /// The values that are null because the publication does not say, or because the question does not arise.
    unstated: Vec<Unstated>,
    /// Where the values of this record come from.
    provenance: RecordProvenance<'a>,
}

/// An author: a person with a `family` name, or an organisation with a `literal` one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Author<'a> {
    /// The name as one would say it.
    #[schema(example = "Amir Qaseem")]
    name: String,
    /// Family name with its particles; null for organisations.
    #[schema(example = "Qaseem")]
    family: Option<&'a str>,
    /// Given names or initials, as published.
    #[schema(example = "Amir")]
    given: Option<&'a str>,
    /// `Jr`, `III`.
    suffix: Option<&'a str>,
    /// Name of an organisation, never split or re-cased; null for persons.
    literal: Option<&'a str>,
}

impl<'a> From<&'a Name> for Author<'a> {
    fn from(name: &'a Name) -> Self {
        let (family, given, suffix, literal) = match name {
            Name::Person { family, given, suffix } => {
                (Some(family.as_str()), given.as_deref(), suffix.as_deref(), None)
            }
            Name::Organisation { literal } => (None, None, None, Some(literal.as_str())),
        };
        Self { name: name.full(), family, given, suffix, literal }
    }
}

/// Where a publication can be opened.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Urls {
    /// The one to prefer: DOI, else PubMed Central, else PubMed, else its own address. Null for an unidentified
    /// publication.
    #[schema(example = "https://doi.org/10.7326/M16-2367")]
    best: Option<String>,
    /// At the DOI resolver.
    #[schema(example = "https://doi.org/10.7326/M16-2367")]
    doi: Option<String>,
    /// The record in PubMed.
    #[schema(example = "https://pubmed.ncbi.nlm.nih.gov/28192789/")]
    pubmed: Option<String>,
    /// The text in PubMed Central.
    #[schema(example = "https://pmc.ncbi.nlm.nih.gov/articles/PMC8095030/")]
    pmc: Option<String>,
}

/// The study in numbers; null is what the publication does not report.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Study)]
pub(crate) struct StudyView<'a> {
    /// Size of the whole: people, or what else was counted.
    sample: Option<Count>,
    /// Studies included, for reviews.
    #[schema(example = 33)]
    studies: Option<u32>,
    /// Lowest age admitted, in years.
    #[schema(example = 65)]
    age_min: Option<u8>,
    /// Highest age admitted, in years.
    age_max: Option<u8>,
    /// Last day the literature was searched, for reviews.
    searched_through: Option<PartialDate>,
    /// First and last day of enrolment, for studies with participants.
    enrolled: Option<Enrolment>,
    /// Where it was done, in our words.
    setting: Option<&'a str>,
}

impl<'a> From<&'a Study> for StudyView<'a> {
    fn from(study: &'a Study) -> Self {
        let Study { sample, studies, age_min, age_max, searched_through, enrolled, setting } = study;
        Self {
            sample: sample.value().copied(),
            studies: studies.value().copied(),
            age_min: age_min.value().copied(),
            age_max: age_max.value().copied(),
            searched_through: searched_through.value().copied(),
            enrolled: enrolled.value().copied(),
            setting: setting.value().map(String::as_str),
        }
    }
}

vocabulary! {
    /// Ways of losing force.
    pub(crate) enum RuleKind ("currency rule") {
        /// The issuer counts it as withdrawn some years after its issue date.
        LapsesAfter = "lapses-after", "Lapses after some years";
        /// A report of research: it stays what was found then, until something supersedes it.
        DoesNotLapse = "does-not-lapse", "Does not lapse";
        /// Nobody has said.
        Unstated = "unstated", "Not stated";
    }
}

/// The values of a source that could be stated and are not.
fn unstated(source: &Source) -> Vec<Unstated> {
    let mut absences = Absences::default();
    let SourceValues { level, study, funding, conflicts, licence, review_due, .. } = source.values();
    absences.look_at(level);
    let StudyValues { sample, studies, age_min, age_max, searched_through, enrolled, setting } = study.values();
    absences.look_at(sample);
    absences.look_at(studies);
    absences.look_at(age_min);
    absences.look_at(age_max);
    absences.look_at(searched_through);
    absences.look_at(enrolled);
    absences.look_at(setting);
    absences.look_at(funding);
    absences.look_at(conflicts);
    absences.look_at(licence);
    absences.look_at(review_due);
    absences.list()
}

/// How long a publication holds, by whoever may say so.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CurrencyRule)]
pub(crate) struct CurrencyRuleView<'a> {
    /// How it loses force.
    rule: RuleKind,
    /// Years from its issue date, for `lapses-after`.
    #[schema(example = 5)]
    years: Option<u8>,
    /// Who says so, for `lapses-after`.
    #[schema(example = "ACP")]
    issuer: Option<&'a str>,
    /// When its issuer meant to look at it again; null when no day was stated.
    review_due: Option<PartialDate>,
}

impl<'a> CurrencyRuleView<'a> {
    fn of(rule: &'a CurrencyRule, review_due: &Stated<PartialDate>) -> Self {
        let (rule, years, issuer) = match rule {
            CurrencyRule::LapsesAfter { years, issuer } => (RuleKind::LapsesAfter, Some(*years), Some(issuer.as_str())),
            CurrencyRule::DoesNotLapse => (RuleKind::DoesNotLapse, None, None),
            CurrencyRule::Unstated => (RuleKind::Unstated, None, None),
        };
        Self { rule, years, issuer, review_due: review_due.value().copied() }
    }
}

/// A relation between two sources, seen from one of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SourceLink<'a> {
    /// How the one stands to the other.
    relation: Relation,
    /// The relation in words, as it stands between the two titles.
    #[schema(example = "companion to")]
    relation_label: &'static str,
    /// The source at the other end.
    source: SourceBrief<'a>,
}

impl<'a> SourceView<'a> {
    /// A source on the day of the scene.
    pub(crate) fn of(scene: Scene<'a>, source: &'a Source) -> Self {
        let Source {
            id,
            short_title,
            also_known_as,
            bibliography,
            design,
            level,
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
            published_at: _, // in the kinds of pages of `provenance`
            editorial: _,    // in `status`
            currency_rule,
            review_due,
            links,
            assertion,
            topics,
            recorded,
            provenance,
        } = source;
        let Bibliography {
            item_type,
            title,
            author,
            editor,
            translator,
            container_title,
            container_title_short,
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
        } = bibliography;
        let link = |relation: Relation, other: &SourceId| {
            Some(SourceLink { relation, relation_label: relation.label(), source: scene.source_brief(other)? })
        };
        Self {
            id,
            href: source_href(id),
            short_title,
            also_known_as,
            status: scene.status(source),
            verification: source.verification(),
            identified: assertion.is_none(),
            assertion: assertion.as_ref(),
            r#type: *item_type,
            title,
            author: author.iter().map(Author::from).collect(),
            editor: editor.iter().map(Author::from).collect(),
            translator: translator.iter().map(Author::from).collect(),
            container_title: container_title.as_deref(),
            container_title_short: container_title_short.as_deref(),
            event_title: event_title.as_deref(),
            edition: edition.as_deref(),
            genre: genre.as_deref(),
            publisher: publisher.as_deref(),
            publisher_place: publisher_place.as_deref(),
            issued: *issued,
            available_date: *available_date,
            accessed: *accessed,
            volume: volume.as_deref(),
            issue: issue.as_deref(),
            page: page.as_deref(),
            number: number.as_deref(),
            version: version.as_deref(),
            language,
            doi: doi.as_ref(),
            pmid: *pmid,
            pmcid: pmcid.as_ref(),
            issn: issn.as_ref(),
            isbn: isbn.as_ref(),
            url: url.as_ref(),
            urls: Urls {
                best: source.best_url(),
                doi: doi.as_ref().map(Doi::url),
                pubmed: pmid.map(Pmid::url),
                pmc: pmcid.as_ref().map(Pmcid::url),
            },
            design: *design,
            design_label: design.label(),
            level: level.value().copied(),
            summary,
            conclusion,
            pico,
            study: study.into(),
            registration,
            funding: funding.value().map(String::as_str),
            conflicts: conflicts.value().map(String::as_str),
            licence: licence.value().map(String::as_str),
            limitations,
            editor_notes,
            currency_rule: CurrencyRuleView::of(currency_rule, review_due),
            links: links.iter().filter_map(|Link { relation, source }| link(*relation, source)).collect(),
            linked_from: scene
                .corpus
                .links_to(source)
                .filter_map(|(other, relation)| link(relation, &other.id))
                .collect(),
            topics: scene.topics(topics),
            findings: scene.corpus.findings_of(source).map(|finding| &finding.id).collect(),
            recorded: *recorded,
            unstated: unstated(source),
            provenance: provenance.into(),
        }
    }
}
