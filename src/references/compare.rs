//! A reference beside a publication, part by part.
//!
//! What a reference does not say is no difference; nor is what the record does not say, which nothing can be held against.

use super::{
    agreement::Agreement,
    author, journal, place,
    publication::{Card, Publication},
    reading::Reading,
    words::{Token, Window, align, tokens, words},
};
use crate::{
    citation::exchange::plain,
    domain::{Name, identifier::Doi, source::Bibliography, vocabulary::vocabulary},
    text::Citing,
};

vocabulary! {
    /// Parts of a reference that are compared.
    pub enum ReferenceField ("compared part of a reference") {
        /// Words of the title.
        Title = "title", "Title";
        /// The first of the authors.
        FirstAuthor = "first-author", "First author";
        /// The journal, under any of its names.
        Journal = "journal", "Journal";
        /// The year of the issue, or of the first publication online.
        Year = "year", "Year";
        /// Volume.
        Volume = "volume", "Volume";
        /// Issue.
        Issue = "issue", "Issue";
        /// Pages, or the number of the article.
        Pages = "pages", "Pages";
        /// DOI.
        Doi = "doi", "DOI";
        /// PubMed id.
        Pmid = "pmid", "PMID";
        /// PubMed Central id.
        Pmcid = "pmcid", "PMCID";
    }
}

/// All parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Comparison {
    pub(super) title: Agreement,
    /// Words of the title on record that tell something, and how many were changed: 0 of 0 when no title is said.
    pub(super) title_words: usize,
    pub(super) title_edits: usize,
    pub(super) author: Agreement,
    pub(super) journal: Agreement,
    pub(super) year: Agreement,
    pub(super) volume: Agreement,
    pub(super) issue: Agreement,
    pub(super) pages: Agreement,
    pub(super) doi: Agreement,
    pub(super) pmid: Agreement,
    pub(super) pmcid: Agreement,
}

impl Comparison {
    pub(super) fn of(reading: &Reading, publication: &Publication) -> Self {
        let mut comparison = match &reading.fields {
            Some(fields) => of_fields(fields, publication),
            None => of_text(reading, publication),
        };
        let Bibliography { pmid, pmcid, .. } = &publication.bibliography;
        if is_title_of_translation(&comparison, &publication.bibliography) {
            comparison.title = Agreement::Unsaid;
            (comparison.title_words, comparison.title_edits) = (0, 0);
        }
        comparison.doi = identifiers(&reading.dois, &publication.dois().collect::<Vec<_>>());
        comparison.pmid = identifiers(&reading.pmids, &pmid.iter().collect::<Vec<_>>());
        comparison.pmcid = identifiers(&reading.pmcids, &pmcid.iter().collect::<Vec<_>>());
        comparison
    }

    /// The parts in their order, with their names.
    pub(super) fn parts(&self) -> [(ReferenceField, &Agreement); 10] {
        let Self {
            title,
            title_words: _,
            title_edits: _,
            author,
            journal,
            year,
            volume,
            issue,
            pages,
            doi,
            pmid,
            pmcid,
        } = self;
        [
            (ReferenceField::Title, title),
            (ReferenceField::FirstAuthor, author),
            (ReferenceField::Journal, journal),
            (ReferenceField::Year, year),
            (ReferenceField::Volume, volume),
            (ReferenceField::Issue, issue),
            (ReferenceField::Pages, pages),
            (ReferenceField::Doi, doi),
            (ReferenceField::Pmid, pmid),
            (ReferenceField::Pmcid, pmcid),
        ]
    }
}

/// Whether a title is another because the record has a translation of it, in brackets, as databases have of what is in another language:
/// they say nothing of each other. Only where author and place agree, and the title that is said is neither English itself nor like the
/// translation, of which it may be a misquotation.
fn is_title_of_translation(comparison: &Comparison, record: &Bibliography) -> bool {
    let title = record.title.trim_end_matches('.');
    let is_translated = title.starts_with('[') && title.ends_with(']') && record.language != ENGLISH;
    let Agreement::Other { said, .. } = &comparison.title else { return false };
    let Comparison { author, year, volume, pages, .. } = comparison;
    is_translated
        && comparison.title_words == 0
        && author.is_same()
        && pages.is_same()
        && !year.is_other()
        && !volume.is_other()
        && !words(said).iter().any(|word| Citing::OnlyEnglish.has(word))
}

