//! What a request asks: its parameters read against their table, all faults at once.

use std::collections::HashSet;

mod elsewhere;
mod literature;

use super::{
    Asking, cursor,
    cursor::Cursor,
    envelope::Warning,
    params::{
        BlurbFormat, DEFAULT_LIMIT, Listing, MAX_FAULTS, MAX_IDENTIFIERS, MAX_LOCATOR_CHARS, MAX_SOURCES, Param,
        Resource, Takes, closed_values, countable, slugs,
    },
    routes::export::ExportFormat,
    view::hit::{self, HitPart},
};
use crate::{
    app::{Library, UnknownName},
    citation::{locale::LocaleId, markers::place, render::Linking, style::StyleId},
    domain::{
        Date, Identifier, RecordKind, Source, SourceId, States, Vocabulary, blurb::TextLength, date::written_day,
        repeated::shortened, vocabulary::nearest,
    },
    http::problem::{Code, Fault, Problem},
    literature::Record,
    search::{
        Choice, Expansion, Facet, Filters, MAX_DIGITS, MAX_NAMES, Matching, Named, NumberField, Range, Request, Sort,
    },
};

use elsewhere::{called_elsewhere, instead};
use literature::AskedOfLiterature;

/// What a request asks, every parameter at its value or default.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) q: String,
    pub(super) matching: Matching,
    pub(super) expansion: Expansion,
    pub(super) sort: Option<Sort>,
    pub(super) filters: Filters,
    pub(super) limit: Option<usize>,
    pub(super) offset: usize,
    pub(super) facets: Vec<Facet>,
    pub(super) parts: Option<Vec<HitPart>>,
    /// The fields of the records of a list that were named.
    fields: Option<Vec<String>>,
    /// Whether the short form was asked for; none when nothing was said.
    pub(super) brief: Option<bool>,
    pub(super) highlight: bool,
    pub(super) explain: bool,
    pub(super) as_of: Date,
    pub(super) ids: Vec<String>,
    /// Our ids of the sources that were named; empty when none was.
    pub(super) sources: Vec<SourceId>,
    /// Those of them that are records of the literature.
    pub(super) of_literature: Vec<(Source, Record, States)>,
    pub(super) format: ExportFormat,
    pub(super) kinds: Vec<RecordKind>,
    pub(super) length: TextLength,
    pub(super) blurb_format: Option<BlurbFormat>,
    pub(super) since: Option<Date>,
    pub(super) intervention: Option<String>,
    pub(super) bibliographic: String,
    pub(super) style: StyleId,
    pub(super) locale: Option<LocaleId>,
    pub(super) linking: Linking,
    pub(super) locator: Option<(&'static str, String)>,
    pub(super) literature: AskedOfLiterature,
    pub(super) warnings: Vec<Warning>,
    question: u64,
    dataset: u64,
}

