//! `evidence cite`: references and citations.

use std::{
    fmt::Write,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, bail};
use clap::{Args, ValueEnum, builder::PossibleValuesParser};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{Outcome, index, output};
use crate::{
    app::{self, Bibliography, Draft, Library, MAX_REFERENCES, Notice, UnknownKey},
    citation::{
        csl::Item,
        draft::{self, Entry},
        exchange,
        locale::LocaleId,
        markers::TextKind,
        render::{Linking, Reference, RenderOptions, RenderedBibliography, Renderer},
        rich::Written,
        style::{Style, StyleId},
        work::Work,
    },
    config::Folders,
    domain::{CurrencyState, Date, Editorial, Source, States, Vocabulary},
};

/// No doc comment, because brackets would be links there.
const TEXT_HELP: &str = "Cite what a text cites with markers such as [@acp-2017, p. 3]; - reads it from stdin";

#[derive(Args, Debug)]
pub(super) struct Cite {
    /// What to cite: ids of sources, or any identifiers of them
    #[arg(value_name = "ID", conflicts_with_all = ["text", "csl_json", "all", "list_styles"])]
    ids: Vec<String>,
    #[arg(long, value_name = "FILE", help = TEXT_HELP, conflicts_with_all = ["csl_json", "all", "list_styles"])]
    text: Option<PathBuf>,
    /// What the text is written in
    #[arg(long, value_name = "KIND", default_value = "text", value_parser = words::<TextKind>())]
    input: String,
    /// Cite the items of a CSL-JSON file instead of records; - reads from stdin
    #[arg(long, value_name = "FILE", conflicts_with_all = ["all", "list_styles"])]
    csl_json: Option<PathBuf>,
    /// Cite every source that could be identified
    #[arg(long)]
    all: bool,
    /// List the styles
    #[arg(long, conflicts_with = "all")]
    list_styles: bool,
    /// Style of the references
    #[arg(long, default_value = "ama", value_parser = words::<StyleId>())]
    style: String,
    /// A CSL style in a file, in the place of --style
    #[arg(long, value_name = "FILE", conflicts_with = "style")]
    style_file: Option<PathBuf>,
    /// Language of the references; that of the style by default
    #[arg(long, value_parser = words::<LocaleId>())]
    locale: Option<String>,
    /// Which addresses are links
    #[arg(long, default_value = "url", value_parser = words::<Linking>())]
    link: String,
    /// What to print; json has all forms
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    folders: Folders,
}

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Html,
    Markdown,
    Json,
    CslJson,
}

impl Format {
    /// Plain references are read by people; what has markup is for programs, in whose text any character may stand.
    fn print(self, made: &str) -> anyhow::Result<()> {
        match self {
            Self::Text => output::text(made),
            Self::Html | Self::Markdown | Self::Json | Self::CslJson => output::data(made),
        }
    }
}

fn words<T: Vocabulary>() -> PossibleValuesParser {
    PossibleValuesParser::new(T::ALL.iter().map(|word| word.slug()))
}

pub(super) fn run(arguments: &Cite) -> anyhow::Result<Outcome> {
    let Cite { ids, text, input, csl_json, all, list_styles, style, style_file, locale, link, format, folders } =
        arguments;
    if *list_styles {
        output::text(&styles())?;
        return Ok(Outcome::Done);
    }
    let linking = Linking::from_slug(link)?;
    let locale = locale.as_deref().map(LocaleId::from_slug).transpose()?;
    let own = style_file.as_deref().map(style_of).transpose()?;
    let chosen = StyleId::from_slug(style)?;
    let has_anchors = linking != Linking::None;

    if let Some(path) = csl_json {
        let (items, faults) = items_of(path)?;
        let renderer = Renderer::new();
        let style = own.as_ref().unwrap_or_else(|| renderer.style(chosen));
        let works: Vec<Work> = items.into_iter().map(Work::from_item).collect();
        let RenderedBibliography { groups: _, references } =
            renderer.list(RenderOptions { style, locale, linking, has_anchors }, &works, &[]);
        format.print(&items_as(*format, &works, &references, has_anchors)?)?;
        faults.iter().for_each(|fault| output::remark(fault));
        return Ok(if faults.is_empty() { Outcome::Done } else { Outcome::Faults });
    }

    let Some(opened) = index::open(folders)? else { return Ok(Outcome::Faults) };
    let library = opened.library;
    let everything: Vec<String>;
    let written: String;
    let draft = if let Some(path) = text {
        written = read(path)?;
        Draft::Text(&written, TextKind::from_slug(input)?)
    } else if *all {
        let sources = library.corpus().sources().iter().filter(|source| source.assertion.is_none());
        everything = sources.map(|source| source.id.to_string()).collect();
        Draft::Keys(&everything)
    } else if ids.is_empty() {
        bail!("nothing to cite: give ids, --text, --csl-json or --all");
    } else {
        Draft::Keys(ids)
    };
    let style = own.as_ref().unwrap_or_else(|| library.renderer().style(chosen));
    let options = RenderOptions { style, locale, linking, has_anchors };
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let made = library.bibliography(options, draft, today).map_err(|error| anyhow!("this {error}"))?;
    format.print(&made_as(*format, &library, &made, today)?)?;
    for UnknownKey { key, place, index: _, did_you_mean } in &made.unknown {
        let place = place.map(|place| format!("line {}, column {}: ", place.line, place.column)).unwrap_or_default();
        let near = match did_you_mean.as_slice() {
            [] => String::new(),
            near => format!("; did you mean {}?", near.join(", ")),
        };
        output::remark(&format!("{place}there is no source {key}{near}"));
    }
    for notice in &made.notices {
        let field = notice.part.as_ref().map(|part| format!(", {}", part.field)).unwrap_or_default();
        output::remark(&format!("{}{field}: {}", notice.source, notice.message));
    }
    Ok(if made.unknown.is_empty() { Outcome::Done } else { Outcome::Faults })
}

