//! What is sent from the page: the draft, how it is written down, and what is to be done with it.

use actix_web::{HttpRequest, http::StatusCode, web};

use crate::{
    check::{Acknowledgement, CHECK_RULES, DraftFormat, MAX_ACKNOWLEDGED, MAX_CONTEXT, MAX_TEXT},
    domain::{Date, Vocabulary},
    web::posted::{Refused, body_of, decoded, with_line_feeds},
};

/// Longest name of a file that is repeated, in characters.
const MAX_NAME: usize = 120;

/// A draft as somebody sent it, and what they ask for.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// The draft, with line feeds for line breaks, as it stands in the box of the browser.
    pub(super) text: String,
    pub(super) format: DraftFormat,
    /// Whether the format was told from the text, because nobody chose one.
    pub(super) is_recognised: bool,
    /// What the text belongs to, in words.
    pub(super) context: String,
    /// Name of the file it came from; empty when it was pasted.
    pub(super) name: String,
    /// Hits that may stand, with the reasons given.
    pub(super) stands: Vec<Stand>,
    pub(super) wish: Wish,
}

/// A hit that somebody lets stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    pub(super) rule: &'static str,
    pub(super) sentence: String,
    pub(super) record: String,
    pub(super) reason: String,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// The text with its marks.
    Marks,
    /// One sentence replaced, then the text with its marks.
    Accept(Accepted),
    /// The substantiation file.
    File,
}

/// A sentence that was accepted in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    /// Bytes of the draft.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Hash of the sentence that stood there.
    pub(super) hash: String,
    /// Which of its suggestions.
    pub(super) choice: usize,
}

impl Form {
    /// Nothing yet.
    pub(super) fn empty() -> Self {
        Self {
            text: String::new(),
            format: DraftFormat::Plain,
            is_recognised: true,
            context: String::new(),
            name: String::new(),
            stands: Vec::new(),
            wish: Wish::Marks,
        }
    }

    /// Reads the body of a request. Comes with a refusal when it cannot be checked; what could be read is there all the
    /// same, so that nobody loses a text.
    pub(super) async fn read(request: &HttpRequest, payload: web::Payload) -> (Self, Option<Refused>) {
        match body_of(request, payload, "/v1/check").await {
            Ok(bytes) => Self::parse(&bytes),
            Err(refused) => (Self::empty(), Some(refused)),
        }
    }

    /// Reads a form. Fields that are not ours are left out.
    fn parse(bytes: &[u8]) -> (Self, Option<Refused>) {
        let mut form = Self::empty();
        let mut refused = None;
        let unreadable = |message: &str| Some(Refused::new(StatusCode::BAD_REQUEST, message));
        // What is no ASCII in a form was not encoded by a browser; it is read as the bytes it is.
        let body = String::from_utf8_lossy(bytes);
        for pair in body.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name).0, decoded(value));
            let (value, is_utf8) = value;
            match name.as_str() {
                "text" => {
                    form.text = with_line_feeds(&value);
                    if !is_utf8 || matches!(body, std::borrow::Cow::Owned(_)) {
                        refused = unreadable(
                            "The text is not UTF-8: letters that could not be read are shown as �. Put them right, or save \
                             the file as UTF-8 and paste it again.",
                        );
                    }
                }
                "format" if value.is_empty() => {}
                "format" => match DraftFormat::from_slug(&value) {
                    Ok(format) => {
                        form.format = format;
                        form.is_recognised = false;
                    }
                    Err(_) => refused = unreadable("The text can be plain text, Markdown or HTML: choose one of them."),
                },
                "context" => form.context = value.trim().to_owned(),
                "name" => form.name = value.chars().take(MAX_NAME).collect(),
                "wish" if value == "file" => form.wish = Wish::File,
                "accept" => match accepted(&value) {
                    Some(accepted) => form.wish = Wish::Accept(accepted),
                    None => refused = unreadable("Nothing was replaced: which sentence was meant could not be read."),
                },
                _ => form.stands.extend(stand(&name, &value)),
            }
        }
        if form.is_recognised {
            form.format = DraftFormat::recognised(&form.text);
        }
        if refused.is_none() {
            refused = form.too_much();
        }
        (form, refused)
    }

    fn too_much(&self) -> Option<Refused> {
        let refuse = |message: String| Some(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, message));
        let Self { text, format: _, is_recognised: _, context, name: _, stands, wish: _ } = self;
        if text.len() > MAX_TEXT {
            let size = text.len().div_ceil(1000);
            return refuse(format!(
                "The text has {size} kB, and {} kB are checked at a time, some 150,000 words: check it in parts.",
                MAX_TEXT / 1000
            ));
        }
        if context.len() > MAX_CONTEXT {
            return refuse("What the text is about is too long: a title or a heading will do.".to_owned());
        }
        if stands.len() > MAX_ACKNOWLEDGED {
            return refuse(format!("More than {MAX_ACKNOWLEDGED} hits are let stand: check the text in parts."));
        }
        None
    }

    /// The hits that may stand, decided on this day.
    pub(super) fn acknowledged(&self, on: Date) -> Vec<Acknowledgement> {
        let of = |Stand { rule, sentence, record, reason }: &Stand| Acknowledgement {
            rule: (*rule).to_owned(),
            sentence: sentence.clone(),
            record: record.clone(),
            reason: reason.clone(),
            date: on,
        };
        self.stands.iter().map(of).collect()
    }

    /// Why a hit may stand, as it was given.
    pub(super) fn reason(&self, rule: &str, sentence: &str, record: &str) -> &str {
        let same = |stand: &&Stand| stand.rule == rule && stand.sentence == sentence && stand.record == record;
        self.stands.iter().find(same).map_or("", |stand| &stand.reason)
    }
}