impl Asked {
    /// Reads the parameters of a request to a resource.
    ///
    /// # Errors
    /// One problem with all faults of all parameters; or that of the cursor, when it is the only fault.
    pub(super) fn read(asking: &Asking<'_>) -> Result<Self, Problem> {
        let Asking { library, today, resource, id: _, pairs, stop: _ } = asking;
        let params = resource.params();
        let mut reader = Reader { library, faults: Vec::new(), found: 0, missing: 0 };
        let mut unknown = false;
        let mut cursor = None;
        let mut as_of = None;
        let mut asked = Self {
            q: String::new(),
            matching: Matching::Most,
            expansion: Expansion::Full,
            sort: None,
            filters: Filters::default(),
            limit: None,
            offset: 0,
            facets: Vec::new(),
            parts: None,
            fields: None,
            brief: None,
            highlight: true,
            explain: false,
            as_of: *today,
            ids: Vec::new(),
            sources: Vec::new(),
            of_literature: Vec::new(),
            format: ExportFormat::Ris,
            kinds: Vec::new(),
            length: TextLength::Short,
            blurb_format: None,
            since: None,
            intervention: None,
            bibliographic: String::new(),
            style: StyleId::Ama,
            locale: None,
            linking: Linking::Url,
            locator: None,
            literature: AskedOfLiterature::default(),
            warnings: Vec::new(),
            question: cursor::question(*resource, pairs),
            dataset: cursor::dataset(library.corpus().fingerprint()),
        };
        let mut seen: HashSet<&str> = HashSet::new();
        let mut refused: HashSet<&str> = HashSet::new();
        for (name, value) in *pairs {
            let Some(param) = params.iter().find(|param| param.name == name) else {
                unknown = true;
                if refused.insert(name) {
                    reader.unknown_name(*resource, name, &params);
                }
                continue;
            };
            // Forms and many clients send what was not filled in as empty.
            if value.is_empty() {
                if matches!(param.takes, Takes::Identifiers) {
                    let message = "is empty, so nothing was looked up for it".to_owned();
                    asked.warnings.push(Warning { parameter: "id", message });
                }
                continue;
            }
            if !seen.insert(name) && !param.takes.repeats() {
                if refused.insert(name) {
                    reader.fault(name, "is given more than once, and takes one value", value, None, Vec::new());
                }
                continue;
            }
            match param.takes {
                Takes::Text => asked.q = value.clone(),
                Takes::Matching => asked.matching = reader.word(name, value).unwrap_or(asked.matching),
                Takes::Expansion => asked.expansion = reader.word(name, value).unwrap_or(asked.expansion),
                Takes::Sort => asked.sort = reader.word(name, value),
                Takes::Filter(facet) => asked.filters.choices.extend(reader.choice(facet, value)),
                Takes::Range(field) => asked.filters.ranges.extend(reader.range(field, value, &mut asked.warnings)),
                Takes::Name(field) => asked.filters.name(field, value),
                Takes::Limit { max, default: _ } => asked.limit = reader.limit(name, value, max),
                Takes::Cursor => cursor = Some(value),
                Takes::Counts(facets) => {
                    asked.facets = reader.words(name, value, &countable(facets), |word| Facet::from_slug(word).ok());
                }
                Takes::Length => asked.length = reader.word(name, value).unwrap_or(asked.length),
                Takes::BlurbFormat => asked.blurb_format = reader.word(name, value),
                Takes::Since => asked.since = reader.day(name, value),
                Takes::Intervention => {
                    let choice = reader.choice(Facet::Intervention, value);
                    asked.intervention = choice.and_then(|choice| choice.any_of.into_iter().next());
                }
                Takes::Parts => {
                    let known = slugs::<HitPart>();
                    asked.parts = Some(reader.words(name, value, &known, |word| HitPart::from_slug(word).ok()));
                }
                Takes::Fields(listing) => {
                    asked.fields = Some(reader.words(name, value, &listing.optional(), |word| Some(word.to_owned())));
                }
                Takes::Brief => asked.brief = reader.boolean(name, value),
                Takes::Highlight => asked.highlight = reader.boolean(name, value).unwrap_or(asked.highlight),
                Takes::Explain => asked.explain = reader.boolean(name, value).unwrap_or(asked.explain),
                Takes::Day => as_of = reader.day(name, value),
                Takes::Identifiers => match Identifier::several(value) {
                    Some(several) => asked.ids.extend(several),
                    None => asked.ids.push(value.clone()),
                },
                Takes::Sources => {
                    for named in value.split(',').map(str::trim).filter(|named| !named.is_empty()) {
                        reader.source(name, named, &mut asked);
                    }
                }
                Takes::Format => asked.format = reader.word(name, value).unwrap_or(asked.format),
                Takes::Reference => asked.bibliographic = value.clone(),
                Takes::Style => asked.style = reader.word(name, value).unwrap_or(asked.style),
                Takes::Locale => asked.locale = reader.word(name, value),
                Takes::Linking => asked.linking = reader.word(name, value).unwrap_or(asked.linking),
                Takes::Locator => asked.locator = reader.locator(name, value),
                Takes::Literature(of) => asked.literature.read(&mut reader, of, name, value),
                Takes::Kinds => {
                    let known = slugs::<RecordKind>();
                    asked.kinds = reader.words(name, value, &known, |word| RecordKind::from_slug(word).ok());
                }
            }
        }
        if asked.ids.len() > MAX_IDENTIFIERS {
            let message = format!("at most {MAX_IDENTIFIERS} identifiers can be looked up at a time");
            reader.fault("id", &message, &format!("{} identifiers", asked.ids.len()), None, Vec::new());
        }
        if asked.sources.len() > MAX_SOURCES {
            let message = format!("names more sources than the {MAX_SOURCES} of one request");
            reader.fault("ids", &message, &format!("{} sources", asked.sources.len()), None, Vec::new());
        }
        for Named { field, any_of } in &asked.filters.names {
            if any_of.len() > MAX_NAMES {
                let message = format!("takes at most {MAX_NAMES} names");
                reader.fault(field.slug(), &message, &format!("{} names", any_of.len()), None, Vec::new());
            }
        }
        if !reader.faults.is_empty() {
            return Err(refusal(unknown, reader));
        }
        asked.warnings.extend(library.unknown_names(&asked.filters).into_iter().map(no_such_name));
        if let Some(cursor) = cursor {
            let cursor = Cursor::read(cursor, asked.dataset, asked.question)?;
            asked.offset = usize::try_from(cursor.offset).unwrap_or(usize::MAX);
            asked.as_of = cursor.as_of;
        }
        if let Some(day) = as_of {
            asked.as_of = day;
        }
        Ok(asked)
    }

