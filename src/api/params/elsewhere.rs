//! Names of other services: what they are called here, and what to do where there is nothing like it.

/// What parameters and values are called in other services, and what they are called here: `per_page` is no misspelling.
/// The first that a resource has is proposed.
const CALLED_ELSEWHERE: &[(&str, &str)] = &[
    ("query", "q"),
    ("search", "q"),
    ("s", "q"),
    ("term", "q"),
    ("keyword", "q"),
    ("keywords", "q"),
    ("authors", "author"),
    ("au", "author"),
    ("creator", "author"),
    ("first_author", "author"),
    ("query.author", "author"),
    ("ti", "title"),
    ("query.title", "title"),
    ("query.bibliographic", "bibliographic"),
    ("container_title", "journal"),
    ("container-title", "journal"),
    ("publication", "journal"),
    ("venue", "journal"),
    ("issn", "journal"),
    ("author", "q"),
    ("title", "q"),
    ("journal", "q"),
    ("per_page", "limit"),
    ("page_size", "limit"),
    ("pagesize", "limit"),
    ("size", "limit"),
    ("rows", "limit"),
    ("retmax", "limit"),
    ("count", "limit"),
    ("offset", "cursor"),
    ("page", "cursor"),
    ("skip", "cursor"),
    ("start", "cursor"),
    ("retstart", "cursor"),
    ("from", "since"),
    ("from", "year"),
    ("published", "year"),
    ("pubdate", "year"),
    ("lang", "locale"),
    ("lang", "language"),
    ("language", "locale"),
    ("order", "sort"),
    ("order_by", "sort"),
    ("sort_by", "sort"),
    ("orderby", "sort"),
    ("doi", "id"),
    ("pmid", "id"),
    ("include", "fields"),
    ("select", "fields"),
    ("field", "fields"),
    ("view", "brief"),
    ("compact", "brief"),
    ("summary", "brief"),
    ("date", "newest"),
    ("year", "newest"),
    ("recent", "newest"),
    ("latest", "newest"),
    ("date", "as_of"),
    ("best", "relevance"),
    ("score", "relevance"),
];

/// What to do instead of a parameter that other services have, where there is nothing like it here.
const NOT_HERE: &[(&str, &str)] = &[
    ("lang", LANGUAGE),
    ("language", LANGUAGE),
    ("locale", LANGUAGE),
    ("offset", "the list is given whole"),
    ("page", "the list is given whole"),
    ("per_page", "the list is given whole"),
    ("api_key", "no key is needed"),
    ("key", "no key is needed"),
    ("email", "nobody need say who asks"),
    ("mailto", "nobody need say who asks"),
    ("format", "the answer is JSON; /v1/export gives the formats of reference managers"),
];

const LANGUAGE: &str = "records are in one language; `locale` of /v1/sources/{id}/citation sets that of a reference, and \
    /v1/literature has a filter `language`";

/// What a name of another service is called here, among the names there are.
pub(super) fn called_elsewhere<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let name = name.to_lowercase();
    let here = CALLED_ELSEWHERE.iter().filter(|(there, _)| *there == name).map(|(_, here)| *here);
    here.filter_map(|here| known.clone().find(|known| *known == here)).next()
}

/// What to do instead of a parameter that nothing here is like.
pub(super) fn instead(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    NOT_HERE.iter().find(|(there, _)| *there == name).map(|(_, hint)| *hint)
}
