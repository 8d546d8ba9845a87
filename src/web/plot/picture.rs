//! A plot as a file of its own (SVG): what stands beside it on its page, its references, its address and its licence are
//! within, so that it can be handed on.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, HeaderValue},
};
use askama::Template;

use super::{Band, Panel, panels};
use crate::{
    app::Library,
    citation::{
        render::{Linking, RenderOptions},
        style::StyleId,
    },
    domain::Finding,
    http::{
        cache::{CachePolicy, cached, query_pairs},
        problem::{Code, Problem},
        served::RequestContext,
        work::Effort,
    },
    web::{frame::Frame, html, id, parts::Scene},
};

/// The picture opened by itself runs and loads nothing.
const CONTENT_SECURITY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'self'");

/// Widths in pixels: of the whole, of its columns, and of the space between them.
const WIDTH: u32 = 1000;
const MARGIN: u32 = 20;
const STUDY: u32 = 175;
const COMPARED: u32 = 235;
const RESULT: u32 = 175;
const GAP: u32 = 15;

/// Sizes of type, and the height of a line of each.
const HEADING: (u32, u32) = (18, 24);
const TEXT: (u32, u32) = (13, 18);
const SMALL: (u32, u32) = (12, 16);

/// A line of words at its place.
struct Line {
    x: u32,
    y: u32,
    size: u32,
    /// Whether it is what the eye should meet first.
    is_strong: bool,
    /// Whether it may be passed over.
    is_quiet: bool,
    words: String,
}

/// What is drawn of a row of the panel.
struct Drawn {
    y: u32,
    height: u32,
    middle: u32,
    is_verified: bool,
    point: String,
    interval: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "plot.svg", escape = "html")]
struct Picture {
    width: u32,
    height: u32,
    /// Where the drawn part begins, and its width.
    left: u32,
    drawn_width: u32,
    title: String,
    /// All of it in words.
    description: String,
    lines: Vec<Line>,
    rows: Vec<Drawn>,
    /// Upper edges of the rows.
    rules: Vec<u32>,
    band: Option<(String, String)>,
    ticks: Vec<(String, String)>,
    axis: u32,
    /// The ends of the axis: their words, and where they stand.
    ends: [&'static str; 2],
    ends_at: [u32; 2],
    references: Vec<String>,
    page: String,
    day: String,
    rights: Option<String>,
}

/// About how wide a text is in a face without serifs, in pixels; rather too wide than too narrow.
fn width(text: &str, size: u32) -> u32 {
    let hundredths: u32 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '|' | '!' | '.' | ',' | ':' | ';' | '\'' => 32,
            ' ' | 'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '-' => 40,
            'm' | 'w' | 'M' | 'W' | '@' | '%' => 95,
            'a'..='z' | '0'..='9' => 60,
            _ if c.is_ascii() || c.is_alphabetic() && c < '\u{2E80}' => 74,
            _ => 105,
        })
        .sum();
    (hundredths * size).div_ceil(100)
}

