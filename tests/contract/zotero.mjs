// Reads the pages of sources in the order in which Zotero does, and compares what it would save with the reference we give.
//
//     node tests/contract/zotero.mjs http://127.0.0.1:8080
//
// Zotero asks its translators by priority: COinS (310) before embedded metadata (320). Both ways are tried; the rules are
// theirs as of August 2026 (github.com/zotero/translators, github.com/zotero/utilities), in words of our own. Prints each
// fault and ends with 1 if there is any.

const origin = new URL(process.argv[2] ?? "http://127.0.0.1:8080").origin;
const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);

const decoded = (html) =>
  html.replaceAll("&#34;", '"').replaceAll("&#39;", "'").replaceAll("&#60;", "<").replaceAll("&#62;", ">")
    .replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&#38;", "&").replaceAll("&amp;", "&");

/** A name taken apart: at the comma if there is one, else before the last word. */
const person = (text) => {
  const hasComma = text.includes(",");
  const name = text.replace(/^[\s.,/[\]:]+/, "").replace(/[\s.,/[\]:]+$/, "");
  if (hasComma) {
    const [family, given = ""] = name.split(/, ?/);
    return { family, given };
  }
  const space = name.lastIndexOf(" ");
  return { family: name.slice(space + 1), given: space < 0 ? "" : name.slice(0, space) };
};

/** What the tags in the head say. */
const fromTags = (html) => {
  const tags = [...html.matchAll(/<meta name="([^"]*)" content="([^"]*)">/g)].map(([, name, value]) => [name, decoded(value)]);
  // A tag is found by the end of its name; several values are joined.
  const all = (name) => tags.filter(([known]) => known.endsWith(name)).map(([, value]) => value);
  const text = (name) => all(name).join(", ") || undefined;
  let type;
  let guess;
  for (const [name] of tags) {
    if (name === "citation_journal_title") type = "journalArticle";
    if (name === "citation_technical_report_institution") type = "report";
    if (name === "citation_title") guess ??= "journalArticle";
    if (name === "citation_isbn") guess = "book";
  }
  let authors = all("citation_author");
  if (authors.length === 1) {
    // A single value may hold several names, between semicolons, or between commas with two words on either side.
    const [one] = authors;
    const parts = one.split(/\s*,\s*/);
    if (one.includes(";")) authors = one.split(/\s*;\s*/);
    else if (parts.length > 1 && parts[0].includes(" ") && parts[1].includes(" ")) authors = parts;
  }
  const [first, last] = [text("citation_firstpage"), text("citation_lastpage")];
  return {
    type: type ?? guess,
    title: text("citation_title"),
    creators: authors.filter((name) => /[^\s,-.;]/.test(name)).map(person),
    journal: text("citation_journal_title"),
    date: text("citation_date") ?? text("citation_cover_date") ?? text("citation_publication_date") ?? text("citation_online_date"),
    volume: text("citation_volume"),
    issue: text("citation_issue"),
    pages: first && (last ? `${first}-${last}` : first),
    DOI: text("citation_doi"),
    url: text("citation_public_url") ?? text("citation_abstract_html_url"),
  };
};

/** What the context object in the page says. */
const fromContext = (html) => {
  const spans = [...html.matchAll(/<span class="Z3988" title="([^"]*)">/g)];
  if (spans.length !== 1) return null;
  const pairs = decoded(spans[0][1]).split("&").map((pair) => {
    const [key, value] = pair.split("=");
    return [key, decodeURIComponent(value.replaceAll("+", " "))];
  });
  const of = (key) => pairs.find(([known]) => known === key)?.[1];
  const format = of("rft_val_fmt").split(":").at(-1);
  const genre = of("rft.genre");
  const type = {
    journal: "journalArticle",
    book: { report: "report", document: "document", bookitem: "bookSection" }[genre] ?? "book",
    dc: of("rft.type") ?? "webpage",
  }[format];
  // Each kind takes its title from one key and from no other.
  const titleKey = { journalArticle: "rft.atitle", book: "rft.btitle", report: "rft.btitle" }[type] ?? "rft.title";
  const creators = pairs.filter(([key]) => key === "rft.au").map(([, value]) => person(value));
  const inParts = [];
  for (const [key, value] of pairs) {
    if (key === "rft.aulast") inParts.push({ family: value, given: "" });
    if (key === "rft.aufirst") inParts.at(-1).given = value;
    // Wherever it stands, it comes to the front.
    if (key === "rft.aucorp") inParts.push({ family: value, given: "" });
  }
  creators.unshift(...inParts);
  const ids = pairs.filter(([key]) => key === "rft_id").map(([, value]) => value);
  const [first, last] = [of("rft.spage"), of("rft.epage")];
  return {
    type,
    title: of(titleKey),
    creators,
    journal: type === "journalArticle" ? of("rft.jtitle") : undefined,
    date: of("rft.date"),
    volume: of("rft.volume"),
    issue: of("rft.issue"),
    pages: first && (last && last !== first ? `${first}-${last}` : first),
    DOI: ids.find((id) => id.startsWith("info:doi/"))?.slice("info:doi/".length),
    url: ids.find((id) => /^https?:/.test(id)),
  };
};

