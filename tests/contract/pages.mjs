// Uses the pages as people do: types, clicks, copies, with the keyboard alone, without scripts, on a narrow phone, in the
// dark, at twice the size. Nothing may leave the service, complain, overflow, or be hard to perceive.
//
//     node tests/contract/pages.mjs http://127.0.0.1:8080
//
// The service must serve the records of this repository. Prints each fault and ends with 1 if there is any. Screenshots
// go to tests/screenshots.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  DESKTOP, NARROW, PHONE, attempt, close, fault, finish, open, origin, screenshotName, violations, watched,
} from "./browser.mjs";

/** Every kind of page, with the words of its main heading. */
const PAGES = [
  ["/", "What does the evidence say?"],
  ["/?q=lumbago+acupunture", "What does the evidence say?"],
  ["/?q=pain&kind=claim&verdict=contradicted", "What does the evidence say?"],
  ["/?q=qqqq+zzzz", "What does the evidence say?"],
  ["/sources/backinaction-2025", "Acupuncture for Chronic Low Back Pain in Older Adults"],
  ["/sources/acp-2017", "Noninvasive Treatments"],
  ["/sources/nma-2025-63rct", ""],
  ["/findings/cochrane-mu-2020-function-sham", "In adults"],
  ["/findings/acp-2017-acute", "For adults"],
  ["/topics/low-back-pain", "Low back pain"],
  ["/topics/low-back-pain?intervention=acupuncture", "Low back pain: Acupuncture"],
  ["/topics/rmdq", "Roland-Morris"],
  ["/blurbs/acupuncture-sciatica", ""],
  ["/claims/back-pain-c06", "with benefits lasting"],
  ["/pages/back-pain", "Acupuncture for Back Pain"],
];

const same = (where, what, found, expected) => {
  if (found !== expected) fault(where, `${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
};

const fits = async (page, where) => {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (excess > 0) fault(where, `${excess} pixels wider than its window`);
};

/** Waits until the results are those of an address. */
const settled = (page, query) =>
  page.waitForFunction(
    (wanted) => location.search === wanted && !document.getElementById("results").hasAttribute("aria-busy"),
    query,
  );

const look = async (context, scheme) => {
  const links = new Set();
  for (const [path, heading] of PAGES) {
    const where = `${path} (${scheme})`;
    await attempt(where, async () => {
      const page = await watched(context, where);
      await page.emulateMedia({ colorScheme: scheme });
      const answer = await page.goto(origin + path, { waitUntil: "networkidle" });
      same(where, "status", answer.status(), 200);
      const shown = await page.locator("h1").innerText();
      if (!shown.includes(heading)) fault(where, `its heading is ${JSON.stringify(shown)}`);
      same(where, "number of main headings", await page.locator("h1").count(), 1);
      for (const [name, size] of [["desktop", DESKTOP], ["phone", PHONE], ["narrow", NARROW]]) {
        await page.setViewportSize(size);
        await fits(page, `${where} on ${name}`);
        if (name === "narrow") continue;
        await page.screenshot({ path: screenshotName(path, `${scheme}-${name}`), fullPage: true });
        await violations(page, `${where} on ${name}`);
      }
      const found = await page.locator("a[href]").evaluateAll((anchors) => anchors.map((anchor) => anchor.href));
      for (const link of found) {
        const url = new URL(link);
        const anchor = decodeURIComponent(url.hash.slice(1));
        const isHere = url.pathname + url.search === path;
        if (isHere && anchor && !(await page.locator(`[id="${anchor}"]`).count())) fault(where, `nothing at #${anchor}`);
        if (url.origin === origin) links.add(link.split("#")[0]);
      }
      await page.close();
    });
  }
  return links;
};

const linksResolve = async (links) => {
  const all = [...links];
  const ask = async (link) => {
    const { status } = await fetch(link, { headers: { accept: "text/html, */*;q=0.8" } });
    if (status !== 200) fault(link, `linked from a page, answers ${status}`);
  };
  for (let i = 0; i < all.length; i += 8) await Promise.all(all.slice(i, i + 8).map(ask));
};

