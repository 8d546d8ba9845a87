//! The elements of one record, in three pieces of memory that serve one record after the other.
//!
//! Texts lie one behind the other in the order of the document, so that the text of an element is a range, and that of the
//! element around it the range around it. Nothing is kept twice, whatever stands in what.

use std::ops::Range;

use super::super::plain::raised;

/// A record as it is read, element by element.
#[derive(Clone, Default)]
pub(in crate::citation::exchange) struct Tree {
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    /// Names of elements, names and values of attributes.
    words: String,
    /// All text.
    text: String,
    /// The elements that are open, that of the record first.
    open: Vec<usize>,
}

#[derive(Clone)]
struct Node {
    line: usize,
    name: Range<usize>,
    attributes: Range<usize>,
    text: Range<usize>,
    /// The element after its last descendant.
    next: usize,
}

#[derive(Clone)]
struct Attribute {
    name: Range<usize>,
    value: Range<usize>,
}

/// Most attributes of an element that are kept.
const MAX_ATTRIBUTES: usize = 16;

impl Tree {
    /// Forgets all and keeps the room it took.
    pub(super) fn clear(&mut self) {
        let Self { nodes, attributes, words, text, open } = self;
        nodes.clear();
        attributes.clear();
        words.clear();
        text.clear();
        open.clear();
    }

    /// The line the record begins on.
    pub(super) fn line(&self) -> usize {
        self.nodes.first().map_or(0, |node| node.line)
    }

    /// Bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.nodes.len() * size_of::<Node>()
            + self.attributes.len() * size_of::<Attribute>()
            + self.words.len()
            + self.text.len()
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Begins an element in the one that is open.
    pub(super) fn begin<'a>(
        &mut self,
        name: &str,
        line: usize,
        attributes: impl Iterator<Item = (&'a str, std::borrow::Cow<'a, str>)>,
    ) {
        let name = self.word(name);
        let first = self.attributes.len();
        for (name, value) in attributes.take(MAX_ATTRIBUTES) {
            let (name, value) = (self.word(name), self.word(&value));
            self.attributes.push(Attribute { name, value });
        }
        let attributes = first..self.attributes.len();
        let text = self.text.len()..self.text.len();
        self.open.push(self.nodes.len());
        self.nodes.push(Node { line, name, attributes, text, next: self.nodes.len() + 1 });
    }

    fn word(&mut self, word: &str) -> Range<usize> {
        let start = self.words.len();
        self.words.push_str(word);
        start..self.words.len()
    }

    /// Adds text to the element that is open.
    pub(super) fn add_text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The name of the element that is open.
    pub(super) fn open_name(&self) -> Option<&str> {
        let node = self.nodes.get(*self.open.last()?)?;
        self.words.get(node.name.clone())
    }

    /// Ends the element that is open. True when it was that of the record.
    pub(super) fn end(&mut self) -> bool {
        let Some(at) = self.open.pop() else { return true };
        self.raise(at);
        let (end, next) = (self.text.len(), self.nodes.len());
        if let Some(node) = self.nodes.get_mut(at) {
            (node.text.end, node.next) = (end, next);
        }
        self.open.is_empty()
    }

    /// Raises what the element raises, which ends with the text so far. Flattened, 10⁹ would be another number.
    fn raise(&mut self, at: usize) {
        let Some(node) = self.nodes.get(at) else { return };
        let element = Element { tree: self, at, node };
        let start = node.text.start;
        let from = match element.name().rsplit(':').next() {
            Some("sup") => start,
            // As EndNote styles a text.
            Some("style") if element.attribute("face").is_some_and(|face| face.contains("superscript")) => start,
            Some("msup") => {
                let power = element.within(self.nodes.len()).last().map_or(0, |power| power.text().len());
                self.text.len() - power.min(self.text.len() - start)
            }
            _ => return,
        };
        if raised(&mut self.text, from) {
            let all = from..self.text.len();
            for within in self.nodes[at + 1..].iter_mut().filter(|within| within.text.end > from) {
                within.text = all.clone();
            }
        }
    }

    /// The element of the record.
    pub(super) fn record(&self) -> Option<Element<'_>> {
        self.element(0)
    }

    fn element(&self, at: usize) -> Option<Element<'_>> {
        self.nodes.get(at).map(|node| Element { tree: self, at, node })
    }
}

