//! A file in `data/pages`: an audited web page with its sentences as `[[claim]]`. The page belongs to its publisher: hashes prove
//! what is quoted. Who audits a page of their own may keep its words beside it, in a text file of the same name.

use super::own_id;
use crate::{
    corpus::{
        diagnostic::{MISSING_FIELD, WRONG_TYPE},
        read::{Definitions, FieldSchema, FromTable, FromToml, Table, record, table},
    },
    domain::{
        Claim, ClaimId, Date, FindingId, Page, PageId, Provenance, SourceId, Stated, TopicId, Verdict,
        claim::{ClaimForm, ClaimKind, ClaimLink, LinkRole, LinkTarget, PassageHash, Place},
    },
};

/// A page with its claims.
pub(in crate::corpus) struct PageFile {
    pub(in crate::corpus) id: PageId,
    title: String,
    publisher: String,
    cites: Vec<SourceId>,
    audited: Date,
    recorded: Date,
    note: String,
    pub(in crate::corpus) claims: Vec<Claim>,
}

impl PageFile {
    /// The page with its words, where they are kept, and its claims.
    pub(in crate::corpus) fn with_text(self, text: Option<String>) -> (Page, Vec<Claim>) {
        let Self { id, title, publisher, cites, audited, recorded, note, claims } = self;
        (Page { id, title, publisher, cites, audited, recorded, note, text }, claims)
    }
}

record! { Place {
    section: String = "section", "The heading it stands under, word for word; `Introduction` before the first one.";
    line: u32 = "line", "Line of the page's text, from 1.";
    quote: String = "quote", "The words that make the claim, word for word, in one piece: at most 25.";
    passage: Option<PassageHash> = "passage", "SHA-256 of the paragraph it stands in, as `evidence verify --page` prints it.";
} }

/// The fields of a link before it is known where it leads.
struct LinkTable {
    finding: Option<FindingId>,
    source: Option<SourceId>,
    role: LinkRole,
}

record! { LinkTable {
    finding: Option<FindingId> = "finding", "A finding.";
    source: Option<SourceId> = "source", "A source, when it has no finding to name.";
    role: LinkRole = "role", "What it does to the claim.";
} }

impl FromTable for ClaimLink {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let LinkTable { finding, source, role } = LinkTable::from_table(table)?;
        let target = match (finding, source) {
            (Some(finding), None) => LinkTarget::Finding(finding),
            (None, Some(source)) => LinkTarget::Source(source),
            (None, None) => {
                table.node.fault(
                    MISSING_FIELD,
                    "the link leads nowhere",
                    "name a `finding`, or a `source` that has none",
                );
                return None;
            }
            (Some(_), Some(_)) => {
                table.node.fault(WRONG_TYPE, "the link leads to a finding and to a source", "name the finding alone");
                return None;
            }
        };
        Some(Self { target, role })
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        LinkTable::fields(definitions)
    }
}

table!(ClaimLink);

/// The fields of `[[claim]]`. A claim that still lacks the id of the page above it.
struct ClaimTable {
    id: String,
    place: Place,
    also: Vec<Place>,
    topics: Vec<TopicId>,
    kind: ClaimKind,
    form: ClaimForm,
    verdict: Verdict,
    rationale: String,
    rewording: Stated<String>,
    links: Vec<ClaimLink>,
    provenance: Option<Provenance>,
}

record! { ClaimTable {
    id: String = "id", "Our id: the id of the page, a hyphen, and a name.";
    also: Vec<Place> = "also", "Other places of the page that say the same.";
    topics: Vec<TopicId> = "topics", "What it is about.";
    kind: ClaimKind = "kind", "Which kind of claim it is.";
    form: ClaimForm = "form", "How the page makes it.";
    verdict: Verdict = "verdict", "What the evidence lets one say of it.";
    rationale: String = "rationale", "What the sources report, and why this verdict, in our words.";
    rewording: Stated<String> = "rewording", "What the page could say instead.";
    links: Vec<ClaimLink> = "links", "The evidence.";
    provenance: Option<Provenance> = "provenance", "Where facts of the rationale come from that stand in no finding.";
    ..place: Place;
} }

/// A claim with the id of its page.
struct FiledClaim(Box<dyn FnOnce(&PageId) -> Claim>);

impl FromTable for FiledClaim {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let ClaimTable { id, place, also, topics, kind, form, verdict, rationale, rewording, links, provenance } =
            ClaimTable::from_table(table)?;
        let id: ClaimId = own_id(table, &id)?;
        Some(Self(Box::new(move |page| Claim {
            id,
            page: page.clone(),
            place,
            also,
            topics,
            kind,
            form,
            verdict,
            rationale,
            rewording,
            links,
            provenance,
        })))
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        ClaimTable::fields(definitions)
    }
}

table!(FiledClaim);

/// The fields of a page file.
struct PageTable {
    id: String,
    title: String,
    publisher: String,
    cites: Vec<SourceId>,
    audited: Date,
    note: String,
    claim: Vec<FiledClaim>,
}

record! { PageTable {
    id: String = "id", "Our id: the name of the file.";
    title: String = "title", "The page's own title.";
    publisher: String = "publisher", "Who publishes it.";
    cites: Vec<SourceId> = "cites", "The sources it names.";
    audited: Date = "audited", "Day the verdicts were given.";
    note: String = "note", "What was left out of the audit, and why.";
    claim: Vec<FiledClaim> = "claim", "Its sentences.";
} }

impl FromTable for PageFile {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let recorded = table.field::<Date>("recorded");
        if let Some(day) = recorded {
            table.set_recorded(day);
        }
        let PageTable { id, title, publisher, cites, audited, note, claim } = PageTable::from_table(table)?;
        let id = own_id(table, &id)?;
        let claims = claim.into_iter().map(|FiledClaim(claim)| claim(&id)).collect();
        Some(Self { id, title, publisher, cites, audited, recorded: recorded?, note, claims })
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        let mut fields = PageTable::fields(definitions);
        fields.push(FieldSchema {
            name: "recorded",
            description: "Day the record was entered.",
            schema: Date::schema(definitions),
            required: true,
        });
        fields
    }
}

table!(PageFile);
