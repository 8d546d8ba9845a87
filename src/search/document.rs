//! Which texts of a record are searched, and where each stands in the record.

use std::borrow::Cow;

use super::{
    answer::TextField,
    place::{place_word, places},
};
use crate::{
    corpus::{Corpus, Record},
    domain::{
        Aspect, Blurb, Claim, Finding, Sought, Source, StudyDesign, Topic, TopicId, Vocabulary,
        blurb::Texts as Words,
        finding::{ComparatorClass, FindingResult, Measurement, Recommendation, Sessions},
        number::{Count, CountUnit},
        source::{Assertion, Bibliography},
    },
    text::Grammar,
};

/// One searched text of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text<'a> {
    /// How it is weighed.
    pub(super) field: TextField,
    /// JSON pointer to it in the record as the API shows it; none for texts that are made for searching only.
    pub(super) pointer: Option<String>,
    /// The text.
    pub(super) text: Cow<'a, str>,
}

struct Texts<'a>(Vec<Text<'a>>);

impl<'a> Texts<'a> {
    /// A text that stands in the record.
    fn shown(&mut self, field: TextField, pointer: impl Into<String>, text: impl Into<Cow<'a, str>>) {
        self.0.push(Text { field, pointer: Some(pointer.into()), text: text.into() });
    }

    fn all(&mut self, field: TextField, pointer: &str, texts: &'a [String]) {
        for (i, text) in texts.iter().enumerate() {
            self.shown(field, format!("{pointer}/{i}"), text.as_str());
        }
    }

    /// A text made for searching: numbers with the words people use for them, identifiers, labels.
    fn made(&mut self, field: TextField, text: impl Into<Cow<'a, str>>) {
        self.0.push(Text { field, pointer: None, text: text.into() });
    }

    fn topics(&mut self, corpus: &'a Corpus, topics: impl IntoIterator<Item = &'a TopicId>) {
        for topic in topics.into_iter().filter_map(|id| corpus.topic(id.as_str())) {
            self.made(TextField::Topics, topic.label.as_str());
        }
    }

    /// `800 participants (800 people)`: the words for a count beside its number.
    fn count(&mut self, count: Option<&Count>) {
        if let Some(Count { value, unit }) = count {
            let people: &[String] = if *unit == CountUnit::Participants { Grammar::People.words() } else { &[] };
            let words: Vec<&str> = std::iter::once(unit.label()).chain(people.iter().map(String::as_str)).collect();
            self.made(TextField::Numbers, format!("{value} {}", words.join(" ")));
        }
    }

    fn studies(&mut self, studies: Option<&u32>) {
        if let Some(studies) = studies {
            self.made(TextField::Numbers, format!("{studies} studies trials"));
        }
    }
}

/// The searched texts of a record, in the order in which excerpts are preferred.
pub(super) fn texts<'a>(corpus: &'a Corpus, record: Record<'a>) -> Vec<Text<'a>> {
    let mut texts = Texts(Vec::new());
    match record {
        Record::Source(source) => of_source(&mut texts, corpus, source),
        Record::Finding(finding) => of_finding(&mut texts, corpus, finding),
        Record::Claim(claim) => of_claim(&mut texts, corpus, claim),
        Record::Blurb(blurb) => of_blurb(&mut texts, corpus, blurb),
        Record::Topic(topic) => of_topic(&mut texts, topic),
    }
    texts.0
}

/// What a record answers of that which can be asked for.
pub(super) fn answers(corpus: &Corpus, record: Record<'_>) -> Vec<Sought> {
    match record {
        Record::Source(source) => {
            let findings: Vec<Vec<Sought>> = corpus.findings_of(source).map(|f| of_result(f, source)).collect();
            // What some of many results are about is not what the publication is about.
            let is_main =
                |sought: &Sought| 2 * findings.iter().filter(|all| all.contains(sought)).count() >= findings.len();
            let mut main: Vec<Sought> =
                Sought::ALL.iter().copied().filter(|s| !findings.is_empty() && is_main(s)).collect();
            if source.design == StudyDesign::Guideline && !main.contains(&Sought::Positions) {
                main.push(Sought::Positions);
            }
            main
        }
        Record::Finding(finding) => {
            corpus.source(finding.source.as_str()).map(|source| of_result(finding, source)).unwrap_or_default()
        }
        Record::Blurb(blurb) => {
            let mut all = vec![match blurb.aspect {
                Aspect::Effectiveness => Sought::Effectiveness,
                Aspect::Safety => Sought::Harms,
                Aspect::Dose => Sought::Dose,
                Aspect::Comparison => Sought::Comparison,
                Aspect::GuidelinePosition => Sought::Positions,
                Aspect::Mechanism => Sought::Mechanism,
                Aspect::Coverage => Sought::Coverage,
            }];
            let of_sham = |finding: &Finding| finding.comparator.class == ComparatorClass::Sham;
            let costs = |finding: &Finding| matches!(finding.result, FindingResult::Cost(_));
            let mut findings = blurb.findings.iter().filter_map(|id| corpus.finding(id.as_str()));
            let all_findings: Vec<&Finding> = findings.by_ref().collect();
            if !all_findings.is_empty() && all_findings.iter().all(|f| of_sham(f)) {
                all.push(Sought::Sham);
            }
            if all_findings.iter().any(|f| costs(f)) {
                all.push(Sought::Cost);
            }
            all
        }
        Record::Claim(_) | Record::Topic(_) => Vec::new(),
    }
}

