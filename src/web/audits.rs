//! `/pages/{id}`: an audited web page, word for word, each claim marked in its place with its verdict.

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::{
    frame::Frame,
    id, missing, page,
    parts::{Brief, Mark, Scene, address},
};
use crate::{
    domain::{Claim, Date, Page, Verdict, Vocabulary, claim::Place},
    http::{cache::CachePolicy, problem::Problem, served::RequestContext, work::Effort},
};

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage<'a> {
    frame: Frame,
    id: &'a str,
    title: &'a str,
    publisher: &'a str,
    audited: Date,
    note: &'a str,
    tally: Vec<Tally>,
    cites: Vec<Brief>,
    lines: Vec<Line<'a>>,
}

/// How often a verdict was given.
struct Tally {
    mark: Mark,
    count: usize,
    href: String,
}

/// A line of the page with the claims that stand in it.
struct Line<'a> {
    is_heading: bool,
    pieces: Vec<Piece<'a>>,
    verdicts: Vec<Noted<'a>>,
}

/// A piece of a line; pieces put together are the line.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'a> {
    text: &'a str,
    /// Class of the most doubtful verdict on it; none outside of claims.
    class: Option<&'static str>,
    /// Numbers of the claims that end here.
    ends: Vec<usize>,
}

/// A verdict beside a line.
struct Noted<'a> {
    number: usize,
    /// The anchor; none where the claim was noted before.
    id: Option<&'a str>,
    href: String,
    mark: Mark,
    /// How the page makes the claim, when not in so many words.
    form: Option<&'static str>,
    rationale: &'a str,
}

#[get("/pages/{id}")]
pub(super) async fn one(request: HttpRequest, context: RequestContext, frame: Frame) -> Result<HttpResponse, Problem> {
    let id = id(&request).to_owned();
    context
        .respond(Effort::Light, move |context, _| {
            let scene = Scene { corpus: context.served.library.corpus(), as_of: frame.as_of };
            match scene.corpus.page(&id) {
                Some(audited) => page(HttpResponse::Ok(), &AuditPage::of(scene, audited, frame), CachePolicy::Dataset),
                None => missing::no_such_page(&id),
            }
        })
        .await
}

impl<'a> AuditPage<'a> {
    fn of(scene: Scene<'a>, page: &'a Page, frame: Frame) -> Self {
        let Page { id, title, publisher, cites, audited, recorded: _, note, text } = page;
        let claims: Vec<&Claim> = scene.corpus.claims_of(page).collect();
        let tally = Verdict::ALL.iter().filter_map(|verdict| {
            let count = claims.iter().filter(|claim| claim.verdict == *verdict).count();
            let href = format!("/?kind=claim&verdict={verdict}&page={id}");
            (count > 0).then(|| Tally { mark: Mark::verdict(*verdict), count, href })
        });
        let headings: Vec<&str> = claims.iter().map(|claim| claim.place.section.as_str()).collect();
        let cites = cites.iter().filter_map(|id| scene.corpus.source(id.as_str()));
        let lines = match text {
            Some(text) => text.lines().zip(1..).map(|(text, number)| line(text, number, &claims, &headings)).collect(),
            None => excerpts(&claims),
        };
        Self {
            id: id.as_str(),
            title,
            publisher,
            audited: *audited,
            note,
            tally: tally.collect(),
            cites: cites.map(|source| scene.source(source)).collect(),
            lines: lines.into_iter().filter(|line| !line.pieces.is_empty()).collect(),
            frame,
        }
    }
}

/// What claims quote, where the page itself is not kept: under their headings, a paragraph of the page a line.
fn excerpts<'a>(claims: &[&'a Claim]) -> Vec<Line<'a>> {
    let mut places: Vec<(usize, &'a Claim, &'a Place)> = Vec::new();
    for (i, claim) in claims.iter().copied().enumerate() {
        places.extend(std::iter::once(&claim.place).chain(&claim.also).map(|place| (i + 1, claim, place)));
    }
    places.sort_by_key(|(number, _, place)| (place.line, *number));
    let piece = |text, class, ends| Piece { text, class, ends };
    let mut lines = Vec::new();
    let mut above = "";
    for paragraph in places.chunk_by(|(_, _, upper), (_, _, lower)| upper.line == lower.line) {
        let mut pieces = Vec::new();
        let mut verdicts = Vec::new();
        for &(number, claim, place) in paragraph {
            if place.section != above {
                above = &place.section;
                lines.push(Line {
                    is_heading: true,
                    pieces: vec![piece(above, None, Vec::new())],
                    verdicts: Vec::new(),
                });
            }
            if !pieces.is_empty() {
                pieces.push(piece(" … ", None, Vec::new()));
            }
            pieces.push(piece(&place.quote, Some(Mark::verdict(claim.verdict).tone.class()), vec![number]));
            verdicts.push(noted(number, claim, std::ptr::eq(place, &claim.place)));
        }
        lines.push(Line { is_heading: false, pieces, verdicts });
    }
    lines
}

