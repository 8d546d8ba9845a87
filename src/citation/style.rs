//! The styles on offer, under ids that never change, and what a writer should know of each.

mod bounds;
mod repair;

use std::sync::OnceLock;

use hayagriva::{
    archive::ArchivedStyle,
    citationberg::{
        self, CslMacro, IndependentStyle, LayoutRenderingElement, LongShortForm, Style as AnyStyle, StyleClass,
        TextTarget,
        taxonomy::{NumberOrPageVariable, NumberVariable, StandardVariable, Variable},
    },
};

use crate::domain::vocabulary::vocabulary;
pub(super) use repair::NEVER;
use repair::repair;

vocabulary! {
    /// Citation styles.
    pub enum StyleId ("citation style") {
        /// AMA Manual of Style, 11th edition: superscript numbers.
        Ama = "ama", "AMA";
        /// Publication Manual of the APA, 7th edition: author and year.
        Apa = "apa", "APA";
        /// ICMJE recommendations (Citing Medicine): numbers in parentheses.
        Vancouver = "vancouver", "Vancouver";
        /// Chicago Manual of Style, 18th edition: author and year.
        ChicagoAuthorDate = "chicago-author-date", "Chicago (author-date)";
        /// Chicago Manual of Style, 18th edition: notes with a bibliography.
        ChicagoNotes = "chicago-notes", "Chicago (notes)";
        /// MLA Handbook, 9th edition: author and page.
        Mla = "mla", "MLA";
        /// Cite Them Right, 12th edition: author and year.
        Harvard = "harvard", "Harvard";
        /// BMJ: numbers in brackets.
        Bmj = "bmj", "BMJ";
        /// Nature: superscript numbers.
        Nature = "nature", "Nature";
    }
}

vocabulary! {
    /// How a style points from the text to the list.
    pub enum CitationForm ("form of citation") {
        /// A raised number.
        Superscript = "superscript", "Superscript number";
        /// A number on the line.
        Numeric = "numeric", "Number";
        /// Author with year or page.
        AuthorDate = "author-date", "Author and date";
        /// A footnote or endnote.
        Note = "note", "Note";
    }
}

/// What a writer should know of a style.
#[derive(Clone, Copy, Debug)]
pub struct StyleFacts {
    /// The manual it follows, with its edition.
    pub manual: &'static str,
    /// How the text points to the list.
    pub form: CitationForm,
    /// How many authors a reference names.
    pub authors: &'static str,
    /// When and how the DOI is printed.
    pub doi: &'static str,
    /// Which of the two dates is printed.
    pub date: &'static str,
    /// How the list is ordered.
    pub order: &'static str,
    /// Name of the style in the CSL repository.
    pub csl: &'static str,
    /// How the text says "and others" after the first author.
    pub(super) et_al: &'static str,
    /// Who wrote the CSL style.
    pub credits: &'static str,
    engine: ArchivedStyle,
}

/// Licence of all styles and locales of the CSL project.
pub const LICENCE: &str = "CC BY-SA 3.0";
/// Address of that licence.
pub const LICENCE_URL: &str = "https://creativecommons.org/licenses/by-sa/3.0/";

const ISSUE_DATE: &str = "The date of the issue (`issued`); the day it was first online is kept in CSL-JSON only.";

