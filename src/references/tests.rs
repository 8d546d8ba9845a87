//! References of every kind against a fabricated collection.

use std::sync::Arc;

use super::*;
use crate::citation::exchange;

/// Fabricated records, in RIS.
const RECORDS: &str = "\
TY  - JOUR
AU  - Nobody, Anna B
AU  - Example, Carl
TI  - Humming against imaginary aches of 240 travellers: a sham-controlled trial
JF  - Journal of Nowhere Medicine
JA  - J Nowhere Med
PY  - 2020
VL  - 12
IS  - 3
SP  - 145
EP  - 152
DO  - 10.5555/nowhere.1
AN  - 99990001
ER  -
TY  - JOUR
AU  - Müller-Lüdenscheid, Dora
TI  - Whistling does not prevent fabricated headaches in lighthouse keepers
JF  - Annals of Invented Results
JA  - Ann Invent Results
PY  - 2018
VL  - 7
SP  - e1042
DO  - 10.5555/invented.7
ER  -
TY  - JOUR
AU  - Other, Eve
TI  - Reply
JF  - Annals of Invented Results
JA  - Ann Invent Results
PY  - 2019
VL  - 8
IS  - 1
SP  - 20
EP  - 21
DO  - 10.5555/invented.8
ER  -
TY  - JOUR
AU  - Third, Fay
TI  - Reply
JF  - Annals of Invented Results
JA  - Ann Invent Results
PY  - 2019
VL  - 8
IS  - 1
SP  - 20
EP  - 20
DO  - 10.5555/invented.9
ER  -
TY  - JOUR
AU  - Reviewer, Gus
TI  - Knitting for nothing in particular among adults
JF  - Cochrane Database of Systematic Reviews
JA  - Cochrane Database Syst Rev
PY  - 2016
IS  - 5
SP  - CD999999
DO  - 10.5555/99999999.CD999999.pub3
ER  -
";

fn index() -> PublicationIndex {
    let mut all = Vec::new();
    exchange::read(RECORDS.as_bytes(), None, &mut |outcome| {
        let bibliography = outcome.expect("it is a record").bibliography;
        let id = format!("record-{}", all.len() + 1).parse().expect("an id");
        let editorial = ReferenceEditorial { state: ReferenceState::None, notice: None };
        all.push(Publication::new(Key::Source(id), bibliography, Vec::new(), editorial, Vec::new()));
    })
    .expect("it is RIS");
    // A notice with the very title of a publication that is not here.
    let notice = "TY  - JOUR\nAU  - Fourth, Hal\nTI  - Carving soap against boredom in waiting rooms\nJA  - J Nowhere Med\nPY  - 2022\nVL  - 14\nSP  - 9\nER  - \n";
    exchange::read(notice.as_bytes(), None, &mut |outcome| {
        let bibliography = outcome.expect("it is a record").bibliography;
        let concerned = Concerned {
            state: ReferenceState::Retracted,
            pmid: "99990099".parse().ok(),
            place: "Fourth H. J Nowhere Med. 2015;9(2):77-81".to_owned(),
        };
        let editorial = ReferenceEditorial { state: ReferenceState::RetractionNotice, notice: None };
        let key = Key::Source("notice".parse().expect("an id"));
        all.push(Publication::new(key, bibliography, Vec::new(), editorial, vec![concerned]));
    })
    .expect("it is RIS");
    PublicationIndex::new(all.into_iter().map(Arc::new))
}

fn check(text: &str) -> Checked {
    let list = References::of_list(&[text.to_owned()]).expect("it is one");
    let index = index();
    list.check(&[Holding::InMemory(&index)], &Stop::default()).expect("nobody stops it").remove(0)
}

/// Status, record and the fields that differ, in a line.
fn told(text: &str) -> String {
    let Checked { status, record, differences, .. } = check(text);
    let record = record.map_or("-".to_owned(), |record| record.id);
    let fields: Vec<String> = differences.iter().map(|difference| difference.field.to_string()).collect();
    format!("{status} {record} {}", fields.join(",")).trim_end().to_owned()
}

