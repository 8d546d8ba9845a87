//! Nothing that can be typed is an error, a panic or slow.

use evidence::{
    app::SearchAnswer,
    domain::{RecordKind, Vocabulary},
    search::{Expansion, Facet, Filters, MAX_TERMS, Matching, Request},
};
use proptest::prelude::*;

use crate::library::{AS_OF, library};

/// Texts that have broken search boxes, and what a clumsy hand or a cat on the keyboard makes.
fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        // Quotes and brackets without their other half.
        "\"",
        "\"\"",
        "\"\"\"",
        "“lunapressure",
        "lunapressure”",
        "„a\" b“",
        "«»",
        "'",
        "''",
        "(",
        ")",
        "((",
        "())(",
        "[{(<",
        "\"(\"",
        "\\",
        "\\\"",
        // Queries of other engines.
        "title:foo^2 AND (bar OR",
        "title_stem:pain",
        "*:*",
        "*",
        "?",
        "a*",
        "*a",
        "+a -b",
        "NOT",
        "AND",
        "OR OR",
        "pain~2",
        "\"low pain\"~3",
        "[2017 TO *]",
        "{a TO b}",
        "year:[2017 TO 2025]",
        "_exists_:doi",
        "/pa.n/",
        "pain^^2",
        "pain^-1",
        "a && b || !c",
        "IN [a b]",
        "__all__",
        "\u{1}lunapressure",
        "\u{1}",
        "topic:\u{1}moonache",
        // Regular expressions.
        ".*",
        "(a+)+$",
        "(a|a)*b",
        "[^]",
        "[[:alpha:]]",
        "(?<x>",
        "\\p{L}{1000}",
        "^$",
        // Other languages of computers.
        "' OR 1=1 --",
        "'; DROP TABLE sources; --",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "&lt;b&gt;",
        "{{7*7}}",
        "${jndi:ldap://x}",
        "%00",
        "%s%s%n",
        "../../etc/passwd",
        "file:///etc/passwd",
        "data:text/html,x",
        "javascript:alert(1)",
        "\r\nSet-Cookie: a=b",
        "$(reboot)",
        "`ls`",
        // Characters.
        "\0",
        "a\0b",
        "\u{feff}lunapressure",
        "\u{200b}",
        "acu\u{ad}puncture",
        "\u{202e}erutcnupuca",
        "مرحبا بالعالم",
        "עברית",
        "日本語の鍼",
        "针灸 腰痛",
        "😀",
        "👩‍⚕️🩺",
        "🏳️‍🌈 lunapressure",
        "Z͑ͫ̓ͪ̂ͫ̽a̴̙̤lg̸o",
        "e\u{301}\u{301}\u{301}\u{301}",
        "\u{301}",
        "ﬁbromyalgia",
        "ｐａｉｎ",
        "ＮＧ５９",
        "İstanbul",
        "ß",
        "ſ",
        "K",
        "\u{fffd}",
        "\u{10ffff}",
        "\u{e000}",
        "\u{85}",
        "\u{2028}a\u{2029}",
        "ᚠᛇᚻ",
        "٣٤٥",
        "²³",
        "½",
        "Ⅻ",
        "①",
        "１２３",
        "𝟙𝟚𝟛",
        // Numbers.
        "8,2,7,0",
        ",,,",
        "8,",
        ",8",
        "8,270,",
        "8.270.0",
        "....",
        "1e999",
        "-0",
        "+1",
        "0x10",
        "00000",
        "99999999999999999999999999",
        "1,000,000,000,000",
        "·5",
        "5·5",
        "1.",
        ".",
        ".5.",
        "-.5",
        "1..2",
        "10%",
        "%",
        "$5",
        "5$",
        "P<.001",
        "1/2/3",
        "12:30",
        "2017-04-04",
        "2017..2025",
        "NCT",
        "NCT0",
        "NCT00000000000",
        "PMC",
        "PMID:",
        "PMID: ",
        "pmid pmid pmid",
        "doi:",
        "doi: doi: doi:",
        "10.",
        "10./",
        "10.1/",
        "10.1234/",
        "https://",
        "http://[",
        "https://doi.org/",
        "ISBN 0",
        // Words and hyphens.
        "-",
        "--",
        "a-",
        "-a",
        "a--b",
        "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z",
        "micro-needling",
        "don't",
        "don''t",
        "'tis",
        "it's's",
        "rock'n'roll",
        "O'",
        "ʼ",
        "no",
        "not",
        "the the the",
        "a b c d e f g",
        "I",
        "vs.",
        "e.g.",
        "U.S.",
        // Tokens that are cut in two by what folding does to them.
        "'s",
        "’s",
        "x's",
        "ise",
        "ising",
        "isations",
        "µµµµ",
        "μ",
        "β-",
        "-β",
    ]
    .map(str::to_owned)
    .into();
    texts.extend([
        "a".repeat(1 << 20),
        "a ".repeat(1 << 19),
        "é".repeat(1 << 19),
        "😀".repeat(1 << 18),
        "\u{301}".repeat(100_000),
        "(".repeat(100_000),
        "(a".repeat(50_000),
        "\"".repeat(100_001),
        "\"a\" ".repeat(50_000),
        "-".repeat(100_000),
        "a-".repeat(50_000),
        "'".repeat(100_000),
        "a'".repeat(50_000),
        "1,".repeat(50_000),
        "1,111".repeat(50_000),
        "1.".repeat(50_000),
        "9".repeat(100_000),
        " ".repeat(1 << 20),
        "\n".repeat(100_000),
        "lunapressure ".repeat(10_000),
        "acupunture ".repeat(10_000),
        (0..10_000).map(|i| format!("word{i} ")).collect(),
        (0..10_000).map(|i| format!("{i} ")).collect(),
        // Each is one edit from a word that is there, and each is another word.
        (0..2_000).map(|i| format!("lunapressure{} ", char::from(b'a' + u8::try_from(i % 26).unwrap_or(0)))).collect(),
        ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("lunapress{a}{b}e "))).collect(),
        "lower moon ache ".repeat(3_000),
        "chronic moonache acute moonache sham lunapressure usual care ".repeat(500),
        "10.1001/".repeat(20_000),
        "pmid: 1 ".repeat(20_000),
        "https://a.b/".repeat(10_000),
        format!("\"{}\"", "usual care ".repeat(5_000)),
        format!("{}lunapressure", "\"".repeat(4_095)),
        // The limit of bytes falls into the middle of a character.
        format!("{}é", "a".repeat(4_095)),
        format!("{}😀lunapressure", "a ".repeat(2_047)),
    ]);
    texts
}

