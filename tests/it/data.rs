//! The real records: they lint clean, and the mistakes that are easy to make with them have not been made.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use evidence::{
    app::Library,
    corpus::{Corpus, Loaded},
    domain::{
        Aspect, Blurb, BlurbState, Certainty, Claim, Currency, Date, Finding, FindingKind, Source, Stated, Verdict,
        Verification, Vocabulary,
        certainty::{AcpQuality, GradeCertainty},
        claim::Place,
        finding::{Better, Clinical, ComparatorClass, Direction, Strength, TimeOrigin},
        number::CountUnit,
    },
};
use serde_json::Value;

use crate::{
    library::{AS_OF, real_library, root},
    support::{Fixture, Program},
};

fn corpus() -> &'static Corpus {
    real_library().corpus()
}

fn source(id: &str) -> &'static Source {
    corpus().source(id).unwrap_or_else(|| panic!("there is no source {id}"))
}

fn finding(id: &str) -> &'static Finding {
    corpus().finding(id).unwrap_or_else(|| panic!("there is no finding {id}"))
}

fn findings_of(id: &str) -> Vec<&'static Finding> {
    corpus().findings_of(source(id)).collect()
}

#[test]
fn the_data_has_no_faults_and_only_known_warnings() {
    let Loaded { corpus, drafts: _, warnings } = Corpus::load(&root().join("data")).expect("the data has no faults");
    // Guidelines with a recommendation whose rating of the evidence was not seen on the pages that were read.
    let unrated = [
        "sources/aopt-2021.toml",
        "sources/bmj-busse-2025.toml",
        "sources/denmark-2018.toml",
        "sources/nice-ng193.toml",
        "sources/nice-ng59.toml",
        "sources/nvl-2017.toml",
        "sources/vadod-2022.toml",
    ];
    let known: BTreeSet<_> = unrated.iter().map(|file| (*file, "no-rating")).collect();
    let warned: BTreeSet<_> = warnings.iter().map(|warning| (warning.file.as_str(), warning.code)).collect();
    assert!(warned.is_subset(&known), "{warnings:#?}");
    // Floors: records are added, and ids are never given up.
    assert!(corpus.sources().len() >= 10, "{} sources", corpus.sources().len());
    assert!(corpus.findings().len() >= 46, "{} findings", corpus.findings().len());
    assert!(corpus.topics().len() >= 61, "{} topics", corpus.topics().len());
}

#[test]
fn the_four_core_sources_are_there_with_their_findings() {
    for (id, findings) in [("acp-2017", 8), ("backinaction-2025", 15), ("cochrane-mu-2020", 12), ("herman-2026", 6)] {
        assert!(findings_of(id).len() >= findings, "{id} has {} findings", findings_of(id).len());
    }
}

#[test]
fn every_source_with_a_doi_can_be_looked_up() {
    let library: &Library = real_library();
    let mut with_doi = 0;
    for source in corpus().sources() {
        let Some(doi) = &source.bibliography.doi else { continue };
        let found = library.look_up(&format!("https://doi.org/{doi}")).sources;
        assert_eq!(found.iter().map(|found| &found.id).collect::<Vec<_>>(), [&source.id], "{doi}");
        with_doi += 1;
    }
    assert!(with_doi >= 9, "{with_doi} sources have a DOI");
}

#[test]
fn ea_in_backinaction_is_enhanced_not_electroacupuncture() {
    for id in ["backinaction-2025", "herman-2026"] {
        let source = source(id);
        assert!(source.topics.iter().all(|topic| topic.as_str() != "electroacupuncture"), "{id}");
        for finding in findings_of(id) {
            let electro = finding.all_topics().into_iter().any(|topic| topic.as_str() == "electroacupuncture");
            assert!(!electro, "{}", finding.id);
        }
    }
    let ambiguous = &corpus().topic("electroacupuncture").expect("the topic is there").ambiguous;
    assert!(ambiguous.contains(&"EA".to_owned()), "EA must never be expanded");
}

