//! The address of a value in a record, and values that come with their provenance.
//!
//! A value of a source or a finding has one address, the path of its field in the record file. What is said of a path
//! holds for all paths below it, unless one of those says otherwise. Whoever shows, exports or compares a value takes it
//! out of [`SourceValues`], [`FindingValues`] and their like: there it is a [`Sourced`], which gives the value and what
//! is doubtful about it together.

use std::fmt;

use super::{
    Certainty,
    bibliography::bibliographic_fields,
    certainty::{OcebmLevel, Rated},
    date::{Duration, PartialDate},
    design::StudyDesign,
    finding::{
        Better, Clinical, Comparator, ComparatorClass, Direction, DurationClass, Finding, Importance, Intervention,
        Limit, Measurement, Outcome, Population, Quote, Recommendation, Scale, Sessions, Stance, Strength, TimeOrigin,
        TimePoint,
    },
    id::{FindingId, TopicId},
    identifier::{Doi, Isbn, Issn, Pmcid, Pmid, WebAddress},
    name::Name,
    number::{Count, Estimate, Stated},
    provenance::{Provenance, Provenances},
    source::{Assertion, Bibliography, Enrolment, ItemType, Link, Pico, Registration, Source, Study},
    status::{CurrencyRule, Editorial},
    vocabulary::nearest,
};

/// The address of a value in the file of its record: `study.sample`, `DOI`. There are those of [`FieldPath::of_source`] and
/// [`FieldPath::of_finding`] and no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldPath {
    path: &'static str,
    json: &'static str,
}

impl FieldPath {
    /// The numbers of a finding, which have a provenance of their own where they are written; this one holds for the
    /// others.
    pub const ESTIMATE: Self = Self { path: "estimate", json: "estimates" };

    /// Every field of a source that says something of the publication.
    pub fn of_source() -> impl Iterator<Item = Self> + Clone {
        [BibliographyValues::FIELDS, SourceValues::FIELDS, PicoValues::FIELDS, StudyValues::FIELDS]
            .into_iter()
            .flatten()
            .copied()
    }

    /// Every field of a finding that says something of the result, of whatever kind it is.
    pub fn of_finding() -> impl Iterator<Item = Self> + Clone {
        [
            FindingValues::FIELDS,
            PopulationValues::FIELDS,
            InterventionValues::FIELDS,
            ComparatorValues::FIELDS,
            MeasurementValues::FIELDS,
            TimePointValues::FIELDS,
            OutcomeValues::FIELDS,
            ImportanceValues::FIELDS,
            RecommendationValues::FIELDS,
            RatedValues::FIELDS,
        ]
        .into_iter()
        .flatten()
        .copied()
    }

    /// The field of this spelling among some.
    ///
    /// # Errors
    /// [`UnknownField`], with the field that was meant if that can be told.
    pub fn find(text: &str, among: impl Iterator<Item = Self> + Clone) -> Result<Self, UnknownField> {
        among.clone().find(|field| field.path == text).ok_or_else(|| {
            let by_path = nearest(text, among.clone().map(|field| field.path));
            // `sample` for `study.sample`: the last part alone.
            let by_part = || {
                let part = nearest(text, among.clone().map(|field| last_part(field.path)))?;
                among.clone().map(|field| field.path).find(|path| last_part(path) == part)
            };
            // `study.sample` for `sample`: another table, the same name.
            let by_name = || among.clone().map(|field| field.path).find(|path| last_part(path) == last_part(text));
            UnknownField { found: text.to_owned(), nearest: by_path.or_else(by_part).or_else(by_name) }
        })
    }

    /// The path as record files write it, with dots: `study.age-min`.
    pub fn as_str(self) -> &'static str {
        self.path
    }

    /// The path of the value in the JSON of the record, with dots: `study.age_min`.
    pub fn json(self) -> &'static str {
        self.json
    }

    /// Whether what is said of this field holds for the other: it is the same, or stands above it.
    pub fn covers(self, other: Self) -> bool {
        other.path.strip_prefix(self.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path)
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// A text that is the address of no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no field of the record")]
pub struct UnknownField {
    /// What was written.
    pub found: String,
    /// The field most like it, when one is near enough to be meant.
    pub nearest: Option<&'static str>,
}

/// A value that cannot be read without what is known of where it comes from.
#[derive(Debug)]
pub struct Sourced<'a, T> {
    value: &'a T,
    field: FieldPath,
    provenances: &'a Provenances,
}

// By hand: a reference is copied whatever it leads to.
impl<T> Clone for Sourced<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Sourced<'_, T> {}

impl<'a, T> Sourced<'a, T> {
    /// Its address in the record.
    pub fn field(self) -> FieldPath {
        self.field
    }

