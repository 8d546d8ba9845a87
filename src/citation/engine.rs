//! The engine: items and clusters of citations in, texts with marks out.

use std::sync::OnceLock;

use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Elem, ElemChild, ElemChildren, ElemMeta,
    Formatting, LocatorPayload, SpecificLocator, archive,
    citationberg::{
        FontStyle, FontVariant, FontWeight, Locale, LocaleCode, VerticalAlign,
        json::{DateValue, Item as EngineItem, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange},
        taxonomy::Locator as EngineLocator,
    },
};

use super::{
    csl::{Item, ItemDate, ItemName},
    rich::{Marks, Piece, Rich},
    style::Style,
};

/// The terms of all languages, read when they are first needed.
#[derive(Debug, Default)]
pub(super) struct Terms(OnceLock<Vec<Locale>>);

impl Terms {
    pub(super) fn all(&self) -> &[Locale] {
        self.0.get_or_init(archive::locales)
    }
}

/// A cluster of citations.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    /// Its works, in order.
    pub(super) cites: Vec<Cited>,
    /// Whether neighbouring numbers may become a range.
    pub(super) may_collapse: bool,
}

/// One work in a cluster of citations.
#[derive(Clone, Debug)]
pub(super) struct Cited {
    /// Place of the item in the list of items.
    pub(super) item: usize,
    /// Where in the work: the CSL name of the kind of locator, and the text as [`locator`] prepares it.
    pub(super) locator: Option<(&'static str, String)>,
}

/// What the engine makes of a list.
#[derive(Debug)]
pub(super) struct Set {
    /// One for each cluster, in their order.
    pub(super) clusters: Vec<Vec<Part>>,
    /// References in the order of the style.
    pub(super) references: Vec<SetReference>,
}

/// A part of a cluster: a work, or what stands between works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// Place of the work in the cluster; none for what stands between works.
    pub(super) place: Option<usize>,
    /// The whole part.
    pub(super) whole: Rich,
    /// The names in it that come first; empty when there are none.
    pub(super) names: Rich,
    /// What is left without them.
    pub(super) nameless: Rich,
}

/// A reference as the engine makes it.
#[derive(Debug)]
pub(super) struct SetReference {
    /// Place of its item.
    pub(super) item: usize,
    /// Whether it has a number.
    pub(super) is_numbered: bool,
    /// The names in it that come first.
    pub(super) names: String,
    /// Without the number.
    pub(super) text: Rich,
}

/// Stand for parentheses in a locator: of two that close, the engine prints one.
const PARENTHESES: [(char, char); 2] = [('(', '\u{e010}'), (')', '\u{e011}')];

/// A locator as the engine must be given it. Ranges of numbers it sets itself; those of letters get their dash here.
pub(super) fn locator(text: &str) -> String {
    let mut prepared = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let joins = |c: char| c.is_alphabetic() || matches!(c, '(' | ')');
        let is_range = c == '-' && joins(last) && chars.peek().is_some_and(|next| joins(*next));
        let hidden = PARENTHESES.iter().find(|(sign, _)| *sign == c).map(|(_, hidden)| *hidden);
        prepared.push(if is_range { '–' } else { hidden.unwrap_or(c) });
        last = c;
    }
    prepared
}

/// Stands for a blank within a name, at which the engine would take it apart.
pub(super) const HIDDEN_BLANK: &str = "\u{e012}";

/// What the engine wrote, with the parentheses of locators and the blanks within names.
fn shown(text: &str) -> String {
    let text = text.replace(HIDDEN_BLANK, " ");
    PARENTHESES.iter().fold(text, |text, (sign, hidden)| text.replace(*hidden, &sign.to_string()))
}

/// Renders clusters over items. Items that are not cited are not in the list.
pub(super) fn render(style: &Style, terms: &Terms, locale: Option<&str>, items: &[Item], clusters: &[Cluster]) -> Set {
    let engine_items: Vec<EngineItem> = items.iter().enumerate().map(|(i, item)| engine_item(i, item)).collect();
    let files = terms.all();
    let locale = locale.map(|code| LocaleCode(code.to_owned()));
    let mut driver = BibliographyDriver::new();
    for (number, cluster) in clusters.iter().enumerate() {
        let cited = cluster
            .cites
            .iter()
            .filter_map(|cited| {
                let entry = engine_items.get(cited.item)?;
                let locator = cited.locator.as_ref().and_then(|(label, text)| {
                    Some(SpecificLocator(label.parse::<EngineLocator>().ok()?, LocatorPayload::Str(text)))
                });
                Some(CitationItem::new(entry, locator, None, false, None))
            })
            .collect();
        let csl = if cluster.may_collapse { &style.csl } else { &style.uncollapsed };
        driver.citation(CitationRequest::new(cited, csl, locale.clone(), files, Some(number + 1)));
    }
    let rendered = driver.finish(BibliographyRequest { style: &style.csl, locale, locale_files: files });
    let clusters = rendered.citations.iter().map(|citation| cluster(&citation.citation)).collect();
    let references = rendered
        .bibliography
        .map(|bibliography| {
            let reference = |item: hayagriva::BibliographyItem| {
                let names = item.content.find_names().map(|names| flat(&names.children).text()).unwrap_or_default();
                Some(SetReference {
                    item: item.key.parse().ok()?,
                    is_numbered: item.first_field.is_some(),
                    names,
                    text: flat(&item.content).trimmed(),
                })
            };
            bibliography.items.into_iter().filter_map(reference).collect()
        })
        .unwrap_or_default();
    Set { clusters, references }
}

