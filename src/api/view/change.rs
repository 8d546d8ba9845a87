//! A change as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::href;
use crate::domain::{Change, ChangeKind, Date, RecordKind};

/// One change of one record: entered, corrected, or overtaken by the calendar.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub(crate) struct ChangeView {
    /// The day.
    #[schema(value_type = String, format = Date, example = "2022-04-04")]
    on: Date,
    /// How the record changed.
    kind: ChangeKind,
    /// Kind of the record.
    record: RecordKind,
    /// Its id.
    #[schema(example = "acp-2017")]
    id: String,
    /// Its address.
    #[schema(example = "/v1/sources/acp-2017")]
    href: String,
    /// JSON pointer to the value that changed; null when the record changed as a whole.
    #[schema(example = "/status/currency/state")]
    field: Option<String>,
    /// The value before; null when there was none.
    #[schema(example = "current")]
    before: Option<String>,
    /// The value after; null when there is none any more.
    #[schema(example = "lapsed")]
    after: Option<String>,
    /// Why, in our words; null when the change says it all.
    why: Option<String>,
}

impl From<Change> for ChangeView {
    fn from(Change { on, kind, record, id, field, before, after, why }: Change) -> Self {
        let href = href(record, &id);
        Self { on, kind, record, id, href, field, before, after, why }
    }
}
