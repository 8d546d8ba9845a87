//! `evidence openapi`.

use super::{Outcome, output};

pub(super) fn run() -> anyhow::Result<Outcome> {
    output::data(&crate::api::openapi_json())?;
    Ok(Outcome::Done)
}
