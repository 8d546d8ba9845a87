//! The texts of a record, with their addresses.

use crate::domain::{FieldPath, Finding, Source, Sourced, Stated};

/// A text of a record, with its address and what is known of it.
pub(super) struct Prose<'a> {
    pub(super) text: &'a str,
    pub(super) field: FieldPath,
    pub(super) is_verified: bool,
    pub(super) finding: Option<usize>,
}

/// Every text of a source and its findings; findings with their positions.
pub(super) fn texts<'a>(source: &'a Source, findings: &[(usize, &'a Finding)]) -> Vec<Prose<'a>> {
    fn add<'a, T>(
        all: &mut Vec<Prose<'a>>,
        sourced: Sourced<'a, T>,
        finding: Option<usize>,
        texts: impl FnOnce(&'a T) -> Vec<&'a str>,
    ) {
        let (field, is_verified) = (sourced.field(), sourced.is_verified());
        let texts = texts(sourced.with_doubt().0);
        all.extend(texts.into_iter().map(|text| Prose { text, field, is_verified, finding }));
    }
    fn list(texts: &[String]) -> Vec<&str> {
        texts.iter().map(String::as_str).collect()
    }
    let mut all = Vec::new();
    let (values, pico, study) = (source.values(), source.values().pico.values(), source.values().study.values());
    add(&mut all, source.bibliography_values().title, None, |text| vec![text]);
    add(&mut all, values.summary, None, |text| vec![text]);
    add(&mut all, values.conclusion, None, |text| vec![text]);
    for part in [pico.population, pico.intervention, pico.comparator, pico.outcome] {
        add(&mut all, part, None, |text| vec![text]);
    }
    add(&mut all, values.also_known_as, None, |texts| list(texts));
    add(&mut all, values.limitations, None, |texts| list(texts));
    add(&mut all, values.editor_notes, None, |texts| list(texts));
    add(&mut all, study.setting, None, |text| text.value().map(String::as_str).into_iter().collect());
    for (at, finding) in findings {
        let (at, values) = (Some(*at), finding.values());
        add(&mut all, values.statement, at, |text| vec![text]);
        add(&mut all, values.population.values().description, at, |text| vec![text]);
        add(&mut all, values.intervention.values().description, at, |text| vec![text]);
        add(&mut all, values.comparator.values().description, at, |text| vec![text]);
        add(&mut all, values.good_to_know, at, |texts| list(texts));
        add(&mut all, values.editor_notes, at, |texts| list(texts));
        if let Some(measured) = finding.measurement_values() {
            add(&mut all, measured.outcome.values().name, at, |text| vec![text]);
            add(&mut all, measured.importance, at, |importance| match importance {
                Stated::As(importance) => importance.threshold.value().map(String::as_str).into_iter().collect(),
                Stated::NotReported | Stated::NotApplicable => Vec::new(),
            });
        }
        if let Some(advice) = finding.recommendation_values() {
            add(&mut all, advice.alternatives, at, |texts| list(texts));
            add(&mut all, advice.conditions, at, |texts| list(texts));
        }
    }
    all
}

/// Whether a field tells what is to be known beside a record, which may be of another result or publication: `about half of it is lost`.
pub(in crate::check) fn is_caveat(field: FieldPath) -> bool {
    matches!(field.as_str(), "good-to-know" | "editor-notes")
}
