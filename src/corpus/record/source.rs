//! A file in `data/sources`: a publication. Bibliographic fields carry the names of CSL-JSON, so that an entry exported by
//! a reference manager can be pasted.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{finding::FindingTable, in_order, own_id, provenance::SourceProvenances, words_or_address};
use crate::{
    corpus::{
        diagnostic::UNKNOWN_WORD,
        read::{Definitions, FieldSchema, FromTable, FromToml, Node, Table, record, table},
    },
    domain::{
        Count, Date, Draft, Editorial, EditorialStatus, Finding, Name, PartialDate, Source, SourceId, Stated,
        StudyDesign, TopicId,
        bibliography::bibliographic_fields,
        certainty::OcebmLevel,
        identifier::{Doi, Isbn, Issn, NctId, Pmcid, Pmid, ProsperoId, WebAddress},
        number::CountUnit,
        source::{Assertion, Bibliography, Enrolment, ItemType, Link, Pico, Registration, Relation, Study},
        status::CurrencyRule,
    },
};

/// What a file in `data/sources` holds: a source, or one that is to become one.
pub(in crate::corpus) enum SourceEntry {
    Complete(Box<SourceFile>),
    Draft(Box<DraftFile>),
}

/// A file with `draft = true`.
pub(in crate::corpus) struct DraftFile {
    pub(in crate::corpus) draft: Draft,
    /// Paths of the fields a source must have and the file has not, in the order in which they are asked for.
    pub(in crate::corpus) absent: Vec<String>,
}

/// A source file: the publication and its findings, shared by the versions of the data that have the same file.
#[derive(Clone)]
pub(in crate::corpus) struct SourceFile {
    pub(in crate::corpus) source: Arc<Source>,
    pub(in crate::corpus) findings: Vec<Arc<Finding>>,
}

macro_rules! bibliography {
    ($( $field:ident : $T:ty = $name:literal $(as $json:literal)?, $doc:literal; )+) => {
        record! { Bibliography { $( $field: $T = $name, $doc; )+ } }
    };
}
bibliographic_fields!(bibliography);

record! { Pico {
    population: String = "population", "Who was studied or is meant.";
    intervention: String = "intervention", "What was done.";
    comparator: String = "comparator", "Against what.";
    outcome: String = "outcome", "What was measured.";
} }

record! { Count {
    value: u32 = "value", "How many.";
    unit: CountUnit = "unit", "Of what: procedures are not people.";
} }

record! { Study {
    sample: Stated<Count> = "sample", "Size of the whole, with its unit.";
    studies: Stated<u32> = "studies", "Studies included, for reviews.";
    age_min: Stated<u8> = "age-min", "Lowest age admitted, in years.";
    age_max: Stated<u8> = "age-max", "Highest age admitted, in years.";
    searched_through: Stated<PartialDate> = "searched-through", "Last day the literature was searched.";
    enrolled: Stated<Enrolment> = "enrolled", "First and last day of enrolment.";
    setting: Stated<String> = "setting", "Where it was done.";
} }

record! { Registration {
    nct: Vec<NctId> = "nct", "ClinicalTrials.gov.";
    prospero: Vec<ProsperoId> = "prospero", "PROSPERO.";
} }

record! { Link {
    relation: Relation = "relation", "How this source stands to the other.";
    source: SourceId = "source", "The other source.";
} }

record! { Assertion {
    by: String = "by", "Who asserts it.";
    studies: Option<u32> = "studies", "Studies it is said to include.";
    participants: Option<u32> = "participants", "Participants it is said to have.";
    says: String = "says", "What it is said to have found, in our words.";
    search: String = "search", "What was done to find it.";
} }

record! { Editorial, checked by notice_is_an_address_or_words {
    status: EditorialStatus = "status", "What is known.";
    checked: Option<Date> = "checked", "Day on which notices were last looked for.";
    notice: Option<String> = "notice", "Address or identifier of the notice.";
    noticed: Option<PartialDate> = "noticed", "Date of the notice.";
    note: Option<String> = "note", "What readers should know, in our words.";
} }

fn notice_is_an_address_or_words(table: &Table<'_>, _: &Editorial) -> Option<()> {
    table.get("notice").map_or(Some(()), |notice| words_or_address(&notice).map(drop))
}

record! { Enrolment, checked by enrolment_in_order {
    from: PartialDate = "from", "First day.";
    to: PartialDate = "to", "Last day.";
} }

fn enrolment_in_order(table: &Table<'_>, Enrolment { from, to }: &Enrolment) -> Option<()> {
    in_order(table, to.latest() >= from.earliest(), || {
        (format!("enrolment ends {to}, before it begins {from}"), "swap the dates")
    })
}

