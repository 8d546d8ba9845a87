//! The first page: what there is, and ways to begin.

use std::cmp::Reverse;

use crate::{
    app::Examples,
    corpus::Corpus,
    domain::{Date, RecordKind, TopicKind, Vocabulary},
    web::{
        parts::{Linked, address},
        topics,
    },
};

/// A way to begin, shown with records of this collection.
pub(super) struct Way {
    pub(super) lead: &'static str,
    pub(super) href: String,
    pub(super) text: String,
    /// Whether it leads to results on this page.
    pub(super) is_search: bool,
    /// Whether it is short and in plain words: something to try at once.
    pub(super) is_plain: bool,
}

/// Ways to begin: of what the collection has nothing, there is none.
pub(super) fn ways(examples: &Examples<'_>) -> Vec<Way> {
    let mut ways = Vec::new();
    let search = |q: &str, kind: Option<RecordKind>| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", q);
        if let Some(kind) = kind {
            query.append_pair("kind", kind.slug());
        }
        format!("/?{}", query.finish())
    };
    if let Some(question) = examples.question() {
        ways.push(Way {
            lead: "Ask in plain words",
            href: search(&question, None),
            text: question,
            is_search: true,
            is_plain: true,
        });
    }
    if let Some(name) = examples.lay_name() {
        let href = search(name, Some(RecordKind::Finding));
        ways.push(Way {
            lead: "Use the words of patients",
            href,
            text: name.to_owned(),
            is_search: true,
            is_plain: true,
        });
    }
    if let Some(pasted) = examples.pasted() {
        ways.push(Way {
            lead: "Paste what you were given",
            href: search(&pasted, None),
            text: pasted,
            is_search: true,
            is_plain: false,
        });
    }
    if let Some(blurb) = examples.blurb {
        let href = search(&blurb.title, Some(RecordKind::Blurb));
        ways.push(Way {
            lead: "Take text that may be published",
            href,
            text: blurb.title.clone(),
            is_search: true,
            is_plain: true,
        });
    }
    if let (Some(condition), Some(intervention)) = (examples.condition, examples.intervention) {
        let href = format!("{}?intervention={}", address("topics", condition.id.as_str()), intervention.id);
        let text = format!("{} for {}", intervention.label.to_lowercase(), condition.label.to_lowercase());
        ways.push(Way { lead: "See both sides", href, text, is_search: false, is_plain: false });
    }
    ways
}

/// The same for programs.
pub(super) fn programs(examples: &Examples<'_>, today: Date) -> Vec<String> {
    let asked = |path: &str, name: &str, value: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair(name, value);
        format!("{path}?{}", query.finish())
    };
    let mut all = Vec::new();
    all.extend(examples.question().map(|question| asked("/v1/search", "q", &question)));
    all.extend(examples.pasted().map(|pasted| asked("/v1/sources", "id", &pasted)));
    all.extend(examples.blurb.map(|blurb| asked("/v1/blurbs", "topic", blurb.topic.as_str())));
    let year = today.year();
    all.push(format!("/v1/changes?since={year}-01-01&as_of={today}"));
    all
}

/// A kind of record, and how many there are of it.
pub(super) struct Count {
    pub(super) label: &'static str,
    pub(super) href: String,
    pub(super) count: usize,
}

/// Topics of a kind that the first page names.
const COVERED: usize = 9;

/// The topics that most findings are about, of the kinds that people look for.
pub(super) fn covered(corpus: &Corpus) -> Vec<(&'static str, Vec<(Linked, usize)>)> {
    let kinds = [
        (TopicKind::Condition, "Conditions"),
        (TopicKind::Intervention, "Treatments"),
        (TopicKind::Outcome, "Outcomes"),
    ];
    let counted = topics::counted(corpus);
    let of_kind = |kind: TopicKind| {
        let mut all: Vec<_> = counted.iter().filter(|(topic, count)| topic.kind == kind && *count > 0).collect();
        all.sort_by_key(|(topic, count)| (Reverse(*count), topic.label.as_str()));
        all.into_iter().take(COVERED).map(|(topic, count)| (Linked::topic(topic), *count)).collect::<Vec<_>>()
    };
    kinds.into_iter().map(|(kind, label)| (label, of_kind(kind))).filter(|(_, topics)| !topics.is_empty()).collect()
}

/// What several records of a kind are, for whoever does not know our words for them.
fn in_words(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Source => "publications",
        RecordKind::Finding => "findings",
        RecordKind::Claim => "sentences of an audited page",
        RecordKind::Blurb => "texts to publish",
        RecordKind::Topic => "topics",
    }
}

/// What there is, by kind.
pub(super) fn counts(corpus: &Corpus) -> Vec<Count> {
    let count = |kind: &RecordKind| Count {
        label: in_words(*kind),
        href: format!("/?kind={kind}"),
        count: corpus.count(*kind),
    };
    RecordKind::ALL.iter().map(count).collect()
}

/// How many publications there are, and on what.
pub(super) fn scope(corpus: &Corpus) -> String {
    let publications = match corpus.count(RecordKind::Source) {
        1 => "1 publication".to_owned(),
        count => format!("{count} publications"),
    };
    let subject = corpus.collection().subject.value().map(|subject| format!(" on {subject}"));
    format!("{publications}{}", subject.unwrap_or_default())
}