    /// Where the value as a whole comes from.
    pub fn provenance(self) -> &'a Provenance {
        self.provenances.of(self.field)
    }

    /// Why the value, or a part of it, is not confirmed; none when all of it is.
    pub fn doubt(self) -> Option<&'a str> {
        self.provenances.doubt(self.field)
    }

    /// Whether the value and all its parts were read on a page, or worked out from values that were.
    pub fn is_verified(self) -> bool {
        self.doubt().is_none()
    }

    /// The value, and why it is not confirmed if it is not.
    pub fn with_doubt(self) -> (&'a T, Option<&'a str>) {
        (self.value, self.doubt())
    }

    /// The value, if all of it is confirmed.
    pub fn verified(self) -> Option<&'a T> {
        self.is_verified().then_some(self.value)
    }
}

impl<'a, T> Sourced<'a, Stated<T>> {
    /// What the source says, with its provenance, or why there is nothing.
    pub fn stated(self) -> Stated<Sourced<'a, T>> {
        let Self { value, field, provenances } = self;
        match value {
            Stated::As(value) => Stated::As(Sourced { value, field, provenances }),
            Stated::NotReported => Stated::NotReported,
            Stated::NotApplicable => Stated::NotApplicable,
        }
    }
}

impl<'a, T> Sourced<'a, Option<T>> {
    /// The value with its provenance, if there is one.
    pub fn known(self) -> Option<Sourced<'a, T>> {
        let Self { value, field, provenances } = self;
        value.as_ref().map(|value| Sourced { value, field, provenances })
    }
}

/// Makes a type that holds every value of another one as a [`Sourced`], and the addresses of these:
/// `rust_field: Type = "file-name";`, with `as "json.name"` where JSON calls it otherwise than Rust. `below` says under which
/// field the values stand in the file, with a dot. What the type holds beside them is named after `without`, so that no
/// field can be forgotten; `parts` are addresses of what is never read alone.
macro_rules! values {
    ($(
        $(#[doc = $doc:literal])+
        $Values:ident of $Type:ident below $prefix:literal $(without ( $( $other:ident ),+ ))? {
            $(
                $field:ident : $T:ty = $name:literal $(as $json:literal)?;
            )+
        } $(parts { $( $part:literal $(as $part_json:literal)?; )+ })?
    )+) => { $(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug)]
        pub struct $Values<'a> { $(
            #[doc = concat!("`", $prefix, $name, "`")]
            pub $field: Sourced<'a, $T>,
        )+ }

        impl<'a> $Values<'a> {
            /// The addresses of these values and of what stands below them, in the order of the file.
            pub const FIELDS: &'static [FieldPath] = &[ $(
                FieldPath { path: concat!($prefix, $name), json: json!($prefix, $field $(, $json)?) },
            )+ $( $( FieldPath { path: $part, json: json!($part $(, $part_json)?) }, )+ )? ];

            fn of(value: &'a $Type, provenances: &'a Provenances) -> Self {
                let $Type { $( $field, )+ $( $( $other: _, )+ )? } = value;
                Self { $( $field: Sourced {
                    value: $field,
                    field: FieldPath { path: concat!($prefix, $name), json: json!($prefix, $field $(, $json)?) },
                    provenances,
                }, )+ }
            }
        }
    )+ };
}

/// The name of a field in JSON, as a literal.
macro_rules! json {
    ($prefix:literal, $field:ident) => {
        concat!($prefix, stringify!($field))
    };
    ($prefix:literal, $field:ident, $json:literal) => {
        $json
    };
    ($path:literal) => {
        $path
    };
    ($path:literal, $json:literal) => {
        $json
    };
}

/// Lets a value that consists of others be taken apart.
macro_rules! parts {
    ($( $Type:ident => $Values:ident ),+ $(,)?) => { $(
        impl<'a> Sourced<'a, $Type> {
            /// Its values, each with its own provenance.
            pub fn values(self) -> $Values<'a> {
                $Values::of(self.value, self.provenances)
            }
        }
    )+ };
}

macro_rules! bibliography_values {
    ($( $field:ident : $T:ty = $name:literal $(as $json:literal)?, $doc:literal; )+) => {
        values! {
            /// What a reference is made of.
            BibliographyValues of Bibliography below "" {
                $( $field: $T = $name $(as $json)?; )+
            }
        }
    };
}
bibliographic_fields!(bibliography_values);

