//! Texts nobody writes: what a parser, a matcher or a renderer may do too often.
//!
//! A shape is a rule for a text of any length. Where a shape is to mean something to the service, it names records of
//! the collection it is tried on.

use crate::support::collection::Known;

/// A text of any length.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    rule: Rule,
}

/// How a text is made. In units `{source}`, `{doi}`, `{title}`, `{condition}` and `{treatment}` stand for what a record is
/// called.
enum Rule {
    /// The same over and over.
    Run(&'static str),
    /// As many of the first as of the second after them.
    Pair(&'static str, &'static str),
    /// As many of the first as of the last, and the middle once between them.
    Nest(&'static str, &'static str, &'static str),
    /// A begin, then the same over and over.
    After(&'static str, &'static str),
    /// Units that count: `#` is the number of the unit.
    Count(&'static str),
    /// Units that count, each twice as far on: all of the first kind, then all of the second.
    CountPair(&'static str, &'static str),
    /// Units that grow: the first once, then twice, then three times …, with the second between.
    Steps(&'static str, &'static str),
}

impl Shape {
    /// The shape in about this many bytes, never more.
    pub(crate) fn text(&self, bytes: usize, known: &Known) -> String {
        let named = |unit: &str| {
            unit.replace("{source}", &known.source)
                .replace("{doi}", &known.doi)
                .replace("{title}", &known.title)
                .replace("{condition}", &known.condition.label)
                .replace("{treatment}", &known.treatment.label)
        };
        let run = |unit: &str, bytes: usize| unit.repeat(bytes / unit.len().max(1));
        let count = |unit: &str, bytes: usize| {
            let mut text = String::new();
            for i in 0.. {
                let next = unit.replace('#', &i.to_string());
                if text.len() + next.len() > bytes {
                    break;
                }
                text.push_str(&next);
            }
            text
        };
        match self.rule {
            Rule::Run(unit) => run(&named(unit), bytes),
            Rule::Pair(first, second) => {
                let (first, second) = (named(first), named(second));
                let times = bytes / (first.len() + second.len());
                first.repeat(times) + &second.repeat(times)
            }
            Rule::Nest(first, middle, last) => {
                let (first, middle, last) = (named(first), named(middle), named(last));
                let times = bytes.saturating_sub(middle.len()) / (first.len() + last.len());
                first.repeat(times) + &middle + &last.repeat(times)
            }
            Rule::After(begin, unit) => {
                let (begin, unit) = (named(begin), named(unit));
                let rest = run(&unit, bytes.saturating_sub(begin.len()));
                begin + &rest
            }
            Rule::Count(unit) => count(&named(unit), bytes),
            Rule::CountPair(first, second) => count(&named(first), bytes / 2) + &count(&named(second), bytes / 2),
            Rule::Steps(unit, between) => {
                let mut text = String::new();
                for times in 1.. {
                    if text.len() + unit.len() * times + between.len() > bytes {
                        break;
                    }
                    text.push_str(&unit.repeat(times));
                    text.push_str(between);
                }
                text
            }
        }
    }
}

const fn run(name: &'static str, unit: &'static str) -> Shape {
    Shape { name, rule: Rule::Run(unit) }
}

const fn pair(name: &'static str, first: &'static str, second: &'static str) -> Shape {
    Shape { name, rule: Rule::Pair(first, second) }
}

const fn nest(name: &'static str, first: &'static str, middle: &'static str, last: &'static str) -> Shape {
    Shape { name, rule: Rule::Nest(first, middle, last) }
}

const fn after(name: &'static str, begin: &'static str, unit: &'static str) -> Shape {
    Shape { name, rule: Rule::After(begin, unit) }
}

const fn count(name: &'static str, unit: &'static str) -> Shape {
    Shape { name, rule: Rule::Count(unit) }
}

const fn count_pair(name: &'static str, first: &'static str, second: &'static str) -> Shape {
    Shape { name, rule: Rule::CountPair(first, second) }
}

const fn steps(name: &'static str, unit: &'static str, between: &'static str) -> Shape {
    Shape { name, rule: Rule::Steps(unit, between) }
}

/// Every shape that is tried.
pub(crate) const SHAPES: &[Shape] = &[
    // One character.
    run("one letter", "m"),
    run("one capital", "M"),
    run("one digit", "7"),
    run("zeros", "0"),
    run("spaces", " "),
    run("tabs", "\t"),
    run("line feeds", "\n"),
    run("carriage returns", "\r"),
    run("no-break spaces", "\u{a0}"),
    run("soft hyphens", "\u{ad}"),
    run("zero-width spaces", "\u{200b}"),
    run("line separators", "\u{2028}"),
    run("NUL", "\0"),
    run("escapes", "\u{1b}"),
    run("full stops", "."),
    run("commas", ","),
    run("colons", ":"),
    run("semicolons", ";"),
    run("question marks", "?"),
    run("exclamation marks", "!"),
    run("hyphens", "-"),
    run("dashes", "–"),
    run("slashes", "/"),
    run("backslashes", "\\"),
    run("straight quotes", "\""),
    run("apostrophes", "'"),
    run("percent signs", "%"),
    run("plus signs", "+"),
    run("equals signs", "="),
    run("at signs", "@"),
    run("ampersands", "&"),
    run("less-than signs", "<"),
    run("greater-than signs", ">"),
    run("asterisks", "*"),
    run("underscores", "_"),
    run("tildes", "~"),
    run("hashes", "#"),
    run("pipes", "|"),
    run("backticks", "`"),
    run("carets", "^"),
    run("dollars", "$"),
    run("opening brackets", "["),
    run("closing brackets", "]"),
    run("opening parentheses", "("),
    run("closing parentheses", ")"),
    run("opening braces", "{"),
    run("closing braces", "}"),
    run("ellipses", "…"),
    // Scripts, and characters that join.
    run("combining marks", "\u{301}"),
    run("letters with combining marks", "o\u{308}\u{301}"),
    after("one letter under many marks", "o", "\u{327}"),
    run("joiners", "\u{200d}"),
    run("emoji with joiners", "👨‍🔬"),
    run("one long emoji", "👩\u{200d}"),
    run("flags", "🇳🇴"),
    run("half flags", "🇳"),
    run("skin tones", "👋🏽"),
    run("variation selectors", "\u{fe0f}"),
    run("overrides of direction", "\u{202e}"),
    run("isolates of direction", "\u{2066}\u{2069}"),
    run("Hebrew", "שלום "),
    run("Arabic without spaces", "سلام"),
    run("Chinese", "虚构的研究"),
    run("Japanese sentences", "架空の試験です。"),
    run("Thai", "เรื่องสมมติ"),
    run("Hangul jamo", "\u{1112}\u{1161}\u{11ab}"),
    run("Devanagari", "काल्पनिक "),
    run("Greek", "φανταστικό "),
    run("ligatures", "ﬃ"),
    run("full-width digits", "７"),
    run("superscripts", "²"),
    run("dotted capital I", "İ"),
    run("sharp s", "ß"),
    run("mathematical letters", "𝔪"),
    run("private use", "\u{e000}"),
    run("replacement characters", "\u{fffd}"),
    // Words.
    run("one word", "nonsense "),
    run("one word with line feeds", "nonsense\n"),
    run("words without spaces", "NonSense"),
    run("capitals and points", "A. "),
    run("abbreviations", "e.g. "),
    run("titles of persons", "Dr. "),
    run("and others", "et al. "),
    run("against", "vs. "),
    run("hyphenated words", "well-"),
    run("words with apostrophes", "it's "),
    run("stop words", "of the "),
    count("distinct words", "w#x "),
    count("distinct long words", "nonsensicalities# "),
    steps("words that grow", "ma", " "),
    // Numbers.
    run("digits and points", "1."),
    run("digits and commas", "1,"),
    run("one number", "1234 "),
    count("distinct numbers", "# "),
    run("percentages", "50 % "),
    run("ranges", "1-"),
    run("intervals", "95% CI -1.9 to -0.1 "),
    run("p values", "p < .05, "),
    run("number words", "hundred thousand million "),
    run("compound number words", "twenty-one "),
    run("fractions", "1/"),
    run("years", "2017 "),
    run("weeks", "12 weeks "),
    run("one in many", "1 in 10 in "),
    run("plus or minus", "± 1 "),
    after("a decimal", "0.", "3"),
    // Sentences that say something, and that do not.
    run("short sentences", "It is. "),
    run("questions", "Is it? "),
    run("one clause without end", "and then it was so and "),
    run("claims", "A trial of 800 adults found benefits 12 months after treatment. "),
    run("claims, a paragraph each", "A trial of 800 adults found benefits 12 months after treatment.\n\n"),
    run("claims, a line each", "A trial of 800 adults found benefits 12 months after treatment.\n"),
    run("short claims", "It lowers pain 5%. "),
    run("claims in one sentence", "a trial of 800 adults found benefits 12 months after treatment and "),
    count("distinct claims", "In trial # of 800 adults, scores fell by # points. "),
    run("negations", "not no more than nothing "),
    run("comparisons", "no better than sham or "),
    run("certainties", "may probably "),
    run("promises", "It is proven to cure. "),
    run("advice", "Ask your doctor before you begin. "),
    run("quotations in a text", "He said \"it works\". "),
    // What the collection has names for.
    run("names of a condition", "{condition} "),
    run("names of a treatment", "{treatment} "),
    run("titles of a source", "{title} "),
    run("titles of a source without spaces", "{title}"),
    run("sentences on a source", "{title} found that {treatment} helps {condition}. "),
    run("sentences on a topic", "{treatment} lowers scores in {condition} by 3 points. "),
    count("sentences on a source, numbered", "{title} had # adults with {condition}. "),
    run("identifiers", "{doi} "),
    run("identifiers without spaces", "{doi}"),
    count("unknown identifiers", "10.5555/unknown.# "),
    run("registrations", "NCT00000000 "),
    run("author and year", "Nobody et al. 2019 "),
    run("authors", "Nobody N, Doe J, "),
    // Markers of citations.
    run("keys", "@{source} "),
    run("markers", "[@{source}] "),
    run("markers without spaces", "[@{source}]"),
    run("markers with places", "[see @{source}, pp. 3-5] "),
    run("keys in a row", "@{source}; "),
    after("an open marker of many keys", "[", "@{source}; "),
    count("unknown keys", "@nobody-# "),
    count("unknown markers", "[@nobody-#] "),
    run("open markers", "[@"),
    run("open markers of a letter", "[@m;"),
    run("hidden markers", "[-@{source}]"),
    run("entities for brackets", "&#91;@{source}&#93; "),
    nest("markers in brackets", "[", "[@{source}]", "]"),
    // Markdown.
    run("bullets", "- m\n"),
    run("numbered list", "1. m\n"),
    count("counted list", "#. m\n"),
    steps("lists in lists", "  ", "- m\n"),
    run("quotes, a line each", "> m\n"),
    run("quotes in quotes", "> "),
    steps("quotes that deepen", "> ", "m\n"),
    run("headings", "# m\n"),
    run("underlined headings", "m\n=\n"),
    run("rules", "***\n\n"),
    run("emphasis", "*m* "),
    run("open emphasis", "*m "),
    run("mixed emphasis", "*m_ "),
    run("strong and not", "**m* "),
    run("struck out", "~~m "),
    steps("growing asterisks", "*", " m "),
    run("code", "`m` "),
    steps("growing backticks", "`", " "),
    run("fences", "```\n"),
    run("links", "[m](n) "),
    run("open links", "[m]("),
    run("links in links", "[m](<n "),
    run("pictures", "![m](n) "),
    run("open pictures", "!["),
    run("references", "[m] "),
    run("one definition", "[m]: n\n"),
    count("definitions", "[m#]: n\n"),
    count_pair("definitions and references", "[m#]: n\n", "[m#] "),
    count_pair("references and definitions", "[m#] \n", "\n\n[m#]: n\n"),
    count_pair("footnotes", "[^#] ", "\n\n[^#]: m\n"),
    run("one footnote", "[^1]"),
    run("table rows", "|m|\n"),
    after("one wide table", "|m", "|m"),
    after("a table", "|m|n|\n|-|-|\n", "|m|n|\n"),
    nest("a wide table", "|m", "|\n", "|-"),
    run("autolinks", "<https://example.org/> "),
    run("addresses", "https://example.org/ "),
    run("addresses without spaces", "https://example.org/"),
    after("one long address", "https://example.org/", "m/"),
    run("mail addresses", "m@example.org "),
    run("escaped characters", "\\*"),
    run("hard breaks", "m  \n"),
    run("open angle brackets with a letter", "<m "),
    // Brackets in pairs.
    pair("brackets in brackets", "[", "]"),
    pair("parentheses in parentheses", "(", ")"),
    pair("braces in braces", "{", "}"),
    pair("closed before opened", "]", "["),
    run("empty pairs", "[]"),
    run("brackets of three kinds", "([{"),
    pair("links that close late", "[", "](n)"),
    pair("emphasis that closes late", "*m ", "m*"),
    pair("strong that closes late", "__m ", "m__"),
    pair("quotes in quotes, straight", " \"m", "m\" "),
    // HTML and XML.
    run("paragraphs", "<p>m"),
    run("paragraphs, closed", "<p>m</p>"),
    run("closing tags", "</p>"),
    pair("elements in elements", "<div>", "</div>"),
    pair("inline elements in elements", "<b>", "</b>"),
    run("open lists", "<ul><li>"),
    run("open tables", "<table><tr><td>"),
    run("open tags", "<m"),
    run("open attributes", "<m n=\""),
    after("one element of many attributes", "<p", " m=\"n\""),
    count("elements of one attribute", "<p m#=\"n\""),
    after("one long attribute", "<p m=\"", "n"),
    run("comments", "<!--m-->"),
    run("open comments", "<!--"),
    run("ends of comments", "-->"),
    run("open CDATA", "<![CDATA["),
    run("CDATA", "<![CDATA[m]]>"),
    run("instructions", "<?m?>"),
    run("doctypes", "<!DOCTYPE m>"),
    run("scripts", "<script>m</script>"),
    run("open scripts", "<script>"),
    after("one open script", "<script>", "</scrip"),
    run("styles", "<style>m{}</style>"),
    run("links of HTML", "<a href=\"https://example.org/\">m</a> "),
    run("entities", "&amp;"),
    run("entities without end", "&amp"),
    run("unknown entities", "&nonsense;"),
    run("open numbers of characters", "&#x"),
    run("numbers of characters", "&#109;"),
    run("huge numbers of characters", "&#99999999999;"),
    after("one long entity", "&", "m"),
    run("line breaks of HTML", "<br>"),
    run("superscripts of HTML", "m<sup>2</sup> "),
    // What other files look like.
    run("fields of RIS", "TI  - m\n"),
    run("records of RIS", "TY  - JOUR\nTI  - m\nER  - \n"),
    run("authors of RIS", "AU  - Nobody, N\n"),
    run("fields of BibTeX", "title = {m},\n"),
    run("strings of BibTeX", "m # "),
    pair("braces of BibTeX", "{m", "m}"),
    run("commands of TeX", "\\emph{"),
    run("accents of TeX", "\\\"{o}"),
    run("objects of JSON", "{\"m\":"),
    run("keys of JSON", "\"m\":1,"),
    run("escapes of JSON", "\\u006d"),
    run("tables of TOML", "[m.n]\n"),
    run("dotted keys of TOML", "m."),
    count("keys of TOML", "m# = 1\n"),
    run("percent escapes", "%6d"),
    run("pairs of a query", "m=n&"),
    run("ways up", "../"),
];
