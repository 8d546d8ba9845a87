//! `evidence verify --notices`: which sources a list of notices touches, and what to write into their records.

use std::{fmt::Write, path::Path};

use anyhow::Context;

use crate::{
    citation::exchange::{NoticeEntry, NoticeList, read_notices},
    corpus::Corpus,
    domain::{Date, EditorialStatus, Source, Vocabulary, repeated::one_line, source::Bibliography},
};

/// Looks all sources up. Whether each record says what the notices say.
pub(super) fn look_up(corpus: &Corpus, file: &Path, today: Date, report: &mut String) -> anyhow::Result<bool> {
    let shown = file.display();
    let opened = std::fs::File::open(file).with_context(|| format!("cannot read {shown}"))?;
    let NoticeList { notices, passed_over, decoded } =
        read_notices(opened).with_context(|| format!("cannot read notices in {shown}"))?;
    // Writing to a string does not fail.
    let _ = writeln!(
        report,
        "\n{shown}: {} notices read, {passed_over} passed over (no notice, or without DOI and PMID){}",
        notices.len(),
        if decoded > 0 {
            format!(", {decoded} values were no UTF-8 and were read as Windows-1252")
        } else {
            String::new()
        }
    );
    let mut is_told = true;
    let (mut clear, mut unknown) = (Vec::new(), Vec::new());
    for source in corpus.sources() {
        let Bibliography { doi, pmid, .. } = &source.bibliography;
        if doi.is_none() && pmid.is_none() {
            unknown.push(source.id.as_str());
            continue;
        }
        let about = |entry: &&NoticeEntry| {
            entry.doi.is_some() && entry.doi == *doi || entry.pmid.is_some() && entry.pmid == *pmid
        };
        // The gravest counts, of several the latest.
        let gravest = notices.iter().filter(about).min_by_key(|entry| (entry.state, std::cmp::Reverse(entry.date)));
        match gravest.and_then(|entry| Some((entry, entry.state.status()?))) {
            Some((entry, status)) => is_told &= touched(source, entry, status, today, report),
            None => clear.push(source),
        }
    }
    let open: Vec<&str> = clear
        .iter()
        .filter(|source| !source.editorial.status.is_notice())
        .filter(|source| source.editorial.checked.is_none_or(|checked| checked < today))
        .map(|source| source.id.as_str())
        .collect();
    let _ = writeln!(report, "{} sources are in no notice of the list", clear.len());
    if !open.is_empty() {
        let _ = writeln!(
            report,
            "for these, if the list is whole, write:\n\n[editorial]\nstatus = \"none\"\nchecked = \"{today}\"\n"
        );
        open.iter().for_each(|id| {
            let _ = writeln!(report, "  {id}");
        });
    }
    if !unknown.is_empty() {
        let _ = writeln!(report, "cannot be looked up, without DOI and PMID: {}", unknown.join(", "));
    }
    Ok(is_told)
}

/// Says what a notice makes of a source; whether its record says so already.
fn touched(source: &Source, entry: &NoticeEntry, status: EditorialStatus, today: Date, report: &mut String) -> bool {
    if source.editorial.status == status && source.editorial.notice.is_some() {
        let _ = writeln!(report, "ok      {}: its record says that it is {}", source.id, status.label().to_lowercase());
        return true;
    }
    let _ = writeln!(
        report,
        "FAIL    {}: {}; its record says `{}`. Write:\n",
        source.id,
        status.label(),
        source.editorial.status.slug()
    );
    let _ = writeln!(report, "[editorial]\nstatus = \"{}\"\nchecked = \"{today}\"", status.slug());
    if let Some(notice) = entry.named() {
        let _ = writeln!(report, "notice = {notice:?}");
    }
    if let Some(date) = entry.date {
        let _ = writeln!(report, "noticed = \"{date}\"");
    }
    if let Some(reason) = &entry.reason {
        let _ = writeln!(report, "# reason in the list: {}", one_line(reason));
    }
    report.push('\n');
    false
}
