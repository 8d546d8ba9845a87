//! What is gathered while the index goes through the records that are found: a page of them, and the counts of a field.

use std::{
    collections::{BinaryHeap, HashMap},
    sync::Arc,
};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
};

use super::cursor::Cursor;
use crate::domain::stop::Stop;

/// Records looked at between two looks at the clock of whoever waits.
const BETWEEN_LOOKS: u32 = 4096;

/// By what records are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Score,
    Newest,
    Oldest,
}

/// A record with its key: the lower comes first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Best {
    pub(super) key: Cursor,
    pub(super) score: Score,
    pub(super) at: DocAddress,
}

impl PartialEq for Best {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Best {}

impl PartialOrd for Best {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Best {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// The records of a page, and how many were found.
pub(super) struct Page {
    pub(super) total: u64,
    pub(super) best: Vec<Best>,
}

/// Collects a page: the first `limit` records after a key.
pub(super) struct Collecting {
    pub(super) order: Order,
    pub(super) after: Option<Cursor>,
    pub(super) limit: usize,
    pub(super) stop: Stop,
    pub(super) keys: Arc<[Keys]>,
}

/// What records of a segment are put in order by. Kept from question to question: to open a column takes longer than to go through what
/// a question finds.
#[derive(Clone)]
pub(super) struct Keys {
    ids: Column<u64>,
    /// The marks of deleted records have no day, and a segment may hold nothing else.
    issued: Option<Column<u64>>,
}

impl Keys {
    pub(super) fn of(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        Ok(Self { ids: columns.u64("id")?, issued: columns.column_opt("issued")? })
    }
}

pub(super) struct PageOfSegment {
    order: Order,
    after: Option<Cursor>,
    limit: usize,
    stop: Stop,
    is_stopped: bool,
    segment: SegmentOrdinal,
    ids: Column<u64>,
    issued: Option<Column<u64>>,
    total: u64,
    /// The worst of the best first.
    best: BinaryHeap<Best>,
}

/// A score as a number that falls as it rises. Scores are never negative.
fn falling(score: Score) -> u64 {
    u64::from(u32::MAX - score.max(0.0).to_bits())
}

impl Collector for Collecting {
    type Fruit = Page;
    type Child = PageOfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<PageOfSegment> {
        let kept = usize::try_from(segment).ok().and_then(|at| self.keys.get(at)).cloned();
        let Keys { ids, issued } = kept.map_or_else(|| Keys::of(reader), Ok)?;
        Ok(PageOfSegment {
            order: self.order,
            after: self.after,
            limit: self.limit,
            stop: self.stop.clone(),
            is_stopped: false,
            segment,
            ids,
            issued: issued.filter(|_| self.order != Order::Score),
            total: 0,
            best: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Score
    }

    fn merge_fruits(&self, fruits: Vec<Page>) -> tantivy::Result<Page> {
        let mut all = Page { total: 0, best: Vec::new() };
        for Page { total, best } in fruits {
            all.total += total;
            all.best.extend(best);
        }
        all.best.sort_unstable();
        all.best.truncate(self.limit);
        Ok(all)
    }
}

impl SegmentCollector for PageOfSegment {
    type Fruit = Page;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if self.total.is_multiple_of(u64::from(BETWEEN_LOOKS)) {
            self.is_stopped = self.stop.is_stopped();
        }
        if self.is_stopped {
            return;
        }
        let first = match self.order {
            Order::Score => falling(score),
            Order::Newest | Order::Oldest => {
                let day = self.issued.as_ref().and_then(|days| days.first(doc)).unwrap_or(0);
                if self.order == Order::Oldest { day } else { u64::MAX - day }
            }
        };
        // Most records are worse than the worst that is kept: their ids are never read.
        let is_full = self.best.len() >= self.limit;
        if is_full && self.best.peek().is_none_or(|worst| first > worst.key.key) {
            return;
        }
        let key = Cursor { key: first, id: self.ids.first(doc).unwrap_or(0) };
        if self.after.is_some_and(|after| key <= after) {
            return;
        }
        let best = Best { key, score, at: DocAddress::new(self.segment, doc) };
        if !is_full {
            self.best.push(best);
        } else if let Some(mut worst) = self.best.peek_mut()
            && best < *worst
        {
            *worst = best;
        }
    }

    fn harvest(self) -> Page {
        Page { total: self.total, best: self.best.into_vec() }
    }
}

/// Counts the values of a field.
pub(super) struct Counting {
    pub(super) field: String,
    pub(super) is_number: bool,
    pub(super) stop: Stop,
}

pub(super) enum Values {
    Nothing,
    Numbers(Column<u64>, HashMap<u64, u64>),
    Texts(StrColumn, Vec<u64>),
}

pub(super) struct CountsOfSegment {
    values: Values,
    seen: u32,
    stop: Stop,
}

impl Collector for Counting {
    type Fruit = HashMap<String, u64>;
    type Child = CountsOfSegment;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<CountsOfSegment> {
        let columns = reader.fast_fields();
        let values = if self.is_number {
            columns.column_opt(&self.field)?.map(|column| Values::Numbers(column, HashMap::new()))
        } else {
            columns.str(&self.field)?.map(|column| {
                let counts = vec![0; column.num_terms()];
                Values::Texts(column, counts)
            })
        };
        Ok(CountsOfSegment { values: values.unwrap_or(Values::Nothing), seen: 0, stop: self.stop.clone() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<HashMap<String, u64>>) -> tantivy::Result<HashMap<String, u64>> {
        let mut all = HashMap::new();
        for (value, count) in fruits.into_iter().flatten() {
            *all.entry(value).or_insert(0) += count;
        }
        Ok(all)
    }
}

impl SegmentCollector for CountsOfSegment {
    type Fruit = HashMap<String, u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.seen = self.seen.wrapping_add(1);
        if self.seen.is_multiple_of(BETWEEN_LOOKS) && self.stop.is_stopped() {
            self.values = Values::Nothing;
        }
        match &mut self.values {
            Values::Nothing => {}
            Values::Numbers(column, counts) => {
                for value in column.values_for_doc(doc) {
                    *counts.entry(value).or_insert(0) += 1;
                }
            }
            Values::Texts(column, counts) => {
                for ordinal in column.ords().values_for_doc(doc) {
                    if let Some(count) = usize::try_from(ordinal).ok().and_then(|at| counts.get_mut(at)) {
                        *count += 1;
                    }
                }
            }
        }
    }

    fn harvest(self) -> HashMap<String, u64> {
        match self.values {
            Values::Nothing => HashMap::new(),
            Values::Numbers(_, counts) => counts.into_iter().map(|(value, count)| (value.to_string(), count)).collect(),
            Values::Texts(column, counts) => {
                let mut named = HashMap::new();
                for (ordinal, count) in (0_u64..).zip(counts).filter(|(_, count)| *count > 0) {
                    let mut value = String::new();
                    if column.ord_to_str(ordinal, &mut value).unwrap_or(false) {
                        named.insert(value, count);
                    }
                }
                named
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_scores_come_first() {
        assert!(falling(3.5) < falling(3.4999) && falling(0.1) < falling(0.0));
    }
}