fn styles() -> String {
    let mut lines = String::new();
    for id in StyleId::ALL {
        // Writing to a string does not fail.
        let _ = writeln!(lines, "{:20} {}", id.slug(), id.facts().manual);
    }
    lines
}

fn read(path: &Path) -> anyhow::Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).context("cannot read the text from stdin")?;
        return Ok(text);
    }
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn style_of(path: &Path) -> anyhow::Result<Style> {
    let xml = read(path)?;
    Style::from_csl(&xml).with_context(|| format!("cannot use {}", path.display()))
}

/// The items of a CSL-JSON file, and what is wrong with those that are none: they cost themselves only.
fn items_of(path: &Path) -> anyhow::Result<(Vec<Item>, Vec<String>)> {
    let shown = path.display();
    let text = read(path)?;
    let read: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .with_context(|| format!("{shown} is no list of CSL-JSON items"))?;
    let values = exchange::items_in(&read);
    if values.len() > MAX_REFERENCES {
        bail!("{shown} has {} items; one list has at most {MAX_REFERENCES}", values.len());
    }
    let (mut items, mut faults) = (Vec::new(), Vec::new());
    for (place, value) in values.into_iter().enumerate() {
        match Item::from_json(value) {
            Ok(item) => items.push(item),
            Err(error) => faults.push(format!("{shown}, /{place}{}: not cited: {}", error.pointer, error.message)),
        }
    }
    if items.is_empty() && !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok((items, faults))
}

fn reference_json(id: &str, reference: &Reference) -> Value {
    let Reference { item: _, number, text } = reference;
    let Written { text, html, markdown } = text.written();
    json!({ "id": id, "number": number, "text": text, "html": html, "markdown": markdown })
}

/// What readers of a reference must know of the publication, wherever the reference is taken.
fn status_json(library: &Library, source: &Source, notices: &[Notice], today: Date) -> Value {
    let Editorial { status, checked, notice, noticed, note: _ } = &source.editorial;
    let said: Vec<&str> =
        notices.iter().filter(|known| known.source == source.id).map(|known| known.message.as_str()).collect();
    let CurrencyState { state, as_of: _, since, superseded_by, reason: _ } = library.corpus().currency(source, today);
    json!({
        "editorial": status,
        "notice": notice,
        "noticed": noticed,
        "checked": checked,
        "currency": state,
        "since": since,
        "superseded_by": superseded_by,
        "verification": source.verification(),
        "notices": said,
    })
}

fn pretty(value: &Value) -> anyhow::Result<String> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}

/// A list of items of somebody else.
fn items_as(format: Format, works: &[Work], references: &[Reference], has_anchors: bool) -> anyhow::Result<String> {
    let id = |reference: &Reference| works.get(reference.item).map_or("", |work| work.item.id.as_str());
    let entry = |reference| Entry { reference, id: id(reference), cited_by: Vec::new() };
    let list = || draft::list(&[], &references.iter().map(entry).collect::<Vec<_>>(), has_anchors);
    match format {
        Format::Text => Ok(list().text),
        Format::Html => Ok(list().html),
        Format::Markdown => Ok(list().markdown),
        Format::Json => {
            let all: Vec<Value> = references.iter().map(|reference| reference_json(id(reference), reference)).collect();
            pretty(&json!({ "references": all }))
        }
        Format::CslJson => pretty(&works.iter().map(|work| work.item.to_json()).collect()),
    }
}

/// A list of sources, below the text that cites them.
fn made_as(format: Format, library: &Library, made: &Bibliography<'_>, today: Date) -> anyhow::Result<String> {
    let document = made.document.clone().unwrap_or_default();
    let below = |text: Option<String>, list: &str| match text {
        Some(text) => format!("{}\n\n{list}", text.trim_end()),
        None => list.to_owned(),
    };
    let given = made.document.is_some();
    match format {
        Format::Text if given && document.text.is_none() => bail!("a text with markup has no plain form: take its own"),
        Format::Html if given && document.html.is_none() => bail!("Markdown is not turned into HTML: take markdown"),
        Format::Markdown if given && document.markdown.is_none() => {
            bail!("HTML is not turned into Markdown: take html")
        }
        Format::Text => Ok(below(document.text, &made.list.text)),
        Format::Html => Ok(below(document.html, &made.list.html)),
        Format::Markdown => Ok(below(document.markdown, &made.list.markdown)),
        Format::Json => {
            let references: Vec<Value> = made
                .references
                .iter()
                .map(|(reference, source, _)| {
                    let mut shown = reference_json(source.id.as_str(), reference);
                    shown["status"] = status_json(library, source, &made.notices, today);
                    shown
                })
                .collect();
            let text = made.document.as_ref().map(
                |draft::Document { text, html, markdown }| json!({ "text": text, "html": html, "markdown": markdown }),
            );
            pretty(&json!({ "document": text, "references": references }))
        }
        // As the export has them, with what is to be said of each.
        Format::CslJson => {
            let states = |source: &Source| Some(library.literature_source(&source.short_title)?.2);
            let of_literature: Vec<Option<States>> = made
                .references
                .iter()
                .map(|(_, source, _)| if source.is_appraised() { None } else { states(source) })
                .collect();
            let exported = made.references.iter().zip(&of_literature);
            let exported: Vec<_> = exported
                .map(|((_, source, _), states)| app::exported(library.corpus(), source, states.as_ref(), today))
                .collect();
            Ok(exchange::write_csl_json(&exported))
        }
    }
}