values! {
    /// What a source says beside its bibliography.
    SourceValues of Source below "" without (id, bibliography, published_at, recorded, provenance) {
        short_title: String = "short-title";
        also_known_as: Vec<String> = "also-known-as";
        design: StudyDesign = "design";
        level: Stated<OcebmLevel> = "level";
        topics: Vec<TopicId> = "topics";
        summary: String = "summary";
        conclusion: String = "conclusion";
        pico: Pico = "pico";
        study: Study = "study";
        registration: Registration = "registration";
        funding: Stated<String> = "funding";
        conflicts: Stated<String> = "conflicts";
        licence: Stated<String> = "licence";
        limitations: Vec<String> = "limitations";
        editor_notes: Vec<String> = "editor-notes";
        editorial: Editorial = "editorial" as "status.editorial";
        currency_rule: CurrencyRule = "currency";
        review_due: Stated<PartialDate> = "currency.review-due" as "currency_rule.review_due";
        links: Vec<Link> = "link";
        assertion: Option<Assertion> = "assertion";
    } parts {
        "registration.nct";
        "registration.prospero";
        "editorial.status" as "status.editorial.status";
        "editorial.checked" as "status.editorial.checked";
        "editorial.notice" as "status.editorial.notice";
        "editorial.noticed" as "status.editorial.noticed";
        "editorial.note" as "status.editorial.note";
        "currency.rule" as "currency_rule.rule";
        "currency.years" as "currency_rule.years";
        "currency.issuer" as "currency_rule.issuer";
        "assertion.by";
        "assertion.studies";
        "assertion.participants";
        "assertion.says";
        "assertion.search";
    }

    /// The question of a work.
    PicoValues of Pico below "pico." {
        population: String = "population";
        intervention: String = "intervention";
        comparator: String = "comparator";
        outcome: String = "outcome";
    }

    /// A study in numbers.
    StudyValues of Study below "study." {
        sample: Stated<Count> = "sample";
        studies: Stated<u32> = "studies";
        age_min: Stated<u8> = "age-min";
        age_max: Stated<u8> = "age-max";
        searched_through: Stated<PartialDate> = "searched-through";
        enrolled: Stated<Enrolment> = "enrolled";
        setting: Stated<String> = "setting";
    }

    /// What a finding of any kind says.
    FindingValues of Finding below "" without (id, source, result, provenance) {
        statement: String = "statement";
        topics: Vec<TopicId> = "topics";
        population: Population = "population";
        intervention: Intervention = "intervention";
        comparator: Comparator = "comparator";
        certainty: Stated<Rated> = "certainty";
        good_to_know: Vec<String> = "good-to-know";
        editor_notes: Vec<String> = "editor-notes";
        qualified_by: Vec<FindingId> = "qualified-by";
        locator: Stated<String> = "locator";
        quote: Option<Quote> = "quote";
    } parts {
        "kind" as "type";
        "quote.text";
        "quote.locator";
    }

    /// Who a finding is about.
    PopulationValues of Population below "population." {
        description: String = "description";
        topics: Vec<TopicId> = "topics";
        duration: Stated<Vec<DurationClass>> = "duration";
        age_min: Stated<u8> = "age-min";
        age_max: Stated<u8> = "age-max";
        excludes: Vec<TopicId> = "excludes";
    }

    /// What was done.
    InterventionValues of Intervention below "intervention." {
        description: String = "description";
        topics: Vec<TopicId> = "topics";
        sessions: Stated<Sessions> = "sessions";
        weeks: Stated<u16> = "weeks";
    }

    /// Against what.
    ComparatorValues of Comparator below "comparator." {
        class: ComparatorClass = "class";
        description: String = "description";
        topics: Vec<TopicId> = "topics";
    }

    /// How sure the evidence makes us.
    RatedValues of Rated below "certainty." {
        certainty: Certainty = "rating" as "certainty.rating";
        reasons: Vec<String> = "reasons";
    } parts {
        "certainty.system";
    }

    /// What was measured, when, and what came out.
    MeasurementValues of Measurement below "" {
        outcome: Outcome = "outcome";
        time: Stated<TimePoint> = "time";
        estimates: Vec<Estimate> = "estimate";
        sample: Stated<Count> = "sample";
        studies: Stated<u32> = "studies";
        direction: Direction = "direction";
        importance: Stated<Importance> = "importance";
    }

    /// When something was measured.
    TimePointValues of TimePoint below "time." {
        from: Option<Duration> = "from";
        to: Duration = "to";
        origin: Stated<TimeOrigin> = "origin";
    } parts {
        "time.at" as "time.to";
        "time.within" as "time.to";
    }

    /// What was measured.
    OutcomeValues of Outcome below "outcome." {
        name: String = "name";
        topic: TopicId = "topic";
        instrument: Stated<TopicId> = "instrument";
        scale: Stated<Scale> = "scale";
        better: Stated<Better> = "better";
    }

    /// Whether an effect matters to patients.
    ImportanceValues of Importance below "importance." {
        answer: Clinical = "answer";
        threshold: Stated<String> = "threshold";
        set_by: Stated<String> = "set-by";
    }

    /// What a guideline or a payer advises.
    RecommendationValues of Recommendation below "" {
        stance: Stance = "stance";
        strength: Stated<Strength> = "strength";
        alternatives: Vec<String> = "alternatives";
        conditions: Vec<String> = "conditions";
        limits: Vec<Limit> = "limits";
        not_billed_by: Vec<String> = "not-billed-by";
    }
}

