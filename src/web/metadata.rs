//! What machines read from the page of a record: Highwire tags and `COinS` for reference managers, JSON-LD for search
//! engines, and the links of signposting.org. Values that nobody has confirmed are left out of all of them.

use serde_json::{Value, json};

use crate::{
    citation::work::labelled_title,
    domain::{
        Currency, Name, Source, Sourced, StudyDesign, Vocabulary,
        date::PartialDate,
        field::BibliographyValues,
        source::{Bibliography, ItemType},
    },
};

/// What the page of a source says to machines.
pub(super) struct Metadata {
    /// Names and contents of `meta` elements, in order.
    pub(super) tags: Vec<(&'static str, String)>,
    /// The `OpenURL` context object of a `COinS` span (`Z3988`).
    pub(super) coins: String,
    /// A JSON-LD document, safe inside a `script` element.
    pub(super) json_ld: String,
}

impl Metadata {
    /// What the page at this address says of a source.
    pub(super) fn of(source: &Source, currency: Currency, address: &str) -> Self {
        let known = Known::of(source, currency);
        Self { tags: known.tags(address), coins: known.coins(), json_ld: script_text(&known.json_ld(address)) }
    }
}

/// The publishable values of a bibliography. An unidentified publication has none but its title.
struct Known<'a> {
    source: &'a Source,
    b: &'a Bibliography,
    values: BibliographyValues<'a>,
    is_identified: bool,
    /// That it no longer holds.
    currency: Option<Currency>,
}

impl<'a> Known<'a> {
    fn of(source: &'a Source, currency: Currency) -> Self {
        let values = source.bibliography_values();
        let currency = match currency {
            Currency::Lapsed | Currency::Superseded => Some(currency),
            Currency::Current | Currency::DueForReview | Currency::Unknown => None,
        };
        Self { source, b: &source.bibliography, values, is_identified: source.assertion.is_none(), currency }
    }

