//! `evidence import`: records of other programs, each begun as a draft.

mod explain;

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::{Args, builder::PossibleValuesParser};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{Timestamp, tz::TimeZone};

use super::{Outcome, lint, output};
use crate::{
    app::intake::{Intake, Known, New, Place, Sameness, Verdict},
    citation::exchange::{self, ImportFormat, Imported, Malformed, ReadError},
    corpus::{Corpus, LoadError, Loaded},
    domain::{
        Date, Vocabulary,
        repeated::{one_line, shortened_to},
        source::Bibliography,
        visible::is_hidden,
    },
    files::{Folder, NewFile},
};

#[derive(Args, Debug)]
pub(super) struct Import {
    /// Files to read, packed with gzip or not; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Format of all of them; by default told from the content
    #[arg(long, value_parser = PossibleValuesParser::new(ImportFormat::ALL.iter().map(|format| format.slug())))]
    format: Option<String>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Say of each record which value was read from where, and write nothing
    #[arg(long, conflicts_with_all = ["dry_run", "out"])]
    explain: bool,
    /// As JSON, a record a line
    #[arg(long, requires = "explain")]
    json: bool,
    /// Folder of the records, among which duplicates are looked for
    #[arg(long, value_name = "DIR", default_value = "data", env = "EVIDENCE_DATA")]
    data: PathBuf,
    /// Folder to write to; by default `sources` in the folder of the records
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Most malformed records of one file that are told one by one.
const MAX_TOLD: usize = 100;
/// Drafts that are gathered before they are written: written together, they take a tenth of the time.
const GATHERED: usize = 256;
/// Bytes of the table that are gathered, where many records are there already.
const GATHERED_TABLE: usize = 32 << 10;

/// What has been done so far.
struct Doing {
    intake: Intake,
    today: Date,
    /// Where drafts are written; none for a dry run.
    out: Option<Folder>,
    bar: ProgressBar,
    /// Drafts that are still to be written.
    drafts: Vec<NewFile>,
    /// What is still to be printed of the table: of these drafts, and of records that are there.
    table: String,
    new: usize,
    known: usize,
    malformed: usize,
    failed: Option<anyhow::Error>,
}

pub(super) fn run(arguments: &Import) -> anyhow::Result<Outcome> {
    let Import { files, format, dry_run, explain, json, data, out } = arguments;
    let format = match format {
        Some(slug) => Some(ImportFormat::from_slug(slug)?),
        None => None,
    };
    if *explain {
        return explained(files, format, *json);
    }
    let out = out.clone().unwrap_or_else(|| data.join("sources"));
    let Some(mut doing) = Doing::start(data, &out, *dry_run, "evidence import", bar(files))? else {
        return Ok(Outcome::Faults);
    };
    let mut faults = 0;
    let mut unopened = 0;
    for file in files {
        match open(file) {
            Ok(content) => faults += usize::from(!doing.file(file, content, format)),
            Err(error) => {
                unopened += 1;
                doing.bar.suspend(|| output::complain(&error));
            }
        }
        if doing.failed.is_none() {
            doing.write();
        }
        if let Some(error) = doing.failed.take() {
            return Err(error.context(format!("stopped after {} drafts", doing.new)));
        }
    }
    let Doing { new, known, malformed, bar, .. } = doing;
    bar.finish_and_clear();
    let did = if *dry_run { "would import" } else { "imported" };
    let folder = out.display();
    output::remark(&format!(
        "{did} {new} into {folder} as drafts; {known} are there already; {malformed} are malformed"
    ));
    if unopened > 0 {
        anyhow::bail!("{unopened} of {} files could not be opened", files.len());
    }
    Ok(if faults > 0 || malformed > 0 { Outcome::Faults } else { Outcome::Done })
}

/// Says of the records of all files what was read from where.
fn explained(files: &[PathBuf], format: Option<ImportFormat>, as_json: bool) -> anyhow::Result<Outcome> {
    let (mut good, mut faults, mut unopened) = (0, 0, 0);
    for path in files {
        let shown = shown(path);
        let content = match open(path) {
            Ok(content) => content,
            Err(error) => {
                unopened += 1;
                output::complain(&error);
                continue;
            }
        };
        let explain::Counted { good: read, malformed, ended, unprinted } =
            explain::file(&shown, content, format, as_json);
        if let Some(error) = unprinted {
            return Err(error);
        }
        good += read;
        faults += malformed;
        if malformed > MAX_TOLD {
            output::remark(&format!("{shown}: {} more are malformed", malformed - MAX_TOLD));
        }
        if let Err(error) = ended {
            faults += 1;
            tell_unread(&shown, &error);
        }
    }
    output::remark(&format!("{good} can be imported; nothing was written"));
    if unopened > 0 {
        anyhow::bail!("{unopened} of {} files could not be opened", files.len());
    }
    Ok(if faults > 0 { Outcome::Faults } else { Outcome::Done })
}

/// A file as it is called in messages.
fn shown(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

fn tell_unread(shown: &str, error: &ReadError) {
    let because = std::error::Error::source(error).map(|cause| format!(" ({cause})")).unwrap_or_default();
    output::remark(&format!("{shown}: {error}{because}"));
}

/// Begins drafts from records that were read elsewhere, each with where it comes from.
pub(super) fn begin(data: &Path, records: Vec<(String, Imported)>) -> anyhow::Result<Outcome> {
    let out = data.join("sources");
    let started = Doing::start(data, &out, false, "evidence literature promote", ProgressBar::hidden())?;
    let Some(mut doing) = started else { return Ok(Outcome::Faults) };
    for (origin, imported) in records {
        let about = imported.bibliography.clone();
        let verdict = doing.intake.consider(imported, &format!("the literature, {origin}"), doing.today);
        doing.record(&origin, &about, verdict);
    }
    doing.write();
    match doing.failed.take() {
        Some(error) => Err(error),
        None => {
            let (new, known, folder) = (doing.new, doing.known, out.display());
            output::remark(&format!("began {new} drafts in {folder}; {known} are there already"));
            Ok(Outcome::Done)
        }
    }
}

/// The ids that files in a folder have; none when there is no folder.
fn names_in(folder: &Path) -> anyhow::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", folder.display())),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.with_context(|| format!("cannot read {}", folder.display()))?.file_name();
        names.extend(name.to_string_lossy().strip_suffix(".toml").map(str::to_owned));
    }
    Ok(names)
}

