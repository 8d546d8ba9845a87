//! Sources as RIS.

use std::fmt::Write;

use super::{
    super::{
        export::{ExportRecord, Exported, registered},
        labels::note,
        name,
        status::Standing,
    },
    PROVIDER, TYPES,
};
use crate::domain::{
    PartialDate,
    source::{Bibliography, ItemType},
};

/// All sources as RIS, each ended by `ER`. Lines end in `\r\n`, as the format asks.
pub fn write(sources: &[Exported<'_>]) -> String {
    let mut all = String::new();
    for source in sources {
        write_one(&mut all, source);
    }
    all
}

fn write_one(all: &mut String, exported: &Exported<'_>) {
    let Exported { source, currency } = exported;
    let ExportRecord { bibliography, unverified } = ExportRecord::of(source);
    let Bibliography {
        item_type,
        title,
        author,
        editor,
        translator,
        container_title,
        container_title_short,
        event_title,
        edition,
        genre,
        publisher,
        publisher_place,
        issued,
        available_date,
        accessed,
        volume,
        issue,
        page,
        number,
        version,
        language,
        doi,
        pmid,
        pmcid,
        issn,
        isbn,
        url,
    } = &bibliography;
    let is_article = *item_type == ItemType::ArticleJournal;
    let kind = TYPES.iter().find(|(_, known)| known == item_type).map_or("GEN", |(name, _)| name);
    let mut line = |tag: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = write!(all, "{tag}  - {value}\r\n");
    };
    let mut some = |tag: &str, value: Option<&str>| {
        if let Some(value) = value {
            line(tag, value);
        }
    };
    let (year, month, day) = issued.parts();
    some("TY", Some(kind));
    some("ID", Some(source.id.as_str()));
    some("TI", Some(title));
    let is_part = matches!(item_type, ItemType::Chapter | ItemType::PaperConference);
    let is_book = *item_type == ItemType::Book;
    for name in author {
        some("AU", Some(&name::on_one_line(name)));
    }
    for name in editor {
        some(if is_part || is_book { "A2" } else { "ED" }, Some(&name::on_one_line(name)));
    }
    for name in translator.iter().filter(|_| is_part || is_book) {
        some("A4", Some(&name::on_one_line(name)));
    }
    some("T2", container_title.as_deref());
    some("J2", container_title_short.as_deref());
    some("PY", Some(&format!("{year:04}")));
    let part = |part: Option<i8>| part.map_or_else(String::new, |part| format!("{part:02}"));
    some("DA", Some(&format!("{year:04}/{}/{}/", part(month), part(day))));
    let slashed = |date: &PartialDate| {
        let (year, month, day) = date.parts();
        format!("{year:04}/{}/{}/", part(month), part(day))
    };
    some("Y2", accessed.as_ref().map(slashed).as_deref());
    some("VL", volume.as_deref());
    some("IS", issue.as_deref());
    match (page.as_deref().map(|page| (page, page.split_once('-'))), number.as_deref()) {
        (Some((_, Some((from, to)))), _) if !to.contains(['-', ',']) && !from.contains(',') && from != to => {
            some("SP", Some(from));
            some("EP", Some(to));
        }
        (Some((page, _)), _) => some("SP", Some(page)),
        // For programs that know no article numbers.
        (None, Some(number)) if is_article => some("SP", Some(number)),
        (None, _) => {}
    }
    some(if is_article { "C7" } else { "M1" }, number.as_deref());
    some("M3", genre.as_deref().filter(|_| !is_article));
    some("PB", publisher.as_deref());
    some("CY", publisher_place.as_deref());
    some("LA", Some(language));
    some("SN", issn.as_ref().map(|issn| issn.as_str()));
    some("SN", isbn.as_ref().map(|isbn| isbn.as_str()));
    some("DO", doi.as_ref().map(|doi| doi.as_str()));
    if let Some(pmid) = pmid {
        some("AN", Some(&pmid.to_string()));
        some("DB", Some("PubMed"));
    }
    some("DP", Some(PROVIDER));
    some("C2", pmcid.as_ref().map(|pmcid| pmcid.as_str()));
    some("UR", url.as_ref().map(|url| url.as_str()));
    // One tag is the first date online of an article, the edition of a book, and the version of anything else.
    let online = available_date.map(|day| day.to_string());
    let (mut online, mut version, mut edition) = (online.as_deref(), version.as_deref(), edition.as_deref());
    let of_edition = if is_article && version.is_none() && edition.is_none() {
        online.take()
    } else if is_article {
        None
    } else if is_book || is_part {
        edition.take()
    } else {
        version.take()
    };
    some("ET", of_edition);
    for (label, value) in [(note::FIRST_ONLINE, online), (note::VERSION, version), (note::EDITION, edition)] {
        some("N1", value.map(|value| format!("{label}: {value}")).as_deref());
    }
    some("N1", event_title.as_ref().map(|event| format!("{}: {event}", note::EVENT)).as_deref());
    some("N1", genre.as_ref().filter(|_| is_article).map(|genre| format!("{}: {genre}", note::GENRE)).as_deref());
    for name in translator.iter().filter(|_| !is_part && !is_book) {
        some("N1", Some(&format!("{}: {}", note::TRANSLATOR, name::on_one_line(name))));
    }
    for number in registered(&source.registration) {
        some("N1", Some(&format!("{}: {number}", note::REGISTRATION)));
    }
    some("N1", Some(&format!("{}: {}", note::STANDING, Standing::of(source).words)));
    some("N1", currency.as_ref().map(|currency| format!("{}: {currency}", note::CURRENCY)).as_deref());
    some("N1", unverified.map(|told| format!("{}: {told}", note::UNVERIFIED)).as_deref());
    some("ER", Some(""));
    all.push_str("\r\n");
}
