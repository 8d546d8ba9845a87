//! Methods of HTTP, as far as the service tells them apart, and those that an address answers to.

use actix_web::http::{Method, header::HeaderValue};

/// What can be done at an address. Nothing over HTTP changes the data: a POST asks a question too long for an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Methods {
    /// It is read with GET and HEAD.
    pub reads: bool,
    /// It answers to a body.
    pub posts: bool,
}

impl Methods {
    /// What is only read.
    pub const READS: Self = Self { reads: true, posts: false };

    /// The names of the methods, OPTIONS among them.
    pub fn names(self) -> &'static [&'static str] {
        match (self.reads, self.posts) {
            (true, true) => &["GET", "HEAD", "POST", "OPTIONS"],
            (true, false) => &["GET", "HEAD", "OPTIONS"],
            (false, true) => &["POST", "OPTIONS"],
            (false, false) => &["OPTIONS"],
        }
    }

    /// [`Methods::names`] as the value of `Allow`.
    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::from_static(match (self.reads, self.posts) {
            (true, true) => "GET, HEAD, POST, OPTIONS",
            (true, false) => "GET, HEAD, OPTIONS",
            (false, true) => "POST, OPTIONS",
            (false, false) => "OPTIONS",
        })
    }

    /// Whether a request with this method belongs here. HEAD arrives as GET.
    pub fn has(self, method: &Method) -> bool {
        match Verb::of(method) {
            Verb::Get | Verb::Head => self.reads,
            Verb::Post => self.posts,
            Verb::Options => true,
            Verb::Put | Verb::Patch | Verb::Delete | Verb::Other => false,
        }
    }
}

/// A method, as far as the service tells methods apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// GET.
    Get,
    /// HEAD.
    Head,
    /// OPTIONS.
    Options,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// PATCH.
    Patch,
    /// DELETE.
    Delete,
    /// Any other. One word for all of them, so that no client can make up labels for the metrics.
    Other,
}

impl Verb {
    /// Which of them a method is.
    pub fn of(method: &Method) -> Self {
        match *method {
            Method::GET => Self::Get,
            Method::HEAD => Self::Head,
            Method::OPTIONS => Self::Options,
            Method::POST => Self::Post,
            Method::PUT => Self::Put,
            Method::PATCH => Self::Patch,
            Method::DELETE => Self::Delete,
            _ => Self::Other,
        }
    }

    /// Its name in logs and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Other => "other",
        }
    }

    /// Whether it asks for a representation.
    pub fn reads(self) -> bool {
        match self {
            Self::Get | Self::Head => true,
            Self::Options | Self::Post | Self::Put | Self::Patch | Self::Delete | Self::Other => false,
        }
    }
}