/// The language that translations are in.
const ENGLISH: &str = "en";

fn identifiers<T: PartialEq + ToString>(said: &[T], on_record: &[&T]) -> Agreement {
    match (said.first(), on_record.first()) {
        (Some(first), Some(own)) => {
            let is_same = said.iter().any(|said| on_record.contains(&said));
            Agreement::of(is_same, &first.to_string(), &own.to_string())
        }
        _ => Agreement::Unsaid,
    }
}

/// Words of a title that tell something.
fn telling(title: &[String]) -> usize {
    title.iter().filter(|word| !crate::text::is_stopword(word)).count()
}

/// The place of a title of which the text has the first words only, with dots behind them for the rest; and those words of it.
fn cut_window<'a>(publication: &'a Publication, reading: &Reading) -> Option<(Window, &'a [String])> {
    // So many words have to stand before the dots, and one in as many may be another.
    const LEAST: usize = 4;
    let Reading { text, tokens, .. } = reading;
    let is_cut = |at: &usize| {
        let start = tokens.get(*at).map_or(0, |token| token.end);
        let end = tokens.get(at + 1).map_or(text.len(), |next| next.start);
        text.get(start..end).is_some_and(|gap| gap.contains('…') || gap.contains("..."))
    };
    (0..tokens.len()).filter(is_cut).find_map(|at| {
        publication.card.titles.iter().find_map(|title| {
            let ends = (LEAST..title.len()).filter(|end| title[end - 1] == tokens[at].word);
            let mut windows = ends.filter_map(|end| Some((align(&title[..end], tokens)?, &title[..end])));
            windows.find(|(window, title)| window.edits * LEAST <= title.len() && window.to == at + 1)
        })
    })
}

/// The best place of the publication's title in the text, and the words of the title that stand there, whole or without its subtitle.
fn title_window<'a>(publication: &'a Publication, text: &[Token]) -> Option<(Window, &'a [String])> {
    let mut best: Option<(Window, &[String])> = None;
    for title in &publication.card.titles {
        let Some(window) = align(title, text) else { continue };
        // Changes weigh by the length: one word of three is another title.
        let weight = |edits: usize, length: usize| edits * 1000 / length.max(1);
        let is_better = best.is_none_or(|(known, other)| {
            (weight(window.edits, title.len()), usize::MAX - title.len())
                < (weight(known.edits, other.len()), usize::MAX - other.len())
        });
        if is_better {
            best = Some((window, title));
        }
    }
    // A title without its subtitle: only where hardly anything of the subtitle is there.
    for main in &publication.card.main_titles {
        let whole = publication.card.titles.first().map_or(0, Vec::len);
        // Of a title without its middle the last sentence is missing alone.
        let nearest = best.map(|(_, title)| title.len()).filter(|length| *length > main.len());
        let subtitle = nearest.unwrap_or(whole).saturating_sub(main.len());
        let is_cut = best.is_none_or(|(window, _)| window.edits * 10 >= subtitle * 7 && window.edits > 0);
        if is_cut
            && let Some(window) = align(main, text)
            && best.is_none_or(|(known, _)| window.edits < known.edits)
        {
            best = Some((window, main));
        }
    }
    best
}

/// How many of the last words of the title the window lacks.
fn missing_words(publication: &Publication, last: Option<&Token>) -> usize {
    let Some(last) = last else { return 0 };
    let Card { titles, main_titles, .. } = &publication.card;
    let behind = |title: &Vec<String>| title.iter().rev().position(|word| *word == last.word);
    titles.iter().chain(main_titles).filter_map(behind).min().unwrap_or(0)
}

