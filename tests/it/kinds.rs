//! Two more files for each kind of fault that users of other programs have reported, labelled from what the formats are documented
//! to mean before they were read. The publications are made up.

use std::collections::BTreeMap;

use evidence::{
    citation::exchange::Imported,
    domain::{Name, Vocabulary},
};

use crate::exchange::read;

/// What must be so of a file: `field=value` of the first record (`2:field=value` of the second), `note~words`, `count=records`,
/// `fault~words`.
type Case = (&'static str, &'static str, &'static [&'static str]);

const FILES: &[Case] = &[
    // Lines that are no fields.
    (
        "K01",
        "TY  - JOUR\nTI  - Humming nowhere\nPY  - 2020\nVL  - 12\nIssue: 3\nSP  - 101\nER  - \n",
        &["volume=12", "page=101", "note~Issue: 3"],
    ),
    (
        "K01",
        "%0 Journal Article\n%T Humming nowhere\n%D 2020\n%V 12\nAccession 9\n%P 101-109\n",
        &["volume=12", "page=101-109", "note~Accession 9"],
    ),
    // Records whose tags are spelt otherwise.
    (
        "K02",
        "TY  - JOUR\nTI  - One\nPY  - 2020\nER  - \n\nTY  -JOUR\nTI  -Two\nPY  -2021\nER  -\n",
        &["count=2", "2:title=Two", "2:issued=2021"],
    ),
    (
        "K02",
        "PMID- 99999901\nTI  - One.\nDP  - 2020\n\nPMID-\t99999902\nTI  -\tTwo.\nDP  -\t2021\n",
        &["count=2", "2:title=Two", "2:pmid=99999902"],
    ),
    // Fields before the begin of their record.
    (
        "K03",
        "AU  - Nobody, Anna\nDO  - 10.5555/k.1\nPY  - 2020\nTI  - One\nTY  - JOUR\nER  - \n\nAU  - Example, Bert\nDO  - 10.5555/k.2\nPY  - 2021\nTI  - Two\nTY  - JOUR\nER  - \n",
        &["count=2", "author=Nobody|Anna", "doi=10.5555/k.1", "2:author=Example|Bert", "2:doi=10.5555/k.2"],
    ),
    (
        "K03",
        "%A Nobody, Anna\n%D 2020\n%T One\n%0 Journal Article\n\n%A Example, Bert\n%D 2021\n%T Two\n%0 Journal Article\n",
        &["count=2", "author=Nobody|Anna", "2:author=Example|Bert", "2:issued=2021"],
    ),
    // A byte order mark between two files that were put together.
    (
        "K04",
        "@article{a, title={One}, journal={J Nowhere}, year=2020}\n\u{feff}@article{b, title={Two}, journal={J Nowhere}, year=2021}\n",
        &["count=2", "2:title=Two"],
    ),
    (
        "K04",
        "PMID- 99999901\nTI  - One.\nDP  - 2020\n\n\u{feff}PMID- 99999902\nTI  - Two.\nDP  - 2021\n",
        &["count=2", "2:title=Two", "2:pmid=99999902"],
    ),
    // Several people in one field.
    (
        "K05",
        "%0 Journal Article\n%A Nobody, Anna; Example, Bert\n%T Humming nowhere\n%D 2020\n",
        &["author=Nobody|Anna; Example|Bert"],
    ),
    (
        "K05",
        "[{\"type\":\"article-journal\",\"title\":\"Humming nowhere\",\"issued\":2020,\"author\":[{\"literal\":\"Nobody, Anna; Example, Bert\"}]}]",
        &["author=Nobody|Anna; Example|Bert"],
    ),
    // People whose name has no comma.
    (
        "K06",
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU NOBODY AB\n   Example CD\nTI Humming nowhere\nPY 2020\nER\n\nEF\n",
        &["author=NOBODY|AB; Example|CD"],
    ),
    (
        "K06",
        "<xml><records><record><ref-type name=\"Journal Article\">17</ref-type><contributors><authors><author>Anna B. Nobody</author></authors></contributors><titles><title>Humming nowhere</title></titles><dates><year>2020</year></dates></record></records></xml>",
        &["author=Nobody|Anna B."],
    ),
    // A family name that ends like initials, beside others.
    (
        "K05",
        "@article{a, author={Nobody, Anna and Elsewhere M, Jonathan J and Example, Bert}, title={Humming}, journal={J Nowhere}, year=2020}",
        &["author=Nobody|Anna; Elsewhere M|Jonathan J; Example|Bert"],
    ),
    // Lists of authors that are cut.
    (
        "K07",
        "TY  - JOUR\nTI  - Humming nowhere\nPY  - 2020\nAU  - Nobody, Anna\nAU  - [et al.]\nER  - \n",
        &["author=Nobody|Anna", "note~cuts the list"],
    ),
    (
        "K07",
        "\"Authors\",\"Title\",\"Year\",\"Source title\"\n\"Nobody, A.; Example, B.; ...\",\"Humming nowhere\",\"2020\",\"J Nowhere\"\n",
        &["author=Nobody|A.; Example|B.", "note~cuts the list"],
    ),
    // Dates with other information.
    (
        "K08",
        "TY  - JOUR\nTI  - Humming nowhere\nPY  - 2020\nDA  - 2020/03/15/Epub 2019 Dec 2\nER  - \n",
        &["issued=2020-03-15"],
    ),
    ("K08", "TY  - JOUR\nTI  - Humming nowhere\nY1  - 2018///Winter\nER  - \n", &["issued=2018"]),
    // The day of print and the day online.
    (
        "K09",
        "PMID- 99999901\nTI  - Humming nowhere.\nDP  - 2021 Mar\nDEP - 20201105\nJT  - J Nowhere\n",
        &["issued=2021-03", "online=2020-11-05"],
    ),
    (
        "K09",
        "@article{a, title={Humming nowhere}, journaltitle={J Nowhere}, date={2021-03}, eventdate={2020-11-05}, year={2021}}",
        &["issued=2021-03"],
    ),
    // What became of a publication, told otherwise.
    (
        "K10",
        "TY  - JOUR\nTI  - Retraction note: Humming nowhere\nPY  - 2020\nT2  - J Nowhere\nER  - \n",
        &["status=unchecked", "note~itself a notice (retraction)"],
    ),
    (
        "K10",
        "[{\"type\":\"journal-article\",\"title\":[\"Humming nowhere\"],\"issued\":{\"date-parts\":[[2020]]},\"updated-by\":[{\"type\":\"expression_of_concern\",\"DOI\":\"10.5555/notice.1\",\"updated\":{\"date-parts\":[[2021,2,3]]}}]}]",
        &["status=expression-of-concern", "notice=10.5555/notice.1"],
    ),
    ("K10", "%0 Journal Article\n%T Humming nowhere\n%D 2020\n%K Retracted Publication\n", &["status=retracted"]),
    // Newer versions.
    (
        "K11",
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>99999901</PMID><Article><Journal><JournalIssue><PubDate><Year>2020</Year></PubDate></JournalIssue><Title>J Nowhere</Title></Journal><ArticleTitle>Humming nowhere.</ArticleTitle></Article><CommentsCorrectionsList><CommentsCorrections RefType=\"UpdateIn\"><RefSource>J Nowhere. 2021;2:1</RefSource><PMID>99999977</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation></PubmedArticle></PubmedArticleSet>",
        &["note~99999977"],
    ),
    (
        "K11",
        "1: Nobody A. Humming nowhere. J Nowhere. 2020;1(2):3-9. doi: 10.5555/k.3. Update in: J Nowhere. 2021;2:1. PMID: 99999901.\n",
        &["note~J Nowhere. 2021;2:1", "pmid=99999901", "doi=10.5555/k.3"],
    ),
    // Article numbers.
    (
        "K12",
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>99999901</PMID><Article><Journal><JournalIssue><Volume>11</Volume><PubDate><Year>2020</Year></PubDate></JournalIssue><Title>J Nowhere</Title></Journal><ArticleTitle>Humming nowhere.</ArticleTitle><ELocationID EIdType=\"pii\">e1042</ELocationID></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
        &["number=e1042"],
    ),
    (
        "K12",
        "TY  - JOUR\nTI  - Humming nowhere\nPY  - 2020\nT2  - J Nowhere\nVL  - 11\nSP  - Art. No. 1042\nER  - \n",
        &["number=1042"],
    ),
    // Markup and entities.
    (
        "K13",
        "TY  - JOUR\nTI  - H&lt;sub&gt;2&lt;/sub&gt;O &amp;amp; humming\nPY  - 2020\nJF  - Health &#38; Needles\nER  - \n",
        &["title=H2O & humming", "journal=Health & Needles"],
    ),
    (
        "K13",
        "@article{a, title={CO$_2$ {\\&} humming \\textit{in vitro}}, journal={Health {\\&} Needles}, year=2020}",
        &["title=CO2 & humming in vitro", "journal=Health & Needles"],
    ),
    // Subtitles.
    (
        "K14",
        "[{\"type\":\"journal-article\",\"title\":[\"Humming nowhere\"],\"subtitle\":[\"A trial\",\"Part two\"],\"issued\":{\"date-parts\":[[2020]]}}]",
        &["title=Humming nowhere: A trial", "note~Part two"],
    ),
    (
        "K14",
        "@incollection{a, title={Humming}, subtitle={How}, booktitle={Handbook}, booksubtitle={Of nowhere}, year=2020, publisher={Press}}",
        &["title=Humming: How", "journal=Handbook: Of nowhere"],
    ),
    // Identifiers in another usual place.
    (
        "K15",
        "TY  - JOUR\nTI  - Humming nowhere\nPY  - 2020\nUR  - https://pubmed.ncbi.nlm.nih.gov/99999901/\nL1  - https://pmc.ncbi.nlm.nih.gov/articles/PMC9999901/pdf/main.pdf\nER  - \n",
        &["pmid=99999901", "pmcid=PMC9999901"],
    ),
    (
        "K15",
        "@article{a, title={Humming nowhere}, journal={J Nowhere}, year=2020, eprint={PMC9999901}, eprinttype={pmcid}}",
        &["pmcid=PMC9999901"],
    ),
    // BibLaTeX's extended names.
    (
        "K16a",
        "@article{a, author={family=Nobody, given=Anna, prefix=van, useprefix=true}, title={Humming}, journaltitle={J Nowhere}, date={2020}}",
        &["author=van Nobody|Anna"],
    ),
    (
        "K16a",
        "@article{a, author={given={Anna Bella}, given-i={AB}, family=Nobody, suffix=Jr and family=Example, given=Bert}, title={Humming}, journaltitle={J Nowhere}, date={2020}}",
        &["author=Nobody|Anna Bella|Jr; Example|Bert"],
    ),
    // BibTeX that is legal or widespread.
    ("K16b", "@article{a, title={Humming},, journal={J Nowhere}, year=2020,,}", &["title=Humming", "issued=2020"]),
    ("K16b", "@Article{, Title = \"Humming\", Journal = {J Nowhere}, Year = 2020}", &["title=Humming", "issued=2020"]),
    // Years that are not plain.
    ("K17", "TY  - JOUR\nTI  - Humming nowhere\nPY  - [2015]\nER  - \n", &["issued=2015"]),
    ("K17", "@book{a, title={Humming}, publisher={Press}, year={2015/2016}}", &["issued=2015", "note~2015/2016"]),
    // The other title of a journal.
    (
        "K18",
        "%0 Journal Article\n%T Humming nowhere\n%D 2020\n%J Pain Weekly\n%B Notes from the clinic\n",
        &["journal=Pain Weekly", "note~Notes from the clinic"],
    ),
    (
        "K18",
        "<xml><records><record><ref-type name=\"Journal Article\">17</ref-type><titles><title>Humming</title><secondary-title>Notes from the clinic</secondary-title></titles><periodical><full-title>Pain Weekly</full-title></periodical><dates><year>2020</year></dates></record></records></xml>",
        &["journal=Pain Weekly", "note~Notes from the clinic"],
    ),
    // Types.
    (
        "K19",
        "%0 Thesis\n%A Nobody, Anna\n%T Humming nowhere\n%D 2020\n%I University of Nowhere\n%9 PhD thesis\n",
        &["type=thesis", "publisher=University of Nowhere", "genre=PhD thesis"],
    ),
    (
        "K19",
        "@mastersthesis{a, author={Nobody, Anna}, title={Humming}, school={University of Nowhere}, year=2020}",
        &["type=thesis", "publisher=University of Nowhere", "genre=Master's thesis"],
    ),
    // JSON as services give it.
    (
        "K20",
        "{\"data\":{\"id\":\"10.5555/k.4\",\"type\":\"dois\",\"attributes\":{\"doi\":\"10.5555/k.4\",\"titles\":[{\"title\":\"Humming nowhere\"}],\"publicationYear\":2020,\"creators\":[{\"name\":\"Nobody, Anna\"}]}}}",
        &["count=1", "title=Humming nowhere", "doi=10.5555/k.4", "author=Nobody|Anna"],
    ),
    (
        "K20",
        "{\"resultList\":{\"result\":[{\"id\":\"99999901\",\"source\":\"MED\",\"pmid\":\"99999901\",\"title\":\"Humming nowhere.\",\"pubYear\":\"2020\"}]}}",
        &["count=1", "title=Humming nowhere", "pmid=99999901", "issued=2020"],
    ),
    // Authors of another shape.
    (
        "K21",
        "[{\"type\":\"article-journal\",\"title\":\"Humming nowhere\",\"issued\":2020,\"author\":[{\"name\":\"Anna Nobody\"}]}]",
        &["note~Anna Nobody"],
    ),
    (
        "K21",
        "[{\"type\":\"article-journal\",\"title\":\"Humming nowhere\",\"issued\":2020,\"author\":\"Nobody, Anna; Example, Bert\"}]",
        &["author=Nobody|Anna; Example|Bert"],
    ),
    // Pages of publishers behind a DOI.
    (
        "K22a",
        "TY  - JOUR\nTI  - Humming nowhere\nPY  - 2020\nDO  - https://onlinelibrary.wiley.com/doi/epdf/10.5555/k.5\nER  - \n",
        &["doi=10.5555/k.5"],
    ),
    (
        "K22a",
        "@article{a, title={Humming}, journal={J Nowhere}, year=2020, doi={https://journals.sagepub.com/doi/pdf/10.5555/k.6?download=true}}",
        &["doi=10.5555/k.6"],
    ),
    // Family names in braces.
    (
        "K31",
        "@article{a, author={Anna {van der Nobody} and {Two Words}, Bert}, title={Humming}, journal={J Nowhere}, year=2020}",
        &["author=van der Nobody|Anna; Two Words|Bert"],
    ),
    (
        "K31",
        "@article{a, author={Anna B. {O'Nobody Smith} and {Nowhere {\\&} Sons}}, title={Humming}, journal={J Nowhere}, year=2020}",
        &["author=O'Nobody Smith|Anna B.; {Nowhere & Sons}"],
    ),
    // Composed and not.
    (
        "K39",
        "@article{a, author={Mu\u{308}ller, Anna}, title={U\u{308}ber das Summen}, journal={J Nowhere}, year=2020}",
        &["author=Müller|Anna", "title=Über das Summen"],
    ),
    (
        "K39",
        "PMID- 99999901\nTI  - E\u{301}tude.\nFAU - Nobo\u{308}dy, Anna\nDP  - 2020\n",
        &["title=Étude", "author=Nobödy|Anna"],
    ),
    // Good already, and to stay so.
    (
        "good",
        "TY  - JOUR\nTI  - Humming: 100% <5 & \"nothing\" {here} \\ there\nPY  - 2020\nDO  - 10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2\nER  - \n",
        &[
            "title=Humming: 100% <5 & \"nothing\" {here} \\ there",
            "doi=10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
        ],
    ),
    (
        "good",
        "@article{a, author={Nobody, Anna and {\\O}stergaard, {\\AA}se}, title={{MRI} of {\\ss} and \\'{e}}, journal={J Nowhere}, month=sep # \"~3\", year=2020}",
        &["author=Nobody|Anna; Østergaard|Åse", "title=MRI of ß and é", "issued=2020-09-03"],
    ),
];

