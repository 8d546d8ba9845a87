//! The evidence and citation reference API: checked findings of research, searched, cited and compared with drafts.

pub mod api;
pub mod app;
pub mod check;
pub mod citation;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod domain;
pub mod embed;
pub mod files;
pub mod http;
pub mod literature;
pub mod references;
pub mod search;
pub mod server;
pub mod telemetry;
pub mod text;
pub mod web;
