//! Citing: references and citations of records, and texts with markers.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    citation::{
        draft::{self, Document, Entry, Placed},
        locale::LocaleId,
        markers::{Cite, Marker, TextKind, markers},
        render::{
            Citation, CitationCluster, CiteItem, Linking, Reference, RenderOptions, RenderedBibliography,
            RenderedCluster,
        },
        rich::Written,
        style::StyleId,
        work::Work,
    },
    corpus::Corpus,
    domain::{Date, LinePlace, Lines, Source, SourceId, repeated::shortened_to, vocabulary::nearest},
};

use super::{
    Library,
    notices::{Notice, NoticeKind, locator_notice, notices, notices_of_states},
};

/// Most references in one list.
pub const MAX_REFERENCES: usize = 300;

/// Most citations in one text, those of a group each counted.
pub const MAX_CITATIONS: usize = 2000;

/// How many ids are offered for one that nobody knows.
const OFFERED: usize = 3;

/// A key that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKey {
    /// As it was written, in lower case; the begin of a long one.
    pub key: String,
    /// Where in the text; none when ids were asked for.
    pub place: Option<LinePlace>,
    /// Place among the ids asked for; none in a text.
    pub index: Option<usize>,
    /// The ids most like it, nearest first.
    pub did_you_mean: Vec<String>,
}

/// What is to be cited.
#[derive(Clone, Copy, Debug)]
pub enum Draft<'a> {
    /// These, by id or any identifier.
    Keys(&'a [String]),
    /// What the markers in a text cite.
    Text(&'a str, TextKind),
}

/// A group of citations in a text.
#[derive(Clone, Debug)]
pub struct PlacedGroup {
    /// Where its marker stands.
    pub place: LinePlace,
    /// The marker as it was written.
    pub marker: String,
    /// What it cites.
    pub sources: Vec<SourceId>,
    /// How it is set.
    pub set: RenderedCluster,
}

/// References with the text that cites them.
#[derive(Clone, Debug)]
pub struct Bibliography<'a> {
    /// The text with its citations; none when ids were asked for.
    pub document: Option<Document>,
    /// The groups of the text.
    pub groups: Vec<PlacedGroup>,
    /// The references in the order of the style, each with its source and the numbers of the groups that cite it.
    pub references: Vec<(Reference, Cow<'a, Source>, Vec<usize>)>,
    /// Notes and references together.
    pub list: Written,
    /// What nobody knows.
    pub unknown: Vec<UnknownKey>,
    /// What should be known.
    pub notices: Vec<Notice>,
}

/// Why a list cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CiteError {
    /// Too many works.
    #[error("cites {0} works; one list has at most {MAX_REFERENCES}")]
    TooManyWorks(usize),
    /// Too many citations.
    #[error("has {0} citations; one text has at most {MAX_CITATIONS}")]
    TooManyCitations(usize),
}

/// What a reference looks like depends on, beside its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct SetKey {
    /// Position of the source.
    position: usize,
    style: StyleId,
    locale: Option<LocaleId>,
    linking: Linking,
    has_anchors: bool,
}

/// References that were set, of one version of the data.
pub(super) type SetReferences = moka::sync::Cache<SetKey, Arc<Citation>>;

/// How many are kept: of a thousand sources in all styles, some 20 MB.
pub(super) const MAX_SET: u64 = 10_000;

