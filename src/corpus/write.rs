//! The canonical form of a source file: fields in the order of `data/README.md`, lines of at most 120 characters where a
//! text can be parted. What is written reads back equal.

use std::fmt::{Display, Write};

use crate::domain::{
    Count, Date, Draft, Editorial, EditorialStatus, Estimate, FieldPath, Finding, FindingResult, Name, Provenance, Provenances,
    Rated, Source, Stated,
    finding::{
        Comparator, Importance, Intervention, Measurement, Outcome, Population, Quote, Recommendation, TimePoint,
    },
    number::Interval,
    source::{Assertion, Bibliography, Link, Pico, Registration, Study},
    status::CurrencyRule,
    visible::is_foreign,
};

/// Longest line that is written where a text can be parted.
const WIDTH: usize = 120;

/// A source with its findings as a file.
pub fn source_file(source: &Source, findings: &[&Finding]) -> String {
    let Source {
        id,
        short_title,
        also_known_as,
        bibliography,
        design,
        level,
        summary,
        conclusion,
        pico,
        study,
        registration,
        funding,
        conflicts,
        licence,
        limitations,
        editorial,
        currency_rule,
        review_due,
        links,
        assertion,
        topics,
        recorded,
        provenance,
    } = source;
    let mut file = File::default();
    file.text("id", id.as_str());
    file.text("short-title", short_title);
    file.list("also-known-as", also_known_as);
    file.text("recorded", &recorded.to_string());
    file.gap();
    write_bibliography(&mut file, bibliography);
    file.gap();
    file.text("design", &design.to_string());
    file.stated("level", level, |level| quoted(&level.to_string()));
    file.list_even_empty("topics", topics);
    file.prose("summary", summary);
    file.prose("conclusion", conclusion);
    file.stated_text("funding", funding);
    file.stated_text("conflicts", conflicts);
    file.stated_text("licence", licence);
    file.list("limitations", limitations);

    let Pico { population, intervention, comparator, outcome } = pico;
    file.table("pico");
    file.text("population", population);
    file.text("intervention", intervention);
    file.text("comparator", comparator);
    file.text("outcome", outcome);

    let Study { sample, studies, age_min, age_max, searched_through, enrolled, setting } = study;
    file.table("study");
    file.stated("sample", sample, count);
    file.stated("studies", studies, ToString::to_string);
    file.stated("age-min", age_min, ToString::to_string);
    file.stated("age-max", age_max, ToString::to_string);
    file.stated("searched-through", searched_through, |day| quoted(&day.to_string()));
    file.stated("enrolled", enrolled, |period| {
        format!("{{ from = {}, to = {} }}", quoted(&period.from.to_string()), quoted(&period.to.to_string()))
    });
    file.stated_text("setting", setting);

    write_registration(&mut file, registration);
    write_editorial(&mut file, editorial);
    file.table("currency");
    match currency_rule {
        CurrencyRule::LapsesAfter { years, issuer } => {
            file.text("rule", "lapses-after");
            file.value("years", &years.to_string());
            file.text("issuer", issuer);
        }
        CurrencyRule::DoesNotLapse => file.text("rule", "does-not-lapse"),
        CurrencyRule::Unstated => file.text("rule", "unstated"),
    }
    file.stated("review-due", review_due, |day| quoted(&day.to_string()));
    for Link { relation, source } in links {
        file.item("link");
        file.text("relation", &relation.to_string());
        file.text("source", source.as_str());
    }
    if let Some(Assertion { by, studies, participants, says, search }) = assertion {
        file.table("assertion");
        file.text("by", by);
        file.some_value("studies", studies.as_ref());
        file.some_value("participants", participants.as_ref());
        file.prose("says", says);
        file.prose("search", search);
    }
    write_provenances(&mut file, "provenance", provenance, *recorded);
    for finding in findings {
        write_finding(&mut file, finding, *recorded);
    }
    file.0
}

/// A draft as a file, with what its importer noticed as comments, a line each.
pub fn draft_file(draft: &Draft, remarks: &[String]) -> String {
    let Draft { id, short_title, bibliography, design, registration, editorial, recorded, provenance } = draft;
    let mut file = File::default();
    for remark in remarks {
        file.comment(remark);
    }
    file.value("draft", "true");
    file.text("id", id.as_str());
    file.some_text("short-title", short_title.as_ref());
    file.text("recorded", &recorded.to_string());
    file.gap();
    write_bibliography(&mut file, bibliography);
    if let Some(design) = design {
        file.gap();
        file.text("design", &design.to_string());
    }
    write_registration(&mut file, registration);
    if let Some(editorial) = editorial {
        write_editorial(&mut file, editorial);
    }
    write_provenances(&mut file, "provenance", provenance, *recorded);
    file.0
}

