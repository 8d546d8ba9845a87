//! How texts are read, on cases of our own making: `tests/text`. A figure here says nothing about texts of others.

use std::{fmt::Write, fs};

use evidence::text::{Number, NumberKind, NumberValue, numbers, sentences};
use serde_json::{Value, json};

use crate::{library::root, support::cli};

/// A reading as `tests/text/numbers.jsonl` has it: what is missing there is none.
fn shown(sentence: &str, number: &Number) -> Value {
    let mut shown = json!({
        "text": &sentence[number.start..number.end],
        "kind": number.kind,
        "value": number.value,
        "unit": number.unit,
        "counts": number.counts,
        "qualifier": number.qualifier,
        "per": number.per,
    });
    if let Some(fields) = shown.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    shown
}

/// Equal, with numbers compared as numbers.
fn same(one: &Value, two: &Value) -> bool {
    match (one, two) {
        (Value::Number(one), Value::Number(two)) => {
            let (one, two) = (one.as_f64().unwrap(), two.as_f64().unwrap());
            (one - two).abs() <= 1e-9 * one.abs().max(two.abs())
        }
        (Value::Array(one), Value::Array(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| same(one, two))
        }
        (Value::Object(one), Value::Object(two)) => {
            one.len() == two.len() && one.iter().all(|(key, value)| two.get(key).is_some_and(|two| same(value, two)))
        }
        _ => one == two,
    }
}

#[test]
fn every_labelled_number_is_read() {
    let mut faults = String::new();
    for line in fs::read_to_string(root().join("tests/text/numbers.jsonl")).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = case["text"].as_str().unwrap();
        let read: Vec<Value> = numbers(text).iter().map(|number| shown(text, number)).collect();
        if !same(&Value::Array(read.clone()), &case["numbers"]) {
            writeln!(faults, "{text}\n  read {}\n  want {}", Value::Array(read), case["numbers"]).unwrap();
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn every_labelled_sentence_ends_where_it_ends() {
    for line in fs::read_to_string(root().join("tests/text/sentences.txt")).unwrap().lines() {
        let text = line.replace('|', " ");
        let read: Vec<&str> = sentences(&text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(read, line.split('|').collect::<Vec<_>>());
    }
    // A blank is missing; lines that are headings, items or broken anywhere.
    for (text, expected) in [
        (
            "The plan began in the north.Recently, it moved.",
            &["The plan began in the north.", "Recently, it moved."][..],
        ),
        ("Key points\n- Rest helps\n- Tea does not", &["Key points", "- Rest helps", "- Tea does not"]),
        ("Rest\n\nTea is drunk.", &["Rest", "Tea is drunk."]),
        (
            "This line was broken because the page it once stood on was\nnarrow.",
            &["This line was broken because the page it once stood on was\nnarrow."],
        ),
        ("1. Rest.\n2. Tea.", &["1. Rest.", "2. Tea."]),
    ] {
        let read: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(read, expected);
    }
}

/// A whole number below a million in words, as English spells it.
fn spelt(n: u32, and: bool) -> String {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let rest = |words: String, rest: u32| match rest {
        0 => words,
        rest => format!("{words} {}{}", if and { "and " } else { "" }, spelt(rest, and)),
    };
    match n {
        0..20 => ONES[n as usize].to_owned(),
        20..100 if n.is_multiple_of(10) => TENS[n as usize / 10].to_owned(),
        20..100 => format!("{}-{}", TENS[n as usize / 10], ONES[n as usize % 10]),
        100..1000 => rest(format!("{} hundred", ONES[n as usize / 100]), n % 100),
        _ => match n % 1000 {
            0 => format!("{} thousand", spelt(n / 1000, and)),
            below @ 1..100 => rest(format!("{} thousand", spelt(n / 1000, and)), below),
            below => format!("{} thousand {}", spelt(n / 1000, and), spelt(below, and)),
        },
    }
}

#[test]
fn a_number_in_words_is_the_number_in_digits() {
    for n in (0..1_100).chain([1_999, 2_340, 9_000, 12_500, 19_017, 70_000, 93_415, 100_000, 800_077, 999_999]) {
        for and in [true, false] {
            let text = format!("There were {} adults.", spelt(n, and));
            let read = numbers(&text);
            assert_eq!(read.len(), 1, "{text} {read:?}");
            assert_eq!(read[0].value, NumberValue::One(f64::from(n)), "{text}");
            assert_eq!(read[0].kind, NumberKind::Count, "{text}");
        }
        let digits = numbers(&format!("There were {n} adults."));
        assert_eq!(digits[0].value, NumberValue::One(f64::from(n)));
        assert_eq!(digits[0].counts, numbers(&format!("There were {} adults.", spelt(n, true)))[0].counts);
    }
}

#[test]
fn separators_do_not_change_a_number() {
    for (printed, value) in [
        ("12500", 12_500.0),
        ("12,500", 12_500.0),
        ("12 500", 12_500.0),
        ("12\u{a0}500", 12_500.0),
        ("12\u{2009}500", 12_500.0),
        ("12\u{202f}500", 12_500.0),
        ("12'500", 12_500.0),
        ("12’500", 12_500.0),
        ("12.500", 12_500.0),
        ("1,234,567", 1_234_567.0),
        ("1.234.567", 1_234_567.0),
        ("12.5 thousand", 12_500.0),
    ] {
        let text = format!("We asked {printed} adults.");
        let read = numbers(&text);
        assert_eq!((read.len(), &read[0].value), (1, &NumberValue::One(value)), "{text}");
    }
}

#[test]
fn every_spelling_of_a_unit_of_time_is_its_unit() {
    for (spellings, unit) in [
        (&["second", "seconds", "sec", "s"][..], "second"),
        (&["minute", "minutes", "min", "mins"], "minute"),
        (&["hour", "hours", "hr", "hrs", "h"], "hour"),
        (&["day", "days", "d"], "day"),
        (&["week", "weeks", "wk", "wks"], "week"),
        (&["month", "months", "mo", "mos"], "month"),
        (&["year", "years", "yr", "yrs", "y"], "year"),
    ] {
        for spelling in spellings {
            let text = format!("It took 7 {spelling}.");
            let read = numbers(&text);
            assert_eq!((read.len(), read[0].kind), (1, NumberKind::Duration), "{text}");
            assert_eq!(read[0].unit.as_deref(), Some(unit), "{text}");
        }
    }
}

#[test]
fn a_text_is_read_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("text.txt");
    fs::write(&file, "Tea was free. About 12 500 adults came (95% CI -13.8 to -9.9).").unwrap();
    let ended = cli(["read", "--json", file.to_str().unwrap()]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let read: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(read["sentences"][0], json!({ "bytes": [0, 13], "numbers": [] }));
    let number = &read["sentences"][1]["numbers"][0];
    assert_eq!((&number["bytes"], &number["qualifier"]), (&json!([20, 26]), &json!("about")));
    assert_eq!(number["counts"], json!("participants"));
    assert_eq!(read["sentences"][1]["numbers"][2]["value"], json!([-13.8, -9.9]));
    let ended = cli(["read", file.to_str().unwrap()]);
    assert!(ended.stdout.contains("12 500") && ended.stdout.contains("of participants (about)"), "{}", ended.stdout);
    fs::write(&file, b"\xff").unwrap();
    let ended = cli(["read", file.to_str().unwrap()]);
    assert!(ended.code == Some(2) && ended.stderr.contains("UTF-8"), "{}", ended.stderr);
}