impl Library {
    /// One source, cited in every form, with what should be known of it on the day `as_of`.
    pub fn cite(
        &self,
        options: RenderOptions<'_>,
        source: &Source,
        locator: Option<(&'static str, &str)>,
        as_of: Date,
    ) -> (Citation, Vec<Notice>) {
        let citation = self.set(options, source, locator);
        let mut notices = notices(&self.corpus, source, as_of);
        let printed = citation.reference.text();
        notices.retain(|notice| notice.is_of(&printed));
        if citation.lacks_locator {
            notices.push(locator_notice(source, locator.map(|(_, text)| text).unwrap_or_default()));
        }
        (citation, notices)
    }

    /// One source set in a style, for who says elsewhere what should be known of it. What was set before is kept, because
    /// setting a reference takes milliseconds.
    pub fn set(&self, options: RenderOptions<'_>, source: &Source, locator: Option<(&'static str, &str)>) -> Citation {
        let make = || self.renderer.citation(options, &Work::of(source), locator);
        let RenderOptions { style, locale, linking, has_anchors } = options;
        // What is made for one request alone, of the literature for example, has the id of no record of ours, or is another one.
        let own = self.corpus.source(source.id.as_str()).filter(|own| std::ptr::eq(*own, source));
        match (own.and_then(|own| self.corpus.position_of_source(&own.id)), style.id, locator) {
            (Some(position), Some(style), None) => {
                let key = SetKey { position, style, locale, linking, has_anchors };
                self.set_references.get_with(key, || Arc::new(make())).as_ref().clone()
            }
            _ => make(),
        }
    }