/// Asks in every way there is and checks what must hold of every answer.
fn ask_everything(text: &str) {
    let library = library();
    for matching in Matching::ALL.iter().copied() {
        for expansion in Expansion::ALL.iter().copied() {
            let request = Request { matching, expansion, limit: 3, explain: true, ..Request::new(text, AS_OF) };
            let SearchAnswer { hits, total, facets: _, understood, scope: _, lead: _, contradictions: _ } =
                library.search(&request).expect("no text is an error");
            assert!(hits.len() <= total.min(3) && total <= library.corpus().len());
            // The size of the query tree, and so the work, is bounded whatever comes in.
            assert!(understood.terms.len() <= MAX_TERMS, "{} terms", understood.terms.len());
            assert!(understood.required <= understood.terms.len());
            assert!(understood.dropped.len() <= 100, "{} dropped", understood.dropped.len());
            for hit in hits {
                assert!(hit.hit.score.is_finite() && hit.hit.score >= 0.0);
                for excerpt in hit.hit.excerpts {
                    let plain = excerpt.html.replace("<mark>", "").replace("</mark>", "");
                    assert!(!plain.contains(['<', '>']), "{plain}");
                }
            }
        }
    }
    assert!(library.suggest(text, &[], AS_OF, 5).len() <= 5);
    assert!(library.suggest(text, &[RecordKind::Topic], AS_OF, 1).len() <= 1);
    let _ = library.did_you_mean(text);
    let _ = library.look_up(text);
}

#[test]
fn hostile_texts_are_answered() {
    for text in hostile() {
        ask_everything(&text);
    }
}

#[test]
fn the_words_of_the_index_itself_cannot_be_typed() {
    // Names of topics stand in the index behind a control character. Typing it must not reach them.
    let answer = library().search(&Request::new("\u{1}moonache", AS_OF)).expect("no text is an error");
    assert!(answer.understood.terms.iter().all(|term| !term.text.contains('\u{1}')), "{:?}", answer.understood);
}

#[test]
fn what_lies_beyond_the_limits_is_said_to_be_left_out() {
    let many: String = (0..100).map(|i| format!("word{i} ")).collect();
    let understood = library().search(&Request::new(&many, AS_OF)).expect("no text is an error").understood;
    assert_eq!(understood.terms.len(), MAX_TERMS);
    assert!(!understood.dropped.is_empty());
}

#[test]
fn filters_of_any_text_are_answered() {
    for slug in hostile().into_iter().step_by(9) {
        for facet in Facet::ALL.iter().copied() {
            let choice = evidence::search::Choice { facet, any_of: vec![slug.clone()] };
            let filters = Filters { choices: vec![choice], ..Filters::default() };
            let request = Request { filters, limit: 1, ..Request::new("", AS_OF) };
            assert_eq!(library().search(&request).expect("no filter is an error").total, 0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        ask_everything(&text);
    }

    #[test]
    fn any_mixture_of_words_and_punctuation_is_answered(
        text in "([a-zé]{0,12}|lunapressure|lower moon ache|[0-9]{1,9}|[\"'“”()\\[\\]{}:;,.*?~^+\\-/\\\\ \n]{1,3}){0,40}"
    ) {
        ask_everything(&text);
    }
}
