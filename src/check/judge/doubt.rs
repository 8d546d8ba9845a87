//! What a breach rests on, and whether somebody has verified it: a sentence is not accused of an error by a value that
//! nobody has read on a page.

use super::{Breach, Judge};
use crate::{
    check::{
        claim::Claim,
        quantity::Role,
        rule::{HitSeverity, RestsOn},
    },
    domain::{Estimate, Finding, Provenance, Source, field::MeasurementValues, repeated::one_line},
};

impl Judge<'_> {
    /// Lowers breaches of severity error that rest on a value nobody has verified, and says so in their message.
    pub(super) fn lower_what_is_doubtful(&self, claim: &Claim, compared: &[usize], breaches: &mut [Breach]) {
        for breach in breaches.iter_mut().filter(|breach| breach.severity == HitSeverity::Error) {
            if let Some(doubt) = self.doubt(claim, compared, breach) {
                let reason = one_line(&doubt);
                let reason = reason.trim_end_matches('.');
                breach.message.push_str(&format!("; but the value on record is not verified: {reason}"));
                breach.severity = HitSeverity::Warning;
                breach.is_doubtful = true;
            }
        }
    }

    /// Why the values a breach rests on are not verified.
    fn doubt(&self, claim: &Claim, compared: &[usize], breach: &Breach) -> Option<String> {
        let source = breach.source.and_then(|at| self.source(at));
        let of_source = breach.source.and_then(|at| self.facts.sources.get(at));
        let all = || of_source.into_iter().flat_map(|known| &known.findings).filter_map(|&at| self.finding(at));
        // The finding behind the breach; where the whole source is meant, all of its findings.
        let behind = || match breach.finding.and_then(|at| self.finding(at)) {
            Some(finding) => vec![finding],
            None => all().collect(),
        };
        let measured = |doubt: fn(MeasurementValues<'_>) -> Option<&str>| {
            behind().into_iter().filter_map(Finding::measurement_values).find_map(doubt)
        };
        let doubt = match breach.rule.rests_on {
            RestsOn::Words => None,
            RestsOn::Number => {
                let role = claim.numbers.iter().find(|n| (n.first, n.last) == (breach.first, breach.last))?.role;
                let shown = compared.iter().filter_map(|&at| self.finding(at)).chain(behind());
                number_doubt(role, source?, shown.collect(), all().collect())
            }
            RestsOn::Time => measured(|measurement| measurement.time.doubt()),
            RestsOn::Population => source
                .and_then(|source| {
                    let values = source.values();
                    values.study.values().age_min.doubt().or(values.pico.values().population.doubt())
                })
                .or_else(|| behind().into_iter().find_map(|finding| finding.values().population.doubt())),
            RestsOn::Comparator => behind().into_iter().find_map(|finding| finding.values().comparator.doubt()),
            RestsOn::Direction => measured(|measurement| measurement.direction.doubt()).or_else(|| {
                behind().into_iter().filter_map(Finding::recommendation_values).find_map(|advice| advice.stance.doubt())
            }),
            RestsOn::Certainty => behind().into_iter().find_map(|finding| finding.values().certainty.doubt()),
        };
        doubt.map(str::to_owned)
    }
}

/// Why the values a number is held against are not verified: those of the source as a whole, of the findings that were
/// compared, or of all its findings.
fn number_doubt<'a>(
    role: Role,
    source: &'a Source,
    compared: Vec<&'a Finding>,
    all: Vec<&'a Finding>,
) -> Option<&'a str> {
    match role {
        Role::Participants => source.values().study.values().sample.doubt(),
        Role::Studies => source.values().study.values().studies.doubt(),
        Role::Year => source.bibliography_values().issued.doubt(),
        Role::Percent | Role::Effect | Role::Interval | Role::P => compared
            .into_iter()
            .filter_map(|finding| finding.result.measurement())
            .flat_map(|measurement| measurement.estimates.iter().flat_map(Estimate::provenances))
            .find_map(Provenance::doubt),
        Role::Sessions => all.into_iter().find_map(|f| f.values().intervention.values().sessions.doubt()),
        Role::Days => {
            compared.into_iter().filter_map(Finding::measurement_values).find_map(|measured| measured.time.doubt())
        }
        Role::Age | Role::Logistics | Role::Other => None,
    }
}