/// Words of the title that the reference has before or behind the window: `No` before it, a trial's size behind it; and how many
/// of them stand in the place of others, `Korea` in that of `Taiwan`.
fn beyond(reading: &Reading, window: Window, publication: &Publication) -> (usize, usize, usize) {
    let tokens = &reading.tokens;
    let missing = missing_words(publication, window.to.checked_sub(1).and_then(|last| tokens.get(last)));
    let mut instead = 0;
    let gap = |at: usize| {
        let end = tokens.get(at).map_or(reading.text.len(), |token| token.start);
        let start = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or(0, |token| token.end);
        reading.text.get(start..end).unwrap_or_default()
    };
    let is_open = |gap: &str| !gap.is_empty() && gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '–' | '—'));
    let raw = |token: &Token| reading.text.get(token.start..token.end).unwrap_or_default();
    // Behind: up to the end of the sentence, if it goes on in small letters or behind a colon.
    let mut to = window.to;
    let next = gap(to);
    let goes_on = is_open(next) || next.trim() == ":";
    if goes_on {
        let mut end = to;
        while let Some(token) = tokens.get(end) {
            let before = gap(end);
            if end > to && before.contains(['.', '?', '!', '"', '”', '’', '»', '[', '(', ';', ',']) {
                break;
            }
            if token.is_taken || token.year().is_some() {
                break;
            }
            end += 1;
        }
        let said = tokens.get(to).zip(end.checked_sub(1).and_then(|last| tokens.get(last)));
        let said = said.and_then(|(first, last)| reading.text.get(first.start..last.end)).unwrap_or_default();
        let is_journal =
            publication.card.journals.iter().any(|name| journal::is_same(said, name) || journal::begins(said, name));
        let is_small =
            tokens.get(to).is_some_and(|token| raw(token).starts_with(char::is_lowercase) || token.is_number());
        // The last words are others: as many of them, up to the end of the sentence.
        let is_instead = is_open(next) && end < tokens.len() && (1..=missing + 1).contains(&(end - to)) && missing > 0;
        if end > to && !is_journal && (next.trim() == ":" || is_small || is_instead) && end - to <= 12 {
            instead = if is_instead { missing.min(end - to) } else { 0 };
            to = end;
        }
    }
    // Before: words that turn the title, and not those of a notice about it.
    let is_notice = publication.standing.state.is_notice();
    let mut from = window.from;
    while let Some(before) = from.checked_sub(1)
        && is_open(gap(from))
        && tokens.get(before).is_some_and(|token| {
            let is_of_notice = is_notice && is_notice_word(&token.word);
            !token.is_taken
                && !is_of_notice
                && !Citing::AndOthers.has(&token.word)
                && !token.has_digit()
                && (Citing::TitleTurns.has(&token.word) || raw(token).starts_with(char::is_lowercase))
        })
    {
        from = before;
    }
    // An article before it turns nothing.
    if window.from - from == 1 && tokens.get(from).is_some_and(|token| Citing::TitleArticles.has(&token.word)) {
        from = window.from;
    }
    (from, to, instead)
}

