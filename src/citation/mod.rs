//! References: how a publication is cited, in the words of the Citation Style Language (CSL), and how it is handed on to
//! other programs.
//!
//! Knows the domain and nothing above it. The only module that names hayagriva.

pub mod csl;
mod date;
pub mod draft;
mod engine;
mod engine_quirks;
pub mod exchange;
pub mod locale;
pub mod markers;
mod markup;
pub mod render;
pub mod rich;
pub mod style;
mod title_case;
pub mod work;
