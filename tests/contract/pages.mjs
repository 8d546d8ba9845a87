// Uses the pages as people do: types, clicks, copies, with the keyboard alone, without scripts, on a narrow phone, in the
// dark, at twice the size. Nothing may leave the service, complain, overflow, or be hard to perceive.
//
//     node tests/contract/pages.mjs http://127.0.0.1:8080
//
// The service must serve the records of this repository. Prints each fault and ends with 1 if there is any. Screenshots
// go to tests/screenshots.

import { readFileSync } from "node:fs";

import {
  DESKTOP, NARROW, PHONE, attempt, close, fault, finish, fits, open, origin, same, screenshotName, violations, watched,
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
  ["/topics", "Topics"],
  ["/topics/low-back-pain", "Low back pain"],
  ["/topics/low-back-pain?intervention=acupuncture", "Low back pain: Acupuncture"],
  ["/topics/rmdq", "Roland-Morris"],
  ["/blurbs/acupuncture-sciatica", ""],
  ["/claims/back-pain-c06", "with benefits lasting"],
  ["/pages/back-pain", "Acupuncture for Back Pain"],
  ["/problems", "Problems"],
  ["/problems/not-found", ""],
  ["/docs/checks", ""],
  ["/docs/checks/E001", ""],
  ["/embed", "Put checked text into your website"],
  ["/sources/acp-2017?as_of=2020-01-01", "Noninvasive Treatments"],
  ["/blurbs/acupuncture-sciatica?as_of=2099-01-01", "Does acupuncture help sciatica?"],
  ["/embed?blurb=nonsense", "Invalid parameter"],
  ["/nowhere", "Not found"],
  ["/sources/nonsense", "There is no source"],
  ["/problems/nonsense", ""],
];

/** Those people look at most: they are kept as pictures. */
const PICTURES = new Set([
  "/", "/?q=lumbago+acupunture", "/topics", "/sources/acp-2017", "/sources/backinaction-2025", "/findings/acp-2017-acute", "/topics/low-back-pain",
  "/blurbs/acupuncture-sciatica", "/claims/back-pain-c06", "/pages/back-pain",
]);

/** Answers that are no success, and pages all the same. */
const STATUSES = {
  "/blurbs/acupuncture-sciatica?as_of=2099-01-01": 410,
  "/embed?blurb=nonsense": 400,
  "/nowhere": 404,
  "/sources/nonsense": 404,
  "/problems/nonsense": 404,
};

/** Waits until the results are those of an address. */
const settled = (page, query) =>
  page.waitForFunction(
    (wanted) => location.search === wanted && !document.getElementById("results").hasAttribute("aria-busy"),
    query,
  );

/** A desktop window at twice the size of everything is as wide as a small tablet. */
const ENLARGED = { width: DESKTOP.width / 2, height: DESKTOP.height / 2 };

