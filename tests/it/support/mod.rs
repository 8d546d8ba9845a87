//! A service to ask, a program to run, and data to serve.

mod cli;
mod client;
mod fixture;
mod program;
mod service;

pub(crate) use cli::{Ended, cli};
pub(crate) use client::{Answer, Client};
pub(crate) use fixture::{Fixture, GUIDELINE};
pub(crate) use program::Program;
pub(crate) use service::Service;
