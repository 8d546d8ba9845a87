//! Where a value comes from, and how sure we are that it was carried over right.

use super::{date::Date, field_path::FieldPath, vocabulary::vocabulary};

/// Where one value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// Read on a page.
    Sourced {
        /// The pages, as the person who read them named them: an address, with or without its scheme. Often a mirror or
        /// digest; what is cited is the publication, never the mirror. Not empty.
        pages: Vec<String>,
        /// Which kind of page the best of them is; none where no publication is known that could have one, as for a topic.
        kind: Option<PageKind>,
        /// The day the value was entered in the record from those pages.
        on: Date,
    },
    /// Worked out from sourced values.
    Inferred {
        /// How.
        step: String,
        /// The weakest kind of page that values of the same record were read on; none as above.
        kind: Option<PageKind>,
    },
    /// Known to somebody, not yet checked against a page. Must not be published as fact.
    Unverified {
        /// What is missing.
        reason: String,
    },
}

vocabulary! {
    /// On which kind of page a value was read.
    pub enum PageKind ("kind of page") {
        /// The publication itself, its PubMed or PMC record, its registry entry, or the issuer's own page.
        Primary = "primary", "Read in the publication or its own record";
        /// A digest, a news report, a blog, a mirror or a machine translation.
        Secondary = "secondary", "Read second-hand";
    }
}

impl Provenance {
    /// The kind of the page it was read on; none when it was read nowhere, or no publication is known.
    pub fn page_kind(&self) -> Option<PageKind> {
        match self {
            Self::Sourced { kind, .. } | Self::Inferred { kind, .. } => *kind,
            Self::Unverified { .. } => None,
        }
    }

    /// Whether the value may stand in published text.
    pub fn is_publishable(&self) -> bool {
        self.doubt().is_none()
    }

    /// Why the value is not confirmed; none when it is.
    pub fn doubt(&self) -> Option<&str> {
        match self {
            Self::Sourced { .. } | Self::Inferred { .. } => None,
            Self::Unverified { reason } => Some(reason),
        }
    }
}

/// The provenance of all values of one record: one for most, others for named fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenances {
    /// Of every value that is not covered by a field in `except`.
    pub default: Provenance,
    /// Of these fields and of what stands below them; no field is named twice.
    pub except: Vec<(FieldPath, Provenance)>,
}

impl Provenances {
    /// The provenance of a field: its own, else that of the nearest field above it that has one, else the default.
    pub fn of(&self, field: FieldPath) -> &Provenance {
        self.except
            .iter()
            .filter(|(named, _)| named.covers(field))
            .max_by_key(|(named, _)| named.as_str().len())
            .map_or(&self.default, |(_, provenance)| provenance)
    }

    /// Why a field, or one below it, is not verified; none when all of them are.
    pub fn doubt(&self, field: FieldPath) -> Option<&str> {
        let below = self.except.iter().filter(|(named, _)| field.covers(*named)).map(|(_, provenance)| provenance);
        std::iter::once(self.of(field)).chain(below).find_map(Provenance::doubt)
    }

    /// Says of each page whether it is one of the publication's own. A value is as good as the best page it was read on; what
    /// was worked out is as good as the weakest value of its record.
    pub fn classify<'a>(
        &'a mut self,
        values: impl IntoIterator<Item = &'a mut Provenance>,
        is_own: impl Fn(&str) -> bool,
    ) {
        let except = self.except.iter_mut().map(|(_, provenance)| provenance);
        let mut all: Vec<&mut Provenance> = std::iter::once(&mut self.default).chain(except).chain(values).collect();
        let mut weakest = PageKind::Primary;
        for provenance in &mut all {
            if let Provenance::Sourced { pages, kind, .. } = provenance {
                let read = if pages.iter().any(|page| is_own(page)) { PageKind::Primary } else { PageKind::Secondary };
                *kind = Some(read);
                if read == PageKind::Secondary {
                    weakest = read;
                }
            }
        }
        for provenance in all {
            if let Provenance::Inferred { kind, .. } = provenance {
                *kind = Some(weakest);
            }
        }
    }

    fn all(&self) -> impl Iterator<Item = &Provenance> {
        std::iter::once(&self.default).chain(self.except.iter().map(|(_, provenance)| provenance))
    }

    /// What this amounts to for the whole record, `values` being further values with a provenance of their own.
    pub fn verification<'a>(&'a self, values: impl IntoIterator<Item = &'a Provenance>) -> Verification {
        if !self.default.is_publishable() {
            return Verification::Unverified;
        }
        let mut state = Verification::Verified;
        for provenance in self.all().chain(values) {
            match provenance.page_kind() {
                _ if !provenance.is_publishable() => return Verification::Partial,
                Some(PageKind::Secondary) => state = Verification::SecondHand,
                Some(PageKind::Primary) | None => {}
            }
        }
        state
    }
}

vocabulary! {
    /// How far a record was checked against pages.
    pub enum Verification ("state of verification") {
        /// Every value was read in the publication or on a page of its own, or worked out from values that were.
        Verified = "verified", "Verified";
        /// Every value was read on a page, some only in a digest, a news report or a mirror.
        SecondHand = "second-hand", "Read second-hand";
        /// Some values were not read on a page.
        Partial = "partial", "Partly verified";
        /// The record as a whole could not be confirmed.
        Unverified = "unverified", "Not verified";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_unverified_value_makes_a_record_partly_verified() {
        let sourced = Provenance::Sourced {
            pages: vec!["example.org".into()],
            kind: Some(PageKind::Primary),
            on: Date::constant(2026, 1, 1),
        };
        let unverified = Provenance::Unverified { reason: "not seen".into() };
        let all = Provenances { default: sourced.clone(), except: vec![] };
        assert_eq!(all.verification([]), Verification::Verified);
        assert_eq!(all.verification([&unverified]), Verification::Partial);
        let field = |path| FieldPath::find(path, FieldPath::of_source()).unwrap();
        let except = Provenances { default: sourced, except: vec![(field("PMID"), unverified.clone())] };
        assert_eq!(except.verification([]), Verification::Partial);
        assert!(!except.of(field("PMID")).is_publishable());
        assert!(except.of(field("DOI")).is_publishable());
        let none = Provenances { default: unverified, except: vec![] };
        assert_eq!(none.verification([]), Verification::Unverified);
    }

    #[test]
    fn a_value_is_as_good_as_the_best_page_and_what_is_worked_out_as_the_weakest() {
        let read = |pages: &[&str]| Provenance::Sourced {
            pages: pages.iter().map(|page| (*page).to_owned()).collect(),
            kind: None,
            on: Date::constant(2026, 1, 1),
        };
        let field = |path| FieldPath::find(path, FieldPath::of_source()).unwrap();
        let of = |default, except: Vec<Provenance>| {
            let names = ["PMID", "DOI"];
            let except = names.into_iter().map(field).zip(except).collect();
            let mut all = Provenances { default, except };
            all.classify([], |page| page == "own");
            all
        };
        let inferred = || Provenance::Inferred { step: "added".into(), kind: None };
        let best = of(read(&["blog", "own"]), vec![inferred()]);
        assert_eq!(best.of(field("title")).page_kind(), Some(PageKind::Primary));
        assert_eq!(best.of(field("PMID")).page_kind(), Some(PageKind::Primary));
        assert_eq!(best.verification([]), Verification::Verified);
        let mixed = of(read(&["own"]), vec![inferred(), read(&["blog"])]);
        assert_eq!(mixed.of(field("PMID")).page_kind(), Some(PageKind::Secondary));
        assert_eq!(mixed.verification([]), Verification::SecondHand);
    }

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
