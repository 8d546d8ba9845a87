//! Several identifiers pasted as one text.

use super::Identifier;

/// Labels that stand before an identifier.
const LABELS: [&str; 7] = ["doi", "pmid", "pmcid", "pubmed", "nct", "isbn", "prospero"];

impl Identifier {
    /// The parts of a text that is a list of identifiers and nothing else: `10.5555/a, PMID: 1`. None where it is one, or
    /// has words besides: a reference has one DOI, and may name the PMID of its correction.
    pub fn several(pasted: &str) -> Option<Vec<String>> {
        let mut parts: Vec<String> = Vec::new();
        let mut label: Option<&str> = None;
        // A DOI may hold a comma or a semicolon; behind a blank, or before another identifier, it parts.
        let plain = [
            ",10.", ";10.", ",https:", ";https:", ",http:", ";http:", ",PMC", ";PMC", ",NCT", ";NCT", ",pmid", ";pmid",
        ]
        .iter()
        .fold(pasted.to_owned(), |text, joint| text.replace(joint, &format!(" {}", &joint[1..])));
        for word in plain.split(|c: char| c.is_whitespace() || matches!(c, '|')) {
            let word = word.trim_matches([',', ';', '(', ')', '[', ']']).trim_end_matches('.');
            if word.is_empty() {
                continue;
            }
            let bare = word.trim_end_matches(':');
            // `PubMed Central PMCID: …`, `PubMed ID 1`.
            match label {
                Some("pubmed") if bare.eq_ignore_ascii_case("central") => {
                    label = Some("pmcid");
                    continue;
                }
                Some(_) if bare.eq_ignore_ascii_case("id") => continue,
                Some(_) | None => {}
            }
            if let Some(known) = LABELS.iter().find(|known| bare.eq_ignore_ascii_case(known)) {
                label = Some(known);
                continue;
            }
            let part = match label.take() {
                Some("pubmed") => format!("pmid:{word}"),
                Some(label) => format!("{label}:{word}"),
                None => word.to_owned(),
            };
            // Our own ids are words, which a sentence may have.
            if matches!(Self::recognise(&part), Err(_) | Ok(Self::Source(_))) {
                return None;
            }
            parts.push(part);
        }
        let mut different: Vec<Self> = parts.iter().filter_map(|part| Self::recognise(part).ok()).collect();
        different.dedup();
        (label.is_none() && different.len() > 1).then_some(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_told_from_references() {
        for (pasted, expected) in [
            ("10.5555/a 10.5555/b", &["10.5555/a", "10.5555/b"][..]),
            ("10.5555/a, PMID: 99990001", &["10.5555/a", "pmid:99990001"]),
            ("10.5555/a;10.5555/b", &["10.5555/a", "10.5555/b"]),
            ("PMID: 99990001; PMCID: PMC9999001.", &["pmid:99990001", "pmcid:PMC9999001"]),
            ("PubMed PMID: 99990001; PubMed Central PMCID: PMC9999001.", &["pmid:99990001", "pmcid:PMC9999001"]),
            ("PubMed ID 99990001, PubMed ID 99990002", &["pmid:99990001", "pmid:99990002"]),
            ("99990001 99990002\n99990003", &["99990001", "99990002", "99990003"]),
            (
                "https://doi.org/10.5555/a https://doi.org/10.5555/b",
                &["https://doi.org/10.5555/a", "https://doi.org/10.5555/b"],
            ),
        ] {
            let expected: Vec<String> = expected.iter().map(|part| (*part).to_owned()).collect();
            assert_eq!(Identifier::several(pasted), Some(expected), "{pasted}");
        }
        for one in [
            "10.5555/a",
            "10.7326/ M16-2367",
            "10.5555/(SICI)1097(2020)77:1<1::AID-X1>3.0.CO;2-A",
            "Nobody A. Aches. J Nowhere. 2020;1:2. doi: 10.5555/a. Erratum PMID: 99990001",
            "PMID: 99990001",
            "10.5555/a 10.5555/a",
            "",
        ] {
            assert_eq!(Identifier::several(one), None, "{one}");
        }
    }
}
