//! What search engines read of a text (schema.org, JSON-LD): what it is about, what it rests on, when it was compared with
//! that, and who has reviewed it. What nobody has confirmed is left out.

use serde_json::{Map, Value, json};

use super::record_page;
use crate::{
    citation::work::labelled_title,
    corpus::Corpus,
    domain::{Blurb, RecordKind, Source, StudyDesign, Topic, TopicKind, Vocabulary, blurb::Reviewer},
    http::origin::Origin,
};

/// Where the description of a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the page of the text in this service.
    OwnPage,
    /// On a page of a website that shows the text: it names the page of the text as what it is based on.
    OtherSite,
}

/// The description of a text that may be published.
pub fn structured_data(corpus: &Corpus, blurb: &Blurb, place: Place, origin: &Origin) -> Value {
    let page = origin.address(&record_page(RecordKind::Blurb, blurb.id.as_str()));
    let mut described = Map::new();
    let mut put = |name: &str, value: Value| {
        described.insert(name.to_owned(), value);
    };
    put("@context", json!("https://schema.org"));
    put("@type", json!("MedicalWebPage"));
    match place {
        Place::OwnPage => {
            put("@id", json!(page));
            put("url", json!(page));
        }
        Place::OtherSite => put("isBasedOn", json!(page)),
    }
    put("name", json!(blurb.title));
    put("description", json!(blurb.texts.line));
    put("inLanguage", json!("en"));
    put("about", blurb.all_topics().filter_map(|id| corpus.topic(id.as_str())).map(about).collect());
    let sources = corpus.sources_of_blurb(blurb);
    put("citation", sources.iter().map(|source| citation(source, origin)).collect());
    put("lastReviewed", json!(blurb.life.reviewed.to_string()));
    if let Some(reviewer) = &blurb.reviewed_by {
        put("reviewedBy", reviewed_by(reviewer));
    }
    let collection = corpus.collection();
    if let Some(publisher) = collection.publisher.value().filter(|_| place == Place::OwnPage) {
        put("publisher", json!({ "@type": "Organization", "name": publisher }));
    }
    if let Some(licence) = collection.licence.value() {
        put("license", json!(licence_address(licence).unwrap_or(licence)));
    }
    Value::Object(described)
}

/// A topic in the words of schema.org.
pub fn about(topic: &Topic) -> Value {
    let kind = match topic.kind {
        TopicKind::Condition => "MedicalCondition",
        TopicKind::Intervention => "MedicalTherapy",
        TopicKind::Population
        | TopicKind::Comparator
        | TopicKind::Outcome
        | TopicKind::Instrument
        | TopicKind::Design
        | TopicKind::Mechanism
        | TopicKind::Payer => "MedicalEntity",
    };
    let names: Vec<&str> = topic.technical.iter().chain(&topic.lay).map(String::as_str).collect();
    json!({ "@type": kind, "name": topic.label, "alternateName": names })
}

/// A publication in the words of schema.org, by its page here and by its DOI.
fn citation(source: &Source, origin: &Origin) -> Value {
    let kind = if source.design == StudyDesign::Guideline { "MedicalGuideline" } else { "MedicalScholarlyArticle" };
    let mut cited = json!({
        "@type": kind,
        "name": labelled_title(source),
        "url": origin.address(&record_page(RecordKind::Source, source.id.as_str())),
    });
    let values = source.bibliography_values();
    // Of a publication that nobody could identify, nothing but its name is known.
    let is_identified = source.assertion.is_none();
    let doi = values.doi.verified().filter(|_| is_identified).and_then(Option::as_ref);
    let issued = values.issued.verified().filter(|_| is_identified);
    if let Some(fields) = cited.as_object_mut() {
        let status = source.editorial.status;
        fields.extend(status.is_notice().then(|| ("creativeWorkStatus".to_owned(), json!(status.label()))));
        fields.extend(doi.map(|doi| ("sameAs".to_owned(), json!(doi.url()))));
        fields.extend(issued.map(|date| ("datePublished".to_owned(), json!(date.to_string()))));
    }
    cited
}

fn reviewed_by(reviewer: &Reviewer) -> Value {
    let Reviewer { role, name } = reviewer;
    match name {
        Some(name) => json!({ "@type": "Person", "name": name, "jobTitle": role }),
        None => json!({ "@type": "Person", "jobTitle": role }),
    }
}

/// The address of a licence that has one everybody knows.
fn licence_address(licence: &str) -> Option<&'static str> {
    (licence == "CC BY 4.0").then_some("https://creativecommons.org/licenses/by/4.0/")
}