/** A writer who types sees results, a shared address, and comes back by Back. */
const typing = async (context) => {
  const where = "typing";
  const page = await watched(context, where);
  await page.goto(`${origin}/`, { waitUntil: "networkidle" });
  await page.locator("#q").pressSequentially("800 person trial", { delay: 15 });
  await settled(page, "?q=800+person+trial");
  same(where, "first hit", await page.locator(".hit-link").first().getAttribute("href"), "/sources/backinaction-2025");
  if (!(await page.locator("#status").innerText()).match(/results?/)) fault(where, "does not say how many there are");
  if (!(await page.title()).includes("800 person trial")) fault(where, "has not the question in its title");

  await page.locator(".kinds a", { hasText: "Findings" }).click();
  await settled(page, "?q=800+person+trial&kind=finding");
  same(where, "kinds chosen", await page.locator(".kinds [aria-current]").count(), 1);
  // Further typing keeps the filter.
  await page.locator("#q").press("End");
  await page.locator("#q").pressSequentially(" one year", { delay: 15 });
  await settled(page, "?q=800+person+trial+one+year&kind=finding");
  await page.goBack();
  await settled(page, "?q=800+person+trial&kind=finding");
  same(where, "box after going back", await page.locator("#q").inputValue(), "800 person trial");
  await page.goBack();
  await settled(page, "?q=800+person+trial");
  await page.goBack();
  await settled(page, "");
  if (!(await page.locator(".begin").isVisible())) fault(where, "does not come back to where to begin");
  await page.close();
};

/** Answers that come late, or not at all. */
const trouble = async (context) => {
  const where = "trouble";
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${origin}/`, { waitUntil: "networkidle" });
  // The answer to the first question is held back until the second one has been shown.
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.route("**/?q=massage", async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await page.locator("#q").fill("massage");
  await page.waitForRequest(/q=massage/);
  await page.locator("#q").fill("sciatica");
  await settled(page, "?q=sciatica");
  release();
  await page.unroute("**/?q=massage");
  same(where, "address after a late answer", new URL(page.url()).search, "?q=sciatica");

  await page.route("**/?q=sham", (route) => route.abort());
  await page.locator("#q").fill("sham");
  await page.locator("#status", { hasText: "does not answer" }).waitFor();
  if (!(await page.locator(".hit").count())) fault(where, "takes away what was found");
  await page.unroute("**/?q=sham");
  await page.locator("#q").press("Enter");
  await settled(page, "?q=sham");
  await page.close();
};

/** From the box to a record and back, without a mouse. */
const keyboard = async (context) => {
  const where = "keyboard";
  const page = await watched(context, where);
  await page.goto(`${origin}/`, { waitUntil: "networkidle" });
  await page.keyboard.press("Tab");
  same(where, "first stop", await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await page.keyboard.press("/");
  same(where, "focus after /", await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.type("sciatica", { delay: 15 });
  await settled(page, "?q=sciatica");
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.id);
  const hits = await page.locator(".hit-link").evaluateAll((all) => all.map((hit) => hit.getAttribute("href")));
  await page.keyboard.press("ArrowDown");
  same(where, "focus after ↓", await focused(), hits[0]);
  await page.keyboard.press("ArrowDown");
  same(where, "focus after ↓↓", await focused(), hits[1]);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  if (outline === "none") fault(where, "does not show where the focus is");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  same(where, "focus above the first hit", await focused(), "q");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  same(where, "focus after Esc", await focused(), "q");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(origin + hits[0]);
  // On every page `/` goes to the box, and Enter in it to the results.
  await page.keyboard.press("/");
  await page.keyboard.type("dose");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${origin}/?q=dose`);
  await page.locator("#q").focus();
  await page.keyboard.press("Escape");
  await settled(page, "");
  await page.close();
};