#[test]
fn right_references_match_in_every_style() {
    for text in [
        "Nobody AB, Example C. Humming against imaginary aches of 240 travellers: a sham-controlled trial. J Nowhere Med. 2020;12(3):145-52.",
        "1. Nobody AB, Example C. Humming against imaginary aches of 240 travellers: a sham-controlled trial. J. Nowhere Med. 2020 Mar 4;12(3):145–152. doi:10.5555/NOWHERE.1",
        "Nobody, A. B., & Example, C. (2020). Humming against imaginary aches of 240 travellers: A sham-controlled trial. Journal of Nowhere Medicine, 12(3), 145–152. https://doi.org/10.5555/nowhere.1",
        "Nobody, Anna B., and Carl Example. “Humming against Imaginary Aches of 240 Travellers: A Sham-Controlled Trial.” Journal of Nowhere Medicine, vol. 12, no. 3, 2020, pp. 145–52.",
        "Nobody, Anna B., and Carl Example. \"Humming against Imaginary Aches of 240 Travellers: A Sham-Controlled Trial.\" Journal of Nowhere Medicine 12, no. 3 (2020): 145–52.",
        "Nobody, A.B. and Example, C. (2020) ‘Humming against imaginary aches of 240 travellers: a sham-controlled trial’, Journal of Nowhere Medicine, 12(3), pp. 145-152.",
        "A.B. Nobody, C. Example, Humming against imaginary aches of 240 travellers: a sham-controlled trial, J. Nowhere Med. 12 (2020) 145–152.",
        "Nobody, A. B. et al. Humming against imaginary aches of 240 travellers: a sham-controlled trial. J. Nowhere Med. 12, 145–152 (2020).",
        "Humming against imaginary aches of 240 travellers: a sham-controlled trial. Nobody AB, Example C. J Nowhere Med. 2020;12:145-52.",
        "J Nowhere Med 2020;12:145",
        "Nobody AB, Example C. Humming against imaginary aches of 240 travellers: a sham-controlled trial. J Nowhere Med. 2020;12(3):145-52. Erratum in: J Nowhere Med. 2021;13(1):9.",
        "Nobody AB, Example C. Humming against imaginary aches of 240 travellers: a sham-controlled trial. J Nowhere Med. 2020;12(3):145-52 [retracted in J Nowhere Med. 2021;13(1):9].",
        "Nobody 2020, Humming against imaginary aches of 240 travellers",
        "Nobody et al. Humming against imaginary aches of 240 travellers. 2020.",
        "10.5555/nowhere.1",
        "https://doi.org/10.5555/Nowhere.1.",
        "(see also doi:10.5555/nowhere.1).",
        "Available from: https://doi.org/10.5555/nowhere.1",
        // A note with the given name first, and figures as a scanner reads them.
        "12. Anna B. Nobody et al., “Humming against Imaginary Aches of 240 Travellers: A Sham-Controlled Trial,” Journal of Nowhere Medicine 12, no. 3 (2020): 145–52.",
        "Nobody AB, Example C. Humming against imaginary aches of 240 travellers: a sham-controlled trial. J Nowhere Med. 2O20;12(3):145-52.",
    ] {
        assert_eq!(told(text), "matches record-1", "{text}");
    }
    for text in [
        "Mueller-Luedenscheid D. Whistling does not prevent fabricated headaches in lighthouse keepers. Ann Invent Results 2018;7:e1042.",
        "Muller-Ludenscheid D. <i>Whistling</i> does not prevent fabricated headaches in lighthouse&#8209;keepers. Annals of Invented Results. 2018;7:1042.",
    ] {
        assert_eq!(told(text), "matches record-2", "{text}");
    }
}

#[test]
fn each_part_that_is_another_is_told_and_no_other() {
    let right = "Nobody AB, Example C. Humming against imaginary aches of 240 travellers: a sham-controlled trial. J Nowhere Med. 2020;12(3):145-52. doi:10.5555/nowhere.1";
    assert_eq!(told(right), "matches record-1");
    for (from, to, field) in [
        ("imaginary", "severe", "title"),
        ("240", "420", "title"),
        ("Humming", "No humming", "title"),
        ("trial.", "trial in 90 dogs.", "title"),
        ("Nobody AB", "Somebody AB", "first-author"),
        ("Nobody AB", "Nobody CD", "first-author"),
        ("Nobody AB, Example C", "Example C, Nobody AB", "first-author"),
        ("J Nowhere Med", "J Elsewhere Surg", "journal"),
        ("2020;", "2017;", "year"),
        (";12(", ";21(", "volume"),
        ("(3)", "(4)", "issue"),
        (":145-52", ":415-52", "pages"),
        (":145-52", ":145-59", "pages"),
        ("nowhere.1", "nowhere.11", "doi"),
        ("nowhere.1", "invented.7", "doi"),
    ] {
        let text = right.replacen(from, to, 1);
        assert_eq!(told(&text), format!("differs record-1 {field}"), "{text}");
    }
    let text = "Müller-Lüdenscheid D. Whistling does prevent fabricated headaches in lighthouse keepers. Ann Invent Results 2018;7:e1042.";
    assert_eq!(told(text), "differs record-2 title");
}

#[test]
fn what_is_not_here_is_not_confirmed() {
    // The owner of an identifier is named, and not taken for what the words mean.
    let made_up = check(
        "Somebody X. Juggling with invisible spoons in a made-up ward. J Elsewhere. 2011;3:4-9. doi:10.5555/nowhere.1",
    );
    assert_eq!((made_up.status, made_up.record), (ReferenceStatus::Mismatch, None));
    assert_eq!(made_up.identifier_of.map(|owner| owner.id).as_deref(), Some("record-1"));
    for text in [
        "Somebody X. Juggling with invisible spoons in a made-up ward. J Elsewhere. 2011;3:4-9.",
        "J Nowhere Med 2020;12:999",
        "10.5555/nothing.here",
        "Nobody",
        // Half of one title, the rest of another.
        "Other E. Humming against imaginary headaches in lighthouse keepers. J Elsewhere. 2011;3:4-9.",
        // The next part of a series, and another edition of a review.
        "Nobody AB. Humming against imaginary aches of 241 travellers: a sham-controlled trial. J Nowhere Med. 2021;13(1):5-9.",
        "Reviewer G. Knitting for nothing in particular among adults. Cochrane Database Syst Rev. 2019;(2):CD999999. doi: 10.5555/99999999.CD999999.pub4",
    ] {
        assert_eq!(told(text), "not-in-this-collection -", "{text}");
    }
    for right in [
        "Reviewer G. Knitting for nothing in particular among adults. Cochrane Database Syst Rev. 2016;(5):CD999999. doi: 10.5555/99999999.CD999999.pub3",
        "Reviewer G. Knitting for nothing in particular among adults. Cochrane Database of Systematic Reviews 2016, Issue 5. Art. No.: CD999999. DOI: 10.5555/99999999.CD999999.pub3. Accessed 03 March 2024.",
    ] {
        assert_eq!(told(right), "matches record-5", "{right}");
        let other = right.replacen("(5)", "(4)", 1).replacen("Issue 5", "Issue 4", 1);
        assert_eq!(told(&other), "differs record-5 issue", "{other}");
    }
}

