//! Two more inputs for each kind of fault in looking up, in markers and in references that users of other programs have reported,
//! labelled from manuals before they were tried. The publications are made up.

use evidence::{
    app::Draft,
    citation::{
        csl::Item,
        markers::TextKind,
        render::{Linking, RenderOptions, Renderer},
        style::{Style, StyleId},
        work::Work,
    },
};
use serde_json::{Value, json};

use crate::library::{AS_OF, library};

#[test]
fn what_is_pasted_is_found() {
    let mut wrong = Vec::new();
    for (kind, pasted, id) in [
        ("K22", "https://doi.org/10.5555%2Fgloam.2025", "gloam-2025"),
        ("K22", "<https://dx.doi.org/10.5555/GLOAM.2025>.", "gloam-2025"),
        ("K22", "https://www.tandfonline.com/doi/full/10.5555/gloam.2025?src=recsys", "gloam-2025"),
        ("K22", "https://pubmed.ncbi.nlm.nih.gov/?term=99000817", "gloam-2025"),
        ("K22", "PubMed ID: 99000817 [Indexed for MEDLINE]", "gloam-2025"),
        ("K22", "10.5555\u{2215}gloam\u{2024}2025", "gloam-2025"),
        ("K22a", "https://onlinelibrary.wiley.com/doi/10.5555/gloam.2025/epdf", "gloam-2025"),
        ("K22a", "10.5555/gloam.2025/suppl_file/nowhere.pdf", "gloam-2025"),
    ] {
        let found = library().look_up(pasted);
        if !found.sources.iter().any(|source| source.id.as_str() == id) {
            wrong.push(format!("{kind}: {pasted}: {:?}", found.identifier));
        }
    }
    for (kind, printed, id) in [
        ("K30", "Annals of Nothing 2025;3:1-9", "gloam-2025"),
        ("K30", "Annals of Nothing, vol. 3, pp. 1–9 (2020)", "moonrane-2020"),
    ] {
        let found = library().recognise(printed);
        if found.first().is_none_or(|first| first.source.id.as_str() != id) {
            let found: Vec<_> = found.iter().map(|one| (one.source.id.as_str(), one.score)).collect();
            wrong.push(format!("{kind}: {printed}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The list of these items in a style, an entry a line.
fn list(style: &Style, items: &[Value]) -> Vec<String> {
    let renderer = Renderer::new();
    let works: Vec<Work> = items.iter().map(|item| Work::from_item(Item::from_json(item).unwrap())).collect();
    let setting = RenderOptions { style, locale: None, linking: Linking::None, has_anchors: false };
    renderer.list(setting, &works, &[]).references.iter().map(|reference| reference.text.text()).collect()
}

fn built_in(style: StyleId, items: &[Value]) -> Vec<String> {
    list(Renderer::new().style(style), items)
}

fn article(title: &str, issued: Value) -> Value {
    json!({
        "id": title, "type": "article-journal", "title": title, "issued": issued, "container-title": "J Nowhere",
        "author": [{ "family": "Nobody", "given": "Anna" }], "volume": "3", "page": "1-9",
    })
}

#[test]
fn references_are_as_manuals_have_them() {
    let mut wrong = Vec::new();
    let mut check = |kind: &str, made: &str, has: &[&str], lacks: &[&str]| {
        if has.iter().any(|part| !made.contains(part)) || lacks.iter().any(|part| made.contains(part)) {
            wrong.push(format!("{kind}: {made}: has {has:?}, lacks {lacks:?}"));
        }
    };
    let year = || json!({ "date-parts": [[2016]] });
    for style in [StyleId::Apa, StyleId::ChicagoAuthorDate] {
        let made = built_in(style, &[article("Zebras", year()), article("Mice", year()), article("Ants", year())]);
        for (entry, (letter, title)) in made.iter().zip([("2016a", "Ants"), ("2016b", "Mice"), ("2016c", "Zebras")]) {
            check("K32", entry, &[letter, title], &[]);
        }
    }
    let [vancouver] =
        built_in(StyleId::Vancouver, &[article("The <i>E. coli</i> of H<sub>2</sub>O", year())]).try_into().unwrap();
    check("K33", &vancouver, &["The E. coli of H2O"], &["<", ">"]);
    let title = "On <span style=\"font-variant: small-caps;\">dna</span> and 5 < 7";
    let [apa] = built_in(StyleId::Apa, &[article(title, year())]).try_into().unwrap();
    check("K33", &apa, &["5 < 7"], &["<span", "</span"]);
    for season in [json!("winter"), json!(4)] {
        let issued = json!({ "date-parts": [[2016]], "season": season });
        let [ama] = built_in(StyleId::Ama, &[article("Humming", issued)]).try_into().unwrap();
        check("K34", &ama, &["2016;3:1-9"], &[]);
    }
    for issued in [json!({}), json!({ "raw": "" }), json!({ "date-parts": [] })] {
        let made = built_in(StyleId::Apa, &[article("Humming", issued.clone()), article("Aches", year())]);
        check("K35", &made.join(" "), &["n.d.", "2016", "Humming", "Aches"], &[]);
    }
    let chapter = json!({
        "id": "c", "type": "chapter", "title": "Humming", "container-title": "Handbook of Nowhere", "issued": year(),
        "author": [{ "family": "Nobody", "given": "Anna" }], "publisher": "Press", "publisher-place": "Nowhere", "page": "11-19",
    });
    let [made] = built_in(StyleId::Vancouver, std::slice::from_ref(&chapter)).try_into().unwrap();
    check("K36", &made, &["p. 11"], &["pp."]);
    let xml = |layout: &str| {
        format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" class=\"in-text\"><info><title>N</title><id>http://nowhere.example/n</id>\
             <updated>2020-01-01T00:00:00+00:00</updated></info><citation><layout><text variable=\"title\"/></layout></citation>\
             <bibliography><layout>{layout}</layout></bibliography></style>"
        )
    };
    for (kind, layout, item, expected) in [
        (
            "K36",
            "<label variable=\"page\" form=\"short\" plural=\"never\" suffix=\" \"/><text variable=\"page\"/>",
            article("Humming", year()),
            "p. 1",
        ),
        (
            "K36",
            "<group delimiter=\" \"><label variable=\"volume\" form=\"short\" plural=\"always\"/><text variable=\"volume\"/></group>",
            article("Humming", year()),
            "vols. 3",
        ),
        (
            "K23",
            "<text variable=\"title\"/><group prefix=\". \" delimiter=\" \"><text term=\"in\" text-case=\"capitalize-first\"/><text variable=\"event-title\"/></group>",
            article("Humming", year()),
            "Humming",
        ),
        (
            "K23",
            "<text variable=\"title\"/><names variable=\"editor\" prefix=\", \"><name/><label form=\"short\" prefix=\", \"/></names>",
            article("Humming", year()),
            "Humming",
        ),
        (
            "K24",
            "<names variable=\"author\"><name name-as-sort-order=\"all\" sort-separator=\" \" initialize-with=\"\" prefix=\"&lt;\" suffix=\".\"/></names>",
            article("Humming", year()),
            "<Nobody A.",
        ),
        (
            "K25",
            "<group delimiter=\" ; \"><text variable=\"title\"/><text variable=\"volume\"/></group>",
            article("Humming", year()),
            "Humming ; 3",
        ),
        (
            "K25",
            "<group delimiter=\" : \"><text variable=\"container-title\"/><text variable=\"title\"/></group>",
            article("Humming", year()),
            "J Nowhere : Humming",
        ),
        (
            "K26",
            "<group delimiter=\". \"><text variable=\"title\"/><text variable=\"container-title\"/></group>",
            article("Is it humming?", year()),
            "Is it humming? J Nowhere",
        ),
        (
            "K26",
            "<text variable=\"title\" suffix=\":\"/><text variable=\"issue\" prefix=\"(\" suffix=\")\"/><text variable=\"volume\" prefix=\": \"/>",
            article("Humming", year()),
            "Humming: 3",
        ),
    ] {
        let style = Style::from_csl(&xml(layout)).unwrap();
        let made = list(&style, &[item]).remove(0);
        if kind == "K36" {
            check(kind, &made, &[expected], &["pp."])
        } else {
            check(kind, &made, &[expected], &[":.", "::"])
        }
        if matches!(kind, "K23" | "K24" | "K25") && made.trim_end_matches('.') != expected.trim_end_matches('.') {
            check(kind, &made, &["exactly", expected], &[]);
        }
    }
    for family in ["De Carvalho", "Van Nobody"] {
        let item = json!({ "id": "a", "type": "book", "title": "Humming", "issued": year(), "author": [{ "family": family, "given": "Dora" }] });
        let layout = "<names variable=\"author\"><name name-as-sort-order=\"all\" sort-separator=\" \" initialize-with=\"\"/></names>";
        let made = list(&Style::from_csl(&xml(layout)).unwrap(), &[item]).remove(0);
        check("K27", &made, &[&format!("{family} D")], &[]);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A text with its citations set, in the form it was written in.
fn cited(text: &str, kind: TextKind, style: StyleId) -> (String, usize) {
    let setting = RenderOptions {
        style: library().renderer().style(style),
        locale: None,
        linking: Linking::None,
        has_anchors: false,
    };
    let made = library().bibliography(setting, Draft::Text(text, kind), AS_OF).unwrap();
    let document = made.document.unwrap();
    let own = match kind {
        TextKind::Text => document.text,
        TextKind::Html => document.html,
        TextKind::Markdown => document.markdown,
    };
    (own.unwrap(), made.unknown.len())
}

#[test]
fn markers_are_read_as_pandoc_reads_them() {
    use TextKind::{Html, Markdown, Text};
    let mut wrong = Vec::new();
    for (kind, text, form, has, lacks) in [
        ("K28", "So it is [@gloam-2025, chap. 3].", Text, "2025, Chapter 3", "chap. 3"),
        ("K28", "So it is [@gloam-2025 {sec. 2, 4}, among others].", Text, "among others", "{"),
        ("K28", "So it is [@https://doi.org/10.5555/gloam.2025, p. 3].", Text, "2025, p. 3", "https"),
        ("K37", "~~~\n[@gloam-2025]\n~~~\n\nSo [@gloam-2025].", Markdown, "[@gloam-2025]", "\u{0}"),
        (
            "K37",
            "<pre><code>[@gloam-2025]</code></pre><p>So [@gloam-2025].</p>",
            Html,
            "<code>[@gloam-2025]</code>",
            "So [@",
        ),
        (
            "K37",
            "See [the trial [@gloam-2025]](https://nowhere.example/).",
            Markdown,
            "](https://nowhere.example/)",
            "[@gloam",
        ),
        ("K37", "![A moon [@gloam-2025]](moon.png)", Markdown, "](moon.png)", "<span"),
        ("K38", "<p><span>[@gloam</span><span lang=\"EN\">-2025]</span></p>", Html, "2025)", "[@"),
        ("K38", "<p>[<span>@gloam-2025</span>, p. <b>3</b>]</p>", Html, "p. 3", "[<span>@"),
    ] {
        let (made, unknown) = cited(text, form, StyleId::Apa);
        if !made.contains(has) || made.contains(lacks) || unknown > 0 {
            wrong.push(format!("{kind}: {text}: {made} ({unknown} unknown)"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
