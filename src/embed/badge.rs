//! `/badges/sources/{id}.svg`: whether a source still holds, as a picture for a page that cites it.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CONTENT_SECURITY_POLICY, HeaderValue},
};
use askama::Template;

use super::{element::EMBEDDABLE, query::Query, rendered, xml_text};
use crate::{
    corpus::Corpus,
    domain::{
        Currency, CurrencyState, Date, EditorialStatus, Source, StudyDesign, Vocabulary, status::CurrencyRule,
        vocabulary::nearest,
    },
    http::{
        problem::{Code, Problem},
        served::RequestContext,
    },
};

/// The picture opened by itself runs and loads nothing.
const CONTENT_SECURITY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'self'");

/// Space beside a text, in pixels.
const PADDING: u32 = 7;

/// How serious a status is. Colours have a contrast of at least 5 to 1 against the white text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    Holds,
    Unstated,
    Look,
    Stop,
}

impl Grade {
    fn colour(self) -> &'static str {
        match self {
            Self::Holds => "#1d6b38",
            Self::Unstated => "#5b6675",
            Self::Look => "#8a4b00",
            Self::Stop => "#a61b1b",
        }
    }
}

const LABEL_COLOUR: &str = "#414a57";

#[derive(Template)]
#[template(path = "badge.svg", escape = "html")]
struct Badge {
    title: String,
    label: String,
    message: String,
    label_colour: &'static str,
    colour: &'static str,
    label_width: u32,
    message_width: u32,
}

impl Badge {
    fn new(label: &str, status: &Status) -> Self {
        let (label, message) = (xml_text(label), xml_text(&status.short));
        Self {
            title: format!("{label}: {}", xml_text(&status.long)),
            label_width: width(&label) + 2 * PADDING,
            message_width: width(&message) + 2 * PADDING,
            label,
            message,
            label_colour: LABEL_COLOUR,
            colour: status.grade.colour(),
        }
    }

    fn width(&self) -> u32 {
        self.label_width + self.message_width
    }

    /// Width of the text of the left part, which the browser stretches it to.
    fn label_text(&self) -> u32 {
        self.label_width - 2 * PADDING
    }

    fn message_text(&self) -> u32 {
        self.message_width - 2 * PADDING
    }
}

/// What a badge says of a source.
#[derive(Debug, PartialEq, Eq)]
struct Status {
    /// For the picture: `out of date since 2022`.
    short: String,
    /// For its title: `out of date since 2022-04-04`.
    long: String,
    grade: Grade,
}

impl Status {
    fn of(corpus: &Corpus, source: &Source, as_of: Date) -> Self {
        if source.assertion.is_some() {
            let short = "could not be found".to_owned();
            return Self { long: "this publication could not be identified".to_owned(), short, grade: Grade::Stop };
        }
        let mut said: Vec<(String, String, Grade)> = Vec::new();
        let editorial = source.editorial.status;
        let label = if editorial == EditorialStatus::ExpressionOfConcern {
            "its editors have doubts".to_owned()
        } else {
            editorial.label().to_lowercase()
        };
        match editorial {
            EditorialStatus::Unchecked | EditorialStatus::None => {}
            EditorialStatus::Corrected => said.push((label.clone(), label, Grade::Look)),
            EditorialStatus::ExpressionOfConcern
            | EditorialStatus::Retracted
            | EditorialStatus::RetractedAndRepublished
            | EditorialStatus::Removed => said.push((label.clone(), label, Grade::Stop)),
        }
        let CurrencyState { state, as_of: _, since, superseded_by: _, reason: _ } = corpus.currency(source, as_of);
        let is_research = matches!(source.currency_rule, CurrencyRule::DoesNotLapse);
        let (words, grade) = match state {
            // A report of research stays what was found then: what a reader wants to know is whether it was taken back.
            Currency::Current if is_research && editorial == EditorialStatus::Unchecked => {
                ("corrections not looked up", Grade::Unstated)
            }
            Currency::Current if is_research => ("no correction or retraction known", Grade::Holds),
            Currency::Current => ("still valid", Grade::Holds),
            Currency::DueForReview => ("review overdue", Grade::Look),
            Currency::Lapsed => ("out of date", Grade::Look),
            Currency::Superseded => ("replaced by a newer one", Grade::Look),
            Currency::Unknown => ("no end date stated", Grade::Unstated),
        };
        // What was retracted is not also called valid.
        let is_news = grade == Grade::Look || said.is_empty();
        if is_news {
            let (short, long) = match since {
                Some(day) => (format!("{words} since {}", day.year()), format!("{words} since {day}")),
                None => (words.to_owned(), words.to_owned()),
            };
            said.push((short, long, grade));
        }
        let join = |part: fn(&(String, String, Grade)) -> &str| said.iter().map(part).collect::<Vec<_>>().join(", ");
        Self {
            short: join(|(short, _, _)| short),
            long: join(|(_, long, _)| long),
            grade: said.iter().map(|(_, _, grade)| *grade).max().unwrap_or(Grade::Unstated),
        }
    }
}