    /// References to what is asked for, in the order of the style; for a text, with its citations set. With what should be
    /// known of them on the day `as_of`.
    ///
    /// # Errors
    /// [`CiteError`] when it is more than one call makes.
    pub fn bibliography(
        &self,
        options: RenderOptions<'_>,
        draft: Draft<'_>,
        as_of: Date,
    ) -> Result<Bibliography<'_>, CiteError> {
        let cited = CitedSources {
            corpus: &self.corpus,
            as_of,
            sources: Vec::new(),
            places: HashMap::new(),
            notices: Vec::new(),
        };
        match draft {
            Draft::Keys(keys) => self.list_of(options, keys, cited),
            Draft::Text(text, kind) => self.text_of(options, text, kind, cited),
        }
    }

    fn list_of<'a>(
        &'a self,
        options: RenderOptions<'_>,
        keys: &[String],
        mut cited: CitedSources<'a>,
    ) -> Result<Bibliography<'a>, CiteError> {
        let mut unknown = Vec::new();
        for (index, key) in keys.iter().enumerate() {
            match self.citable(key) {
                Some((source, notice)) => {
                    cited.add(source);
                    cited.notices.extend(notice);
                }
                None => unknown.push(UnknownKey {
                    key: shortened_to(key, KEY_CHARS),
                    place: None,
                    index: Some(index),
                    did_you_mean: self.near(key),
                }),
            }
        }
        cited.check()?;
        let works: Vec<Work> = cited.sources.iter().map(|source| Work::of(source)).collect();
        let RenderedBibliography { groups: _, references } = self.renderer.list(options, &works, &[]);
        Ok(cited.bibliography(None, Vec::new(), references, unknown, options.has_anchors))
    }

    fn text_of<'a>(
        &'a self,
        options: RenderOptions<'_>,
        text: &str,
        kind: TextKind,
        mut cited: CitedSources<'a>,
    ) -> Result<Bibliography<'a>, CiteError> {
        let found = markers(text, kind);
        let citations = found.iter().map(|marker| marker.cites.len()).sum();
        if citations > MAX_CITATIONS {
            return Err(CiteError::TooManyCitations(citations));
        }
        let mut unknown = Vec::new();
        let mut groups = Vec::new();
        // Each marker with its group, if anything of it is known, and the keys nobody knows.
        let lines = Lines::of(text);
        // What nobody knows is often cited again.
        let mut nearest: HashMap<&str, Vec<String>> = HashMap::new();
        let mut read: Vec<(&Marker, Option<usize>, Vec<&str>)> = Vec::new();
        for marker in &found {
            let mut cites = Vec::new();
            let mut strange = Vec::new();
            for cite in &marker.cites {
                let Cite { key, prefix, locator, suffix, suppresses_author, at } = cite;
                if let Some((source, notice)) = self.citable(key) {
                    cited.notices.extend(notice);
                    cites.push(CiteItem {
                        work: cited.add(source),
                        prefix: prefix.clone(),
                        locator: locator.clone(),
                        suffix: suffix.clone(),
                        suppresses_author: *suppresses_author,
                    });
                    continue;
                }
                let did_you_mean = nearest.entry(key).or_insert_with(|| self.near(key)).clone();
                // A name of somebody elsewhere, `@somebody`, is no citation.
                if marker.is_bracketed || !did_you_mean.is_empty() {
                    strange.push(key.as_str());
                    let place = Some(lines.place(text, *at));
                    unknown.push(UnknownKey { key: shortened_to(key, KEY_CHARS), place, index: None, did_you_mean });
                }
            }
            let is_narrative = marker.is_narrative && cites.len() + strange.len() == marker.cites.len();
            let group = (!cites.is_empty()).then(|| {
                groups.push(CitationCluster { cites, is_narrative });
                groups.len() - 1
            });
            read.push((marker, group, strange));
        }
        cited.check()?;
        let works: Vec<Work> = cited.sources.iter().map(|source| Work::of(source)).collect();
        let RenderedBibliography { groups: set, references } = self.renderer.list(options, &works, &groups);
        let placed: Vec<Placed<'_>> = read
            .iter()
            .map(|(marker, group, unknown)| Placed {
                marker,
                group: group.and_then(|group| set.get(group)),
                unknown: unknown.clone(),
                number: group.map_or(0, |group| group + 1),
            })
            .collect();
        let document = draft::document(text, kind, &placed, options.has_anchors);
        let mut placed_groups = Vec::new();
        for (marker, group, _) in &read {
            let Some((asked, set)) = group.and_then(|group| Some((groups.get(group)?, set.get(group)?))) else {
                continue;
            };
            let source_of = |cite: &CiteItem| cited.sources.get(cite.work);
            for cite in set.without_locator.iter().filter_map(|place| asked.cites.get(*place)) {
                if let (Some(source), Some((_, locator))) = (source_of(cite), &cite.locator) {
                    cited.notices.push(locator_notice(source, locator));
                }
            }
            placed_groups.push(PlacedGroup {
                place: lines.place(text, marker.range.start),
                marker: text.get(marker.range.clone()).unwrap_or_default().to_owned(),
                sources: asked.cites.iter().filter_map(source_of).map(|source| source.id.clone()).collect(),
                set: set.clone(),
            });
        }
        Ok(cited.bibliography(Some(document), placed_groups, references, unknown, options.has_anchors))
    }

    /// The source a key means, as [`Self::known`] has it; else the record of the literature that it names, as a source. With
    /// what the key and the databases say beside the source itself.
    pub fn citable(&self, key: &str) -> Option<(Cow<'_, Source>, Vec<Notice>)> {
        if let Some((source, notice)) = self.known(key) {
            return Some((Cow::Borrowed(source), notice.into_iter().collect()));
        }
        // A registration of several publications does not say which one is meant, and a name is none of the literature.
        if let Some(source) = self.appraised_twin(key) {
            return Some((Cow::Borrowed(source), Vec::new()));
        }
        let (source, _, states) = self.literature_source(key)?;
        let said = notices_of_states(&source, &states);
        Some((Cow::Owned(source), said))
    }

    /// The source a key means: by its id, by the id of one of its findings, or by any identifier of it.
    pub fn known(&self, key: &str) -> Option<(&Source, Option<Notice>)> {
        let id = key.trim().to_lowercase();
        if let Some(source) = self.corpus.source(&id) {
            return Some((source, None));
        }
        if let Some(finding) = self.corpus.finding(&id) {
            let source = self.corpus.source(finding.source.as_str())?;
            let message =
                format!("{id} is a finding of {}, which is cited; say where it stands with a locator", source.id);
            let notice = Notice { kind: NoticeKind::FindingCited, source: source.id.clone(), part: None, message };
            return Some((source, Some(notice)));
        }
        match self.look_up(key).sources.as_slice() {
            [source] => Some((source, None)),
            // A registration of several publications does not say which one is meant.
            _ => None,
        }
    }

    /// The ids most like a key, nearest first.
    pub fn near(&self, key: &str) -> Vec<String> {
        let mut ids: Vec<&str> = self.corpus.sources().iter().map(|source| source.id.as_str()).collect();
        let mut found = Vec::new();
        while found.len() < OFFERED
            && let Some(near) = nearest(key, ids.iter().copied())
        {
            found.push(near.to_owned());
            ids.retain(|other| *other != near);
        }
        // Part of an id: `mu-2020` for `cochrane-mu-2020`.
        let key = key.to_lowercase();
        let parts = ids.into_iter().filter(|id| key.len() >= 4 && (id.contains(&key) || key.contains(id)));
        found.extend(parts.take(OFFERED - found.len()).map(str::to_owned));
        found
    }
}