#[test]
fn times_of_backinaction_count_from_randomization() {
    let mut times = BTreeSet::new();
    for finding in findings_of("backinaction-2025") {
        let time = finding.result.measurement().and_then(|m| m.time.value());
        if let Some(time) = time {
            assert_eq!(time.origin, Stated::As(TimeOrigin::Randomization), "{}", finding.id);
            times.insert(time.text());
        }
    }
    let expected = ["12 months after randomization", "6 months after randomization"];
    assert_eq!(times, expected.map(str::to_owned).into());
}

#[test]
fn no_statement_of_backinaction_says_months_after_treatment() {
    for finding in findings_of("backinaction-2025") {
        let wrong = ["12 months after treatment", "12 months after the treatment", "a year after treatment"];
        assert!(wrong.iter().all(|wrong| !finding.statement.contains(wrong)), "{}", finding.statement);
    }
}

#[test]
fn people_are_counted_as_people() {
    for (id, people) in [("backinaction-2025", 800), ("cochrane-mu-2020", 8270), ("herman-2026", 672)] {
        let sample = source(id).study.sample.value().expect("the size is reported");
        assert_eq!((sample.value, sample.unit), (people, CountUnit::Participants), "{id}");
    }
}

#[test]
fn the_trial_of_older_adults_says_so_everywhere() {
    assert_eq!(source("backinaction-2025").study.age_min, Stated::As(65));
    for id in ["backinaction-2025", "herman-2026"] {
        for finding in findings_of(id) {
            assert_eq!(finding.population.age_min, Stated::As(65), "{}", finding.id);
            assert!(finding.statement.contains("65"), "{}", finding.statement);
        }
    }
}

#[test]
fn instruments_point_the_way_their_authors_meant() {
    for (instrument, better) in [
        ("rmdq", Better::Lower),
        ("odi", Better::Lower),
        ("vas", Better::Lower),
        ("nrs", Better::Lower),
        ("peg", Better::Lower),
        ("gad-2", Better::Lower),
        ("hfaq", Better::Higher),
        ("sf-12", Better::Higher),
    ] {
        let topic = corpus().topic(instrument).expect("the topic is there");
        assert_eq!(topic.instrument.as_ref().map(|i| i.better), Some(better), "{instrument}");
    }
    // The same result printed twice: a positive difference on the scale, a negative standardized one.
    let function = finding("cochrane-mu-2020-function-usual-care").result.measurement().expect("an effect");
    assert_eq!(function.outcome.better, Stated::As(Better::Higher));
    assert_eq!(function.direction, Direction::FavoursIntervention);
    let signs: Vec<bool> = function.estimates.iter().map(|estimate| estimate.value.to_f64() > 0.0).collect();
    assert!(signs.contains(&true) && signs.contains(&false), "{signs:?}");
}

#[test]
fn acp_recommends_strongly_on_low_evidence_for_recent_pain_and_on_moderate_for_chronic_pain() {
    for (id, quality) in [("acp-2017-acute", AcpQuality::Low), ("acp-2017-chronic", AcpQuality::Moderate)] {
        let finding = finding(id);
        let advice = finding.result.recommendation().expect("a recommendation");
        assert_eq!(advice.strength, Stated::As(Strength::Strong), "{id}");
        assert_eq!(finding.certainty.value().map(|rated| rated.certainty), Some(Certainty::Acp(quality)), "{id}");
        // Acupuncture is not singled out.
        assert!(!advice.alternatives.is_empty(), "{id}");
    }
    let lapsed = corpus().currency(source("acp-2017"), AS_OF);
    assert_eq!(lapsed.state, Currency::Lapsed);
    assert_eq!(lapsed.since.map(|day| day.to_string()).as_deref(), Some("2022-04-04"));
}