    /// The value, if it may be published.
    fn whole<T>(&self, value: Sourced<'a, T>) -> Option<&'a T> {
        value.verified().filter(|_| self.is_identified)
    }

    /// The value, if there is one and it may be published.
    fn value<T>(&self, value: Sourced<'a, Option<T>>) -> Option<&'a T> {
        self.whole(value)?.as_ref()
    }

    fn authors(&self) -> &'a [Name] {
        self.whole(self.values.author).map_or(&[], Vec::as_slice)
    }

    fn issued(&self) -> Option<PartialDate> {
        self.whole(self.values.issued).copied()
    }

    fn doi(&self) -> Option<String> {
        self.value(self.values.doi).map(ToString::to_string)
    }

    /// First and last page; for publications without pages the article number as the first one.
    fn pages(&self) -> (Option<String>, Option<String>) {
        match self.value(self.values.page) {
            Some(pages) => match pages.split_once('-') {
                Some((first, last)) => (Some(first.to_owned()), Some(last.to_owned())),
                None => (Some(pages.to_owned()), None),
            },
            None => (self.value(self.values.number).filter(|_| self.is_article()).cloned(), None),
        }
    }

    /// Where it can be read, as far as that may be published.
    fn address(&self) -> Option<String> {
        let doi = self.value(self.values.doi).map(crate::domain::identifier::Doi::url);
        doi.or_else(|| self.value(self.values.url).map(ToString::to_string))
            .or_else(|| self.value(self.values.pmid).map(|pmid| pmid.url()))
    }

    fn is_article(&self) -> bool {
        self.b.item_type == ItemType::ArticleJournal
    }

    /// As Zotero's translator for embedded metadata reads them (Embedded Metadata.js, April 2026).
    fn tags(&self, address: &str) -> Vec<(&'static str, String)> {
        let b = self.b;
        let publisher = self.value(self.values.publisher).cloned();
        let (first, last) = self.pages();
        let mut tags = vec![("citation_title", labelled_title(self.source))];
        tags.extend(self.authors().iter().map(|author| ("citation_author", read_whole(author))));
        let mut add = |name, value: Option<String>| tags.extend(value.map(|value| (name, value)));
        add("citation_publication_date", self.issued().map(slashed));
        // Alone it would be taken for the date of issue.
        let online = self.value(self.values.available_date).copied().filter(|_| self.issued().is_some());
        add("citation_online_date", online.map(slashed));
        if self.is_article() {
            add("citation_journal_title", self.value(self.values.container_title).cloned());
            add("citation_journal_abbrev", self.value(self.values.container_title_short).cloned());
            add("citation_publisher", publisher);
        } else if b.item_type == ItemType::Report {
            add("citation_technical_report_institution", publisher);
            add("citation_technical_report_number", self.value(self.values.number).cloned());
        } else if b.item_type == ItemType::Thesis {
            add("citation_dissertation_institution", publisher);
        } else if b.item_type == ItemType::PaperConference {
            add("citation_conference_title", self.value(self.values.container_title).cloned());
            add("citation_publisher", publisher);
        } else if b.item_type == ItemType::Chapter {
            add("citation_inbook_title", self.value(self.values.container_title).cloned());
            add("citation_publisher", publisher);
        } else {
            add("citation_publisher", publisher);
        }
        add("citation_volume", self.value(self.values.volume).cloned());
        add("citation_issue", self.value(self.values.issue).cloned());
        add("citation_firstpage", first);
        add("citation_lastpage", last);
        add("citation_issn", self.value(self.values.issn).map(ToString::to_string));
        add("citation_isbn", self.value(self.values.isbn).map(ToString::to_string));
        add("citation_doi", self.doi());
        add("citation_pmid", self.value(self.values.pmid).map(|id| id.to_string()));
        add("citation_language", Some(b.language.clone()));
        // Where the publication is: what a reference names. Then where it is described.
        add("citation_public_url", self.address());
        add("citation_abstract_html_url", Some(address.to_owned()));
        tags
    }

    /// As Zotero reads it (COinS.js, openurl.js of August 2026), which asks it before the tags: a kind it does not know gets
    /// no title, an organisation beside people is moved to the front when it says that it is one, and an author who is
    /// named twice, in parts and as a whole, is there twice.
    fn coins(&self) -> String {
        let b = self.b;
        let (first, last) = self.pages();
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        };
        add("ctx_ver", Some("Z39.88-2004".to_owned()));
        let (format, kind, title) = match b.item_type {
            ItemType::ArticleJournal => ("journal", ("rft.genre", "article"), "rft.atitle"),
            ItemType::Report => ("book", ("rft.genre", "report"), "rft.btitle"),
            ItemType::Book => ("book", ("rft.genre", "book"), "rft.btitle"),
            ItemType::Chapter => ("book", ("rft.genre", "bookitem"), "rft.atitle"),
            ItemType::PaperConference => ("book", ("rft.genre", "proceeding"), "rft.atitle"),
            ItemType::Thesis => ("dissertation", ("rft.genre", "dissertation"), "rft.title"),
            ItemType::Preprint => ("journal", ("rft.genre", "preprint"), "rft.atitle"),
            ItemType::Webpage => ("dc", ("rft.type", "webpage"), "rft.title"),
            ItemType::Legislation => ("dc", ("rft.type", "statute"), "rft.title"),
        };
        add("rft_val_fmt", Some(format!("info:ofi/fmt:kev:mtx:{format}")));
        add(kind.0, Some(kind.1.to_owned()));
        add(title, Some(labelled_title(self.source)));
        if self.is_article() {
            add("rft.jtitle", self.value(self.values.container_title).cloned());
            add("rft.stitle", self.value(self.values.container_title_short).cloned());
        } else {
            add("rft.btitle", self.value(self.values.container_title).filter(|_| title == "rft.atitle").cloned());
            add("rft.pub", self.value(self.values.publisher).cloned());
        }
        add("rft.date", self.issued().map(|date| date.to_string()));
        add("rft.volume", self.value(self.values.volume).cloned());
        add("rft.issue", self.value(self.values.issue).cloned());
        add("rft.spage", first);
        add("rft.epage", last);
        add("rft.issn", self.value(self.values.issn).map(ToString::to_string));
        add("rft.isbn", self.value(self.values.isbn).map(ToString::to_string));
        for (i, author) in self.authors().iter().enumerate() {
            match author {
                Name::Person { family, given: Some(given), suffix: _ } if i == 0 => {
                    add("rft.aulast", Some(family.clone()));
                    add("rft.aufirst", Some(given.clone()));
                }
                Name::Organisation { literal } if self.authors().len() == 1 => add("rft.aucorp", Some(literal.clone())),
                Name::Person { .. } | Name::Organisation { .. } => add("rft.au", Some(read_whole(author))),
            }
        }
        add("rft_id", self.doi().map(|doi| format!("info:doi/{doi}")));
        add("rft_id", self.value(self.values.pmid).map(|id| format!("info:pmid/{id}")));
        add("rft_id", self.address());
        query.finish()
    }

