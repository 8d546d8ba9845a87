//! What every page of a record says of itself: its whole address, the same as JSON, and the day it speaks of.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder, dev::Payload, http::header::LINK};

use crate::{
    domain::{Date, date::written_day, repeated::shortened},
    http::{cache::query_pairs, origin::Origin, problem::Problem, served::RequestContext},
};

/// The page of a record, as it was asked for.
pub(super) struct Frame {
    /// Where the service is reached.
    pub(super) origin: Origin,
    /// The whole address of the page, without a query: what search engines and references are to name.
    pub(super) canonical: String,
    /// The record as JSON, on the same day.
    pub(super) twin: String,
    /// The day currency and life cycles are looked at.
    pub(super) as_of: Date,
    /// What to say about that day; none when nothing was asked and it is today.
    pub(super) notice: Option<String>,
    /// The way back to today.
    pub(super) undated: Option<String>,
}

impl FromRequest for Frame {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let context = RequestContext::from_request(request, payload).into_inner();
        let origin = Origin::from_request(request, payload).into_inner();
        ready(context.and_then(|context| Ok(Self::of(request, origin?, context.today))))
    }
}

impl Frame {
    /// Reads `?as_of=2020-01-01`. A day that is none is said, and today is shown: an address is not lost on a slip.
    fn of(request: &HttpRequest, origin: Origin, today: Date) -> Self {
        let path = request.path();
        let asked = query_pairs(request).into_iter().find(|(name, value)| name == "as_of" && !value.is_empty());
        let asked = asked.map(|(_, value)| value);
        let day = asked.as_deref().and_then(written_day).filter(|day| *day != today);
        let as_of = day.unwrap_or(today);
        let notice = match (&asked, day) {
            (Some(_), Some(day)) => Some(format!(
                "As of {day}: whether publications held and texts could be published on that day. \
                 The records are those of today."
            )),
            (Some(asked), None) if written_day(asked).is_none() => Some(format!(
                "“{}” is no day of the calendar, so this is the page of today. A day is written like {today}.",
                shortened(asked)
            )),
            (Some(_) | None, _) => None,
        };
        let dated = day.map(|day| format!("?as_of={day}")).unwrap_or_default();
        Self {
            canonical: origin.address(path),
            twin: format!("/v1{path}{dated}"),
            as_of,
            undated: notice.is_some().then(|| path.to_owned()),
            notice,
            origin,
        }
    }

    /// An answer that says where the record is described for programs (signposting.org).
    pub(super) fn signposted(&self) -> HttpResponseBuilder {
        let mut response = HttpResponse::Ok();
        response.insert_header((LINK, format!("<{}>; rel=\"describedby\"; type=\"application/json\"", self.twin)));
        response
    }

    /// The whole address of a path of the service.
    pub(super) fn address(&self, path: &str) -> String {
        self.origin.address(path)
    }

    /// The path of the record, whatever of it was asked for.
    pub(super) fn path_of_record(&self) -> String {
        let path = self.twin.strip_prefix("/v1").unwrap_or(&self.twin);
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        path.strip_suffix("/plot.svg").unwrap_or(path).to_owned()
    }

    /// Where the plots of the page are as files, up to the number of one.
    pub(super) fn pictures(&self) -> String {
        let query = self.twin.split_once('?').map(|(_, query)| format!("{query}&")).unwrap_or_default();
        format!("{}/plot.svg?{query}panel=", self.path_of_record())
    }

    /// The same with a parameter of the page: in the address that is found again, in that of the JSON, and on the way back.
    pub(super) fn with(self, name: &str, value: &str) -> Self {
        let pair = url::form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
        let add = |address: &str| {
            let sign = if address.contains('?') { '&' } else { '?' };
            format!("{address}{sign}{pair}")
        };
        Self {
            canonical: add(&self.canonical),
            twin: add(&self.twin),
            undated: self.undated.as_deref().map(add),
            ..self
        }
    }
}
