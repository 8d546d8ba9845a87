//! Parts of the work beside one another: what asks little of a text costs little.

use evidence::text::{numbers, tokens};

use crate::growth::{Clock, Growth};

/// How many times as much as cutting it into tokens the numbers of a text may cost that has none: with every rule tried at
/// every word it was more than ten times as much.
const MOST_OF_PROSE: f64 = 5.0;

/// Sentences of a text that is long enough to tell.
const SENTENCES: usize = 600;

#[test]
fn prose_without_numbers_is_passed_over() {
    let sentence =
        "The people who had felt worse got better with warm soup, and nobody knew why it helped them so much.";
    let read = |work: fn(&str) -> usize| {
        let (took, count) = Clock::Thread.time(|| (0..SENTENCES).map(|_| work(sentence)).sum::<usize>());
        (took, count)
    };
    let growth = Growth::measure(MOST_OF_PROSE, || {
        let (cutting, tokens) = read(|text| tokens(text).len());
        let (reading, numbers) = read(|text| numbers(text).len());
        assert!(tokens > 0 && numbers == 0, "{numbers} numbers");
        Ok::<_, String>((cutting, reading))
    });
    let growth = growth.unwrap();
    assert!(growth.ratio() <= MOST_OF_PROSE, "{growth}");
}
