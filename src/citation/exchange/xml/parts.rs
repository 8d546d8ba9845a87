//! The parts of a record of XML, for who asks how it was read.

use super::{
    super::{
        explain::{Anatomy, Part},
        raw::RawEntry,
        tidy::shortened,
    },
    Element,
    tree::Kept,
};

/// A record that can be read again with some of its elements only. Its parts are the elements with a text of their own, by
/// their paths; what only styles a text is none.
pub(in crate::citation::exchange) fn anatomy<'a>(
    record: Element<'a>,
    passed_over: Vec<(String, usize)>,
    read: impl Fn(Element<'_>) -> RawEntry + 'a,
) -> Anatomy<'a> {
    let parts = values(record);
    let read_again = move |keep: &dyn Fn(&str) -> bool| {
        let kept = record.pruned(&String::new(), &|child, above| {
            let path = path_of(child, above);
            match is_part(child) {
                false => Kept::Partly(path),
                true if keep(&path) => Kept::Whole,
                true => Kept::Not,
            }
        });
        read(kept.record().unwrap_or(record))
    };
    Anatomy { parts, passed_over, read: Box::new(read_again) }
}

/// The values of a record with their paths.
pub(in crate::citation::exchange) fn values(record: Element<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    take_apart(record, "", &mut parts);
    parts
}

/// Attributes that say which of several things an element is.
const TELLING: [&str; 3] = ["IdType", "EIdType", "RefType"];

/// The path of an element below another one: `ArticleIdList/ArticleId[doi]`.
fn path_of(element: Element<'_>, above: &str) -> String {
    let kind = TELLING.iter().find_map(|name| element.attribute(name));
    let kind = kind.map(|kind| format!("[{}]", shortened(kind))).unwrap_or_default();
    let name = shortened(element.name());
    if above.is_empty() { format!("{name}{kind}") } else { format!("{above}/{name}{kind}") }
}

/// Whether an element has a value, and not only others that have.
fn is_part(element: Element<'_>) -> bool {
    let length = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let inner: usize = element.children().map(|child| length(child.text())).sum();
    element.children().all(|child| child.name() == "style")
        || length(element.text()) > inner
        // What an attribute says belongs to all that stands within.
        || TELLING.iter().any(|name| element.attribute(name).is_some())
}

fn take_apart(element: Element<'_>, path: &str, parts: &mut Vec<Part>) {
    for child in element.children() {
        let path = path_of(child, path);
        if is_part(child) {
            let inner: Vec<&str> = child.children().map(|inner| inner.text().trim()).collect();
            let is_list = TELLING.iter().any(|name| child.attribute(name).is_some()) && !inner.is_empty();
            let written = if is_list { inner.join(" ") } else { child.text().to_owned() };
            parts.push(Part { name: path, line: Some(child.line()), written });
        } else {
            take_apart(child, &path, parts);
        }
    }
}