/// A text in lines that are at most so wide. A word that is wider has a line of its own.
fn wrapped(text: &str, most: u32, size: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(" ", size) + width(word, size) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Words that are put on a picture from top to bottom.
struct Sheet {
    lines: Vec<Line>,
}

impl Sheet {
    /// Puts a text below `y`, and answers where it ends.
    fn put(&mut self, text: &str, (x, y): (u32, u32), most: u32, (size, height): (u32, u32), tone: Tone) -> u32 {
        let mut at = y;
        for words in wrapped(text, most, size) {
            at += height;
            self.lines.push(Line {
                x,
                // The foot of the letters stands above the foot of the line.
                y: at - height / 4,
                size,
                is_strong: matches!(tone, Tone::Strong),
                is_quiet: matches!(tone, Tone::Quiet),
                words,
            });
        }
        at
    }
}

#[derive(Clone, Copy)]
enum Tone {
    Strong,
    Plain,
    Quiet,
}

/// What a picture says of where it comes from.
struct Origin {
    page: String,
    day: String,
    collection: Option<String>,
    rights: Option<String>,
}

impl Picture {
    fn of(panel: Panel, references: Vec<(String, String)>, origin: Origin) -> Self {
        let Panel { number: _, picture: _, heading, note, left: left_end, right: right_end, band, ticks, rows } = panel;
        let Origin { page, day, collection, rights } = origin;
        let [study, compared, result] = [MARGIN, MARGIN + STUDY + GAP, MARGIN + STUDY + COMPARED + 2 * GAP];
        let left = result + RESULT + GAP;
        let whole = WIDTH - 2 * MARGIN;
        let mut sheet = Sheet { lines: Vec::new() };
        let mut y = sheet.put(&heading, (MARGIN, 10), whole, HEADING, Tone::Strong);
        y = sheet.put(&note, (MARGIN, y), whole, SMALL, Tone::Quiet) + 12;
        for (x, words) in [(study, "Study"), (compared, "Compared"), (result, "Result")] {
            sheet.put(words, (x, y), COMPARED, TEXT, Tone::Strong);
        }
        // One below the other: beside each other they would not fit.
        let ends_at = [y + SMALL.1 - SMALL.1 / 4, y + 2 * SMALL.1 - SMALL.1 / 4];
        y += 2 * SMALL.1 + 6;
        let mut drawn = Vec::new();
        let mut rules = Vec::new();
        let mut described = vec![note];
        for row in rows {
            rules.push(y);
            let top = y + 4;
            let number = references.iter().position(|(source, _)| *source == row.source);
            let cited = number.map(|at| format!(" [{}]", at + 1)).unwrap_or_default();
            let marks: String = row.marks.iter().map(|mark| format!(" ({})", mark.word.to_lowercase())).collect();
            let named = format!("{}{cited}{marks}", row.study);
            let against = format!("against {}", row.against);
            let about = [row.treatment.as_str(), row.when.as_str()]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join("; ");
            let said = row.text;
            let first = sheet.put(&named, (study, top), STUDY, TEXT, Tone::Plain);
            let second = sheet.put(&against, (compared, top), COMPARED, TEXT, Tone::Plain);
            let second = sheet.put(&about, (compared, second), COMPARED, SMALL, Tone::Quiet);
            let third = sheet.put(&said, (result, top), RESULT, TEXT, Tone::Plain);
            let bottom = [first, second, third].into_iter().max().unwrap_or(top).max(y + 30) + 6;
            described.push(format!("{named}, {against}, {about}: {said}."));
            drawn.push(Drawn {
                y,
                height: bottom - y,
                middle: (bottom - y) / 2,
                is_verified: row.is_verified,
                point: row.point,
                interval: row.interval,
            });
            y = bottom;
        }
        let axis = y;
        y += 34;
        let mut legend = "Square: estimate. Line: confidence interval. Upright line: no difference.".to_owned();
        if drawn.iter().any(|row| !row.is_verified) {
            legend.push_str(" Hollow square: a number nobody has confirmed.");
        }
        if let Some(Band { words, .. }) = &band {
            legend.push_str(&format!(" Shaded: smaller than the change that matters to patients ({words})."));
        }
        y = sheet.put(&legend, (MARGIN, y), whole, SMALL, Tone::Quiet) + 8;
        for (at, (_, reference)) in references.iter().enumerate() {
            y = sheet.put(&format!("{}. {reference}", at + 1), (MARGIN, y), whole, SMALL, Tone::Plain);
        }
        let mut credit: Vec<String> = collection.into_iter().collect();
        credit.extend(rights.clone());
        credit.push(format!("{page}, {day}"));
        y = sheet.put(&credit.join(". "), (MARGIN, y + 8), whole, SMALL, Tone::Quiet);
        Self {
            width: WIDTH,
            height: y + 14,
            left,
            drawn_width: WIDTH - MARGIN - left,
            title: heading,
            description: described.join(" "),
            lines: sheet.lines,
            rows: drawn,
            rules,
            band: band.map(|band| (band.from, band.width)),
            ticks,
            axis,
            ends: [left_end, right_end],
            ends_at,
            references: references.into_iter().map(|(_, reference)| reference).collect(),
            page,
            day,
            rights,
        }
    }
}

/// The references of the sources in a panel, in the order in which they stand there, each with the id of its source.
fn references(library: &Library, panel: &Panel) -> Vec<(String, String)> {
    let mut sources: Vec<&str> = Vec::new();
    for row in &panel.rows {
        if !sources.contains(&row.source.as_str()) {
            sources.push(&row.source);
        }
    }
    let set = library.renderer().style(StyleId::Ama);
    let options = RenderOptions { style: set, locale: None, linking: Linking::Url, has_anchors: false };
    let reference = |id: &str| {
        let source = library.corpus().source(id);
        if let Some(source) = source.filter(|source| source.assertion.is_some()) {
            return format!("{} (this publication could not be identified)", source.short_title);
        }
        source.map(|source| library.set(options, source, None).reference.text()).unwrap_or_default()
    };
    sources.into_iter().map(|id| (id.to_owned(), reference(id))).collect()
}

#[get("/findings/{id}/plot.svg")]
pub(in crate::web) async fn of_finding(
    request: HttpRequest,
    context: RequestContext,
    frame: Frame,
) -> Result<HttpResponse, Problem> {
    fn drawn<'a>(scene: Scene<'a>, id: &str, _: Option<&str>) -> Option<Vec<&'a Finding>> {
        scene.corpus.finding(id).map(|finding| vec![finding])
    }
    answered(&request, context, frame, drawn).await
}