/// The parts of a cluster.
fn cluster(children: &ElemChildren) -> Vec<Part> {
    let part = |child: &ElemChild| {
        let mut whole = Rich::default();
        flatten(child, &mut whole);
        let ElemChild::Elem(Elem { meta: Some(ElemMeta::Entry(place)), children, .. }) = child else {
            return Part { whole, ..Part::default() };
        };
        let names = children.find_names().map(|names| flat(&names.children)).unwrap_or_default();
        let mut nameless = Rich::default();
        let mut was_skipped = false;
        children.0.iter().for_each(|child| flatten_without_names(child, &mut was_skipped, &mut nameless));
        let nameless = nameless.trimmed_start([' ', ',', ';', ':', '.']);
        Part { place: Some(*place), whole, names, nameless }
    };
    children.0.iter().map(part).collect()
}

/// Flattens, leaving the first names out.
fn flatten_without_names(child: &ElemChild, was_skipped: &mut bool, rich: &mut Rich) {
    match child {
        ElemChild::Elem(Elem { meta: Some(ElemMeta::Names(_)), .. }) if !*was_skipped => *was_skipped = true,
        ElemChild::Elem(elem) => {
            elem.children.0.iter().for_each(|child| flatten_without_names(child, was_skipped, rich));
        }
        ElemChild::Text(_) | ElemChild::Markup(_) | ElemChild::Link { .. } | ElemChild::Transparent { .. } => {
            flatten(child, rich);
        }
    }
}

fn flat(children: &ElemChildren) -> Rich {
    let mut rich = Rich::default();
    children.0.iter().for_each(|child| flatten(child, &mut rich));
    rich
}

fn flatten(child: &ElemChild, rich: &mut Rich) {
    match child {
        ElemChild::Text(text) => {
            rich.push(Piece { text: shown(&text.text), marks: marks(text.formatting), link: None });
        }
        ElemChild::Elem(elem) => {
            // Blocks and indents of annotated lists; a reference is one line here.
            if elem.display.is_some() && !rich.is_empty() && !rich.ends_with(' ') {
                rich.push_str(" ");
            }
            elem.children.0.iter().for_each(|child| flatten(child, rich));
        }
        ElemChild::Markup(text) => rich.push_str(text),
        ElemChild::Link { text, url } => {
            rich.push(Piece { text: text.text.clone(), marks: marks(text.formatting), link: Some(url.clone()) });
        }
        ElemChild::Transparent { .. } => {}
    }
}

fn marks(formatting: Formatting) -> Marks {
    let Formatting { font_style, font_variant, font_weight, text_decoration: _, vertical_align } = formatting;
    Marks {
        italic: font_style == FontStyle::Italic,
        bold: font_weight == FontWeight::Bold,
        superscript: vertical_align == VerticalAlign::Sup,
        subscript: vertical_align == VerticalAlign::Sub,
        small_caps: font_variant == FontVariant::SmallCaps,
    }
}

/// The item as the engine takes it, under the number of its place.
fn engine_item(place: usize, item: &Item) -> EngineItem {
    let Item { id: _, kind, texts, names, dates } = item;
    let mut values = std::collections::BTreeMap::new();
    values.insert("id".to_owned(), Value::String(place.to_string()));
    values.insert("type".to_owned(), Value::String(kind.clone()));
    for (variable, text) in texts {
        values.insert(variable.clone(), Value::String(text.clone()));
    }
    for (variable, list) in names {
        values.insert(variable.clone(), Value::Names(list.iter().map(engine_name).collect()));
    }
    for (variable, date) in dates {
        if let Some(date) = engine_date(date) {
            values.insert(variable.clone(), Value::Date(date));
        }
    }
    EngineItem(values)
}

fn engine_name(name: &ItemName) -> NameValue {
    let ItemName { family, given, non_dropping_particle, dropping_particle, suffix, literal } = name;
    if let Some(literal) = literal {
        return NameValue::Literal(LiteralName { literal: literal.clone() });
    }
    NameValue::Item(NameItem {
        family: family.clone().or_else(|| given.clone()).unwrap_or_default(),
        given: given.clone().filter(|_| family.is_some()),
        non_dropping_particle: non_dropping_particle.clone(),
        dropping_particle: dropping_particle.clone(),
        suffix: suffix.clone(),
        comma_suffix: None,
    })
}

/// The begin of a date: the engine has no ranges and panics when it meets one.
fn engine_date(date: &ItemDate) -> Option<DateValue> {
    let (year, month, day) = date.parts.first().copied()?;
    let parts = std::iter::once(year).chain([month, day].into_iter().map_while(|part| part.map(i16::from))).collect();
    Some(DateValue::DateParts {
        date_parts: VecDateRange(vec![VecDate(parts)]),
        literal: None,
        season: None,
        circa: date.circa,
    })
}
