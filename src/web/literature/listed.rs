//! Records of the literature in a list.

use super::{address, failed, marks, states_of};
use crate::{
    app::{Draft, Library},
    citation::{
        render::{Linking, RenderOptions},
        style::StyleId,
    },
    domain::{Date, Name, stop::Stop},
    http::problem::{Code, Problem},
    literature::{Cursor, Filters, Literature, Matching, Record, Request, Sort},
    web::parts::{self, Linked, Mark},
};

/// Authors that are named in a list.
const NAMED: usize = 3;

/// A record in a list.
pub(in crate::web) struct Listed {
    /// How lists of references name it: its own name, or the id of the appraised record.
    pub(in crate::web) key: String,
    pub(in crate::web) href: String,
    pub(in crate::web) title: String,
    pub(in crate::web) by: String,
    pub(in crate::web) marks: Vec<Mark>,
    /// The appraised record of the same publication.
    pub(in crate::web) appraised: Option<Linked>,
    /// Its reference in the style that was asked for, as escaped HTML.
    pub(in crate::web) printed: Vec<String>,
    /// What should be known of the reference that is printed.
    pub(in crate::web) printed_notices: Vec<String>,
}

/// What is asked of the literature.
pub(in crate::web) struct Wanted<'a> {
    pub(in crate::web) text: &'a str,
    pub(in crate::web) matching: Matching,
    pub(in crate::web) sort: Sort,
    pub(in crate::web) limit: usize,
    pub(in crate::web) after: Option<Cursor>,
    /// The style in which references are printed, if they are.
    pub(in crate::web) style: Option<StyleId>,
    /// The day for which it is said whether a publication holds.
    pub(in crate::web) as_of: Date,
}

/// What the literature has of a question.
pub(in crate::web) struct Beside {
    pub(in crate::web) total: u64,
    pub(in crate::web) records: Vec<Listed>,
    pub(in crate::web) next: Option<Cursor>,
    /// That the records have some of the words only.
    pub(in crate::web) remark: Option<&'static str>,
}

impl Beside {
    pub(in crate::web) fn of(
        library: &Library,
        literature: &Literature,
        wanted: &Wanted<'_>,
        stop: &Stop,
    ) -> Result<Self, Problem> {
        let Wanted { text, matching, sort, limit, after, style, as_of } = wanted;
        let request = Request {
            text,
            matching: *matching,
            filters: Filters::default(),
            sort: *sort,
            limit: *limit,
            after: *after,
            facets: Vec::new(),
        };
        let answer = literature.search(&request, stop).map_err(failed)?;
        let remark = match answer.matching {
            Matching::MinimumShouldMatch if answer.total > 0 => {
                Some("No record has all of the words; these have most of them.")
            }
            Matching::Any if answer.total > 0 => Some("These have any of the words."),
            Matching::MinimumShouldMatch | Matching::Any | Matching::All => None,
        };
        let records = answer.found.iter().map(|found| Listed::of(library, literature, &found.record, *style, *as_of));
        let records = records.collect::<Result<_, _>>()?;
        Ok(Self { total: answer.total, records, next: answer.next, remark })
    }

    /// The total, for people.
    pub(in crate::web) fn counted(&self) -> String {
        parts::separated(self.total)
    }
}

impl Listed {
    fn of(
        library: &Library,
        literature: &Literature,
        record: &Record,
        style: Option<StyleId>,
        as_of: Date,
    ) -> Result<Self, Problem> {
        let states = states_of(literature, record)?;
        let appraised = library.appraised(record);
        let key = appraised.map_or_else(|| record.id.to_string(), |source| source.id.to_string());
        let (mut printed, mut printed_notices) = (Vec::new(), Vec::new());
        if let Some(style) = style {
            let style = library.renderer().style(style);
            let options = RenderOptions { style, locale: None, linking: Linking::Url, has_anchors: false };
            let keys = [key.clone()];
            let made = library.bibliography(options, Draft::Keys(&keys), as_of);
            let made = made.map_err(|error| Problem::new(Code::Internal, format!("the list {error}")))?;
            printed.extend(made.references.iter().map(|(reference, _, _)| reference.text.html()));
            printed_notices.extend(made.notices.iter().map(parts::notice));
        }
        let all = &record.bibliography.author;
        let mut authors: Vec<&str> = all.iter().take(NAMED).map(Name::main).collect();
        if all.len() > NAMED {
            authors.push("others");
        }
        let by: Vec<String> =
            [authors.join(", "), record.place()].into_iter().filter(|part| !part.is_empty()).collect();
        Ok(Self {
            key,
            href: appraised.map_or_else(|| address(&record.id), |source| parts::address("sources", source.id.as_str())),
            title: record.bibliography.title.clone(),
            by: by.join(" · "),
            marks: marks(&states),
            appraised: appraised.map(|source| Linked {
                href: parts::address("sources", source.id.as_str()),
                label: source.short_title.clone(),
            }),
            printed,
            printed_notices,
        })
    }
}
