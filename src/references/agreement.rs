//! Whether a part of a reference agrees with the record.

/// How one part stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Agreement {
    /// One of the two does not say it.
    #[default]
    Unsaid,
    /// Both say the same.
    Same,
    /// The reference says `said` where the record says `on_record`.
    Other { said: String, on_record: String },
}

impl Agreement {
    pub(super) fn of(is_same: bool, said: &str, on_record: &str) -> Self {
        if is_same { Self::Same } else { Self::Other { said: said.to_owned(), on_record: on_record.to_owned() } }
    }

    pub(super) fn is_same(&self) -> bool {
        *self == Self::Same
    }

    pub(super) fn is_other(&self) -> bool {
        matches!(self, Self::Other { .. })
    }
}