fn of_result(finding: &Finding, source: &Source) -> Vec<Sought> {
    let mut all = vec![match &finding.result {
        FindingResult::Effect(_) => Sought::Effectiveness,
        FindingResult::Harm(_) => Sought::Harms,
        FindingResult::Cost(_) => Sought::Cost,
        FindingResult::Mechanism(_) => Sought::Mechanism,
        FindingResult::Recommendation(_) if source.design == StudyDesign::CoveragePolicy => Sought::Coverage,
        FindingResult::Recommendation(_) => Sought::Positions,
    }];
    match finding.comparator.class {
        ComparatorClass::Sham => all.push(Sought::Sham),
        ComparatorClass::Active => all.push(Sought::Comparison),
        ComparatorClass::SameIntervention => all.push(Sought::Dose),
        ComparatorClass::NoTreatment
        | ComparatorClass::WaitList
        | ComparatorClass::UsualCare
        | ComparatorClass::None => {}
    }
    all
}

fn of_source<'a>(texts: &mut Texts<'a>, corpus: &'a Corpus, source: &'a Source) {
    let Source {
        id,
        short_title,
        also_known_as,
        bibliography,
        design,
        level: _,
        summary,
        conclusion,
        pico,
        study,
        registration,
        funding,
        conflicts: _,
        licence: _,
        limitations,
        editor_notes,
        published_at: _,
        editorial,
        currency_rule: _,
        review_due: _,
        links: _,
        assertion,
        topics,
        recorded: _,
        provenance: _,
    } = source;
    let Bibliography {
        item_type: _,
        title,
        author,
        editor,
        translator: _,
        container_title,
        container_title_short,
        event_title,
        edition: _,
        genre: _,
        publisher,
        publisher_place: _,
        issued,
        available_date: _,
        accessed: _,
        volume: _,
        issue: _,
        page: _,
        number: _,
        version: _,
        language: _,
        doi,
        pmid,
        pmcid,
        issn: _,
        isbn,
        url: _,
    } = bibliography;
    texts.shown(TextField::Title, "/title", title.as_str());
    texts.shown(TextField::Names, "/short_title", short_title.as_str());
    texts.all(TextField::Names, "/also_known_as", also_known_as);
    texts.shown(TextField::Summary, "/summary", summary.as_str());
    texts.shown(TextField::Summary, "/conclusion", conclusion.as_str());
    texts.shown(TextField::Pico, "/pico/population", pico.population.as_str());
    texts.shown(TextField::Pico, "/pico/intervention", pico.intervention.as_str());
    texts.shown(TextField::Pico, "/pico/comparator", pico.comparator.as_str());
    texts.shown(TextField::Pico, "/pico/outcome", pico.outcome.as_str());
    texts.all(TextField::Caveats, "/limitations", limitations);
    texts.all(TextField::Caveats, "/editor_notes", editor_notes);
    if let Some(note) = &editorial.note {
        texts.shown(TextField::Caveats, "/status/editorial/note", note.as_str());
    }
    if let Some(Assertion { by: _, studies, participants, says, search }) = assertion {
        texts.shown(TextField::Summary, "/assertion/says", says.as_str());
        texts.shown(TextField::Caveats, "/assertion/search", search.as_str());
        texts.studies(studies.as_ref());
        if let Some(participants) = participants {
            texts.made(TextField::Numbers, format!("{participants} participants people patients"));
        }
    }
    texts.count(study.sample.value());
    texts.studies(study.studies.value());
    for age in [study.age_min.value(), study.age_max.value()].into_iter().flatten() {
        texts.made(TextField::Numbers, format!("age {age} years"));
    }
    texts.made(TextField::Numbers, issued.year().to_string());
    texts.made(
        TextField::Bibliography,
        author.iter().chain(editor).map(|name| name.full()).collect::<Vec<_>>().join("; "),
    );
    for place in [container_title, container_title_short, event_title, publisher].into_iter().flatten() {
        texts.made(TextField::Bibliography, place.as_str());
    }
    if let Some(funding) = funding.value() {
        texts.shown(TextField::Bibliography, "/funding", funding.as_str());
    }
    texts.made(TextField::Topics, design.label());
    texts.topics(corpus, topics);
    // Each identifier is one word, in the form in which a query names it.
    texts.made(TextField::Identifiers, format!("id:{id}"));
    texts.0.extend(
        None.into_iter()
            .chain(doi.as_ref().map(|id| format!("doi:{id}")))
            .chain(pmid.map(|id| format!("pmid:{id}")))
            .chain(pmcid.as_ref().map(|id| format!("pmcid:{id}")))
            .chain(isbn.as_ref().map(|id| format!("isbn:{id}")))
            .chain(registration.nct.iter().map(|id| format!("nct:{id}")))
            .chain(registration.prospero.iter().map(|id| format!("prospero:{id}")))
            .chain(places(bibliography).iter().map(|place| place_word(place)))
            .map(|id| Text { field: TextField::Identifiers, pointer: None, text: id.into() }),
    );
}

