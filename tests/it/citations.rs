//! References and citations: the texts that were compared with two other engines (`tests/citations`), and what must hold
//! for every record in every style.

use std::{collections::BTreeMap, fmt::Write, fs};

use evidence::{
    app::Draft,
    citation::{
        csl::Item,
        render::{Linking, RenderOptions, Renderer},
        style::StyleId,
        work::Work,
    },
    domain::Vocabulary,
};

use crate::library::{AS_OF, library, real_library, root};

/// The real records: references of every kind, as other engines were compared on them.
fn works() -> Vec<Work> {
    real_library().corpus().sources().iter().map(Work::of).collect()
}

fn setting(renderer: &Renderer, id: StyleId) -> RenderOptions<'_> {
    RenderOptions { style: renderer.style(id), locale: None, linking: Linking::Url, has_anchors: false }
}

/// `UPDATE=1` writes them; compare them with the other engines before they are committed.
#[test]
fn references_are_what_they_were() {
    let renderer = Renderer::new();
    let works = works();
    for id in StyleId::ALL.iter().copied() {
        let list = renderer.list(setting(&renderer, id), &works, &[]);
        let by_id: BTreeMap<&str, String> = list
            .references
            .iter()
            .map(|reference| (works[reference.item].item.id.as_str(), reference.text.text()))
            .collect();
        let mut found = String::new();
        for work in &works {
            let citation = renderer.citation(setting(&renderer, id), work, Some(("page", "3")));
            let _ = writeln!(found, "{}", work.item.id);
            let _ = writeln!(found, "  {}", by_id[work.item.id.as_str()]);
            let _ = writeln!(found, "  {}", citation.citation.markdown());
            let _ = writeln!(found, "  {}", citation.narrative.markdown());
            if let Some(subsequent) = citation.subsequent {
                let _ = writeln!(found, "  {}", subsequent.markdown());
            }
        }
        let path = root().join(format!("tests/citations/golden/{}.txt", id.slug()));
        #[expect(clippy::disallowed_methods, reason = "how `make generate` says that files are to be written")]
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &found).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        for (found, expected) in found.lines().zip(expected.lines()) {
            assert_eq!(found, expected, "{}", id.slug());
        }
        assert_eq!(found.lines().count(), expected.lines().count(), "{}", path.display());
    }
}

/// Somebody pastes a reference from a paper, without its identifiers, and finds what it means first.
#[test]
fn every_reference_finds_its_source() {
    let renderer = Renderer::new();
    let works = works();
    for id in StyleId::ALL.iter().copied() {
        for reference in renderer.list(setting(&renderer, id), &works, &[]).references {
            let expected = works[reference.item].item.id.as_str();
            let pasted = reference.text.text();
            let bare: Vec<_> =
                pasted.split_whitespace().filter(|word| !word.contains("10.") && !word.contains("://")).collect();
            for text in [pasted.clone(), bare.join(" ")] {
                let found = real_library().recognise(&text);
                let first = found.first().map(|candidate| candidate.source.id.as_str());
                // A record of what could not be found has no reference to be found by.
                let is_unidentified =
                    pasted.contains("ublication not identified") || pasted.contains("Publication Not");
                assert!(first == Some(expected) || is_unidentified, "{id}: {text}\n{first:?}, not {expected}");
            }
        }
    }
}

#[test]
fn what_is_remembered_of_a_reference_finds_it() {
    let first = |text: &str| library().recognise(text).first().map(|candidate| candidate.source.id.to_string());
    for (text, expected) in [
        ("Warm 2013 humming heat acute moonache invented review", "heat-2013"),
        ("Moo X. Lunapressure for chronic moonache, 2020", "moonrane-2020"),
        ("Invent et al. Annals of Nothing 2025", "gloam-2025"),
        ("see PMID 99000817.", "gloam-2025"),
        ("(doi: 10.5555/board.2017).", "board-2017"),
        ("Quorum 2017", "board-2017"),
    ] {
        assert_eq!(first(text).as_deref(), Some(expected), "{text}");
    }
    for nothing in
        ["", "Einstein A. Zur Elektrodynamik bewegter Körper. Ann Phys. 1905;322(10):891-921.", "2017", "the of and"]
    {
        assert_eq!(first(nothing), None, "{nothing}");
    }
}