#[test]
fn what_several_fit_is_ambiguous() {
    for text in ["Ann Invent Results 2019;8:20", "Reply. Ann Invent Results. 2019;8(1):20."] {
        let checked = check(text);
        assert_eq!((checked.status, checked.record.is_none()), (ReferenceStatus::Ambiguous, true), "{text}");
        let mut ids: Vec<String> = checked.candidates.into_iter().map(|name| name.id).collect();
        ids.sort();
        assert_eq!(ids, ["record-3", "record-4"], "{text}");
    }
    assert_eq!(told("Third F. Reply. Ann Invent Results. 2019;8(1):20."), "matches record-4");
    // A name and a year say too little, and who has them is named.
    for (text, id) in [
        ("Nobody et al., 2020", "record-1"),
        ("(Nobody & Example 2020)", "record-1"),
        ("Reviewer et al. 2016 Cochrane", "record-5"),
    ] {
        let Checked { status, candidates, .. } = check(text);
        let ids: Vec<&str> = candidates.iter().map(|name| name.id.as_str()).collect();
        assert_eq!((status, ids.as_slice()), (ReferenceStatus::Ambiguous, &[id][..]), "{text}");
    }
    assert_eq!(told("Nobody et al., 1999"), "not-in-this-collection -");
    // A title of one word says too little.
    assert_eq!(check("Reply").status, ReferenceStatus::Ambiguous);
}

#[test]
fn a_notice_is_not_the_publication_it_is_about() {
    let title = "Carving soap against boredom in waiting rooms";
    let notice = check(&format!("Fourth H. {title}. J Nowhere Med. 2022;14:9."));
    assert_eq!(notice.record.map(|record| record.id).as_deref(), Some("notice"));
    assert_eq!(notice.editorial.map(|editorial| editorial.state), Some(ReferenceState::RetractionNotice));
    for text in [&*format!("Fourth H. {title}. J Nowhere Med. 2015;9(2):77-81."), "PMID: 99990099"] {
        let concerned = check(text);
        assert_eq!((concerned.status, concerned.record), (ReferenceStatus::NotInThisCollection, None), "{text}");
        let told = concerned.editorial.expect("the notice tells");
        assert_eq!((told.state, told.notice.as_deref()), (ReferenceState::Retracted, Some("notice")), "{text}");
    }
}

#[test]
fn records_of_other_programs_are_compared_field_by_field() {
    let one = RECORDS.split_inclusive("ER  -\n").next().expect("the first record");
    assert_eq!(told(one), "matches record-1");
    assert_eq!(told(&one.replace("VL  - 12", "VL  - 13")), "differs record-1 volume");
    let bibtex = "@article{x, title={Whistling does not prevent fabricated headaches in lighthouse keepers}, author={Müller-Lüdenscheid, Dora}, journal={Ann Invent Results}, year={2018}, volume={7}, pages={e1042}}";
    assert_eq!(told(bibtex), "matches record-2");
    let index = index();
    let all = References::of_text(RECORDS).expect("it is RIS");
    assert_eq!(all.len(), 5);
    let checked = all.check(&[Holding::InMemory(&index)], &Stop::default()).expect("nobody stops it");
    assert!(checked.iter().all(|one| one.status == ReferenceStatus::Matches), "{checked:#?}");
    assert!(checked[1].input.starts_with("TY  - JOUR\nAU  - Müller-Lüdenscheid"), "{}", checked[1].input);
}

#[test]
fn there_is_an_end_to_what_is_read() {
    let many = "x\n\n".repeat(MAX_CHECKED + 1);
    assert!(matches!(References::of_text(&many), Err(ReferencesError::TooMany)));
    assert!(matches!(References::of_text(&"x".repeat(MAX_TEXT + 1)), Err(ReferencesError::TooLong { .. })));
    let stop = Stop::default();
    stop.stop();
    let index = index();
    let stopped = References::of_text("x").expect("it is one").check(&[Holding::InMemory(&index)], &stop);
    assert!(matches!(stopped, Err(ReferencesError::Stopped(_))));
}

/// The last word of a title in other letters, a title without the name of its trial, and what a reference says of itself.
#[test]
fn ends_of_titles_and_words_about_the_publication_are_read() {
    let changed = check(
        "Müller-Lüdenscheid D. Whistling does not prevent fabricated headaches in lighthouse Cleaners. Ann Invent Results. 2018;7:e1042.",
    );
    let fields: Vec<ReferenceField> = changed.differences.iter().map(|difference| difference.field).collect();
    assert_eq!(fields, [ReferenceField::Title], "{changed:?}");
    for said in [
        "RETRACTED: Absent Z. Counting clouds that were never there. Ex J Nowhere. 2005;1:2.",
        "Absent Z. Retracted: Counting clouds.",
    ] {
        let told = check(said);
        assert_eq!((told.status, told.record.is_none()), (ReferenceStatus::NotInThisCollection, true));
        let state = told.editorial.map(|editorial| editorial.state);
        assert_eq!(state, said.starts_with("RETRACTED").then_some(ReferenceState::Retracted), "{said}");
    }
    let known = check(
        "RETRACTED: Müller-Lüdenscheid D. Whistling does not prevent fabricated headaches in lighthouse keepers. Ann Invent Results. 2018;7:e1042.",
    );
    assert_eq!(known.editorial.map(|editorial| editorial.state), Some(ReferenceState::Retracted));
    let file = check("TY  - JOUR\nTI  - RETRACTED: Counting clouds that were never there\nPY  - 2005\nER  - \n");
    assert_eq!(file.editorial.map(|editorial| editorial.state), Some(ReferenceState::Retracted));
}

/// As [`told`], of these records in RIS.
fn told_of(records: &str, text: &str) -> String {
    let mut all = Vec::new();
    exchange::read(records.as_bytes(), None, &mut |outcome| {
        let bibliography = outcome.expect("it is a record").bibliography;
        let id = format!("record-{}", all.len() + 1).parse().expect("an id");
        let editorial = ReferenceEditorial { state: ReferenceState::None, notice: None };
        all.push(Publication::new(Key::Source(id), bibliography, Vec::new(), editorial, Vec::new()));
    })
    .expect("it is RIS");
    let list = References::of_list(&[text.to_owned()]).expect("it is one");
    let index = PublicationIndex::new(all.into_iter().map(Arc::new));
    let Checked { status, record, differences, .. } =
        list.check(&[Holding::InMemory(&index)], &Stop::default()).expect("nobody stops it").remove(0);
    let record = record.map_or("-".to_owned(), |record| record.id);
    let fields: Vec<String> = differences.iter().map(|difference| difference.field.to_string()).collect();
    format!("{status} {record} {}", fields.join(",")).trim_end().to_owned()
}

