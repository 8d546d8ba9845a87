//! Sentences that somebody looks up: what the record has otherwise, a number, a time, the day that it is counted from, or the people
//! and the group that it is of.

use std::collections::HashSet;

use super::{FoundRecord, Library};
use crate::{
    check::{AttributeKind, CheckRequest, HitSeverity, ReportedAttribute, SentenceReport, Standing},
    corpus::Record,
    domain::{
        Date, Finding, FindingId, Source, SourceId,
        finding::{Measurement, TimePoint},
    },
    text::{Analyser, Shape, is_stopword},
};

/// A sentence has at least so many words; fewer are looked up and claim nothing.
const MIN_WORDS: usize = 7;

/// Longest text that is read as a sentence, in bytes.
const MAX_BYTES: usize = 600;

/// Fewest words of a text that tells a result by a figure that few results have.
const MIN_WITH_FIGURE: usize = 5;

/// Among how many of the first hits the source of such a figure is looked for.
const FIRST_HITS: usize = 5;

/// Most sources that a figure is held beside.
const MAX_SOURCES: usize = 2;

/// Fewest digits of a whole number that few results have.
const RARE_DIGITS: usize = 4;

/// Most words in which the statements of two groups of one trial differ.
const MAX_BETWEEN_GROUPS: usize = 3;

/// Something a sentence says that its record has otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The words in question.
    pub said: String,
    /// What is wrong with them, in a sentence.
    pub message: String,
    /// What the record has instead.
    pub expected: String,
    /// The source.
    pub source: SourceId,
    /// The finding that has it; none for a value of the source as a whole.
    pub finding: Option<FindingId>,
}