/** The reference as we give it in CSL-JSON, in the same words. */
const expected = (item) => ({
  title: item.title,
  creators: (item.author ?? []).map(({ family, given = "", literal, "non-dropping-particle": particle }) => ({
    family: literal ?? (particle ? `${particle} ${family}` : family),
    given,
  })),
  journal: item.type === "article-journal" ? item["container-title"] : undefined,
  year: String(item.issued["date-parts"][0][0]),
  volume: item.volume,
  issue: item.issue,
  pages: item.page ?? (item.type === "article-journal" ? item.number : undefined),
  DOI: item.DOI,
});

const TYPES = { "article-journal": "journalArticle", report: "report", book: "book", webpage: "webpage", legislation: "statute" };
const bare = (text) => text?.replaceAll("–", "-").replace(/\s+/g, " ");
/** Initials are written with and without full stops. */
const initials = (text) => text.replace(/[.\s]/g, "");

/** The fields of ours behind a field of Zotero's. */
const FIELDS = { year: "issued", journal: "container-title", pages: "page|number", authors: "author" };

const compare = (where, way, found, item, html) => {
  const wanted = expected(item);
  const same = (field, a, b) => {
    // What nobody has confirmed is left out, and the page says so.
    const unconfirmed = new RegExp(`<li>(<code>(${FIELDS[field] ?? field})</code>|Everything else) <span class="mark warn">`);
    if (!a && unconfirmed.test(html)) return;
    if ((a ?? "") !== (b ?? "")) fault(where, `${way}: ${field} is ${JSON.stringify(a)}, not ${JSON.stringify(b)}`);
  };
  const year = found.date?.slice(0, 4);
  same("year", year, wanted.year);
  for (const field of ["title", "journal", "volume", "issue", "pages", "DOI"]) same(field, bare(found[field]), bare(wanted[field]));
  const names = (creators) => creators.map(({ family, given }) => `${family}|${initials(given)}`).join("; ");
  same("authors", names(found.creators), names(wanted.creators));
  const addresses = ["DOI", "URL", "PMID"].filter((field) => item[field]);
  const unconfirmed = (field) => html.includes(`<li><code>${field}</code> <span class="mark warn">`);
  if (!found.url?.startsWith("https://") && !addresses.every(unconfirmed)) fault(where, `${way}: no address`);
};

const { data } = await (await fetch(`${origin}/v1/sources?limit=100`)).json();
const seen = new Set();
for (const { id } of data) {
  const html = await (await fetch(`${origin}/sources/${id}`, { headers: { accept: "text/html" } })).text();
  const [tags, context] = [fromTags(html), fromContext(html)];
  const exported = await fetch(`${origin}/v1/export?ids=${id}&format=csl-json`);
  const [item] = exported.status === 200 ? await exported.json() : [];
  if (!item?.author && html.includes("Nobody could identify this publication")) {
    // Nothing but its title: no reference may be made of it.
    seen.add("unidentified");
    if (tags.creators.length || context?.creators.length) fault(id, "has authors although nobody could identify it");
    continue;
  }
  seen.add(item.type);
  if (item.author?.some(({ literal }) => literal)) seen.add("organisation");
  if (item.type === "article-journal" && item.number && item.page === item.number) seen.add("article number");
  if (!context) fault(id, "has no context object");
  else {
    compare(id, "COinS", context, item, html);
    if (context.type !== TYPES[item.type]) fault(id, `COinS: is a ${context.type}, not a ${TYPES[item.type]}`);
  }
  compare(id, "tags", tags, item, html);
}
for (const kind of ["article-journal", "report", "organisation", "article number", "unidentified"]) {
  if (!seen.has(kind)) fault("records", `none with ${kind} to try`);
}
for (const line of faults) console.log(line);
console.log(faults.length ? `${faults.length} faults` : `good: ${data.length} sources, ${[...seen].join(", ")}`);
process.exit(faults.length ? 1 : 0);