fn of_text(reading: &Reading, publication: &Publication) -> Comparison {
    let Reading { text, tokens, .. } = reading;
    let record = &publication.bibliography;
    let mut comparison = Comparison::default();
    let found = match title_window(publication, tokens) {
        Some(whole @ (Window { edits: 0, .. }, _)) => Some(whole),
        near => cut_window(publication, reading).or(near),
    };
    let run = |from: usize, to: usize| place::Run { text, tokens, from, to };
    let all = tokens.len();
    let mut window = found.filter(|(window, title)| !is_description(reading, *window, title.len()));
    if let Some((found, title)) = &mut window {
        let (from, to, instead) = beyond(reading, *found, publication);
        let more = (found.from - from) + (to - found.to) - instead;
        found.edits += more;
        (found.from, found.to) = (from, to);
        comparison.title_words = telling(title);
        comparison.title_edits = found.edits;
        let said = tokens.get(from).zip(tokens.get(to - 1)).and_then(|(first, last)| text.get(first.start..last.end));
        comparison.title = Agreement::of(found.edits == 0, said.unwrap_or_default(), &record.title);
    }
    let (before, after) = match &window {
        Some((window, _)) => (run(0, window.from), run(window.to, all)),
        None => (run(0, 0), run(0, all)),
    };
    let (printed, is_after) = match place::read(&after) {
        Some(printed) => (Some(printed), true),
        None => (place::read(&before), false),
    };
    let printed = printed.map(place::Place::without_stopgaps);
    let mut years = place::years(&after, printed.as_ref().filter(|_| is_after));
    years.extend(place::years(&before, printed.as_ref().filter(|_| !is_after)));
    comparison.year = year(&years, record);
    if let Some(printed) = &printed {
        comparison.volume = volume(printed.volume.as_deref(), printed.issue.as_deref(), record);
        comparison.issue = issue(printed.issue.as_deref(), printed.volume.as_deref(), record);
        comparison.pages = pages(printed.pages.as_deref(), record);
    }
    // What stands between title and place: the journal, and the authors where they come behind the title.
    let has_letters = |from: usize, to: usize| {
        tokens.get(from..to).unwrap_or_default().iter().any(|token| !token.is_taken && !token.has_digit())
    };
    let (side, is_printed_here) = if is_after || printed.is_none() { (&after, is_after) } else { (&before, true) };
    // `Title [version 2]. Journal`: remarks in brackets are of neither.
    let begin = match &window {
        Some((window, _)) if window.to == side.from => behind_remarks(reading, side.from, side.to),
        Some(_) | None => side.from,
    };
    let is_taken = |at: &usize| tokens.get(*at).is_some_and(|token| token.is_taken);
    // The address of a link stands right behind the title, and the journal behind it.
    let begin = (begin..side.to).find(|at| !is_taken(at)).unwrap_or(begin);
    let first_year =
        (begin..side.to).find(|at| is_taken(at) || tokens.get(*at).is_some_and(|token| token.year().is_some()));
    let journal_end = match &printed {
        Some(printed) if is_printed_here => printed.from,
        _ => first_year.unwrap_or(side.to),
    };
    // `(2007) Title. Journal`: what stands before the title are authors, unless the place stands there.
    let authors_ahead = window.is_some() && (is_after || printed.is_none()) && has_letters(before.from, before.to);
    let begin = if has_letters(begin, journal_end) { begin } else { side.from };
    let found = journal::find(reading, begin, journal_end, authors_ahead, &publication.card.journals);
    // `Nobody et al., 2020`: whoever stands before the year is no journal; behind a title only with others.
    let is_and_others = journal_end
        .checked_sub(1)
        .and_then(|last| tokens.get(last))
        .is_some_and(|last| Citing::AndOthers.has(&last.word));
    let is_name_and_year = printed.is_none()
        && found.as_ref().is_some_and(|found| !found.is_same)
        && author::are_names(&run(begin, journal_end))
        && (window.is_none() || is_and_others);
    let found = found.filter(|_| !is_name_and_year);
    let author_end = match &found {
        Some(found) if !authors_ahead => found.from,
        _ => journal_end,
    };
    comparison.journal = match found {
        Some(_) if publication.card.journals.is_empty() => Agreement::Unsaid,
        Some(found) => {
            let said = found.said;
            if found.is_same {
                Agreement::Same
            } else if said.is_empty() || (printed.is_none() && years.is_empty()) {
                Agreement::Unsaid
            } else {
                Agreement::of(false, &said, publication.card.journals.first().map_or("", String::as_str))
            }
        }
        None => Agreement::Unsaid,
    };
    comparison.author = if authors_ahead {
        author::compare(&run(before.from, before_notice(tokens, before.to)), &record.author, true)
    } else if window.is_some() {
        // Behind the title, or behind the place and before the title.
        let ahead = has_letters(before.from, before.to) && !is_after;
        if ahead {
            author::compare(&run(before.from, before.to), &record.author, false)
        } else {
            author::compare(&run(after.from, author_end), &record.author, author_end > after.from)
        }
    } else {
        author::compare(&run(0, author_end), &record.author, author_end > 0)
    };
    // A title that is no part of the record: many small words between authors and journal.
    if window.is_none() {
        let said = other_title(reading, author_end);
        // `Nobody and others have shown this in 2020 (J Nowhere 1:2)`: a sentence about the author is no title.
        let is_about = |said: &String| comparison.author.is_same() && author::begins(said, &record.author);
        if let Some(said) = said.filter(|said| !is_about(said)) {
            comparison.title = Agreement::of(false, &said, &record.title);
        }
    }
    comparison
}

