//! Rules that need more than one value: between fields, between records, between files.
//!
//! Each rule is a function from all files to diagnostics; [`check`] is their list. Rules about links are skipped while
//! a file could not be read, since every mention of its record would be an echo of that one fault.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

mod blurb;
mod evidence;
mod numbers;
mod page;
mod plain;
mod text;
mod topics;
mod unique;
mod wording;

use super::{
    diagnostic::{self, Diagnostic, Rule},
    file_text::FileText,
    filed::{Filed, Records},
    folder::page_texts,
    identifiers,
    lexicon::Lexicon,
    read::{Reference, TopicPlace},
    record::{DraftFile, SourceFile},
};
use crate::domain::{
    Editorial, EditorialStatus, Finding, RecordKind, Source, SourceId, Stated, TopicKind, Vocabulary,
    identifier::IdentifierKind,
    source::{Bibliography, ItemType, Relation},
};

/// All that was read.
pub(super) struct Files<'a> {
    files: &'a [FileText],
    records: &'a Records,
    references: &'a [(usize, Arc<[Reference]>)],
    /// The files with the words of pages, by the id of the page.
    page_texts: HashMap<&'a str, &'a FileText>,
    /// For each source that others say they supersede, these, in the order of their files.
    superseded_by: HashMap<&'a SourceId, Vec<&'a Source>>,
    every_file_was_read: bool,
    topics: topics::Topics<'a>,
    numbers: numbers::AllNumbers<'a>,
    lexicon: &'a Lexicon,
    wording: wording::WordingReader,
}

impl<'a> Files<'a> {
    pub(super) fn new(
        files: &'a [FileText],
        records: &'a Records,
        references: &'a [(usize, Arc<[Reference]>)],
        lexicon: &'a Lexicon,
        every_file_was_read: bool,
    ) -> Self {
        let topics = topics::Topics::new(&records.topics);
        let numbers = numbers::AllNumbers::new(records);
        let wording = wording::WordingReader::new(lexicon, records.topics.iter().map(|filed| &filed.record));
        let page_texts = page_texts(files);
        let mut superseded_by: HashMap<&SourceId, Vec<&Source>> = HashMap::new();
        for source in records.sources.iter().map(|filed| filed.record.source.as_ref()) {
            for link in source.links.iter().filter(|link| link.relation == Relation::Supersedes) {
                superseded_by.entry(&link.source).or_default().push(source);
            }
        }
        Self {
            files,
            records,
            references,
            page_texts,
            superseded_by,
            every_file_was_read,
            topics,
            numbers,
            lexicon,
            wording,
        }
    }
}

impl Files<'_> {
    /// What each file mentions.
    fn references(&self) -> impl Iterator<Item = (usize, &Reference)> {
        self.references.iter().flat_map(|(file, all)| all.iter().map(move |reference| (*file, reference)))
    }
}

