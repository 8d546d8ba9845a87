//! A file in `data/lexicon/en`: phrases with what they mean.

use super::own_id;
use crate::{
    corpus::{
        diagnostic::KIND_FIELDS,
        lexicon::{Axis, Cue, CueKind, Details, Entry, Often, Polarity, RelationDirection},
        read::{Definitions, FieldSchema, FromTable, Table, record, table},
    },
    domain::{
        TopicId,
        certainty::Level,
        finding::{ComparatorClass, DurationClass, Strength, TimeOrigin},
        phrase::Phrase,
    },
};

/// The entries of a file.
pub(in crate::corpus) struct LexiconFile {
    pub(in crate::corpus) entries: Vec<Entry>,
}

record! { LexiconFile {
    entries: Vec<Entry> = "entry", "Phrases that mean the same.";
} }

/// The fields of `[[entry]]`.
struct EntryTable {
    id: String,
    cue: CueKind,
    level: Option<Level>,
    comparator: Option<ComparatorClass>,
    direction: Option<RelationDirection>,
    polarity: Option<Polarity>,
    origin: Option<TimeOrigin>,
    duration: Option<DurationClass>,
    strength: Option<Strength>,
    often: Option<Often>,
    axis: Option<Axis>,
    pole: Option<u32>,
    #[expect(dead_code, reason = "for people; read so that it is checked and stands in the schema")]
    note: Option<String>,
    phrases: Option<Vec<Phrase>>,
}

record! { EntryTable {
    id: String = "id", "Its name: that of one of the program's entries replaces it.";
    cue: CueKind = "cue", "What the phrases say.";
    level: Option<Level> = "level", "Of `certainty`: how sure.";
    comparator: Option<ComparatorClass> = "comparator", "Of `comparator`: what kind of comparison.";
    direction: Option<RelationDirection> = "direction", "Of `relation`: how the comparison came out.";
    polarity: Option<Polarity> = "polarity", "Of `relation`: whether that is affirmed or denied.";
    origin: Option<TimeOrigin> = "origin", "Of `time-origin`: from when.";
    duration: Option<DurationClass> = "duration", "Of `duration`: how long.";
    strength: Option<Strength> = "strength", "Of `strength`: how strong.";
    often: Option<Often> = "often", "Of `how-often`: how often.";
    axis: Option<Axis> = "axis", "Of `opposed`: in what phrases exclude each other.";
    pole: Option<u32> = "pole", "Of `opposed`: phrases of one axis with different numbers exclude each other.";
    note: Option<String> = "note", "What is worth knowing about it, for people.";
    phrases: Option<Vec<Phrase>> = "phrases", "The phrases; none take the program's entry away.";
} }

impl FromTable for Entry {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let EntryTable {
            id,
            cue,
            level,
            comparator,
            direction,
            polarity,
            origin,
            duration,
            strength,
            often,
            axis,
            pole,
            note: _,
            phrases,
        } = EntryTable::from_table(table)?;
        own_id::<TopicId>(table, &id)?;
        let given = [
            ("level", level.is_some()),
            ("comparator", comparator.is_some()),
            ("direction", direction.is_some()),
            ("polarity", polarity.is_some()),
            ("origin", origin.is_some()),
            ("duration", duration.is_some()),
            ("strength", strength.is_some()),
            ("often", often.is_some()),
            ("axis", axis.is_some()),
            ("pole", pole.is_some()),
        ];
        let fields = cue.fields();
        for (name, _) in given.iter().filter(|(name, is_given)| *is_given && !fields.contains(name)) {
            let help = "remove it, or choose the cue it belongs to";
            table.get(name)?.fault(KIND_FIELDS, format!("an entry of cue `{cue}` has no `{name}`"), help);
        }
        for (name, _) in given.iter().filter(|(name, is_given)| !is_given && fields.contains(name)) {
            table.node.fault(KIND_FIELDS, format!("an entry of cue `{cue}` needs `{name}`"), "add it");
        }
        let details = Details { level, comparator, direction, polarity, origin, duration, strength, often, axis, pole };
        if given.iter().any(|(name, is_given)| *is_given != fields.contains(name)) {
            return None;
        }
        let Some(cue) = Cue::of(cue, details) else {
            let help = "what is not the same may be better or worse: say which, and affirm it";
            table.node.fault(KIND_FIELDS, "this relation says nothing when it is denied", help);
            return None;
        };
        let Some(phrases) = phrases else {
            table.missing("phrases");
            return None;
        };
        Some(Self { id, cue, phrases })
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        EntryTable::fields(definitions)
    }
}

table!(Entry);