#[test]
fn the_unidentified_network_meta_analysis_is_a_mention_not_a_source() {
    let source = source("nma-2025-63rct");
    assert_eq!(source.verification(), Verification::Unverified);
    let b = &source.bibliography;
    assert!(b.doi.is_none() && b.pmid.is_none() && b.pmcid.is_none() && b.url.is_none());
    assert_eq!(findings_of("nma-2025-63rct"), [] as [&Finding; 0]);
    let assertion = source.assertion.as_ref().expect("what is asserted stands by itself");
    assert_eq!((assertion.studies, assertion.participants), (Some(63), Some(9454)));
    // The counts are asserted; the study itself reports nothing.
    assert_eq!(source.study.sample, Stated::NotReported);
    // The candidate points to it, and not the other way round.
    assert!(corpus().links_to(source).any(|(other, _)| other.id.as_str() == "gao-2025"));
    assert!(source.links.is_empty());
}

#[test]
fn against_usual_care_the_cochrane_review_found_less_than_matters() {
    let finding = finding("cochrane-mu-2020-pain-usual-care");
    assert_eq!(finding.comparator.class, ComparatorClass::UsualCare);
    let certainty = finding.certainty.value().map(|rated| rated.certainty);
    assert_eq!(certainty, Some(Certainty::Grade(GradeCertainty::Low)));
    let measurement = finding.result.measurement().expect("an effect");
    assert_eq!(measurement.importance.value().map(|importance| importance.answer), Some(Clinical::No));
    let printed: Vec<String> = measurement.estimates.iter().map(|estimate| estimate.text()).collect();
    assert!(printed.iter().any(|text| text.contains("-10.26") && text.contains("-17.11 to -3.40")), "{printed:?}");
}

#[test]
fn only_against_no_treatment_was_the_difference_in_pain_important() {
    let important: Vec<&str> = findings_of("cochrane-mu-2020")
        .into_iter()
        .filter(|finding| {
            let importance = finding.result.measurement().and_then(|m| m.importance.value());
            importance.is_some_and(|importance| importance.answer == Clinical::Yes)
        })
        .map(|finding| finding.id.as_str())
        .collect();
    assert_eq!(important, ["cochrane-mu-2020-pain-no-treatment"]);
}

#[test]
fn both_dates_of_backinaction_are_kept() {
    let b = &source("backinaction-2025").bibliography;
    assert_eq!(b.issued.to_string(), "2025-09-02");
    assert_eq!(b.available_date.map(|date| date.to_string()).as_deref(), Some("2025-09-12"));
}

#[test]
fn numbers_nobody_has_read_are_not_called_verified() {
    // The 12-month results are known only as "persisted": no number may stand there.
    for id in ["backinaction-2025-rmdq-12mo-standard", "backinaction-2025-rmdq-12mo-enhanced"] {
        let measurement = finding(id).result.measurement().expect("an effect");
        assert_eq!(measurement.estimates, [], "{id}");
    }
    for finding in findings_of("acp-2017").into_iter().filter(|f| f.result.kind() == FindingKind::Effect) {
        assert_eq!(finding.verification(), Verification::Unverified, "{}", finding.id);
    }
}

#[test]
fn what_favours_acupuncture_names_what_does_not() {
    // A finding in favour without its counter-finding is half of the truth.
    for id in [
        "backinaction-2025-rmdq-6mo-standard",
        "backinaction-2025-rmdq-6mo-enhanced",
        "cochrane-mu-2020-pain-no-treatment",
        "cochrane-mu-2020-pain-usual-care",
        "acp-2017-acute",
        "acp-2017-chronic",
    ] {
        assert!(!finding(id).qualified_by.is_empty(), "{id}");
    }
}

#[test]
fn the_disability_scale_of_a_trial_is_its_own() {
    // The questionnaire has 24 questions; a modified one has 23, and 4 points are not the same share of both.
    for (id, max) in [("backinaction-2025", "24"), ("cherkin-2001", "23"), ("cherkin-2009", "23")] {
        let mut checked = 0;
        for finding in findings_of(id) {
            let Some(outcome) = finding.result.measurement().map(|measured| &measured.outcome) else { continue };
            if outcome.instrument.value().is_some_and(|instrument| instrument.as_str() == "rmdq")
                && let Some(scale) = outcome.scale.value()
            {
                assert_eq!(
                    (scale.min.to_string(), scale.max.to_string()),
                    ("0".to_owned(), max.to_owned()),
                    "{}",
                    finding.id
                );
                checked += 1;
            }
        }
        assert!(checked > 0, "{id} has no result on the scale");
    }
}

