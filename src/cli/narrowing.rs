//! The filters of `GET /v1/search` and `/v1/export` as options: one for each, with the same values.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::{
    app::{self, parameter},
    domain::Vocabulary,
    search::{Expansion, Matching, Sort},
};

/// What was asked for, as parameters of the API.
#[derive(Clone, Debug, Default)]
pub(super) struct Narrowing {
    pub(super) pairs: Vec<(&'static str, String)>,
}

/// A parameter with what it is called here, and what it is.
struct FilterOption {
    parameter: &'static str,
    option: &'static str,
    value: &'static str,
    help: String,
}

fn slugs<T: Vocabulary>() -> String {
    T::ALL.iter().map(|word| word.slug()).collect::<Vec<_>>().join(", ")
}

fn filters() -> Vec<FilterOption> {
    let filter = |parameter: &'static str, value, help: String| {
        // Options are written with hyphens.
        let option = match parameter {
            "editorial_status" => "editorial-status",
            "age_min" => "age-min",
            "as_of" => "as-of",
            other => other,
        };
        FilterOption { parameter, option, value, help }
    };
    let of_records = app::Filter::all().map(|of_records| {
        let label = of_records.label();
        let (value, help) = match of_records {
            app::Filter::Facet(_) => ("VALUE", format!("{label}: values with commas for or; several times for and")),
            app::Filter::Number(_) => ("RANGE", format!("{label}: `10..20`, `10..`, `..20` or `10`")),
            app::Filter::Name(_) => ("TEXT", format!("{label} of the publication; several times for or")),
        };
        filter(of_records.name(), value, help)
    });
    let others = [
        (parameter::SORT, "ORDER", format!("Order: {}", slugs::<Sort>())),
        (parameter::MATCHING, "WAY", format!("How many of the words: {}", slugs::<Matching>())),
        (parameter::EXPANSION, "WAY", format!("What else is looked for: {}", slugs::<Expansion>())),
        (parameter::DAY, "DATE", "The day for which it is told what still holds; today in UTC by default".to_owned()),
    ];
    let others = others.map(|(parameter, value, help)| filter(parameter, value, help));
    of_records.chain(others).collect()
}

impl Args for Narrowing {
    fn augment_args(command: Command) -> Command {
        let option = |FilterOption { parameter, option, value, help }: FilterOption| {
            let argument = Arg::new(parameter).long(option).value_name(value).help(help).action(ArgAction::Append);
            let argument = if option == parameter { argument } else { argument.alias(parameter) };
            argument.help_heading("Filters, as those of GET /v1/search")
        };
        filters().into_iter().map(option).fold(command, Command::arg)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Narrowing {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |parameter: &'static str| {
            let values = matches.get_many::<String>(parameter).into_iter().flatten();
            values.map(move |value| (parameter, value.clone()))
        };
        Ok(Self { pairs: filters().into_iter().flat_map(|filter| given(filter.parameter)).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
