//! The formats of an export.

use crate::domain::vocabulary::vocabulary;

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
    pub(super) fn content_type(self) -> &'static str {
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
    pub(super) fn extension(self) -> &'static str {
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
