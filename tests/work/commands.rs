//! The commands that take text, run as they are: what they print, too, is never more than some four times the work for four
//! times the text.
//!
//! A process costs more than most texts, so each command is tried on a few shapes only; what it shares with the service and
//! with reading files is tried on all of them in `texts.rs`.

use std::{fs, time::Duration};

use crate::{
    growth::{FACTOR, Growth, MOST},
    shapes::{SHAPES, Shape},
    support::{Collection, collection::known, run},
};

/// Shapes whose reports are long, and those that once were too much.
const TRIED: [&str; 4] = ["claims, a line each", "ampersands", "unknown markers", "closing brackets"];

/// Sources of the collection: a process reads them each time.
const SOURCES: usize = 2;
/// Work that nobody has to wait for; below some hundredths of a second, the time of a process that has ended says little.
const FLOOR: Duration = Duration::from_millis(200);
/// The median of how many runs on next to nothing is what a run costs by itself.
const STARTS: usize = 5;

/// A command, how many bytes it is given at most, and where: on standard input, in a file of this ending, or as an argument.
struct Command {
    arguments: &'static [&'static str],
    bytes: usize,
    place: Place,
}

enum Place {
    Input,
    File(&'static str),
    Argument,
}

const fn command(arguments: &'static [&'static str], bytes: usize, place: Place) -> Command {
    Command { arguments, bytes, place }
}

const COMMANDS: &[Command] = &[
    command(&["check"], 64_000, Place::File("txt")),
    command(&["check", "--format", "json"], 64_000, Place::File("md")),
    command(&["check", "--format", "sarif"], 64_000, Place::File("html")),
    command(&["check", "--format", "github"], 64_000, Place::File("txt")),
    command(&["check", "--format", "html"], 64_000, Place::File("txt")),
    command(&["cite", "--text", "-"], 64_000, Place::Input),
    command(&["cite", "--text", "-", "--input", "markdown", "--format", "json"], 64_000, Place::Input),
    command(&["cite", "--text", "-", "--input", "html", "--format", "html"], 64_000, Place::Input),
    command(&["cite"], 64_000, Place::Argument),
    command(&["search"], 64_000, Place::Argument),
];

#[test]
fn four_times_the_text_is_not_more_than_six_times_the_work_of_a_command() {
    let collection = Collection::of(SOURCES);
    let folders = collection.folders();
    let mut faults = Vec::new();
    for command in COMMANDS {
        for name in TRIED {
            let shape = SHAPES.iter().find(|shape| shape.name == name).unwrap();
            if let Err(fault) = grows(&collection, &folders, command, shape) {
                faults.push(format!("evidence {}: {name}: {fault}", command.arguments.join(" ")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn grows(collection: &Collection, folders: &[String], command: &Command, shape: &Shape) -> Result<(), String> {
    let time = |bytes: usize| {
        let text = shape.text(bytes, &known());
        let mut arguments = command.arguments.to_vec();
        arguments.extend(folders.iter().map(String::as_str));
        match command.place {
            Place::Input => run(&arguments, Some(&text)),
            Place::Argument => {
                arguments.extend(["--", &text]);
                run(&arguments, None)
            }
            Place::File(ending) => {
                let file = collection.data().join(format!("../draft.{ending}"));
                fs::write(&file, &text).map_err(|error| error.to_string())?;
                arguments.push(file.to_str().ok_or("a folder without a name")?);
                run(&arguments, None)
            }
        }
    };
    // What every run costs is no part of the growth. The times of processes come in hundredths of a second: one that was slow
    // to start must not make the shorter text look like none.
    let mut starts = (0..STARTS).map(|_| time(1)).collect::<Result<Vec<_>, _>>()?;
    starts.sort_unstable();
    let start = starts[STARTS / 2];
    let beyond = |bytes: usize| time(bytes).map(|took| took.saturating_sub(start));
    let compare = |less: usize, more: usize| Growth::measure(MOST, || Ok::<_, String>((beyond(less)?, beyond(more)?)));
    let (less, more) = (command.bytes / FACTOR, command.bytes);
    if beyond(more)? <= FLOOR {
        return Ok(());
    }
    let growth = compare(less, more)?;
    // A step in between is no growth: what looks like it must go on with a text four times as long, or as short where an
    // argument cannot be longer.
    let is_linear = |growth: &Growth| growth.ratio() <= MOST;
    let goes_on = || match command.place {
        Place::Argument => compare(less / FACTOR, less),
        Place::Input | Place::File(_) => compare(more, more * FACTOR),
    };
    if is_linear(&growth) || is_linear(&goes_on()?) {
        Ok(())
    } else {
        Err(format!("{less} → {more} bytes: {growth}"))
    }
}
