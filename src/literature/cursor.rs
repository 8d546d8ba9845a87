//! Where a page of records ends: a key, and never a number of records, which what is loaded meanwhile would shift.

use std::{fmt, str::FromStr};

/// Where a page ended: the key of its last record. Printed as 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub(super) key: u64,
    pub(super) id: u64,
}

/// Why a text is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a cursor is the one that the page before gave as `next_cursor`")]
pub struct CursorError;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:016x}", self.key, self.id)
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let is_hex = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (key, id) = text.split_at_checked(16).filter(|_| is_hex).ok_or(CursorError)?;
        let number = |digits| u64::from_str_radix(digits, 16).map_err(|_| CursorError);
        Ok(Self { key: number(key)?, id: number(id)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back() {
        let cursor = Cursor { key: 7 << 40, id: 12 };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for wrong in ["", "x", "0123456789abcdef0123456789abcdeg", "ü123456789abcdef0123456789abcdef"] {
            assert_eq!(wrong.parse::<Cursor>(), Err(CursorError), "{wrong}");
        }
    }
}
