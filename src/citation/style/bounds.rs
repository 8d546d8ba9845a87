//! How much a style may ask of the engine, which follows it by recursion and expands macros where they are called.

use std::collections::HashMap;

use hayagriva::citationberg::{
    Choose, ElseBranch, Group, IndependentStyle, LayoutRenderingElement, Names, NamesChild, SortKey, Substitute, Text,
    TextTarget,
};
use quick_xml::{Reader, events::Event};

use super::StyleError;

/// Longest style file, in bytes. The longest of the CSL project has 0.3 MB.
const MAX_BYTES: usize = 1 << 20;

/// Deepest nesting of elements, in the file and with macros expanded. The deepest of the archive of styles has 39.
const MAX_DEPTH: usize = 100;

/// Most elements with macros expanded where they are called, of branches the largest. The largest style of the archive has
/// 2,776.
const MAX_ELEMENTS: usize = 100_000;

/// Whether the text of a style can be parsed: the parser goes down into elements by recursion.
///
/// # Errors
/// What the text is that a style is not.
pub(super) fn check_text(xml: &str) -> Result<(), StyleError> {
    if xml.len() > MAX_BYTES {
        let bytes = xml.len();
        return Err(StyleError::Endless(format!("it has {bytes} bytes; a style has {MAX_BYTES} or fewer bytes")));
    }
    let mut reader = Reader::from_str(xml);
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event();
        let event = event.map_err(|error| StyleError::NoStyle(format!("byte {}: {error}", reader.error_position())))?;
        match event {
            Event::Start(_) if depth == MAX_DEPTH => return Err(too_deep()),
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => return Ok(()),
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

/// Whether a style can be rendered in: that its macros end, and soon.
///
/// # Errors
/// Which macro never ends, or what there is too much of.
pub(super) fn check_expansion(csl: &IndependentStyle) -> Result<(), StyleError> {
    let elements = expanded(csl)?.elements;
    if elements > MAX_ELEMENTS {
        return Err(StyleError::Endless(format!(
            "with its macros expanded it has {elements} elements; a style has at most {MAX_ELEMENTS}"
        )));
    }
    Ok(())
}

/// All that is rendered of a style, macros expanded where they are called.
fn expanded(csl: &IndependentStyle) -> Result<Extent, StyleError> {
    // The engine takes the first macro of a name.
    let mut macros: HashMap<&str, &[LayoutRenderingElement]> = HashMap::new();
    for csl_macro in &csl.macros {
        macros.entry(&csl_macro.name).or_insert(&csl_macro.children);
    }
    let mut expansion = Expansion { macros, known: HashMap::new(), open: Vec::new() };
    let mut all = Extent::default();
    let layouts = [Some(&csl.citation.layout), csl.bibliography.as_ref().map(|bibliography| &bibliography.layout)];
    for layout in layouts.into_iter().flatten() {
        all.add(expansion.of_all(&layout.elements, 0)?);
    }
    let sorts =
        [csl.citation.sort.as_ref(), csl.bibliography.as_ref().and_then(|bibliography| bibliography.sort.as_ref())];
    for key in sorts.into_iter().flatten().flat_map(|sort| &sort.keys) {
        if let SortKey::MacroName { name, .. } = key {
            all.add(expansion.of_macro(name, 0)?);
        }
    }
    // Nothing calls some macros; they are read for what has to be mended all the same.
    for csl_macro in &csl.macros {
        expansion.of_macro(&csl_macro.name, 0)?;
    }
    Ok(all)
}

fn too_deep() -> StyleError {
    StyleError::Endless(format!("its elements and macros stand more than {MAX_DEPTH} deep in one another"))
}

/// How much there is of something with its macros expanded.
#[derive(Clone, Copy, Default)]
struct Extent {
    elements: usize,
    /// Levels of elements.
    height: usize,
}

impl Extent {
    /// Of one or the other.
    fn or(self, other: Self) -> Self {
        Self { elements: self.elements.max(other.elements), height: self.height.max(other.height) }
    }

    fn add(&mut self, other: Self) {
        self.elements = self.elements.saturating_add(other.elements);
        self.height = self.height.max(other.height);
    }
}

/// Goes through a style as the engine does, through each macro once.
struct Expansion<'a> {
    macros: HashMap<&'a str, &'a [LayoutRenderingElement]>,
    known: HashMap<&'a str, Extent>,
    /// Macros that are being gone through, outermost first.
    open: Vec<&'a str>,
}

impl<'a> Expansion<'a> {
    /// Elements `depth` deep in others.
    fn of_all(&mut self, elements: &'a [LayoutRenderingElement], depth: usize) -> Result<Extent, StyleError> {
        let mut all = Extent::default();
        for element in elements {
            all.add(self.of(element, depth)?);
        }
        Ok(all)
    }

    fn of(&mut self, element: &'a LayoutRenderingElement, depth: usize) -> Result<Extent, StyleError> {
        if depth >= MAX_DEPTH {
            return Err(too_deep());
        }
        let below = depth + 1;
        let mut inner = Extent::default();
        match element {
            LayoutRenderingElement::Text(Text { target: TextTarget::Macro { name }, .. }) => {
                inner = self.of_macro(name, below)?;
            }
            LayoutRenderingElement::Names(Names { children, .. }) => {
                for child in children {
                    if let NamesChild::Substitute(Substitute { children }) = child {
                        inner.add(self.of_all(children, below)?);
                    }
                }
            }
            LayoutRenderingElement::Group(Group { children, .. }) => inner = self.of_all(children, below)?,
            LayoutRenderingElement::Choose(Choose { if_, else_if, otherwise }) => {
                // One of the branches is rendered.
                let branches = std::iter::once(if_).chain(else_if).map(|branch| &branch.children);
                let otherwise = otherwise.iter().map(|ElseBranch { children }| children);
                for children in branches.chain(otherwise) {
                    inner = inner.or(self.of_all(children, below)?);
                }
            }
            LayoutRenderingElement::Text(_)
            | LayoutRenderingElement::Date(_)
            | LayoutRenderingElement::Number(_)
            | LayoutRenderingElement::Label(_) => {}
        }
        Ok(Extent { elements: inner.elements.saturating_add(1), height: inner.height + 1 })
    }

    /// A macro called from `depth` deep. One that is not there prints nothing.
    fn of_macro(&mut self, name: &str, depth: usize) -> Result<Extent, StyleError> {
        let Some((&name, &children)) = self.macros.get_key_value(name) else { return Ok(Extent::default()) };
        if let Some(at) = self.open.iter().position(|open| *open == name) {
            let circle = self.open.get(at..).unwrap_or_default().join(", ");
            return Err(StyleError::Endless(format!("the macro {name} calls itself (by way of {circle})")));
        }
        let extent = match self.known.get(name) {
            Some(extent) => *extent,
            None => {
                self.open.push(name);
                let extent = self.of_all(children, depth)?;
                self.open.pop();
                self.known.insert(name, extent);
                extent
            }
        };
        if depth + extent.height > MAX_DEPTH {
            return Err(too_deep());
        }
        Ok(extent)
    }
}

#[cfg(test)]
mod tests {
    use hayagriva::archive::ArchivedStyle;

    use super::{super::Style, *};

    /// A style with these macros, and this in its layout.
    fn style(macros: &str, layout: &str) -> Result<Style, StyleError> {
        Style::from_csl(&format!(
            r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
            <info><title>Invented</title><id>invented</id><updated>2020-01-01T00:00:00+00:00</updated></info>
            {macros}
            <citation><layout><text variable="title"/></layout></citation>
            <bibliography><layout>{layout}</layout></bibliography></style>"#
        ))
    }

    #[track_caller]
    fn is_refused(style: Result<Style, StyleError>, because: &str) {
        let Err(StyleError::Endless(why)) = style else { panic!("{style:?}") };
        assert!(why.contains(because), "{why}");
    }

    #[test]
    fn macros_that_call_themselves_are_refused() {
        let call = r#"<text macro="a"/>"#;
        is_refused(style(&format!(r#"<macro name="a">{call}</macro>"#), call), "the macro a calls itself");
        let circle = r#"<macro name="a"><group><text macro="b"/></group></macro>
            <macro name="b"><choose><if type="book"><text macro="c"/></if></choose></macro>
            <macro name="c"><names variable="author"><substitute><text macro="a"/></substitute></names></macro>"#;
        is_refused(style(circle, call), "by way of a, b, c");
        // Whether anything calls them or not.
        is_refused(style(circle, r#"<text variable="title"/>"#), "by way of a, b, c");
    }

    #[test]
    fn nesting_without_end_is_refused_before_it_is_parsed() {
        for (count, because) in
            [(MAX_DEPTH, "deep in one another"), (20_000, "deep in one another"), (100_000, "bytes")]
        {
            let (open, close) = ("<group>".repeat(count), "</group>".repeat(count));
            is_refused(style("", &format!("{open}<text variable=\"title\"/>{close}")), because);
        }
        is_refused(style("", &"<group>".repeat(20_000)), "deep in one another");
        let deep = MAX_DEPTH / 2;
        let nested = format!("{}<text variable=\"title\"/>{}", "<group>".repeat(deep), "</group>".repeat(deep));
        assert!(style("", &nested).is_ok());
        // Each macro is flat, and the chain of them is deep.
        let chain: String =
            (0..MAX_DEPTH + 10).map(|i| format!(r#"<macro name="m{i}"><text macro="m{}"/></macro>"#, i + 1)).collect();
        is_refused(style(&chain, r#"<text macro="m0"/>"#), "deep in one another");
    }

    #[test]
    fn macros_that_multiply_are_refused() {
        let doubling: String = (0..40)
            .map(|i| format!(r#"<macro name="m{i}"><text macro="m{0}"/><text macro="m{0}"/></macro>"#, i + 1))
            .collect();
        let last = r#"<macro name="m40"><text variable="title"/></macro>"#;
        is_refused(style(&format!("{doubling}{last}"), r#"<text macro="m0"/>"#), "with its macros expanded");
    }

    #[test]
    fn every_style_of_the_archive_is_far_below_the_bounds() {
        for archived in ArchivedStyle::all() {
            let hayagriva::citationberg::Style::Independent(csl) = archived.get() else { continue };
            let name = archived.names().first().copied().unwrap_or_default();
            let all = expanded(&csl).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(all.elements * 10 < MAX_ELEMENTS, "{name} has {} elements", all.elements);
            assert!(all.height * 2 < MAX_DEPTH, "{name} is {} deep", all.height);
        }
    }
}
