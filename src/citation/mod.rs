//! References: how a publication is cited, in the words of the Citation Style Language (CSL).
//!
//! Knows the domain and nothing above it. The only module that names hayagriva.

pub mod csl;
