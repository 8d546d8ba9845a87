//! References and citations as the styles ask for them, mended where the engine errs.

use std::{collections::HashSet, ops::Range};

use super::{
    csl::{Item, ItemName, variable},
    engine::{self, Cited, Cluster, Part, Set, SetReference, Terms},
    engine_quirks,
    locale::LocaleId,
    markup,
    rich::{Marks, Piece, Rich},
    style::{CitationForm, Style, StyleId, StyleRegistry},
    work::Work,
};
use crate::domain::{Vocabulary, vocabulary::vocabulary};

vocabulary! {
    /// Which addresses in a reference are links.
    pub enum Linking ("kind of links") {
        /// Nothing is a link.
        None = "none", "None";
        /// The DOI is a link to its resolver.
        Doi = "doi", "DOI";
        /// Every address that is printed is a link, the DOI among them.
        Url = "url", "Addresses";
    }
}

/// How references are set.
#[derive(Clone, Copy, Debug)]
pub struct RenderOptions<'a> {
    /// In which style.
    pub style: &'a Style,
    /// In which language; that of the style when none.
    pub locale: Option<LocaleId>,
    /// Which addresses are links.
    pub linking: Linking,
    /// Whether citations lead to `#ref-` and the id of their work.
    pub has_anchors: bool,
}

/// An entry of a list of references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Place of its item among the items asked for.
    pub item: usize,
    /// Its number in the list, for styles that number; from 1.
    pub number: Option<usize>,
    /// The text, without the number.
    pub text: Rich,
}

/// One work in a cluster of citations, as a writer asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CiteItem {
    /// Place of the work in the list of works.
    pub work: usize,
    /// Text before it.
    pub prefix: String,
    /// Kind of locator by its CSL name, and where in the work.
    pub locator: Option<(&'static str, String)>,
    /// Text after it.
    pub suffix: String,
    /// Whether the author is left out.
    pub suppresses_author: bool,
}

/// A cluster of citations at one place of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitationCluster {
    /// What is cited, in order.
    pub cites: Vec<CiteItem>,
    /// Whether the author of the first one is part of the sentence.
    pub is_narrative: bool,
}

/// A cluster of citations as it is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenderedCluster {
    /// What stands in the text: for notes, their number.
    pub in_text: Rich,
    /// The note, for styles that use notes.
    pub note: Option<Rich>,
    /// Places of cites whose locator the style does not print.
    pub without_locator: Vec<usize>,
}

/// A list of references with the citations that point to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenderedBibliography {
    /// The groups in their order.
    pub groups: Vec<RenderedCluster>,
    /// The references in the order of the style.
    pub references: Vec<Reference>,
}

/// One work, cited in every form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Its entry in a list.
    pub reference: Rich,
    /// As the style points to it from a sentence: a number, author and date in parentheses, or the text of a note.
    pub citation: Rich,
    /// With the author as part of the sentence.
    pub narrative: Rich,
    /// The short form of a second note; none for styles without notes.
    pub subsequent: Option<Rich>,
    /// A locator was asked for, and the style does not print it.
    pub lacks_locator: bool,
}

/// Renders. Styles and terms are read when they are first needed and kept.
#[derive(Debug, Default)]
pub struct Renderer {
    styles: StyleRegistry,
    terms: Terms,
}

impl Renderer {
    /// A renderer that has read nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A style of the house.
    pub fn style(&self, id: StyleId) -> &Style {
        self.styles.get(id)
    }

