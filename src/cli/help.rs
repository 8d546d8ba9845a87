//! What stands below the options of each command: examples, and the exit codes it has.

macro_rules! help {
    ($( $(#[doc = $doc:literal])+ $NAME:ident { $( $example:literal => $does:literal; )* } { $one:literal ; $two:literal } )+) => { $(
        $(#[doc = $doc])+
        pub(super) const $NAME: &str = concat!(
            "Examples:\n",
            $( "  ", $example, "\n      ", $does, "\n", )*
            "\nExit codes:\n  0  done\n  1  ", $one, "\n  2  ", $two,
        );
    )+ };
}

help! {
    /// Of the program.
    PROGRAM {
        "evidence --watch" => "serve the records in `data`, and load them again when one changes";
        "evidence search does it help" => "search in the terminal";
        "evidence check draft.md" => "say what in a text the evidence does not say";
        "evidence init mine" => "begin a collection of your own";
    } {
        "the records have faults, or what was asked for is not there: `evidence COMMAND --help` says which";
        "it could not be done: wrong arguments, a folder that cannot be read, a port in use"
    }
    /// Of `serve`.
    SERVE {
        "evidence serve --listen 127.0.0.1:9000" => "serve on another port";
        "evidence serve --data mine --public-url https://evidence.example.org" => "serve another collection behind a proxy";
    } {
        "the records have faults, and nothing was served";
        "it could not be served: wrong arguments, a folder that cannot be read, a port in use"
    }
    /// Of `index`.
    INDEX {
        "evidence index" => "build `index` from `data`, if it does not fit";
    } {
        "the records have faults, and nothing was built";
        "it could not be built: wrong arguments, a folder that cannot be read or written"
    }
    /// Of `lint`.
    LINT {
        "evidence lint" => "list the faults of all records, each with its line";
        "evidence lint --format json" => "the same for programs";
    } {
        "a record has a fault; warnings alone are none";
        "the records could not be read: wrong arguments, a folder that is not there"
    }
    /// Of `fmt`.
    FMT {
        "evidence fmt" => "lay all record files out";
        "evidence fmt --check" => "write nothing, and list what would change";
        "evidence fmt --upgrade" => "carry an older collection over to the newest format";
    } {
        "with --check, a file would change; or a file cannot be laid out";
        "it could not be done: wrong arguments, a file that cannot be read or written"
    }
    /// Of `verify`.
    VERIFY {
        "evidence verify" => "say how many values were read where";
        "evidence verify --unverified" => "list every value that nobody has verified";
        "evidence verify --notices retractions.csv" => "look the sources up in a list of notices";
    } {
        "a check fails, or a source has a notice that its record does not know";
        "it could not be checked: wrong arguments, a file that cannot be read"
    }
    /// Of `due`.
    DUE {
        "evidence due" => "what lapses or waits for a review within 90 days";
        "evidence due --within 0" => "what is over today";
    } {
        "the records have faults";
        "the records could not be read: wrong arguments, a folder that is not there"
    }
    /// Of `gaps`.
    GAPS {
        "evidence gaps" => "topics without records";
        "evidence gaps counts.json" => "what people looked for and did not find";
    } {
        "the records have faults";
        "it could not be told: wrong arguments, a file that is none of counts"
    }
    /// Of `init`.
    INIT {
        "evidence init mine" => "begin a collection in the folder `mine`";
    } {
        "never";
        "it could not be begun: wrong arguments, a folder that holds something already"
    }
    /// Of `new`.
    NEW {
        "evidence new source nobody-2020" => "begin a publication with one finding";
        "evidence new topic knee-pain --print" => "print a concept instead of writing it";
    } {
        "never";
        "it could not be begun: wrong arguments, a record of this name that is there"
    }
    /// Of `diff`.
    DIFF {
        "evidence diff HEAD~3" => "what changed for readers since three commits ago";
        "evidence diff v1 --format toml" => "the same as entries for data/changes";
    } {
        "the records have faults, now or then";
        "it could not be compared: wrong arguments, no such revision, no repository"
    }
    /// Of `export`.
    EXPORT {
        "evidence export > sources.ris" => "all sources for a reference manager";
        "evidence export --format csv --design rct --year 2017.. --out trials.csv" => "trials since 2017 as a table";
        "evidence export acp-2017 pmid:40938602 --format bibtex" => "these two";
    } {
        "the records have faults";
        "it could not be exported: wrong arguments, a source that is not there, a file that cannot be written"
    }
    /// Of `import`.
    IMPORT {
        "evidence import library.ris" => "say which publications are here, and begin drafts of the others";
        "evidence import --dry-run pubmed.nbib" => "write nothing";
    } {
        "a file or a record in it has a fault; what could be read was done";
        "it could not be imported: wrong arguments, a file that cannot be read"
    }
    /// Of `literature add`, `notices` and `promote`.
    LITERATURE {
        "evidence literature add pubmed25n0001.xml.gz" => "load a file of PubMed";
        "evidence literature notices retractions.csv" => "keep the notices of a list beside the records";
        "evidence literature status" => "say what is loaded";
        "evidence literature verify" => "check every byte of the index";
        "evidence literature remove pmid:12345678" => "remove a record";
    } {
        "a file was refused, a record or the literature is not there, or it is damaged";
        "it could not be done: wrong arguments, a file that cannot be read, a folder that cannot be written"
    }
    /// Of `search`.
    SEARCH {
        "evidence search \"the 800-person trial\"" => "what is found with a word of it is listed, too";
        "evidence search sham --kind finding --certainty grade:low --year 2017..2025" => "filters as those of GET /v1/search";
        "evidence search --author Nemo --sort newest" => "everything of an author, newest first";
        "evidence search sham --json" => "the answer of GET /v1/search";
    } {
        "the records have faults; finding nothing is no fault";
        "it could not be searched: wrong arguments or filters, a folder that cannot be read"
    }
    /// Of `cite`.
    CITE {
        "evidence cite acp-2017 --style vancouver" => "a reference";
        "evidence cite --text draft.md" => "the list of references that a text with [@acp-2017] needs";
        "evidence cite --list-styles" => "the styles there are";
    } {
        "something that is cited is not there, or an item has a fault; the rest was printed";
        "it could not be cited: wrong arguments, a file that cannot be read"
    }
    /// Of `check`.
    CHECK {
        "evidence check draft.md" => "say what in a draft the evidence does not say";
        "evidence check --fail-on warning 'pages/**/*.md'" => "fail on warnings, over many files";
        "evidence check --references list.txt" => "hold a list of references against the records";
    } {
        "hits that fail the check (see --fail-on), or the records have faults";
        "it could not be checked: wrong arguments, a file that cannot be read or is too long"
    }
    /// Of `read`.
    READ {
        "evidence read 'In 8,270 adults, 62% improved.'" => "the sentences of a text, and the numbers in them";
    } {
        "never";
        "it could not be read: wrong arguments, an input that is no text"
    }
    /// Of `show`.
    SHOW {
        "evidence show acp-2017" => "a source with its findings";
        "evidence show pmid:40938602" => "the source with this identifier";
    } {
        "the records have faults, or there is no such record";
        "it could not be shown: wrong arguments, a folder that cannot be read"
    }
    /// Of `openapi`.
    OPENAPI {
        "evidence openapi > openapi.json" => "the document of the API";
        "evidence openapi --spec 3.0" => "the same for generators that read no OpenAPI 3.1";
    } {
        "never";
        "it could not be printed: wrong arguments"
    }
    /// Of `schemas`.
    SCHEMAS {
        "evidence schemas --write data/schema" => "write the JSON Schemas of the record files";
    } {
        "never";
        "they could not be written: wrong arguments, a folder that cannot be written"
    }
    /// Of `completions`.
    COMPLETIONS {
        "evidence completions bash > ~/.local/share/bash-completion/completions/evidence" => "complete commands in bash";
    } {
        "never";
        "they could not be printed: wrong arguments"
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use crate::cli::Cli;

    /// The words of an example as a shell reads them, up to where its output goes.
    fn words(example: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut quote = None;
        for c in example.split(" > ").next().unwrap().chars() {
            match (quote, c) {
                (None, '\'' | '"') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                (None, ' ') => words.push(String::new()),
                (_, c) => words.last_mut().unwrap().push(c),
            }
        }
        words
    }

    #[test]
    fn every_command_has_examples_that_it_takes_and_its_exit_codes() {
        let whole = Cli::command();
        for command in whole.get_subcommands().chain([&whole]) {
            let help = command.get_after_help().unwrap_or_else(|| panic!("{}", command.get_name())).to_string();
            assert!(help.contains("Exit codes:\n  0  done\n  1  "), "{help}");
            let examples: Vec<_> = help.lines().filter_map(|line| line.strip_prefix("  evidence ")).collect();
            assert!(!examples.is_empty(), "{}", command.get_name());
            for example in examples {
                let typed = words(&format!("evidence {example}"));
                assert!(Cli::try_parse_from(&typed).is_ok(), "{example}: {:?}", Cli::try_parse_from(&typed).err());
                let is_its_own = command.get_name() == "evidence" || typed[1] == command.get_name();
                assert!(is_its_own, "{example} stands with {}", command.get_name());
            }
        }
    }
}