/// A work that no careful person would enter, and that somebody will import.
fn hostile() -> Vec<Work> {
    let item = |json: &str| Work::from_item(Item::from_json(&serde_json::from_str(json).unwrap()).unwrap());
    vec![
        item(
            r#"{"id": "<script>alert(1)</script>", "type": "article-journal", "title": "<script>alert(\"1\")</script> & *p*<.05",
            "container-title": "J <blink>Bold</blink>", "DOI": "10.5555/\"><img src=x onerror=alert(1)>", "URL": "javascript:alert(1)",
            "author": [{"family": "<i>", "given": "\"'"}], "issued": {"date-parts": [[2024, 13, 99]]}}"#,
        ),
        item(r#"{"id": "range", "type": "book", "title": "R", "issued": {"date-parts": [[2020, 1], [2021, 2]]}}"#),
        item(r#"{"id": "bare", "type": "article-journal"}"#),
        item(
            r#"{"id": "odd", "type": "no-such-type", "title": "", "page": "-", "volume": "--", "issue": "1,2&3-", "edition": "99999999999"}"#,
        ),
        item(
            r#"{"id": "names", "type": "chapter", "title": ":", "author": [{"family": "de la"}, {"given": "Only"}, {"literal": "a"},
            {"family": "van den O'Neill-Smith", "given": "J.-P. x-y -"}], "editor": [{"family": "E", "suffix": "Jr"}],
            "page": "9223372036854775807-1", "issued": {"literal": "in press"}}"#,
        ),
        item(
            r#"{"id": "old", "type": "book", "title": "“Quoted” \"twice\" 'thrice'", "issued": {"date-parts": [[-44, 3, 15]]}}"#,
        ),
    ]
}

#[test]
fn hostile_works_are_set_as_they_are() {
    let renderer = Renderer::new();
    let works = hostile();
    for id in StyleId::ALL.iter().copied() {
        let list = renderer.list(setting(&renderer, id), &works, &[]);
        for work in &works {
            let citation = renderer.citation(setting(&renderer, id), work, Some(("page", "<3>")));
            for rich in [&citation.reference, &citation.citation, &citation.narrative] {
                let html = rich.written().html;
                for tag in ["<script", "<img", "<blink>", "href=\"javascript:"] {
                    assert!(!html.contains(tag), "{id}: {html}");
                }
            }
        }
        let shown: Vec<_> = list.references.iter().map(|reference| reference.text.text()).collect();
        assert!(shown.iter().any(|text| text.to_lowercase().contains("<script>alert(")), "{id}: {shown:#?}");
    }
}

/// A writer is told of a value nobody has verified where the reference prints it, and is not alarmed where it does not.
#[test]
fn an_unverified_identifier_is_told_where_it_is_printed() {
    let library = library();
    let guideline = library.corpus().source("office-2022").unwrap();
    let pmid = guideline.bibliography.pmid.unwrap().to_string();
    for (style, is_printed) in [(StyleId::Vancouver, true), (StyleId::Ama, false)] {
        let setting = setting(library.renderer(), style);
        let (citation, notices) = library.cite(setting, guideline, None, AS_OF);
        assert_eq!(citation.reference.text().contains(&pmid), is_printed, "{style}");
        assert_eq!(
            notices.iter().any(|notice| notice.part.as_ref().is_some_and(|part| part.name == "PMID")),
            is_printed,
            "{style}"
        );
        let keys = ["office-2022".to_owned(), "mice-2010".to_owned()];
        let list = library.bibliography(setting, Draft::Keys(&keys), AS_OF).unwrap();
        let fields: Vec<_> =
            list.notices.iter().filter_map(|notice| Some(notice.part.as_ref()?.field.as_str())).collect();
        assert_eq!(fields, if is_printed { vec!["PMID", "DOI"] } else { vec!["DOI"] }, "{style}");
    }
}