    /// One work, cited in every form; `locator` says where in it.
    pub fn citation(&self, options: RenderOptions<'_>, work: &Work, locator: Option<(&'static str, &str)>) -> Citation {
        let cite =
            || CiteItem { locator: locator.map(|(label, text)| (label, text.to_owned())), ..CiteItem::default() };
        let whole = CitationCluster { cites: vec![cite()], is_narrative: false };
        let narrative = CitationCluster { cites: vec![cite()], is_narrative: true };
        let has_notes = options.style.form() == CitationForm::Note;
        // In a list of its own each time: the second citation of a work may be shorter.
        let once =
            |group: &CitationCluster| self.list(options, std::slice::from_ref(work), std::slice::from_ref(group));
        let RenderedBibliography { groups, references } = once(&whole);
        let first = groups.into_iter().next().unwrap_or_default();
        let told = once(&narrative).groups.into_iter().next().unwrap_or_default();
        let subsequent = has_notes.then(|| {
            // Something else comes between, so that the short form is not "Ibid."
            let other = Work::from_item(Item { id: "-".to_owned(), kind: "document".to_owned(), ..Item::default() });
            let between =
                CitationCluster { cites: vec![CiteItem { work: 1, ..CiteItem::default() }], is_narrative: false };
            let groups = [whole.clone(), between, whole.clone()];
            let list = self.list(options, &[work.clone(), other], &groups);
            list.groups.into_iter().nth(2).and_then(|group| group.note).unwrap_or_default()
        });
        Citation {
            reference: references.into_iter().next().map(|reference| reference.text).unwrap_or_default(),
            lacks_locator: !first.without_locator.is_empty(),
            citation: first.note.unwrap_or(first.in_text),
            narrative: told.in_text,
            subsequent,
        }
    }

    /// Groups of citations with the list they point to. Works that no group cites are at the end of a numbered list,
    /// and in their place in others.
    pub fn list(&self, options: RenderOptions<'_>, works: &[Work], groups: &[CitationCluster]) -> RenderedBibliography {
        let RenderOptions { style, locale, linking, has_anchors: _ } = options;
        let locale = locale.map(Vocabulary::slug);
        let language = locale.unwrap_or(style.language());
        let prepared: Vec<Item> = works.iter().map(|work| engine_quirks::item(style, &work.item)).collect();
        let cited: HashSet<usize> = groups.iter().flat_map(|group| &group.cites).map(|cite| cite.work).collect();
        let mut clusters: Vec<Cluster> = Vec::with_capacity(groups.len());
        for group in groups {
            let cite = |cite| {
                let CiteItem { work, prefix: _, locator, suffix: _, suppresses_author: _ }: &CiteItem = cite;
                let locator = locator.as_ref().map(|(label, text)| (*label, engine::locator(text)));
                Cited { item: *work, locator }
            };
            let is_bare = |cite: &CiteItem| cite.locator.is_none() && cite.prefix.is_empty() && cite.suffix.is_empty();
            let may_collapse = group.cites.iter().all(is_bare);
            clusters.push(Cluster { cites: group.cites.iter().map(cite).collect(), may_collapse });
        }
        let uncited = (0..works.len()).filter(|item| !cited.contains(item));
        clusters.extend(uncited.map(|item| Cluster { cites: vec![Cited { item, locator: None }], may_collapse: true }));
        let Set { clusters, references } = self.set(style, locale, &prepared, &clusters);

        let mut set = RenderedBibliography::default();
        let mut named_before: Option<&Item> = None;
        for (place, reference) in references.into_iter().enumerate() {
            let (Some(of), Some(work)) = (prepared.get(reference.item), works.get(reference.item)) else { continue };
            let SetReference { item, is_numbered, names, text } =
                if reference.is_numbered { reference } else { self.with_all_names(style, locale, of, reference) };
            let text = match style.repeated_author() {
                Some(dash)
                    if named_before.is_some_and(|before| !of.authors().is_empty() && before.names == of.names) =>
                {
                    let is_first = !names.is_empty() && text.text().starts_with(&names);
                    if is_first { text.replaced(&[(0..names.len(), dash.to_owned())]) } else { text }
                }
                Some(_) | None => text,
            };
            named_before = Some(of);
            let mut text = markup::set_again(&work.item, engine_quirks::reference(style, of, text, language));
            if let Some(notice) = work.notice(style.id) {
                text.push_str(&notice);
            }
            let number = is_numbered.then_some(place + 1);
            set.references.push(Reference { item, number, text: linked(text, linking) });
        }
        for (number, (group, parts)) in groups.iter().zip(clusters).enumerate() {
            set.groups
                .push(Place { options, language, works, prepared: &prepared, number: number + 1 }.set(group, &parts));
        }
        set
    }
    /// What the engine makes of the clusters, with the letters of years in the order of the list: `2016a` stands before
    /// `2016b` (CSL 1.0.2, "the assignment of year-suffixes follows the order of the bibliographies entries"). The engine
    /// gives them in the order of citing (hayagriva, issues 330 and 469), so the list is cited once in its own order before.
    fn set(&self, style: &Style, locale: Option<&str>, items: &[Item], clusters: &[Cluster]) -> Set {
        let set = engine::render(style, &self.terms, locale, items, clusters);
        if style.form() != CitationForm::AuthorDate || !share_year(items) {
            return set;
        }
        let in_order = set.references.iter().map(|reference| Cluster {
            cites: vec![Cited { item: reference.item, locator: None }],
            may_collapse: true,
        });
        let first: Vec<Cluster> = in_order.collect();
        let before = first.len();
        let all: Vec<Cluster> = first.into_iter().chain(clusters.iter().cloned()).collect();
        let mut set = engine::render(style, &self.terms, locale, items, &all);
        set.clusters.drain(..before.min(set.clusters.len()));
        set
    }

    /// Where the citations of two works would be the same, the engine shortens the names in the list as it does in the
    /// text. The reference is then rendered by itself, and gets the letter after its year from the list.
    fn with_all_names(&self, style: &Style, locale: Option<&str>, item: &Item, in_list: SetReference) -> SetReference {
        let alone = [Cluster { cites: vec![Cited { item: 0, locator: None }], may_collapse: true }];
        let rendered = engine::render(style, &self.terms, locale, std::slice::from_ref(item), &alone);
        let Some(alone) = rendered.references.into_iter().next() else { return in_list };
        if alone.text == in_list.text {
            return in_list;
        }
        let year =
            item.dates.get(variable::ISSUED).and_then(|date| date.parts.first()).map(|(year, _, _)| year.to_string());
        let letter = year.as_ref().and_then(|year| {
            let text = in_list.text.text();
            let (at, _) = text.match_indices(year.as_str()).find(|(at, year)| {
                let mut after = text.get(at + year.len()..).unwrap_or_default().chars();
                after.next().is_some_and(|c| c.is_ascii_lowercase()) && !after.next().is_some_and(char::is_alphanumeric)
            })?;
            text.get(at + year.len()..at + year.len() + 1).map(str::to_owned)
        });
        let place = year.and_then(|year| alone.text.text().find(&year).map(|at| at + year.len()));
        let text = match (place, letter) {
            (Some(at), Some(letter)) => alone.text.replaced(&[(at..at, letter)]),
            _ => alone.text,
        };
        SetReference { text, item: in_list.item, ..alone }
    }
}