#[test]
fn procedures_and_treatments_are_not_counted_as_people() {
    for (id, count, unit) in [
        ("baroncini-2022", 8338, CountUnit::Procedures),
        ("macpherson-2001", 34407, CountUnit::Treatments),
        ("witt-2009", 229_230, CountUnit::Participants),
    ] {
        let sample = source(id).study.sample.value().expect("the size is reported");
        assert_eq!((sample.value, sample.unit), (count, unit), "{id}");
        assert_eq!(sample.participants().is_some(), unit == CountUnit::Participants, "{id}");
        for finding in findings_of(id) {
            if let Some(own) = finding.result.measurement().and_then(|measured| measured.sample.value()) {
                assert_eq!(own.unit, unit, "{}", finding.id);
            }
        }
    }
    // Nor does any text of ours call them so.
    for text in texts() {
        assert!(!text.contains("8,338 people") && !text.contains("34,407 people"), "{text}");
    }
}

#[test]
fn where_summary_and_table_of_the_cochrane_review_disagree_the_table_is_cited() {
    let finding = finding("cochrane-mu-2020-physical-qol-usual-care");
    let measured = finding.result.measurement().expect("an effect");
    assert!(measured.estimates.iter().any(|estimate| estimate.text().contains("4.20")), "{:?}", measured.estimates);
    assert_eq!(measured.direction, Direction::FavoursIntervention);
    let said = finding.notes().any(|caveat| caveat.contains("plain-language summary"));
    assert!(said, "writers who know the summary must be told: {:?}", finding.editor_notes);
}

#[test]
fn advice_on_chronic_primary_pain_is_not_advice_on_back_pain() {
    let is_about_back = |finding: &Finding| {
        finding
            .all_topics()
            .iter()
            .any(|topic| topic.as_str().contains("low-back-pain") || topic.as_str() == "back-pain")
    };
    let (back, primary) = (finding("nice-ng59-acupuncture"), finding("nice-ng193-acupuncture"));
    assert!(is_about_back(back) && !is_about_back(primary));
    for finding in findings_of("nice-ng193") {
        assert!(!is_about_back(finding), "{}", finding.id);
    }
    let stance = |finding: &Finding| finding.result.recommendation().map(|advice| advice.stance.slug());
    assert_eq!((stance(back), stance(primary)), (Some("against"), Some("for")));
    assert!(primary.qualified_by.contains(&back.id), "whoever reads one is shown the other");
    // A text on NG193 says what it is not about.
    for blurb in live().filter(|blurb| blurb.findings.contains(&primary.id)) {
        let texts = [&blurb.texts.short, &blurb.texts.full];
        assert!(texts.iter().all(|text| text.contains("low back pain")), "{}", blurb.id);
    }
}

// The audited page --------------------------------------------------------------------------------------------------------

fn claim(id: &str) -> &'static Claim {
    corpus().claim(id).unwrap_or_else(|| panic!("there is no claim {id}"))
}

#[test]
fn the_page_is_audited_as_a_whole() {
    let page = corpus().page("back-pain").expect("the page");
    let claims: Vec<_> = corpus().claims_of(page).collect();
    let ids: Vec<_> = claims.iter().map(|claim| claim.id.to_string()).collect();
    let numbered: Vec<_> = (1..=94).map(|n| format!("back-pain-c{n:02}")).collect();
    assert_eq!(ids, numbered);
    let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in &claims {
        *tally.entry(claim.verdict.slug()).or_default() += 1;
    }
    let expected = [
        ("supported", 5),
        ("supported-with-caveat", 21),
        ("overstated", 26),
        ("contradicted", 5),
        ("not-addressed", 25),
        ("practice-experience", 12),
    ];
    assert_eq!(tally, expected.into());
}

