//! A blurb as the API shows it: as JSON, and as the HTML fragment and the Markdown a website takes over.

use askama::Template;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::{Scene, SourceBrief, TopicBrief, brief::FindingBrief, citation::FormattedText, href};
use crate::{
    citation::rich::Written,
    domain::{
        Aspect, Blurb, BlurbId, BlurbState, Collection, Currency, CurrencyState, Date, RecordKind, Source, Vocabulary,
        blurb::{LifeCycle, Reviewer, TextLength, Texts, Withdrawal},
    },
    text::reading_grade,
};

/// Bytes of the hash that names a version: enough to tell apart all that one text will ever say.
const VERSION_BYTES: usize = 6;

/// Text that may be published as it is, bound to the findings it rests on. Print it with its references,
/// `good_to_know`, who reviewed it and when; ask again before `valid_until`, and take it down when the answer is 410.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Blurb)]
pub(crate) struct BlurbView<'a> {
    /// Id of the blurb; never reused.
    id: &'a BlurbId,
    /// Address of this record.
    #[schema(example = "/v1/blurbs/acupuncture-chronic-back-pain-sham")]
    href: String,
    /// A question or a plain heading.
    title: &'a str,
    /// The question it answers about its topics.
    aspect: Aspect,
    /// Topics; the one it is filed under first.
    topics: Vec<TopicBrief<'a>>,
    /// Whether it may be published on the day `as_of`.
    state: BlurbState,
    /// The length of `text`.
    length: TextLength,
    /// The text in the length asked for; null when it may not be published.
    text: Option<&'a str>,
    /// All lengths; null when it may not be published.
    texts: Option<&'a Texts>,
    /// What readers should know beside it, a sentence each: one to three points, printed with the text under `Good to know`.
    good_to_know: &'a [String],
    /// What a writer must know beyond that, a sentence each; not for publication.
    editor_notes: &'a [String],
    /// The same as `good_to_know`. Use that.
    #[schema(deprecated)]
    caveats: &'a [String],
    /// Who with clinical training has read the texts; null when nobody has, which is to be said with the text.
    reviewed_by: Option<&'a Reviewer>,
    /// The sources it rests on, in the order in which they are to be listed.
    attribution: Vec<Attribution<'a>>,
    /// The findings it rests on.
    findings: Vec<FindingBrief<'a>>,
    /// Years of school a reader needs (Flesch-Kincaid grade).
    reading_grade: ReadingGrade,
    /// The day its texts were compared with its findings.
    #[schema(value_type = String, format = Date, example = "2026-11-23")]
    reviewed: Date,
    /// From this day on it should be compared again.
    #[schema(value_type = String, format = Date, example = "2027-11-23")]
    review_due: Date,
    /// The last day on which it may be published.
    #[schema(value_type = String, format = Date, example = "2028-05-23")]
    valid_until: Date,
    /// Why it was taken back; null unless `state` is `withdrawn`.
    withdrawn: Option<&'a Withdrawal>,
    /// The collection it belongs to, for the credit that is printed with it.
    #[serde(skip)]
    collection: &'a Collection,
}

/// Years of school a reader needs, by the Flesch-Kincaid formula.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct ReadingGrade {
    /// For the short text.
    #[schema(example = 7.4)]
    short: f64,
    /// For the full text.
    #[schema(example = 8.1)]
    full: f64,
}

/// A source of a blurb, as it is to be named.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Attribution<'a> {
    /// The source.
    source: SourceBrief<'a>,
    /// The reference, in the style asked for.
    reference: FormattedText,
    /// Where the publication can be found; null when no address is known.
    url: Option<String>,
    /// What must be said with the reference; null when the publication holds as it is.
    #[schema(example = "Lapsed 2022-04-04.")]
    note: Option<String>,
}

impl<'a> Attribution<'a> {
    /// The address to lay over the whole reference, when no part of it leads anywhere.
    fn unlinked(&self) -> Option<&str> {
        self.url.as_deref().filter(|_| !self.reference.is_linked())
    }

    fn of(scene: Scene<'a>, source: &'a Source, reference: Written) -> Option<Self> {
        Some(Self {
            source: scene.source_brief(&source.id)?,
            reference: reference.into(),
            url: source.best_url(),
            note: note(scene, source),
        })
    }
}

/// What its publisher said since, and whether it still holds, when either is news.
fn note(scene: Scene<'_>, source: &Source) -> Option<String> {
    let CurrencyState { state, since, .. } = scene.corpus.currency(source, scene.as_of);
    let editorial = source.editorial.status;
    let mut news = Vec::new();
    if editorial.is_notice() {
        news.push(format!("{}.", editorial.label()));
    }
    match state {
        Currency::Lapsed | Currency::Superseded | Currency::DueForReview => {
            let since = since.map(|day| format!(" since {day}")).unwrap_or_default();
            news.push(format!("{}{since}.", state.label()));
        }
        Currency::Current | Currency::Unknown => {}
    }
    (!news.is_empty()).then(|| news.join(" "))
}

