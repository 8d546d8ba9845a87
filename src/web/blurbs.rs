//! `/blurbs/{id}`: text that may be published, with what must stand beside it. What may not be published any more is gone
//! (410), and its page says why.

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::{
    frame::Frame,
    id, metadata, missing, page,
    parts::{Brief, Linked, Mark, Scene},
};
use crate::{
    domain::{
        Blurb, BlurbState, Date, RecordKind, Vocabulary,
        blurb::{LifeCycle, Limit, Reviewer, TextLength, Withdrawal},
    },
    embed::{self, Place},
    http::{cache::CachePolicy, problem::Problem, served::RequestContext, work::Effort},
    text::{reading_grade, word_count},
};

#[derive(Template)]
#[template(path = "blurb_page.html")]
struct BlurbPage<'a> {
    frame: Frame,
    id: &'a str,
    title: &'a str,
    aspect: &'static str,
    state: Mark,
    is_due: bool,
    texts: Vec<Text<'a>>,
    good_to_know: &'a [String],
    editor_notes: &'a [String],
    /// Who with clinical training has read it, or that nobody has.
    reviewed_by: String,
    sources: Vec<Brief>,
    findings: Vec<Brief>,
    topics: Vec<Linked>,
    reviewed: Date,
    review_due: Date,
    valid_until: Date,
    json_ld: String,
    /// The shortest text, as the description of the page.
    line: &'a str,
    /// Where it is described for programs that embed it: as JSON and as XML.
    oembed: [String; 2],
}

/// A text in one length.
struct Text<'a> {
    /// Slug of the length; the id of the element to copy.
    length: &'static str,
    label: &'static str,
    limit: String,
    text: &'a str,
    /// Years of school it takes; none for a text too short to tell.
    grade: Option<String>,
}

#[derive(Template)]
#[template(path = "blurb_gone.html")]
struct BlurbGone<'a> {
    frame: Frame,
    title: &'a str,
    state: Mark,
    valid_until: Option<Date>,
    withdrawn: Option<&'a Withdrawal>,
    replacement: Option<Brief>,
    topics: Vec<Linked>,
}

#[get("/blurbs/{id}")]
pub(super) async fn one(request: HttpRequest, context: RequestContext, frame: Frame) -> Result<HttpResponse, Problem> {
    let id = id(&request).to_owned();
    context
        .respond(Effort::Light, move |context, _| {
            let scene = Scene { corpus: context.served.library.corpus(), as_of: frame.as_of };
            // A draft is not among the blurbs, and has no state.
            let found = scene.corpus.blurb(&id).and_then(|blurb| Some((blurb, blurb.life.state(scene.as_of)?)));
            let Some((blurb, state)) = found else {
                return missing::no_such_record(scene, RecordKind::Blurb, &id);
            };
            if state.is_publishable() {
                page(frame.signposted(), &BlurbPage::of(scene, blurb, state, frame), CachePolicy::Dataset)
            } else {
                page(HttpResponse::Gone(), &BlurbGone::of(scene, blurb, state, frame), CachePolicy::NoStore)
            }
        })
        .await
}

impl<'a> BlurbPage<'a> {
    fn of(scene: Scene<'a>, blurb: &'a Blurb, state: BlurbState, frame: Frame) -> Self {
        let Blurb {
            id,
            title,
            topic: _,
            topics: _,
            aspect,
            life: LifeCycle { stage: _, reviewed, review_due, valid_until },
            texts,
            findings,
            good_to_know,
            editor_notes,
            reviewed_by,
            recorded: _,
            asked_as: _,
            withdrawn: _,
        } = blurb;
        let text = |length: &TextLength| {
            let text = texts.of(*length);
            Text {
                length: length.slug(),
                label: length.label(),
                limit: match length.limit() {
                    Limit::Characters(most) => format!("{} of {most} characters", text.chars().count()),
                    Limit::Words(most) => format!("{} of {most} words", word_count(text)),
                },
                text,
                grade: (*length != TextLength::Line).then(|| format!("{:.1}", reading_grade(text))),
            }
        };
        let sources = scene.corpus.sources_of_blurb(blurb);
        let findings = findings.iter().filter_map(|id| scene.corpus.finding(id.as_str()));
        let oembed = |format: &str| {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("url", &frame.canonical)
                .append_pair("format", format)
                .finish();
            frame.address(&format!("/oembed?{query}"))
        };
        Self {
            id: id.as_str(),
            title,
            aspect: aspect.label(),
            state: Mark::state(state),
            is_due: state == BlurbState::Due,
            texts: TextLength::ALL.iter().map(text).collect(),
            good_to_know,
            editor_notes,
            reviewed_by: Reviewer::sentence(reviewed_by.as_ref()),
            sources: sources.iter().map(|source| scene.source(source)).collect(),
            findings: findings.map(|finding| scene.finding(finding)).collect(),
            topics: scene.topics(blurb.all_topics()),
            reviewed: *reviewed,
            review_due: *review_due,
            valid_until: *valid_until,
            json_ld: metadata::script_text(&embed::structured_data(scene.corpus, blurb, Place::OwnPage, &frame.origin)),
            line: &texts.line,
            oembed: [oembed("json"), oembed("xml")],
            frame,
        }
    }
}

impl<'a> BlurbGone<'a> {
    fn of(scene: Scene<'a>, blurb: &'a Blurb, state: BlurbState, frame: Frame) -> Self {
        let withdrawn = blurb.withdrawn.as_ref();
        let replaced_by = withdrawn.and_then(|withdrawal| withdrawal.replaced_by.as_ref());
        Self {
            title: &blurb.title,
            state: Mark::state(state),
            valid_until: (state == BlurbState::Expired).then_some(blurb.life.valid_until),
            withdrawn,
            replacement: replaced_by.and_then(|id| scene.corpus.blurb(id.as_str())).map(|blurb| scene.blurb(blurb)),
            topics: scene.topics(blurb.all_topics()),
            frame,
        }
    }
}
