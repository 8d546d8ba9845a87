//! The English lexicon of the program, read from what was built into it.

use super::{diagnostic::Diagnostic, file_text::FileText, lexicon::Lexicon, read, record::LexiconFile};

/// The files of the English lexicon, as they stand in `data/lexicon/en` beside the [word files](crate::text::is_word_file).
const ENGLISH: &[(&str, &str)] = &[
    ("advice.toml", include_str!("../../data/lexicon/en/advice.toml")),
    ("body.toml", include_str!("../../data/lexicon/en/body.toml")),
    ("certainty.toml", include_str!("../../data/lexicon/en/certainty.toml")),
    ("comparators.toml", include_str!("../../data/lexicon/en/comparators.toml")),
    ("hedges.toml", include_str!("../../data/lexicon/en/hedges.toml")),
    ("opposites.toml", include_str!("../../data/lexicon/en/opposites.toml")),
    ("overclaims.toml", include_str!("../../data/lexicon/en/overclaims.toml")),
    ("people.toml", include_str!("../../data/lexicon/en/people.toml")),
    ("places.toml", include_str!("../../data/lexicon/en/places.toml")),
    ("plain.toml", include_str!("../../data/lexicon/en/plain.toml")),
    ("practice.toml", include_str!("../../data/lexicon/en/practice.toml")),
    ("relations.toml", include_str!("../../data/lexicon/en/relations.toml")),
    ("research.toml", include_str!("../../data/lexicon/en/research.toml")),
    ("safety.toml", include_str!("../../data/lexicon/en/safety.toml")),
    ("time.toml", include_str!("../../data/lexicon/en/time.toml")),
];

/// The English lexicon of the program. Its faults are those of a program built from a folder that does not lint.
pub(super) fn english(diagnostics: &mut Vec<Diagnostic>) -> Lexicon {
    let mut lexicon = Lexicon::default();
    for (name, text) in ENGLISH {
        let file = FileText::new(format!("built-in/lexicon/en/{name}"), (*text).to_owned());
        let read::Read { record, faults, .. } = read::read::<LexiconFile>(&file);
        diagnostics.extend(faults);
        lexicon.take(record.into_iter().flat_map(|file| file.entries));
    }
    lexicon
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    #[test]
    fn every_file_of_the_folder_ships() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lexicon/en");
        let files: BTreeSet<String> =
            fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        let phrases = files.iter().map(String::as_str).filter(|name| !crate::text::is_word_file(name));
        assert_eq!(phrases.collect::<Vec<_>>(), ENGLISH.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }

    #[test]
    fn the_english_lexicon_has_no_fault_and_uses_every_cue() {
        let mut diagnostics = Vec::new();
        let english = english(&mut diagnostics);
        assert_eq!(diagnostics, []);
        let ids: BTreeSet<&str> = english.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), english.entries.len());
        let used: BTreeSet<String> = english.entries.iter().map(|entry| format!("{:?}", entry.cue)).collect();
        for cue in ["Promise", "Safety", "Better", "Same", "Worse", "AsGood", "Doubt", "Certainty(High)"] {
            assert!(used.contains(cue), "{cue} of {used:?}");
        }
    }
}
