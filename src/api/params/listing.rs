//! What of the records of a list can be left out: the fields of each kind, and which of them are its brief form.

use std::sync::LazyLock;

use utoipa::{
    PartialSchema,
    openapi::{RefOr, Schema},
};

use crate::api::view::{
    blurb::BlurbView, claim::ClaimView, finding::FindingView, literature::LiteratureView, source::SourceView,
    topic::TopicView,
};

/// The records of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::api) enum Listing {
    Sources,
    Findings,
    Claims,
    Blurbs,
    Topics,
    Literature,
}

/// The names of all fields of each kind, in the order of [`Listing::ALL`].
static FIELDS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let fields = |listing: Listing| match listing.schema() {
        RefOr::T(Schema::Object(object)) => object.properties.into_iter().map(|(field, _)| field).collect(),
        // A record is an object; a test asks for its fields.
        RefOr::T(_) | RefOr::Ref(_) => Vec::new(),
    };
    Listing::ALL.into_iter().map(fields).collect()
});

impl Listing {
    pub(in crate::api) const ALL: [Self; 6] =
        [Self::Sources, Self::Findings, Self::Claims, Self::Blurbs, Self::Topics, Self::Literature];

    fn schema(self) -> RefOr<Schema> {
        match self {
            Self::Sources => SourceView::schema(),
            Self::Findings => FindingView::schema(),
            Self::Claims => ClaimView::schema(),
            Self::Blurbs => BlurbView::schema(),
            Self::Topics => TopicView::schema(),
            Self::Literature => LiteratureView::schema(),
        }
    }

    /// The name that the document has for a whole record.
    pub(in crate::api) fn record(self) -> &'static str {
        match self {
            Self::Sources => "Source",
            Self::Findings => "Finding",
            Self::Claims => "Claim",
            Self::Blurbs => "Blurb",
            Self::Topics => "Topic",
            Self::Literature => "LiteratureRecord",
        }
    }

    /// The name that the document has for a page of the list.
    pub(in crate::api) fn page(self) -> &'static str {
        match self {
            Self::Sources => "SourcePage",
            Self::Findings => "FindingPage",
            Self::Claims => "ClaimPage",
            Self::Blurbs => "BlurbPage",
            Self::Topics => "TopicPage",
            Self::Literature => "LiteraturePage",
        }
    }

    /// What every record of the list has, whatever was asked for: which one it is, and how far it may be relied on.
    pub(in crate::api) fn always(self) -> &'static [&'static str] {
        match self {
            Self::Sources => &["id", "href", "status", "verification", "identified"],
            Self::Findings => &["id", "href", "status", "verification"],
            Self::Claims => &["id", "href", "verdict"],
            Self::Blurbs => &["id", "href", "state"],
            Self::Topics => &["id", "href"],
            Self::Literature => &["id", "href", "appraisal", "appraised", "editorial"],
        }
    }

    /// What the brief form of a record has beyond that: as much as a line of a list shows.
    pub(in crate::api) fn brief(self) -> &'static [&'static str] {
        match self {
            Self::Sources => &["short_title", "title", "container_title", "issued", "doi", "design"],
            Self::Findings => &["type", "statement", "source", "direction", "stance", "strength", "certainty"],
            Self::Claims => &["page", "quote"],
            Self::Blurbs => &["title", "aspect", "text", "reviewed", "valid_until"],
            Self::Topics => &["kind", "label", "counts"],
            Self::Literature => &["title", "authors", "container_title", "issued", "doi", "pmid"],
        }
    }

    /// What can be asked for with `fields`, in the order of the record.
    pub(in crate::api) fn optional(self) -> Vec<&'static str> {
        let all = FIELDS.get(self as usize).into_iter().flatten();
        all.map(String::as_str).filter(|field| !self.always().contains(field)).collect()
    }
}

/// Which fields of the records of a list are wanted.
pub(in crate::api) struct ListShape {
    pub(super) listing: Listing,
    /// Those that were named.
    pub(super) fields: Option<Vec<String>>,
    /// Whether the short form was asked for; none when nothing was said.
    pub(super) brief: Option<bool>,
}

impl ListShape {
    /// The fields that were asked for, those that are always there among them; none for all.
    pub(in crate::api) fn wanted(&self) -> Option<Vec<&str>> {
        let Self { listing, fields, brief } = self;
        let brief = if *brief == Some(true) { Some(listing.brief()) } else { None };
        if fields.is_none() && brief.is_none() {
            return None;
        }
        let named = fields.iter().flatten().map(String::as_str);
        Some(listing.always().iter().chain(brief.unwrap_or_default()).copied().chain(named).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_brief_form_has_are_fields_of_the_record() {
        for listing in Listing::ALL {
            let all = &FIELDS[listing as usize];
            for field in listing.always().iter().chain(listing.brief()) {
                assert!(all.iter().any(|known| known == field), "{field} of {}", listing.record());
            }
        }
    }
}