/// The sources that are cited, each once, in the order in which they are first cited.
struct CitedSources<'a> {
    corpus: &'a Corpus,
    as_of: Date,
    sources: Vec<Cow<'a, Source>>,
    places: HashMap<SourceId, usize>,
    notices: Vec<Notice>,
}

impl<'a> CitedSources<'a> {
    fn add(&mut self, source: Cow<'a, Source>) -> usize {
        if let Some(place) = self.places.get(&source.id) {
            return *place;
        }
        let place = self.sources.len();
        self.places.insert(source.id.clone(), place);
        self.notices.extend(notices(self.corpus, &source, self.as_of));
        self.sources.push(source);
        place
    }

    fn check(&self) -> Result<(), CiteError> {
        match self.sources.len() {
            0..=MAX_REFERENCES => Ok(()),
            more => Err(CiteError::TooManyWorks(more)),
        }
    }

    fn bibliography(
        self,
        document: Option<Document>,
        groups: Vec<PlacedGroup>,
        references: Vec<Reference>,
        unknown: Vec<UnknownKey>,
        has_anchors: bool,
    ) -> Bibliography<'a> {
        let Self { corpus: _, as_of: _, sources, places: _, mut notices } = self;
        let mut seen = HashSet::new();
        notices.retain(|notice| seen.insert(notice.clone()));
        let printed: HashMap<&SourceId, String> = references
            .iter()
            .filter_map(|reference| Some((&sources.get(reference.item)?.id, reference.text.text())))
            .collect();
        notices.retain(|notice| printed.get(&notice.source).is_none_or(|text| notice.is_of(text)));
        let mut citing: HashMap<&SourceId, Vec<usize>> = HashMap::new();
        for (number, group) in groups.iter().enumerate() {
            for source in &group.sources {
                let numbers = citing.entry(source).or_default();
                // A group may cite several places of one source.
                if numbers.last() != Some(&(number + 1)) {
                    numbers.push(number + 1);
                }
            }
        }
        let references: Vec<(Reference, Cow<'a, Source>, Vec<usize>)> = references
            .into_iter()
            .filter_map(|reference| {
                let source = sources.get(reference.item)?.clone();
                let cited_by = citing.remove(&source.id).unwrap_or_default();
                Some((reference, source, cited_by))
            })
            .collect();
        let notes: Vec<(usize, Written)> = groups
            .iter()
            .enumerate()
            .filter_map(|(number, group)| Some((number + 1, group.set.note.as_ref()?.written())))
            .collect();
        let entries: Vec<Entry<'_>> = references
            .iter()
            .map(|(reference, source, cited_by)| Entry {
                reference,
                id: source.id.as_str(),
                cited_by: cited_by.clone(),
            })
            .collect();
        let list = draft::list(&notes, &entries, has_anchors);
        Bibliography { document, groups, references, list, unknown, notices }
    }
}

/// The longest key that is repeated, in characters.
const KEY_CHARS: usize = 100;

/// The key by which lists name a source: its id, or the name of the record of the literature that it is.
pub fn key_of(source: &Source) -> &str {
    if source.is_appraised() { source.id.as_str() } else { &source.short_title }
}
