//! The shapes of addresses that publishers and databases give to publications: which part is the identifier, and what is
//! only the page.

/// What addresses of pages have behind a DOI.
const TAILS: &[&str] = &[
    "/",
    "/abstract",
    "/summary",
    "/full",
    "/fulltext",
    "/full-text",
    "/full-xml",
    "/full/html",
    "/pdf",
    "/epdf",
    "/pdfdirect",
    "/pdf+html",
    "/html",
    "/xhtml",
    "/meta",
    "/references",
    "/citation",
    "/citations",
    "/cited-by",
    "/citedby",
    "/figures",
    "/tables",
    "/media",
    "/suppl_file",
    "/supplementary-material",
    "/supplemental",
    "/metrics",
    "/info",
    "/information",
    "/read",
    "/related-content",
    "/issuetoc",
    "/standard",
    "/assets",
    "/pico",
    "/epub",
    "/reader",
    ".abstract",
    ".full",
    ".full.pdf",
    ".full.html",
    ".full-text",
    ".full.pdf+html",
    ".short",
    ".long",
    ".pdf+html",
    ".info",
];

/// Folders of a page that hold files, whatever they are called.
const FOLDERS: &[&str] = &["/suppl_file/", "/asset/", "/attachments/"];

/// Endings of files, which a DOI has nowhere but in an address.
const FILES: &[&str] = &[".pdf", ".html", ".epub", ".xml"];

/// A DOI, or the begin of a path with one, without the tails of pages.
pub(super) fn without_tail(doi: &str) -> &str {
    // No DOI and tail together are longer.
    const LONGEST: usize = 512;
    if doi.len() > LONGEST {
        return doi;
    }
    // A place in the page, or what says where the reader came from: `#citeas`, `?via=x`.
    let mut rest = match doi.find(['#', '?']) {
        Some(at) if doi[..at].split_once('/').is_some_and(|(_, suffix)| !suffix.is_empty()) && is_query(&doi[at..]) => {
            &doi[..at]
        }
        _ => doi,
    };
    loop {
        let lower = rest.to_ascii_lowercase();
        if let Some(at) = FOLDERS.iter().find_map(|folder| lower.find(folder)) {
            rest = &rest[..at];
            continue;
        }
        // `/full/es`: the page in another language.
        if let Some((page, language)) = lower.rsplit_once('/')
            && language.len() == 2
            && language.bytes().all(|byte| byte.is_ascii_lowercase())
            && TAILS.iter().any(|tail| tail.len() > 1 && page.ends_with(tail))
        {
            rest = &rest[..page.len()];
            continue;
        }
        let tail = TAILS.iter().chain(FILES).find(|tail| lower.ends_with(**tail));
        // Something has to be left behind the registrant.
        let shorter = tail.and_then(|tail| rest.get(..rest.len() - tail.len()));
        match shorter.filter(|shorter| shorter.split_once('/').is_some_and(|(_, suffix)| !suffix.is_empty())) {
            Some(shorter) => rest = shorter,
            None => return without_version(rest),
        }
    }
}

/// Whether what stands behind a DOI is a query of letters with a value, or a place in a page that has a name.
fn is_query(text: &str) -> bool {
    let name = &text[1..];
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
    };
    match text.starts_with('?') {
        true => name.split_once('=').is_some_and(|(name, _)| is_name(name)),
        false => is_name(name) && name.bytes().filter(u8::is_ascii_alphabetic).count() >= 3,
    }
}

/// The DOI of a preprint without the version that addresses of bioRxiv and medRxiv have behind it.
fn without_version(doi: &str) -> &str {
    // 10.1101/2021.01.01.99999999v2: a day, a number and a version. No other DOI has the three.
    let Some((main, version)) = doi.rsplit_once('v') else { return doi };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = main.rsplit('/').next().unwrap_or_default().split('.').collect();
    let is_dated = matches!(parts.as_slice(), [year, month, day, number]
        if year.len() == 4 && month.len() == 2 && day.len() == 2 && [*year, *month, *day, *number].into_iter().all(is_number));
    if is_number(version) && is_dated { main } else { doi }
}

/// Hosts whose addresses hold the end of a DOI: the host, the segment before that end, and what the DOI begins with.
const PUBLISHERS: &[(&str, &str, &str)] = &[
    ("nature.com", "articles", "10.1038/"),
    ("elifesciences.org", "articles", "10.7554/eLife."),
    ("peerj.com", "articles", "10.7717/peerj."),
    ("arxiv.org", "abs", ARXIV),
    ("arxiv.org", "pdf", ARXIV),
    ("arxiv.org", "html", ARXIV),
];

/// What the DOIs begin with that arXiv gives to its papers, whatever their version.
const ARXIV: &str = "10.48550/arXiv.";

/// The DOI of a paper by its number at arXiv: `2101.00001v3`.
pub(super) fn of_arxiv(number: &str) -> Option<String> {
    let number = without_arxiv_version(number.trim());
    let (month, paper) = number.split_once('.')?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (month.len() == 4 && matches!(paper.len(), 4 | 5) && is_number(month) && is_number(paper))
        .then(|| format!("{ARXIV}{number}"))
}

/// The number of a paper at arXiv without its version, which has no DOI of its own.
fn without_arxiv_version(number: &str) -> &str {
    match number.rsplit_once('v') {
        Some((paper, version)) if !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()) => paper,
        Some(_) | None => number,
    }
}

