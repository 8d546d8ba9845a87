// Follows every link of the service from `/` and from its site map, and reads every page it meets: the HTML must be valid,
// each page say what it is, and each link and anchor lead somewhere.
//
//     node tests/contract/links.mjs http://127.0.0.1:8080
//
// No browser: pages are whole without scripts. Prints each fault and ends with 1 if there is any.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const origin = new URL(process.argv[2] ?? "http://127.0.0.1:8080").origin;
const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);

const text = (html) =>
  html.replaceAll("&#38;", "&").replaceAll("&amp;", "&").replaceAll("&#34;", '"').replaceAll("&#39;", "'")
    .replaceAll("&#60;", "<").replaceAll("&#62;", ">");
const attributes = (html, pattern) => [...html.matchAll(pattern)].map((match) => text(match[1]));

/** Questions lead to questions without end: of these, only the ones that a page of another kind asks are followed. */
const isQuestion = ({ pathname, search }) => ["/", "/bibliography", "/check"].includes(pathname) && search !== "";

/** Addresses with where they were found first; pages with their HTML. */
const met = new Map();
const pages = new Map();
const anchors = new Map();

const meet = (address, from, queue) => {
  const url = new URL(address, new URL(from, origin));
  if (url.origin !== origin) return;
  const path = url.pathname + url.search;
  // One with a slash is read by a script.
  if (url.hash && !url.hash.startsWith("#/")) {
    const wanted = anchors.get(path) ?? new Map();
    wanted.set(decodeURIComponent(url.hash.slice(1)), from);
    anchors.set(path, wanted);
  }
  if (met.has(path) || (isQuestion(url) && isQuestion(new URL(from, origin)))) return;
  met.set(path, from);
  queue.push(path);
};

const visit = async (path, queue) => {
  const answer = await fetch(origin + path, { headers: { accept: "text/html, */*;q=0.8" } });
  if (answer.status !== 200) fault(path, `linked from ${met.get(path)}, answers ${answer.status}`);
  const body = await answer.text();
  // A file to keep is no page.
  if (answer.headers.has("content-disposition")) return;
  if (!(answer.headers.get("content-type") ?? "").startsWith("text/html") || path.startsWith("/v1/")) return;
  pages.set(path, body);
  const links = attributes(body, /<(?:a|link|script|img|iframe)\s[^>]*?(?:href|src)="([^"]*)"/g);
  // What is sent to is no page that is read.
  const asking = [...body.matchAll(/<form\s[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/method="post"/i.test(tag));
  const forms = attributes(asking.join("\n"), /\saction="([^"]*)"/g);
  for (const link of links) meet(link, path, queue);
  // Where a form leads is there after it was sent.
  for (const form of forms) meet(form.split("#")[0], path, queue);
};

const crawl = async () => {
  let queue = [];
  meet("/", "/", queue);
  meet("/robots.txt", "/", queue);
  const map = await fetch(`${origin}/sitemap.xml`);
  if (map.status !== 200) fault("/sitemap.xml", `answers ${map.status}`);
  const mapped = attributes(await map.text(), /<loc>([^<]*)<\/loc>/g);
  if (mapped.length < 100) fault("/sitemap.xml", `names ${mapped.length} pages`);
  for (const page of mapped) {
    if (new URL(page).origin !== origin) fault("/sitemap.xml", `leads to ${page}`);
    meet(page, "/sitemap.xml", queue);
  }
  while (queue.length > 0) {
    const now = queue;
    queue = [];
    for (let i = 0; i < now.length; i += 8) await Promise.all(now.slice(i, i + 8).map((path) => visit(path, queue)));
  }
};

const one = (where, what, found) => {
  if (found.length !== 1) fault(where, `has ${found.length} ${what}, expected one`);
  else if (!found[0].trim()) fault(where, `has an empty ${what}`);
};

const read = () => {
  const titles = new Map();
  for (const [path, html] of pages) {
    const main = html.match(/<main[\s\S]*<\/main>/)?.[0] ?? "";
    one(path, "title", attributes(html, /<title>([^<]*)<\/title>/g));
    one(path, "description", attributes(html, /<meta name="description" content="([^"]*)"/g));
    one(path, "main heading", attributes(html, /<h1[^>]*>([\s\S]*?)<\/h1>/g));
    if (!main.trim()) fault(path, "has no main part");
    const canonical = attributes(html, /<link rel="canonical" href="([^"]*)"/g);
    if (canonical.length > 1) fault(path, "has several canonical addresses");
    for (const address of canonical) {
      if (!address.startsWith(`${origin}/`)) fault(path, `its canonical address is ${address}`);
      if (address !== origin + path) continue;
      const [title] = attributes(html, /<title>([^<]*)<\/title>/g);
      if (titles.has(title)) fault(path, `has the title of ${titles.get(title)}`);
      titles.set(title, path);
    }
    const ids = attributes(html, /\sid="([^"]*)"/g);
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) fault(path, `has #${id} twice`);
    for (const [anchor, from] of anchors.get(path) ?? []) {
      if (!ids.includes(anchor)) fault(path, `has nothing at #${anchor}, where ${from} leads`);
    }
  }
};

/** The HTML as the checker of the W3C reads it. */
const valid = async () => {
  const folder = mkdtempSync(join(tmpdir(), "evidence-html-"));
  try {
    const jar = fileURLToPath(new URL("../tools/node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
    const missing = ["/sources/nonsense", "/problems/nonsense", "/nowhere"];
    for (const path of missing) {
      pages.set(path, await (await fetch(origin + path, { headers: { accept: "text/html" } })).text());
    }
    const files = [...pages].map(([path, html], i) => {
      const file = join(folder, `${i}.html`);
      writeFileSync(file, html);
      return [`/${i}.html"`, path];
    });
    try {
      await promisify(execFile)("java", ["-jar", jar, "--errors-only", "--format", "gnu", folder], { maxBuffer: 2 ** 26 });
    } catch (error) {
      if (!error.stderr) throw error;
      for (const line of error.stderr.split("\n").filter(Boolean).slice(0, 20)) {
        const [, path] = files.find(([name]) => line.includes(name)) ?? ["", "HTML"];
        fault(path, `invalid: ${line.replace(/^"[^"]*":/, "").slice(0, 200)}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

await crawl();
read();
await valid();
for (const line of faults) console.log(line);
console.log(faults.length ? `${faults.length} faults` : `good: ${pages.size} pages, ${met.size} addresses`);
process.exit(faults.length ? 1 : 0);
