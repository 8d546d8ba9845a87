//! The resources: where each is, and what can be asked of it.

use super::{
    DEFAULT_LIMIT, Listing, MAX_LIMIT, MAX_SUGGESTIONS, Param, bibliographic, brief, chosen_sources, counts,
    cursor_param, day, expansion, explain, export_format, fields, filter, format, highlight, identifiers, intervention,
    kinds, length, limit, linking, literature, locale, locator, matching, name, parts, range, since, sort, style,
    suggest_text, text, whole_findings,
};
use crate::{
    api::view::hit::{BRIEF, HitPart},
    domain::Vocabulary,
    search::{Facet, NameField, NumberField},
};

/// A resource of the API: its address and what can be asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::api) enum Resource {
    Index,
    Search,
    Suggest,
    Sources,
    Source,
    Export,
    Citation,
    Styles,
    Bibliography,
    Findings,
    Finding,
    Claims,
    Claim,
    Blurbs,
    Blurb,
    Changes,
    Topics,
    Topic,
    Literature,
    LiteratureRecord,
    LiteratureCitation,
    Check,
    References,
    Document,
    OlderDocument,
}

impl Resource {
    /// All of them, in the order of the document.
    pub(in crate::api) const ALL: [Self; 25] = [
        Self::Index,
        Self::Search,
        Self::Suggest,
        Self::Sources,
        Self::Source,
        Self::Export,
        Self::Citation,
        Self::Styles,
        Self::Bibliography,
        Self::Findings,
        Self::Finding,
        Self::Claims,
        Self::Claim,
        Self::Blurbs,
        Self::Blurb,
        Self::Changes,
        Self::Topics,
        Self::Topic,
        Self::Literature,
        Self::LiteratureRecord,
        Self::LiteratureCitation,
        Self::Check,
        Self::References,
        Self::Document,
        Self::OlderDocument,
    ];

