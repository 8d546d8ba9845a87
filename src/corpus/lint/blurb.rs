//! Rules of blurbs.

use std::collections::BTreeSet;

use super::{
    Files, findings,
    text::{Basis, promises},
};
use crate::{
    corpus::diagnostic::{
        BLURB_EVIDENCE, BLURB_STAGE, DATE_ORDER, Diagnostic, OPPOSING_GUIDELINES, READING_GRADE, TEXT_CURRENCY,
        TEXT_LENGTH, UNVERIFIED_TEXT,
    },
    domain::{
        Blurb, Currency, Finding, Name, Source, TopicId, Verification, Vocabulary,
        blurb::{LifeCycle, Limit, Stage, TextLength},
        finding::Stance,
        status::CurrencyBasis,
    },
    text::{Grammar, Wording, printed_values, reading_grade, word_count},
};

/// Grade up to which short and full texts are for everybody.
const READABLE: f64 = 9.0;

pub(super) fn stages_are_complete(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.blurbs {
        let Blurb { life: LifeCycle { stage, reviewed, .. }, withdrawn, .. } = &filed.record;
        let (field, message, help) = match (stage, withdrawn) {
            (Stage::Withdrawn, None) => (
                "status",
                "it is withdrawn, and nobody knows why".to_owned(),
                "add [withdrawn] with `on`, `reason` and, if there is one, `replaced-by`",
            ),
            (Stage::Draft | Stage::Live, Some(_)) => (
                "withdrawn",
                format!("it is `{stage}` and withdrawn"),
                "make its status `withdrawn`, or remove the table",
            ),
            (Stage::Withdrawn, Some(withdrawal)) if withdrawal.on < *reviewed => (
                "withdrawn",
                format!("withdrawn {}, before it was reviewed ({reviewed})", withdrawal.on),
                "check both dates",
            ),
            (Stage::Withdrawn, Some(_)) | (Stage::Draft | Stage::Live, None) => continue,
        };
        found.push(filed.fault(files, field, BLURB_STAGE, message, help));
    }
}

pub(super) fn replacements_can_be_used(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.blurbs {
        let Some(id) = filed.record.withdrawn.as_ref().and_then(|withdrawal| withdrawal.replaced_by.as_ref()) else {
            continue;
        };
        let replacement = files.records.blurbs.iter().find(|other| other.record.id == *id);
        if let Some(other) = replacement
            && other.record.life.stage != Stage::Live
        {
            let message = format!("its replacement `{id}` is `{}`", other.record.life.stage);
            let help = "name one that is live, or none";
            found.push(filed.fault(files, "withdrawn.replaced-by", BLURB_STAGE, message, help));
        }
    }
}

pub(super) fn evidence_is_named(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.blurbs {
        let Blurb { findings, good_to_know, .. } = &filed.record;
        if findings.is_empty() {
            let help = "name every finding its texts rest on; text without one is opinion";
            found.push(filed.fault(files, "findings", BLURB_EVIDENCE, "it names no finding".to_owned(), help));
        }
        if good_to_know.is_empty() {
            let help = "say what readers should know beside it; its findings are where to look";
            let message = "it has nothing that is good to know".to_owned();
            found.push(filed.fault(files, "good-to-know", BLURB_EVIDENCE, message, help));
        }
    }
}

pub(super) fn dates_follow(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.blurbs {
        let LifeCycle { stage: _, reviewed, review_due, valid_until } = &filed.record.life;
        if review_due <= reviewed {
            let message = format!("due for review {review_due}, reviewed {reviewed}");
            let help = "a review is due after the last one";
            found.push(filed.fault(files, "review-due", DATE_ORDER, message, help));
        }
        if valid_until < review_due {
            let message = format!("valid until {valid_until}, due for review {review_due}");
            let help = "a text is valid at least until its review is due";
            found.push(filed.fault(files, "valid-until", DATE_ORDER, message, help));
        }
    }
}

