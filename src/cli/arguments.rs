//! Options before a subcommand: `evidence --data mine search needles` is `evidence search needles --data mine`.

use std::ffi::OsString;

use clap::{ArgAction, Command};

/// The arguments with the options that stand before a subcommand behind it, where the parser knows them. Arguments without a
/// subcommand, or with an option that nobody knows, stay as they are.
pub(super) fn behind_subcommand(whole: &Command, arguments: Vec<OsString>) -> Vec<OsString> {
    let mut rest = arguments.iter();
    let Some(program) = rest.next() else { return arguments };
    let (mut subcommands, mut options) = (Vec::new(), Vec::new());
    let mut command = whole;
    while let Some(next) = rest.next() {
        if let Some(subcommand) = next.to_str().and_then(|name| command.find_subcommand(name)) {
            subcommands.push(next.clone());
            command = subcommand;
            if !command.has_subcommands() {
                break;
            }
            continue;
        }
        let Some(takes_value) = next.to_str().and_then(|text| known_option(whole, text)) else { return arguments };
        options.push(next.clone());
        if takes_value {
            let Some(value) = rest.next() else { return arguments };
            options.push(value.clone());
        }
    }
    if subcommands.is_empty() {
        return arguments;
    }
    let behind = rest.cloned();
    // Before what follows, because behind `--` nothing is an option.
    std::iter::once(program.clone()).chain(subcommands).chain(options).chain(behind).collect()
}

/// Whether the option takes the argument behind it; none for what is no long option of the program, and for `--help`.
fn known_option(whole: &Command, text: &str) -> Option<bool> {
    let name = text.strip_prefix("--")?;
    let (name, has_value) = name.split_once('=').map_or((name, false), |(name, _)| (name, true));
    let option = whole.get_arguments().find(|argument| argument.get_long() == Some(name))?;
    let action = option.get_action();
    let is_answered_at_once =
        matches!(action, ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version);
    (!is_answered_at_once).then(|| action.takes_values() && !has_value)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn moved(text: &str) -> String {
        let mut whole = Cli::command();
        whole.build();
        let arguments = text.split(' ').map(OsString::from).collect();
        let moved = behind_subcommand(&whole, arguments);
        moved.iter().map(|argument| argument.to_str().unwrap()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn options_before_a_subcommand_go_behind_it() {
        let check = |typed: &str, expected: &str| assert_eq!(moved(typed), expected);
        check("evidence --data mine search needles", "evidence search --data mine needles");
        check("evidence --data=mine --watch serve --cache 0", "evidence serve --data=mine --watch --cache 0");
        check("evidence --index i literature --data d add f", "evidence literature add --index i --data d f");
        for as_it_is in [
            "evidence",
            "evidence --watch",
            "evidence --help search",
            "evidence search --data mine",
            "evidence --data search",
            "evidence --imagined mine search",
        ] {
            check(as_it_is, as_it_is);
        }
    }
}