/// `1200-1264-6b86b273ff34fce1-0`: where the sentence stands, its hash, and which of its suggestions.
fn accepted(value: &str) -> Option<Accepted> {
    let mut parts = value.split('-');
    let (start, end, hash, choice) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let accepted = Accepted {
        start: start.parse().ok()?,
        end: end.parse().ok()?,
        hash: hash.to_owned(),
        choice: choice.parse().ok()?,
    };
    parts.next().is_none().then_some(accepted)
}

/// The name of the field with the reason why a hit may stand.
pub(super) fn stand_name(rule: &str, sentence: &str, record: &str) -> String {
    format!("stand:{rule}:{sentence}:{record}")
}

fn stand(name: &str, reason: &str) -> Option<Stand> {
    let reason = reason.trim();
    let mut parts = name.strip_prefix("stand:")?.split(':');
    let (rule, sentence, record) = (parts.next()?, parts.next()?, parts.next()?);
    let rule = CHECK_RULES.iter().find(|known| known.id == rule)?.id;
    let is_whole = parts.next().is_none() && !reason.is_empty();
    is_whole.then(|| Stand {
        rule,
        sentence: sentence.to_owned(),
        record: record.to_owned(),
        reason: reason.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_browsers_write_it() {
        let (form, refused) = Form::parse(
            b"text=One+%26+two%0D%0A%C3%BC+%F0%9F%98%80&format=text%2Fmarkdown&context=+A+title+&utm=x\
              &stand%3AW101%3Aaa%3Abb=seen&stand%3AW102%3Aaa%3Abb=+&stand%3AX1%3Aaa%3Abb=no",
        );
        assert!(refused.is_none());
        assert_eq!((form.text.as_str(), form.context.as_str()), ("One & two\nü 😀", "A title"));
        assert_eq!((form.format, form.is_recognised), (DraftFormat::Markdown, false));
        let (unchosen, _) = Form::parse(b"text=%3Cp%3EOne.%3C%2Fp%3E&format=");
        assert_eq!((unchosen.format, unchosen.is_recognised), (DraftFormat::Html, true));
        assert_eq!(form.stands.len(), 1);
        assert_eq!(form.reason("W101", "aa", "bb"), "seen");
        assert_eq!(form.wish, Wish::Marks);
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_text_kept() {
        let check = |body: &[u8], text: &str, said: &str| {
            let (form, refused) = Form::parse(body);
            assert_eq!(form.text, text);
            assert!(refused.is_some_and(|refused| refused.message.contains(said)), "{said}");
        };
        check(b"text=caf%E9", "caf\u{fffd}", "not UTF-8");
        check(b"text=caf\xe9", "caf\u{fffd}", "not UTF-8");
        check(b"text=a&format=text/rtf", "a", "plain text, Markdown or HTML");
        check(b"text=a&accept=1-2", "a", "Nothing was replaced");
        let long = format!("text={}", "a".repeat(MAX_TEXT + 1));
        check(long.as_bytes(), &"a".repeat(MAX_TEXT + 1), "has 1001 kB, and 1000 kB are checked");
        assert_eq!(Form::parse(b"").0.text, "");
    }
}