/** Each page loaded once, then seen wide, narrow, enlarged, light and dark. */
const look = async (context) => {
  for (const [path, heading] of PAGES) {
    await attempt(path, async () => {
      const expected = STATUSES[path] && new RegExp(`status of ${STATUSES[path]}`);
      const page = await watched(context, path, expected);
      const picture = async (name) => {
        if (PICTURES.has(path)) await page.screenshot({ path: screenshotName(path, name), fullPage: true });
      };
      await page.setViewportSize(DESKTOP);
      const answer = await page.goto(origin + path);
      same(path, "status", answer.status(), STATUSES[path] ?? 200);
      const shown = await page.locator("h1").innerText();
      if (!shown.includes(heading)) fault(path, `its heading is ${JSON.stringify(shown)}`);
      same(path, "number of main headings", await page.locator("h1").count(), 1);
      await fits(page, `${path} on desktop`);
      await picture("light-desktop");
      await violations(page, `${path} on desktop`);
      await page.emulateMedia({ colorScheme: "dark" });
      await picture("dark-desktop");
      // Nothing but colours depends on the scheme.
      await violations(page, `${path} in the dark`, ["color-contrast", "link-in-text-block"]);
      await page.setViewportSize(PHONE);
      await picture("dark-phone");
      await page.emulateMedia({ colorScheme: "light" });
      await picture("light-phone");
      await fits(page, `${path} on phone`);
      // A number of a plot has the line to itself there, and is not broken word by word.
      const broken = await page.locator(".forest .number:visible").evaluateAll((all) => all.filter((cell) => cell.offsetWidth < 200).length);
      if (broken) fault(`${path} on phone`, `${broken} numbers of plots are squeezed`);
      await violations(page, `${path} on phone`);
      for (const [name, size] of [["narrow", NARROW], ["enlarged", ENLARGED]]) {
        await page.setViewportSize(size);
        await fits(page, `${path} ${name}`);
      }
      const anchors = await page.evaluate(() =>
        [...document.querySelectorAll('a[href^="#"]')].map((link) => decodeURIComponent(link.hash.slice(1))),
      );
      for (const anchor of new Set(anchors)) {
        if (!(await page.locator(`[id="${anchor}"]`).count())) fault(path, `nothing at #${anchor}`);
      }
      await page.close();
    });
  }
};