fn noted(number: usize, claim: &Claim, is_first: bool) -> Noted<'_> {
    Noted {
        number,
        id: is_first.then(|| claim.id.as_str()),
        href: address("claims", claim.id.as_str()),
        mark: Mark::verdict(claim.verdict),
        form: (claim.form != crate::domain::claim::ClaimForm::Stated).then(|| claim.form.label()),
        rationale: if is_first { &claim.rationale } else { "" },
    }
}

fn line<'a>(text: &'a str, number: u32, claims: &[&'a Claim], headings: &[&str]) -> Line<'a> {
    let mut marked = Vec::new();
    let mut verdicts = Vec::new();
    for (i, claim) in claims.iter().enumerate() {
        let places = std::iter::once((&claim.place, true)).chain(claim.also.iter().map(|place| (place, false)));
        let mut here = places.filter(|(Place { line, .. }, _)| *line == number).peekable();
        let Some((_, is_first)) = here.peek().copied() else { continue };
        for (Place { quote, .. }, _) in here {
            if let Some(start) = text.find(quote.as_str()) {
                marked.push(Marked { start, end: start + quote.len(), number: i + 1, verdict: claim.verdict });
            }
        }
        verdicts.push(noted(i + 1, claim, is_first));
    }
    // The first line is the title of the page.
    Line { is_heading: number == 1 || headings.contains(&text), pieces: pieces(text, &marked), verdicts }
}

/// A stretch of a line that makes a claim, in bytes.
struct Marked {
    start: usize,
    end: usize,
    number: usize,
    verdict: Verdict,
}

/// Cuts a line where claims begin and end. Claims may overlap; the most doubtful verdict then colours what they share.
fn pieces<'a>(text: &'a str, marked: &[Marked]) -> Vec<Piece<'a>> {
    let mut cuts: Vec<usize> = marked.iter().flat_map(|claim| [claim.start, claim.end]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces = Vec::new();
    for pair in cuts.windows(2) {
        let &[start, end] = pair else { continue };
        let Some(text) = text.get(start..end) else { continue };
        let covering = marked.iter().filter(|claim| claim.start <= start && end <= claim.end);
        pieces.push(Piece {
            text,
            class: covering
                .map(|claim| claim.verdict)
                .max_by_key(|verdict| doubt(*verdict))
                .map(|v| Mark::verdict(v).tone.class()),
            ends: marked.iter().filter(|claim| claim.end == end).map(|claim| claim.number).collect(),
        });
    }
    pieces
}

/// How doubtful a verdict leaves a sentence; only to choose a colour.
fn doubt(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Contradicted => 5,
        Verdict::Overstated => 4,
        Verdict::SupportedWithCaveat => 3,
        Verdict::NotAddressed => 2,
        Verdict::Supported => 1,
        Verdict::PracticeExperience => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_put_together_are_the_line() {
        let text = "It helps, and it is safe.";
        let claim = |quote: &str, number, verdict| {
            let start = text.find(quote).expect("a quote of the line");
            Marked { start, end: start + quote.len(), number, verdict }
        };
        let marked =
            [claim("It helps, and it is safe", 1, Verdict::Supported), claim("it is safe", 2, Verdict::Overstated)];
        let pieces = pieces(text, &marked);
        assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), text);
        assert_eq!(
            pieces,
            [
                Piece { text: "It helps, and ", class: Some("good"), ends: vec![] },
                Piece { text: "it is safe", class: Some("warn"), ends: vec![1, 2] },
                Piece { text: ".", class: None, ends: vec![] },
            ]
        );
    }
}
