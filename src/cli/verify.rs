//! `evidence verify`: whether what the records say can be traced, check by check.
//!
//! Data that cannot be loaded fail the checks whose rules they break. What is left to say of data that can is what no
//! rule forbids: which values nobody has confirmed yet, and days that have not come.

mod notices;

use std::fmt::Write;

use anyhow::Context;
use clap::Args;

use super::{Outcome, lint, output, today};
use crate::{
    corpus::{Corpus, Diagnostic, LoadError, Loaded, Origins, Severity},
    domain::{
        Date, Estimate, FieldPath, Finding, Provenance, RecordKind, Source,
        claim::{Claim, PassageHash, Place},
    },
};

#[derive(Args, Debug)]
pub(super) struct Verify {
    /// Folder of the records
    #[arg(long, value_name = "DIR", default_value = "data", env = "EVIDENCE_DATA")]
    data: std::path::PathBuf,
    /// List the values that are not verified
    #[arg(long)]
    unverified: bool,
    /// Compare the passages of an audited page with this copy of it, a paragraph a line
    #[arg(long, value_name = "FILE")]
    page: Option<std::path::PathBuf>,
    /// Which audited page `--page` is a copy of; needed where there are several
    #[arg(long, value_name = "ID", requires = "page")]
    of: Option<String>,
    /// Look the sources up in a file of notices: CSV with the columns of Retraction Watch, or XML of PubMed
    #[arg(long, value_name = "FILE")]
    notices: Option<std::path::PathBuf>,
    /// The day after which nothing may have been read; today in UTC by default
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
}

/// A check, and the rules of the lint it consists of.
struct Check {
    name: &'static str,
    rules: &'static [&'static str],
}

const CHECKS: &[Check] = &[
    Check { name: "every file can be read and has the form of its kind", rules: &[] },
    Check {
        name: "every value says where it was read and when, how it was worked out, or what is missing",
        rules: &["provenance", "provenance-field"],
    },
    Check { name: "identifiers have the form and check digit of their scheme", rules: &["bad-identifier", "bad-id"] },
    Check {
        name: "no identifier belongs to two sources, no title to two of one year",
        rules: &["duplicate-identifier", "duplicate-title", "duplicate-id"],
    },
    Check { name: "every link leads to a record", rules: &["dangling-link", "self-link", "topic-cycle"] },
    Check { name: "quotes of sources have at most 25 words", rules: &["quote-length"] },
    Check {
        name: "quotes of pages can be proven, and stand there word for word where the page is kept",
        rules: &["page-text", "quote-place"],
    },
    Check {
        name: "numbers lie in their intervals and on the side they are said to be",
        rules: &["interval-order", "outside-interval", "direction", "scale-direction"],
    },
    Check {
        name: "numbers of blurbs and rewordings are numbers of their findings, and verified",
        rules: &["text-number", "unverified-text"],
    },
];

/// Where values of the records come from.
#[derive(Default)]
struct Tally {
    sourced: usize,
    inferred: usize,
    /// File, line and reason of each.
    unverified: Vec<(String, usize, String)>,
    /// Values read on a day that has not come.
    future: Vec<(String, usize, Date)>,
}

pub(super) fn run(arguments: &Verify) -> anyhow::Result<Outcome> {
    let Verify { data, unverified, page, of, notices, as_of } = arguments;
    let today = as_of.unwrap_or_else(today);
    let (loaded, faults) = match Corpus::load_with_origins(data) {
        Ok(loaded) => (Some(loaded), Vec::new()),
        Err(LoadError::Faults(faults)) => (None, faults),
        Err(other) => return Err(other.into()),
    };
    let mut report = checks(&faults);
    let mut is_clean = faults.is_empty();
    if let Some((Loaded { corpus, drafts: _, warnings: _ }, origins)) = &loaded {
        let tally = Tally::of(corpus, origins, today);
        let Tally { sourced, inferred, unverified: open, future } = &tally;
        is_clean &= future.is_empty();
        // Writing to a string does not fail.
        let _ =
            writeln!(report, "{}    no value was read after {today}", if future.is_empty() { "ok  " } else { "FAIL" });
        for (file, line, day) in future {
            let _ = writeln!(report, "        {}:{line}: read on {day}", data.join(file).display());
        }
        let _ = writeln!(
            report,
            "\n{}: {sourced} provenances with page and day, {inferred} worked out, {} not verified",
            lint::holdings(corpus),
            open.len()
        );
        if *unverified {
            for (file, line, reason) in open {
                let _ = writeln!(report, "{}:{line}: {reason}", data.join(file).display());
            }
        }
    }
    if let (Some(file), Some((loaded, _))) = (page, &loaded) {
        is_clean &= passages(&loaded.corpus, file, of.as_deref(), &mut report)?;
    }
    if let (Some(file), Some((loaded, _))) = (notices, &loaded) {
        is_clean &= notices::look_up(&loaded.corpus, file, today, &mut report)?;
    }
    output::text(&report)?;
    if !faults.is_empty() {
        output::remark(&lint::text(data, &faults));
    }
    Ok(if is_clean { Outcome::Done } else { Outcome::Faults })
}