/// One record of RIS, with what all of these have.
fn record(lines: &str) -> String {
    format!("TY  - JOUR\n{lines}\nPY  - 2019\nVL  - 9\nIS  - 2\nSP  - 81\nEP  - 88\nER  - \n")
}

/// British and American spelling of one word is no difference; another word is.
#[test]
fn two_spellings_of_a_word_are_one() {
    let one = record(
        "AU  - Nobody, A\nTI  - Analysed behaviour of haemodialysed travellers with tumours: a leucocyte centre in orthopaedics\nJO  - J Nowhere Med",
    );
    let right = "Nobody A. Analyzed behavior of hemodialysed travelers with tumors: a leukocyte center in orthopedics. J Nowhere Med. 2019;9(2):81-8.";
    assert_eq!(told_of(&one, right), "matches record-1");
    for (from, to) in [("tumors", "tremors"), ("orthopedics", "orthodontics"), ("leukocyte", "lymphocyte")] {
        assert_eq!(told_of(&one, &right.replace(from, to)), "differs record-1 title", "{to}");
    }
}

/// A database has its translation of a title in brackets: the title as it was printed is not held against it, where all else
/// agrees; an English one is.
#[test]
fn a_title_in_its_own_language_is_not_held_against_a_translation() {
    let one =
        record("AU  - Niemand, A\nTI  - [Humming against aches that nobody has]\nJO  - Nirgendwo Arch\nLA  - ger");
    let right = "Niemand A. Summen gegen Schmerzen, die keiner hat. Nirgendwo Arch 2019;9:81-88.";
    assert_eq!(told_of(&one, right), "matches record-1");
    let english = right.replace("Summen gegen Schmerzen, die keiner hat", "Drumming for people without any aches");
    assert_eq!(told_of(&one, &english), "differs record-1 title");
    // A word of the translation that is another one, with no word that only English has.
    let near = "Niemand A. [Humming against aches that somebody has]. Nirgendwo Arch 2019;9:81-88.";
    assert_eq!(told_of(&one.replace("against", "in"), &near.replace("against", "in")), "differs record-1 title");
    // With another author nothing vouches for it.
    let other = told_of(&one, &right.replace("Niemand A", "Erfunden B"));
    assert!(!other.starts_with("matches"), "{other}");
    let bibtex = "@article{x, title={Summen gegen Schmerzen}, author={Niemand, A}, journal={Nirgendwo Arch}, year=2019, volume=9, pages={81-88}}";
    assert_eq!(told_of(&one, bibtex), "matches record-1");
}

/// The begin of a journal's name names it, unless another journal here is called so.
#[test]
fn a_journal_may_be_cut_short() {
    let one =
        record("AU  - Nobody, A\nTI  - Humming while waiting for a nowhere tram\nJO  - Ann Invent Results Nowhere");
    let text = "Nobody A. Humming while waiting for a nowhere tram. Ann Invent Results 2019;9:81-8.";
    assert_eq!(told_of(&one, text), "matches record-1");
    // One word says too little, and a place that differs speaks against it.
    assert_eq!(told_of(&one, &text.replace("Ann Invent Results", "Annals")), "differs record-1 journal");
    assert_eq!(told_of(&one, &text.replace(":81-8", ":91-8")), "differs record-1 journal,pages");
    let other = record("AU  - Other, B\nTI  - Whistling in the rain\nJO  - Ann Invent Results").replace("81", "20");
    assert_eq!(told_of(&format!("{one}{other}"), text), "differs record-1 journal");
}

/// Names of several words, groups with figures in their names, titles without their middle, remarks behind titles, and words
/// parted at the ends of lines.
#[test]
fn what_is_written_otherwise_is_no_difference() {
    let title = "Humming while waiting for a nowhere tram";
    let of = |author: &str| record(&format!("AU  - {author}\nTI  - {title}\nJO  - Intervent Nowhere"));
    let place = "Intervent Nowhere 2019;9(2):81-8.";
    assert_eq!(told_of(&of("Example Nobody, Hugo J"), &format!("Nobody HJE. {title}. {place}")), "matches record-1");
    assert_eq!(
        told_of(&of("Example Nobody, Hugo J"), &format!("Nobody, H. J. E. (2019). {title}. {place}")),
        "matches record-1"
    );
    assert_eq!(
        told_of(&of("Example Nobody, Hugo J"), &format!("Nobody BJ. {title}. {place}")),
        "differs record-1 first-author"
    );
    assert_eq!(
        told_of(&of("Tram12 Collaborative,"), &format!("Tram12 Collaborative. {title}. {place}")),
        "matches record-1"
    );
    assert_eq!(
        told_of(&of("Nobody, A"), &format!("Nobody A. {title} [version 2; peer review: 1 approved]. {place}")),
        "matches record-1"
    );
    assert_eq!(
        told_of(
            &of("Nobody, A"),
            "Nobody A. Humming while wait\u{ad}\ning for a no-\nwhere tram. Inter\u{ad}\nvent No-\nwhere 2019; 9(2): 81\u{2013}\n88."
        ),
        "matches record-1"
    );
    // A hyphen in an identifier stays.
    let doi = format!("{}DO  - 10.5555/now-here.1\nER  - \n", of("Nobody, A").replace("ER  - \n", ""));
    assert_eq!(told_of(&doi, &format!("Nobody A. {title}. {place} doi:10.5555/now-\nhere.1")), "matches record-1");
    let long = record(
        "AU  - Nobody, A\nTI  - Case records of the Nowhere Infirmary. Weekly exercises in waiting. Case 28 of 2019\nJO  - Intervent Nowhere",
    );
    assert_eq!(
        told_of(&long, &format!("Case records of the Nowhere Infirmary (Case 28 of 2019). {place}")),
        "matches record-1"
    );
}

