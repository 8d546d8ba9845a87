//! The page `/check` says what `POST /v1/check` says, of the same words, and keeps nothing.

use std::{fs, path::Path};

use serde_json::Value;

use crate::{
    library::{LIBRARY, root},
    support::{Answer, Fixture, Program, cli},
};

fn program(options: &[&str]) -> Program {
    Program::start_on(Fixture::of(Path::new(LIBRARY)), options)
}

fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// A form as a browser sends it.
fn post(program: &Program, fields: &[(&str, &str)]) -> Answer {
    send(program, encoded(fields).as_bytes())
}

fn send(program: &Program, body: &[u8]) -> Answer {
    program.client.send_body("POST", "/check", &[("Content-Type", "application/x-www-form-urlencoded")], body)
}

fn unescaped(text: &str) -> String {
    let entities = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    entities.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// A piece of a page as it is read.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    unescaped(&text)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after} after {before}")).0
}

/// What a card says: place, verdict, and each rule with its words and reason.
type Said = (usize, usize, String, Vec<(String, String, String)>);

fn cards(page: &str) -> Vec<Said> {
    let of = |card: &str| {
        let card = card.split("</article>").next().unwrap();
        let hits = card.split("<li data-rule=\"").skip(1).map(|hit| {
            let hit = hit.split("</li>").next().unwrap();
            let rule = hit.split('"').next().unwrap().to_owned();
            let found = words(between(hit, "<q class=\"draft-words\" dir=\"auto\">", "</q>"));
            let message = between(hit, "<span class=\"draft-message\">", "</span>").replace("<q>", "`");
            (rule, found, words(&message.replace("</q>", "`")))
        });
        let place = |name: &str| between(card, &format!("data-{name}=\""), "\"").parse().unwrap();
        (place("start"), place("end"), between(card, "data-verdict=\"", "\"").to_owned(), hits.collect())
    };
    page.split("<article class=\"draft-card").skip(1).map(of).collect()
}

/// The same from the answer of the API.
fn sentences(report: &Value) -> Vec<Said> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let place =
        |sentence: &Value, end: &str| usize::try_from(sentence["span"][end]["utf16"].as_u64().unwrap()).unwrap();
    let all = report["sentences"].as_array().unwrap().iter();
    all.filter(|sentence| sentence["class"] == "evidence-claim" || !sentence["hits"].as_array().unwrap().is_empty())
        .map(|sentence| {
            let hits = sentence["hits"].as_array().unwrap().iter();
            let hits = hits.map(|hit| (text(&hit["rule"]), text(&hit["found"]), text(&hit["message"])));
            (place(sentence, "start"), place(sentence, "end"), text(&sentence["verdict"]), hits.collect())
        })
        .collect()
}

/// The text of the rows, a row a line.
fn rows(page: &str) -> Vec<String> {
    let of = |row: &str| {
        let text = row.split("draft-text\" dir=\"auto\">").nth(1).unwrap();
        let text = text.split("</p>").next().unwrap().split("</h3>").next().unwrap();
        // Without the numbers that lead to the cards.
        words(
            &text
                .split("<sup>")
                .map(|piece| piece.split_once("</sup>").map_or(piece, |(_, rest)| rest))
                .collect::<String>(),
        )
    };
    page.split("<div class=\"draft-row").skip(2).map(of).collect()
}

