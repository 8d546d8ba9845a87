//! What the project promises, tried on the program itself: one binary, a file a promise.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod library;
mod support;
mod work;

mod access_log;
mod bibliography;
mod caching;
mod canonical;
mod check;
mod citations;
mod cli;
mod connections;
mod curator;
mod data;
mod docs;
mod draft;
mod embed;
mod endnote_xml;
mod exchange;
mod explain;
mod exports;
mod foreign;
mod foreign_kinds;
mod fuzz;
mod graph;
mod guides;
mod hostile;
mod hosts;
mod import;
mod index;
mod layering;
mod lint;
mod literature;
mod markdown;
mod metamorphic;
mod named;
mod naughty;
mod nesting;
mod pages;
mod problems;
mod provenance;
mod reference;
mod references;
mod relevance;
mod reload;
mod scope;
mod search;
mod second_collection;
mod shutdown;
mod text;
mod upgrade;
mod writers;
