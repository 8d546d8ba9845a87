//! Rules of audited pages and their claims.

use std::collections::{BTreeSet, HashSet};

use super::{
    Files,
    text::{Basis, promises},
};
use crate::{
    corpus::{
        diagnostic::{self, Diagnostic},
        filed::Filed,
        record::PageFile,
    },
    domain::{
        Claim, Stated, Verdict,
        claim::{ClaimLink, LinkRole, LinkTarget, PassageHash, Place},
    },
};

/// All claims with the file and the path of the table they stand in.
pub(super) fn claims<'a>(files: &Files<'a>) -> impl Iterator<Item = (&'a Filed<PageFile>, String, &'a Claim)> {
    files.records.pages.iter().flat_map(|filed| {
        filed.record.claims.iter().enumerate().map(move |(i, claim)| (filed, format!("claim[{i}]"), claim))
    })
}

pub(super) fn claims_are_named_after_their_page(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for (filed, path, claim) in claims(files) {
        let page = &filed.record.id;
        let rest = claim.id.as_str().strip_prefix(page.as_str());
        if !rest.is_some_and(|rest| rest.len() > 1 && rest.starts_with('-')) {
            let message = format!("`{}` does not begin with the id of its page", claim.id);
            let help = format!("call it `{page}-…`");
            found.push(filed.fault(files, &format!("{path}.id"), diagnostic::CLAIM_ID, message, help));
        }
    }
}

/// The heading of what stands before the first heading.
const INTRODUCTION: &str = "Introduction";

pub(super) fn quotes_stand_in_their_page(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.pages {
        let Some(text) = files.page_texts.get(filed.record.id.as_str()) else {
            // That it cannot be read has been said.
            if files.every_file_was_read {
                let bare: Vec<String> =
                    places(&filed.record).filter(|(_, place)| place.passage.is_none()).map(|(path, _)| path).collect();
                if let Some(first) = bare.first() {
                    let message =
                        format!("nothing proves that the page said this; so it is with {} in all", bare.len());
                    let help = "add the `passage` that `evidence verify --page` prints";
                    found.push(filed.fault(files, &format!("{first}.quote"), diagnostic::PAGE_TEXT, message, help));
                }
            }
            continue;
        };
        let lines: Vec<&str> = text.text().lines().collect();
        // The page is plain text: its headings are the lines that claims name as theirs.
        let headings: BTreeSet<&str> = places(&filed.record).map(|(_, place)| place.section.as_str()).collect();
        for (path, place) in places(&filed.record) {
            if let Err((field, message, help)) = stands(place, &lines, &headings) {
                found.push(filed.fault(files, &format!("{path}.{field}"), diagnostic::QUOTE_PLACE, message, help));
            }
        }
    }
}

/// The places of all claims of a page, each with the path of its table.
fn places(page: &PageFile) -> impl Iterator<Item = (String, &Place)> {
    page.claims.iter().enumerate().flat_map(|(i, claim)| {
        let also = claim.also.iter().enumerate().map(move |(j, place)| (format!("claim[{i}].also[{j}]"), place));
        std::iter::once((format!("claim[{i}]"), &claim.place)).chain(also)
    })
}

pub(super) fn words_have_their_page(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let pages: HashSet<&str> = files.records.pages.iter().map(|filed| filed.record.id.as_str()).collect();
    for (id, file) in &files.page_texts {
        if !pages.contains(id) {
            let message = "these are the words of a page that has no record".to_owned();
            let help = format!("add `{id}.toml` beside it, or remove it");
            found.push(file.diagnostic(0, diagnostic::STRAY_FILE, message, help));
        }
    }
}

/// Whether a place is where it says; otherwise the field that is wrong, and how.
fn stands(place: &Place, lines: &[&str], headings: &BTreeSet<&str>) -> Result<(), (&'static str, String, String)> {
    let Place { section, line, quote, passage } = place;
    let index = usize::try_from(*line).unwrap_or(usize::MAX).saturating_sub(1);
    let Some(here) = lines.get(index) else {
        return Err(("line", format!("the page has {} lines, not {line}", lines.len()), "count from 1".to_owned()));
    };
    if !here.contains(quote.as_str()) {
        let elsewhere = lines.iter().position(|other| other.contains(quote.as_str()));
        let help = match elsewhere {
            Some(other) => format!("it stands in line {}", other + 1),
            None => "copy the words from the page, with its quotation marks and dashes".to_owned(),
        };
        return Err(("quote", format!("line {line} of the page does not say `{quote}`"), help));
    }
    if let Some(hash) = passage
        && *hash != PassageHash::of(here)
    {
        let help = "the page was changed after the audit: look at the claim again, then write its new hash".to_owned();
        return Err(("passage", format!("line {line} of the page has another hash"), help));
    }
    let above = lines.get(..=index).unwrap_or_default();
    match above.iter().rev().find(|line| headings.contains(**line)) {
        Some(heading) if heading == section => Ok(()),
        None if section == INTRODUCTION => Ok(()),
        Some(heading) => {
            Err(("section", format!("line {line} stands under `{heading}`"), "copy that heading".to_owned()))
        }
        None => {
            let message = format!("no line above line {line} is `{section}`");
            Err(("section", message, format!("copy the heading, or write `{INTRODUCTION}`")))
        }
    }
}

pub(super) fn verdicts_have_their_links(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for (filed, path, claim) in claims(files) {
        let has = |wanted: &[LinkRole]| claim.links.iter().any(|ClaimLink { target: _, role }| wanted.contains(role));
        let (carried, missing) = match claim.verdict {
            Verdict::Supported | Verdict::SupportedWithCaveat => (has(&[LinkRole::Supports]), "one that supports it"),
            Verdict::Overstated => {
                (has(&[LinkRole::Qualifies, LinkRole::Contradicts]), "one that qualifies or contradicts it")
            }
            Verdict::Contradicted => (has(&[LinkRole::Contradicts]), "one that contradicts it"),
            // The sources the page names are silent; others may say something, or nothing.
            Verdict::NotAddressed | Verdict::PracticeExperience => continue,
        };
        if !carried && claim.provenance.is_none() {
            let message = format!("`{}` without a link that carries it", claim.verdict);
            let help = format!("add {missing}, or say in `provenance` where the rationale's facts were read");
            found.push(filed.fault(files, &format!("{path}.verdict"), diagnostic::CLAIM_LINKS, message, help));
        }
    }
}

pub(super) fn words_on_claims_rest_on_their_links(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for (filed, path, claim) in claims(files) {
        let findings = claim.findings().map(|(id, _)| id);
        let sources = claim.links.iter().filter_map(|ClaimLink { target, role: _ }| match target {
            LinkTarget::Source(id) => Some(id),
            LinkTarget::Finding(_) => None,
        });
        let mut basis = Basis::new(files, findings, sources, &claim.topics);
        // They may repeat what the page says.
        for place in std::iter::once(&claim.place).chain(&claim.also) {
            basis.allow_numbers_of(&place.quote);
        }
        let mut faults = Vec::new();
        // Facts that stand in no finding have their pages in `provenance`.
        if claim.provenance.is_none() {
            faults.extend(basis.faults_of_numbers(&claim.rationale).into_iter().map(|fault| ("rationale", fault)));
        }
        if let Stated::As(text) = &claim.rewording {
            let of_text = basis.faults_of_numbers(text).into_iter().chain(promises(files, text));
            faults.extend(of_text.map(|fault| ("rewording", fault)));
        }
        for (field, (rule, message, help)) in faults {
            found.push(filed.fault(files, &format!("{path}.{field}"), rule, format!("the {field} {message}"), help));
        }
    }
}