/// A title may end in dots, or where a sentence of it ends: nothing is wrong with what is there. A word that is another is told all the same.
#[test]
fn a_title_may_be_cut() {
    let one = record(
        "AU  - Nobody, A\nTI  - Tram notes: humming for travellers who wait in the rain. The fifth nowhere lecture\nJO  - Intervent Nowhere",
    );
    let place = "Intervent Nowhere 2019;9(2):81-8.";
    for title in [
        "Tram notes: humming for travellers who …",
        "Tram notes: humming for travellers ... ",
        "Tram notes: humming for travellers who wait in the rain.",
    ] {
        assert_eq!(told_of(&one, &format!("Nobody A. {title} {place}")), "matches record-1", "{title}");
        let other = title.replace("humming", "drumming");
        assert_eq!(told_of(&one, &format!("Nobody A. {other} {place}")), "differs record-1 title", "{other}");
    }
    // Without dots the last words are missing.
    let short = format!("Nobody A. Tram notes: humming for travellers who. {place}");
    assert_eq!(told_of(&one, &short), "differs record-1 title");
}

/// `35, 1797 (2021)`: a page may look like a year.
#[test]
fn a_page_may_look_like_a_year() {
    let one = "TY  - JOUR\nAU  - Nobody, A\nTI  - Humming while waiting for a nowhere tram\nJO  - Nowhereology\nPY  - 2019\nVL  - 35\nSP  - 1797\nEP  - 1809\nER  - \n";
    let text = "Nobody, A. Humming while waiting for a nowhere tram. Nowhereology 35, 1797 (2019).";
    assert_eq!(told_of(one, text), "matches record-1");
    assert_eq!(told_of(one, &text.replace("1797", "1897")), "differs record-1 pages");
}

/// The text of a link belongs to the reference as any other, and its address is an identifier of it.
#[test]
fn links_are_read_in_every_notation() {
    let title = "Humming against imaginary aches of 240 travellers: a sham-controlled trial";
    let address = "https://doi.org/10.5555/nowhere.1";
    let with_place = "Nobody et al., *J Nowhere Med* 2020;12:145-52";
    let texts = [
        format!("[{title}]({address}) ({with_place})"),
        format!("[{title}](<{address}>), {with_place}"),
        format!("- [Nobody AB, Example C. {title}. J Nowhere Med. 2020;12(3):145-52.]({address})"),
        format!(
            "<li>Nobody AB. <a href=\"{address}\" target=\"_blank\">{title}</a>. <em>J Nowhere Med</em>. 2020;12:145-52.</li>"
        ),
        format!("\\href{{{address}}}{{{title}}}, Nobody et al., J Nowhere Med 2020;12:145-52"),
        format!("[[{address}][{title}]] J Nowhere Med 2020;12:145-52"),
        format!("`{title} <{address}>`_, Nobody et al., J Nowhere Med 2020;12:145-52"),
        format!("[Nobody et al. 2020]({address} \"{title}\"), **J Nowhere Med** 12:145-52 (2020)"),
    ];
    for text in texts {
        assert_eq!(told(&text), "matches record-1", "{text}");
        for (from, to, field) in [
            ("imaginary", "severe", "title"),
            ("trial", "triad", "title"),
            ("nowhere.1", "invented.7", "doi"),
            ("145-52", "415-22", "pages"),
            ("J Nowhere Med", "J Elsewhere Surg", "journal"),
        ] {
            let other = text.replace(from, to);
            assert_eq!(told(&other), format!("differs record-1 {field}"), "{other}");
        }
    }
}

/// What stands in the place of pages until the article has some: the number of the item, pages of its own, the end of its DOI.
#[test]
fn what_stands_in_for_pages_is_no_difference() {
    let title = "Humming against imaginary aches of 240 travellers: a sham-controlled trial";
    for (place, journal) in [
        (
            "J Nowhere Med. 2020 Jan 8:S0039-6257(20)00001-1. doi: 10.5555/nowhere.1. Epub ahead of print.",
            "J Nowhere Med",
        ),
        ("J Nowhere Med 2020; S0039-6257(20)00001-X.", "J Nowhere Med"),
        ("J Nowhere Med. 2020;S0039625720000011.", "J Nowhere Med"),
        ("Journal of Nowhere Medicine (2020), S0039-6257(20)00001-1 (in press).", "Journal of Nowhere Medicine"),
        ("J Nowhere Med. 2020 Jan 8:1-12. doi: 10.5555/nowhere.1", "J Nowhere Med"),
        ("J Nowhere Med 2020; 00(0): 1–12.", "J Nowhere Med"),
        ("J Nowhere Med. 2020;12(3):145-52. pii: 0039-6257(20)00001-1.", "J Nowhere Med"),
        ("J Nowhere Med. 2020;nowhere.1", "J Nowhere Med"),
    ] {
        let text = format!("Nobody AB, Example C. {title}. {place}");
        assert_eq!(told(&text), "matches record-1", "{text}");
        let other = text.replace(journal, "J Elsewhere Surg");
        assert_eq!(told(&other), "differs record-1 journal", "{other}");
        let other = text.replace("imaginary", "severe");
        assert_eq!(told(&other), "differs record-1 title", "{other}");
    }
    for place in ["J Nowhere Med. 2020;12:1-12.", "J Nowhere Med. 2020;12(3):S145-52. pii: S0039-6257(20)00001-1"] {
        assert_eq!(told(&format!("Nobody AB. {title}. {place}")), "differs record-1 pages", "{place}");
    }
    // An article that is known by the end of its DOI.
    let one = "TY  - JOUR\nAU  - Nobody, A\nTI  - Humming while waiting for a nowhere tram\nJO  - Nowhereology\nPY  - 2019\nVL  - 35\nSP  - 17\nDO  - 10.5555/nwg.n1332\nER  - \n";
    let text = "Nobody A. Humming while waiting for a nowhere tram. Nowhereology 2019;35:n1332.";
    assert_eq!(told_of(one, text), "matches record-1");
    assert_eq!(told_of(one, &text.replace("n1332", "n1323")), "differs record-1 pages");
}