/// `[currency]` of a source.
struct CurrencyTable {
    rule: CurrencyRule,
    review_due: Stated<PartialDate>,
}

const LAPSES_AFTER: &str = "lapses-after";
const DOES_NOT_LAPSE: &str = "does-not-lapse";
const UNSTATED: &str = "unstated";

impl FromTable for CurrencyTable {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let rule = table.field::<String>("rule");
        let years = table.field::<Option<u8>>("years");
        let issuer = table.field::<Option<String>>("issuer");
        let review_due = table.field::<Stated<PartialDate>>("review-due");
        let rule = match (rule?.as_str(), years?, issuer?) {
            (LAPSES_AFTER, Some(years), Some(issuer)) => CurrencyRule::LapsesAfter { years, issuer },
            (DOES_NOT_LAPSE, None, None) => CurrencyRule::DoesNotLapse,
            (UNSTATED, None, None) => CurrencyRule::Unstated,
            (rule, _, _) => {
                let help =
                    "`rule` is `lapses-after` with `years` and `issuer`, or `does-not-lapse` or `unstated` alone";
                table.node.fault(UNKNOWN_WORD, format!("`{rule}` is no currency rule with these fields"), help);
                return None;
            }
        };
        Some(Self { rule, review_due: review_due? })
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        vec![
            FieldSchema {
                name: "rule",
                description: "How long it holds, by whoever may say so.",
                schema: json!({ "enum": [LAPSES_AFTER, DOES_NOT_LAPSE, UNSTATED] }),
                required: true,
            },
            FieldSchema {
                name: "years",
                description: "Years after its issue date, for `lapses-after`.",
                schema: u8::schema(definitions),
                required: false,
            },
            FieldSchema {
                name: "issuer",
                description: "Who says so, for `lapses-after`.",
                schema: String::schema(definitions),
                required: false,
            },
            FieldSchema {
                name: "review-due",
                description: "When its issuer meant to look at it again.",
                schema: Stated::<PartialDate>::schema(definitions),
                required: false,
            },
        ]
    }
}

table!(CurrencyTable);

/// The fields of a source that stand at the top of its file and are no bibliography.
struct SourceHead {
    id: String,
    short_title: String,
    also_known_as: Vec<String>,
    design: StudyDesign,
    level: Stated<OcebmLevel>,
    summary: String,
    conclusion: String,
    pico: Pico,
    study: Study,
    registration: Option<Registration>,
    funding: Stated<String>,
    conflicts: Stated<String>,
    licence: Stated<String>,
    limitations: Vec<String>,
    editor_notes: Vec<String>,
    published_at: Vec<String>,
    editorial: Editorial,
    currency: CurrencyTable,
    link: Vec<Link>,
    assertion: Option<Assertion>,
    topics: Vec<TopicId>,
    recorded: Date,
    provenance: SourceProvenances,
}

record! { SourceHead {
    id: String = "id", "Our id: the name of the file.";
    short_title: String = "short-title", "The name people use: ACP 2017.";
    also_known_as: Vec<String> = "also-known-as", "Other names people use for it.";
    recorded: Date = "recorded", "Day the record was entered from its pages.";
    design: StudyDesign = "design", "Design of the work.";
    level: Stated<OcebmLevel> = "level", "OCEBM 2011 level.";
    topics: Vec<TopicId> = "topics", "What it is about.";
    summary: String = "summary", "What was done and found, in our words.";
    conclusion: String = "conclusion", "The neutral conclusion, in our words.";
    pico: Pico = "pico", "The question.";
    study: Study = "study", "The study in numbers.";
    registration: Option<Registration> = "registration", "Registrations of the study.";
    funding: Stated<String> = "funding", "Who paid.";
    conflicts: Stated<String> = "conflicts", "Conflicts of interest.";
    licence: Stated<String> = "licence", "Under what terms the publication may be reused.";
    limitations: Vec<String> = "limitations", "What limits its results, a sentence each.";
    editor_notes: Vec<String> = "editor-notes", "What a writer must know of how it was read, a sentence each.";
    published_at: Vec<String> = "published-at", "Where its publisher or issuer shows it: hosts, or hosts with the begin of a path.";
    editorial: Editorial = "editorial", "What its publisher has said since.";
    currency: CurrencyTable = "currency", "How long it holds.";
    link: Vec<Link> = "link", "Relations to other sources.";
    assertion: Option<Assertion> = "assertion", "What is asserted of a publication that could not be identified.";
    provenance: SourceProvenances = "provenance", "Where the values of this record come from.";
} }