    /// The cursor of the page after one of `given` records of `total`.
    pub(super) fn next_cursor(&self, given: usize, total: usize) -> Option<String> {
        let offset = self.offset.saturating_add(given);
        let more = given > 0 && offset < total;
        let offset = u32::try_from(offset).ok().filter(|_| more)?;
        Some(Cursor { dataset: self.dataset, question: self.question, offset, as_of: self.as_of }.encode())
    }

    /// The optional parts of a hit that were asked for; none for all.
    pub(super) fn hit_parts(&self) -> Option<Vec<HitPart>> {
        let named = self.parts.iter().flatten().copied();
        match self.brief {
            Some(true) => Some(hit::BRIEF.into_iter().chain(named).collect()),
            Some(false) | None => self.parts.clone(),
        }
    }

    /// The fields of a record of a list that were asked for, those that are always there among them; none for all.
    pub(super) fn listed_fields(&self, listing: Listing) -> Option<Vec<&str>> {
        let brief = if self.brief == Some(true) { Some(listing.brief()) } else { None };
        if self.fields.is_none() && brief.is_none() {
            return None;
        }
        let named = self.fields.iter().flatten().map(String::as_str);
        Some(listing.always().iter().chain(brief.unwrap_or_default()).copied().chain(named).collect())
    }

    /// The question to the index. Records of another kind than `kind` are left out.
    pub(super) fn request(&self, kind: Option<RecordKind>) -> Request<'_> {
        let Self {
            q,
            matching,
            expansion,
            sort,
            filters,
            limit,
            offset,
            facets,
            parts: _,
            fields: _,
            brief: _,
            highlight,
            explain,
            as_of,
            ids: _,
            sources: _,
            of_literature: _,
            format: _,
            kinds: _,
            length: _,
            blurb_format: _,
            since: _,
            intervention: _,
            bibliographic: _,
            style: _,
            locale: _,
            linking: _,
            locator: _,
            literature: _,
            warnings: _,
            question: _,
            dataset: _,
        } = self;
        let mut filters = filters.clone();
        filters.choices.extend(kind.map(|kind| Choice { facet: Facet::Kind, any_of: vec![kind.slug().to_owned()] }));
        let excerpts_wanted = self.hit_parts().is_none_or(|parts| parts.iter().any(|part| part.is_of_excerpts()));
        Request {
            text: q,
            matching: *matching,
            expansion: *expansion,
            filters,
            among: None,
            published: None,
            sort: sort.unwrap_or(Sort::Relevance),
            as_of: *as_of,
            offset: *offset,
            limit: limit.unwrap_or(DEFAULT_LIMIT),
            facets: facets.clone(),
            excerpts: *highlight && excerpts_wanted && kind.is_none(),
            explain: *explain,
        }
    }
}