/// The page belongs to its publisher: it is quoted, and not kept.
#[test]
fn the_page_is_quoted_in_few_words_with_their_proof_and_not_kept() {
    assert_eq!(corpus().page("back-pain").expect("the page").text, None);
    let mut places = 0;
    for claim in corpus().claims() {
        for Place { section: _, line: _, quote, passage } in std::iter::once(&claim.place).chain(&claim.also) {
            let words = quote.split_whitespace().count();
            assert!(words <= 25 && passage.is_some(), "{}: {words} words", claim.id);
            places += 1;
        }
    }
    assert!(places >= 101, "{places} places");
    let texts = fs::read_dir(root().join("data/pages"))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension != "toml"));
    assert_eq!(texts.count(), 0);
}

#[test]
fn no_verdict_is_without_its_reason_and_none_that_can_be_mended_without_its_words() {
    for claim in corpus().claims() {
        assert!(claim.rationale.split_whitespace().count() >= 8, "{}: {}", claim.id, claim.rationale);
        if matches!(claim.verdict, Verdict::Overstated | Verdict::Contradicted) {
            assert!(claim.rewording.value().is_some(), "{} says more than the evidence, and not what to say", claim.id);
        }
    }
}

#[test]
fn the_claims_people_repeat_have_the_verdicts_of_the_audit() {
    // "12 months after treatment": the trial counted from randomization.
    let lasting = corpus().claims().iter().find(|claim| claim.place.quote.contains("12 months after treatment"));
    let lasting = lasting.expect("the page says so");
    assert!(matches!(lasting.verdict, Verdict::Overstated | Verdict::Contradicted), "{}", lasting.verdict);
    assert!(lasting.rationale.contains("random"), "{}", lasting.rationale);
    let of_the_trial = |id: &str| id.starts_with("backinaction-2025");
    let of_blurbs = live()
        .filter(|blurb| blurb.findings.iter().any(|id| of_the_trial(id.as_str())))
        .flat_map(|blurb| [&blurb.texts.line, &blurb.texts.short, &blurb.texts.full]);
    let of_claims = corpus()
        .claims()
        .iter()
        .filter(|claim| claim.findings().all(|(id, _)| of_the_trial(id.as_str())))
        .filter_map(|claim| claim.rewording.value());
    for text in of_blurbs.chain(of_claims) {
        for wrong in ["months after treatment", "months after the treatment", "year after treatment"] {
            // One may say what it is not.
            let denied = text.contains("not 12 months") || text.contains("does not show a benefit 12 months");
            assert!(!text.contains(wrong) || denied, "{text}");
        }
    }
    // A count nobody can trace is led back to what is asserted, and to no finding.
    let counted = corpus().claims().iter().filter(|claim| claim.place.quote.contains("9,454")).collect::<Vec<_>>();
    assert!(!counted.is_empty());
    for claim in counted {
        let sources: Vec<_> = corpus().sources_of_claim(claim).iter().map(|source| source.id.to_string()).collect();
        assert!(sources.contains(&"nma-2025-63rct".to_owned()), "{}: {sources:?}", claim.id);
        assert_ne!(claim.verdict, Verdict::Supported, "{}", claim.id);
        let reworded = claim.rewording.value().is_some_and(|text| text.contains("9,454"));
        assert!(!reworded, "{} would repeat the number", claim.id);
    }
    assert_eq!(claim("back-pain-c01").verdict, Verdict::SupportedWithCaveat);
}

// Text that is published --------------------------------------------------------------------------------------------------

fn live() -> impl Iterator<Item = &'static Blurb> {
    corpus().blurbs().iter().filter(|blurb| blurb.life.state(AS_OF) == Some(BlurbState::Live))
}