/// Whether two items could be told apart by letters behind their years only: the same first names and the same year.
fn share_year(items: &[Item]) -> bool {
    let mut seen = HashSet::new();
    items.iter().any(|item| {
        let year = item.dates.get(variable::ISSUED).and_then(|date| date.parts.first()).map(|(year, _, _)| *year);
        let names = item.names.get(variable::AUTHOR).or_else(|| item.names.get(variable::EDITOR));
        let first = names.and_then(|names| names.first()).map(|name| (&name.family, &name.literal));
        !seen.insert((first, year))
    })
}

/// A place in the text where a group stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    options: RenderOptions<'a>,
    language: &'a str,
    works: &'a [Work],
    prepared: &'a [Item],
    /// Number of the group, from 1.
    number: usize,
}

impl Place<'_> {
    /// The group as it stands in the text.
    fn set(self, group: &CitationCluster, parts: &[Part]) -> RenderedCluster {
        let Self {
            options: RenderOptions { style, locale: _, linking, has_anchors },
            language,
            works,
            prepared,
            number,
        } = self;
        let form = style.form();
        let mut told = String::new();
        let mut whole = Rich::default();
        let mut without_locator = Vec::new();
        // What is raised stays raised: text of the writer is set as the number beside it.
        let raised = Marks { superscript: true, ..Marks::default() };
        let marks = if form == CitationForm::Superscript { raised } else { Marks::default() };
        let own = |text: &str| Piece { text: text.to_owned(), marks, link: None };
        for part in parts {
            let cite = part.place.and_then(|place| Some((place, group.cites.get(place)?)));
            let Some((place, cite)) = cite else {
                whole += part.whole.clone();
                continue;
            };
            let CiteItem { work, prefix, locator, suffix, suppresses_author } = cite;
            let (Some(item), Some(of)) = (prepared.get(*work), works.get(*work)) else { continue };
            let is_told = group.is_narrative && place == 0;
            if is_told {
                told = if form == CitationForm::AuthorDate && !part.names.is_empty() {
                    engine_quirks::part(style, item, part.names.clone()).text().replace(" & ", " and ")
                } else {
                    spoken_names(of, style)
                };
            }
            if !prefix.is_empty() {
                // A note is a sentence.
                let begins = form == CitationForm::Note && whole.is_empty();
                let prefix = if begins { raised_first(prefix) } else { prefix.clone() };
                whole.push(own(&format!("{prefix} ")));
            }
            // Of a citation by the author alone nothing would be left.
            let may_go = !part.names.is_empty() && (is_told || !part.nameless.is_empty());
            let is_nameless = form == CitationForm::AuthorDate && (is_told || *suppresses_author) && may_go;
            let shown =
                engine_quirks::part(style, item, if is_nameless { part.nameless.clone() } else { part.whole.clone() });
            let shown = engine_quirks::plural_pages(markup::set_again(&of.item, shown), locator.as_ref());
            let prints = |locator: &str| {
                let digits: String = locator.chars().filter(char::is_ascii_alphanumeric).take(3).collect();
                part.whole.text().chars().filter(char::is_ascii_alphanumeric).collect::<String>().contains(&digits)
            };
            if locator.as_ref().is_some_and(|(_, text)| !prints(text) || !style.prints_locators()) {
                without_locator.push(place);
            }
            let leads_to = (has_anchors && form != CitationForm::Note).then(|| format!("#ref-{}", of.item.id));
            whole += match leads_to {
                Some(address) => shown.linked(&address),
                None => shown,
            };
            if !suffix.is_empty() {
                let gap = if suffix.starts_with([',', '.', ';', ':', ')']) { "" } else { " " };
                whole.push(own(&format!("{gap}{suffix}")));
            }
        }
        let whole = engine_quirks::citation(style, whole, language);
        let mut in_text = if told.is_empty() { Rich::default() } else { Rich::plain(told) };
        if form == CitationForm::Note {
            let link = has_anchors.then(|| format!("#note-{number}"));
            in_text.push(Piece { text: number.to_string(), marks: raised, link });
            return RenderedCluster { in_text, note: Some(linked(whole, linking)), without_locator };
        }
        // Nothing is left of a citation by the author alone.
        let is_empty = whole.text().trim_matches(['(', ')', '[', ']', ' ']).is_empty();
        if !in_text.is_empty() && form != CitationForm::Superscript && !is_empty {
            in_text.push_str(" ");
        }
        if !is_empty || in_text.is_empty() {
            in_text += whole;
        }
        RenderedCluster { in_text, note: None, without_locator }
    }
}

