//! The evidence and citation reference API: checked findings of research, searched, cited and compared with drafts.

pub mod app;
pub mod corpus;
pub mod domain;
pub mod search;
