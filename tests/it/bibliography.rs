//! The bibliography for people is the one the API makes.

use std::path::Path;

use serde_json::json;

use crate::{
    library::LIBRARY,
    support::{Fixture, Program},
};

/// A text without the escapes of HTML.
fn unescaped(html: &str) -> String {
    let escapes = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    escapes.iter().fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// HTML without its marks.
fn words(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}

#[test]
fn the_page_lists_what_the_api_lists() {
    let program = Program::start_on(Fixture::of(Path::new(LIBRARY)), &[]);
    let ids = ["heat-2013", "board-2017", "gloam-2025", "withdrawn-2013", "network-2025", "office-2022"];
    let styles = program.client.get("/v1/styles").json();
    let styles = styles["data"].as_array().unwrap().iter().map(|style| style["id"].as_str().unwrap());
    for (style, locale) in styles.map(|style| (style, None)).chain([("apa", Some("de-DE")), ("ama", Some("fr-FR"))]) {
        let mut address = format!("/bibliography?style={style}");
        ids.iter().for_each(|id| address.push_str(&format!("&id={id}")));
        let mut asked = json!({ "ids": ids, "style": style });
        if let Some(locale) = locale {
            address.push_str(&format!("&locale={locale}"));
            asked["locale"] = locale.into();
        }
        let page = program.client.get(&address).text().to_owned();
        let api = program.client.post("/v1/bibliography", &asked.to_string()).json();

        // In one text, where it matters that two works of a year are told apart.
        let text: String = ids.iter().map(|id| format!("[@{id}]\n")).collect();
        let mut asked = json!({ "text": text, "style": style });
        if let Some(locale) = locale {
            asked["locale"] = locale.into();
        }
        let in_text = program.client.post("/v1/bibliography", &asked.to_string()).json();
        let forms = in_text["citations"].as_array().unwrap();

        let text = page.split("<textarea id=\"as-text\"").nth(1).unwrap().split_once(">\n").unwrap().1;
        let text = unescaped(text.split("</textarea>").next().unwrap());
        assert_eq!(text, api["list"]["text"].as_str().unwrap(), "{style}");

        let shown: Vec<&str> = page.split("<p class=\"entry\" id=\"entry-").skip(1).collect();
        let copied = page.split("<template id=\"as-html\">").nth(1).unwrap().split("</template>").next().unwrap();
        let references = api["references"].as_array().unwrap();
        assert_eq!((shown.len(), references.len()), (ids.len(), ids.len()), "{style}");
        for (shown, reference) in shown.iter().zip(references) {
            let html = reference["reference"]["html"].as_str().unwrap();
            let html = html.strip_prefix("<div class=\"csl-entry\">").unwrap().strip_suffix("</div>").unwrap();
            let (id, rest) = shown.split_once("\">").unwrap();
            assert_eq!(id, reference["source"].as_str().unwrap(), "{style}");
            assert_eq!(rest.split("</p>").next().unwrap(), html, "{style}");
            assert!(copied.contains(html), "{style}: {html} is shown and not copied");
            if let Some((_, in_text)) = rest.split_once(&format!("id=\"in-text-{id}\">")) {
                let form = forms.iter().find(|form| form["sources"][0] == id).unwrap();
                let form = if form["note"].is_null() { &form["citation"] } else { &form["note"] };
                let read = words(in_text.split("</span>").next().unwrap());
                assert_eq!(read, words(form["html"].as_str().unwrap()), "{style}");
            }
            for notice in api["notices"].as_array().unwrap().iter().filter(|notice| notice["source"] == id) {
                let message = notice["message"].as_str().unwrap().trim_end_matches('.');
                // Without its first letter, which begins a sentence on the page.
                let rest: String = message.chars().skip(1).collect();
                let entry = unescaped(shown.split("</li>\n<li>\n").next().unwrap());
                assert!(entry.contains(&rest), "{style}: {id} does not say {message}\n{entry}");
            }
        }
    }
}
