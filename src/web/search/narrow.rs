//! Ways to narrow the results, and the filters in force: every filter of the API is on the page.

use std::collections::BTreeMap;

use super::{Asked, asked::ONE_MORE, plural};
use crate::{
    app::Library,
    domain::{RecordKind, Vocabulary},
    search::{self, Choice, Facet, Filters, NameField, NumberField, Range, Sort},
};

/// Values of a facet that are shown before the others are folded away.
const FACET_VALUES: usize = 8;

/// The most values that a list to choose from has: further ones come into it as the results are narrowed.
const MOST_OPTIONS: usize = 60;

/// What is narrowed by with one click, in the order of the page. All other facets stand in the form.
const LISTED: [Facet; 8] = [
    Facet::Design,
    Facet::Certainty,
    Facet::Currency,
    Facet::Direction,
    Facet::Verdict,
    Facet::Topic,
    Facet::State,
    Facet::Verification,
];

const SORTS: [Sort; 3] = [Sort::Relevance, Sort::Newest, Sort::Evidence];

/// A value to narrow by.
pub(super) struct FacetValue {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) count: usize,
    pub(super) selected: bool,
}

pub(super) struct FacetList {
    pub(super) label: &'static str,
    pub(super) values: Vec<FacetValue>,
    /// Further values, folded away.
    pub(super) more: Vec<FacetValue>,
}

/// A facet as a list to choose one more value from.
pub(super) struct Picked {
    /// What the form calls one more value.
    pub(super) name: String,
    pub(super) label: &'static str,
    /// Slug, label and count of each value that is not chosen yet.
    pub(super) options: Vec<(String, String, usize)>,
}

/// A number as two fields.
pub(super) struct Between {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) from: String,
    pub(super) to: String,
}