/// Every text of ours that people will read: blurbs in three lengths, with title and what is good to know, and rewordings.
fn texts() -> impl Iterator<Item = &'static String> {
    let of_blurbs = live().flat_map(|blurb| {
        [&blurb.title, &blurb.texts.line, &blurb.texts.short, &blurb.texts.full].into_iter().chain(&blurb.good_to_know)
    });
    of_blurbs.chain(corpus().claims().iter().filter_map(|claim| claim.rewording.value()))
}

#[test]
fn there_is_text_on_every_aspect_and_topic() {
    assert!(live().count() >= 40, "{} live blurbs", live().count());
    for aspect in Aspect::ALL {
        assert!(live().any(|blurb| blurb.aspect == *aspect), "none on {aspect}");
    }
    for topic in [
        "chronic-low-back-pain",
        "acute-low-back-pain",
        "sciatica",
        "disc-herniation",
        "pain-after-surgery",
        "adverse-events",
        "nsaids",
        "opioids",
        "physical-therapy",
        "exercise",
        "massage",
        "steroid-injection",
        "dry-needling",
        "medicare",
        "endogenous-opioids",
        "clinical-guideline",
        "older-adults",
    ] {
        assert!(live().any(|blurb| blurb.all_topics().any(|of| of.as_str() == topic)), "none on {topic}");
    }
}

#[test]
fn texts_have_their_length_and_rest_on_what_was_verified() {
    for blurb in live() {
        let words = |text: &str| text.split_whitespace().count();
        let texts = &blurb.texts;
        let sizes = (texts.line.chars().count(), words(&texts.short), words(&texts.full));
        assert!(sizes.0 <= 140 && sizes.1 <= 60 && sizes.2 <= 150, "{}: {sizes:?}", blurb.id);
        assert!(!blurb.good_to_know.is_empty() && !blurb.findings.is_empty(), "{}", blurb.id);
        for id in &blurb.findings {
            let finding = finding(id.as_str());
            assert_ne!(finding.verification(), Verification::Unverified, "{} rests on {id}", blurb.id);
        }
    }
}

#[test]
fn ea_is_never_left_for_the_reader_to_guess() {
    for text in texts() {
        let abbreviated = text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "EA");
        assert!(!abbreviated || (text.contains("enhanced") && text.contains("electro")), "{text}");
    }
    for blurb in live() {
        let of_the_trial = blurb.findings.iter().any(|id| id.as_str().starts_with("backinaction-2025"));
        let electro = blurb.texts.full.to_lowercase().contains("electro");
        assert!(
            !of_the_trial || !electro || blurb.texts.full.contains("not") || blurb.texts.full.contains("no "),
            "{} seems to say that the trial used electroacupuncture",
            blurb.id
        );
    }
}

#[test]
fn the_trial_of_older_adults_is_told_of_older_adults() {
    for blurb in live() {
        let only_older = blurb.findings.iter().all(|id| finding(id.as_str()).population.age_min == Stated::As(65));
        if only_older {
            for text in [&blurb.texts.line, &blurb.texts.short, &blurb.texts.full] {
                assert!(text.contains("65") || text.contains("lder"), "{}: {text}", blurb.id);
            }
        }
    }
}

#[test]
fn who_names_the_strong_advice_of_acp_names_its_evidence() {
    for blurb in live() {
        let binds = |id: &str| blurb.findings.iter().any(|finding| finding.as_str() == id);
        let full = blurb.texts.full.to_lowercase();
        if binds("acp-2017-acute") && full.contains("strong") {
            assert!(full.contains("low") && full.contains("quality"), "{}: {full}", blurb.id);
        }
    }
}

#[test]
fn the_guideline_of_acp_lapsed_when_it_did() {
    let on = |year, month, day| corpus().currency(source("acp-2017"), Date::constant(year, month, day)).state;
    assert_eq!(on(2020, 1, 1), Currency::Current);
    assert_eq!(on(2022, 4, 3), Currency::Current);
    assert_eq!(on(2022, 4, 4), Currency::Lapsed);
    assert_eq!(on(2026, 11, 23), Currency::Lapsed);
}