impl FromTable for Source {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        // Provenance further down takes its date from here.
        if let Some(node) = table.get("recorded")
            && let Some(day) = Date::from_toml(&node)
        {
            table.set_recorded(day);
        }
        let bibliography = Bibliography::from_table(table);
        let SourceHead {
            id,
            short_title,
            also_known_as,
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
            published_at,
            editorial,
            currency,
            link,
            assertion,
            topics,
            recorded,
            provenance,
        } = SourceHead::from_table(table)?;
        let CurrencyTable { rule, review_due } = currency;
        Some(Self {
            id: own_id(table, &id)?,
            short_title,
            also_known_as,
            bibliography: bibliography?,
            design,
            level,
            summary,
            conclusion,
            pico,
            study,
            registration: registration.unwrap_or_default(),
            funding,
            conflicts,
            licence,
            limitations,
            editor_notes,
            published_at,
            editorial,
            currency_rule: rule,
            review_due,
            links: link,
            assertion,
            topics,
            recorded,
            provenance: provenance.0,
        })
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        let mut fields = SourceHead::fields(definitions);
        fields.push(FieldSchema {
            name: "draft",
            description: "Whether the record is still to be completed, and not served until then.",
            schema: bool::schema(definitions),
            required: false,
        });
        fields.extend(Bibliography::fields(definitions));
        fields.push(FieldSchema {
            name: "finding",
            description: "The results it reports.",
            schema: Vec::<FindingTable>::schema(definitions),
            required: false,
        });
        fields
    }
}

/// The fields a draft must have too.
struct DraftHead {
    id: String,
    short_title: Option<String>,
    design: Option<StudyDesign>,
    registration: Option<Registration>,
    editorial: Option<Editorial>,
    recorded: Date,
    provenance: SourceProvenances,
}

record! { DraftHead {
    id: String = "id", "Our id: the name of the file.";
    short_title: Option<String> = "short-title", "The name people use: ACP 2017.";
    design: Option<StudyDesign> = "design", "Design of the work.";
    registration: Option<Registration> = "registration", "Registrations of the study.";
    editorial: Option<Editorial> = "editorial", "What its publisher has said since.";
    recorded: Date = "recorded", "Day the record was begun.";
    provenance: SourceProvenances = "provenance", "Where the values of this record come from.";
} }

fn draft(table: &Table<'_>) -> Option<Draft> {
    if let Some(node) = table.get("recorded")
        && let Some(day) = Date::from_toml(&node)
    {
        table.set_recorded(day);
    }
    let bibliography = Bibliography::from_table(table);
    let DraftHead { id, short_title, design, registration, editorial, recorded, provenance } =
        DraftHead::from_table(table)?;
    Some(Draft {
        id: own_id(table, &id)?,
        short_title,
        bibliography: bibliography?,
        design,
        registration: registration.unwrap_or_default(),
        editorial,
        recorded,
        provenance: provenance.0,
    })
}

impl SourceEntry {
    /// The fields of a draft, for the schema.
    pub(in crate::corpus) fn draft_fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        let mut fields = DraftHead::fields(definitions);
        fields.extend(Bibliography::fields(definitions));
        fields
    }
}

impl FromToml for SourceEntry {
    fn from_toml(node: &Node<'_>) -> Option<Self> {
        let table = node.table()?;
        let is_draft = table.field::<Option<bool>>("draft").flatten().unwrap_or(false);
        if !is_draft {
            let source = Source::from_table(&table);
            let findings = table.field::<Vec<FindingTable>>("finding");
            table.close();
            let mut source = source?;
            let mut provenance = source.provenance.clone();
            provenance.classify([], |page| source.is_own_page(page));
            source.provenance = provenance;
            let read = |FindingTable(finding): FindingTable| {
                let mut finding = finding(&source.id);
                finding.classify_pages(|page| source.is_own_page(page));
                Arc::new(finding)
            };
            let findings = findings?.into_iter().map(read).collect();
            let source = Arc::new(source);
            return Some(Self::Complete(Box::new(SourceFile { source, findings })));
        }
        let draft = draft(&table);
        // All else is read as that of a source is, so that a mistake is not found only at the end; what is still missing
        // is no mistake.
        table.let_be_absent();
        Source::from_table(&table);
        table.field::<Vec<FindingTable>>("finding");
        table.close();
        let mut absent = table.absent();
        // A list may be absent, but a source is about something.
        absent.extend(table.get("topics").is_none().then(|| "topics".to_owned()));
        Some(Self::Draft(Box::new(DraftFile { draft: draft?, absent })))
    }

    fn schema(definitions: &mut Definitions) -> Value {
        definitions.reference::<Source>("Source")
    }
}