impl Library {
    /// What of a sentence its record has otherwise; nothing for questions, and for texts without a number. `hits` are the first
    /// ones for the same text.
    pub(super) fn contradictions(&self, text: &str, as_of: Date, hits: &[FoundRecord<'_>]) -> Vec<Contradiction> {
        let quotes = ['"', '“', '”', '„', '«', '»'];
        let is_quoted = text.trim().ends_with(quotes);
        let text = text.trim().trim_matches(quotes);
        let words = text.split_whitespace().count();
        let tells = text.len() <= MAX_BYTES && !text.ends_with('?') && text.bytes().any(|byte| byte.is_ascii_digit());
        if !tells {
            return Vec::new();
        }
        // What is looked up by a few words and a number is no sentence.
        let ends = is_quoted || text.ends_with(['.', '!']);
        let begins = text.chars().next().is_some_and(char::is_uppercase);
        let told = match (begins || ends) && words >= MIN_WORDS {
            true => self.of_sentence(text, as_of),
            false => Vec::new(),
        };
        // Of whom a sentence speaks that names nobody, or half of a name, the search knows: who has its figure.
        if told.is_empty() && words >= MIN_WITH_FIGURE && text.split_whitespace().any(is_rare) {
            return self.of_figure(text, as_of, hits);
        }
        told
    }

    fn of_sentence(&self, text: &str, as_of: Date) -> Vec<Contradiction> {
        self.read(text, as_of).into_iter().flat_map(errors).collect()
    }

    fn read(&self, text: &str, as_of: Date) -> Vec<SentenceReport> {
        let report = self.checker.check(&self.corpus, &self.engine, &CheckRequest::new(text, as_of));
        report.map(|report| report.sentences).unwrap_or_default()
    }

    /// What the source of a figure has otherwise.
    fn of_figure(&self, text: &str, as_of: Date, hits: &[FoundRecord<'_>]) -> Vec<Contradiction> {
        let mut sources: Vec<&Source> = Vec::new();
        for hit in hits.iter().take(FIRST_HITS) {
            let of_hit: Vec<&Source> = match hit.record {
                Record::Source(source) => vec![source],
                Record::Finding(finding) => self.corpus.source_of(finding).into_iter().collect(),
                Record::Blurb(blurb) => self.corpus.sources_of_blurb(blurb),
                Record::Claim(_) | Record::Topic(_) => Vec::new(),
            };
            for source in of_hit {
                if sources.iter().all(|known| known.id != source.id) {
                    sources.push(source);
                }
            }
        }
        for source in sources.into_iter().take(MAX_SOURCES) {
            let sentences = self.read(&format!("{}: {text}", source.short_title), as_of);
            let has = |sentence: &SentenceReport, standing| !self.figures(source, sentence, standing).is_empty();
            let has_figure = |sentence| has(sentence, Standing::Confirmed) || has(sentence, Standing::Uncompared);
            if sentences.iter().any(has_figure) {
                return sentences.into_iter().flat_map(|sentence| self.otherwise(source, sentence)).collect();
            }
        }
        Vec::new()
    }

    /// The rare figures of a sentence that a source has, with the findings that have them: those that the check confirms, or else
    /// those that it leaves, because they are of another result than the sentence is about.
    fn figures<'a>(
        &'a self,
        source: &'a Source,
        sentence: &'a SentenceReport,
        standing: Standing,
    ) -> Vec<(&'a ReportedAttribute, &'a Finding)> {
        let figures = sentence
            .attributes
            .iter()
            .filter(|part| part.standing == standing && is_figure(part.kind) && is_rare(&part.said));
        let confirmed =
            |part: &ReportedAttribute| self.corpus.finding(part.record.as_ref()?.finding.as_ref()?.as_str());
        let stated = |part: &ReportedAttribute| {
            let mut having =
                self.corpus.findings_of(source).filter(|finding| has_number(&finding.statement, &part.said));
            having.next().filter(|_| having.next().is_none())
        };
        let of = |part| if standing == Standing::Confirmed { confirmed(part) } else { stated(part) };
        let figures = figures.filter_map(|part| Some((part, of(part)?)));
        figures.filter(|(_, finding)| finding.source == source.id).collect()
    }

    fn otherwise(&self, source: &Source, sentence: SentenceReport) -> Vec<Contradiction> {
        let name = &source.short_title;
        let figures = self.figures(source, &sentence, Standing::Confirmed);
        let left = self.figures(source, &sentence, Standing::Uncompared);
        let mut told = Vec::new();
        let mut tell = |said: &str, message: String, expected: String, finding: &Finding| {
            let (source, finding) = (source.id.clone(), Some(finding.id.clone()));
            told.push(Contradiction { said: said.to_owned(), message, expected, source, finding });
        };
        // A part that the record has nothing of, beside a figure that it has.
        let missing = sentence.hits.iter().filter(|hit| hit.is_of_what_is_missing());
        let part_of = |said: &str| sentence.attributes.iter().find(|part| part.said == said);
        for (part, of) in missing.filter_map(|hit| Some((part_of(&hit.found)?, figures.first()?.1))) {
            let time = of.result.measurement().and_then(|measurement| measurement.time.value());
            let own = match part.kind == AttributeKind::Time {
                true => time.map(TimePoint::text),
                false => (part.kind == AttributeKind::Population).then(|| one_line(&of.population.description)),
            };
            if let Some(own) = own {
                tell(&part.said, format!("{name} has this result for {own}"), own, of);
            }
        }
        for (part, finding) in figures.iter().chain(&left) {
            if let Some((own, other)) = self.of_another_group(source, finding, part, &sentence.text) {
                let message = format!("{name} has this figure for “{own}”, not for “{other}”");
                tell(&part.said, message, one_line(&finding.statement), finding);
            }
        }
        let is_known = !figures.is_empty();
        told.extend(errors(sentence).into_iter().filter(|_| is_known));
        told
    }

    /// The words that tell the group of a figure from another group of the same trial, where a sentence has those of the other
    /// one.
    fn of_another_group(
        &self,
        source: &Source,
        finding: &Finding,
        figure: &ReportedAttribute,
        sentence: &str,
    ) -> Option<(String, String)> {
        let measured = finding.result.measurement()?;
        let said = words(sentence);
        let own = words(&finding.statement);
        self.corpus.findings_of(source).find_map(|sibling| {
            let is_sibling = sibling.id != finding.id
                && sibling.result.measurement().is_some_and(|other| is_measured_alike(measured, other))
                && sibling.comparator.class == finding.comparator.class
                && !has_number(&sibling.statement, &figure.said);
            if !is_sibling {
                return None;
            }
            let other = words(&sibling.statement);
            let only = |these: &[String], those: &[String]| -> Vec<String> {
                these.iter().filter(|word| !those.contains(word)).cloned().collect()
            };
            let (of_own, of_other) = (only(&own, &other), only(&other, &own));
            let differ = |these: &[String]| (1..=MAX_BETWEEN_GROUPS).contains(&these.len());
            let has = |these: &[String]| these.iter().any(|word| said.contains(word));
            let is_other = differ(&of_own) && differ(&of_other) && has(&of_other) && !has(&of_own);
            is_other.then(|| (of_own.join(" "), of_other.join(" ")))
        })
    }
}

/// What of a sentence contradicts its record: what belongs to it and is missing contradicts nothing.
fn errors(sentence: SentenceReport) -> Vec<Contradiction> {
    let hits = sentence.hits.into_iter().filter(|hit| hit.rule.severity == HitSeverity::Error);
    let told = hits.filter_map(|hit| {
        let (expected, source) = (hit.expected?, hit.source?);
        Some(Contradiction { said: hit.found, message: hit.message, expected, source, finding: hit.finding })
    });
    told.collect()
}

/// Whether a part of a sentence is a number of a result.
fn is_figure(kind: AttributeKind) -> bool {
    matches!(
        kind,
        AttributeKind::Percent
            | AttributeKind::Effect
            | AttributeKind::Interval
            | AttributeKind::Participants
            | AttributeKind::Number
    )
}

/// Whether words hold a number that few results have: one with decimals, or a large one.
fn is_rare(words: &str) -> bool {
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    printed_numbers(words).any(|number| {
        let is_decimal = number.split_once('.').is_some_and(|(_, decimals)| digits(decimals) > 0);
        // Four digits may be a year.
        let is_year = number.len() == RARE_DIGITS && (number.starts_with("19") || number.starts_with("20"));
        is_decimal || digits(number) >= RARE_DIGITS && !is_year
    })
}

/// The numbers of a text as they are printed.
fn printed_numbers(text: &str) -> impl Iterator<Item = &str> {
    let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let numbers = text.split(move |c| !is_of_number(c)).map(|number| number.trim_matches(['.', ',']));
    numbers.filter(|number| !number.is_empty())
}

/// Whether a text has the numbers of some words, as they are printed.
fn has_number(text: &str, words: &str) -> bool {
    printed_numbers(words).all(|number| printed_numbers(text).any(|printed| printed == number))
}

/// Whether two results are of one outcome at one time.
fn is_measured_alike(one: &Measurement, other: &Measurement) -> bool {
    one.outcome.name == other.outcome.name && one.time == other.time
}

/// The words of a text that tell, each once.
fn words(text: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let words = Analyser::new().words(text).into_iter();
    let telling = words.filter(|word| word.shape == Shape::Letters && !is_stopword(&word.exact));
    telling.map(|word| word.exact).filter(|word| seen.insert(word.clone())).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_few_results_have_are_rare() {
        for rare in ["47.6%", "8,270 people", "$52,897", "229230"] {
            assert!(is_rare(rare), "{rare}");
        }
        assert!(has_number("by 4.4 points, then 2.1", "4.4 points") && !has_number("by 14.4 points", "4.4 points"));
        for common in ["12 months", "2020", "30%", "800 people", "1 in 100", "the end."] {
            assert!(!is_rare(common), "{common}");
        }
    }
}