fn write_bibliography(file: &mut File, bibliography: &Bibliography) {
    let Bibliography {
        item_type,
        title,
        author,
        container_title,
        container_title_short,
        publisher,
        publisher_place,
        issued,
        available_date,
        volume,
        issue,
        page,
        number,
        version,
        language,
        doi,
        pmid,
        pmcid,
        issn,
        isbn,
        url,
    } = bibliography;
    file.text("type", &item_type.to_string());
    file.text("title", title);
    if !author.is_empty() {
        file.value("author", &array(author.iter().map(name), true));
    }
    file.some_text("container-title", container_title.as_ref());
    file.some_text("container-title-short", container_title_short.as_ref());
    file.some_text("publisher", publisher.as_ref());
    file.some_text("publisher-place", publisher_place.as_ref());
    file.text("issued", &issued.to_string());
    file.some_text("available-date", available_date.as_ref());
    file.some_text("volume", volume.as_ref());
    file.some_text("issue", issue.as_ref());
    file.some_text("page", page.as_ref());
    file.some_text("number", number.as_ref());
    file.some_text("version", version.as_ref());
    file.text("language", language);
    file.some_text("DOI", doi.as_ref());
    file.some_text("PMID", pmid.as_ref());
    file.some_text("PMCID", pmcid.as_ref());
    file.some_text("ISSN", issn.as_ref());
    file.some_text("ISBN", isbn.as_ref());
    file.some_text("URL", url.as_ref());
}

fn write_registration(file: &mut File, registration: &Registration) {
    let Registration { nct, prospero } = registration;
    if nct.is_empty() && prospero.is_empty() {
        return;
    }
    file.table("registration");
    file.list("nct", nct);
    file.list("prospero", prospero);
}

fn write_editorial(file: &mut File, editorial: &Editorial) {
    let Editorial { status, checked, notice, noticed, note } = editorial;
    file.table("editorial");
    file.text("status", status_slug(*status));
    file.some_text("checked", checked.as_ref());
    file.some_text("notice", notice.as_ref());
    file.some_text("noticed", noticed.as_ref());
    file.some_text("note", note.as_ref());
}

fn status_slug(status: EditorialStatus) -> &'static str {
    crate::domain::Vocabulary::slug(status)
}

fn write_provenances(file: &mut File, table: &str, provenances: &Provenances, recorded: Date) {
    let Provenances { default, except } = provenances;
    file.table(table);
    write_provenance(file, default, recorded);
    for same in except.chunk_by(|(_, one), (_, other)| one == other) {
        let Some((_, provenance)) = same.first() else { continue };
        file.item(&format!("{table}.except"));
        file.list("fields", &same.iter().map(|(field, _)| *field).collect::<Vec<_>>());
        write_provenance(file, provenance, recorded);
    }
}

fn write_provenance(file: &mut File, provenance: &Provenance, recorded: Date) {
    match provenance {
        Provenance::Sourced { pages, on } => {
            file.list("sourced", pages);
            if *on != recorded {
                file.text("on", &on.to_string());
            }
        }
        Provenance::Inferred { step } => file.text("inferred", step),
        Provenance::Unverified { reason } => file.text("unverified", reason),
    }
}

