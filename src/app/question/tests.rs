use std::path::Path;

use super::*;

#[test]
fn filters_have_names_of_their_own() {
    for filter in Filter::all() {
        assert_eq!(Filter::named(filter.name()), Some(filter));
    }
}

#[test]
fn what_cannot_be_read_is_handed_back_and_the_rest_is_read_again_as_it_was() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let index = tempfile::tempdir().unwrap();
    let library = Library::open(&root.join("src/api/tests/corpus"), index.path(), &|_| ()).unwrap().library;
    let many = vec!["Nobody, N"; MAX_NAMES + 1];
    let asked: [(&str, &[&str], usize); 5] = [
        ("design", &["rct,rct,rtc,guideline", "rct"], 1),
        ("year", &["2020..2010", "2015"], 1),
        ("studies", &["some"], 1),
        ("author", &many, 1),
        ("journal", &["Journal of Nowhere, Letters"], 0),
    ];
    let mut question = Question::default();
    for (name, values, faults) in asked {
        let read = question.narrow(&library, Filter::named(name).unwrap(), values);
        assert_eq!(read.faults.len(), faults, "{name}: {read:?}");
        assert_eq!(read.turned.is_some(), name == "year");
    }
    let written: Vec<_> = question.parameters();
    assert_eq!(
        written.iter().take(3).map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>(),
        [("design", "rct,guideline"), ("design", "rct"), ("year", "2010..2020")]
    );
    let mut again = Question::default();
    for filter in Filter::all() {
        let values: Vec<&str> =
            written.iter().filter(|(name, _)| *name == filter.name()).map(|(_, value)| value.as_str()).collect();
        assert_eq!(again.narrow(&library, filter, &values), ReadFilter::default());
    }
    assert_eq!(again, question);
    assert_eq!(library.nearest_value(Facet::Certainty, "low"), Some("grade:low"));
}
