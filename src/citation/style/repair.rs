//! A style as the engine must be given it, where the engine reads CSL otherwise than its specification.

use std::borrow::Cow;

use hayagriva::citationberg::{
    self, Choose, ChooseBranch, ChooseMatch, LabelPluralize, LayoutRenderingElement, LongShortForm, NamesChild,
    TextTarget,
    taxonomy::{NumberOrPageVariable, StandardVariable, Term, Variable},
};
use quick_xml::{Reader, events::Event};

/// A variable that no item has when it is rendered, and no style of the CSL project prints.
pub(in crate::citation) const NEVER: &str = "citation-key";

/// Marks before which a style of the CSL project asks for a blank.
const MARKS: [char; 2] = [';', ':'];

/// The marks before which a delimiter or an affix of the style has a blank.
pub(super) fn blank_before(xml: &str) -> Vec<char> {
    let mut found = Vec::new();
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                for attribute in tag.attributes().flatten() {
                    let is_between = matches!(
                        attribute.key.as_ref(),
                        "delimiter" | "prefix" | "suffix" | "sort-separator" | "value"
                    );
                    let asked = |mark: &char| attribute.value.contains(&format!(" {mark}"));
                    found.extend(
                        MARKS
                            .into_iter()
                            .filter(|mark| is_between && !found.contains(mark) && asked(mark))
                            .collect::<Vec<_>>(),
                    );
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// Whether names were asked for is forgotten by the engine where there are none, so that a group of a term and names prints
/// the term alone: `In:.` (hayagriva, issue 327). Beside names stands what is asked for and never there.
fn asks_for_something() -> LayoutRenderingElement {
    let target =
        TextTarget::Variable { var: Variable::Standard(StandardVariable::CitationKey), form: LongShortForm::Long };
    LayoutRenderingElement::Text(citationberg::Text::with_target(target))
}

/// The engine passes over affixes of `<name>`, which each name of a person has; where they stand beside given names, they
/// become those of the given names. Of names of which only the first one is turned they stand beside none.
pub(super) fn with_affixes_of_names(xml: &str) -> Cow<'_, str> {
    let mut settled = String::new();
    let mut kept = 0;
    let mut reader = Reader::from_str(xml);
    loop {
        let from = position(&reader);
        let event = reader.read_event();
        let to = position(&reader);
        let (tag, is_empty) = match &event {
            Ok(Event::Start(tag)) => (tag, false),
            Ok(Event::Empty(tag)) => (tag, true),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => continue,
        };
        if tag.name().as_ref() != "name" {
            continue;
        }
        let value = |sought: &str| {
            let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == sought)?;
            // As it is written, entities and all: it is written again.
            Some(found.value.into_owned())
        };
        // Which part of a name stands first, and which last.
        let order = match value("name-as-sort-order").as_deref() {
            Some("all") => Some(["family", "given"]),
            None => Some(["given", "family"]),
            Some(_) => None,
        };
        let inner =
            if is_empty { "" } else { xml.get(to..).and_then(|rest| rest.split("</name>").next()).unwrap_or_default() };
        let (Some([first, last]), Some(written)) = (order, xml.get(from..to)) else { continue };
        let part = |part: &str, affix: &str| {
            let has_own = inner.contains(&format!("\"{part}\"")) || inner.contains(&format!("'{part}'"));
            let text = value(affix).filter(|text| !text.contains('<') && !text.is_empty() && !has_own)?;
            Some(format!("<name-part name=\"{part}\" {affix}=\"{text}\"/>"))
        };
        let parts: String = [part(first, "prefix"), part(last, "suffix")].into_iter().flatten().collect();
        if parts.is_empty() {
            continue;
        }
        settled.push_str(xml.get(kept..from).unwrap_or_default());
        settled.push_str(written.trim_end_matches(['/', '>', ' ', '\n']));
        settled.push('>');
        settled.push_str(&parts);
        if is_empty {
            settled.push_str("</name>");
        }
        kept = to;
    }
    if kept == 0 {
        return Cow::Borrowed(xml);
    }
    settled.push_str(xml.get(kept..).unwrap_or_default());
    Cow::Owned(settled)
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The engine counts pages whatever a label says of its plural. A label of pages that has one form only becomes the term in
/// that form, where there are pages.
fn settled_label(label: &citationberg::Label) -> Option<LayoutRenderingElement> {
    let citationberg::Label { variable, label } = label;
    let NumberOrPageVariable::Page(page) = variable else { return None };
    let plural = match label.plural {
        LabelPluralize::Contextual => return None,
        LabelPluralize::Always => true,
        LabelPluralize::Never => false,
    };
    let mut text =
        citationberg::Text::with_target(TextTarget::Term { term: Term::from(*page), form: label.form, plural });
    text.formatting = label.formatting;
    text.affixes = label.affixes.clone();
    text.text_case = label.text_case;
    text.strip_periods = label.strip_periods;
    let branch = ChooseBranch {
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
        type_: None,
        variable: Some(vec![Variable::Page(*page)]),
        match_: ChooseMatch::default(),
        children: vec![LayoutRenderingElement::Text(text)],
    };
    Some(LayoutRenderingElement::Choose(Choose { if_: branch, else_if: Vec::new(), otherwise: None }))
}

/// The engine renders nothing for `<names>` without a `<name/>` in it (hayagriva, issue 519); in CSL that means a name
/// with its default form. Puts the element where it is meant. Shows every `<text>` to `note`, every
/// `<label>` to `label`.
pub(super) fn repair(
    elements: &mut Vec<LayoutRenderingElement>,
    note: &mut dyn FnMut(&mut citationberg::Text),
    label: &mut dyn FnMut(&citationberg::Label),
) {
    for element in elements.iter_mut() {
        repair_one(element, note, label);
    }
    if elements.iter().any(|element| matches!(element, LayoutRenderingElement::Names(_))) {
        elements.push(asks_for_something());
    }
}

fn repair_one(
    element: &mut LayoutRenderingElement,
    note: &mut dyn FnMut(&mut citationberg::Text),
    label: &mut dyn FnMut(&citationberg::Label),
) {
    match element {
        LayoutRenderingElement::Names(names) => {
            if !names.children.iter().any(|child| matches!(child, NamesChild::Name(_))) {
                names.children.insert(0, NamesChild::Name(citationberg::Name::default()));
            }
            // Names in a substitute take the `<name/>` of the element around them.
            for child in &mut names.children {
                if let NamesChild::Substitute(substitute) = child {
                    let others = substitute.children.iter_mut();
                    for other in others.filter(|child| !matches!(child, LayoutRenderingElement::Names(_))) {
                        repair_one(other, note, label);
                    }
                }
            }
        }
        LayoutRenderingElement::Group(group) => repair(&mut group.children, note, label),
        LayoutRenderingElement::Choose(choose) => {
            repair(&mut choose.if_.children, note, label);
            for branch in &mut choose.else_if {
                repair(&mut branch.children, note, label);
            }
            if let Some(otherwise) = &mut choose.otherwise {
                repair(&mut otherwise.children, note, label);
            }
        }
        LayoutRenderingElement::Text(text) => note(text),
        LayoutRenderingElement::Label(found) => {
            label(found);
            if let Some(settled) = settled_label(found) {
                *element = settled;
            }
        }
        LayoutRenderingElement::Date(_) | LayoutRenderingElement::Number(_) => {}
    }
}
