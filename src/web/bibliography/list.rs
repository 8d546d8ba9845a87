//! The list that an address holds, and what the buttons of the page make of it.

use std::collections::HashSet;

use crate::{
    app::{self, Bibliography, Draft, Library, MAX_REFERENCES},
    citation::{
        locale::LocaleId,
        markers::TextKind,
        render::{Linking, RenderOptions},
        style::{CitationForm, StyleId},
    },
    domain::{Date, Name, Source, Vocabulary, vocabulary::vocabulary},
    http::problem::{Code, Problem},
    web::parts::word,
};

/// Where the page is.
pub(super) const PATH: &str = "/bibliography";

vocabulary! {
    /// The list itself as a file, in its style.
    pub(super) enum ListFile ("kind of file") {
        /// A page of its own.
        Html = "html", "HTML";
        /// Markdown.
        Markdown = "markdown", "Markdown";
        /// Without marks.
        Text = "text", "Plain text";
    }
}

vocabulary! {
    /// Orders the list can be put in at once.
    pub(super) enum Order ("order of a list") {
        /// By the first author, then by year.
        Author = "author", "Author";
        /// By title.
        Title = "title", "Title";
        /// The newest first.
        Year = "year", "Newest first";
    }
}

/// What a button asks for.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Up(String),
    Down(String),
    Remove(String),
    /// This source in the place of what nobody knows.
    Instead(String, String),
    Sort(Order),
}

/// What an address asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// Publications in the order of the writer, each once: sources by our id, records of the literature by their name, and
    /// what nobody knows as it was written.
    pub(super) keys: Vec<String>,
    /// Those of the keys that mean a publication.
    pub(super) known: HashSet<String>,
    pub(super) style: Option<StyleId>,
    pub(super) locale: Option<LocaleId>,
    pub(super) change: Option<Change>,
    /// What was pasted to be added.
    pub(super) pasted: String,
    pub(super) file: Option<ListFile>,
}

impl Asked {
    /// Reads an address; what cannot be read is left out and said.
    pub(super) fn read(library: &Library, pairs: &[(String, String)]) -> (Self, Vec<String>) {
        let mut asked = Self::default();
        let mut notices = Vec::new();
        let mut left_out = 0_usize;
        for (name, value) in pairs {
            // What pages cannot show is no part of an identifier or a title.
            let value: String = value.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
            if value.trim().is_empty() {
                continue;
            }
            let key = || value.trim().to_owned();
            match name.as_str() {
                "id" if asked.keys.len() < MAX_REFERENCES => asked.add(library, &key()),
                "id" => left_out += 1,
                "style" => asked.style = word(&value, &mut notices),
                "locale" => asked.locale = word(&value, &mut notices),
                "up" => asked.change = Some(Change::Up(key())),
                "down" => asked.change = Some(Change::Down(key())),
                "remove" => asked.change = Some(Change::Remove(key())),
                "instead" => {
                    let parts = value.trim().split_once(' ');
                    asked.change = parts.map(|(new, old)| Change::Instead(new.to_owned(), old.to_owned()));
                }
                "sort" => asked.change = word(&value, &mut notices).map(Change::Sort),
                "format" => asked.file = word(&value, &mut notices),
                "add" => {
                    asked.pasted.push_str(&value);
                    asked.pasted.push('\n');
                }
                // Shared links collect parameters that are not ours.
                _ => {}
            }
        }
        if left_out > 0 {
            notices.push(format!("A list has at most {MAX_REFERENCES} references; {left_out} more were left out."));
        }
        (asked, notices)
    }

    pub(super) fn add(&mut self, library: &Library, key: &str) {
        let meant = library.citable(key).map(|(source, _)| app::key_of(&source).to_owned());
        self.known.extend(meant.clone());
        let key = meant.unwrap_or_else(|| key.to_owned());
        if !self.keys.contains(&key) {
            self.keys.push(key);
        }
    }

