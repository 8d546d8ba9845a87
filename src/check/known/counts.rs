//! The people and studies that records count, in their order: a sentence that counts some is compared with those near it, not
//! with all.

use std::sync::Arc;

use super::{Number, Outline, Role};
use crate::{check::whole::of_whole, corpus::Corpus};

/// Counts of people and of studies, each with the position of its source.
#[derive(Debug, Default)]
pub(in crate::check) struct CountsOnRecord {
    people: Vec<(f64, usize)>,
    studies: Vec<(f64, usize)>,
}

impl CountsOnRecord {
    pub(super) fn of(corpus: &Corpus, known: &[Arc<Outline>]) -> Self {
        let of_role = |role: Role| {
            let mut all = Vec::new();
            for (at, (source, known)) in corpus.sources().iter().zip(known).enumerate() {
                all.extend(of_whole(source, role).map(|value| (value, at)));
                let reported = known.typed.iter().filter(|reported| reported.role == role);
                all.extend(reported.flat_map(|reported| [(reported.low, at), (reported.high, at)]));
            }
            all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            all.dedup();
            all
        };
        Self { people: of_role(Role::Participants), studies: of_role(Role::Studies) }
    }

    /// The sources with a count that a number may be, each once, in their order; none of a number that counts neither.
    pub(in crate::check) fn near(&self, number: &Number) -> Vec<usize> {
        let all = if number.role == Role::Participants {
            &self.people
        } else if number.role == Role::Studies {
            &self.studies
        } else {
            return Vec::new();
        };
        let mut near: Vec<usize> = number
            .bounds_of_counts()
            .into_iter()
            .flat_map(|(low, high)| {
                let from = all.partition_point(|(value, _)| *value < low);
                let to = all.partition_point(|(value, _)| *value <= high).max(from);
                all.get(from..to).unwrap_or_default()
            })
            .map(|(_, source)| *source)
            .collect();
        near.sort_unstable();
        near.dedup();
        near
    }
}