fn name(name: &Name) -> String {
    match name {
        Name::Organisation { literal } => format!("{{{literal}}}"),
        Name::Person { family, given, suffix } => {
            [Some(family), given.as_ref(), suffix.as_ref()].into_iter().flatten().cloned().collect::<Vec<_>>().join("|")
        }
    }
}

/// The values of a record by their names.
fn values(imported: &Imported) -> BTreeMap<&'static str, String> {
    let b = &imported.bibliography;
    let names = |names: &[Name]| names.iter().map(name).collect::<Vec<_>>().join("; ");
    fn some(value: Option<&impl ToString>) -> String {
        value.map(ToString::to_string).unwrap_or_default()
    }
    BTreeMap::from([
        ("type", b.item_type.to_string()),
        ("title", b.title.clone()),
        ("author", names(&b.author)),
        ("editor", names(&b.editor)),
        ("translator", names(&b.translator)),
        ("journal", some(b.container_title.as_ref())),
        ("short", some(b.container_title_short.as_ref())),
        ("event", some(b.event_title.as_ref())),
        ("edition", some(b.edition.as_ref())),
        ("genre", some(b.genre.as_ref())),
        ("publisher", some(b.publisher.as_ref())),
        ("place", some(b.publisher_place.as_ref())),
        ("issued", b.issued.to_string()),
        ("online", some(b.available_date.as_ref())),
        ("volume", some(b.volume.as_ref())),
        ("issue", some(b.issue.as_ref())),
        ("page", some(b.page.as_ref())),
        ("number", some(b.number.as_ref())),
        ("doi", some(b.doi.as_ref())),
        ("pmid", some(b.pmid.as_ref())),
        ("pmcid", some(b.pmcid.as_ref())),
        ("issn", some(b.issn.as_ref())),
        ("isbn", some(b.isbn.as_ref())),
        ("url", some(b.url.as_ref())),
        ("status", imported.editorial.status.slug().to_owned()),
        ("notice", some(imported.editorial.notice.as_ref())),
    ])
}

