//! Which topic stands above which.

use std::collections::{BTreeMap, BTreeSet};

use crate::{corpus::filed::Filed, domain::Topic};

/// The topics by id, each with every topic that is reached from it by `broader`.
pub(super) struct Topics<'a>(BTreeMap<&'a str, (&'a Topic, BTreeSet<&'a str>)>);

impl<'a> Topics<'a> {
    pub(super) fn new(filed: &'a [Filed<Topic>]) -> Self {
        let topics: BTreeMap<&str, &Topic> =
            filed.iter().map(|filed| (filed.record.id.as_str(), &filed.record)).collect();
        let next = |id: &str| topics.get(id).into_iter().flat_map(|topic| &topic.broader).map(|id| id.as_str());
        let above = |id: &str| {
            let mut seen = BTreeSet::new();
            let mut open: Vec<&str> = next(id).collect();
            while let Some(id) = open.pop() {
                if seen.insert(id) {
                    open.extend(next(id));
                }
            }
            seen
        };
        Self(topics.iter().map(|(id, topic)| (*id, (*topic, above(id)))).collect())
    }

    pub(super) fn get(&self, id: &str) -> Option<&'a Topic> {
        self.0.get(id).map(|(topic, _)| *topic)
    }

    /// Those above a topic, by id; itself among them only if it stands in a cycle.
    pub(super) fn above(&self, id: &str) -> impl Iterator<Item = &'a str> {
        self.0.get(id).into_iter().flat_map(|(_, above)| above.iter().copied())
    }

    /// Whether two topics are one, or one stands above the other.
    pub(super) fn meet(&self, a: &str, b: &str) -> bool {
        a == b || self.above(a).any(|above| above == b) || self.above(b).any(|above| above == a)
    }
}
