//! `evidence openapi`.

use clap::{Args, ValueEnum};

use super::{Outcome, output};
use crate::api;

#[derive(Args, Debug)]
pub(super) struct Openapi {
    /// Version of the format
    #[arg(long, value_enum, default_value_t = Spec::Current)]
    spec: Spec,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Spec {
    /// OpenAPI 3.1.
    #[value(name = "3.1")]
    Current,
    /// OpenAPI 3.0.3, for generators that read no later version.
    #[value(name = "3.0")]
    Older,
}

pub(super) fn run(arguments: &Openapi) -> anyhow::Result<Outcome> {
    let text = match arguments.spec {
        Spec::Current => api::openapi_json(),
        Spec::Older => api::older_openapi_json(),
    };
    output::data(&text)?;
    Ok(Outcome::Done)
}