fn open(file: &Path) -> anyhow::Result<Box<dyn Read>> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let opened = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let about = opened.metadata().with_context(|| format!("cannot open {}", file.display()))?;
    anyhow::ensure!(!about.is_dir(), "{} is a folder; name the files in it", file.display());
    Ok(Box::new(opened))
}

/// A bar over the bytes of all files, on a terminal only.
fn bar(files: &[PathBuf]) -> ProgressBar {
    let total = files.iter().filter_map(|file| fs::metadata(file).ok()).map(|about| about.len()).sum();
    let bar = ProgressBar::new(total);
    match ProgressStyle::with_template("importing {bar:30} {bytes}/{total_bytes}") {
        Ok(style) => bar.with_style(style),
        // A template that cannot be read leaves the bar as it comes.
        Err(_) => bar,
    }
}

impl Doing {
    /// Claims the folder and reads what is there; none when the records have faults, which are then on stderr.
    fn start(data: &Path, out: &Path, dry_run: bool, task: &str, bar: ProgressBar) -> anyhow::Result<Option<Self>> {
        // Before the records are read: what another import adds after that would be added again. A folder of records that
        // is not there is not made; reading it says so.
        let claimed = if dry_run || !data.is_dir() { None } else { Some(Folder::claim(out, task)?) };
        let loaded = match Corpus::load(data) {
            Ok(loaded) => Some(loaded),
            // The first records of somebody's own.
            Err(LoadError::Empty { .. }) => None,
            Err(LoadError::Faults(faults)) => {
                output::remark(&lint::text(data, &faults));
                output::remark("nothing was imported: duplicates are found among records without faults only");
                return Ok(None);
            }
            Err(other) => return Err(other.into()),
        };
        let written: Vec<String> = names_in(out)?;
        let (corpus, drafts) = match &loaded {
            Some(Loaded { corpus, drafts, warnings: _ }) => (Some(corpus), drafts.as_slice()),
            None => (None, [].as_slice()),
        };
        Ok(Some(Self {
            intake: Intake::new(corpus, drafts, written.iter().map(String::as_str)),
            today: Timestamp::now().to_zoned(TimeZone::UTC).date(),
            out: claimed,
            bar,
            drafts: Vec::new(),
            table: String::new(),
            new: 0,
            known: 0,
            malformed: 0,
            failed: None,
        }))
    }

