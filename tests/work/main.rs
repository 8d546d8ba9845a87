//! How much work the program does, in processor time: never more than in proportion to what it is sent, and to what it holds.
//!
//! A binary of its own, so that nothing else shares its processor time. No test looks at a clock on the wall.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod beside;
mod commands;
mod doors;
mod files;
mod growth;
mod routes;
mod shapes;
mod support;
mod texts;