#[get("/sources/{id}/plot.svg")]
pub(in crate::web) async fn of_source(
    request: HttpRequest,
    context: RequestContext,
    frame: Frame,
) -> Result<HttpResponse, Problem> {
    fn drawn<'a>(scene: Scene<'a>, id: &str, _: Option<&str>) -> Option<Vec<&'a Finding>> {
        scene.corpus.source(id).map(|source| scene.corpus.findings_of(source).collect())
    }
    answered(&request, context, frame, drawn).await
}

/// Which findings of a record are drawn, by its id and the intervention that is asked for; none where there is no such record.
pub(in crate::web) type FindingsDrawn = for<'a> fn(Scene<'a>, &str, Option<&str>) -> Option<Vec<&'a Finding>>;

/// The picture of a record.
pub(in crate::web) async fn answered(
    request: &HttpRequest,
    context: RequestContext,
    frame: Frame,
    drawn: FindingsDrawn,
) -> Result<HttpResponse, Problem> {
    let (id, pairs) = (id(request).to_owned(), query_pairs(request));
    context
        .respond(Effort::Light, move |context, _| {
            let library = &context.served.library;
            let scene = Scene { corpus: library.corpus(), as_of: frame.as_of };
            let asked = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
            let drawn = drawn(scene, &id, asked("intervention"));
            let number = asked("panel").map_or(Ok(1), str::parse::<usize>);
            let all = panels(scene, &drawn.unwrap_or_default(), "");
            let count = all.len();
            let panel = all.into_iter().find(|panel| Ok(panel.number) == number).ok_or_else(|| {
                let detail = match count {
                    0 => "there is no such plot: nothing of this record is drawn".to_owned(),
                    1 => "there is no such plot; this record has one: leave `panel` out".to_owned(),
                    _ => format!("there is no such plot: `panel` takes a whole number from 1 to {count}"),
                };
                Problem::new(Code::NotFound, detail)
            })?;
            let page = frame.address(&frame.path_of_record());
            let collection = scene.corpus.collection();
            let origin = Origin {
                page,
                day: frame.as_of.to_string(),
                collection: collection.title.value().map(str::to_owned),
                rights: collection.licence.value().map(str::to_owned),
            };
            let name = format!("attachment; filename=\"{id}-{}.svg\"", panel.number);
            let references = references(library, &panel);
            let svg = html(&Picture::of(panel, references, origin))?;
            let mut response = HttpResponse::Ok();
            response.content_type("image/svg+xml").insert_header((CONTENT_SECURITY_POLICY, CONTENT_SECURITY));
            // Ids are words of small letters, digits and hyphens.
            response.insert_header((CONTENT_DISPOSITION, name));
            Ok(cached(response.body(svg), CachePolicy::Dataset))
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_wide_as_they_may_be() {
        let lines = wrapped("one two three four five six seven", 80, 13);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line, 13) <= 80), "{lines:?}");
        assert_eq!(lines.join(" "), "one two three four five six seven");
        assert_eq!(wrapped("  ", 80, 13), Vec::<String>::new());
        assert_eq!(wrapped("unbreakablewordthatiswide", 10, 13).len(), 1);
    }
}