impl StyleId {
    /// What a writer should know of it.
    pub fn facts(self) -> &'static StyleFacts {
        match self {
            Self::Ama => &StyleFacts {
                manual: "AMA Manual of Style, 11th edition (2020)",
                form: CitationForm::Superscript,
                authors: "All up to six; of seven and more the first three and \"et al\".",
                doi: "Always, as `doi:10.…`, last.",
                date: ISSUE_DATE,
                order: "As first cited.",
                csl: "american-medical-association",
                et_al: "et al",
                credits: "Julian Onions and contributors",
                engine: ArchivedStyle::AmericanMedicalAssociation,
            },
            Self::Apa => &StyleFacts {
                manual: "Publication Manual of the American Psychological Association, 7th edition (2020)",
                form: CitationForm::AuthorDate,
                authors: "All up to twenty; of more the first nineteen, an ellipsis and the last.",
                doi: "Always, as an address `https://doi.org/10.…`, last.",
                date: ISSUE_DATE,
                order: "By author and year.",
                csl: "apa",
                et_al: "et al.",
                credits: "Brenton M. Wiernik, Andrew Dunning and contributors",
                engine: ArchivedStyle::AmericanPsychologicalAssociation,
            },
            Self::Vancouver => &StyleFacts {
                manual: "ICMJE Recommendations with NLM's Citing Medicine, 2nd edition",
                form: CitationForm::Numeric,
                authors: "All up to six; of seven and more the first six and \"et al.\".",
                doi: "Always, as `doi:10.…`, with the PubMed and PubMed Central ids after it.",
                date: ISSUE_DATE,
                order: "As first cited.",
                csl: "nlm-citation-sequence",
                et_al: "et al.",
                credits: "Michael Berkowitz and contributors",
                engine: ArchivedStyle::NlmCitationSequence,
            },
            Self::ChicagoAuthorDate => &StyleFacts {
                manual: "The Chicago Manual of Style, 18th edition (2024), author-date",
                form: CitationForm::AuthorDate,
                authors: "All up to six; of seven and more the first three and \"et al.\".",
                doi: "Always, as an address `https://doi.org/10.…`, last.",
                date: ISSUE_DATE,
                order: "By author and year.",
                csl: "chicago-author-date",
                et_al: "et al.",
                credits: "Andrew Dunning and contributors",
                engine: ArchivedStyle::ChicagoAuthorDate,
            },
            Self::ChicagoNotes => &StyleFacts {
                manual: "The Chicago Manual of Style, 18th edition (2024), notes and bibliography",
                form: CitationForm::Note,
                authors: "All up to six; of seven and more the first three and \"et al.\". A note names two at most.",
                doi: "Always, as an address `https://doi.org/10.…`, last.",
                date: ISSUE_DATE,
                order: "By author and title.",
                csl: "chicago-notes-bibliography",
                et_al: "et al.",
                credits: "Andrew Dunning and contributors",
                engine: ArchivedStyle::ChicagoNotes,
            },
            Self::Mla => &StyleFacts {
                manual: "MLA Handbook, 9th edition (2021)",
                form: CitationForm::AuthorDate,
                authors: "One or two; of three and more the first and \"et al.\".",
                doi: "Always, as an address `https://doi.org/10.…`, last.",
                date: ISSUE_DATE,
                order: "By author and title.",
                csl: "modern-language-association",
                et_al: "et al.",
                credits: "Sebastian Karcher and contributors",
                engine: ArchivedStyle::ModernLanguageAssociation,
            },
            Self::Harvard => &StyleFacts {
                manual: "Cite Them Right, 12th edition (2022), Harvard",
                form: CitationForm::AuthorDate,
                authors: "All up to three; of four and more the first and \"et al.\".",
                doi: "Always, as an address `https://doi.org/10.…` after \"Available at:\".",
                date: ISSUE_DATE,
                order: "By author and year.",
                csl: "harvard-cite-them-right",
                et_al: "et al.",
                credits: "Sebastian Karcher and contributors",
                engine: ArchivedStyle::HarvardCiteThemRight,
            },
            Self::Bmj => &StyleFacts {
                manual: "BMJ, instructions for authors",
                form: CitationForm::Numeric,
                authors: "All up to three; of four and more the first three and \"et al\".",
                doi: "Always, as `doi:10.…`, last.",
                date: "The year of the issue (`issued`).",
                order: "As first cited.",
                csl: "bmj",
                et_al: "et al",
                credits: "Sebastian Karcher and contributors",
                engine: ArchivedStyle::BritishMedicalJournal,
            },
            Self::Nature => &StyleFacts {
                manual: "Nature, formatting guide",
                form: CitationForm::Superscript,
                authors: "All up to five; of six and more the first and \"et al.\".",
                doi: "Only for articles without volume or pages.",
                date: "The year of the issue (`issued`).",
                order: "As first cited.",
                csl: "nature",
                et_al: "et al.",
                credits: "Michael Berkowitz and contributors",
                engine: ArchivedStyle::Nature,
            },
        }
    }
}

/// A style that can be rendered in.
#[derive(Clone, Debug)]
pub struct Style {
    /// Ours; none for one that was read from a file.
    pub id: Option<StyleId>,
    pub(super) csl: IndependentStyle,
    /// The same without ranges: the engine makes `1(p3)–3` of three works, where the place belongs to the first.
    pub(super) uncollapsed: IndependentStyle,
    /// It prints journals by their abbreviations.
    abbreviates: bool,
    /// It prints issues as they stand, hyphens included.
    issues_as_text: bool,
    /// Stands for authors who have just been named.
    repeated_author: Option<String>,
    /// Marks before which it asks for a blank, as French and German lists have it: `Nobody, Anna ; Example, Bert`.
    blank_before: Vec<char>,
}

impl Style {
    fn new(id: Option<StyleId>, csl: IndependentStyle) -> Self {
        let mut csl = csl;
        let (mut issues_as_text, mut labels_issues, mut asks_for_short) = (false, false, false);
        let mut note = |text: &mut citationberg::Text| match &mut text.target {
            // The engine knows no short forms: the style is made to ask for the abbreviation by its own name.
            TextTarget::Variable { var: Variable::Standard(var), form: LongShortForm::Short }
                if *var == StandardVariable::ContainerTitle =>
            {
                *var = StandardVariable::ContainerTitleShort;
                asks_for_short = true;
            }
            TextTarget::Variable { var: Variable::Number(NumberVariable::Issue), .. } => issues_as_text = true,
            TextTarget::Variable { .. }
            | TextTarget::Macro { .. }
            | TextTarget::Term { .. }
            | TextTarget::Value { .. } => {}
        };
        let mut label = |label: &citationberg::Label| {
            labels_issues |= label.variable == NumberOrPageVariable::Number(NumberVariable::Issue);
        };
        let mut walk = |elements: &mut Vec<LayoutRenderingElement>| repair(elements, &mut note, &mut label);
        walk(&mut csl.citation.layout.elements);
        if let Some(bibliography) = &mut csl.bibliography {
            walk(&mut bibliography.layout.elements);
        }
        csl.macros.iter_mut().for_each(|CslMacro { children, .. }| walk(children));
        let repeated_author =
            csl.bibliography.as_mut().and_then(|bibliography| bibliography.subsequent_author_substitute.take());
        let has_mixed_forms = matches!(id, Some(StyleId::ChicagoAuthorDate | StyleId::ChicagoNotes));
        let abbreviates = asks_for_short && !has_mixed_forms;
        let mut uncollapsed = csl.clone();
        uncollapsed.citation.collapse = None;
        let issues_as_text = issues_as_text && !labels_issues;
        Self { id, csl, uncollapsed, abbreviates, issues_as_text, repeated_author, blank_before: Vec::new() }
    }