/// An element of a record.
#[derive(Clone, Copy)]
pub(in crate::citation::exchange) struct Element<'t> {
    tree: &'t Tree,
    at: usize,
    node: &'t Node,
}

impl<'t> Element<'t> {
    pub(in crate::citation::exchange) fn name(self) -> &'t str {
        self.tree.words.get(self.node.name.clone()).unwrap_or_default()
    }

    /// The line it begins on.
    pub(in crate::citation::exchange) fn line(self) -> usize {
        self.node.line
    }

    /// All text within, that of its children included: markup in a title is not kept.
    pub(in crate::citation::exchange) fn text(self) -> &'t str {
        self.tree.text.get(self.node.text.clone()).unwrap_or_default()
    }

    pub(in crate::citation::exchange) fn children(self) -> impl Iterator<Item = Element<'t>> + Clone {
        self.within(self.node.next)
    }

    /// The elements in it that begin before `end`.
    fn within(self, end: usize) -> impl Iterator<Item = Element<'t>> + Clone {
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let child = self.tree.element(at).filter(|_| at < end)?;
            at = child.node.next;
            Some(child)
        })
    }

    pub(in crate::citation::exchange) fn child(self, name: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.name() == name)
    }

    pub(in crate::citation::exchange) fn at(self, path: &[&str]) -> Option<Element<'t>> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    pub(in crate::citation::exchange) fn all<'a>(self, name: &'a str) -> impl Iterator<Item = Element<'t>> + 'a
    where
        't: 'a,
    {
        self.children().filter(move |child| child.name() == name)
    }

    /// The text of an element in it, if it has any.
    pub(in crate::citation::exchange) fn value(self, path: &[&str]) -> Option<&'t str> {
        self.at(path).map(Element::text).filter(|text| !text.trim().is_empty())
    }

    pub(in crate::citation::exchange) fn attribute(self, name: &str) -> Option<&'t str> {
        let word = |range: &Range<usize>| self.tree.words.get(range.clone());
        let attributes = self.tree.attributes.get(self.node.attributes.clone()).unwrap_or_default();
        attributes.iter().find(|attribute| word(&attribute.name) == Some(name)).and_then(|found| word(&found.value))
    }

    pub(in crate::citation::exchange) fn has_attributes(self) -> bool {
        !self.node.attributes.is_empty()
    }

    /// The record that this element is, without the elements that are not kept. They are looked at from the outside in, and
    /// `keep` says of one that it goes with all within, stays with all within, or is to be looked into.
    pub(super) fn pruned<P>(self, above: &P, keep: &dyn Fn(Element<'t>, &P) -> Kept<P>) -> Tree {
        let mut tree = self.tree.clone();
        tree.nodes.clear();
        self.take_kept(above, keep, &mut tree.nodes);
        tree
    }

    fn take_kept<P>(self, above: &P, keep: &dyn Fn(Element<'t>, &P) -> Kept<P>, nodes: &mut Vec<Node>) {
        let place = nodes.len();
        nodes.push(self.node.clone());
        for child in self.children() {
            match keep(child, above) {
                Kept::Not => {}
                Kept::Whole => child.take_whole(nodes),
                Kept::Partly(path) => child.take_kept(&path, keep, nodes),
            }
        }
        let next = nodes.len();
        if let Some(node) = nodes.get_mut(place) {
            node.next = next;
        }
    }

    fn take_whole(self, nodes: &mut Vec<Node>) {
        let place = nodes.len();
        for node in self.tree.nodes.get(self.at..self.node.next).unwrap_or_default() {
            nodes.push(Node { next: node.next - self.at + place, ..node.clone() });
        }
    }
}

/// What of an element is kept.
pub(super) enum Kept<P> {
    Not,
    Whole,
    /// What is kept within, with what is to be known there.
    Partly(P),
}
