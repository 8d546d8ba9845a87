//! A file in `data/blurbs`: TOML front matter between lines of `+++`, then the three texts under their headings.

use super::own_id;
use crate::{
    corpus::{
        diagnostic::{BLURB_TEXTS, SYNTAX},
        file_text::FileText,
        read::{Definitions, FieldSchema, FromTable, Read, Table, places_in, read_part, record, table},
    },
    domain::{
        Aspect, Blurb, BlurbId, Date, FindingId, TopicId,
        blurb::{LifeCycle, Reviewer, Stage, Texts, Withdrawal},
        visible::is_foreign,
    },
};

record! { Reviewer {
    role: String = "role", "What qualifies them, as it is printed.";
    name: Option<String> = "name", "Their name, as it is printed.";
} }

record! { Withdrawal {
    on: Date = "on", "The day.";
    reason: String = "reason", "Why, in our words.";
    replaced_by: Option<BlurbId> = "replaced-by", "The blurb to use instead.";
} }

/// The fields of the front matter of a blurb.
struct FrontMatterTable {
    id: String,
    title: String,
    topic: TopicId,
    topics: Vec<TopicId>,
    aspect: Aspect,
    status: Stage,
    findings: Vec<FindingId>,
    good_to_know: Vec<String>,
    editor_notes: Vec<String>,
    reviewed_by: Option<Reviewer>,
    reviewed: Date,
    review_due: Date,
    valid_until: Date,
    asked_as: Vec<String>,
    recorded: Date,
    withdrawn: Option<Withdrawal>,
}

record! { FrontMatterTable {
    id: String = "id", "Our id: the name of the file.";
    title: String = "title", "A question or a plain heading.";
    topic: TopicId = "topic", "The topic it is filed under.";
    topics: Vec<TopicId> = "topics", "Further topics it is about.";
    aspect: Aspect = "aspect", "The question it answers.";
    status: Stage = "status", "What its editors say of it.";
    findings: Vec<FindingId> = "findings", "The findings it rests on.";
    good_to_know: Vec<String> = "good-to-know", "What readers should know beside it, one to three points, a sentence each.";
    editor_notes: Vec<String> = "editor-notes", "What a writer must know beyond that, a sentence each.";
    reviewed_by: Option<Reviewer> = "reviewed-by", "Who with clinical training has read the texts.";
    reviewed: Date = "reviewed", "Day its texts were compared with its findings.";
    review_due: Date = "review-due", "From this day on it should be compared again.";
    valid_until: Date = "valid-until", "The last day on which it may be published.";
    asked_as: Vec<String> = "asked-as", "Wordings in which people ask what it answers, for searching.";
    recorded: Date = "recorded", "Day the record was entered.";
    withdrawn: Option<Withdrawal> = "withdrawn", "Why it was taken back.";
} }

/// A blurb that still lacks its texts.
pub(in crate::corpus) struct FrontMatter(Box<dyn FnOnce(Texts) -> Blurb>);

impl FromTable for FrontMatter {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let FrontMatterTable {
            id,
            title,
            topic,
            topics,
            aspect,
            status,
            findings,
            good_to_know,
            editor_notes,
            reviewed_by,
            reviewed,
            review_due,
            valid_until,
            asked_as,
            recorded,
            withdrawn,
        } = FrontMatterTable::from_table(table)?;
        let id: BlurbId = own_id(table, &id)?;
        Some(Self(Box::new(move |texts| Blurb {
            id,
            title,
            topic,
            topics,
            aspect,
            life: LifeCycle { stage: status, reviewed, review_due, valid_until },
            texts,
            findings,
            good_to_know,
            editor_notes,
            reviewed_by,
            asked_as,
            recorded,
            withdrawn,
        })))
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        FrontMatterTable::fields(definitions)
    }
}

table!(FrontMatter);

const FENCE: &str = "+++";

/// The headings, in the order in which they stand.
const HEADINGS: [&str; 3] = ["# Line", "# Short", "# Full"];

/// Where the front matter begins and ends: the first byte below the upper fence, and the first byte of the lower one.
pub(in crate::corpus) fn front_matter(text: &str) -> Option<(usize, usize)> {
    let body = text.strip_prefix(FENCE).filter(|rest| rest.starts_with('\n'))?;
    let end = body.find("\n+++\n").or_else(|| body.strip_suffix("\n+++").map(str::len))?;
    Some((FENCE.len() + 1, FENCE.len() + end + 1))
}