/// Whether what is a little like a title stands in brackets between authors and journal, and says what it is about:
/// `Nobody et al. (a trial of humming, headaches). J Nowhere 2020;1:2`.
fn is_description(reading: &Reading, window: Window, length: usize) -> bool {
    // Of a title in brackets one word in as many is another at most.
    const LEAST_OF_TITLE: usize = 5;
    let Reading { text, tokens, .. } = reading;
    if window.edits * LEAST_OF_TITLE < length {
        return false;
    }
    let at = |token: usize| tokens.get(token).map_or(text.len(), |token| token.start);
    let (before, after) =
        (text.get(..at(window.from)).unwrap_or_default(), text.get(at(window.to - 1)..).unwrap_or_default());
    let (open, close) = (before.rfind('('), after.find(')').map(|close| at(window.to - 1) + close));
    let is_within = open.is_some_and(|open| before.rfind(')').is_none_or(|closed| closed < open))
        && close.is_some_and(|_| after.find('(').is_none_or(|next| Some(at(window.to - 1) + next) > close));
    let begins = |token: &Token| !token.is_taken && open.is_some_and(|open| token.end <= open);
    let ends = |token: &Token| !token.is_taken && close.is_some_and(|close| token.start > close);
    is_within && tokens.iter().any(begins) && tokens.iter().any(ends)
}

/// The first of the words that say what notice it is, if they end before token `to`: `Corrigendum to "Title"`.
fn before_notice(tokens: &[Token], to: usize) -> usize {
    let ahead = tokens.get(..to).unwrap_or_default();
    let is_of_notice = |token: &&Token| is_notice_word(&token.word);
    let from = to - ahead.iter().rev().take_while(is_of_notice).count();
    let said: Vec<&str> = ahead.iter().skip(from).map(|token| token.word.as_str()).collect();
    let is_notice = said.iter().any(|word| Citing::NoticeBegins.has(word))
        || Citing::ConcernNotice.words().iter().any(|phrase| said.join(" ").contains(phrase.as_str()));
    if is_notice { from } else { to }
}

fn is_notice_word(word: &str) -> bool {
    Citing::NoticeBegins.has(word) || Citing::NoticeGoesOn.has(word)
}

/// The token behind what stands in brackets from `from` on, if anything does: `[version 2; peer review: 2 approved]`, `(letter)`. With a
/// year in round ones it is the place.
fn behind_remarks(reading: &Reading, from: usize, to: usize) -> usize {
    // No remark has more words.
    const LONGEST: usize = 12;
    const ENDS: &[char] = &['.', ',', ';', '?', '!', '"', '”', '’', '\'', '»', ')', ']', ' '];
    let gap = |at: usize| {
        let end = reading.tokens.get(at).map_or(reading.text.len(), |token| token.start);
        let start = at.checked_sub(1).and_then(|before| reading.tokens.get(before)).map_or(0, |token| token.end);
        reading.text.get(start..end).unwrap_or_default()
    };
    let is_dated = |at: usize| reading.tokens.get(at).is_some_and(|token| token.year().is_some());
    let mut begin = from;
    loop {
        let close = match gap(begin).trim_start_matches(ENDS).chars().next() {
            Some('[') => ']',
            Some('(') => ')',
            Some(_) | None => return begin,
        };
        let end = (begin + 1..to.min(begin + LONGEST)).find(|at| gap(*at).contains(close));
        match end.filter(|end| close == ']' || !(begin..*end).any(is_dated)) {
            Some(end) => begin = end,
            None => return begin,
        }
    }
}