fn of_finding<'a>(texts: &mut Texts<'a>, corpus: &'a Corpus, finding: &'a Finding) {
    let Finding {
        id,
        source,
        statement,
        topics: _,
        population,
        intervention,
        comparator,
        result,
        certainty,
        good_to_know,
        editor_notes,
        qualified_by: _,
        locator: _,
        quote,
        provenance: _,
    } = finding;
    texts.shown(TextField::Title, "/statement", statement.as_str());
    texts.shown(TextField::Pico, "/population/description", population.description.as_str());
    texts.shown(TextField::Pico, "/intervention/description", intervention.description.as_str());
    texts.shown(TextField::Pico, "/comparator/description", comparator.description.as_str());
    if let Some(quote) = quote {
        texts.shown(TextField::Summary, "/quote/text", quote.text.as_str());
    }
    texts.all(TextField::Caveats, "/good_to_know", good_to_know);
    texts.all(TextField::Caveats, "/editor_notes", editor_notes);
    match result {
        FindingResult::Effect(measurement)
        | FindingResult::Harm(measurement)
        | FindingResult::Cost(measurement)
        | FindingResult::Mechanism(measurement) => of_measurement(texts, measurement),
        FindingResult::Recommendation(Recommendation {
            stance,
            strength,
            alternatives,
            conditions,
            limits: _,
            not_billed_by: _,
        }) => {
            texts.all(TextField::Summary, "/alternatives", alternatives);
            texts.all(TextField::Summary, "/conditions", conditions);
            let strength = strength.value().map_or("", |strength| strength.label());
            texts.made(TextField::Topics, format!("{strength} recommendation {}", stance.label()));
        }
    }
    if let Some(rated) = certainty.value() {
        texts.made(TextField::Topics, rated.certainty.label());
    }
    if let Some(Sessions { min, max }) = intervention.sessions.value() {
        texts.made(TextField::Numbers, format!("{min} {max} sessions"));
    }
    if let Some(weeks) = intervention.weeks.value() {
        texts.made(TextField::Numbers, format!("{weeks} weeks"));
    }
    if let Some(age) = population.age_min.value() {
        texts.made(TextField::Numbers, format!("age {age} years"));
    }
    texts.made(TextField::Topics, result.kind().label());
    texts.topics(corpus, finding.all_topics());
    if let Some(source) = corpus.source(source.as_str()) {
        texts.made(TextField::Bibliography, source.short_title.as_str());
        texts.made(TextField::Numbers, source.year().to_string());
    }
    texts.made(TextField::Identifiers, format!("id:{id}"));
}

fn of_measurement<'a>(texts: &mut Texts<'a>, measurement: &'a Measurement) {
    let Measurement { outcome, time, estimates, sample, studies, direction, importance } = measurement;
    texts.shown(TextField::Pico, "/outcome/name", outcome.name.as_str());
    for (i, estimate) in estimates.iter().enumerate() {
        texts.shown(TextField::Numbers, format!("/estimates/{i}/text"), estimate.text());
    }
    if let Some(time) = time.value() {
        texts.shown(TextField::Numbers, "/time/text", time.text());
    }
    texts.count(sample.value());
    texts.studies(studies.value());
    texts.made(TextField::Topics, direction.label());
    if let Some(importance) = importance.value() {
        texts.made(TextField::Topics, importance.answer.label());
        if let Some(threshold) = importance.threshold.value() {
            texts.shown(TextField::Numbers, "/importance/threshold", threshold.as_str());
        }
    }
}