    /// The list after a change; unchanged if the change does not fit it any more.
    pub(super) fn changed(mut self, library: &Library, change: Change) -> Self {
        let place = |keys: &[String], key: &str| keys.iter().position(|other| other == key);
        let known = self.known.clone();
        let is_known = |key: &String| known.contains(key);
        match change {
            Change::Up(key) => {
                if let Some(from) = place(&self.keys, &key)
                    && let Some(to) = self.keys.iter().take(from).rposition(is_known)
                {
                    let key = self.keys.remove(from);
                    self.keys.insert(to, key);
                }
            }
            Change::Down(key) => {
                if let Some(from) = place(&self.keys, &key)
                    && let Some(step) = self.keys.iter().skip(from + 1).position(is_known)
                {
                    let key = self.keys.remove(from);
                    self.keys.insert(from + 1 + step, key);
                }
            }
            Change::Remove(key) => self.keys.retain(|other| *other != key),
            Change::Instead(new, old) => {
                if let (Some((source, _)), Some(at)) = (library.citable(&new), place(&self.keys, &old)) {
                    let new = app::key_of(&source).to_owned();
                    self.known.insert(new.clone());
                    let is_there = self.keys.contains(&new);
                    if is_there {
                        self.keys.remove(at);
                    } else if let Some(slot) = self.keys.get_mut(at) {
                        *slot = new;
                    }
                }
            }
            // What nobody knows has no author and no title: it goes to the end.
            Change::Sort(order) => self.keys.sort_by_cached_key(|key| {
                let source = library.citable(key).map(|(source, _)| source);
                (source.is_none(), source.map(|source| place_in(order, &source)))
            }),
        }
        self
    }

    /// The address of the list, with everything that makes its look.
    pub(super) fn address(&self) -> String {
        self.address_with(None)
    }

    pub(super) fn address_with(&self, file: Option<ListFile>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for key in &self.keys {
            query.append_pair("id", key);
        }
        // With a list the style is said, so that who opens the address sees what its sender saw.
        let style = if self.keys.is_empty() { self.style } else { Some(self.style()) };
        for (name, value) in [
            ("style", style.map(Vocabulary::slug)),
            ("locale", self.locale.map(Vocabulary::slug)),
            ("format", file.map(Vocabulary::slug)),
        ] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
    }

    pub(super) fn style(&self) -> StyleId {
        self.style.unwrap_or(StyleId::Ama)
    }

    /// The list as the API makes it, of what is known in it. For styles that do not number as of a text that cites each
    /// once, which also says how: in a list of its own a work is `2017`, in this one perhaps `2017a`.
    pub(super) fn made<'a>(&self, library: &'a Library, as_of: Date) -> Result<Bibliography<'a>, Problem> {
        let style = library.renderer().style(self.style());
        let options = RenderOptions { style, locale: self.locale, linking: Linking::Url, has_anchors: false };
        let known = self.keys.iter().filter(|key| self.known.contains(*key));
        let made = match self.style().facts().form {
            CitationForm::Superscript | CitationForm::Numeric => {
                library.bibliography(options, Draft::Keys(&known.cloned().collect::<Vec<_>>()), as_of)
            }
            CitationForm::AuthorDate | CitationForm::Note => {
                let text: String = known.map(|id| format!("[@{{{id}}}]\n")).collect();
                library.bibliography(options, Draft::Text(&text, TextKind::Text), as_of)
            }
        };
        made.map_err(|error| Problem::new(Code::Internal, format!("the list {error}")))
    }
}

/// What a source is ordered by.
fn place_in(order: Order, source: &Source) -> (i32, String) {
    let bibliography = &source.bibliography;
    let year = i32::from(bibliography.issued.year());
    match order {
        Order::Author => {
            // As in a list: what has no author goes by its title.
            let name = bibliography.author.first().map_or(bibliography.title.as_str(), Name::main);
            (0, format!("{} {year}", name.to_lowercase()))
        }
        Order::Title => (0, bibliography.title.to_lowercase()),
        Order::Year => (-year, String::new()),
    }
}