/// Reads a whole file as a blurb.
pub(in crate::corpus) fn read_blurb(file: &FileText) -> Read<Blurb> {
    let nothing = |fault| Read { record: None, faults: vec![fault], references: Vec::new() };
    let Some((begin, end)) = front_matter(file.text()) else {
        let help = "begin the file with a line `+++`, write the fields as TOML, end them with a line `+++`";
        return nothing(file.diagnostic(0, SYNTAX, "there is no front matter".to_owned(), help.to_owned()));
    };
    let (toml, texts_at) = parts(file, begin, end);
    let Read { record, mut faults, references } = read_part::<FrontMatter>(file, &toml);
    let texts = texts(file, texts_at, &mut Vec::new()).map_err(|fault| faults.push(fault)).ok();
    let record = record.zip(texts).map(|(FrontMatter(with), texts)| with(texts));
    Read { record, faults, references }
}

/// The byte offset of each field of a blurb by its path.
pub(in crate::corpus) fn places_of_blurb(file: &FileText) -> Vec<(String, usize)> {
    let Some((begin, end)) = front_matter(file.text()) else { return Vec::new() };
    let (toml, texts_at) = parts(file, begin, end);
    let mut places = places_in::<FrontMatter>(file, &toml);
    // Those before a fault are known all the same.
    let _ = texts(file, texts_at, &mut places);
    places
}

/// The front matter as TOML, and where the texts begin. The fence is blanked out, so that places in the front matter are places in the
/// file.
fn parts(file: &FileText, begin: usize, end: usize) -> (String, usize) {
    (format!("   \n{}", &file.text()[begin..end]), end + FENCE.len())
}

/// The texts below the front matter; their places are noted as `line`, `short` and `full`.
fn texts(file: &FileText, from: usize, places: &mut Vec<(String, usize)>) -> Result<Texts, crate::corpus::Diagnostic> {
    let fault = |offset, message: String, help: &str| file.diagnostic(offset, BLURB_TEXTS, message, help.to_owned());
    let mut found: Vec<(usize, usize, Vec<&str>)> = Vec::new();
    let mut offset = from;
    for line in file.text().get(from..).unwrap_or_default().split_inclusive('\n') {
        let text = line.trim_end();
        if text.starts_with('#') {
            match HEADINGS.get(found.len()) {
                Some(expected) if *expected == text => found.push((offset, offset + line.len(), Vec::new())),
                Some(expected) => {
                    return Err(fault(offset, format!("`{text}` stands here"), &format!("expected `{expected}`")));
                }
                None => {
                    return Err(fault(offset, format!("`{text}` is one heading too many"), "a blurb has three texts"));
                }
            }
        } else if let Some((_, begins, lines)) = found.last_mut() {
            match (text.is_empty(), lines.is_empty()) {
                (true, true) => *begins = offset + line.len(),
                (true, false) => lines.push(""),
                (false, _) => lines.push(text),
            }
        } else if !text.is_empty() {
            return Err(fault(offset, "there is text before the first heading".to_owned(), "begin with `# Line`"));
        }
        offset += line.len();
    }
    if let Some(missing) = HEADINGS.get(found.len()) {
        let help = "a blurb has a line, a short and a full text, each a paragraph under its heading";
        return Err(fault(file.text().len(), format!("`{missing}` is missing"), help));
    }
    let mut texts = Vec::new();
    for ((_, begins, lines), name) in found.iter().zip(["line", "short", "full"]) {
        let paragraph = lines.join("\n");
        let paragraph = paragraph.trim();
        if paragraph.is_empty() {
            return Err(fault(*begins, format!("the {name} text is empty"), "write a paragraph of plain text"));
        }
        if paragraph.contains("\n\n") {
            return Err(fault(*begins, format!("the {name} text has several paragraphs"), "write one"));
        }
        let is_mark = |c: &char| matches!(c, '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#') || is_foreign(*c);
        if let Some(mark) = paragraph.chars().find(is_mark) {
            let message = format!("the {name} text has the character {mark:?}");
            return Err(fault(*begins, message, "write plain text, without marks, links and tags"));
        }
        places.push((name.to_owned(), *begins));
        texts.push(paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    match <[String; 3]>::try_from(texts) {
        Ok([line, short, full]) => Ok(Texts { line, short, full }),
        Err(_) => {
            Err(fault(from, "there are not three texts".to_owned(), "a blurb has a line, a short and a full text"))
        }
    }
}