/// Parts of a series are counted in figures of either kind, with a word before them or without, or not at all.
#[test]
fn the_part_of_a_series_is_told_by_its_number() {
    let part = |title: &str, first: &str| {
        format!(
            "TY  - JOUR\nAU  - Nobody, A\nTI  - {title}\nJO  - J Nowhere Med\nPY  - 2019\nVL  - 9\nIS  - 2\nSP  - {first}\nER  - \n"
        )
    };
    let one = part("Songs for travellers in nowhere trams. II. Humming while it rains in June", "81");
    let place = "J Nowhere Med 2019;9(2):81.";
    let main = "Songs for travellers in nowhere trams";
    for title in [
        "II. Humming while it rains in June",
        "2. Humming while it rains in June",
        "Part II: Humming while it rains in June",
        "Part 2. Humming while it rains in June",
        "(pt. 2) Humming while it rains in June",
        "Humming while it rains in June",
    ] {
        let text = format!("Nobody A. {main}. {title}. {place}");
        assert_eq!(told_of(&one, &text), "matches record-1", "{text}");
        let other = text.replace("rains", "snows");
        assert_eq!(told_of(&one, &other), "differs record-1 title", "{other}");
    }
    for title in ["III. Humming while it rains in June", "Part 1. Humming while it rains in June"] {
        let text = format!("Nobody A. {main}. {title}. {place}");
        assert_eq!(told_of(&one, &text), "differs record-1 title", "{text}");
    }
    assert_eq!(told_of(&one, &format!("Nobody A. {main}. {place}")), "matches record-1");
    // Without its number it is any of the parts, of which the place tells one.
    let parts = [
        part("Songs for travellers in nowhere trams: tunes for the rain. II. Results", "81"),
        part("Songs for travellers in nowhere trams: tunes for the rain. III. What the results mean to us", "99"),
    ];
    let both = parts.concat();
    let unnumbered = format!("Nobody A. {main}: tunes for the rain. J Nowhere Med 2019;9(2)");
    assert_eq!(told_of(&both, &format!("{unnumbered}.")), "ambiguous -");
    assert_eq!(told_of(&both, &format!("{unnumbered}:81.")), "matches record-1");
    assert_eq!(told_of(&both, &format!("{unnumbered}:99.")), "matches record-2");
}

/// What stands in brackets between the authors and the journal is no title, and what stands there behind the title is no journal.
#[test]
fn remarks_are_neither_title_nor_journal() {
    let title = "Humming against imaginary aches of 240 travellers: a sham-controlled trial";
    let place = "J Nowhere Med 2020;12(3):145-52.";
    for remark in [
        "(a sham-controlled comparison; aches that travellers merely imagine)",
        "(humming for aches, imaginary ones of 240 travellers)",
    ] {
        let text = format!("Nobody AB et al. {remark}. {place}");
        assert_eq!(told(&text), "matches record-1", "{text}");
        assert_eq!(told(&text.replace(":145-52", ":154-9")), "differs record-1 pages", "{text}");
    }
    let in_brackets = format!("Nobody AB ({title}) {place}").replace("imaginary", "severe");
    assert_eq!(told(&in_brackets), "differs record-1 title");
    let whole = format!("(Nobody AB. {title}. {place})");
    assert_eq!(told(&whole), "matches record-1");
    for remark in [
        "(letter).",
        "[Abstract].",
        "(in German).",
        "[published online ahead of print, 2020 Jan 3].",
        "[Review] (in French)",
        "Presented at the 3rd meeting of travellers.",
    ] {
        let text = format!("Nobody AB, Example C. {title} {remark} {place}");
        assert_eq!(told(&text), "matches record-1", "{text}");
        let other = text.replace("J Nowhere Med", "J Elsewhere Surg");
        assert_eq!(told(&other), "differs record-1 journal", "{other}");
    }
    for note in ["Comment in: J Elsewhere. 2021;13:9-10.", "[published correction appears in J Elsewhere. 2021;13:9]"] {
        let text = format!("Nobody AB, Example C. {title}. {place} {note}");
        assert_eq!(told(&text), "matches record-1", "{text}");
        assert_eq!(told(&text.replace(";12(", ";13(")), "differs record-1 volume", "{text}");
    }
}

/// A sentence about the author is no title, and the words for further authors before a title are not of it.
#[test]
fn prose_around_a_place_is_no_title() {
    for verb in ["reported all this in", "have shown as much in", "said something else in"] {
        let text = format!("Nobody and coworkers {verb} 2020 (J Nowhere Med 12: 145-152).");
        assert_eq!(told(&text), "matches record-1", "{text}");
        let other = text.replace("J Nowhere Med 12", "J Nowhere Med 21");
        assert!(!told(&other).starts_with("matches"), "{other}");
    }
    let title = "Humming against imaginary aches of 240 travellers: a sham-controlled trial";
    let text = format!("Nobody AB, et al {title} // J Nowhere Med. – 2020. – Vol. 12, № 3. – P. 145–152.");
    assert_eq!(told(&text), "matches record-1");
    assert_eq!(told(&text.replace("imaginary", "severe")), "differs record-1 title");
    assert_eq!(told(&text.replace("P. 145", "P. 154")), "differs record-1 pages");
}

