// Reads the reference of the API as a developer does: chooses a language, copies code, opens fields and answers, goes from
// operation to operation; with the keyboard, without scripts, on a narrow phone, in the dark, at twice the size. That the
// code does what the pages say is the matter of samples.py.
//
//     node tests/contract/reference.mjs http://127.0.0.1:8080
//
// Prints each fault and ends with 1 if there is any. Screenshots go to tests/screenshots.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  DESKTOP, NARROW, PHONE, attempt, close, fault, finish, open, origin, screenshotName, violations, watched,
} from "./browser.mjs";

const described = await (await fetch(`${origin}/openapi.json`)).json();
const operations = Object.values(described.paths)
  .flatMap((item) => Object.values(item))
  .map(({ operationId }) => operationId);
const MISTYPED = "/docs/api/serach";
const EVERY = ["/docs/api", ...operations.map((id) => `/docs/api/${id}`)];
// One of each kind: a list, a record with fields within fields, a body, an answer that is no JSON.
const LOOKED_AT = ["/docs/api", ...["search", "getTopic", "checkDraft", "exportSources"].map((id) => `/docs/api/${id}`)];
const LANGUAGES = ["curl", "javascript", "python", "rust"];

const same = (where, what, found, expected) => {
  if (found !== expected) fault(where, `${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
};

const fits = async (page, where) => {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (excess > 0) fault(where, `${excess} pixels wider than its window`);
};

const openEverything = (page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });

const look = async (context, scheme, paths) => {
  for (const path of paths) {
    const where = `${path} (${scheme})`;
    await attempt(where, async () => {
      const page = await watched(context, where);
      await page.emulateMedia({ colorScheme: scheme });
      same(where, "status", (await page.goto(origin + path, { waitUntil: "networkidle" })).status(), 200);
      same(where, "number of main headings", await page.locator("h1").count(), 1);
      for (const [name, size] of [["desktop", DESKTOP], ["phone", PHONE], ["narrow", NARROW]]) {
        await page.setViewportSize(size);
        await fits(page, `${where} on ${name}`);
        if (name === "narrow") continue;
        await page.screenshot({ path: screenshotName(path, `${scheme}-${name}`), fullPage: true });
        // The same elements, in other colours and in another order.
        if ((name === "phone") === (scheme === "dark")) await violations(page, `${where} on ${name}`);
      }
      await openEverything(page);
      await fits(page, `${where} with everything open, on narrow`);
      if (path.endsWith("/checkDraft")) await violations(page, `${where} with everything open`);
      await page.close();
    });
  }
};

/** The language chosen is shown everywhere, and still on the next page. */
const languages = async (context) => {
  const where = "languages";
  const page = await watched(context, where);
  await page.goto(`${origin}/docs/api/citeSource`, { waitUntil: "networkidle" });
  const shown = () => page.locator(".sample:visible").evaluateAll((all) => all.map((one) => one.dataset.language).join());
  same(where, "first language", await shown(), "curl");
  // One stop of the keyboard for the group, arrows within it.
  await page.getByRole("radio", { name: "curl" }).focus();
  await page.keyboard.press("ArrowRight");
  same(where, "language after →", await shown(), "javascript");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  if (outline === "none") fault(where, "does not show where the focus is");
  await page.keyboard.press("ArrowRight");
  same(where, "language after →→", await shown(), "python");
  await page.keyboard.press("Tab");
  same(where, "next stop", await page.evaluate(() => document.activeElement.dataset.copy), "code-python");
  await page.goto(`${origin}/docs/api`, { waitUntil: "networkidle" });
  same(where, "languages on the next page", await shown(), "python,mistyped,python,again,make-types,use-types");
  await page.locator("#pages ~ .samples").getByRole("radio", { name: "Rust" }).check();
  same(where, "languages after choosing", await shown(), "rust,mistyped,rust,again,make-types,use-types");
  await page.close();
};

/** What a button puts into the clipboard is the code, letter by letter. */
const copying = async (context) => {
  const where = "copying";
  const page = await watched(context, where);
  for (const [path, prefix] of [["/docs/api/makeBibliography", "code"], ["/docs/api", "pages"]]) {
    await page.goto(origin + path, { waitUntil: "networkidle" });
    for (const language of LANGUAGES) {
      const id = `${prefix}-${language}`;
      await page.locator(`input[name="language-${prefix}"][value="${language}"]`).check();
      await page.locator(`button[data-copy="${id}"]`).click();
      await page.locator(`button[data-copy="${id}"]`, { hasText: "Copied" }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      same(`${where} on ${path}`, language, copied, await page.locator(`#${id}`).evaluate((code) => code.textContent));
    }
  }
  if (!(await page.locator("#said").innerText()).includes("Copied")) fault(where, "does not say that it copied");
  await page.close();
};

