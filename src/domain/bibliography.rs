//! What a reference is made of: the one table of its fields.

use std::borrow::Cow;

use super::{
    Vocabulary,
    date::PartialDate,
    identifier::{Doi, Identifier, Isbn, Issn, Pmcid, Pmid, WebAddress},
    name::Name,
    vocabulary::vocabulary,
};

vocabulary! {
    /// Types of publication, by their CSL names.
    pub enum ItemType ("type of publication") {
        /// Article in a journal.
        ArticleJournal = "article-journal", "Journal article";
        /// Report of an institution.
        Report = "report", "Report";
        /// Book.
        Book = "book", "Book";
        /// Page or document on the web.
        Webpage = "webpage", "Web page";
        /// Law, regulation or official determination.
        Legislation = "legislation", "Official determination";
        /// Chapter, or another part of a book with authors of its own.
        Chapter = "chapter", "Chapter";
        /// Paper or abstract of a conference.
        PaperConference = "paper-conference", "Conference paper";
        /// Thesis or dissertation.
        Thesis = "thesis", "Thesis";
        /// Preprint: what no journal has accepted (CSL 1.0.2 calls it an article).
        Preprint = "article", "Preprint";
    }
}

/// The fields of a reference in the order of a record file: `rust_field: Type = "name in the file", "what it is";`, with
/// `as "name"` where JSON calls it otherwise than Rust. Names in the file are those of the variables of CSL.
///
/// Who only enumerates them hands this table a macro of its own, or takes [`Bibliography::values`]; who has to decide about
/// each takes [`Bibliography`] apart.
macro_rules! bibliographic_fields {
    ($each:ident) => {
        $each! {
            item_type: ItemType = "type" as "type", "Type of publication, a CSL type.";
            title: String = "title", "Title in the letter case of the publication.";
            author: Vec<Name> = "author", "Authors in their order.";
            editor: Vec<Name> = "editor", "Editors, of the work or of the book it is a part of.";
            translator: Vec<Name> = "translator", "Translators.";
            container_title: Option<String> = "container-title", "Journal, series, or the book it is a part of.";
            container_title_short: Option<String> = "container-title-short", "ISO 4 abbreviation of the journal.";
            event_title: Option<String> = "event-title", "Conference at which it was presented.";
            edition: Option<String> = "edition", "Edition.";
            genre: Option<String> = "genre", "Kind of thesis or report: `PhD thesis`.";
            publisher: Option<String> = "publisher", "Publisher.";
            publisher_place: Option<String> = "publisher-place", "Place of the publisher.";
            issued: PartialDate = "issued", "Date of the issue: 2017, 2017-04 or 2017-04-04.";
            available_date: Option<PartialDate> = "available-date", "Date first online, when another one.";
            accessed: Option<PartialDate> = "accessed", "Date a page on the web was read.";
            volume: Option<String> = "volume", "Volume.";
            issue: Option<String> = "issue", "Issue.";
            page: Option<String> = "page", "Pages: 514-530.";
            number: Option<String> = "number", "Article or report number, for publications without pages.";
            version: Option<String> = "version", "Version of a document that has versions.";
            language: String = "language", "Language, BCP 47: en.";
            doi: Option<Doi> = "DOI", "DOI without resolver.";
            pmid: Option<Pmid> = "PMID", "PubMed id.";
            pmcid: Option<Pmcid> = "PMCID", "PubMed Central id.";
            issn: Option<Issn> = "ISSN", "ISSN of the journal.";
            isbn: Option<Isbn> = "ISBN", "ISBN, 13 digits.";
            url: Option<WebAddress> = "URL", "Address, for publications without a DOI.";
        }
    };
}
pub(crate) use bibliographic_fields;

macro_rules! bibliography {
    ($( $field:ident : $T:ty = $name:literal $(as $json:literal)?, $doc:literal; )+) => {
        /// What a reference is made of. Names follow the CSL variables.
        ///
        /// Authors are missing for an unidentified publication only. The publisher of a thesis is the university, that of a preprint
        /// its server.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Bibliography { $(
            #[doc = $doc]
            pub $field: $T,
        )+ }

        impl Bibliography {
            /// Every field that has a value, by its name in a record file and in the order there.
            pub fn values(&self) -> impl Iterator<Item = (&'static str, BibliographicValue<'_>)> {
                let Self { $( $field, )+ } = self;
                [ $( ($name, $field.bibliographic()), )+ ].into_iter().filter_map(|(name, value)| Some((name, value?)))
            }
        }
    };
}
bibliographic_fields!(bibliography);