fn api(program: &Program, text: &str, format: &str) -> Value {
    let body = serde_json::json!({ "text": text, "content_type": format }).to_string();
    let answer = program.client.post("/v1/check", &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[test]
fn the_page_says_what_the_api_says() {
    let program = program(&[]);
    let file = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let umlauts =
        "Über 😀: Ärzte & <b>Pfleger</b>.\n\nA trial of 800 adults found “benefits” 😀 12 months after treatment.\n";
    let page = "<h2>The trial</h2><p>In <b>2025</b>, a trial of 800 <em>adults</em> found benefits &amp; 12 months after \
        <a href=\"https://example.org\">treatment</a>.</p><script>let x = 'no side effects';</script>";
    let markdown = "# Trials\n\n- A trial of **800** adults found benefits\n  12 months *after* treatment.\n- It has no side effects.\n";
    for (text, format) in [
        (file("tests/check/example.txt").as_str(), "text/plain"),
        (file("tests/fixtures/library/pages/nowhere-clinic.txt").as_str(), "text/plain"),
        (umlauts, "text/plain"),
        (page, "text/html"),
        (markdown, "text/markdown"),
    ] {
        let report = api(&program, text, format);
        let answer = post(&program, &[("text", text), ("format", format)]);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let shown = answer.text().to_owned();
        let expected = sentences(&report);
        assert!(!expected.is_empty(), "{text}");
        assert_eq!(cards(&shown), expected, "{text}");
        for (severity, name) in [("errors", "error"), ("warnings", "warning"), ("notes", "note")] {
            let count = report["totals"][severity].as_u64().unwrap();
            let said = format!("{count} {name}{}", if count == 1 { "" } else { "s" });
            assert!(shown.contains(&said), "{said}");
        }
        // Every word that is accused is marked, and a plain text is there whole.
        let marked = shown.matches("<mark class=\"of-").count();
        assert!(marked >= expected.iter().filter(|(_, _, _, hits)| !hits.is_empty()).count(), "{text}");
        if format == "text/plain" {
            let lines = |text: &str| -> Vec<String> {
                text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
            };
            assert_eq!(lines(&rows(&shown).join("\n")), lines(text));
        } else {
            assert!(!rows(&shown).join("\n").contains("side effects';"), "a script is no text");
        }
    }
}

#[test]
fn the_substantiation_file_is_the_one_of_the_command() {
    let program = program(&[]);
    let path = root().join("tests/check/example.txt");
    let (data, name) = (Path::new(LIBRARY), path.to_str().unwrap());
    let index = tempfile::tempdir().unwrap();
    let folders = ["check", "--data", data.to_str().unwrap(), "--index", index.path().to_str().unwrap()];
    let written = cli(folders.into_iter().chain(["--format", "html", name])).stdout;
    let text = fs::read_to_string(&path).unwrap();
    let fields = [("text", text.as_str()), ("name", name), ("wish", "file")];
    let answer = post(&program, &fields);
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"substantiation.html\"");
    assert_eq!(answer.header("cache-control"), "no-store");
    // The title of a long path is cut on the page.
    let shown_name: String = name.chars().take(120).collect();
    assert_eq!(answer.text().trim(), written.replace(name, &shown_name).trim());
    assert!(written.contains("E002 wrong-time-origin") && written.contains("Must be said with it"), "{written}");

    // What somebody lets stand is in it, with the reason, and is no open hit any more.
    let report = api(&program, &text, "text/plain");
    let sentence = &report["sentences"][0];
    let hit = &sentence["hits"][0];
    let field = format!(
        "stand:{}:{}:{}",
        hit["rule"].as_str().unwrap(),
        sentence["hash"].as_str().unwrap(),
        hit["record"].as_str().unwrap()
    );
    let stood = [("text", text.as_str()), (field.as_str(), "The <next> line says it.")];
    let file = post(&program, &[&stood[..], &[("wish", "file")]].concat()).text().to_owned();
    assert!(file.contains("Acknowledged: The &#60;next&#62; line says it. ("), "{file}");
    let page = post(&program, &stood).text().to_owned();
    assert!(page.contains("<span class=\"mark plain\">Let stand</span> The &#60;next&#62; line says it."), "{page}");
    assert!(page.contains("0 errors"), "{page}");
    assert!(page.contains("value=\"The &#60;next&#62; line says it.\""), "the reason can be changed");
    // Of another sentence it says nothing.
    let other = post(&program, &[("text", "A trial of 800 adults found gains 12 months after treatment."), stood[1]]);
    assert!(other.text().contains("1 error,"), "{}", other.text());
}

#[test]
fn a_sentence_is_replaced_and_nothing_else() {
    let program = program(&[]);
    let check = |format: &str, before: &str, sentence: &str, after: &str, kept: &str| {
        let text = format!("{before}{sentence}{after}");
        let page = post(&program, &[("text", &text), ("format", format)]).text().to_owned();
        let button = between(&page, "name=\"accept\" value=\"", "</button>").to_owned();
        let accept = button.split('"').next().unwrap();
        let with = unescaped(between(&button, "data-with=\"", "\""));
        assert!(with.ends_with(kept), "{with}");
        let answer = post(&program, &[("text", &text), ("format", format), ("accept", accept)]);
        let page = answer.text().to_owned();
        let written = unescaped(between(&page, "placeholder=\"Paste a text here, or drop a file.\">\n", "</textarea>"));
        assert_eq!(written, format!("{before}{with}{after}"), "{format}");
        assert!(page.contains("The sentence was replaced"), "{page}");
        // The place of the browser is the place of the service.
        let units: Vec<u16> = text.encode_utf16().collect();
        let (start, end, ..) = cards(post(&program, &[("text", &text), ("format", format)]).text()).remove(0);
        assert_eq!(String::from_utf16(&units[start..end]).unwrap(), sentence);
        // The same button on a text that has changed replaces nothing.
        let stale =
            post(&program, &[("text", &format!("x{text}")), ("format", format), ("accept", accept)]).text().to_owned();
        assert!(stale.contains("Nothing was replaced: the text has changed since."), "{stale}");
        assert_eq!(
            unescaped(between(&stale, "or drop a file.\">\n", "</textarea>")),
            format!("x{text}"),
            "the text is kept"
        );
    };
    let wrong = "A trial of 800 adults found benefits 12 months after treatment.";
    check("text/plain", "\n\nÜber 😀 geht’s.\n\n", wrong, " Then 😀\n", "took part.");
    check("text/plain", "", wrong, "", "took part.");
    check(
        "text/html",
        "<p>Ü &amp; 😀. <b>",
        "A trial of 800 adults</b> found benefits 12 months <i>after treatment.",
        "</i></p>",
        "took part.</b><i>",
    );
    check(
        "text/markdown",
        "# 😀\n\n- ",
        "A trial of **800** adults found benefits 12 months after treatment.",
        "\n- b\n",
        "",
    );
}

#[test]
fn what_cannot_be_checked_is_said_on_a_page_and_the_text_kept() {
    let program = program(&[]);
    let check = |answer: &Answer, status: u16, said: &str| {
        assert_eq!(answer.status, status, "{}", answer.text());
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.text().contains(said), "{said}: {}", answer.text().chars().take(4000).collect::<String>());
    };
    check(&post(&program, &[("text", " \n ")]), 422, "paste a text first");
    let long = "Ähm. ".repeat(200_000);
    let too_long = post(&program, &[("text", &long)]);
    check(&too_long, 422, "The text has 1200 kB, and 1000 kB are checked at a time");
    assert!(too_long.text().contains(long.trim_end()), "the text is kept");
    let many = "A b. ".repeat(30_000);
    check(&post(&program, &[("text", &many)]), 422, "sentences; 20000 are checked at most: send it in parts.");
    check(&send(&program, b"text=caf%E9+au+lait"), 400, "The text is not UTF-8");
    assert!(send(&program, b"text=caf%E9+au+lait").text().contains("caf\u{fffd} au lait</textarea>"));
    check(&post(&program, &[("text", "kept"), ("format", "text/rtf")]), 400, "plain text, Markdown or HTML");
    check(&post(&program, &[("text", "kept"), ("context", &"a".repeat(3000))]), 422, "a title or a heading will do");
    let json = program.client.post("/check", r#"{"text": "a"}"#);
    check(&json, 415, "Programs send JSON to POST /v1/check.");
    let huge = vec![b'a'; 5_000_000];
    assert_eq!(send(&program, &huge).status, 413);
    let put = program.client.send("PUT", "/check", &[]);
    assert_eq!((put.status, put.header("allow")), (405, "GET, HEAD, POST, OPTIONS".to_owned()));
    assert_eq!(program.client.send("HEAD", "/check", &[]).status, 200);
    assert!(program.client.get("/check?example").text().contains("data-rule=\"E002\""));
    // A draft in an address would be logged and kept by browsers: it is not read.
    assert!(!program.client.get("/check?text=quagga").text().contains("quagga"));
}

#[test]
fn nothing_that_can_be_written_breaks_the_page() {
    let program = program(&[]);
    let naughty = [
        "</textarea><script>alert(1)</script> \"' onmouseover=x no side effects </p></article>\n\n\n<b>It has no side effects.",
        "\u{202e}It has no side effects.\u{202c} \u{2066}no side effects",
        "\0\u{1}\u{7f}It has no side effects.\0\r\nIt\rhas \u{85} no \u{2028}side effects.",
        "\u{feff}It has no side effects. e\u{301}\u{327}𝒳👩‍👩‍👧‍👦",
        "- \n-\n---\n\n* * *\n1.\n",
        "&amp;&lt;script&gt; It has no side effects &#0; &bogus;",
    ];
    for text in naughty {
        for format in ["text/plain", "text/markdown", "text/html"] {
            let answer = post(&program, &[("text", text), ("format", format)]);
            assert_eq!(answer.status, 200, "{text:?}");
            let page = answer.text().to_owned();
            assert_eq!(page.matches("<script").count(), 2, "{text:?}");
            assert_eq!(page.matches("</textarea>").count(), 1, "{text:?}");
            assert_eq!(page.matches("<article").count(), page.matches("</article>").count(), "{text:?}");
            let body = page.split("<div id=\"report\"").nth(1).unwrap();
            assert!(!body.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        }
    }
    // More marks than a browser bears: the page says where it stops, and the file has all.
    let many = "It has no side effects.\n".repeat(1_600);
    let page = post(&program, &[("text", &many)]).text().to_owned();
    assert_eq!(cards(&page).len(), 1500);
    assert!(page.contains("The text goes on with 100 more sentences, 100 of them with hits"));
    let file = post(&program, &[("text", &many), ("wish", "file")]).text().to_owned();
    assert_eq!(file.matches("W105 absolute-safety").count(), 1600);
}

#[test]
fn a_draft_is_neither_logged_nor_kept() {
    let mut program = program(&["--log-queries"]);
    let secret = "Unmistakable zebra quagga: a trial of 800 adults found benefits 12 months after treatment.";
    let body = encoded(&[("text", secret), ("context", "okapi")]);
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("X-Request-Id", "first")];
    let answer = program.client.send_body("POST", "/check", &headers, body.as_str());
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store".to_owned()));
    assert!(answer.header("etag").is_empty());
    assert!(answer.text().contains("quagga"));
    program.wait_for("\"first\"");
    for address in ["/metrics", "/check", "/check?example"] {
        let text = program.client.get(address).text().to_owned();
        assert!(!text.contains("quagga") && !text.contains("okapi"), "{address}");
    }
    program.signal("TERM");
    let (_, log) = program.wait();
    assert!(!log.iter().any(|line| ["quagga", "zebra", "okapi"].iter().any(|word| line.contains(word))), "{log:?}");
}