    fn json_ld(&self, address: &str) -> Value {
        let b = self.b;
        let people: Vec<Value> = self
            .authors()
            .iter()
            .map(|author| match author {
                Name::Person { family, given, suffix: _ } => {
                    let mut person = json!({ "@type": "Person", "name": author.full(), "familyName": family });
                    put(&mut person, "givenName", given.clone());
                    person
                }
                Name::Organisation { literal } => json!({ "@type": "Organization", "name": literal }),
            })
            .collect();
        let mut about = json!({
            "@context": "https://schema.org",
            "@type": schema_type(self.source.design),
            "@id": address,
            "url": address,
            "name": labelled_title(self.source),
            "headline": labelled_title(self.source),
            "inLanguage": b.language,
        });
        put(
            &mut about,
            "description",
            self.source.values().conclusion.verified().filter(|said| !said.is_empty()).cloned(),
        );
        if !people.is_empty() {
            put(&mut about, "author", Some(people));
        }
        put(&mut about, "datePublished", self.issued().map(|date| date.to_string()));
        put(&mut about, "sameAs", self.value(self.values.doi).map(crate::domain::identifier::Doi::url));
        let organisation = |name: String| json!({ "@type": "Organization", "name": name });
        put(&mut about, "publisher", self.value(self.values.publisher).cloned().map(organisation));
        if self.is_article() {
            let journal = self.value(self.values.container_title).cloned();
            put(&mut about, "isPartOf", journal.map(|name| json!({ "@type": "Periodical", "name": name })));
        }
        let (first, last) = self.pages();
        put(&mut about, "pageStart", first);
        put(&mut about, "pageEnd", last);
        let editorial = Some(self.source.editorial.status).filter(|status| status.is_notice());
        let news = [editorial.map(Vocabulary::label), self.currency.map(Vocabulary::label)];
        let news: Vec<&str> = news.into_iter().flatten().collect();
        put(&mut about, "creativeWorkStatus", Some(news.join("; ")).filter(|news| !news.is_empty()));
        about
    }
}

fn put(object: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let (Some(fields), Some(value)) = (object.as_object_mut(), value) {
        fields.insert(name.to_owned(), value.into());
    }
}

/// The type of schema.org for a publication.
fn schema_type(design: StudyDesign) -> &'static str {
    if design == StudyDesign::Guideline { "MedicalGuideline" } else { "MedicalScholarlyArticle" }
}

/// `Family, Given`, as reference managers want it; an organisation as it stands.
fn inverted(name: &Name) -> String {
    match name {
        Name::Person { family, given, suffix } => {
            let parts = [Some(family.as_str()), given.as_deref(), suffix.as_deref()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        Name::Organisation { literal } => literal.clone(),
    }
}

/// The same, so that a reader who takes names apart at the last space takes the name of an organisation whole: a comma after
/// it says that all of it is the family name.
fn read_whole(name: &Name) -> String {
    match name {
        Name::Organisation { literal } | Name::Person { family: literal, given: None, suffix: None } => {
            format!("{literal},")
        }
        Name::Person { .. } => inverted(name),
    }
}

/// `2025/09/02`, `2025/09` or `2025`, as the tags have it.
fn slashed(date: PartialDate) -> String {
    date.to_string().replace('-', "/")
}

/// JSON that cannot end the `script` element it stands in.
pub(super) fn script_text(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// A JSON-LD page about something.
pub(super) fn web_page(address: &str, name: &str, description: &str, about: &[Value]) -> String {
    let mut page = json!({
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": name,
        "description": description,
        "inLanguage": "en",
    });
    if !about.is_empty() {
        put(&mut page, "about", Some(about.to_vec()));
    }
    script_text(&page)
}

/// The value of `Link` for the page of a source: what to cite, what it is, and its description for machines.
pub(super) fn signposts(source: &Source) -> String {
    let known = Known::of(source, Currency::Unknown);
    let kind = schema_type(source.design);
    let mut links = vec![
        format!("</v1/sources/{}>; rel=\"describedby\"; type=\"application/json\"", source.id),
        format!("<https://schema.org/{kind}>; rel=\"type\""),
        "<https://schema.org/AboutPage>; rel=\"type\"".to_owned(),
    ];
    if let Some(doi) = known.value(known.values.doi) {
        // A DOI may hold any printable character; a header may not.
        let url = doi.url();
        if url.is_ascii() {
            links.insert(0, format!("<{url}>; rel=\"cite-as\""));
        }
    }
    links.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_element_cannot_be_ended_by_a_text() {
        let text = script_text(&json!({ "name": "</script><script>alert(1)" }));
        assert!(!text.contains('<'), "{text}");
        let read: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(read["name"], "</script><script>alert(1)");
    }

    #[test]
    fn names_are_inverted() {
        let person = Name::Person {
            family: "von Example".to_owned(),
            given: Some("Anna B".to_owned()),
            suffix: Some("Jr".to_owned()),
        };
        assert_eq!(inverted(&person), "von Example, Anna B, Jr");
        assert_eq!(inverted(&Name::Organisation { literal: "Board of Nowhere".to_owned() }), "Board of Nowhere");
    }
}