fn write_finding(file: &mut File, finding: &Finding, recorded: Date) {
    let Finding {
        id,
        source: _,
        statement,
        topics,
        population,
        intervention,
        comparator,
        result,
        certainty,
        caveats,
        qualified_by,
        locator,
        quote,
        provenance,
    } = finding;
    file.gap();
    file.item("finding");
    file.text("id", id.as_str());
    file.text("kind", &result.kind().to_string());
    file.prose("statement", statement);
    file.list_even_empty("topics", topics);
    match result {
        FindingResult::Effect(m) | FindingResult::Harm(m) | FindingResult::Cost(m) | FindingResult::Mechanism(m) => {
            let Measurement { outcome: _, time, estimates: _, sample, studies, direction, importance } = m;
            file.stated("time", time, time_point);
            file.stated("sample", sample, count);
            file.stated("studies", studies, ToString::to_string);
            file.text("direction", &direction.to_string());
            if importance.value().is_none() {
                file.stated("importance", importance, |_| String::new());
            }
        }
        FindingResult::Recommendation(Recommendation { stance, strength, alternatives, conditions }) => {
            file.text("stance", &stance.to_string());
            file.stated("strength", strength, |strength| quoted(&strength.to_string()));
            file.list("alternatives", alternatives);
            file.list("conditions", conditions);
        }
    }
    file.stated("certainty", certainty, rated);
    file.list("caveats", caveats);
    file.list("qualified-by", qualified_by);
    file.stated_text("locator", locator);
    if let Some(Quote { text, locator }) = quote {
        file.value("quote", &format!("{{ text = {}, locator = {} }}", quoted(text), quoted(locator)));
    }

    let Population { description, topics, duration, age_min, age_max } = population;
    file.table("finding.population");
    file.text("description", description);
    file.list_even_empty("topics", topics);
    file.stated("duration", duration, |classes| array(classes.iter().map(|class| quoted(&class.to_string())), false));
    file.stated("age-min", age_min, ToString::to_string);
    file.stated("age-max", age_max, ToString::to_string);
    let Intervention { description, topics, sessions, weeks } = intervention;
    file.table("finding.intervention");
    file.text("description", description);
    file.list_even_empty("topics", topics);
    file.stated("sessions", sessions, |range| format!("{{ min = {}, max = {} }}", range.min, range.max));
    file.stated("weeks", weeks, ToString::to_string);
    let Comparator { class, description, topics } = comparator;
    file.table("finding.comparator");
    file.text("class", &class.to_string());
    file.text("description", description);
    file.list_even_empty("topics", topics);
    if let Some(measurement) = result.measurement() {
        write_measured(file, measurement, provenance, recorded);
    }
    write_provenances(file, "finding.provenance", provenance, recorded);
}

fn write_measured(file: &mut File, measurement: &Measurement, of_finding: &Provenances, recorded: Date) {
    let Outcome { name, topic, instrument, scale, better } = &measurement.outcome;
    file.table("finding.outcome");
    file.text("name", name);
    file.text("topic", topic.as_str());
    file.stated("instrument", instrument, |topic| quoted(topic.as_str()));
    file.stated("scale", scale, |scale| format!("{{ min = {}, max = {} }}", scale.min, scale.max));
    file.stated("better", better, |better| quoted(&better.to_string()));
    if let Stated::As(Importance { answer, threshold, set_by }) = &measurement.importance {
        file.table("finding.importance");
        file.text("answer", &answer.to_string());
        file.stated_text("threshold", threshold);
        file.stated_text("set-by", set_by);
    }
    for Estimate { measure, arm, value, unit, interval, p, i2, adjusted, provenance } in &measurement.estimates {
        file.item("finding.estimate");
        file.text("measure", &measure.to_string());
        file.some_text("arm", arm.as_ref());
        file.value("value", &value.to_string());
        file.some_text("unit", unit.as_ref());
        if let Some(Interval { level, low, high, provenance: of_interval }) = interval {
            file.value("ci", &format!("[{low}, {high}]"));
            if *level != 95.into() {
                file.value("level", &level.to_string());
            }
            if let Provenance::Unverified { reason } = of_interval
                && of_interval != provenance
            {
                file.text("ci-unverified", reason);
            }
        }
        file.some_text("p", p.as_ref());
        file.some_value("i2", i2.as_ref());
        file.some_value("adjusted", adjusted.as_ref());
        if provenance != of_finding.of(FieldPath::ESTIMATE) {
            write_provenance(file, provenance, recorded);
        }
    }
}

fn count(Count { value, unit }: &Count) -> String {
    format!("{{ value = {value}, unit = {} }}", quoted(&unit.to_string()))
}

fn time_point(TimePoint { from, to, origin }: &TimePoint) -> String {
    let origin = match origin {
        Stated::As(origin) => origin.to_string(),
        Stated::NotReported => NOT_REPORTED.to_owned(),
        Stated::NotApplicable => NOT_APPLICABLE.to_owned(),
    };
    let (to, origin) = (quoted(&to.to_string()), quoted(&origin));
    match from {
        None => format!("{{ at = {to}, origin = {origin} }}"),
        Some(from) => format!("{{ from = {}, to = {to}, origin = {origin} }}", quoted(&from.to_string())),
    }
}