/** A writer who types sees results, a shared address, and comes back by Back. */
const typing = async (context) => {
  const where = "typing";
  const page = await watched(context, where);
  await page.goto(`${origin}/`);
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
  await page.goto(`${origin}/`);
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
  await page.goto(`${origin}/`);
  await page.keyboard.press("Tab");
  same(where, "first stop", await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await page.keyboard.press("/");
  same(where, "focus after /", await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.type("sciatica", { delay: 15 });
  await settled(page, "?q=sciatica");
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.id);
  const hits = await page.locator(".hit-link").evaluateAll((all) => all.map((hit) => hit.getAttribute("href")));
  // While suggestions are open, arrows choose among them.
  await page.locator("#q[aria-expanded=true]").waitFor();
  await page.keyboard.press("Escape");
  same(where, "box after Esc", await page.locator("#q").inputValue(), "sciatica");
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

/** What each key does while the list is open: the text stays, whatever is pressed. */
const keysInSuggestions = async (page) => {
  const where = "keys in suggestions";
  await page.goto(`${origin}/topics`);
  const box = page.getByRole("combobox", { name: "Search the evidence" });
  const list = page.getByRole("listbox", { name: "Suggestions" });
  const chosen = () => box.getAttribute("aria-activedescendant");
  const caret = () => page.evaluate(() => document.activeElement.selectionStart);
  await box.pressSequentially("sciat", { delay: 15 });
  await list.waitFor();
  // Keys that move in the text do so, and Enter is of the text again.
  for (const [key, at] of [["Home", 0], ["End", 5], ["ArrowLeft", 4], ["ArrowRight", 5]]) {
    await page.keyboard.press("ArrowDown");
    if (!(await chosen())) fault(where, `nothing is chosen before ${key}`);
    await page.keyboard.press(key);
    same(where, `chosen after ${key}`, await chosen(), null);
    same(where, `place in the text after ${key}`, await caret(), at);
    same(where, `expanded after ${key}`, await box.getAttribute("aria-expanded"), "true");
  }
  // After the last option comes the text itself.
  const count = await list.getByRole("option").count();
  for (let i = 0; i <= count; i += 1) await page.keyboard.press("ArrowDown");
  same(where, "chosen after the last", await chosen(), null);
  // Letters go into the text, also from an option, and none is lost while the list is drawn anew.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("ica le", { delay: 5 });
  same(where, "text typed from an option", await box.inputValue(), "sciatica le");
  same(where, "chosen after typing", await chosen(), null);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.waitForResponse(/suggest\?q=sciatica&/);
  await list.waitFor();
  // Alt with an arrow closes and opens.
  await page.keyboard.press("Alt+ArrowUp");
  same(where, "expanded after Alt+↑", await box.getAttribute("aria-expanded"), "false");
  await page.keyboard.press("Alt+ArrowDown");
  same(where, "expanded after Alt+↓", await box.getAttribute("aria-expanded"), "true");
  // Tab goes on, takes nothing, and closes.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  same(where, "text after Tab", await box.inputValue(), "sciatica");
  same(where, "expanded after Tab", await box.getAttribute("aria-expanded"), "false");
  if (await box.evaluate((element) => element === document.activeElement)) fault(where, "Tab stays in the box");
  // Enter on an option goes there.
  await box.focus();
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/topics");
};

/** Suggestions below the box, as the ARIA authoring practices want a combobox with a list. */
const suggestions = async (context) => {
  const where = "suggestions";
  const page = await watched(context, where);
  for (const [from, size] of [["/topics", DESKTOP], ["/", DESKTOP], ["/topics", PHONE]]) {
    await page.setViewportSize(size);
    await page.goto(origin + from);
    const box = page.getByRole("combobox", { name: "Search the evidence" });
    same(where, "expanded before typing", await box.getAttribute("aria-expanded"), "false");
    await box.pressSequentially("sciat", { delay: 15 });
    const list = page.getByRole("listbox", { name: "Suggestions" });
    await list.waitFor();
    same(where, "the list it controls", await box.getAttribute("aria-controls"), await list.getAttribute("id"));
    same(where, "expanded", await box.getAttribute("aria-expanded"), "true");
    const options = list.getByRole("option");
    if (!(await options.count())) fault(where, "has no options");
    same(where, "chosen before an arrow", await box.getAttribute("aria-activedescendant"), null);
    await fits(page, `${where} at ${size.width}`);
    await violations(page, `${where} from ${from} at ${size.width}`);
    await page.keyboard.press("ArrowDown");
    same(where, "chosen", await box.getAttribute("aria-activedescendant"), await options.first().getAttribute("id"));
    same(where, "selected", await options.first().getAttribute("aria-selected"), "true");
    await page.keyboard.press("ArrowUp");
    same(where, "chosen above the first", await box.getAttribute("aria-activedescendant"), null);
    await page.keyboard.press("ArrowUp");
    same(where, "chosen from below", await box.getAttribute("aria-activedescendant"), await options.last().getAttribute("id"));
    same(where, "focus", await page.evaluate(() => document.activeElement.id), "q");
    await page.keyboard.press("Escape");
    same(where, "expanded after Esc", await box.getAttribute("aria-expanded"), "false");
    same(where, "text after Esc", await box.inputValue(), "sciat");
  }
  await page.setViewportSize(DESKTOP);
  await keysInSuggestions(page);
  await page.goto(`${origin}/topics`);
  await page.locator("#q").pressSequentially("sciatica", { delay: 15 });
  const topic = page.getByRole("option", { name: "Sciatica Topic" });
  await topic.waitFor();
  await topic.click();
  await page.waitForURL(`${origin}/topics/sciatica`);
  // Enter without a choice searches.
  await page.locator("#q").pressSequentially("sciatica", { delay: 15 });
  await page.getByRole("listbox").waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(`${origin}/?q=sciatica`);
  // A half word that finds nothing takes away nothing; what is meant to be a word is told.
  const hits = await page.locator(".hit").count();
  await page.locator("#q").press("End");
  const answered = page.waitForResponse(/q=sciaticaqqq/);
  await page.locator("#q").pressSequentially("qqq zzz", { delay: 5 });
  await answered;
  same(where, "hits while typing", await page.locator(".hit").count(), hits);
  await page.locator(".empty, .hit").first().waitFor();
  await page.close();
};

/** Numbers and lists to narrow by, with a script and as links that take them away. */
const narrowing = async (context) => {
  const where = "narrowing";
  const page = await watched(context, where);
  await page.goto(`${origin}/?q=back+pain`);
  await page.locator(".more-filters > summary").click();
  await page.getByRole("group", { name: "Year" }).getByLabel("from").fill("2015");
  await page.getByRole("group", { name: "Participants" }).getByLabel("to").fill("500");
  await page.getByLabel("Kind of finding").selectOption("effect");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.locator(".chosen").waitFor();
  const chips = await page.locator(".chosen a:not(.clear)").allInnerTexts();
  same(where, "filters", chips.map((chip) => chip.replace(/^Remove\s+/, "").replace(/\s*×$/, "")).join("; "), "Kind of finding: Effect; Year: 2015 or later; Participants: at most 500");
  const { meta } = await (await fetch(`${origin}/v1/search?q=back+pain&type=effect&year=2015..&participants=..500`)).json();
  if (!(await page.locator("#status").innerText()).startsWith(`${meta.total} result`)) fault(where, `does not find the ${meta.total} that the API finds`);
  if (!(await page.locator(".more-filters").evaluate((more) => more.open))) fault(where, "hides the filters in force");
  await page.locator(".chosen a", { hasText: "Year" }).click();
  await settled(page, "?q=back+pain&type=effect&participants=..500");
  await page.close();
};

/** A plot as a file has its words, its references and its licence within. */
const plots = async (context) => {
  const where = "plots";
  const page = await watched(context, where);
  await page.goto(`${origin}/topics/low-back-pain?intervention=acupuncture`);
  const link = page.getByRole("link", { name: /Download this plot/ }).first();
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  same(where, "name of the file", download.suggestedFilename(), "low-back-pain-1.svg");
  const svg = readFileSync(await download.path(), "utf8");
  for (const wanted of ["<title", "<desc", "<dc:rights>CC BY 4.0", "<dc:source>", "doi:10."]) {
    if (!svg.includes(wanted)) fault(where, `the file has no ${wanted}`);
  }
  for (const unwanted of ["<script", "<style", "style=", "href="]) {
    if (svg.includes(unwanted)) fault(where, `the file has ${unwanted}`);
  }
  // Nothing written stands beyond the edge of the picture.
  await page.goto(`${origin}/problems`);
  const beyond = await page.evaluate((text) => {
    document.querySelector("main").innerHTML = text;
    const { width } = document.querySelector("main > svg").viewBox.baseVal;
    const all = [...document.querySelectorAll("main > svg > text")].map((one) => [one.textContent, one.getBBox()]);
    return all.filter(([, box]) => box.x < 0 || box.x + box.width > width).map(([words]) => words);
  }, svg);
  if (beyond.length) fault(where, `beyond the edge: ${beyond.slice(0, 3).join(" | ")}`);
  await page.close();
};

/** What a copy button puts into the clipboard is the text beside it. */
const copying = async (context) => {
  const where = "copying";
  const page = await watched(context, where);
  await page.goto(`${origin}/blurbs/acupuncture-sciatica`);
  await page.getByRole("button", { name: "Copy the text: Short" }).click();
  await page.locator("#said", { hasText: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  same(where, "clipboard", copied, (await page.locator("#text-short").innerText()).trim());
  await page.close();
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
    await page.goto(`${origin}/?q=acupuncture`);
    await page.locator(".more-filters > summary").click();
    await page.getByRole("group", { name: "Year" }).getByLabel("from").fill("2018");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.locator(".chosen a", { hasText: "Year: 2018 or later" }).waitFor();
    await page.close();
  });
  await context.close();
};

try {
  const context = await open({ viewport: DESKTOP, permissions: ["clipboard-read", "clipboard-write"] });
  await look(context);
  await attempt("typing", () => typing(context));
  await attempt("trouble", () => trouble(context));
  await attempt("keyboard", () => keyboard(context));
  await attempt("suggestions", () => suggestions(context));
  await attempt("narrowing", () => narrowing(context));
  await attempt("plots", () => plots(context));
  await attempt("copying", () => copying(context));
  await context.close();
  await withoutScripts();
} finally {
  close();
}
finish();