/// The part of a reference that must be its title, if it has one: the sentence with the most words in small letters.
fn other_title(reading: &Reading, end: usize) -> Option<String> {
    const LEAST: usize = 3;
    let tokens = reading.tokens.get(..end)?;
    let mut best: (usize, usize, usize) = (0, 0, 0);
    let (mut from, mut small) = (0, 0);
    let mut is_remark = false;
    for (at, token) in tokens.iter().enumerate() {
        let start = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or(0, |token| token.end);
        let gap = reading.text.get(start..token.start).unwrap_or_default();
        if gap.contains(['.', '"', '“', '”', '«', '»', '?', ')']) || token.is_taken {
            (from, small, is_remark) = (at, 0, false);
        }
        // `Nobody et al. (a trial of humming). J Nowhere`: in brackets with no words before them stands what it is about.
        is_remark |= small == 0 && gap.contains('(');
        if is_remark {
            continue;
        }
        let raw = reading.text.get(token.start..token.end).unwrap_or_default();
        small += usize::from(raw.chars().count() > 2 && raw.starts_with(char::is_lowercase));
        if small > best.0 || small == best.0 && from == best.1 {
            best = (small, from, at + 1);
        }
    }
    let (small, from, to) = best;
    let (first, last) = (tokens.get(from)?, tokens.get(to.checked_sub(1)?)?);
    (small >= LEAST).then(|| reading.text.get(first.start..last.end).map(str::to_owned)).flatten()
}

fn of_fields(said: &Bibliography, publication: &Publication) -> Comparison {
    let record = &publication.bibliography;
    let mut comparison = Comparison::default();
    let title = plain(&said.title);
    let own = tokens(&title);
    if let Some((window, matched)) = title_window(publication, &own) {
        let edits = window.edits + window.from + (own.len() - window.to);
        comparison.title_words = telling(matched);
        comparison.title_edits = edits;
        comparison.title = Agreement::of(edits == 0, &said.title, &record.title);
    } else if !own.is_empty() {
        comparison.title = Agreement::of(false, &said.title, &record.title);
    }
    if let Some(first) = said.author.first() {
        let text = match first {
            Name::Person { family, given, suffix: _ } => format!("{family}, {}", given.as_deref().unwrap_or_default()),
            Name::Organisation { literal } => literal.clone(),
        };
        let tokens = tokens(&text);
        let run = place::Run { text: &text, tokens: &tokens, from: 0, to: tokens.len() };
        comparison.author = author::compare(&run, &record.author, true);
    }
    let names = [&said.container_title, &said.container_title_short];
    if let Some(name) = names.into_iter().flatten().next()
        && let Some(own) = publication.card.journals.first()
    {
        let is_same = names
            .into_iter()
            .flatten()
            .any(|said| publication.card.journals.iter().any(|name| journal::is_same(&plain(said), name)));
        comparison.journal = Agreement::of(is_same, name, own);
    }
    let mut years = vec![said.issued.year()];
    years.extend(said.available_date.map(|day| day.year()));
    comparison.year = year(&years, record);
    comparison.volume = volume(said.volume.as_deref(), said.issue.as_deref(), record);
    comparison.issue = issue(said.issue.as_deref(), said.volume.as_deref(), record);
    comparison.pages = pages(said.page.as_deref().or(said.number.as_deref()), record);
    comparison
}

fn year(said: &[i16], record: &Bibliography) -> Agreement {
    let Some(first) = said.first() else { return Agreement::Unsaid };
    let own = [Some(record.issued.year()), record.available_date.map(|day| day.year())];
    let is_same = said.iter().any(|year| own.contains(&Some(*year)));
    Agreement::of(is_same, &first.to_string(), &record.issued.year().to_string())
}

/// Runs of digits in a text, without leading zeros.
fn numbers(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| run.trim_start_matches('0').to_owned())
        .collect()
}