/// The address of a list that goes on at a cursor.
pub(super) fn next_page(asking: &Asking<'_>, cursor: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in asking.pairs {
        if name != "cursor" && !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    query.append_pair("cursor", cursor);
    format!("{}?{}", asking.resource.path(), query.finish())
}

fn no_such_name(UnknownName { field, said, nearest }: UnknownName) -> Warning {
    let offer = nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Warning { parameter: field.slug(), message: format!("no publication has `{}`{offer}", shortened(&said)) }
}

fn refusal(unknown: bool, reader: Reader<'_>) -> Problem {
    let Reader { library: _, faults, found, missing } = reader;
    let named = |fault: &Fault| format!("`{}` {}", fault.parameter.as_deref().unwrap_or_default(), fault.message);
    let first = faults.first().map(named).unwrap_or_default();
    let detail = match found {
        1 => first,
        n => format!("the parameters have {n} faults; the first one: {first}"),
    };
    let code = match unknown {
        true => Code::UnknownParameter,
        // As where the id stands in the path.
        false if missing == found => Code::NotFound,
        false => Code::InvalidParameter,
    };
    Problem::new(code, detail).with_errors(faults)
}

struct Reader<'a> {
    library: &'a Library,
    /// The first [`MAX_FAULTS`].
    faults: Vec<Fault>,
    /// How many there are in all.
    found: usize,
    /// How many of them name a source that is not there.
    missing: usize,
}