pub(super) fn texts_have_their_length(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.blurbs {
        for &length in TextLength::ALL {
            let text = filed.record.texts.of(length);
            let (size, most, unit) = match length.limit() {
                Limit::Characters(most) => (text.chars().count(), most, "characters"),
                Limit::Words(most) => (word_count(text), most, "words"),
            };
            if size > most {
                let message = format!("the {length} text has {size} {unit}");
                let help = format!("shorten it to {most}");
                found.push(filed.fault(files, length.slug(), TEXT_LENGTH, message, help));
            }
        }
    }
}

pub(super) fn texts_can_be_read(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.blurbs {
        for length in [TextLength::Short, TextLength::Full] {
            let grade = reading_grade(filed.record.texts.of(length));
            if grade > READABLE {
                let message = format!("the {length} text needs {grade} years of school");
                let help = format!("shorter sentences and words; aim for {READABLE} or lower");
                found.push(filed.fault(files, length.slug(), READING_GRADE, message, help));
            }
        }
    }
}

pub(super) fn texts_rest_on_their_findings(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.blurbs {
        let blurb = &filed.record;
        // What was taken back is not given out, and must stay as it was.
        if blurb.life.stage == Stage::Withdrawn {
            continue;
        }
        let basis = Basis::new(files, &blurb.findings, [], blurb.all_topics());
        let is_live = blurb.life.stage == Stage::Live;
        for finding in &basis.findings {
            if is_live && finding.verification() == Verification::Unverified {
                let message = format!("it rests on `{}`, which is not verified", finding.id);
                let help = "verify the finding first, or make the blurb a draft";
                found.push(filed.fault(files, "findings", UNVERIFIED_TEXT, message, help));
            }
        }
        let beside = blurb.good_to_know.iter().map(|point| ("good-to-know", point)).chain([("title", &blurb.title)]);
        for (field, text) in beside {
            let faults = basis.faults_of_numbers(text).into_iter().chain(promises(files, text));
            for (rule, message, help) in faults.filter(|(rule, ..)| is_live || *rule != UNVERIFIED_TEXT) {
                found.push(filed.fault(files, field, rule, format!("`{field}` {message}"), help));
            }
        }
        for &length in TextLength::ALL {
            let text = blurb.texts.of(length);
            let mut faults = basis.faults_of_numbers(text);
            faults.retain(|(rule, ..)| is_live || *rule != UNVERIFIED_TEXT);
            faults.extend(promises(files, text));
            faults.extend(basis.faults_of_certainty(files, text));
            faults.extend(basis.faults_of_population(files, text));
            faults.extend(basis.faults_of_comparator(files, text, length == TextLength::Full));
            faults.extend(faults_of_currency(files, &basis, blurb, length));
            for (rule, message, help) in faults {
                found.push(filed.fault(files, length.slug(), rule, format!("the {length} text {message}"), help));
            }
        }
    }
}

/// Advice that had lapsed when the blurb was reviewed, and does not say so.
fn faults_of_currency(
    files: &Files<'_>,
    basis: &Basis<'_>,
    blurb: &Blurb,
    length: TextLength,
) -> Vec<super::text::Fault> {
    let text = blurb.texts.of(length);
    let wording = Wording::of(text);
    let advising = basis.findings.iter().filter(|finding| finding.result.recommendation().is_some());
    let lapsed: BTreeSet<&str> = advising
        .filter_map(|finding| basis.sources.iter().find(|source| source.id == finding.source))
        .filter(|source| has_lapsed(files, source, blurb))
        .filter(|source| match length {
            TextLength::Line => !printed_values(text)
                .iter()
                .any(|printed| printed.size.number == u32::from(source.year().unsigned_abs()).into()),
            TextLength::Short | TextLength::Full => {
                !Grammar::PastItsTime.words().iter().any(|word| wording.mentions(word))
            }
        })
        .map(|source| source.id.as_str())
        .collect();
    let help = match length {
        TextLength::Line => "name its year".to_owned(),
        TextLength::Short | TextLength::Full => format!("write one of: {}", Grammar::PastItsTime.words().join(", ")),
    };
    lapsed
        .into_iter()
        .map(|id| (TEXT_CURRENCY, format!("does not say how old the advice of `{id}` is"), help.clone()))
        .collect()
}