    /// Its address, with the id in braces where there is one.
    pub(in crate::api) fn path(self) -> &'static str {
        match self {
            Self::Index => "/v1",
            Self::Search => "/v1/search",
            Self::Suggest => "/v1/suggest",
            Self::Sources => "/v1/sources",
            Self::Source => "/v1/sources/{id}",
            Self::Export => "/v1/export",
            Self::Citation => "/v1/sources/{id}/citation",
            Self::Styles => "/v1/styles",
            Self::Bibliography => "/v1/bibliography",
            Self::Findings => "/v1/findings",
            Self::Finding => "/v1/findings/{id}",
            Self::Claims => "/v1/claims",
            Self::Claim => "/v1/claims/{id}",
            Self::Blurbs => "/v1/blurbs",
            Self::Blurb => "/v1/blurbs/{id}",
            Self::Changes => "/v1/changes",
            Self::Topics => "/v1/topics",
            Self::Topic => "/v1/topics/{id}",
            Self::Literature => "/v1/literature",
            Self::LiteratureRecord => "/v1/literature/{id}",
            Self::LiteratureCitation => "/v1/literature/{id}/citation",
            Self::Check => "/v1/check",
            Self::References => "/v1/references/check",
            Self::Document => "/openapi.json",
            Self::OlderDocument => "/openapi-3.0.json",
        }
    }

    /// The method it answers to, as the document writes it.
    pub(in crate::api) fn method(self) -> &'static str {
        match self {
            Self::Index
            | Self::Search
            | Self::Suggest
            | Self::Sources
            | Self::Source
            | Self::Export
            | Self::Citation
            | Self::Styles
            | Self::Findings
            | Self::Finding
            | Self::Claims
            | Self::Claim
            | Self::Blurbs
            | Self::Blurb
            | Self::Changes
            | Self::Topics
            | Self::Topic
            | Self::Literature
            | Self::LiteratureRecord
            | Self::LiteratureCitation
            | Self::Document
            | Self::OlderDocument => "get",
            Self::Check | Self::References | Self::Bibliography => "post",
        }
    }

    /// The facets it can be filtered by and that it can count.
    pub(in crate::api) fn facets(self) -> &'static [Facet] {
        match self {
            Self::Search => Facet::ALL,
            Self::Sources | Self::Export => OF_SOURCES,
            Self::Findings => OF_FINDINGS,
            Self::Claims => &[Facet::Page, Facet::Verdict, Facet::Aspect, Facet::Topic, Facet::Source],
            Self::Blurbs => &[Facet::Topic, Facet::Aspect, Facet::Source, Facet::State],
            Self::Index
            | Self::Suggest
            | Self::Source
            | Self::Citation
            | Self::Styles
            | Self::Bibliography
            | Self::Finding
            | Self::Claim
            | Self::Blurb
            | Self::Changes
            | Self::Topics
            | Self::Topic
            | Self::Literature
            | Self::LiteratureRecord
            | Self::LiteratureCitation
            | Self::Check
            | Self::References
            | Self::Document
            | Self::OlderDocument => &[],
        }
    }

    /// What can be asked of it.
    pub(in crate::api) fn params(self) -> Vec<Param> {
        let searched = || [text(), matching(), expansion()];
        let paged = || [sort(), limit(DEFAULT_LIMIT, MAX_LIMIT), cursor_param()];
        // What has a year has a publication.
        let ranges = || NameField::ALL.iter().copied().map(name).chain(NumberField::ALL.iter().copied().map(range));
        let shaped = |listing: Listing| [fields(listing), brief(listing.brief())];
        let filters = || self.facets().iter().copied().map(filter);
        let counted = || [counts(self), day()];
        match self {
            Self::Index
            | Self::Check
            | Self::References
            | Self::Document
            | Self::OlderDocument
            | Self::Styles
            | Self::Bibliography
            | Self::LiteratureRecord => Vec::new(),
            Self::Literature => literature::params().into_iter().chain(shaped(Listing::Literature)).collect(),
            Self::Citation | Self::LiteratureCitation => vec![style(), locale(), linking(), locator()],
            Self::Search => searched()
                .into_iter()
                .chain(filters())
                .chain(ranges())
                .chain(paged())
                .chain([counts(self), highlight(), parts(), brief(&BRIEF.map(HitPart::slug)), explain(), day()])
                .collect(),
            Self::Suggest => vec![suggest_text(), kinds(), limit(DEFAULT_LIMIT, MAX_SUGGESTIONS)],
            Self::Sources => [identifiers(), bibliographic()]
                .into_iter()
                .chain(searched())
                .chain(filters())
                .chain(ranges())
                .chain(paged())
                .chain(shaped(Listing::Sources))
                .chain(counted())
                .collect(),
            Self::Export => [export_format(), chosen_sources()]
                .into_iter()
                .chain(searched())
                .chain(filters())
                .chain(ranges())
                .chain([sort(), day()])
                .collect(),
            Self::Findings => searched()
                .into_iter()
                .chain(filters())
                .chain(ranges())
                .chain(paged())
                .chain(shaped(Listing::Findings))
                .chain(counted())
                .collect(),
            Self::Claims => searched()
                .into_iter()
                .chain(filters())
                .chain(paged())
                .chain(shaped(Listing::Claims))
                .chain(counted())
                .collect(),
            Self::Blurbs => searched()
                .into_iter()
                .chain(filters())
                .chain([length(), style()])
                .chain(paged())
                .chain(shaped(Listing::Blurbs))
                .chain(counted())
                .collect(),
            Self::Blurb => vec![length(), style(), format(), day()],
            Self::Changes => vec![since(), kinds(), limit(DEFAULT_LIMIT, MAX_LIMIT), cursor_param(), day()],
            Self::Source | Self::Finding | Self::Claim => vec![day()],
            Self::Topics => {
                searched().into_iter().chain(paged()).chain(shaped(Listing::Topics)).chain([day()]).collect()
            }
            Self::Topic => vec![intervention(), whole_findings(), day()],
        }
    }
}

const OF_SOURCES: &[Facet] = &[
    Facet::Design,
    Facet::Type,
    Facet::Topic,
    Facet::Population,
    Facet::Intervention,
    Facet::Comparator,
    Facet::Outcome,
    Facet::Certainty,
    Facet::Direction,
    Facet::EditorialStatus,
    Facet::Currency,
    Facet::Verification,
];

const OF_FINDINGS: &[Facet] = &[
    Facet::Design,
    Facet::Type,
    Facet::Topic,
    Facet::Population,
    Facet::Intervention,
    Facet::Comparator,
    Facet::Outcome,
    Facet::Certainty,
    Facet::Direction,
    Facet::EditorialStatus,
    Facet::Currency,
    Facet::Verification,
    Facet::Source,
];