impl Reader<'_> {
    fn fault(&mut self, name: &str, message: &str, found: &str, near: Option<&str>, allowed: Vec<String>) {
        self.add(|| Fault {
            parameter: Some(shortened(name)),
            pointer: None,
            message: message.to_owned(),
            found: Some(shortened(found)),
            did_you_mean: near.map(str::to_owned),
            allowed,
        });
    }

    /// Whether further faults are only counted, so that nothing need be worked out for them.
    fn is_full(&self) -> bool {
        self.faults.len() >= MAX_FAULTS
    }

    fn add(&mut self, fault: impl FnOnce() -> Fault) {
        self.found += 1;
        if !self.is_full() {
            self.faults.push(fault());
        }
    }

    fn unknown_name(&mut self, resource: Resource, name: &str, params: &[Param]) {
        let known = params.iter().map(|param| param.name);
        let near = called_elsewhere(name, known.clone()).or_else(|| nearest(name, known));
        let mut message = format!("is no parameter of {}", resource.path());
        if let Some(near) = near {
            message.push_str(&format!("; did you mean `{near}`?"));
        } else if let Some(hint) = instead(name) {
            message.push_str(&format!("; {hint}"));
        } else if params.is_empty() {
            message.push_str(", which takes none");
        }
        self.add(|| Fault {
            parameter: Some(shortened(name)),
            pointer: None,
            message,
            found: None,
            did_you_mean: near.map(str::to_owned),
            allowed: params.iter().map(|param| param.name.to_owned()).collect(),
        });
    }

    fn word<T: Vocabulary>(&mut self, name: &str, value: &str) -> Option<T> {
        match T::from_slug(value) {
            Ok(word) => Some(word),
            Err(unknown) => {
                let allowed = unknown.allowed.iter().map(|word| (*word).to_owned()).collect();
                self.fault(
                    name,
                    &format!("takes one of {}", unknown.allowed.join(", ")),
                    value,
                    called_elsewhere(value, unknown.allowed.iter().copied()).or(unknown.nearest),
                    allowed,
                );
                None
            }
        }
    }

    /// A list with commas, each word once.
    fn words<T: PartialEq>(
        &mut self,
        name: &str,
        value: &str,
        known: &[&'static str],
        parse: fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut words = Vec::new();
        for word in value.split(',') {
            match known.contains(&word).then(|| parse(word)).flatten() {
                Some(parsed) if words.contains(&parsed) => {}
                Some(parsed) => words.push(parsed),
                None if self.is_full() => self.found += 1,
                None => {
                    let allowed = known.iter().map(|word| (*word).to_owned()).collect();
                    let message = format!("takes some of {}, separated by commas", known.join(", "));
                    self.fault(name, &message, word, nearest(word, known.iter().copied()), allowed);
                }
            }
        }
        words
    }

    fn choice(&mut self, facet: Facet, value: &str) -> Option<Choice> {
        let allowed = closed_values(facet)
            .unwrap_or_else(|| self.library.facet_values(facet).iter().map(|(value, _)| value.clone()).collect());
        let mut any_of: Vec<String> = Vec::new();
        let mut whole = true;
        for word in value.split(',') {
            if allowed.iter().any(|known| known == word) {
                if !any_of.iter().any(|known| known == word) {
                    any_of.push(word.to_owned());
                }
                continue;
            }
            whole = false;
            if self.is_full() {
                self.found += 1;
                continue;
            }
            // `low` of `grade:low`: the first scale that has it.
            let of_a_scale = allowed.iter().find(|known| known.split_once(':').is_some_and(|(_, value)| value == word));
            let near = of_a_scale.map(String::as_str).or_else(|| nearest(word, allowed.iter().map(String::as_str)));
            let message = format!("has no value `{}`", shortened(word));
            self.fault(facet.slug(), &message, word, near, allowed.clone());
        }
        whole.then_some(Choice { facet, any_of })
    }

    /// Adds the sources that an identifier means.
    fn source(&mut self, name: &str, named: &str, asked: &mut Asked) {
        let found = self.library.look_up(named).sources;
        if found.is_empty()
            && let Some((source, record, states)) = self.library.literature_source(named)
        {
            if !asked.sources.contains(&source.id) {
                asked.sources.push(source.id.clone());
                asked.of_literature.push((source, record, states));
            }
            return;
        }
        let sources = &mut asked.sources;
        if found.is_empty() {
            self.missing += 1;
            let ids = self.library.corpus().sources().iter().map(|source| source.id.as_str());
            let near = nearest(named, ids);
            let offer = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            self.fault(name, &format!("names no source `{}`{offer}", shortened(named)), named, near, Vec::new());
        }
        for source in found {
            if !sources.contains(&source.id) {
                sources.push(source.id.clone());
            }
        }
    }

    fn range(&mut self, field: NumberField, value: &str, warnings: &mut Vec<Warning>) -> Option<Range> {
        let Some((range, was_turned)) = Range::read(field, value) else {
            let message = format!(
                "takes a range of whole numbers of at most {MAX_DIGITS} digits: `10..20`, `10..`, `..20` or `10`"
            );
            self.fault(field.slug(), &message, value, None, Vec::new());
            return None;
        };
        if was_turned {
            let message = format!("the range ends before it begins, and was read as {range}");
            warnings.push(Warning { parameter: field.slug(), message });
        }
        Some(range)
    }

    fn limit(&mut self, name: &str, value: &str, max: usize) -> Option<usize> {
        let digits = value.bytes().all(|b| b.is_ascii_digit());
        let limit = value.parse().ok().filter(|limit| digits && (1..=max).contains(limit));
        if limit.is_none() {
            self.fault(name, &format!("takes a whole number from 1 to {max}"), value, None, Vec::new());
        }
        limit
    }

    fn locator(&mut self, name: &str, value: &str) -> Option<(&'static str, String)> {
        let place = if value.chars().count() <= MAX_LOCATOR_CHARS { place(value) } else { None };
        if place.is_none() {
            let message = format!(
                "takes a place in a work, in at most {MAX_LOCATOR_CHARS} characters: `p. 3`, `pp. 33-35`, `table 2`, `12`"
            );
            self.fault(name, &message, value, None, Vec::new());
        }
        place
    }

    fn boolean(&mut self, name: &str, value: &str) -> Option<bool> {
        let parsed = match value {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        if parsed.is_none() {
            let allowed = vec!["true".to_owned(), "false".to_owned()];
            self.fault(name, "takes `true` or `false`", value, None, allowed);
        }
        parsed
    }

    fn day(&mut self, name: &str, value: &str) -> Option<Date> {
        let day = written_day(value);
        if day.is_none() {
            self.fault(name, "takes a day of the calendar: `2026-11-23`", value, None, Vec::new());
        }
        day
    }
}
