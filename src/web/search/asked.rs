//! What is asked of the search page; every state of it has an address.

use super::{PAGE, STYLE};
use crate::{
    app::{Filter, FilterFault, Library, Question, ReadFilter, UnknownName, parameter},
    citation::style::StyleId,
    domain::{Date, Vocabulary, date::written_day, repeated::shortened},
    search::{Choice, Facet, Filters, MAX_DIGITS, MAX_NAMES, NameField, NumberField, Request},
    web::parts::word,
};

/// What is asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// What the API and the command can be asked as well, read as they read it.
    pub(super) question: Question,
    /// The style in which references are printed with the hits; none are when nobody asked.
    pub(super) style: Option<StyleId>,
    /// Hits before this page.
    pub(super) offset: usize,
}

/// Where the page begins.
const START: &str = "start";

/// What the name of a list to choose one more value of a facet from ends in: `design_or`.
pub(super) const ONE_MORE: &str = "_or";

impl Asked {
    /// Reads an address; what cannot be read is left out and said. Parameters that are not ours are nobody's business:
    /// shared links collect them.
    pub(super) fn read(library: &Library, pairs: &[(String, String)]) -> (Self, Vec<String>) {
        let mut asked = Self::default();
        let mut notices = Vec::new();
        for (name, values) in of_forms(pairs) {
            let Some((value, further)) = values.split_first() else { continue };
            let question = &mut asked.question;
            if let Some(filter) = Filter::named(&name) {
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                let ReadFilter { faults, turned } = question.narrow(library, filter, &values);
                notices.extend(faults.into_iter().map(|fault| left_out(library, filter, fault)));
                notices.extend(turned.map(|range| format!("{}: it was read as {range}.", filter.label())));
                continue;
            }
            match name.as_str() {
                parameter::TEXT => question.text.clone_from(value),
                parameter::SORT => question.sort = word(value, &mut notices),
                parameter::MATCHING => question.matching = word(value, &mut notices),
                parameter::EXPANSION => question.expansion = word(value, &mut notices),
                parameter::DAY => match written_day(value) {
                    Some(day) => question.as_of = Some(day),
                    None => notices.push(format!("“{}” is no day, so today was taken.", shortened(value))),
                },
                STYLE => asked.style = word(value, &mut notices),
                START => match value.parse::<usize>() {
                    Ok(first) => asked.offset = first.saturating_sub(1) / PAGE * PAGE,
                    Err(_) => notices.push(format!("“{}” is no place in a list.", shortened(value))),
                },
                _ => continue,
            }
            if let Some(second) = further.first() {
                notices.push(format!("“{}” was left out: one value of “{name}” is taken.", shortened(second)));
            }
        }
        for UnknownName { field, said, nearest } in library.unknown_names(&asked.question.filters) {
            let offer = nearest.map(|near| format!(" Did you mean “{near}”?")).unwrap_or_default();
            notices.push(format!("{}: no publication has “{}”.{offer}", field.label(), shortened(&said)));
        }
        (asked, notices)
    }

    /// The same with another question, from the first hit on.
    pub(super) fn with(&self, change: impl FnOnce(&mut Question)) -> Self {
        let mut asked = Self { offset: 0, ..self.clone() };
        change(&mut asked.question);
        asked
    }

    /// The same whatever the publication is called.
    pub(super) fn without_name(&self, field: NameField, said: &str) -> Self {
        self.with(|question| {
            let names = &mut question.filters.names;
            for named in names.iter_mut().filter(|named| named.field == field) {
                named.any_of.retain(|other| other != said);
            }
            names.retain(|named| !named.any_of.is_empty());
        })
    }

    /// The same with a value added, or taken away if it is chosen; from the first hit on.
    pub(super) fn toggled(&self, facet: Facet, value: &str) -> Self {
        self.with(|question| {
            let choices = &mut question.filters.choices;
            let of_facet = |choice: &&mut Choice| choice.facet == facet;
            if choices.iter().any(|choice| choice.facet == facet && choice.any_of.iter().any(|other| other == value)) {
                choices.iter_mut().filter(of_facet).for_each(|choice| choice.any_of.retain(|other| other != value));
                choices.retain(|choice| !choice.any_of.is_empty());
            } else {
                match choices.iter_mut().rfind(of_facet) {
                    Some(choice) => choice.any_of.push(value.to_owned()),
                    None => choices.push(Choice { facet, any_of: vec![value.to_owned()] }),
                }
            }
        })
    }

    /// The same whatever this facet is, or with nothing but this value of it.
    pub(super) fn only(&self, facet: Facet, value: Option<&str>) -> Self {
        self.with(|question| {
            let choices = &mut question.filters.choices;
            choices.retain(|choice| choice.facet != facet);
            choices.extend(value.map(|value| Choice { facet, any_of: vec![value.to_owned()] }));
        })
    }

