//! Plain English, as far as a rule can hold it: turns to avoid, long sentences, telegrams.
//!
//! What the turns are stands in the lexicon; how to write instead, in the style page of the records.

use super::{Files, findings, page, text::Fault};
use crate::{
    corpus::{
        diagnostic::{Diagnostic, GOOD_TO_KNOW, LONG_SENTENCE, PLAIN_WORDS, TELEGRAM},
        lexicon::Cue,
    },
    domain::{
        Stated, Vocabulary,
        blurb::{MOST_FOR_READERS, Stage, TextLength},
    },
    text::{sentences, word_count},
};

/// Words in a sentence of a text that is published.
const LONGEST_TO_READ: usize = 30;

/// Words in a sentence of a statement, which names population, comparator and time.
const LONGEST_TO_STATE: usize = 50;

pub(super) fn statements_are_plain(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for (filed, path, finding) in findings(files) {
        for (rule, message, help) in faults(files, &finding.statement, LONGEST_TO_STATE) {
            let message = format!("the statement {message}");
            found.push(filed.fault(files, &format!("{path}.statement"), rule, message, help));
        }
    }
}

pub(super) fn blurbs_are_plain(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    // What was taken back is not given out, and must stay as it was.
    for filed in files.records.blurbs.iter().filter(|filed| filed.record.life.stage != Stage::Withdrawn) {
        let blurb = &filed.record;
        let texts = TextLength::ALL.iter().map(|length| (length.slug(), blurb.texts.of(*length)));
        for (field, text) in texts.chain([("title", blurb.title.as_str())]) {
            for (rule, message, help) in faults(files, text, LONGEST_TO_READ) {
                found.push(filed.fault(files, field, rule, format!("the {field} {message}"), help));
            }
        }
        let line = blurb.texts.of(TextLength::Line);
        if let Some((heading, _)) = line.split_once(": ") {
            let message = format!("the line has a heading: `{heading}:`");
            let help = "write a whole sentence; `In …` usually does it";
            found.push(filed.fault(files, TextLength::Line.slug(), TELEGRAM, message, help));
        }
    }
}

pub(super) fn rewordings_are_plain(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for (filed, path, claim) in page::claims(files) {
        let Stated::As(text) = &claim.rewording else { continue };
        for (rule, message, help) in faults(files, text, LONGEST_TO_READ) {
            let message = format!("the rewording {message}");
            found.push(filed.fault(files, &format!("{path}.rewording"), rule, message, help));
        }
    }
}

/// What is good to know beside a finding or a blurb.
pub(super) fn points_are_few_and_plain(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let field = "good-to-know";
    for (filed, path, finding) in findings(files) {
        for (rule, message, help) in faults_of_points(files, &finding.good_to_know, LONGEST_TO_STATE) {
            found.push(filed.fault(files, &format!("{path}.{field}"), rule, message, help));
        }
    }
    for filed in files.records.blurbs.iter().filter(|filed| filed.record.life.stage != Stage::Withdrawn) {
        for (rule, message, help) in faults_of_points(files, &filed.record.good_to_know, LONGEST_TO_READ) {
            found.push(filed.fault(files, field, rule, message, help));
        }
    }
}

fn faults_of_points(files: &Files<'_>, points: &[String], longest: usize) -> Vec<Fault> {
    let mut all = Vec::new();
    if points.len() > MOST_FOR_READERS {
        let message = format!("there are {} points for readers", points.len());
        let help = format!("keep the {MOST_FOR_READERS} that matter most to a reader; the others are `editor-notes`");
        all.push((GOOD_TO_KNOW, message, help));
    }
    let of_point = |point| faults(files, point, longest).into_iter();
    all.extend(
        points
            .iter()
            .flat_map(|point| of_point(point))
            .map(|(rule, message, help)| (rule, format!("what is good to know {message}"), help)),
    );
    all
}

fn faults(files: &Files<'_>, text: &str, longest: usize) -> Vec<Fault> {
    let mut faults = Vec::new();
    for range in sentences(text) {
        let Some(sentence) = text.get(range) else { continue };
        let read = files.wording.read(sentence);
        for turn in read.cues.iter().filter(|found| found.cue == Cue::Avoid) {
            let message = format!("says `{}`: `{sentence}`", read.said(*turn));
            let help = "say it as one person tells another; what we did or did not read belongs into `editor-notes`";
            faults.push((PLAIN_WORDS, message, help.to_owned()));
        }
        let words = word_count(sentence);
        if words > longest {
            let message = format!("has a sentence of {words} words: `{sentence}`");
            faults.push((LONG_SENTENCE, message, format!("make two of it; {longest} words are enough")));
        }
    }
    faults
}