/// Compares a copy of an audited page with the hashes of its claims. Whether every passage is as it was.
fn passages(corpus: &Corpus, file: &std::path::Path, of: Option<&str>, report: &mut String) -> anyhow::Result<bool> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = String::from_utf8(bytes)
        .with_context(|| format!("{} is not UTF-8: save it as text, a paragraph a line", file.display()))?;
    let page = match (of, corpus.pages()) {
        (Some(id), _) => corpus.page(id).with_context(|| format!("there is no audited page `{id}`"))?,
        (None, [page]) => page,
        (None, pages) => {
            let ids: Vec<&str> = pages.iter().map(|page| page.id.as_str()).collect();
            anyhow::bail!("say with `--of` which of the audited pages this is: {}", ids.join(", "));
        }
    };
    let lines: Vec<(PassageHash, String)> =
        text.lines().map(|line| (PassageHash::of(line), PassageHash::hashed(line))).collect();
    let mut places = 0;
    let mut changed = Vec::new();
    for claim in corpus.claims_of(page) {
        for place in std::iter::once(&claim.place).chain(&claim.also) {
            places += 1;
            let Place { section, line, quote, passage } = place;
            let quote = PassageHash::hashed(quote);
            let holds = |hash: &PassageHash| lines.iter().any(|(other, words)| other == hash && words.contains(&quote));
            if passage.as_ref().is_some_and(holds) {
                continue;
            }
            let now = lines.iter().position(|(_, words)| words.contains(&quote));
            let what = match (passage, now.and_then(|i| Some((i + 1, &lines.get(i)?.0)))) {
                (Some(_), None) => "its passage has changed, and its words are gone".to_owned(),
                (Some(_), Some((at, hash))) => format!(
                    "its passage has changed, its words stand in line {at}: look at the claim again, then write `passage = \"{}\"`",
                    hash.as_str()
                ),
                (None, None) => "it has no hash, and its words are not on the page".to_owned(),
                (None, Some((_, hash))) => format!("it has no hash: write `passage = \"{}\"`", hash.as_str()),
            };
            changed.push(format!("        {}, line {line}, under `{section}`: {what}", claim.id));
        }
    }
    let verdict = if changed.is_empty() { "ok  " } else { "FAIL" };
    // Writing to a string does not fail.
    let _ = writeln!(
        report,
        "{verdict}    {} of {places} passages of `{}` stand in {}",
        places - changed.len(),
        page.id,
        file.display()
    );
    for line in &changed {
        let _ = writeln!(report, "{line}");
    }
    Ok(changed.is_empty())
}

/// Each check with its result. Faults of rules that belong to no check of their own are faults of form.
fn checks(faults: &[Diagnostic]) -> String {
    let named: Vec<&str> = CHECKS.iter().flat_map(|check| check.rules.iter().copied()).collect();
    let mut report = String::new();
    for Check { name, rules } in CHECKS {
        let broken = faults
            .iter()
            .filter(|fault| fault.severity == Severity::Error)
            .filter(|fault| if rules.is_empty() { !named.contains(&fault.code) } else { rules.contains(&fault.code) });
        let count = broken.count();
        let (verdict, times) = match count {
            0 => ("ok  ", String::new()),
            n => ("FAIL", format!(" ({})", lint::counted(n, "fault"))),
        };
        // Writing to a string does not fail.
        let _ = writeln!(report, "{verdict}    {name}{times}");
    }
    report
}

impl Tally {
    fn of(corpus: &Corpus, origins: &Origins, today: Date) -> Self {
        let mut tally = Self::default();
        for source in corpus.sources() {
            let Source { id, provenance, .. } = source;
            let place = |field: &str| origins.of(RecordKind::Source, id.as_str(), field);
            tally.add(&provenance.default, place("provenance"), today, "the record as a whole");
            for (field, provenance) in &provenance.except {
                tally.add(provenance, place(field.as_str()), today, field.as_str());
            }
        }
        for finding in corpus.findings() {
            let Finding { id, provenance, .. } = finding;
            let place = |field: &str| origins.of(RecordKind::Finding, id.as_str(), field);
            tally.add(&provenance.default, place("provenance"), today, "the finding as a whole");
            for (field, provenance) in &provenance.except {
                tally.add(provenance, place(field.as_str()), today, field.as_str());
            }
            let estimates = finding.result.measurement().map_or(&[][..], |measurement| &measurement.estimates);
            for (i, estimate) in estimates.iter().enumerate() {
                let place = place(&format!("estimate[{i}].value"));
                for provenance in own_provenances(finding, estimate) {
                    tally.add(provenance, place, today, "a number");
                }
            }
        }
        for topic in corpus.topics() {
            for (i, heading) in topic.mesh.iter().enumerate() {
                let place = origins.of(RecordKind::Topic, topic.id.as_str(), &format!("mesh[{i}].heading"));
                tally.add(&heading.provenance, place, today, "the MeSH heading");
            }
            if let Some(instrument) = &topic.instrument {
                let place = origins.of(RecordKind::Topic, topic.id.as_str(), "instrument");
                tally.add(&instrument.provenance, place, today, "the scale");
            }
        }
        for Claim { id, provenance, .. } in corpus.claims() {
            if let Some(provenance) = provenance {
                let place = origins.of(RecordKind::Claim, id.as_str(), "provenance");
                tally.add(provenance, place, today, "the rationale");
            }
        }
        tally
    }

    fn add(&mut self, provenance: &Provenance, place: Option<(&str, usize)>, today: Date, what: &str) {
        let (file, line) = place.map_or((String::new(), 1), |(file, line)| (file.to_owned(), line));
        match provenance {
            Provenance::Sourced { pages: _, kind: _, on } => {
                self.sourced += 1;
                if *on > today {
                    self.future.push((file, line, *on));
                }
            }
            Provenance::Inferred { .. } => self.inferred += 1,
            Provenance::Unverified { reason } => self.unverified.push((file, line, format!("{what}: {reason}"))),
        }
    }
}

/// Provenances of a number that are its own, not those of its finding.
fn own_provenances<'a>(finding: &'a Finding, estimate: &'a Estimate) -> impl Iterator<Item = &'a Provenance> {
    let inherited = finding.provenance.of(FieldPath::ESTIMATE);
    estimate.provenances().filter(move |provenance| *provenance != inherited)
}