    /// The same whatever this number is.
    pub(super) fn without_range(&self, field: NumberField) -> Self {
        self.with(|question| question.filters.ranges.retain(|range| range.field != field))
    }

    /// The same without filters.
    pub(super) fn unfiltered(&self) -> Self {
        self.with(|question| (question.filters, question.as_of) = (Filters::default(), None))
    }

    /// Whether there is a question at all.
    pub(super) fn is_empty(&self) -> bool {
        self.question.text.trim().is_empty() && !self.question.is_filtered()
    }

    /// Everything but the text, as the form hands it on.
    pub(super) fn kept(&self) -> Vec<(&'static str, String)> {
        let mut kept = self.question.parameters();
        kept.extend(self.style.map(|style| (STYLE, style.slug().to_owned())));
        kept
    }

    /// The same but for the ranges and the first name of each kind, which the form that narrows has fields for.
    pub(super) fn kept_without_fields(&self) -> Vec<(&'static str, String)> {
        let mut asked = self.clone();
        let Filters { choices: _, ranges, names } = &mut asked.question.filters;
        ranges.clear();
        for named in names {
            named.any_of.drain(..1.min(named.any_of.len()));
        }
        asked.kept()
    }

    pub(super) fn address(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !self.question.text.is_empty() {
            query.append_pair(parameter::TEXT, &self.question.text);
        }
        for (name, value) in self.kept() {
            query.append_pair(name, &value);
        }
        if self.offset > 0 {
            query.append_pair(START, &(self.offset + 1).to_string());
        }
        let query = query.finish();
        if query.is_empty() { "/".to_owned() } else { format!("/?{query}") }
    }

    /// The same question to the API.
    pub(super) fn twin(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair(parameter::TEXT, &self.question.text);
        for (name, value) in self.question.parameters() {
            query.append_pair(name, &value);
        }
        format!("/v1/search?{}", query.finish())
    }

    pub(super) fn request(&self, today: Date) -> Request<'_> {
        let Self { question, style: _, offset } = self;
        Request { offset: *offset, limit: PAGE, facets: Facet::ALL.to_vec(), ..question.request(today) }
    }
}

/// What is said of a value that was not taken.
fn left_out(library: &Library, filter: Filter, fault: FilterFault<'_>) -> String {
    let label = filter.label();
    match fault {
        FilterFault::NoSuchValue(facet, value) => {
            let near = library.nearest_value(facet, value);
            let near = near.map(|near| format!(" Did you mean “{near}”?")).unwrap_or_default();
            format!("There is no {} “{}”, so it was left out.{near}", label.to_lowercase(), shortened(value))
        }
        FilterFault::NoRange(_, value) => {
            format!("{label}: “{}” was left out. Give whole numbers of at most {MAX_DIGITS} digits.", shortened(value))
        }
        FilterFault::SecondRange(_, value) => {
            format!("{label}: “{}” was left out; one range is taken.", shortened(value))
        }
        FilterFault::TooManyNames(_, _) => format!("{label}: only the first {MAX_NAMES} were taken."),
    }
}

/// The values of each parameter of ours in the order of the address, as the API would be given them: a form has a field for
/// each end of a range, and lists to choose one more value of a facet from.
fn of_forms(pairs: &[(String, String)]) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    let mut ends: Vec<(NumberField, [&str; 2])> = Vec::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        if let Some((field, at)) = end_of_range(name) {
            match ends.iter_mut().find(|(known, _)| *known == field) {
                Some((_, ends)) => ends[at] = value.trim(),
                None if at == 0 => ends.push((field, [value.trim(), ""])),
                None => ends.push((field, ["", value.trim()])),
            }
            continue;
        }
        let one_more = name.strip_suffix(ONE_MORE).filter(|facet| Facet::from_slug(facet).is_ok());
        let name = one_more.unwrap_or(name);
        if !is_ours(name) {
            continue;
        }
        match all.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => match values.last_mut().filter(|_| one_more.is_some()) {
                // Added to what is chosen already: one of them suffices.
                Some(chosen) => *chosen = format!("{chosen},{value}"),
                None => values.push(value.clone()),
            },
            None => all.push((name.to_owned(), vec![value.clone()])),
        }
    }
    let ranges = ends.into_iter().map(|(field, [from, to])| (field.slug().to_owned(), vec![format!("{from}..{to}")]));
    all.extend(ranges);
    all
}

fn is_ours(name: &str) -> bool {
    let others =
        [parameter::TEXT, parameter::SORT, parameter::MATCHING, parameter::EXPANSION, parameter::DAY, STYLE, START];
    others.contains(&name) || Filter::named(name).is_some()
}

/// `year_from` and `year_to`: which number, and which end of it.
fn end_of_range(name: &str) -> Option<(NumberField, usize)> {
    let (field, end) = name.rsplit_once('_')?;
    let at = ["from", "to"].iter().position(|known| *known == end)?;
    Some((NumberField::from_slug(field).ok()?, at))
}