/// A value of a reference, as those see it who treat all fields of a kind alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BibliographicValue<'a> {
    /// A text, a word of a list, an identifier.
    Text(Cow<'a, str>),
    /// People and organisations, at least one.
    Names(&'a [Name]),
    /// A date as precise as it is known.
    Date(PartialDate),
}

/// What can stand in a field of a reference; nothing where a field has no value.
trait Bibliographic {
    fn bibliographic(&self) -> Option<BibliographicValue<'_>>;
}

impl Bibliographic for String {
    fn bibliographic(&self) -> Option<BibliographicValue<'_>> {
        Some(BibliographicValue::Text(self.into()))
    }
}

impl Bibliographic for ItemType {
    fn bibliographic(&self) -> Option<BibliographicValue<'_>> {
        Some(BibliographicValue::Text(self.slug().into()))
    }
}

impl Bibliographic for PartialDate {
    fn bibliographic(&self) -> Option<BibliographicValue<'_>> {
        Some(BibliographicValue::Date(*self))
    }
}

impl Bibliographic for Vec<Name> {
    fn bibliographic(&self) -> Option<BibliographicValue<'_>> {
        (!self.is_empty()).then_some(BibliographicValue::Names(self))
    }
}

impl<T: Bibliographic> Bibliographic for Option<T> {
    fn bibliographic(&self) -> Option<BibliographicValue<'_>> {
        self.as_ref().and_then(Bibliographic::bibliographic)
    }
}

macro_rules! identifiers {
    ($( $Type:ty ),+) => { $(
        impl Bibliographic for $Type {
            fn bibliographic(&self) -> Option<BibliographicValue<'_>> {
                Some(BibliographicValue::Text(self.to_string().into()))
            }
        }
    )+ };
}
identifiers!(Doi, Pmid, Pmcid, Issn, Isbn, WebAddress);

impl Bibliography {
    /// The address to open: DOI, else PubMed Central, else PubMed, else its own.
    pub fn best_url(&self) -> Option<String> {
        let Bibliography { doi, pmcid, pmid, url, .. } = self;
        best_url(doi.as_ref(), pmcid.as_ref(), pmid.as_ref(), url.as_ref())
    }

    /// Whether both have a DOI, a PMID or a PMCID, and not the same.
    pub fn is_told_apart_from(&self, other: &Self) -> bool {
        fn differ<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            one.zip(other).is_some_and(|(one, other)| one != other)
        }
        differ(self.doi.as_ref(), other.doi.as_ref())
            || differ(self.pmid.as_ref(), other.pmid.as_ref())
            || differ(self.pmcid.as_ref(), other.pmcid.as_ref())
    }

    /// The identifiers that belong to one publication only: DOI, PMID, PMCID, ISBN and address.
    pub fn identifiers(&self) -> impl Iterator<Item = Identifier> {
        let Self { doi, pmid, pmcid, isbn, url, .. } = self;
        None.into_iter()
            .chain(doi.clone().map(Identifier::Doi))
            .chain(pmid.map(Identifier::Pmid))
            .chain(pmcid.clone().map(Identifier::Pmcid))
            .chain(isbn.clone().map(Identifier::Isbn))
            .chain(url.clone().map(Identifier::Url))
    }
}

/// The address to open by these, the first that is there.
pub(super) fn best_url(
    doi: Option<&Doi>,
    pmcid: Option<&Pmcid>,
    pmid: Option<&Pmid>,
    url: Option<&WebAddress>,
) -> Option<String> {
    None.or_else(|| doi.map(Doi::url))
        .or_else(|| pmcid.map(Pmcid::url))
        .or_else(|| pmid.map(|pmid| pmid.url()))
        .or_else(|| url.map(ToString::to_string))
}