/// What the badge is of, for somebody who knows no abbreviation: `Guideline: ` before a name that does not say it itself.
fn label(source: &Source) -> String {
    let kind = match source.design {
        StudyDesign::Guideline => "Guideline",
        StudyDesign::CoveragePolicy => "Coverage rule",
        StudyDesign::SystematicReview
        | StudyDesign::MetaAnalysis
        | StudyDesign::IpdMetaAnalysis
        | StudyDesign::NetworkMetaAnalysis
        | StudyDesign::Overview
        | StudyDesign::NarrativeReview => "Review",
        StudyDesign::Rct
        | StudyDesign::PragmaticRct
        | StudyDesign::EconomicEvaluation
        | StudyDesign::Cohort
        | StudyDesign::Survey
        | StudyDesign::CaseReport
        | StudyDesign::HumanExperiment
        | StudyDesign::Animal => "Study",
        StudyDesign::Protocol => "Plan of a study",
        StudyDesign::Commentary => "Comment",
    };
    let name = &source.short_title;
    if name.to_lowercase().contains(&kind.to_lowercase()) { name.clone() } else { format!("{kind}: {name}") }
}

/// About how wide a text is in 11 pixel Verdana, in pixels; rather too wide than too narrow.
fn width(text: &str) -> u32 {
    let tenths: u32 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '|' | '!' | '.' | ',' | ':' | ';' | '\'' => 38,
            ' ' | 'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '-' => 48,
            'm' | 'w' | 'M' | 'W' | '@' | '%' => 108,
            'a'..='z' | '0'..='9' => 70,
            _ if c.is_ascii() || c.is_alphabetic() && c < '\u{2E80}' => 82,
            _ => 115,
        })
        .sum();
    tenths.div_ceil(10)
}

#[get("/badges/sources/{file}")]
pub(super) async fn of_source(request: HttpRequest, context: RequestContext) -> Result<HttpResponse, Problem> {
    let RequestContext { served, today, .. } = context;
    let corpus = served.library.corpus();
    Query::read(&request, &[]).end()?;
    let file = request.match_info().get("file").unwrap_or_default();
    let source = file.strip_suffix(".svg").and_then(|id| corpus.source(id)).ok_or_else(|| {
        let id = file.strip_suffix(".svg").unwrap_or(file);
        let near = nearest(id, corpus.sources().iter().map(|source| source.id.as_str()));
        let detail = match near {
            Some(near) => format!("there is no such badge; did you mean /badges/sources/{near}.svg?"),
            None => "there is no source with this id; a badge is at /badges/sources/{id}.svg".to_owned(),
        };
        Problem::new(Code::NotFound, detail)
    })?;
    let badge = Badge::new(&label(source), &Status::of(corpus, source, today));
    let mut response = rendered("image/svg+xml", &badge)?;
    let (name, value) = EMBEDDABLE;
    response.headers_mut().insert(name, value);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, CONTENT_SECURITY);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn white_text_can_be_read_on_every_colour() {
        for colour in [Grade::Holds, Grade::Unstated, Grade::Look, Grade::Stop].map(Grade::colour) {
            let contrast = 1.05 / (luminance(colour) + 0.05);
            assert!(contrast >= 5.0, "{colour}: {contrast:.2}");
        }
    }

    #[test]
    fn what_is_written_is_escaped() {
        let status = Status { short: "<&\u{1}".to_owned(), long: "\"'".to_owned(), grade: Grade::Holds };
        let svg = Badge::new("<script>alert(1)</script>", &status).render().unwrap();
        assert!(!svg.contains("<script") && !svg.contains('\u{1}') && svg.contains("&#60;script&#62;"), "{svg}");
    }
}