/// A notice has the words that say so in the place of authors, in one order or another, and is told from what it is about.
#[test]
fn a_notice_may_have_no_authors() {
    let title = "Carving soap against boredom in waiting rooms";
    for ahead in
        ["Retraction:", "Retraction note to:", "Notice of retraction:", "RETRACTION of", "Expression of concern: "]
    {
        for text in [
            format!("{ahead} {title}. J Nowhere Med. 2022;14:9."),
            format!("{ahead} \"{title}\". J Nowhere Med. 2022;14:9."),
            format!("Fourth H. {ahead} {title}. J Nowhere Med. 2022;14:9."),
        ] {
            assert_eq!(told(&text), "matches notice", "{text}");
            assert_eq!(told(&text.replace("soap", "wax")), "differs notice title", "{text}");
            assert_eq!(told(&text.replace(":9.", ":19.")), "differs notice pages", "{text}");
        }
    }
    assert_eq!(
        told(&format!("Sixth J. Retraction: {title}. J Nowhere Med. 2022;14:9.")),
        "differs notice first-author"
    );
}

/// Words that mean nothing here are not what the place and the identifier mean, which anybody can copy.
#[test]
fn an_identifier_and_a_place_alone_mean_nothing() {
    let words = "Somebody X, Anybody Y. Juggling with invisible spoons in a made-up ward.";
    for tail in [
        "J Nowhere Med. 2020;12(3):145-52. doi:10.5555/nowhere.1",
        "J Nowhere Med. 2020;12(3):145-52. doi:10.5555/nowhere.1 PMID: 99999999",
        "Journal of Nowhere Medicine 2020. https://doi.org/10.5555/nowhere.1",
    ] {
        let made_up = check(&format!("{words} {tail}"));
        assert_eq!((made_up.status, made_up.record), (ReferenceStatus::Mismatch, None), "{tail}");
        assert_eq!(made_up.identifier_of.map(|owner| owner.id).as_deref(), Some("record-1"), "{tail}");
    }
    // With the author of the record it is meant, under another title.
    let own =
        format!("{words} J Nowhere Med. 2020;12(3):145-52. doi:10.5555/nowhere.1").replace("Somebody X", "Nobody AB");
    assert_eq!(told(&own), "differs record-1 title");
    let bibtex = "@article{x, title={Juggling with invisible spoons}, author={Somebody, Xaver}, journal={J Nowhere Med}, year={2020}, volume={12}, number={3}, pages={145-152}, doi={10.5555/nowhere.1}}";
    assert_eq!(told(bibtex), "mismatch -");
}

/// A section of a journal in brackets is part of its name, and a town is not.
#[test]
fn brackets_in_the_name_of_a_journal_are_read() {
    let of = |journal: &str| {
        record(&format!("AU  - Nobody, A\nTI  - Humming while waiting for a nowhere tram\nJO  - {journal}"))
    };
    let text = |journal: &str| format!("Nobody A: Humming while waiting for a nowhere tram. {journal} 9:81-88, 2019.");
    for (own, said) in [
        ("J Nowhere Surg Am", "J Nowhere Surg [Am]"),
        ("J Nowhere Surg Am", "J. Nowhere Surg. (Am.)"),
        ("J Nowhere Surg Am", "J Nowhere Surg [Am.]"),
        ("Nowhereology", "Nowhereology (London)"),
        ("Nowhereology (Lond)", "Nowhereology [Lond]"),
        ("Nowhereology (Lond)", "Nowhereology"),
    ] {
        assert_eq!(told_of(&of(own), &text(said)), "matches record-1", "{said}");
        assert_eq!(told_of(&of(own), &text(said).replace(" 9:", " 19:")), "differs record-1 volume", "{said}");
    }
    assert_eq!(told_of(&of("J Nowhere Surg Am"), &text("J Nowhere Surg [Br]")), "differs record-1 journal");
}

/// Names that look like labels, names behind the title, and numbers of articles with many figures.
#[test]
fn names_are_no_labels_and_no_journals() {
    let title = "Humming while waiting for a nowhere tram";
    let of = |author: &str, first: &str| {
        record(&format!("AU  - {author}\nTI  - {title}\nJO  - J Nowhere Med"))
            .replace("SP  - 81\nEP  - 88", &format!("SP  - {first}"))
    };
    let of_initials = of("M, P", "105007");
    let text = format!("P M, Somebody A. {title}. J Nowhere Med 2019.");
    assert_eq!(told_of(&of_initials, &text), "matches record-1");
    assert_eq!(told_of(&of_initials, &text.replace("2019", "2015")), "differs record-1 year");
    let of_doi = of("Doi, T", "105007");
    let text = format!("Doi T, Somebody A. {title}. J Nowhere Med 2019;9:105007.");
    assert_eq!(told_of(&of_doi, &text), "matches record-1");
    assert_eq!(told_of(&of_doi, &text.replace("Doi T", "Dai T")), "differs record-1 first-author");
    let long = of("Nobody, A", "23247096219021231");
    let text = format!("Nobody A. «{title}». J Nowhere Med 9 (2019): 23247096219021231");
    assert_eq!(told_of(&long, &text), "matches record-1");
    assert_eq!(told_of(&long, &text.replace("1231", "1321")), "differs record-1 pages");
    let text = format!("{title} <https://x.test/tram>, Nobody et al. 2019");
    assert_eq!(told_of(&long, &text), "matches record-1");
    assert_eq!(told_of(&long, &text.replace("Nobody", "Somebody")), "differs record-1 first-author");
    assert_eq!(told_of(&long, &text.replace("al.", "al., Brain")), "differs record-1 journal");
}