    /// Reads one file. False when it has faults.
    fn file(&mut self, path: &Path, content: impl Read, format: Option<ImportFormat>) -> bool {
        let shown = shown(path);
        // The record says the name of the file: where it lay is nobody's business later.
        let origin = match path.file_name() {
            Some(name) if path != Path::new("-") => named(&name.to_string_lossy()),
            _ => "standard input".to_owned(),
        };
        let content = self.bar.wrap_read(content);
        let mut told = 0;
        let read = exchange::read(content, format, &mut |outcome| {
            if self.failed.is_some() {
                return;
            }
            match outcome {
                Ok(imported) => {
                    let (line, title) = (imported.line, imported.bibliography.clone());
                    let verdict = self.intake.consider(imported, &origin, self.today);
                    self.record(&format!("{shown}:{line}"), &title, verdict);
                }
                Err(Malformed { line, message }) => {
                    self.malformed += 1;
                    told += 1;
                    if told <= MAX_TOLD {
                        self.bar.suspend(|| output::remark(&format!("{shown}:{line}: not imported: {message}")));
                    }
                }
            }
        });
        if told > MAX_TOLD {
            self.bar.suspend(|| output::remark(&format!("{shown}: {} more are malformed", told - MAX_TOLD)));
        }
        match read {
            Ok(_) => true,
            Err(error) => {
                self.bar.suspend(|| tell_unread(&shown, &error));
                false
            }
        }
    }

    fn record(&mut self, place: &str, about: &Bibliography, verdict: Verdict) {
        let title = shortened_to(&about.title, TITLE_CHARS);
        match verdict {
            Verdict::New(new) => {
                self.drafts.push(NewFile { name: format!("{}.toml", new.draft.id), content: new.file() });
                let New { draft, notes } = *new;
                // Writing to a string does not fail.
                let _ = writeln!(self.table, "new    {:<32} {place}: {title}", draft.id.as_str());
                for note in notes {
                    let _ = writeln!(self.table, "       {note}");
                }
            }
            Verdict::Known(Known { id, place: held, by }) => {
                self.known += 1;
                let by = match by {
                    Sameness::Identifier(identifier) => identifier.to_string(),
                    Sameness::Title => "same title and year".to_owned(),
                };
                let held = match held {
                    Place::Source => String::new(),
                    Place::Draft => ", a draft".to_owned(),
                    Place::Now { origin, line } => format!(", from {origin}:{line}"),
                };
                let _ = writeln!(self.table, "known  {:<32} {place}: {title} ({by}{held})", id.as_str());
            }
        }
        if self.drafts.len() >= GATHERED || self.table.len() >= GATHERED_TABLE {
            self.write();
        }
    }

    /// Writes the drafts that were gathered, then says so.
    fn write(&mut self) {
        let drafts = std::mem::take(&mut self.drafts);
        let table = std::mem::take(&mut self.table);
        if let Some(out) = &self.out
            && let Err(error) = out.add(&drafts)
        {
            self.failed = Some(error.into());
            return;
        }
        self.new += drafts.len();
        self.failed = self.bar.suspend(|| output::text(&table)).err();
    }
}

/// The begin of a title that a line has room for.
const TITLE_CHARS: usize = 70;

/// The name of a file as a record may hold it.
fn named(name: &str) -> String {
    let written: String = name.chars().filter(|c| !is_hidden(*c)).collect();
    one_line(&written)
}