/// Every breach of every rule, in no particular order.
pub(super) fn check(files: &Files<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let rules: &[fn(&Files<'_>, &mut Vec<Diagnostic>)] = &[
        ids_are_file_names,
        unique::ids_are_unique,
        unique::names_are_unique,
        unique::identifiers_are_unique,
        unique::titles_are_unique,
        records_have_topics,
        references_are_complete,
        unidentified_publications_claim_nothing,
        dates_fit,
        statuses_were_looked_up,
        topics_have_no_cycle,
        evidence::scales_agree_with_instruments,
        evidence::directions_agree_with_numbers,
        evidence::recommendations_are_rated,
        drafts_are_completed,
        no_self_links,
        entries_stand_once,
        page::claims_are_named_after_their_page,
        page::quotes_stand_in_their_page,
        page::verdicts_have_their_links,
        blurb::stages_are_complete,
        blurb::evidence_is_named,
        blurb::dates_follow,
        blurb::texts_have_their_length,
        blurb::texts_can_be_read,
        evidence::no_difference_includes_none,
        evidence::effects_follow_one_part_of_their_review,
        evidence::ratings_stand_for_the_whole_finding,
        evidence::single_studies_rate_no_body_of_evidence,
        plain::statements_are_plain,
        plain::blurbs_are_plain,
        plain::rewordings_are_plain,
        plain::points_are_few_and_plain,
    ];
    let rules_of_links: &[fn(&Files<'_>, &mut Vec<Diagnostic>)] = &[
        links_lead_somewhere,
        topics_stand_where_their_kind_belongs,
        page::words_have_their_page,
        page::words_on_claims_rest_on_their_links,
        blurb::replacements_can_be_used,
        blurb::texts_rest_on_their_findings,
        blurb::guidelines_are_balanced,
    ];
    for rule in rules {
        rule(files, &mut found);
    }
    if files.every_file_was_read {
        for rule in rules_of_links {
            rule(files, &mut found);
        }
    }
    found
}

impl<T> Filed<T> {
    fn fault(
        &self,
        files: &Files<'_>,
        field: &str,
        rule: Rule,
        message: String,
        help: impl Into<String>,
    ) -> Diagnostic {
        let file = &files.files[self.file];
        file.diagnostic(self.places.offset(file, field), rule, message, help.into())
    }
}

/// All findings with the file and the path of the table they stand in.
fn findings<'a>(files: &Files<'a>) -> impl Iterator<Item = (&'a Filed<SourceFile>, String, &'a Finding)> {
    files.records.sources.iter().flat_map(|filed| {
        let all = filed.record.findings.iter().enumerate();
        all.map(move |(i, finding)| (filed, format!("finding[{i}]"), finding.as_ref()))
    })
}

fn ids_are_file_names(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    fn check<T>(files: &Files<'_>, filed: &Filed<T>, id: &str, found: &mut Vec<Diagnostic>) {
        let file = &files.files[filed.file];
        if id != file.stem() {
            let message = format!("the id is `{id}`, the file `{}`", file.path);
            found.push(filed.fault(files, "id", diagnostic::ID_FILE_NAME, message, "rename one of them"));
        }
    }
    for filed in &files.records.sources {
        check(files, filed, filed.record.source.id.as_str(), found);
    }
    for filed in &files.records.drafts {
        check(files, filed, filed.record.draft.id.as_str(), found);
    }
    for filed in &files.records.topics {
        check(files, filed, filed.record.id.as_str(), found);
    }
    for filed in &files.records.pages {
        check(files, filed, filed.record.id.as_str(), found);
    }
    for filed in &files.records.blurbs {
        check(files, filed, filed.record.id.as_str(), found);
    }
    for (filed, path, finding) in findings(files) {
        let source = &filed.record.source.id;
        if !finding
            .id
            .as_str()
            .strip_prefix(source.as_str())
            .is_some_and(|rest| rest.len() > 1 && rest.starts_with('-'))
        {
            let message = format!("`{}` does not begin with the id of its source", finding.id);
            let help = format!("call it `{source}-…`");
            found.push(filed.fault(files, &format!("{path}.id"), diagnostic::FINDING_ID, message, help));
        }
    }
}

/// File names keep the other kinds apart already; findings and claims can meet.
fn drafts_are_completed(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.drafts {
        let DraftFile { draft, absent } = &filed.record;
        let message = format!("`{}` is a draft, and not served", draft.id);
        let help = if absent.is_empty() {
            "no field is missing: compare every value with the publication, say so in [provenance], and remove `draft`"
                .to_owned()
        } else {
            format!("still to add: {}; then remove `draft`", absent.join(", "))
        };
        found.push(filed.fault(files, "draft", diagnostic::DRAFT, message, help));
    }
}

fn records_have_topics(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let help = "name at least one topic, or nobody will find it by its subject";
    for filed in &files.records.sources {
        if filed.record.source.topics.is_empty() {
            found.push(filed.fault(files, "topics", diagnostic::NO_TOPIC, "the source has no topic".to_owned(), help));
        }
    }
    for (filed, path, finding) in findings(files) {
        if finding.topics.is_empty() {
            let message = format!("finding `{}` has no topic", finding.id);
            found.push(filed.fault(files, &format!("{path}.topics"), diagnostic::NO_TOPIC, message, help));
        }
    }
    for (filed, path, claim) in page::claims(files) {
        if claim.topics.is_empty() {
            let message = format!("claim `{}` has no topic", claim.id);
            found.push(filed.fault(files, &format!("{path}.topics"), diagnostic::NO_TOPIC, message, help));
        }
    }
}

fn references_are_complete(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.sources {
        let source = &filed.record.source;
        let Bibliography {
            item_type, author, editor, container_title, publisher, volume, page, number, doi, url, ..
        } = &source.bibliography;
        if source.assertion.is_some() {
            continue;
        }
        let mut missing = Vec::new();
        // Collections are cited by their editors.
        if author.is_empty() && (editor.is_empty() || *item_type != ItemType::Book) {
            missing.push("`author`");
        }
        match item_type {
            ItemType::ArticleJournal => {
                if container_title.is_none() {
                    missing.push("`container-title`");
                }
                // Printed without any of them, styles say "ahead of print" of an article that is not.
                if volume.is_none() && page.is_none() && number.is_none() && doi.is_none() {
                    missing.push("`volume`, `page`, `number` or `DOI`");
                }
            }
            ItemType::Chapter | ItemType::PaperConference => {
                if container_title.is_none() {
                    missing.push("`container-title`");
                }
            }
            ItemType::Preprint => {
                if publisher.is_none() && container_title.is_none() {
                    missing.push("`publisher`");
                }
            }
            ItemType::Report | ItemType::Book | ItemType::Legislation | ItemType::Thesis => {
                if publisher.is_none() {
                    missing.push("`publisher`");
                }
            }
            ItemType::Webpage => {
                if url.is_none() {
                    missing.push("`URL`");
                }
            }
        }
        if !missing.is_empty() {
            let message =
                format!("a reference to a {} needs {}", item_type.label().to_lowercase(), missing.join(" and "));
            let help = "add what is missing; without it every style prints a broken reference";
            found.push(filed.fault(files, "type", diagnostic::INCOMPLETE_REFERENCE, message, help));
        }
    }
}

fn unidentified_publications_claim_nothing(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.sources {
        let SourceFile { source, findings } = &filed.record;
        if source.assertion.is_none() {
            continue;
        }
        let has_identifier = identifiers(source).iter().any(|id| id.kind() != IdentifierKind::Source);
        if has_identifier || !findings.is_empty() {
            let message = "an unidentified publication has an identifier or findings".to_owned();
            let help = "keep what is asserted in [assertion]; once the publication is found, remove that table";
            found.push(filed.fault(files, "assertion", diagnostic::UNIDENTIFIED, message, help));
        }
    }
}

fn dates_fit(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let sources: HashMap<&SourceId, &Source> =
        files.records.sources.iter().map(|filed| (&filed.record.source.id, filed.record.source.as_ref())).collect();
    for filed in &files.records.sources {
        let source = filed.record.source.as_ref();
        let Source { bibliography, study, recorded, review_due, links, .. } = source;
        let issued = bibliography.issued;
        let superseded = links.iter().filter(|link| link.relation == Relation::Supersedes);
        let superseded: Vec<&Source> = superseded.filter_map(|link| sources.get(&link.source).copied()).collect();
        let mut fault = |field: &str, message: String| {
            let help = "check both dates against the source";
            found.push(filed.fault(files, field, diagnostic::DATE_ORDER, message, help));
        };
        for older in superseded {
            let date = older.bibliography.issued;
            if issued.latest() < date.earliest() {
                fault("link", format!("issued {issued}, and said to supersede `{}`, issued {date}", older.id));
            }
        }
        if issued.earliest() > *recorded {
            fault("issued", format!("issued {issued}, after the record was entered ({recorded})"));
        }
        if let Stated::As(searched) = study.searched_through
            && searched.earliest() > issued.latest()
        {
            fault("study.searched-through", format!("searched through {searched}, after it was issued ({issued})"));
        }
        if let Stated::As(enrolled) = study.enrolled
            && enrolled.from.earliest() > issued.latest()
        {
            fault("study.enrolled", format!("enrolment began {}, after it was issued ({issued})", enrolled.from));
        }
        if let Stated::As(due) = review_due
            && due.latest() < issued.earliest()
        {
            fault("currency.review-due", format!("review due {due}, before it was issued ({issued})"));
        }
    }
}

/// That there is no notice can be said by somebody who looked.
fn statuses_were_looked_up(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.sources {
        let Editorial { status, checked, .. } = &filed.record.source.editorial;
        let (message, help) = match (status, checked) {
            (EditorialStatus::None, None) => (
                "it says that there is no notice, and not when somebody looked",
                "add `checked` with the day of the look-up, or write `unchecked`",
            ),
            (EditorialStatus::Unchecked, Some(_)) => (
                "it says that nobody looked for notices, and when somebody did",
                "write `none` if there was no notice, else what it was",
            ),
            _ => continue,
        };
        found.push(filed.fault(files, "editorial.status", diagnostic::UNCHECKED_STATUS, message.to_owned(), help));
    }
}

/// A cycle is told once, in the first of its topics: it is one fault, whichever link is the wrong one.
fn topics_have_no_cycle(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for filed in &files.records.topics {
        let id = filed.record.id.as_str();
        // Those above it that it is above of.
        let cycle: Vec<&str> =
            files.topics.above(id).filter(|other| files.topics.above(other).any(|above| above == id)).collect();
        if cycle.len() > 1 && cycle.first() == Some(&id) {
            let message = format!("`{}` are each broader than the others", cycle.join("`, `"));
            let help = "follow `broader` upwards and remove one of the links";
            found.push(filed.fault(files, "broader", diagnostic::TOPIC_CYCLE, message, help));
        }
    }
}

fn no_self_links(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let help = "remove the link";
    for filed in &files.records.sources {
        let SourceFile { source, findings } = &filed.record;
        if source.links.iter().any(|link| link.source == source.id) {
            let message = format!("`{}` links to itself", source.id);
            found.push(filed.fault(files, "link", diagnostic::SELF_LINK, message, help));
        }
        for (i, finding) in findings.iter().enumerate() {
            if finding.qualified_by.contains(&finding.id) {
                let message = format!("`{}` qualifies itself", finding.id);
                let field = format!("finding[{i}].qualified-by");
                found.push(filed.fault(files, &field, diagnostic::SELF_LINK, message, help));
            }
        }
    }
    for filed in &files.records.topics {
        if filed.record.broader.contains(&filed.record.id) {
            let message = format!("`{}` is broader than itself", filed.record.id);
            found.push(filed.fault(files, "broader", diagnostic::SELF_LINK, message, help));
        }
    }
}

/// An entry that stands twice would replace itself, in the order of the files.
fn entries_stand_once(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    for filed in &files.records.lexicons {
        for (i, entry) in filed.record.entries.iter().enumerate() {
            if !seen.insert(&entry.id) {
                let message = format!("there is another entry `{}`", entry.id);
                let help = "put the phrases together, or give one of them another id";
                found.push(filed.fault(files, &format!("entry[{i}].id"), diagnostic::DUPLICATE_ID, message, help));
            }
        }
    }
}

fn links_lead_somewhere(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let sources: HashSet<&str> = files.records.sources.iter().map(|filed| filed.record.source.id.as_str()).collect();
    let all_findings: HashSet<&str> = findings(files).map(|(_, _, finding)| finding.id.as_str()).collect();
    let topics: HashSet<&str> = files.records.topics.iter().map(|filed| filed.record.id.as_str()).collect();
    let claims: HashSet<&str> = page::claims(files).map(|(_, _, claim)| claim.id.as_str()).collect();
    let blurbs: HashSet<&str> = files.records.blurbs.iter().map(|filed| filed.record.id.as_str()).collect();
    let drafts: HashSet<&str> = files.records.drafts.iter().map(|filed| filed.record.draft.id.as_str()).collect();
    let draft_files: HashSet<usize> = files.records.drafts.iter().map(|filed| filed.file).collect();
    for (file, reference) in files.references() {
        let known = match reference.kind {
            RecordKind::Source => &sources,
            RecordKind::Finding => &all_findings,
            RecordKind::Claim => &claims,
            RecordKind::Blurb => &blurbs,
            RecordKind::Topic => &topics,
        };
        let means_draft = reference.kind == RecordKind::Source && drafts.contains(&*reference.id);
        // A draft may name another one: both are to be completed.
        if known.contains(&*reference.id) || (means_draft && draft_files.contains(&file)) {
            continue;
        }
        let kind = reference.kind.slug();
        if means_draft {
            let message = format!("`{}` is a draft, and not served", reference.id);
            let help = "complete it and remove its `draft`, or remove the link".to_owned();
            found.push(files.files[file].diagnostic(reference.offset, diagnostic::DANGLING_LINK, message, help));
            continue;
        }
        let help = match crate::domain::vocabulary::nearest(&reference.id, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add the {kind}, or remove the link"),
        };
        let message = format!("there is no {kind} `{}`", reference.id);
        found.push(files.files[file].diagnostic(reference.offset, diagnostic::DANGLING_LINK, message, help));
    }
}

fn topics_stand_where_their_kind_belongs(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let kinds: HashMap<&str, TopicKind> =
        files.records.topics.iter().map(|filed| (filed.record.id.as_str(), filed.record.kind)).collect();
    for (file, reference) in files.references() {
        let allowed: &[TopicKind] = match reference.place {
            Some(TopicPlace::Population) => &[TopicKind::Condition, TopicKind::Population],
            Some(TopicPlace::Treatment) => &[TopicKind::Intervention, TopicKind::Comparator],
            Some(TopicPlace::Outcome) => &[TopicKind::Outcome, TopicKind::Mechanism],
            Some(TopicPlace::Instrument) => &[TopicKind::Instrument],
            None => continue,
        };
        let Some(kind) = kinds.get(&*reference.id) else { continue };
        if !allowed.contains(kind) {
            let names: Vec<_> = allowed.iter().map(|kind| kind.slug()).collect();
            let message = format!("topic `{}` is of kind `{kind}`", reference.id);
            let help = format!("this place takes topics of kind {}", names.join(" or "));
            found.push(files.files[file].diagnostic(reference.offset, diagnostic::TOPIC_KIND, message, help));
        }
    }
}