// As it is served ---------------------------------------------------------------------------------------------------------

#[test]
fn a_website_gets_the_positions_the_text_and_the_changes() {
    let service = Program::start_on(Fixture::of(&root().join("data")), &[]);
    let get = |path: &str| {
        let answer = service.client.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    };

    let topic = get("/v1/topics/low-back-pain?intervention=acupuncture&as_of=2026-11-23");
    let overview = &topic["overview"];
    let positions = overview["positions"].as_array().unwrap();
    let of =
        |id: &str| positions.iter().find(|position| position["finding"] == id).unwrap_or_else(|| panic!("no {id}"));
    let brief = |id: &str| {
        let position = of(id);
        let text = |pointer: &str| position.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        [text("/stance"), text("/strength"), text("/certainty/value"), text("/currency")].map(Option::unwrap_or_default)
    };
    assert_eq!(brief("acp-2017-acute"), ["for", "strong", "acp:low", "lapsed"]);
    assert_eq!(brief("acp-2017-chronic"), ["for", "strong", "acp:moderate", "lapsed"]);
    assert_eq!(brief("who-2023-needling")[..2], ["for", "conditional"]);
    assert_eq!(brief("nice-ng59-acupuncture")[0], "against");
    assert_eq!(overview["positions_disagree"], true);
    // What is advised for pain of another kind does not stand beside it.
    assert!(positions.iter().all(|position| position["finding"] != "nice-ng193-acupuncture"));
    let then = get("/v1/topics/low-back-pain?intervention=acupuncture&as_of=2020-01-01");
    let then = then["overview"]["positions"].as_array().unwrap().clone();
    let acp = then.iter().find(|position| position["finding"] == "acp-2017-chronic").unwrap();
    assert_eq!(acp["currency"], "current");

    let lines = get("/v1/blurbs?topic=chronic-low-back-pain&length=line&limit=100&as_of=2026-11-23");
    let data = lines["data"].as_array().unwrap();
    assert!(data.len() >= 10, "{} lines", data.len());
    for blurb in data {
        let text = blurb["text"].as_str().unwrap();
        assert!(text.chars().count() <= 140 && text.ends_with(['.', '?', '!']), "{text}");
        assert!(!blurb["attribution"].as_array().unwrap().is_empty(), "{text}");
    }

    let id = data[0]["id"].as_str().unwrap();
    let address = format!("/v1/blurbs/{id}?length=full&as_of=2026-11-23");
    let html = service.client.send("GET", &address, &[("Accept", "text/html")]);
    assert_eq!((html.status, html.header("content-type").as_str()), (200, "text/html; charset=utf-8"));
    for header in ["Accept", "Accept-Encoding"] {
        assert!(
            html.header("vary").split(", ").any(|name| name.eq_ignore_ascii_case(header)),
            "{}",
            html.header("vary")
        );
    }
    let (fragment, plain) = (html.text(), service.client.get(&address));
    assert!(
        fragment.contains("<ol class=\"evidence-blurb-references\"") && fragment.contains("Valid until"),
        "{fragment}"
    );
    assert_ne!(html.header("etag"), plain.header("etag"), "one tag for two representations");
    let valid_until = data[0]["valid_until"].as_str().unwrap();
    assert!(fragment.contains(&format!("data-evidence-valid-until=\"{valid_until}\"")), "{fragment}");
    let gone = service.client.get(&format!("/v1/blurbs/{id}?as_of=2099-01-01"));
    assert_eq!((gone.status, gone.json()["code"].as_str()), (410, Some("gone")));
    assert_eq!(gone.header("content-type"), "application/problem+json");

    let changes = get("/v1/changes?since=2022-04-04&as_of=2022-04-04");
    let lapsed = &changes["data"][0];
    assert_eq!(changes["meta"]["total"], 1, "{changes}");
    let text = |key: &str| lapsed[key].as_str().unwrap();
    assert_eq!([text("id"), text("before"), text("after")], ["acp-2017", "current", "lapsed"]);
}
