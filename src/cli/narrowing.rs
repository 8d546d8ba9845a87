//! The filters of `GET /v1/search` and `/v1/export` as options: one for each, with the same values.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::{
    domain::Vocabulary,
    search::{Expansion, Facet, Matching, NameField, NumberField, Sort},
};

/// What was asked for, as parameters of the API.
#[derive(Clone, Debug, Default)]
pub(super) struct Narrowing {
    pub(super) pairs: Vec<(&'static str, String)>,
}

/// A parameter with what it is called here, and what it is.
struct Filter {
    parameter: &'static str,
    option: &'static str,
    value: &'static str,
    help: String,
}

fn slugs<T: Vocabulary>() -> String {
    T::ALL.iter().map(|word| word.slug()).collect::<Vec<_>>().join(", ")
}

fn filters() -> Vec<Filter> {
    let filter = |parameter: &'static str, value, help: String| {
        // Options are written with hyphens.
        let option = match parameter {
            "editorial_status" => "editorial-status",
            "age_min" => "age-min",
            "as_of" => "as-of",
            other => other,
        };
        Filter { parameter, option, value, help }
    };
    let facets = Facet::ALL.iter().map(|facet| {
        filter(facet.slug(), "VALUE", format!("{}: values with commas for or; several times for and", facet.label()))
    });
    let numbers = NumberField::ALL
        .iter()
        .map(|field| filter(field.slug(), "RANGE", format!("{}: `10..20`, `10..`, `..20` or `10`", field.label())));
    let names = NameField::ALL.iter().map(|field| {
        filter(field.slug(), "TEXT", format!("{} of the publication; several times for or", field.label()))
    });
    let others = [
        ("sort", "ORDER", format!("Order: {}", slugs::<Sort>())),
        ("match", "WAY", format!("How many of the words: {}", slugs::<Matching>())),
        ("expand", "WAY", format!("What else is looked for: {}", slugs::<Expansion>())),
        ("as_of", "DATE", "The day for which it is told what still holds; today in UTC by default".to_owned()),
    ];
    let others = others.map(|(parameter, value, help)| filter(parameter, value, help));
    facets.chain(numbers).chain(names).chain(others).collect()
}

impl Args for Narrowing {
    fn augment_args(command: Command) -> Command {
        let option = |Filter { parameter, option, value, help }: Filter| {
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
