//! Parameters that several resources have: what each is called, what the document says of it, and what is made of it.

use serde_json::json;

use super::{
    DEFAULT_LIMIT, IDS, ListParams, ListShape, Listing, MAX_IDENTIFIERS, MAX_LIMIT, MAX_LOCATOR_CHARS, MAX_SOURCES,
    NamedSources, Paging, WORD,
    form::{Described, Form, Reader, list, slugs, string},
};
use crate::{
    api::{Context, cursor},
    app::{Filter, Question, UnknownName, parameter},
    citation::{locale::LocaleId, markers::place, render::Linking, style::StyleId},
    domain::{
        BlurbState, Certainty, Currency, Date, EditorialStatus, FindingKind, Identifier, RecordKind, StudyDesign,
        Verdict, Verification, Vocabulary, blurb::TextLength, claim::ClaimKind, finding::Direction,
        repeated::shortened, vocabulary::nearest,
    },
    search::{Expansion, Facet, MAX_DIGITS, MAX_NAMES, Matching, NameField, NumberField, Sort},
};

impl Form<'_> {
    /// The words, and how they are looked for.
    pub(super) fn question(&mut self) -> Question {
        let text = self.text(
            parameter::TEXT,
            "What to look for, in plain words. Any text at all: it is never a syntax error, and `meta.query` says how it \
             was understood. Words in quotes are looked for as a phrase; numbers and identifiers are matched exactly. \
             Without it, everything that passes the filters is found.",
            "the 800 person trial of acupuncture",
        );
        let matching = self.word(
            parameter::MATCHING,
            Some(Matching::MinimumShouldMatch),
            "How much of the words a record must have: `most` of what they tell (a rare word is worth several common ones), \
             `any`, `all`, or `phrase` for all of them next to one another in this order.",
            "most",
        );
        let expansion = self.word(
            parameter::EXPANSION,
            Some(Expansion::Full),
            "Whether to look for synonyms, other ways of saying, corrected spellings and what a question asks for (`full`), for \
             synonyms and corrected spellings only (`names`), or for the words as written (`none`).",
            "full",
        );
        Question { text, matching, expansion, ..Question::default() }
    }

    /// Filters by values.
    pub(super) fn facets(&mut self, question: &mut Question, facets: &[Facet]) {
        for facet in facets {
            self.filter(question, Filter::Facet(*facet), || described_facet(*facet));
        }
    }

    /// Filters by what a publication is called and by numbers: what has a year has a publication.
    pub(super) fn publications(&mut self, question: &mut Question) {
        for field in NameField::ALL {
            self.filter(question, Filter::Name(*field), || described_name(*field));
        }
        for field in NumberField::ALL {
            self.filter(question, Filter::Number(*field), || described_number(*field));
        }
        if let Some(context) = self.context() {
            for UnknownName { field, said, nearest } in context.library.unknown_names(&question.filters) {
                let offer = nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                self.warn(field.slug(), format!("no publication has `{}`{offer}", shortened(&said)));
            }
        }
    }

    pub(super) fn sort(&mut self) -> Option<Sort> {
        self.word(
            parameter::SORT,
            Some(Sort::Relevance),
            "Order of the list. Ties are broken by id, so that every order is total. Retracted and lapsed sources sink in \
             `relevance`, and are never hidden.",
            "relevance",
        )
    }

    /// The order of a list, and which part of it is wanted.
    pub(super) fn ordered(&mut self, question: &mut Question) -> Paging {
        question.sort = self.sort();
        self.paging()
    }

    pub(super) fn paging(&mut self) -> Paging {
        let limit = self.limit(DEFAULT_LIMIT, MAX_LIMIT);
        let cursor = self.page_after(|| {
            let cursor = string().pattern(Some(format!("^(?:[A-Za-z0-9_-]{{{}}})?$", cursor::LEN)));
            // Any other example would be refused by all data but those it was made for.
            Described::new(
                "Where to go on: `meta.next_cursor` of the page before, with every other parameter but `limit` as it was. \
                 Opaque. All pages of one cursor come from one version of the data and are computed for one day; when the data \
                 have changed, the answer is 409. Empty for the first page.",
                "",
                cursor,
            )
            .or_empty()
        });
        let Some(Context { library, resource, pairs, .. }) = self.context() else { return Paging::default() };
        Paging {
            limit,
            offset: cursor.map_or(0, |cursor| usize::try_from(cursor.offset).unwrap_or(usize::MAX)),
            as_of: cursor.map(|cursor| cursor.as_of),
            question: cursor::question(resource.path(), pairs),
            dataset: cursor::dataset(library.corpus().fingerprint()),
        }
    }

    /// Which facets to count.
    pub(super) fn counts(&mut self, facets: &'static [Facet]) -> Vec<Facet> {
        let counted = self.words("facets", || countable(facets), |word| Facet::from_slug(word).ok(), || {
            let description = "Facets to count, separated by commas. Each count says how many records there would be, were the \
                facet itself not filtered by.";
            (description.to_owned(), json!(countable(facets.get(..2).unwrap_or(facets))))
        });
        counted.unwrap_or_default()
    }

    /// Which fields of the records of a list are wanted.
    pub(super) fn shape(&mut self, listing: Listing) -> ListShape {
        let fields = self.words(
            "fields",
            || listing.optional(),
            |word| Some(word.to_owned()),
            || {
                let always = listing.always().iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
                let description = format!(
                    "Fields of the records to give, separated by commas; all by default. Always there: {always}."
                );
                (description, json!(listing.brief().get(..2).unwrap_or_default()))
            },
        );
        ListShape { listing, fields, brief: self.brief(listing.brief()) }
    }

    pub(super) fn brief(&mut self, kept: &[&str]) -> Option<bool> {
        let description = || {
            format!(
                "Whether to give records in brief: the same as `fields={}`. Further `fields` come on top.",
                kept.join(",")
            )
        };
        self.flag("brief", Some(false), description, true)
    }

    /// The day; that of the page before, or today, when nothing is said.
    pub(super) fn as_of(&mut self, of_the_page_before: Option<Date>) -> Date {
        let said = self.day(
            parameter::DAY,
            "The day for which `currency` is computed: whether a guideline had lapsed then, or was superseded. Today in UTC \
             by default.",
            "2026-11-23",
        );
        said.or(of_the_page_before).unwrap_or_else(|| self.today())
    }

    /// Today; for the document any day is as good as another.
    pub(super) fn today(&self) -> Date {
        self.context().map_or(Date::constant(1970, 1, 1), |context| context.today)
    }

    pub(super) fn listed(&mut self, question: Question, paging: Paging, facets: Vec<Facet>) -> ListParams {
        let as_of = self.as_of(paging.as_of);
        ListParams { question, paging, facets, as_of }
    }

    pub(super) fn identifiers(&mut self) -> Vec<String> {
        let described = || {
            Described::new(
                "An identifier of a publication, as it was found: our own id, DOI, PMID, PMCID, NCT or PROSPERO number, ISBN or \
                 web address, with or without prefix or resolver, in any letter case. Repeat it for up to 100. The list then \
                 holds only these sources, in the order asked for unless `sort` or `q` is given, and `meta.lookups` says what \
                 became of each. Other filters narrow the list; facets are not counted.",
                json!(["doi:10.7326/M16-2367", "pmid:40938602"]),
                list(string()).max_items(Some(MAX_IDENTIFIERS)),
            )
            .repeated()
            .or_empty()
        };
        let ids = self.all("id", described, |reader, values| {
            let several = |value: &&str| Identifier::several(value).unwrap_or_else(|| vec![(*value).to_owned()]);
            let ids: Vec<String> = values.iter().flat_map(several).collect();
            if ids.len() > MAX_IDENTIFIERS {
                let message = format!("at most {MAX_IDENTIFIERS} identifiers can be looked up at a time");
                reader.fault("id", &message, &format!("{} identifiers", ids.len()), None, Vec::new());
            }
            ids
        });
        if let Self::Reading(reader) = self {
            for _ in 0..reader.empty("id") {
                reader.warn("id", "is empty, so nothing was looked up for it");
            }
        }
        ids.unwrap_or_default()
    }

    pub(super) fn named_sources(&mut self) -> NamedSources {
        let described = || {
            Described::new(
                format!(
                    "Only these sources, in this order: our ids, or any other identifier `/v1/sources?id=` understands, with \
                     commas between them. At most {MAX_SOURCES}. When nothing is found for one of them, the answer is 404 and \
                     names it. Other parameters narrow the list further."
                ),
                json!(["acp-2017", "pmid:40938602"]),
                list(string()).max_items(Some(MAX_SOURCES)),
            )
            .with_commas()
            .or_empty()
        };
        let named = self.all(IDS, described, |reader, values| {
            let mut sources = NamedSources::default();
            let words = values.iter().flat_map(|value| value.split(','));
            for named in words.map(str::trim).filter(|named| !named.is_empty()) {
                sources.add(reader, named);
            }
            if sources.ids.len() > MAX_SOURCES {
                let message = format!("names more sources than the {MAX_SOURCES} of one request");
                reader.fault(IDS, &message, &format!("{} sources", sources.ids.len()), None, Vec::new());
            }
            sources
        });
        named.unwrap_or_default()
    }

    /// Kinds of record, where they only narrow.
    pub(super) fn kinds(&mut self) -> Vec<RecordKind> {
        let kinds = self.words(
            "kind",
            slugs::<RecordKind>,
            |word| RecordKind::from_slug(word).ok(),
            || ("Kinds of record wanted, separated by commas; all by default.".to_owned(), json!(["topic"])),
        );
        kinds.unwrap_or_default()
    }

    pub(super) fn length(&mut self) -> TextLength {
        let length = self.word(
            "length",
            Some(TextLength::Short),
            "Length of `text`: `line` (at most 140 characters), `short` (60 words) or `full` (150 words).",
            "line",
        );
        length.unwrap_or(TextLength::Short)
    }

    pub(super) fn intervention(&mut self) -> Option<String> {
        let facet = Facet::Intervention;
        let described = || {
            Described::new(
                "Id of a topic: narrows the overview to findings, texts and claims about that intervention or a narrower one.",
                "acupuncture",
                string().pattern(Some(format!("^(?:{WORD})?$"))),
            )
            .or_empty()
        };
        self.one(facet.slug(), described, |reader, value| {
            let mut question = Question::default();
            reader.narrow(&mut question, Filter::Facet(facet), &[value]);
            question.filters.choices.into_iter().flat_map(|choice| choice.any_of).next()
        })
    }

    pub(super) fn style(&mut self) -> StyleId {
        let ama = StyleId::Ama;
        self.word("style", Some(ama), "The citation style; see `/v1/styles`.", ama.slug()).unwrap_or(ama)
    }

    pub(super) fn locale(&mut self) -> Option<LocaleId> {
        let description = "The language of terms and dates in the reference; that of the style by default.";
        self.word("locale", None, description, LocaleId::EnUs.slug())
    }

    pub(super) fn linking(&mut self) -> Linking {
        let description =
            "Which addresses in the reference are links: none, the DOI, or every address that is printed.";
        self.word("link", Some(Linking::Url), description, Linking::Url.slug()).unwrap_or(Linking::Url)
    }

    pub(super) fn locator(&mut self) -> Option<(&'static str, String)> {
        let described = || {
            Described::new(
                "Where in the work: a label and a number, `p. 3`, `pp. 33-35`, `table 2`, `fig. 1`, `sec. 4.1`; a number alone is \
                 a page. `notices` says so when the style does not print it.",
                "p. 3",
                string().max_length(Some(MAX_LOCATOR_CHARS)),
            )
            .or_empty()
        };
        self.one("locator", described, |reader, value| {
            let place = if value.chars().count() <= MAX_LOCATOR_CHARS { place(value) } else { None };
            if place.is_none() {
                let message = format!(
                    "takes a place in a work, in at most {MAX_LOCATOR_CHARS} characters: `p. 3`, `pp. 33-35`, `table 2`, `12`"
                );
                reader.fault("locator", &message, value, None, Vec::new());
            }
            place
        })
    }
}