/** What a copy button puts into the clipboard is the text beside it. */
const copying = async (context) => {
  const where = "copying";
  const page = await watched(context, where);
  await page.goto(`${origin}/blurbs/acupuncture-sciatica`, { waitUntil: "networkidle" });
  await page.getByRole("button", { name: "Copy the text: Short" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  same(where, "clipboard", copied, (await page.locator("#text-short").innerText()).trim());
  if (!(await page.locator("#said").innerText()).includes("Copied")) fault(where, "does not say that it copied");
  await page.close();
};

/** At twice the size of everything, a desktop window is as wide as a small tablet. */
const enlarged = async () => {
  const context = await open({ viewport: { width: DESKTOP.width / 2, height: DESKTOP.height / 2 }, deviceScaleFactor: 2 });
  for (const [path] of PAGES) {
    await attempt(`${path} at 200 %`, async () => {
      const page = await watched(context, `${path} at 200 %`);
      await page.goto(origin + path, { waitUntil: "networkidle" });
      await fits(page, `${path} at 200 %`);
      await page.close();
    });
  }
  await context.close();
};

/** The same without scripts: search, filter, go on, read. */
const withoutScripts = async () => {
  const where = "without scripts";
  const context = await open({ javaScriptEnabled: false, viewport: DESKTOP });
  for (const [path, heading] of PAGES) {
    await attempt(`${path} ${where}`, async () => {
      const page = await context.newPage();
      await page.goto(origin + path);
      if (!(await page.locator("h1").innerText()).includes(heading)) fault(path, `shows no heading ${where}`);
      if (await page.locator("button[data-copy]:visible").count()) fault(path, `shows a button that does nothing ${where}`);
      await page.close();
    });
  }
  await attempt(where, async () => {
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`${origin}/sources/acp-2017`);
    await page.locator("#q").fill("acupuncture");
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(`${origin}/?q=acupuncture`);
    await page.locator(".kinds a", { hasText: "Sources" }).click();
    await page.waitForURL(/kind=source/);
    await page.locator("#q").fill("sham acupuncture");
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(/q=sham\+acupuncture&kind=source/);
    await page.getByRole("link", { name: "More results" }).click();
    await page.waitForURL(/start=11/);
    if (!(await page.locator(".hit").count())) fault(where, "shows no second page");
    await page.close();
  });
  await context.close();
};

/** The HTML as the checker of the W3C reads it. */
const valid = async () => {
  const folder = mkdtempSync(join(tmpdir(), "evidence-html-"));
  try {
    const jar = fileURLToPath(new URL("../tools/node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
    const files = [];
    for (const [path] of [...PAGES, ["/sources/nonsense"], ["/problems"], ["/problems/not-found"]]) {
      const file = join(folder, `${files.length}.html`);
      writeFileSync(file, await (await fetch(origin + path, { headers: { accept: "text/html" } })).text());
      files.push([file, path]);
    }
    try {
      execFileSync("java", ["-jar", jar, "--errors-only", "--format", "gnu", ...files.map(([file]) => file)], { stdio: "pipe" });
    } catch (error) {
      if (!error.stderr) throw error;
      for (const line of error.stderr.toString().split("\n").filter(Boolean).slice(0, 20)) {
        const [file, path] = files.find(([name]) => line.includes(name)) ?? ["", "HTML"];
        fault(path, `invalid: ${line.replace(file, "").slice(0, 200)}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

try {
  const context = await open({ viewport: DESKTOP, permissions: ["clipboard-read", "clipboard-write"] });
  const links = await look(context, "light");
  await look(context, "dark");
  await attempt("typing", () => typing(context));
  await attempt("trouble", () => trouble(context));
  await attempt("keyboard", () => keyboard(context));
  await attempt("copying", () => copying(context));
  await context.close();
  await enlarged();
  await withoutScripts();
  await attempt("links", () => linksResolve(links));
  await attempt("HTML", valid);
} finally {
  close();
}
finish();
