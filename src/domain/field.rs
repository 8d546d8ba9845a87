//! The values of records, each under the address of its field.
//!
//! Whoever shows, exports or compares a value takes it out of [`SourceValues`], [`FindingValues`] and their like: there it is a
//! [`Sourced`], which gives the value and what is doubtful about it together.

use super::{
    Certainty,
    bibliography::{best_url, bibliographic_fields},
    certainty::{OcebmLevel, Rated},
    date::{Duration, PartialDate},
    design::StudyDesign,
    field_path::FieldPath,
    finding::{
        Better, Clinical, Comparator, ComparatorClass, Direction, DurationClass, Finding, Importance, Intervention,
        Limit, Measurement, Outcome, Population, Quote, Recommendation, Scale, Sessions, Stance, Strength, TimeOrigin,
        TimePoint,
    },
    id::{FindingId, TopicId},
    identifier::{Doi, Isbn, Issn, Pmcid, Pmid, WebAddress},
    name::Name,
    number::{Count, Estimate, Stated},
    provenance::Provenances,
    source::{Assertion, Bibliography, Enrolment, ItemType, Link, Pico, Registration, Source, Study},
    sourced::Sourced,
    status::{CurrencyRule, Editorial},
};

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

    /// The address to open, as [`Bibliography::best_url`] has it, by those of its identifiers that are verified: one that
    /// nobody has checked may open another publication. None when there is none.
    pub fn best_url(&self) -> Option<String> {
        let BibliographyValues { doi, pmcid, pmid, url, .. } = self.bibliography_values();
        fn verified<T>(value: Sourced<'_, Option<T>>) -> Option<&T> {
            value.known()?.verified()
        }
        best_url(verified(doi), verified(pmcid), verified(pmid), verified(url))
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

impl FieldPath {
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
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_address_means_two_values() {
        for fields in [FieldPath::of_source().collect::<Vec<_>>(), FieldPath::of_finding().collect()] {
            let paths: HashSet<_> = fields.iter().map(|field| field.as_str()).collect();
            assert_eq!(paths.len(), fields.len());
        }
        assert!(FieldPath::of_finding().any(|field| field == FieldPath::ESTIMATE));
    }
}