impl NamedSources {
    /// Adds the sources that an identifier means.
    fn add(&mut self, reader: &mut Reader<'_>, named: &str) {
        let library = reader.context.library;
        let found = library.look_up(named).sources;
        if found.is_empty()
            && let Some((source, record, states)) = library.literature_source(named)
        {
            if !self.ids.contains(&source.id) {
                self.ids.push(source.id.clone());
                self.of_literature.push((source, record, states));
            }
            return;
        }
        if found.is_empty() {
            reader.missing += 1;
            let ids = library.corpus().sources().iter().map(|source| source.id.as_str());
            let near = nearest(named, ids);
            let offer = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            reader.fault(IDS, &format!("names no source `{}`{offer}", shortened(named)), named, near, Vec::new());
        }
        for source in found {
            if !self.ids.contains(&source.id) {
                self.ids.push(source.id.clone());
            }
        }
    }
}

fn described_facet(facet: Facet) -> Described {
    let (description, example) = match facet {
        Facet::Kind => ("Kind of record", "source,finding"),
        Facet::Design => ("Design of the source, or of the source of a finding", "rct,pragmatic-rct"),
        Facet::Type => ("Kind of finding; only findings have one", "effect"),
        Facet::Topic => (
            "Id of a topic the record belongs to, directly or through a narrower topic; see `/v1/topics`",
            "low-back-pain",
        ),
        Facet::Population => ("Id of a topic: the condition or the group of people studied", "chronic-low-back-pain"),
        Facet::Intervention => ("Id of a topic: what was done", "acupuncture"),
        Facet::Comparator => ("Class of the comparator, or the id of the topic of the treatment compared with", "sham"),
        Facet::Outcome => ("Id of a topic: what was measured, or with which instrument", "disability"),
        Facet::Certainty => (
            "Certainty of the evidence as system and rating; ratings of different systems are different words",
            "grade:low",
        ),
        Facet::Direction => ("Which side the result favours", "no-difference"),
        Facet::EditorialStatus => ("What the publisher has said about the publication since it appeared", "retracted"),
        Facet::Currency => ("Whether the source still holds on the day `as_of`", "lapsed"),
        Facet::Verification => ("How far the record was checked against its pages", "verified"),
        Facet::Source => ("Id of a source: the one it is, comes from, or rests on", "cochrane-mu-2020"),
        Facet::Aspect => ("The question a blurb answers, or what a claim is about", "effectiveness"),
        Facet::Verdict => ("What the evidence lets one say of a claim", "overstated,contradicted"),
        Facet::Page => ("Id of an audited page a claim stands on", "back-pain"),
        Facet::State => ("Whether a blurb may be published on the day `as_of`", "live"),
    };
    let description = format!("{description}. Commas mean or; repeat the parameter for and.");
    let word = match closed_values(facet) {
        Some(values) => format!("(?:{})", values.join("|")),
        None => WORD.to_owned(),
    };
    let words = list(string().pattern(Some(format!("^(?:{word}(?:,{word})*)?$"))));
    Described::new(description, json!([example]), words).repeated().or_empty()
}

