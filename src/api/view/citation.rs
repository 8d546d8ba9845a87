//! References and citations as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::{Notice, NoticeKind, PlacedGroup, UnknownKey},
    citation::{
        locale::LocaleId,
        render::{Citation, Reference},
        rich::{Rich, Written},
        style::{CitationForm, LICENCE, LICENCE_URL, StyleFacts, StyleId},
    },
    domain::{PartialDate, Source, SourceId, Vocabulary},
};

use super::source_href;

/// A text in the three forms it is published in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FormattedText {
    /// Without marks; raised numbers in brackets.
    #[schema(example = "J Nowhere. 2024;7(2):101-109.")]
    text: String,
    /// HTML, escaped: `<i>`, `<b>`, `<sup>`, `<sub>` and links.
    #[schema(example = "<i>J Nowhere</i>. 2024;7(2):101-109.")]
    html: String,
    /// Markdown, escaped, with HTML for what it has no marks for.
    #[schema(example = "*J Nowhere*. 2024;7(2):101-109.")]
    markdown: String,
}

impl FormattedText {
    /// Whether a part of it leads to the publication.
    pub(super) fn is_linked(&self) -> bool {
        self.html.contains("<a ")
    }

    /// The HTML, escaped where it was made.
    pub(super) fn html(&self) -> &str {
        &self.html
    }

    /// The Markdown, escaped where it was made.
    pub(super) fn markdown(&self) -> &str {
        &self.markdown
    }
}

impl From<Written> for FormattedText {
    fn from(Written { text, html, markdown }: Written) -> Self {
        Self { text, html, markdown }
    }
}

impl From<&Rich> for FormattedText {
    fn from(rich: &Rich) -> Self {
        rich.written().into()
    }
}

impl FormattedText {
    /// An entry of a list, standing alone.
    pub(crate) fn entry(rich: &Rich) -> Self {
        let Written { text, html, markdown } = rich.written();
        Self { text, html: format!("<div class=\"csl-entry\">{html}</div>"), markdown }
    }
}

/// Something that whoever copies a reference should know.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CitationNotice)]
pub(crate) struct NoticeView {
    /// What it is.
    kind: NoticeKind,
    /// Id of the source it is about.
    source: SourceId,
    /// Name of the field it is about, a CSL variable; null when it is about the whole.
    #[schema(example = "PMID")]
    field: Option<&'static str>,
    /// In a sentence.
    #[schema(example = "The number has not been checked against PubMed.")]
    message: String,
}

impl From<Notice> for NoticeView {
    fn from(Notice { kind, source, part, message }: Notice) -> Self {
        Self { kind, source, field: part.map(|part| part.field.as_str()), message }
    }
}

/// The two dates of a publication.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct ReferenceDates {
    /// The one that references are made with: that of the issue.
    printed: PartialDate,
    /// When it was first online, if that is another day. References do not print it.
    first_online: Option<PartialDate>,
}

/// How a text points to a reference.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct InTextForms {
    /// What the style uses: a raised number, a number, author and date, or a note.
    form: CitationForm,
    /// Behind a sentence; numbers as if this were the first reference. For styles with notes, the text of the note.
    citation: FormattedText,
    /// With the authors as part of the sentence.
    narrative: FormattedText,
    /// A later note to the same work; null for styles without notes.
    subsequent: Option<FormattedText>,
}

/// One source, cited.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Citation)]
pub(crate) struct CitationView<'a> {
    /// Id of the source.
    source: &'a SourceId,
    /// Address of the source.
    #[schema(example = "/v1/sources/acp-2017")]
    href: String,
    /// The style.
    style: StyleId,
    /// The language of the terms; null for that of the style.
    locale: Option<LocaleId>,
    /// The entry for a list, with what the publisher has said about the publication since.
    reference: FormattedText,
    /// How a text points to it.
    in_text: InTextForms,
    /// The dates of the publication.
    dates: ReferenceDates,
    /// What whoever copies it should know.
    notices: Vec<NoticeView>,
}

impl<'a> CitationView<'a> {
    pub(crate) fn of(
        source: &'a Source,
        style: StyleId,
        locale: Option<LocaleId>,
        citation: &Citation,
        notices: Vec<Notice>,
    ) -> Self {
        let Citation { reference, citation, narrative, subsequent, lacks_locator: _ } = citation;
        Self {
            source: &source.id,
            href: source_href(&source.id),
            style,
            locale,
            reference: FormattedText::entry(reference),
            in_text: InTextForms {
                form: style.facts().form,
                citation: citation.into(),
                narrative: narrative.into(),
                subsequent: subsequent.as_ref().map(FormattedText::from),
            },
            dates: ReferenceDates {
                printed: source.bibliography.issued,
                first_online: source.bibliography.available_date,
            },
            notices: notices.into_iter().map(NoticeView::from).collect(),
        }
    }
}

