//! What is asked of the search page; every state of it has an address.

use super::{PAGE, STYLE, word};
use crate::{
    app::{Library, UnknownName},
    citation::style::StyleId,
    domain::{Date, Vocabulary, date::written_day, repeated::shortened, vocabulary::nearest},
    search::{
        Choice, Expansion, Facet, Filters, MAX_DIGITS, MAX_NAMES, Matching, NameField, Named, NumberField, Range,
        Request, Sort,
    },
};

/// What is asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) q: String,
    /// In the order of the address, each facet once: one of its values suffices.
    pub(super) choices: Vec<(Facet, Vec<String>)>,
    /// In the order of the address, each number once.
    pub(super) ranges: Vec<Range>,
    /// In the order of the address, each field once: one of its names suffices.
    pub(super) names: Vec<Named>,
    /// The day that is asked for; none for today.
    pub(super) as_of: Option<Date>,
    pub(super) sort: Option<Sort>,
    pub(super) matching: Option<Matching>,
    pub(super) expansion: Option<Expansion>,
    /// The style in which references are printed with the hits; none are when nobody asked.
    pub(super) style: Option<StyleId>,
    /// Hits before this page.
    pub(super) offset: usize,
}

impl Asked {
    /// Reads an address; what cannot be read is left out and said. Parameters that are not ours are nobody's business:
    /// shared links collect them.
    pub(super) fn read(library: &Library, pairs: &[(String, String)]) -> (Self, Vec<String>) {
        let mut asked = Self::default();
        let mut notices = Vec::new();
        // A form has a field for each end of a range.
        let mut ends: Vec<(NumberField, [&str; 2])> = Vec::new();
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "q" => asked.q.clone_from(value),
                "sort" => asked.sort = word(value, &mut notices),
                "match" => asked.matching = word(value, &mut notices),
                "expand" => asked.expansion = word(value, &mut notices),
                STYLE => asked.style = word(value, &mut notices),
                "as_of" => match written_day(value) {
                    Some(day) => asked.as_of = Some(day),
                    None => notices.push(format!("“{}” is no day, so today was taken.", shortened(value))),
                },
                "start" => match value.parse::<usize>() {
                    Ok(first) => asked.offset = first.saturating_sub(1) / PAGE * PAGE,
                    Err(_) => notices.push(format!("“{}” is no place in a list.", shortened(value))),
                },
                other => {
                    if let Ok(facet) = Facet::from_slug(other) {
                        asked.choose(library, facet, value, &mut notices);
                    } else if let Ok(field) = NumberField::from_slug(other) {
                        asked.limit(field, value, &mut notices);
                    } else if let Ok(field) = NameField::from_slug(other) {
                        asked.name(field, value, &mut notices);
                    } else if let Some((field, at)) = end_of_range(other) {
                        match ends.iter_mut().find(|(known, _)| *known == field) {
                            Some((_, ends)) => ends[at] = value.trim(),
                            None if at == 0 => ends.push((field, [value.trim(), ""])),
                            None => ends.push((field, ["", value.trim()])),
                        }
                    }
                }
            }
        }
        for (field, [from, to]) in ends {
            asked.limit(field, &format!("{from}..{to}"), &mut notices);
        }
        for UnknownName { field, said, nearest } in library.unknown_names(&asked.filters()) {
            let offer = nearest.map(|near| format!(" Did you mean “{near}”?")).unwrap_or_default();
            notices.push(format!("{}: no publication has “{}”.{offer}", field.label(), shortened(&said)));
        }
        (asked, notices)
    }

    fn choose(&mut self, library: &Library, facet: Facet, values: &str, notices: &mut Vec<String>) {
        let known = library.facet_values(facet);
        for value in values.split(',').filter(|value| !value.is_empty()) {
            if known.iter().all(|(slug, _)| slug != value) {
                let near = nearest(value, known.iter().map(|(slug, _)| slug.as_str()));
                let near = near.map(|near| format!(" Did you mean “{near}”?")).unwrap_or_default();
                let name = facet.label().to_lowercase();
                notices.push(format!("There is no {name} “{}”, so it was left out.{near}", shortened(value)));
                continue;
            }
            self.toggle_on(facet, value);
        }
    }

    fn limit(&mut self, field: NumberField, value: &str, notices: &mut Vec<String>) {
        let Some((range, _)) = Range::read(field, value) else {
            let name = field.label();
            notices.push(format!(
                "{name}: “{}” was left out. Give whole numbers of at most {MAX_DIGITS} digits.",
                shortened(value)
            ));
            return;
        };
        self.ranges.retain(|other| other.field != field);
        self.ranges.push(range);
    }

    fn name(&mut self, field: NameField, said: &str, notices: &mut Vec<String>) {
        if self.names.iter().any(|named| named.field == field && named.any_of.len() >= MAX_NAMES) {
            notices.push(format!("{}: “{}” was left out; {MAX_NAMES} are taken.", field.label(), shortened(said)));
            return;
        }
        let mut filters = Filters { names: std::mem::take(&mut self.names), ..Filters::default() };
        filters.name(field, said);
        self.names = filters.names;
    }

    /// The same whatever the publication is called.
    pub(super) fn without_name(&self, field: NameField, said: &str) -> Self {
        let mut asked = Self { offset: 0, ..self.clone() };
        for named in asked.names.iter_mut().filter(|named| named.field == field) {
            named.any_of.retain(|other| other != said);
        }
        asked.names.retain(|named| !named.any_of.is_empty());
        asked
    }

    pub(super) fn toggle_on(&mut self, facet: Facet, value: &str) {
        match self.choices.iter_mut().find(|(other, _)| *other == facet) {
            Some((_, values)) if values.iter().any(|other| other == value) => {}
            Some((_, values)) => values.push(value.to_owned()),
            None => self.choices.push((facet, vec![value.to_owned()])),
        }
    }

    /// The same with a value added, or taken away if it is chosen; from the first hit on.
    pub(super) fn toggled(&self, facet: Facet, value: &str) -> Self {
        let mut asked = Self { offset: 0, ..self.clone() };
        let chosen = asked.choices.iter_mut().find(|(other, _)| *other == facet);
        match chosen.filter(|(_, values)| values.iter().any(|other| other == value)) {
            Some((_, values)) => values.retain(|other| other != value),
            None => asked.toggle_on(facet, value),
        }
        asked.choices.retain(|(_, values)| !values.is_empty());
        asked
    }

    /// The same whatever this number is.
    pub(super) fn without_range(&self, field: NumberField) -> Self {
        let mut asked = Self { offset: 0, ..self.clone() };
        asked.ranges.retain(|range| range.field != field);
        asked
    }

    /// The same without filters.
    pub(super) fn unfiltered(&self) -> Self {
        Self { choices: Vec::new(), ranges: Vec::new(), names: Vec::new(), as_of: None, offset: 0, ..self.clone() }
    }

    /// Whether there is a question at all.
    pub(super) fn is_empty(&self) -> bool {
        self.q.trim().is_empty() && !self.is_filtered()
    }

    /// Whether something is left out on purpose.
    pub(super) fn is_filtered(&self) -> bool {
        !self.choices.is_empty() || !self.ranges.is_empty() || !self.names.is_empty()
    }

    /// Everything but the text, as the form hands it on.
    pub(super) fn kept(&self) -> Vec<(&'static str, String)> {
        let mut kept = self.asked_for();
        kept.extend(self.style.map(|style| (STYLE, style.slug().to_owned())));
        kept
    }

    /// The same but for the ranges and the first name of each kind, which the form that narrows has fields for.
    pub(super) fn kept_without_fields(&self) -> Vec<(&'static str, String)> {
        let mut asked = Self { ranges: Vec::new(), ..self.clone() };
        for named in &mut asked.names {
            named.any_of.drain(..1.min(named.any_of.len()));
        }
        asked.kept()
    }

    /// What decides what is found, apart from the text.
    pub(super) fn asked_for(&self) -> Vec<(&'static str, String)> {
        let Self { q: _, choices, ranges, names, as_of, sort, matching, expansion, style: _, offset: _ } = self;
        let mut kept: Vec<_> = choices.iter().map(|(facet, values)| (facet.slug(), values.join(","))).collect();
        kept.extend(ranges.iter().map(|range| (range.field.slug(), range.to_string())));
        kept.extend(
            names.iter().flat_map(|Named { field, any_of }| any_of.iter().map(|said| (field.slug(), said.clone()))),
        );
        kept.extend(as_of.map(|day| ("as_of", day.to_string())));
        kept.extend(sort.map(|sort| ("sort", sort.slug().to_owned())));
        kept.extend(matching.map(|matching| ("match", matching.slug().to_owned())));
        kept.extend(expansion.map(|expansion| ("expand", expansion.slug().to_owned())));
        kept
    }

    pub(super) fn address(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        for (name, value) in self.kept() {
            query.append_pair(name, &value);
        }
        if self.offset > 0 {
            query.append_pair("start", &(self.offset + 1).to_string());
        }
        let query = query.finish();
        if query.is_empty() { "/".to_owned() } else { format!("/?{query}") }
    }

    /// The same question to the API.
    pub(super) fn twin(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", &self.q);
        for (name, value) in self.asked_for() {
            query.append_pair(name, &value);
        }
        format!("/v1/search?{}", query.finish())
    }

    fn filters(&self) -> Filters {
        let choices = self.choices.iter();
        let choices = choices.map(|(facet, values)| Choice { facet: *facet, any_of: values.clone() }).collect();
        Filters { choices, ranges: self.ranges.clone(), names: self.names.clone() }
    }

    pub(super) fn request(&self, today: Date) -> Request<'_> {
        let Self { q, choices: _, ranges: _, names: _, as_of, sort, matching, expansion, style: _, offset } = self;
        Request {
            filters: self.filters(),
            sort: sort.unwrap_or(Sort::Relevance),
            matching: matching.unwrap_or(Matching::Most),
            expansion: expansion.unwrap_or(Expansion::Full),
            offset: *offset,
            limit: PAGE,
            facets: Facet::ALL.to_vec(),
            ..Request::new(q, as_of.unwrap_or(today))
        }
    }
}

/// `year_from` and `year_to`: which number, and which end of it.
fn end_of_range(name: &str) -> Option<(NumberField, usize)> {
    let (field, end) = name.rsplit_once('_')?;
    let at = ["from", "to"].iter().position(|known| *known == end)?;
    Some((NumberField::from_slug(field).ok()?, at))
}