pub(super) fn described_number(field: NumberField) -> Described {
    let (description, example) = match field {
        NumberField::Year => ("Year of the issue date", "2017..2025"),
        NumberField::Participants => ("People in the study or in the analysis", "800.."),
        NumberField::Studies => ("Studies in the review or in the analysis", "10.."),
        NumberField::AgeMin => ("Lowest age admitted, in years", "60.."),
        NumberField::Sessions => ("Sessions of treatment; a range of sessions passes when it overlaps", "..15"),
    };
    let description = format!(
        "{description}. A range `a..b` with both ends included, open as `a..` or `..b`, or one number. Records without \
         the number do not pass."
    );
    let n = format!("[0-9]{{1,{MAX_DIGITS}}}");
    let range = string().pattern(Some(format!("^(?:{n}(?:\\.\\.(?:{n})?)?|\\.\\.{n})?$")));
    Described::new(description, example, range).or_empty()
}

fn described_name(field: NameField) -> Described {
    let (description, example) = match field {
        NameField::Author => (
            "An author of the publication: a family name, alone or with given name or initials before or behind it; or an \
             organisation",
            "Nemo A",
        ),
        NameField::Title => {
            ("Words that the title of the publication has, in any order and form", "needles for nothing")
        }
        NameField::Journal => ("Journal of the publication, by its name, an abbreviation or its ISSN", "J Nowhere Med"),
    };
    let description = format!(
        "{description}. Results pass by their publication; claims, texts and topics do not pass. Repeat it for or, up to \
         {MAX_NAMES} times; a comma is part of the name. `meta.warnings` has the nearest of a name that no publication has."
    );
    let names = list(string()).max_items(Some(MAX_NAMES));
    Described::new(description, json!([example]), names).repeated().or_empty()
}

/// The values of a facet whose list is closed; none for those that depend on the data.
fn closed_values(facet: Facet) -> Option<Vec<String>> {
    fn of<T: Vocabulary>() -> Option<Vec<String>> {
        Some(slugs::<T>().into_iter().map(str::to_owned).collect())
    }
    match facet {
        Facet::Kind => of::<RecordKind>(),
        Facet::Design => of::<StudyDesign>(),
        Facet::Type => of::<FindingKind>(),
        Facet::Certainty => Some(Certainty::all().map(Certainty::slug).collect()),
        Facet::Direction => of::<Direction>(),
        Facet::EditorialStatus => of::<EditorialStatus>(),
        Facet::Currency => of::<Currency>(),
        Facet::Verification => of::<Verification>(),
        Facet::Aspect => of::<ClaimKind>(),
        Facet::Verdict => of::<Verdict>(),
        Facet::State => of::<BlurbState>(),
        Facet::Topic
        | Facet::Population
        | Facet::Intervention
        | Facet::Comparator
        | Facet::Outcome
        | Facet::Source
        | Facet::Page => None,
    }
}

fn countable(facets: &[Facet]) -> Vec<&'static str> {
    facets.iter().map(|facet| facet.slug()).collect()
}