/** From the overview to a parameter, an answer, a problem, and to where it can be tried. */
const reading = async (context) => {
  const where = "reading";
  const page = await watched(context, where);
  await page.goto(`${origin}/docs/api`, { waitUntil: "networkidle" });
  await page.locator(".operations").getByRole("link", { name: "List findings" }).click();
  await page.waitForURL(`${origin}/docs/api/listFindings`);
  same(where, "place in the list", await page.locator(".side [aria-current=page]").innerText(), "List findings");
  await page.getByRole("link", { name: "Parameters" }).click();
  const values = page.locator("#param-comparator, #param-direction").getByText(/\d+ values/).first();
  await values.click();
  if (!(await page.locator("#param-direction .values").getByText("no-difference").isVisible())) {
    fault(where, "does not list the values of a parameter");
  }
  // Fields within fields.
  const data = page.locator("#answer ~ .fields > div").first();
  await data.locator("details").first().locator("> summary").click();
  if (!(await data.locator("dt", { hasText: "statement" }).first().isVisible())) fault(where, "does not open fields");
  await page.locator(".real > summary").click();
  const answer = JSON.parse(await page.locator("#real").innerText());
  const printed = (await page.locator("#printed").innerText()).trim().split("\n");
  same(where, "what the code prints", printed[0], answer.data[0].statement);
  const problem = page.locator("#problems ~ .fields").getByRole("link", { name: "unknown-parameter" });
  same(where, "address of a problem", await problem.getAttribute("href"), "/problems/unknown-parameter");
  await page.getByRole("link", { name: "Try it in the browser" }).click();
  await page.locator(".opblock.is-open .opblock-summary-path[data-path='/v1/findings']").waitFor();
  await page.getByRole("link", { name: "reference", exact: true }).click();
  await page.waitForURL(`${origin}/docs/api/listFindings`);
  await page.close();
  // A browser complains of every page that is not there.
  const lost = await context.newPage();
  same(where, "status of a page that is not there", (await lost.goto(origin + MISTYPED)).status(), 404);
  await lost.getByRole("article").getByRole("link", { name: "search", exact: true }).click();
  await lost.waitForURL(`${origin}/docs/api/search`);
  await lost.close();
};

/** At twice the size of everything, a desktop window is as wide as a small tablet. */
const enlarged = async () => {
  const context = await open({ viewport: { width: DESKTOP.width / 2, height: DESKTOP.height / 2 }, deviceScaleFactor: 2 });
  for (const path of LOOKED_AT) {
    await attempt(`${path} at 200 %`, async () => {
      const page = await watched(context, `${path} at 200 %`);
      await page.goto(origin + path, { waitUntil: "networkidle" });
      await fits(page, `${path} at 200 %`);
      await page.close();
    });
  }
  await context.close();
};

/** The language can be chosen without scripts, too. */
const withoutScripts = async () => {
  const where = "without scripts";
  const context = await open({ javaScriptEnabled: false, viewport: DESKTOP });
  await attempt(where, async () => {
    const page = await context.newPage();
    await page.goto(`${origin}/docs/api/checkDraft`);
    await page.getByRole("radio", { name: "Rust" }).check();
    if (!(await page.locator("#code-rust").isVisible())) fault(where, "does not show what is chosen");
    if (await page.locator("#code-curl").isVisible()) fault(where, "shows what is not chosen");
    if (await page.locator("button[data-copy]:visible").count()) fault(where, "shows a button that does nothing");
    await page.close();
  });
  await context.close();
};

/** Every page: HTML as the checker of the W3C reads it, links and anchors that are there, a twin in Markdown. */
const whole = async () => {
  const folder = mkdtempSync(join(tmpdir(), "evidence-reference-"));
  const pages = new Map();
  const linked = new Map();
  try {
    const files = [];
    for (const path of [...EVERY, MISTYPED, "/docs/try"]) {
      const html = await (await fetch(origin + path, { headers: { accept: "text/html" } })).text();
      pages.set(path, html);
      files.push([join(folder, `${files.length}.html`), path]);
      writeFileSync(files.at(-1)[0], html);
      for (const [, address] of html.matchAll(/ href="([^"]+)"/g)) {
        const url = new URL(address.replaceAll("&#38;", "&"), origin + path);
        const isHere = url.pathname === path && !url.hash.slice(1);
        if (url.origin === origin && path !== MISTYPED && !isHere) linked.set(url.href, path);
      }
    }
    const jar = fileURLToPath(new URL("../tools/node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
    try {
      execFileSync("java", ["-jar", jar, "--errors-only", "--format", "gnu", ...files.map(([file]) => file)], { stdio: "pipe" });
    } catch (error) {
      if (!error.stderr) throw error;
      for (const line of error.stderr.toString().split("\n").filter(Boolean).slice(0, 20)) {
        const [file, path] = files.find(([name]) => line.includes(`${name}"`)) ?? ["", "HTML"];
        fault(path, `invalid: ${line.replace(file, "").slice(0, 200)}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const answers = new Map();
  for (const [address, from] of linked) {
    const url = new URL(address);
    const target = url.pathname + url.search;
    if (!answers.has(target)) {
      answers.set(target, await fetch(origin + target, { headers: { accept: "text/html, */*;q=0.8" } }));
    }
    const { status, headers } = answers.get(target);
    if (status !== 200) fault(from, `links to ${target}, which answers ${status}`);
    if (url.pathname.endsWith(".md")) same(target, "media type", headers.get("content-type"), "text/markdown; charset=utf-8");
    const anchor = decodeURIComponent(url.hash.slice(1));
    // `#/tag/operation` is for Swagger UI.
    const html = pages.get(url.pathname);
    if (html && anchor && !anchor.startsWith("/") && !html.includes(` id="${anchor}"`)) {
      fault(from, `links to #${anchor} on ${target}, which is not there`);
    }
  }
};

try {
  const context = await open({ viewport: DESKTOP, permissions: ["clipboard-read", "clipboard-write"] });
  await look(context, "light", LOOKED_AT);
  await look(context, "dark", ["/docs/api", "/docs/api/checkDraft"]);
  await attempt("languages", () => languages(context));
  await attempt("copying", () => copying(context));
  await attempt("reading", () => reading(context));
  await context.close();
  await enlarged();
  await withoutScripts();
  await attempt("pages", whole);
} finally {
  close();
}
finish();