/// Whether a host is this one or below it, or its name at the proxy of a library: `doi-org.ezproxy.nowhere.edu`.
fn is_host(host: &str, known: &str) -> bool {
    let is_below = |host: &str| host == known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'));
    let label = host.split('.').next().unwrap_or_default();
    let proxied = host
        .find(known)
        .is_some_and(|at| host[at + known.len()..].starts_with('.') && (at == 0 || host[..at].ends_with('.')));
    is_below(host) || proxied || (label.contains('-') && is_below(&label.replace('-', ".")))
}

/// The DOI of an address that holds only a part of it.
pub(super) fn doi(host: &str, path: &str) -> Option<String> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let after = |name: &str| {
        let at = segments.iter().position(|segment| *segment == name)?;
        segments.get(at + 1).copied()
    };
    for (known, segment, begin) in PUBLISHERS {
        if is_host(host, known)
            && let Some(end) = after(segment)
            && end.bytes().any(|byte| byte.is_ascii_digit())
        {
            let end = FILES.iter().find_map(|file| end.strip_suffix(file)).unwrap_or(end);
            let end = if *begin == ARXIV { without_arxiv_version(end) } else { end };
            return Some(format!("{begin}{end}"));
        }
    }
    // The Lancet and its sisters: PIIS0140-6736(16)31325-3.
    if is_host(host, "thelancet.com")
        && let Some(number) = segments.iter().find_map(|segment| segment.strip_prefix("PII"))
        && number.starts_with('S')
        && number.contains('(')
    {
        return Some(format!("10.1016/{number}"));
    }
    // The BMJ: /content/357/bmj.j1234
    if is_host(host, "bmj.com")
        && let Some(number) = segments.iter().find(|segment| segment.starts_with("bmj.") || segment.starts_with("bmj-"))
    {
        return Some(without_tail(&format!("10.1136/{number}")).to_owned());
    }
    None
}

/// Whether an address is of PubMed, or of a site that gives records of PubMed by their numbers.
pub(super) fn is_pubmed(host: &str, path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let has = |segment: &str| lower.split('/').any(|part| part == segment);
    is_host(host, "pubmed.ncbi.nlm.nih.gov")
        || is_host(host, "pubmed.gov")
        || (is_host(host, "nlm.nih.gov") && (has("pubmed") || has("pmid")))
        || (is_host(host, "europepmc.org") && has("med"))
}

/// The address of a whole book of the NCBI, for one of its chapters, tables or forms.
pub(super) fn record_page(host: &str, path: &str) -> Option<String> {
    let number = path.split('/').find(|segment| is_book(segment))?;
    is_host(host, "nlm.nih.gov").then(|| format!("https://www.ncbi.nlm.nih.gov/books/{number}"))
}

/// A number of the NCBI Bookshelf: `NBK599210`.
pub(super) fn is_book(text: &str) -> bool {
    text.strip_prefix("NBK")
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// DOIs that an address or a number of a publisher stands for as a rule.
pub(super) fn conjectured(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    // A version of a paper at arXiv.
    if let Some(at) = text.get(..ARXIV.len()).filter(|begin| begin.eq_ignore_ascii_case(ARXIV)).map(str::len)
        && let Some(doi) = of_arxiv(&text[at..])
    {
        all.push(doi);
    }
    for segment in text.split(['/', '?', '#', '=']) {
        // A review of Cochrane, whose DOI may have the number of an update behind it.
        if is_cochrane(segment) {
            all.push(format!("10.1002/14651858.{}", segment.to_ascii_uppercase()));
        }
        // An Elsevier number without its signs: S0140673616313253 is S0140-6736(16)31325-3.
        if segment.len() == 17 && segment.starts_with('S') && text.contains("/pii/") && segment.is_ascii() {
            let (serial, year, item, check) = (&segment[1..9], &segment[9..11], &segment[11..16], &segment[16..]);
            all.push(format!("10.1016/S{}-{}({year}){item}-{check}", &serial[..4], &serial[4..]));
        }
    }
    all
}

fn is_cochrane(text: &str) -> bool {
    let number = text.strip_prefix("CD").or_else(|| text.strip_prefix("cd"));
    number.is_some_and(|number| number.len() == 6 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Segments that address a part or a form of what stands before them.
const PARTS: &[&str] = &[
    "chapter",
    "chapters",
    "resources",
    "evidence",
    "history",
    "documents",
    "informationforpublic",
    "update",
    "updates",
    "recommendations",
    "rationale",
    "context",
    "overview",
    "full",
    "abstract",
    "pdf",
    "index.html",
    "index.htm",
    "html",
];

/// The addresses of the whole of which an address is a part: `/guidance/ng59` of `/guidance/ng59/chapter/Recommendations`.
pub(super) fn shortened(text: &str) -> Vec<String> {
    if is_book(text) {
        return vec![format!("https://www.ncbi.nlm.nih.gov/books/{text}")];
    }
    let Some((scheme, rest)) = text.split_once("://") else { return Vec::new() };
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let mut segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let mut all = Vec::new();
    // Without its query first, then up to the part that is named as one; a host and a section alone are no publication.
    if path.len() < rest.len() && segments.len() > 2 {
        all.push(format!("{scheme}://{}", segments.join("/")));
    }
    while segments.len() > 3 {
        let is_part = |segment: &&str| PARTS.iter().any(|part| part.eq_ignore_ascii_case(segment));
        let Some(at) = segments.iter().skip(3).position(is_part) else { break };
        let at = at + 3;
        segments.truncate(at);
        all.push(format!("{scheme}://{}", segments.join("/")));
    }
    all
}