fn of_claim<'a>(texts: &mut Texts<'a>, corpus: &'a Corpus, claim: &'a Claim) {
    let Claim {
        id,
        page,
        place,
        also: _,
        topics,
        kind,
        form: _,
        verdict,
        rationale,
        rewording,
        links: _,
        provenance: _,
    } = claim;
    texts.shown(TextField::Title, "/quote", place.quote.as_str());
    texts.shown(TextField::Summary, "/rationale", rationale.as_str());
    if let Some(rewording) = rewording.value() {
        texts.shown(TextField::Summary, "/rewording", rewording.as_str());
    }
    texts.made(TextField::Topics, format!("{} {}", verdict.label(), kind.label()));
    texts.topics(corpus, topics);
    if let Some(page) = corpus.page(page.as_str()) {
        texts.made(TextField::Bibliography, format!("{} {}", page.publisher, page.title));
    }
    for source in corpus.sources_of_claim(claim) {
        texts.made(TextField::Bibliography, source.short_title.as_str());
    }
    texts.made(TextField::Identifiers, format!("id:{id}"));
}

fn of_blurb<'a>(texts: &mut Texts<'a>, corpus: &'a Corpus, blurb: &'a Blurb) {
    let Blurb {
        id,
        title,
        topic: _,
        topics: _,
        aspect,
        life,
        texts: words,
        findings: _,
        good_to_know,
        editor_notes,
        reviewed_by: _,
        asked_as,
        recorded: _,
        withdrawn,
    } = blurb;
    texts.shown(TextField::Title, "/title", title.as_str());
    for wording in asked_as {
        texts.made(TextField::Asked, wording.as_str());
    }
    // What was taken back is found by its title, to learn that it was; its words are not shown again.
    match withdrawn {
        Some(withdrawal) => texts.shown(TextField::Caveats, "/withdrawn/reason", withdrawal.reason.as_str()),
        None => {
            let Words { line, short, full } = words;
            texts.shown(TextField::Summary, "/texts/full", full.as_str());
            texts.shown(TextField::Summary, "/texts/short", short.as_str());
            texts.shown(TextField::Summary, "/texts/line", line.as_str());
            texts.all(TextField::Caveats, "/good_to_know", good_to_know);
            texts.all(TextField::Caveats, "/editor_notes", editor_notes);
        }
    }
    texts.made(TextField::Topics, format!("{} {}", aspect.label(), life.stage.label()));
    texts.topics(corpus, blurb.all_topics());
    for source in corpus.sources_of_blurb(blurb) {
        texts.made(TextField::Bibliography, source.short_title.as_str());
    }
    texts.made(TextField::Identifiers, format!("id:{id}"));
}

fn of_topic<'a>(texts: &mut Texts<'a>, topic: &'a Topic) {
    let Topic {
        id,
        kind,
        label,
        description,
        technical,
        lay,
        ambiguous,
        broader: _,
        mesh,
        instrument,
        // How drafts are read, and no facts about it.
        phrases: _,
        mechanisms: _,
        is_main_outcome: _,
        comparator_class: _,
        span: _,
        recorded: _,
    } = topic;
    texts.shown(TextField::Title, "/label", label.as_str());
    texts.all(TextField::Names, "/technical", technical);
    texts.all(TextField::Names, "/lay", lay);
    texts.all(TextField::Names, "/ambiguous", ambiguous);
    texts.shown(TextField::Summary, "/description", description.as_str());
    for heading in mesh {
        texts.made(TextField::Names, heading.heading.as_str());
        if let Some(id) = &heading.id {
            texts.made(TextField::Identifiers, format!("mesh:{id}"));
        }
    }
    if let Some(instrument) = instrument {
        texts.made(TextField::Numbers, format!("{} to {}", instrument.scale.min, instrument.scale.max));
        if let Some(change) = instrument.important_change.value() {
            texts.shown(TextField::Summary, "/instrument/important_change", change.as_str());
        }
    }
    texts.made(TextField::Topics, kind.label());
    texts.made(TextField::Identifiers, format!("id:{id}"));
}