impl<'a> BlurbView<'a> {
    /// A blurb on the day of the scene, its sources as `cite` sets them; none for a draft, which no corpus gives out.
    pub(crate) fn of(
        scene: Scene<'a>,
        blurb: &'a Blurb,
        length: TextLength,
        cite: impl Fn(&Source) -> Written,
    ) -> Option<Self> {
        let Blurb {
            id,
            title,
            topic: _,
            topics: _,
            aspect,
            life,
            texts,
            findings,
            good_to_know,
            editor_notes,
            reviewed_by,
            asked_as: _,
            recorded: _,
            withdrawn,
        } = blurb;
        let LifeCycle { stage: _, reviewed, review_due, valid_until } = *life;
        let state = life.state(scene.as_of)?;
        let given = state.is_publishable().then_some(texts);
        let findings = findings.iter().filter_map(|id| FindingBrief::of(scene, scene.corpus.finding(id.as_str())?));
        let sources = scene.corpus.sources_of_blurb(blurb);
        Some(Self {
            id,
            href: href(RecordKind::Blurb, id.as_str()),
            title,
            aspect: *aspect,
            topics: scene.topics(blurb.all_topics()),
            state,
            length,
            text: given.map(|texts| texts.of(length)),
            texts: given,
            good_to_know,
            editor_notes,
            caveats: good_to_know,
            reviewed_by: reviewed_by.as_ref(),
            attribution: sources
                .into_iter()
                .filter_map(|source| Attribution::of(scene, source, cite(source)))
                .collect(),
            findings: findings.collect(),
            reading_grade: ReadingGrade { short: reading_grade(&texts.short), full: reading_grade(&texts.full) },
            reviewed,
            review_due,
            valid_until,
            withdrawn: withdrawn.as_ref(),
            collection: scene.corpus.collection(),
        })
    }

    /// Who with clinical training has read it, or that nobody has.
    fn review(&self) -> String {
        Reviewer::sentence(self.reviewed_by)
    }

    /// The fragment a website puts into its page: escaped, without scripts, styles and outer page.
    pub(crate) fn html(&self) -> Option<String> {
        Fragment { blurb: self, text: self.text?, version: self.version() }.render().ok()
    }

    /// The same as short as it can be, to stand between the tags of the element: seen before the element is there, without
    /// scripts, and by search engines. Of the same shape as what the element shows, so that nothing moves. `page` is the
    /// whole address of its page, `level` that of its heading; a line has none.
    pub(crate) fn printed(&self, page: &str, level: u32) -> Option<String> {
        let is_line = self.length == TextLength::Line;
        let printed = Printed { blurb: self, text: self.text?, is_line, page, level };
        printed.render().ok().map(|html| html.trim().to_owned())
    }

    /// Changes with every word that is printed, and with nothing else: for who has read these words and shows no others.
    pub(crate) fn version(&self) -> String {
        let mut hash = Sha256::new();
        let references = self.attribution.iter().map(|of| of.reference.html());
        let notes = self.attribution.iter().filter_map(|of| of.note.as_deref());
        let words =
            [self.title, self.text.unwrap_or_default()].into_iter().chain(self.good_to_know.iter().map(String::as_str));
        for word in words.chain(references).chain(notes) {
            hash.update(word);
            // Where a word ends is part of it.
            hash.update([0]);
        }
        hash.finalize().iter().take(VERSION_BYTES).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whose text it is and on which terms it may be used, as a sentence with a blank before it; empty if the collection says
    /// neither.
    fn credit(&self) -> String {
        let Collection { title, licence, .. } = self.collection;
        match (title.value(), licence.value()) {
            (Some(title), Some(licence)) => format!(" From {title}, {licence}."),
            (Some(one), None) | (None, Some(one)) => format!(" From {one}."),
            (None, None) => String::new(),
        }
    }

    /// The same as Markdown (`CommonMark`).
    pub(crate) fn markdown(&self) -> Option<String> {
        let mut lines = vec![format!("### {}", marked(self.title)), String::new(), marked(self.text?), String::new()];
        lines.extend(["**Good to know**".to_owned(), String::new()]);
        lines.extend(self.good_to_know.iter().map(|point| format!("- {}", marked(point))));
        lines.push(String::new());
        for (i, of) in self.attribution.iter().enumerate() {
            let address = of.unlinked().map(|url| format!(" <{url}>")).unwrap_or_default();
            let Attribution { reference, url: _, note, source: _ } = of;
            let note = note.as_ref().map(|note| format!(" **{}**", marked(note))).unwrap_or_default();
            lines.push(format!("{}. {}{address}{note}", i + 1, reference.markdown()));
        }
        lines.push(String::new());
        lines.push(format!(
            "*Compared with its sources {}. {}. Valid until {}.{}*",
            self.reviewed,
            marked(&self.review()),
            self.valid_until,
            marked(&self.credit())
        ));
        lines.push(String::new());
        Some(lines.join("\n"))
    }
}

/// Text with the characters escaped that `CommonMark` would read as marks.
fn marked(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~');
            escape.then_some('\\').into_iter().chain([c])
        })
        .collect()
}

#[derive(Template)]
#[template(path = "blurb.html")]
struct Fragment<'a> {
    blurb: &'a BlurbView<'a>,
    text: &'a str,
    version: String,
}

#[derive(Template)]
#[template(path = "blurb_printed.html")]
struct Printed<'a> {
    blurb: &'a BlurbView<'a>,
    text: &'a str,
    is_line: bool,
    page: &'a str,
    level: u32,
}
