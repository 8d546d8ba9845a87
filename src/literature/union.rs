//! Records with any of some words, all of them scored, because all are counted.
//!
//! The engine's own union takes every record of every word through a scorer by itself. This goes through the lists of the words in their
//! blocks, and adds up a stretch of records at a time. Scores are the same to the last bit: sums in the order of the words.

use tantivy::{
    DocId, Score, SegmentReader, Term,
    fieldnorm::FieldNormReader,
    postings::BlockSegmentPostings,
    query::{Bm25Weight, BooleanQuery, EnableScoring, Explanation, Query as EngineQuery, Scorer, TermQuery, Weight},
    schema::IndexRecordOption,
};

/// Records that are added up at a time: their scores fit into the nearest cache of a processor.
const STRETCH: usize = 4096;
/// How many records have their signs in one number.
const SIGNS: usize = 64;

/// Records with any of some words.
#[derive(Clone, Debug)]
pub(super) struct AnyOf {
    terms: Vec<Term>,
}

impl AnyOf {
    pub(super) fn new(terms: Vec<Term>) -> Self {
        Self { terms }
    }
}

impl EngineQuery for AnyOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let one = |term: &Term| -> Box<dyn EngineQuery> {
            Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))
        };
        let plain = BooleanQuery::union(self.terms.iter().map(one).collect()).weight(scoring)?;
        let EnableScoring::Enabled { statistics_provider, .. } = scoring else { return Ok(plain) };
        let weighed =
            |term: &Term| Ok((term.clone(), Bm25Weight::for_terms(statistics_provider, std::slice::from_ref(term))?));
        let terms = self.terms.iter().map(weighed).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(WeightOfAny { terms, plain }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for term in &self.terms {
            visitor(term, false);
        }
    }
}

/// [`AnyOf`] with what each of its words tells.
struct WeightOfAny {
    terms: Vec<(Term, Bm25Weight)>,
    /// The engine's own union, for whoever wants to skip through the records: beside a filter.
    plain: Box<dyn Weight>,
}

impl Weight for WeightOfAny {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.plain.scorer(reader, boost)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.plain.explain(reader, doc)
    }

    fn for_each(&self, reader: &SegmentReader, callback: &mut dyn FnMut(DocId, Score)) -> tantivy::Result<()> {
        let mut lists = Vec::new();
        for (term, weight) in &self.terms {
            let index = reader.inverted_index(term.field())?;
            let Some(postings) = index.read_block_postings(term, IndexRecordOption::WithFreqs)? else { continue };
            lists.push(List { postings, at: 0, lengths: reader.get_fieldnorms_reader(term.field())?, weight });
        }
        let mut stretch = Stretch { begin: 0, scores: Box::new([0.0; STRETCH]), found: [0; STRETCH / SIGNS] };
        while let Some(begin) = lists.iter().filter_map(List::next).min() {
            stretch.begin = begin;
            for list in &mut lists {
                list.add_to(&mut stretch);
            }
            stretch.hand_on(callback);
        }
        Ok(())
    }

    fn for_each_no_score(&self, reader: &SegmentReader, callback: &mut dyn FnMut(&[DocId])) -> tantivy::Result<()> {
        self.plain.for_each_no_score(reader, callback)
    }
}

/// The records of one word, in their order.
struct List<'a> {
    postings: BlockSegmentPostings,
    /// How many records of the block are behind us.
    at: usize,
    lengths: FieldNormReader,
    weight: &'a Bm25Weight,
}

impl List<'_> {
    fn next(&self) -> Option<DocId> {
        self.postings.docs().get(self.at).copied()
    }

    /// Adds what the word tells of the records of a stretch.
    fn add_to(&mut self, stretch: &mut Stretch) {
        while self.next().is_some() {
            let (docs, freqs) = (&self.postings.docs()[self.at..], &self.postings.freqs()[self.at..]);
            let within = docs.partition_point(|doc| stretch.place(*doc) < STRETCH);
            for (doc, freq) in docs[..within].iter().zip(freqs) {
                let score = self.weight.score(self.lengths.fieldnorm_id(*doc), *freq);
                stretch.add(*doc, score);
            }
            if within < docs.len() {
                self.at += within;
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// Records that follow one another, with what they have so far.
struct Stretch {
    begin: DocId,
    scores: Box<[Score; STRETCH]>,
    /// Which of them have one of the words.
    found: [u64; STRETCH / SIGNS],
}

impl Stretch {
    /// Of a record that is not before the stretch.
    #[inline]
    fn place(&self, doc: DocId) -> usize {
        usize::try_from(doc - self.begin).unwrap_or(usize::MAX)
    }

    #[inline]
    fn add(&mut self, doc: DocId, score: Score) {
        let place = self.place(doc) % STRETCH;
        self.scores[place] += score;
        self.found[place / SIGNS] |= 1 << (place % SIGNS);
    }

    /// Hands on the records that were found, and forgets them.
    fn hand_on(&mut self, callback: &mut dyn FnMut(DocId, Score)) {
        for (first, signs) in (self.begin..).step_by(SIGNS).zip(&mut self.found) {
            while *signs != 0 {
                let doc = first + signs.trailing_zeros();
                *signs &= *signs - 1;
                let place = usize::try_from(doc - self.begin).unwrap_or(usize::MAX) % STRETCH;
                callback(doc, std::mem::take(&mut self.scores[place]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tantivy::{
        Index, TantivyDocument,
        schema::{Schema, TEXT},
    };

    use super::*;

    /// Records with words as frequent as the powers of two are, some of them deleted, more than a stretch and than a block has.
    #[test]
    fn a_union_is_that_of_the_engine() -> tantivy::Result<()> {
        let mut builder = Schema::builder();
        let (text, name) = (builder.add_text_field("text", TEXT), builder.add_text_field("name", TEXT));
        let index = Index::create_in_ram(builder.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000)?;
        for number in 0..3 * STRETCH + 7 {
            let words = (0..12).filter(|bit| number % (1 << bit) == 0).flat_map(|bit| {
                let times = 1 + number / 64 % 5;
                std::iter::repeat_n(format!("w{bit}"), times)
            });
            let mut document = TantivyDocument::default();
            document.add_text(text, words.collect::<Vec<_>>().join(" "));
            document.add_text(name, format!("w{} n{number}", number % 9));
            writer.add_document(document)?;
        }
        writer.commit()?;
        for number in (0..STRETCH).step_by(5) {
            writer.delete_term(Term::from_field_text(name, &format!("n{number}")));
        }
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        let term = |field, word: &str| Term::from_field_text(field, word);
        for terms in [
            vec![term(text, "w11"), term(text, "w3"), term(name, "w3"), term(text, "w9")],
            vec![term(text, "w0"), term(text, "w1")],
            vec![term(text, "w10"), term(text, "absent")],
            vec![term(text, "absent"), term(name, "absent")],
        ] {
            let one = |term: &Term| -> Box<dyn EngineQuery> {
                Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))
            };
            let plain = BooleanQuery::union(terms.iter().map(one).collect());
            let [ours, engines] = [&AnyOf::new(terms) as &dyn EngineQuery, &plain].map(|query| {
                let mut found = Vec::new();
                let weight = query.weight(EnableScoring::enabled_from_searcher(&searcher))?;
                for segment in searcher.segment_readers() {
                    weight.for_each(segment, &mut |doc, score| found.push((doc, score.to_bits())))?;
                }
                tantivy::Result::Ok(found)
            });
            assert_eq!(ours?, engines?);
        }
        Ok(())
    }
}