/// Everything to narrow by.
pub(super) struct Narrowing {
    /// Kinds with their counts, first the way to all of them.
    pub(super) kinds: Vec<FacetValue>,
    pub(super) lists: Vec<FacetList>,
    pub(super) picked: Vec<Picked>,
    pub(super) between: Vec<Between>,
    /// Name, label and first value of what publications can be called.
    pub(super) called: Vec<(&'static str, &'static str, String)>,
    /// What the form hands on.
    pub(super) kept: Vec<(&'static str, String)>,
    /// Whether something of the form is in force, so that it stands open.
    pub(super) is_open: bool,
}

impl Narrowing {
    pub(super) fn of(asked: &Asked, counts: Vec<search::FacetCounts>) -> Self {
        let mut by_facet: BTreeMap<&str, Vec<search::FacetValue>> =
            counts.into_iter().map(|search::FacetCounts { facet, values }| (facet.slug(), values)).collect();
        let mut take = |facet: Facet| by_facet.remove(facet.slug()).unwrap_or_default();
        let kinds = kinds(asked, take(Facet::Kind));
        let lists = LISTED.into_iter().filter_map(|facet| list(asked, facet, take(facet))).collect();
        let others = Facet::ALL.iter().filter(|facet| **facet != Facet::Kind && !LISTED.contains(facet));
        let picked = others.clone().filter_map(|facet| picked(*facet, take(*facet))).collect();
        let Filters { choices, ranges, names } = &asked.question.filters;
        let in_the_form = |choice: &Choice| others.clone().any(|other| *other == choice.facet);
        let is_open = !ranges.is_empty() || !names.is_empty() || choices.iter().any(in_the_form);
        Self {
            kinds,
            lists,
            picked,
            between: between(asked),
            called: called(asked),
            kept: asked.kept_without_fields(),
            is_open,
        }
    }
}

fn kinds(asked: &Asked, values: Vec<search::FacetValue>) -> Vec<FacetValue> {
    let by_kind: BTreeMap<String, search::FacetValue> =
        values.into_iter().map(|value| (value.value.clone(), value)).collect();
    let any = asked.only(Facet::Kind, None);
    let none_chosen = asked.question.filters.choices.iter().all(|choice| choice.facet != Facet::Kind);
    let all = by_kind.values().map(|value| value.count).sum();
    let mut kinds =
        vec![FacetValue { href: any.address(), label: "All".to_owned(), count: all, selected: none_chosen }];
    for kind in RecordKind::ALL {
        let Some(value) = by_kind.get(kind.slug()) else { continue };
        let only = asked.only(Facet::Kind, Some(kind.slug()));
        let label = plural(*kind).to_owned();
        kinds.push(FacetValue { href: only.address(), label, count: value.count, selected: value.selected });
    }
    kinds
}

/// A facet as links; none where its values tell no results apart.
fn list(asked: &Asked, facet: Facet, values: Vec<search::FacetValue>) -> Option<FacetList> {
    let tells_apart = values.len() > 1 || values.iter().any(|value| value.selected);
    let shown = |value: search::FacetValue| {
        let search::FacetValue { value, label, count, selected } = value;
        FacetValue { href: asked.toggled(facet, &value).address(), label, count, selected }
    };
    tells_apart.then(|| {
        let mut values: Vec<FacetValue> = values.into_iter().map(shown).collect();
        let more = values.split_off(values.len().min(FACET_VALUES));
        FacetList { label: facet.label(), values, more }
    })
}

/// A facet as a list to choose from; none where there is nothing to choose.
fn picked(facet: Facet, values: Vec<search::FacetValue>) -> Option<Picked> {
    let tells_apart = values.len() > 1 || values.iter().any(|value| value.selected);
    let open = values.into_iter().filter(|value| !value.selected).take(MOST_OPTIONS);
    let options: Vec<_> = open.map(|value| (value.value, value.label, value.count)).collect();
    (tells_apart && !options.is_empty()).then(|| Picked {
        name: format!("{}{ONE_MORE}", facet.slug()),
        label: facet.label(),
        options,
    })
}

fn between(asked: &Asked) -> Vec<Between> {
    let of = |field: &NumberField| {
        let range = asked.question.filters.ranges.iter().find(|range| range.field == *field);
        let text = |end: Option<u32>| end.map(|number| number.to_string()).unwrap_or_default();
        Between {
            name: field.slug(),
            label: field.label(),
            from: text(range.and_then(|range| range.from)),
            to: text(range.and_then(|range| range.to)),
        }
    };
    NumberField::ALL.iter().map(of).collect()
}

fn called(asked: &Asked) -> Vec<(&'static str, &'static str, String)> {
    let of = |field: &NameField| {
        let named = asked.question.filters.names.iter().find(|named| named.field == *field);
        let said = named.and_then(|named| named.any_of.first()).cloned().unwrap_or_default();
        (field.slug(), field.label(), said)
    };
    NameField::ALL.iter().map(of).collect()
}

pub(super) fn sorts(asked: &Asked) -> Vec<FacetValue> {
    let current = asked.question.sort.unwrap_or(Sort::Relevance);
    let sort = |sort: Sort| FacetValue {
        href: asked.with(|question| question.sort = (sort != Sort::Relevance).then_some(sort)).address(),
        label: sort.label().to_owned(),
        count: 0,
        selected: sort == current,
    };
    SORTS.into_iter().map(sort).collect()
}

/// The filters in force, each with the address without it.
pub(super) fn chosen(library: &Library, asked: &Asked) -> Vec<FacetValue> {
    let mut chosen = Vec::new();
    let Filters { choices, ranges, names } = &asked.question.filters;
    for Choice { facet, any_of } in choices {
        for value in any_of {
            let known = library.facet_values(*facet).iter().find(|(slug, _)| slug == value);
            let label = known.map_or(value.as_str(), |(_, label)| label.as_str());
            let label = format!("{}: {label}", facet.label());
            chosen.push(FacetValue { href: asked.toggled(*facet, value).address(), label, count: 0, selected: true });
        }
    }
    chosen.extend(ranges.iter().map(|range| FacetValue {
        href: asked.without_range(range.field).address(),
        label: in_words(range),
        count: 0,
        selected: true,
    }));
    for named in names {
        chosen.extend(named.any_of.iter().map(|said| FacetValue {
            href: asked.without_name(named.field, said).address(),
            label: format!("{}: {said}", named.field.label()),
            count: 0,
            selected: true,
        }));
    }
    chosen.extend(asked.question.as_of.map(|day| FacetValue {
        href: asked.with(|question| question.as_of = None).address(),
        label: format!("As of {day}"),
        count: 0,
        selected: true,
    }));
    chosen
}

/// `Year: 2017 to 2025`, `Participants: 800 or more`.
fn in_words(range: &Range) -> String {
    let Range { field, from, to } = range;
    let label = field.label();
    match (from, to) {
        (Some(from), Some(to)) if from == to => format!("{label}: {from}"),
        (Some(from), Some(to)) => format!("{label}: {from} to {to}"),
        (Some(from), None) if *field == NumberField::Year => format!("{label}: {from} or later"),
        (None, Some(to)) if *field == NumberField::Year => format!("{label}: {to} or earlier"),
        (Some(from), None) => format!("{label}: {from} or more"),
        (None, Some(to)) => format!("{label}: at most {to}"),
        (None, None) => label.to_owned(),
    }
}