fn has_lapsed(files: &Files<'_>, source: &Source, blurb: &Blurb) -> bool {
    let newer = files.superseded_by.get(&source.id).and_then(|newer| newer.first());
    let state = CurrencyBasis {
        rule: &source.currency_rule,
        issued: source.bibliography.issued,
        review_due: &source.review_due,
        superseded_by: newer.map(|newer| (&newer.id, newer.bibliography.issued)),
    }
    .on(blurb.life.reviewed);
    matches!(state.state, Currency::Lapsed | Currency::Superseded)
}

pub(super) fn guidelines_are_balanced(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let advice: Vec<(&Source, &Finding, Stance)> = findings(files)
        .filter_map(|(filed, _, finding)| {
            Some((filed.record.source.as_ref(), finding, finding.result.recommendation()?.stance))
        })
        .filter(|(_, _, stance)| *stance != Stance::Covered)
        .collect();
    for filed in &files.records.blurbs {
        let blurb = &filed.record;
        if blurb.life.stage == Stage::Withdrawn {
            continue;
        }
        let bound: Vec<_> = advice.iter().filter(|(_, finding, _)| blurb.findings.contains(&finding.id)).collect();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for (source, finding, stance) in &bound {
            let opposing: Vec<_> = advice
                .iter()
                .filter(|(_, other, other_stance)| other_stance != stance && same_question(files, finding, other))
                // A guideline on two conditions is opposed, in a blurb on one of them, by who speaks of that one.
                .filter(|(_, other, _)| blurb.all_topics().any(|topic| is_about(files, other, topic)))
                .collect();
            let Some((first, first_finding, _)) = opposing.first() else { continue };
            let Some((other, _, _)) = opposing.iter().find(|(_, other, _)| blurb.findings.contains(&other.id)) else {
                if told.insert(first_finding.id.as_str()) {
                    let message = format!("it rests on `{}`, which `{}` contradicts", finding.id, first_finding.id);
                    let help = format!("name the position of {} too", first.short_title);
                    found.push(filed.fault(files, "findings", OPPOSING_GUIDELINES, message, help));
                }
                continue;
            };
            for side in [source, other] {
                let names = issuer_names(side);
                for length in TextLength::ALL {
                    let wording = Wording::of(blurb.texts.of(*length));
                    if names.iter().any(|name| wording.mentions(name)) || !told.insert(side.id.as_str()) {
                        continue;
                    }
                    let message = format!("the {length} text does not name the issuer of `{}`", side.id);
                    let help =
                        format!("guidelines disagree, and readers must know who says what: {}", names.join(", "));
                    found.push(filed.fault(files, length.slug(), OPPOSING_GUIDELINES, message, help));
                }
            }
        }
    }
}

/// Whether two recommendations are about one treatment of one condition, one of them perhaps a narrower one.
fn same_question(files: &Files<'_>, a: &Finding, b: &Finding) -> bool {
    a.intervention.topics.iter().any(|topic| b.intervention.topics.contains(topic))
        && a.population.topics.iter().any(|topic| is_about(files, b, topic))
}

/// Whether a recommendation is for a condition, or for a narrower or a wider one.
fn is_about(files: &Files<'_>, finding: &Finding, topic: &TopicId) -> bool {
    finding.population.topics.iter().any(|one| files.topics.meet(one.as_str(), topic.as_str()))
}

/// What the issuer of a source may be called.
fn issuer_names(source: &Source) -> Vec<String> {
    let mut names = Vec::new();
    let short: Vec<&str> =
        source.short_title.split_whitespace().take_while(|word| !word.chars().any(|c| c.is_ascii_digit())).collect();
    if !short.is_empty() {
        names.push(short.join(" "));
    }
    names.extend(source.bibliography.publisher.clone());
    names.extend(source.bibliography.author.iter().filter_map(|name| match name {
        Name::Organisation { literal } => Some(literal.clone()),
        Name::Person { .. } => None,
    }));
    names
}