/// A style, with what a writer should know of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Style)]
pub(crate) struct StyleView {
    /// Its id, which never changes.
    id: StyleId,
    /// Its name.
    #[schema(example = "AMA")]
    label: &'static str,
    /// The manual it follows, with its edition.
    #[schema(example = "AMA Manual of Style, 11th edition (2020)")]
    manual: &'static str,
    /// How the text points to the list.
    form: CitationForm,
    /// How many authors a reference names.
    authors: &'static str,
    /// When and how the DOI is printed.
    doi: &'static str,
    /// Which of the two dates of a publication is printed.
    date: &'static str,
    /// How the list is ordered.
    order: &'static str,
    /// Name of the style in the repository of the CSL project.
    #[schema(example = "american-medical-association")]
    csl: &'static str,
    /// Who wrote the CSL style.
    credits: &'static str,
    /// Its licence.
    #[schema(example = "CC BY-SA 3.0")]
    licence: &'static str,
    /// Address of the licence.
    #[schema(example = "https://creativecommons.org/licenses/by-sa/3.0/")]
    licence_url: &'static str,
    /// A record of this installation in the style.
    example: StyleExample,
}

/// A record in a style.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct StyleExample {
    /// Id of the source; null when there is none to show.
    source: Option<SourceId>,
    /// Its entry in a list.
    reference: FormattedText,
    /// How a text points to it.
    citation: FormattedText,
    /// The same with the authors as part of the sentence.
    narrative: FormattedText,
}

impl StyleView {
    pub(crate) fn of(id: StyleId, example: Option<(&Source, &Citation)>) -> Self {
        let StyleFacts { manual, form, authors, doi, date, order, csl, credits, .. } = id.facts();
        let text = |of: fn(&Citation) -> &Rich| {
            example.map_or_else(|| Rich::default().written().into(), |(_, citation)| FormattedText::from(of(citation)))
        };
        Self {
            id,
            label: id.label(),
            manual,
            form: *form,
            authors,
            doi,
            date,
            order,
            csl,
            credits,
            licence: LICENCE,
            licence_url: LICENCE_URL,
            example: StyleExample {
                source: example.map(|(source, _)| source.id.clone()),
                reference: text(|citation| &citation.reference),
                citation: text(|citation| &citation.citation),
                narrative: text(|citation| &citation.narrative),
            },
        }
    }
}

/// A text with its citations set, in the forms that can be made of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct DocumentText {
    /// Plain text; null for a text with markup.
    text: Option<String>,
    /// HTML; null for Markdown. Of plain text, escaped and in paragraphs; HTML that was sent is not changed beside its
    /// markers, so it is as safe as it was.
    html: Option<String>,
    /// Markdown; null for HTML.
    markdown: Option<String>,
}

impl From<crate::citation::draft::Document> for DocumentText {
    fn from(document: crate::citation::draft::Document) -> Self {
        let crate::citation::draft::Document { text, html, markdown } = document;
        Self { text, html, markdown }
    }
}

/// A group of citations of a text.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CitationGroup {
    /// Its number: the HTML of the text has it as `cite-1`.
    #[schema(example = 1)]
    number: usize,
    /// The marker as it was written.
    #[schema(example = "[@acp-2017, p. 3]")]
    marker: String,
    /// Line of the marker, from 1.
    #[schema(example = 1)]
    line: usize,
    /// Character of the line at which the marker begins, from 1.
    #[schema(example = 24)]
    column: usize,
    /// Ids of the sources it cites.
    sources: Vec<SourceId>,
    /// What stands in its place.
    citation: FormattedText,
    /// The note; null for styles without notes.
    note: Option<FormattedText>,
}

impl CitationGroup {
    pub(crate) fn of(number: usize, group: PlacedGroup) -> Self {
        let PlacedGroup { place, marker, sources, set } = group;
        Self {
            number,
            marker,
            line: place.line,
            column: place.column,
            sources,
            citation: FormattedText::from(&set.in_text),
            note: set.note.as_ref().map(FormattedText::from),
        }
    }
}

/// An entry of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ListedReference {
    /// Id of the source. The HTML of the list has it as `ref-` and the id.
    source: SourceId,
    /// Its number in the list; null for styles that do not number.
    #[schema(example = 1)]
    number: Option<usize>,
    /// Numbers of the groups that cite it; empty when ids were asked for.
    cited_by: Vec<usize>,
    /// The entry, without its number.
    reference: FormattedText,
}

impl ListedReference {
    pub(crate) fn of(reference: &Reference, source: &Source, cited_by: Vec<usize>) -> Self {
        let Reference { item: _, number, text } = reference;
        Self { source: source.id.clone(), number: *number, cited_by, reference: FormattedText::entry(text) }
    }
}

/// Something that was cited and that nobody knows. In a text it stays visible where it was written.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct UnknownCitation {
    /// The key as it was written.
    #[schema(example = "acp-2071")]
    key: String,
    /// Place in `ids`, from 0; null for a text.
    #[schema(example = 0)]
    index: Option<usize>,
    /// Line of the text, from 1; null for `ids`.
    #[schema(example = 1)]
    line: Option<usize>,
    /// Character of the line, from 1; null for `ids`.
    #[schema(example = 24)]
    column: Option<usize>,
    /// The ids most like it, nearest first.
    did_you_mean: Vec<String>,
}

impl From<UnknownKey> for UnknownCitation {
    fn from(UnknownKey { key, place, index, did_you_mean }: UnknownKey) -> Self {
        let (line, column) = (place.map(|place| place.line), place.map(|place| place.column));
        Self { key, index, line, column, did_you_mean }
    }
}
