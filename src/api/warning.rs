//! What an answer says of a request that was read in a way its writer may not have meant.

use serde::Serialize;
use utoipa::ToSchema;

/// Something in a request that was read in a way its writer may not have meant.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Warning {
    /// The parameter it is about.
    #[schema(example = "year")]
    pub(super) parameter: &'static str,
    /// What was made of it.
    #[schema(example = "the range ends before it begins, and was read as 2017..2025")]
    pub(super) message: String,
}