    /// Whether it asks for a blank before this mark.
    pub(super) fn parts_by_blank(&self, mark: char) -> bool {
        self.blank_before.contains(&mark)
    }

    /// What it prints for authors who have just been named. The engine compares names as printed, `et al.` and all, so
    /// this is done here.
    pub(super) fn repeated_author(&self) -> Option<&str> {
        self.repeated_author.as_deref()
    }

    /// Whether its citations say where in a work.
    pub(super) fn prints_locators(&self) -> bool {
        !matches!(self.id, Some(StyleId::Vancouver | StyleId::Bmj | StyleId::Nature))
    }

    /// Whether it prints journals by their abbreviations.
    pub(super) fn abbreviates(&self) -> bool {
        self.abbreviates
    }

    /// Whether an issue `1-2` keeps its hyphen.
    pub(super) fn prints_issues_as_text(&self) -> bool {
        self.issues_as_text
    }

    /// The language it is written for.
    pub(super) fn language(&self) -> &str {
        self.csl.default_locale.as_ref().map_or("en-US", |code| code.0.as_str())
    }
}

/// Why a file holds no style that can be used.
#[derive(Debug, thiserror::Error)]
pub enum StyleError {
    /// It holds something else.
    #[error("this is no CSL style: {0}")]
    NoStyle(String),
    /// Reading it or rendering in it would not end, or take the whole memory.
    #[error("this style cannot be rendered in: {0}")]
    Endless(String),
}

impl Style {
    /// A style in CSL (XML).
    ///
    /// # Errors
    /// When it is no style, one that only names another, or one whose rendering would not end.
    pub fn from_csl(xml: &str) -> Result<Self, StyleError> {
        bounds::check_text(xml)?;
        let parsed = AnyStyle::from_xml(&repair::with_affixes_of_names(xml))
            .map_err(|error| StyleError::NoStyle(error.to_string()))?;
        match parsed {
            AnyStyle::Independent(csl) => {
                bounds::check_expansion(&csl)?;
                Ok(Self { blank_before: repair::blank_before(xml), ..Self::new(None, csl) })
            }
            AnyStyle::Dependent(dependent) => Err(StyleError::NoStyle(format!(
                "it only says to use another one, {}; give that one",
                dependent.parent_link.href
            ))),
        }
    }

    /// How the text points to the list.
    pub fn form(&self) -> CitationForm {
        if let Some(id) = self.id {
            return id.facts().form;
        }
        if self.csl.settings.class == StyleClass::Note {
            return CitationForm::Note;
        }
        let is_numeric = self.csl.info.category.iter().any(|category| {
            matches!(
                category,
                citationberg::StyleCategory::CitationFormat { format: citationberg::CitationFormat::Numeric }
            )
        });
        match (is_numeric, self.csl.citation.layout.vertical_align) {
            (true, Some(citationberg::VerticalAlign::Sup)) => CitationForm::Superscript,
            (true, _) => CitationForm::Numeric,
            (false, _) => CitationForm::AuthorDate,
        }
    }

    pub(super) fn et_al(&self) -> &'static str {
        self.id.map_or("et al.", |id| id.facts().et_al)
    }
}

/// The styles of the house, each read when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct StyleRegistry([OnceLock<Style>; 9]);

impl StyleRegistry {
    pub(super) fn get(&self, id: StyleId) -> &Style {
        let [ama, apa, vancouver, author_date, notes, mla, harvard, bmj, nature] = &self.0;
        let place = match id {
            StyleId::Ama => ama,
            StyleId::Apa => apa,
            StyleId::Vancouver => vancouver,
            StyleId::ChicagoAuthorDate => author_date,
            StyleId::ChicagoNotes => notes,
            StyleId::Mla => mla,
            StyleId::Harvard => harvard,
            StyleId::Bmj => bmj,
            StyleId::Nature => nature,
        };
        place.get_or_init(|| match id.facts().engine.get() {
            AnyStyle::Independent(csl) => Style::new(Some(id), csl),
            // A test reads them all.
            AnyStyle::Dependent(_) => unreachable!("the archive holds independent styles under these names"),
        })
    }
}