parts! {
    Pico => PicoValues,
    Study => StudyValues,
    Population => PopulationValues,
    Intervention => InterventionValues,
    Comparator => ComparatorValues,
    Rated => RatedValues,
    TimePoint => TimePointValues,
    Outcome => OutcomeValues,
    Importance => ImportanceValues,
}

impl Source {
    /// What it says beside its bibliography, each value with its provenance.
    pub fn values(&self) -> SourceValues<'_> {
        SourceValues::of(self, &self.provenance)
    }

    /// What its reference is made of, each value with its provenance.
    pub fn bibliography_values(&self) -> BibliographyValues<'_> {
        BibliographyValues::of(&self.bibliography, &self.provenance)
    }
}

impl Finding {
    /// What a finding of any kind says, each value with its provenance.
    pub fn values(&self) -> FindingValues<'_> {
        FindingValues::of(self, &self.provenance)
    }

    /// What was measured, each value with its provenance, for every kind but a recommendation.
    pub fn measurement_values(&self) -> Option<MeasurementValues<'_>> {
        self.result.measurement().map(|measurement| MeasurementValues::of(measurement, &self.provenance))
    }

    /// The advice, each value with its provenance, for a recommendation.
    pub fn recommendation_values(&self) -> Option<RecommendationValues<'_>> {
        self.result.recommendation().map(|advice| RecommendationValues::of(advice, &self.provenance))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::Date;

    fn source(path: &str) -> FieldPath {
        FieldPath::find(path, FieldPath::of_source()).unwrap()
    }

    fn unverified(reason: &str) -> Provenance {
        Provenance::Unverified { reason: reason.to_owned() }
    }

    fn sourced() -> Provenance {
        Provenance::Sourced { pages: vec!["example.org".to_owned()], kind: None, on: Date::constant(2026, 1, 1) }
    }

    #[test]
    fn no_address_means_two_values() {
        for fields in [FieldPath::of_source().collect::<Vec<_>>(), FieldPath::of_finding().collect()] {
            let paths: HashSet<_> = fields.iter().map(|field| field.as_str()).collect();
            assert_eq!(paths.len(), fields.len());
        }
        assert!(FieldPath::of_finding().any(|field| field == FieldPath::ESTIMATE));
    }

    #[test]
    fn an_unknown_field_is_told_with_the_one_that_was_meant() {
        let nearest = |text| FieldPath::find(text, FieldPath::of_source()).map_err(|unknown| unknown.nearest);
        assert_eq!(nearest("DOI").map(FieldPath::as_str), Ok("DOI"));
        assert_eq!(nearest("doi"), Err(Some("DOI")));
        assert_eq!(nearest("studdy.sample"), Err(Some("study.sample")));
        assert_eq!(nearest("smaple"), Err(Some("study.sample")));
        assert_eq!(nearest("PICO"), Err(Some("pico")));
        assert_eq!(nearest("nonsense.at.all"), Err(None));
        // Another record has such a field; this one has it below `study`.
        assert_eq!(nearest("sample"), Err(Some("study.sample")));
    }

    #[test]
    fn a_parent_covers_what_stands_below_it() {
        assert!(source("study").covers(source("study.sample")));
        assert!(source("study.sample").covers(source("study.sample")));
        assert!(!source("study.sample").covers(source("study")));
        assert!(!source("container-title").covers(source("container-title-short")));
    }

    #[test]
    fn the_nearest_exception_counts_and_a_parent_is_as_sure_as_its_parts() {
        let of = |except: &[(&str, Provenance)]| Provenances {
            default: sourced(),
            except: except.iter().map(|(field, provenance)| (source(field), provenance.clone())).collect(),
        };
        let whole = of(&[("study", unverified("nobody counted"))]);
        assert_eq!(whole.doubt(source("study.sample")), Some("nobody counted"));
        assert_eq!(whole.doubt(source("summary")), None);
        let part = of(&[("study.sample", unverified("nobody counted"))]);
        assert_eq!(part.doubt(source("study")), Some("nobody counted"));
        assert!(part.of(source("study")).is_publishable());
        assert_eq!(part.doubt(source("study.setting")), None);
        let but = of(&[("study", unverified("nobody counted")), ("study.sample", sourced())]);
        assert_eq!(but.doubt(source("study.sample")), None);
        assert_eq!(but.doubt(source("study.setting")), Some("nobody counted"));
    }
}