#[test]
fn every_kind_is_read_as_its_format_means_it() {
    let mut wrong = Vec::new();
    for (kind, file, expected) in FILES {
        let (outcomes, ended) = read(file.as_bytes());
        let mut faults: Vec<String> = ended.err().map(|error| error.to_string()).into_iter().collect();
        let mut records = Vec::new();
        for outcome in outcomes {
            match outcome {
                Ok(imported) => records.push(imported),
                Err(fault) => faults.push(fault.message),
            }
        }
        for expectation in *expected {
            let (at, said) = match expectation.split_once(':') {
                Some(("2", said)) => (1, said),
                _ => (0, *expectation),
            };
            let is_so = if let Some(words) = said.strip_prefix("note~") {
                records.get(at).is_some_and(|record| record.notes.iter().any(|note| note.contains(words)))
            } else if let Some(words) = said.strip_prefix("fault~") {
                faults.iter().any(|fault| fault.contains(words))
            } else if let Some(count) = said.strip_prefix("count=") {
                count == records.len().to_string()
            } else {
                let (field, value) = said.split_once('=').unwrap();
                records.get(at).is_some_and(|record| values(record)[field] == value)
            };
            if !is_so {
                let found = records.get(at).map(|record| (values(record), &record.notes));
                wrong.push(format!("{kind}: {expectation}: {found:?} {faults:?}\n    {file:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} files:\n{}", wrong.len(), FILES.len(), wrong.join("\n"));
}