fn rated(Rated { certainty, reasons }: &Rated) -> String {
    let (system, rating) = (quoted(&certainty.system().to_string()), quoted(certainty.rating()));
    let reasons = match reasons.as_slice() {
        [] => String::new(),
        reasons => format!(", reasons = [{}]", reasons.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")),
    };
    format!("{{ system = {system}, rating = {rating}{reasons} }}")
}

fn name(name: &Name) -> String {
    let parts: Vec<(&str, &String)> = match name {
        Name::Person { family, given, suffix } => {
            let given = given.as_ref().map(|given| ("given", given));
            let suffix = suffix.as_ref().map(|suffix| ("suffix", suffix));
            std::iter::once(("family", family)).chain(given).chain(suffix).collect()
        }
        Name::Organisation { literal } => vec![("literal", literal)],
    };
    let parts: Vec<String> = parts.into_iter().map(|(key, value)| format!("{key} = {}", quoted(value))).collect();
    format!("{{ {} }}", parts.join(", "))
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            c if c.is_control() => {
                // Writing to a string does not fail.
                let _ = write!(escaped, "\\u{:04X}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// Items on one line if they fit there and `always_parted` does not say otherwise, else a line each.
fn array(items: impl Iterator<Item = String>, always_parted: bool) -> String {
    let items: Vec<String> = items.collect();
    let line = format!("[{}]", items.join(", "));
    // Room for the longest name of a field and its sign.
    if !always_parted && line.chars().count() + 20 <= WIDTH {
        return line;
    }
    let mut lines = String::from("[\n");
    for item in items {
        let _ = writeln!(lines, "    {item},");
    }
    lines.push(']');
    lines
}

const NOT_REPORTED: &str = "not-reported";
const NOT_APPLICABLE: &str = "not-applicable";

/// A file of TOML being written.
#[derive(Default)]
struct File(String);

impl File {
    /// A value that is TOML already.
    fn value(&mut self, key: &str, value: &str) {
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "{key} = {value}");
    }

    fn some_value(&mut self, key: &str, value: Option<&impl Display>) {
        if let Some(value) = value {
            self.value(key, &value.to_string());
        }
    }

    fn text(&mut self, key: &str, text: &str) {
        self.value(key, &quoted(text));
    }

    fn some_text(&mut self, key: &str, text: Option<&impl Display>) {
        if let Some(text) = text {
            self.text(key, &text.to_string());
        }
    }

    /// A text that is read as one paragraph, parted into lines where it is long.
    fn prose(&mut self, key: &str, text: &str) {
        if text.chars().count() + key.len() + 5 <= WIDTH {
            return self.text(key, text);
        }
        let mut lines = String::from("\"\"\"\n");
        let mut width = 0;
        for word in escaped(text).split(' ') {
            let length = word.chars().count();
            if width > 0 && width + 1 + length > WIDTH {
                lines.push('\n');
                width = 0;
            } else if width > 0 {
                lines.push(' ');
                width += 1;
            }
            lines.push_str(word);
            width += length;
        }
        lines.push_str("\n\"\"\"");
        self.value(key, &lines);
    }

    fn list<T: Display>(&mut self, key: &str, items: &[T]) {
        if !items.is_empty() {
            self.list_even_empty(key, items);
        }
    }

    fn list_even_empty<T: Display>(&mut self, key: &str, items: &[T]) {
        self.value(key, &array(items.iter().map(|item| quoted(&item.to_string())), false));
    }

    fn stated<T>(&mut self, key: &str, value: &Stated<T>, written: impl FnOnce(&T) -> String) {
        match value {
            Stated::As(value) => self.value(key, &written(value)),
            Stated::NotReported => self.text(key, NOT_REPORTED),
            Stated::NotApplicable => self.text(key, NOT_APPLICABLE),
        }
    }

    fn stated_text(&mut self, key: &str, value: &Stated<String>) {
        match value {
            Stated::As(text) => self.prose(key, text),
            Stated::NotReported => self.text(key, NOT_REPORTED),
            Stated::NotApplicable => self.text(key, NOT_APPLICABLE),
        }
    }

    fn table(&mut self, name: &str) {
        let _ = writeln!(self.0, "\n[{name}]");
    }

    fn item(&mut self, name: &str) {
        let _ = writeln!(self.0, "\n[[{name}]]");
    }

    fn gap(&mut self) {
        self.0.push('\n');
    }

    fn comment(&mut self, text: &str) {
        let line = text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !is_foreign(*c));
        let _ = writeln!(self.0, "# {}", line.collect::<String>());
    }
}