fn volume(said: Option<&str>, said_issue: Option<&str>, record: &Bibliography) -> Agreement {
    let (Some(said), Some(own)) = (said, record.volume.as_deref()) else { return Agreement::Unsaid };
    let (words_said, words_own) = (words(said), words(own));
    if words_said == words_own {
        return Agreement::Same;
    }
    let (numbers_said, numbers_own) = (numbers(said), numbers(own));
    match (numbers_said.first(), numbers_own.first()) {
        // A supplement stands with the volume here and with the issue there.
        (Some(one), Some(other)) => {
            let further = numbers(said_issue.unwrap_or_default());
            // Of a double volume either number is one.
            let is_one = numbers_own.contains(one) || numbers_said.contains(other);
            let is_same = is_one
                && (numbers_said.len() != numbers_own.len() || numbers_said == numbers_own || !further.is_empty());
            let letters = |words: &[String]| {
                words
                    .first()
                    .map(|word| word.chars().filter(|c| c.is_alphabetic()).collect::<String>())
                    .unwrap_or_default()
            };
            let (letters_said, letters_own) = (letters(&words_said), letters(&words_own));
            let is_lettered = letters_said == letters_own || letters_said.is_empty() || letters_own.is_empty();
            Agreement::of(is_same && is_lettered, said, own)
        }
        // A Roman number beside an Arabic one: nothing to compare.
        _ => Agreement::Unsaid,
    }
}

fn issue(said: Option<&str>, said_volume: Option<&str>, record: &Bibliography) -> Agreement {
    let Some(said) = said else { return Agreement::Unsaid };
    let own = match (record.issue.as_deref(), record.volume.as_deref()) {
        (Some(issue), _) => issue.to_owned(),
        // `20 Suppl 1` is the volume on record.
        (None, Some(volume)) if numbers(volume).len() > 1 => {
            volume.split_once(' ').map_or(String::new(), |(_, part)| part.to_owned())
        }
        (None, _) => return Agreement::Unsaid,
    };
    let (numbers_said, numbers_own) = (numbers(said), numbers(&own));
    if numbers_said.is_empty() || numbers_own.is_empty() {
        return Agreement::Unsaid;
    }
    let further = numbers(said_volume.unwrap_or_default());
    let is_same = numbers_said.iter().all(|number| numbers_own.contains(number))
        || numbers_own.iter().all(|number| numbers_said.contains(number))
        || further.len() > 1 && numbers_own.iter().all(|number| further.contains(number));
    Agreement::of(is_same, said, &own)
}

fn pages(said: Option<&str>, record: &Bibliography) -> Agreement {
    let Some((first, last)) = said.and_then(place::ends_of) else { return Agreement::Unsaid };
    let said = said.unwrap_or_default();
    let all: Vec<&String> = [&record.page, &record.number].into_iter().flatten().collect();
    let Some(own) = all.first() else { return Agreement::Unsaid };
    for written in &all {
        let Some((begin, end)) = place::ends_of(written) else { continue };
        if !place::is_same_page(&begin, &first) {
            continue;
        }
        let is_last = match (&last, &end) {
            (Some(last), Some(end)) => {
                place::is_same_page(last, end)
                    || place_parts(written).iter().any(|part| place::is_same_page(part, last))
                    || is_shortened(last, end)
            }
            _ => true,
        };
        return Agreement::of(is_last, said, written);
    }
    // An article with a number has pages of its own from 1 on, which some print.
    if record.page.is_none() && first == "1" && last.is_some() {
        return Agreement::Unsaid;
    }
    // Before it has pages an article may have the end of its DOI in their place.
    let is_end_of_doi = |doi: &Doi| {
        let end: String = doi.as_str().rsplit('/').next().unwrap_or_default().to_lowercase();
        first.len() >= LEAST_OF_DOI && last.is_none() && end.ends_with(&first)
    };
    if record.doi.as_ref().is_some_and(is_end_of_doi) {
        return Agreement::Unsaid;
    }
    Agreement::of(false, said, own)
}

/// So many letters of the end of a DOI are no page by chance.
const LEAST_OF_DOI: usize = 5;

/// The last page of each part of `12-15, 18-20`.
fn place_parts(written: &str) -> Vec<String> {
    written
        .split([',', ';'])
        .filter_map(|part| place::ends_of(part.trim()))
        .map(|(first, last)| last.unwrap_or(first))
        .collect()
}

/// `s18` beside `18`, as `S12-18` is written.
fn is_shortened(said: &str, own: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    said.bytes().all(|byte| byte.is_ascii_digit())
        && own.starts_with(|c: char| c.is_ascii_alphabetic())
        && digits(own) == said
}