fn raised_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// The authors as a sentence names them.
fn spoken_names(work: &Work, style: &Style) -> String {
    let name = |name: &ItemName| {
        let ItemName { family, given, non_dropping_particle, dropping_particle: _, suffix: _, literal } = name;
        let family = literal.as_ref().or(family.as_ref()).or(given.as_ref()).cloned().unwrap_or_default();
        match non_dropping_particle {
            Some(particle) => format!("{particle} {family}"),
            None => family,
        }
    };
    match work.item.authors() {
        [] => work.item.text(variable::TITLE).map(|title| format!("“{title}”")).unwrap_or_default(),
        [one] => name(one),
        [one, two] => format!("{} and {}", name(one), name(two)),
        [one, ..] => format!("{} {}", name(one), style.et_al()),
    }
}

/// The addresses in a reference made links.
fn linked(rich: Rich, linking: Linking) -> Rich {
    // The engine makes links of its own.
    let rich = if linking == Linking::Url { rich } else { rich.without_links() };
    if linking == Linking::None {
        return rich;
    }
    let text = rich.text();
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(begin) = rest.find(|c: char| !c.is_whitespace()) else { break };
        let word = rest.get(begin..).unwrap_or_default();
        let length = word.find(char::is_whitespace).unwrap_or(word.len());
        let word = word.get(..length).unwrap_or_default();
        // Some styles write `doi: 10.…`.
        let lead = word.find("https://").or_else(|| word.find("http://")).or_else(|| word.find("10.")).unwrap_or(0);
        let mut address = word.get(lead..).unwrap_or_default().trim_end_matches(['.', ',', ';', ']', '”', '"', '>']);
        if address.ends_with(')') && address.matches('(').count() < address.matches(')').count() {
            address = address.trim_end_matches(')');
        }
        let is_doi = address.starts_with("https://doi.org/")
            || (address.starts_with("10.") && address.contains('/') && {
                let before = text.get(..at + begin + lead).unwrap_or_default().trim_end();
                let before = before.strip_suffix(':').unwrap_or(before).as_bytes();
                before.last_chunk::<3>().is_some_and(|end| end.eq_ignore_ascii_case(b"doi"))
            });
        let target = if is_doi && address.starts_with("10.") {
            Some(format!("https://doi.org/{address}"))
        } else if is_doi || (linking == Linking::Url && address.starts_with("http")) {
            Some(address.to_owned())
        } else {
            None
        };
        if let Some(target) = target {
            let from = at + begin + lead;
            found.push((from..from + address.len(), target));
        }
        at += begin + length;
    }
    rich.with_links(&found)
}