/// Places as indexes, publishers and other languages write them: labels without a blank, an issue behind a stroke, pages in brackets, and
/// the year before the journal.
#[test]
fn places_are_read_in_further_styles() {
    let title = "Humming against imaginary aches of 240 travellers: a sham-controlled trial";
    for (text, wrong, field) in [
        ("NOBODY AB, 2020, J NOWHERE MED, V12, P145".to_owned(), ("V12", "V21"), "volume"),
        ("Nobody et al. 2020 J Nowhere Med 12:145–152".to_owned(), (" 12:", " 21:"), "volume"),
        (
            format!("Nobody AB. {title} (2020) J Nowhere Med, 12 (3), pp. 145-152. Cited 12 times."),
            ("2020", "2016"),
            "year",
        ),
        (
            format!("{title}\nAB Nobody, C Example - J Nowhere Med, 2020 - Anybody"),
            ("Nobody", "Somebody"),
            "first-author",
        ),
        (format!("Nobody AB. {title}. J Nowhere Med 12/3 (2020) 145-152."), ("12/3", "12/4"), "issue"),
        (
            format!("Nobody AB: {title}. In: J Nowhere Med 12 (2020), Nr. 3, S. 145–152."),
            ("145–152", "154–161"),
            "pages",
        ),
        (format!("Nobody AB: {title}. In: J Nowhere Med 12 (2020), Nr. 3, S. 145–152."), ("Nr. 3", "Nr. 4"), "issue"),
        (format!("Nobody AB: {title}. J Nowhere Med 12/3, 2020, 145–152."), ("145–152", "154–161"), "pages"),
        (
            format!("Nobody AB. {title}, J Nowhere Med, 2020, vol. 12 (pg. 145-152)"),
            ("pg. 145-152", "pg. 155-162"),
            "pages",
        ),
    ] {
        assert_eq!(told(&text), "matches record-1", "{text}");
        let other = text.replace(wrong.0, wrong.1);
        assert_eq!(told(&other), format!("differs record-1 {field}"), "{other}");
    }
}

/// A reference with a label before each part, and one of LaTeX.
#[test]
fn labels_and_commands_are_no_part_of_a_reference() {
    let title = "Humming against imaginary aches of 240 travellers: a sham-controlled trial";
    for text in [
        format!(
            "{{{{cite journal |last1=Nobody |first1=Anna B |last2=Example |first2=Carl |title={title} |journal=J Nowhere Med |volume=12 |issue=3 |pages=145–152 |year=2020 |doi=10.5555/nowhere.1}}}}"
        ),
        format!(
            "{{{{Literatur |Autor=Anna B. Nobody |Titel={title} |Sammelwerk=J Nowhere Med |Band=12 |Nummer=3 |Datum=2020 |Seiten=145–152}}}}"
        ),
        format!(
            "%0 Journal Article\n%A Nobody, Anna B\n%T {title}\n%J J Nowhere Med\n%V 12\n%N 3\n%P 145–152\n%D 2020"
        ),
        format!(
            "Title: {title}; Authors: Nobody AB, Example C; Journal: J Nowhere Med; Year: 2020; Volume: 12; Pages: 145–152"
        ),
        format!(
            "\\bibitem{{nobody}} A. B. Nobody, C. Example, {title}, \\emph{{J Nowhere Med}} {{\\bf 12}} (2020) 145–152."
        ),
    ] {
        assert_eq!(told(&text), "matches record-1", "{text}");
        for (from, to, field) in [
            ("imaginary", "severe", "title"),
            ("Nobody", "Somebody", "first-author"),
            ("J Nowhere Med", "J Elsewhere Surg", "journal"),
            ("2020", "2016", "year"),
            ("12", "21", "volume"),
            ("145–152", "154–161", "pages"),
        ] {
            let other = text.replacen(from, to, 1);
            assert_eq!(told(&other), format!("differs record-1 {field}"), "{other}");
        }
    }
}

/// Fabricated records, given as authors with titles, all in one issue and without pages.
fn letters(titles: &[(&str, &str)]) -> String {
    let record = |(author, title): &(&str, &str)| {
        format!(
            "TY  - JOUR\nAU  - {author}\nTI  - {title}\nJA  - J Nowhere Med\nPY  - 2021\nVL  - 22\nIS  - 6\nER  - \n"
        )
    };
    titles.iter().map(record).collect()
}

#[test]
fn words_of_notices_at_the_begin_of_an_ordinary_title_belong_to_it() {
    for (title, turned) in [
        ("Temporary increase of imaginary aches in travellers", "Permanent increase of imaginary aches in travellers"),
        ("Withdrawal of knitting from lighthouse keepers", "Introduction of knitting to lighthouse keepers"),
        ("Notice to travellers about imaginary aches", "Warning to travellers about imaginary aches"),
    ] {
        let reference = |title: &str| format!("Nobody A. {title}. J Nowhere Med 2021;22(6).");
        assert_eq!(told_of(&letters(&[("Nobody, A", title)]), &reference(title)), "matches record-1", "{title}");
        assert_eq!(
            told_of(&letters(&[("Nobody, A", title)]), &reference(turned)),
            "differs record-1 title",
            "{turned}"
        );
    }
    // What a database puts before a title is none of it.
    let retracted = letters(&[("Nobody, A", "RETRACTED: Humming against imaginary aches of travellers")]);
    let text = "Nobody A. Humming against imaginary aches of travellers. J Nowhere Med 2021;22(6).";
    assert_eq!(told_of(&retracted, text), "matches record-1");
}

#[test]
fn a_reply_is_no_likelier_meant_than_what_it_replies_to() {
    let title = "Humming against imaginary aches";
    let reply = format!("{title} - Authors' reply");
    let letters = letters(&[("Nobody, A", title), ("Other, B", title), ("Third, C", &reply)]);
    assert_eq!(told_of(&letters, &format!("{title}. J Nowhere Med. 2021;22(6).")), "ambiguous -");
    assert_eq!(told_of(&letters, &format!("{reply}. J Nowhere Med. 2021;22(6).")), "matches record-3");
}
