// Does what a writer does all day: finds a reference and takes it along, collects a bibliography, puts it in order, hands
// it on; by mouse, by keyboard alone, without scripts, on a narrow phone, in the dark, at twice the size, in two windows.
// What was copied is read back from the clipboard.
//
//     node tests/contract/writer.mjs http://127.0.0.1:8080
//
// The service must serve the records of this repository. Prints each fault and ends with 1 if there is any. Screenshots
// go to tests/screenshots.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  DESKTOP, NARROW, attempt, close, fault, finish, open, origin, screenshotName, violations, watched,
} from "./browser.mjs";

const same = (where, what, found, expected) => {
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    fault(where, `${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
  }
};
const has = (where, what, text, part) => {
  if (!text.includes(part)) fault(where, `${what} has not ${JSON.stringify(part)}: ${JSON.stringify(text.slice(0, 300))}`);
};

const json = async (path, body) => {
  const answer = await fetch(origin + path, body && {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.json();
};

const clipboard = (page) =>
  page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const read = async (type) => (item.types.includes(type) ? (await item.getType(type)).text() : null);
    return { text: await read("text/plain"), html: await read("text/html") };
  });

const KEPT = "evidence-bibliography";
const kept = (page) => page.evaluate((key) => JSON.parse(localStorage.getItem(key) ?? "[]"), KEPT);
const forget = (page) => page.evaluate(() => localStorage.clear());
const remember = (page, ids) => page.evaluate(([key, ids]) => localStorage.setItem(key, JSON.stringify(ids)), [KEPT, ids]);

const said = (page, words) => page.locator("#said", { hasText: words }).waitFor();
const count = (page) => page.locator("#kept-count").evaluate((count) => count.hidden ? 0 : parseInt(count.textContent, 10));
const entries = (page) => page.locator("#entries .entry").evaluateAll((all) => all.map((entry) => entry.id.slice("entry-".length)));
const listed = (page, ids) =>
  page.waitForFunction(
    (ids) => [...document.querySelectorAll("#entries .entry")].map((entry) => entry.id.slice("entry-".length)).join(" ") === ids,
    ids.join(" "),
  );
const focused = (page) => page.evaluate(() => {
  const { name, value, id, localName } = document.activeElement;
  return name && value ? `${name} ${value}` : id || localName;
});
const fits = async (page, where) => {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (excess > 0) fault(where, `${excess} pixels wider than its window`);
};
const address = (...ids) => `/bibliography?${ids.map((id) => `id=${id}`).join("&")}&style=ama`;

/** Whoever has never seen the page finds a reference and has it in the clipboard after three actions. */
const threeActions = async (context) => {
  const where = "three actions";
  const page = await watched(context, where);
  let actions = 0;
  const act = (work) => {
    actions += 1;
    return work();
  };
  await page.goto(`${origin}/`);
  await act(() => page.getByRole("combobox", { name: "Search the evidence" }).click());
  await act(() => page.keyboard.type("800 person trial", { delay: 15 }));
  await act(() => page.getByRole("button", { name: "Copy reference" }).first().click());
  await said(page, "Copied: reference in AMA.");
  const { text, html } = await clipboard(page);
  same(where, "number of actions", actions, 3);
  const golden = readFileSync(fileURLToPath(new URL("../citations/golden/ama.txt", import.meta.url)), "utf8");
  const expected = golden.split("\n")[golden.split("\n").indexOf("backinaction-2025") + 1].trim();
  same(where, "text in the clipboard", text, expected);
  const { reference } = await json("/v1/sources/backinaction-2025/citation?style=ama");
  same(where, "reference of the API", reference.text, expected);
  has(where, "HTML in the clipboard", html, "<i>JAMA Netw Open</i>");
  has(where, "HTML in the clipboard", html, 'href="https://doi.org/10.1001/jamanetworkopen.2025.31348"');
  same(where, "what is shown as copied", (await page.locator(".taken .reference").innerText()).trim(), expected);
  await page.locator(".hit").first().screenshot({ path: screenshotName("/copied", "light") });
  await page.close();
};

/** Everything else that a hit gives, for every kind of hit. */
const taking = async (context) => {
  const where = "taking along";
  const page = await watched(context, where);
  await page.goto(`${origin}/?q=lumbago&kind=source,finding,blurb`);
  await forget(page);
  const hit = (href) => page.locator(".hit", { has: page.locator(`.hit-link[href="${href}"]`) });
  const taken = async (href, name, words) => {
    const button = hit(href).getByRole("button", { name, exact: true, includeHidden: true });
    if (!(await button.isVisible())) await hit(href).locator(".menu > summary").click();
    await button.click();
    await said(page, words);
    return clipboard(page);
  };
  const see = async (query) => {
    await page.goto(`${origin}/?q=${query}`);
  };

  // Notices come with the reference: those that hold for the style.
  await see("herman+2026&kind=source");
  await taken("/sources/herman-2026", "Copy reference", "Copied: reference in AMA.");
  has(where, "what is said", await page.locator("#said").innerText(), "To know: Authors: Only the first author was seen");
  has(where, "what is shown", await page.locator(".taken").innerText(), "To know: Authors: Only the first");
  await see("acp+2017&kind=source");
  await taken("/sources/acp-2017", "Copy reference", "Copied: reference in AMA.");
  const { notices } = await json("/v1/sources/acp-2017/citation?style=ama");
  same(where, "number of notices", await page.locator(".taken .bib-notice").count(), notices.length);
  same(where, "raised number", (await taken("/sources/acp-2017", "Copy in-text form", "in-text form in AMA")).text, "[1]");
  same(where, "link", (await taken("/sources/acp-2017", "Copy link", "Copied: link.")).text, `${origin}/sources/acp-2017`);
  const blurb = await taken("/sources/acp-2017", "Copy blurb", "Copied: text of one line.");
  const blurbs = [];
  for (let cursor = ""; cursor !== null; ) {
    const page = await json(`/v1/blurbs?limit=100&length=line&cursor=${cursor}`);
    blurbs.push(...page.data);
    cursor = page.meta.next_cursor;
  }
  const copied = blurbs.find(({ text }) => text === blurb.text);
  if (!copied?.attribution?.some(({ source }) => source.id === "acp-2017")) {
    fault(where, `copied a text that does not rest on the source: ${JSON.stringify(blurb.text)}`);
  }

  // The style chosen is remembered here, on the page of the source and in the bibliography.
  await page.getByLabel("References in").selectOption("apa");
  const apa = await taken("/sources/acp-2017", "Copy in-text form", "in-text form in APA");
  same(where, "in-text form in APA", apa.text, "(Qaseem et al., 2017)");
  await page.locator("#q").fill("sciatica");
  await page.waitForURL(/q=sciatica/);
  await page.locator(".hit-link[href='/sources/tu-2024']").waitFor();
  same(where, "style after further typing", await page.getByLabel("References in").inputValue(), "apa");
  await page.goto(`${origin}/sources/acp-2017`);
  same(where, "style open on the page of a source", await page.locator("details.cited[open]").getAttribute("data-style"), "apa");
  await page.getByRole("button", { name: "Copy the reference: APA" }).click();
  await said(page, "Copied");
  const { reference } = await json("/v1/sources/acp-2017/citation?style=apa");
  const ofSource = await clipboard(page);
  same(where, "text copied on the page of a source", ofSource.text, reference.text);
  has(where, "HTML copied on the page of a source", ofSource.html, "<i>Annals of Internal Medicine</i>");
  await page.goto(`${origin}/bibliography`);
  // The script asks for the list in the style remembered.
  await page.waitForFunction(() => document.getElementById("style").value === "apa");

  // A text that rests on several sources is cited with all of them.
  await forget(page);
  await see("sciatica&kind=blurb");
  const several = await taken("/blurbs/acupuncture-sciatica", "Copy reference", "Copied: 2 references in AMA.");
  const both = await json("/v1/bibliography", { ids: ["tu-2024", "nice-ng59"], style: "ama" });
  same(where, "references of a text", several.text, both.references.map(({ reference }) => reference.text).join("\n"));
  if (several.html.includes("#ref-") || several.html.includes("csl-back")) fault(where, "copies links that lead nowhere");
  same(where, "numbers of a text", (await taken("/blurbs/acupuncture-sciatica", "Copy in-text form", "in-text form")).text, "[1,2]");
  const { text } = await json("/v1/blurbs/acupuncture-sciatica?length=short");
  same(where, "text", (await taken("/blurbs/acupuncture-sciatica", "Copy short text", "Copied: short text.")).text, text);
  has(where, "caveats beside the text", await page.locator(".taken").innerText(), "NICE NG59, which advises against");

  // What nobody could identify has no reference, a topic has no source.
  await see("nma+63&kind=source");
  const unidentified = hit("/sources/nma-2025-63rct");
  has(where, "a hit nobody could identify", await unidentified.innerText(), "nobody could identify the publication");
  same(where, "its reference buttons", await unidentified.getByRole("button", { name: "Copy reference" }).count(), 0);
  await see("rmdq&kind=topic");
  const offered = await hit("/topics/rmdq").getByRole("button").allTextContents();
  same(where, "buttons of a topic", offered, ["Copy link"]);
  await page.close();
};

/** What happens when it cannot be copied. */
const refused = async (context) => {
  const where = "not copied";
  const page = await context.newPage();
  await page.goto(`${origin}/?q=800+person+trial`);
  const button = page.locator('[data-take="reference"]').first();
  await page.route("**/citation?*", (route) => route.abort());
  await button.click();
  await said(page, "Nothing was copied: the service does not answer. Try again");
  await page.unroute("**/citation?*");
  await page.route("**/citation?*", (route) => route.fulfill({ status: 503, body: "{}" }));
  await button.click();
  await said(page, "Nothing was copied: the service answered 503.");
  await page.unroute("**/citation?*");
  // Without encryption browsers have no clipboard of the new kind: the old way must do.
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true }));
  await button.click();
  await said(page, "Copied: reference in AMA.");
  // And without any, the text is there, selected.
  await page.evaluate(() => {
    document.execCommand = () => false;
  });
  await button.click();
  await said(page, "does not let the page copy");
  has(where, "selection", await page.evaluate(() => getSelection().toString()), "DeBar LL");
  await page.close();

  // The old way puts both forms into the clipboard.
  const old = await context.newPage();
  await old.addInitScript(() => Object.defineProperty(globalThis, "ClipboardItem", { value: undefined }));
  await old.goto(`${origin}/?q=800+person+trial`);
  await old.getByRole("button", { name: "Copy reference" }).first().click();
  await said(old, "Copied: reference in AMA.");
  has(where, "HTML copied the old way", (await clipboard(old)).html, "<i>JAMA Netw Open</i>");
  await old.close();
};

/** From typing to the clipboard and the bibliography without a mouse. */
const keyboard = async (context) => {
  const where = "keyboard";
  const page = await watched(context, where);
  await page.goto(`${origin}/`);
  await forget(page);
  await page.keyboard.press("/");
  await page.keyboard.type("800 person trial", { delay: 15 });
  await page.locator(".hit-link[href='/sources/backinaction-2025']").waitFor();
  // Enter closes the suggestions.
  await page.keyboard.press("Enter");
  await page.locator("#results:not([aria-busy])").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("c");
  await said(page, "Copied: reference in AMA.");
  has(where, "clipboard", (await clipboard(page)).text, "DeBar LL");
  // The buttons follow their hit, each shows its focus; the rest is in a menu.
  const tabbed = async (name) => {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(() => ({
      words: document.activeElement.textContent.trim(),
      outline: getComputedStyle(document.activeElement).outlineStyle,
      height: document.activeElement.getBoundingClientRect().height,
    }));
    if (!now.words.startsWith(name)) fault(where, `tabs to ${JSON.stringify(now.words)}, not to ${name}`);
    if (now.outline === "none") fault(where, `does not show the focus on ${name}`);
    if (now.height < 24) fault(where, `${name} is only ${now.height} pixels high`);
  };
  await tabbed("Cop");
  await tabbed("Add to bibliography");
  await page.keyboard.press("Enter");
  await said(page, "Added to the bibliography");
  same(where, "button after it was added", await page.evaluate(() => document.activeElement.textContent), "Remove from bibliography");
  await tabbed("More");
  await page.keyboard.press("Enter");
  for (const name of ["Copy in-text form", "Copy blurb", "Copy link"]) await tabbed(name);
  await page.keyboard.press("Escape");
  same(where, "menus open after Esc", await page.locator(".menu[open]").count(), 0);
  same(where, "focus after Esc", await page.evaluate(() => document.activeElement.localName), "summary");
  same(where, "count", await count(page), 1);

  await remember(page, ["acp-2017", "backinaction-2025", "nice-ng59"]);
  await page.goto(`${origin}/bibliography`);
  await listed(page, ["acp-2017", "backinaction-2025", "nice-ng59"]);
  await page.locator('[name="down"][value="acp-2017"]').focus();
  await page.keyboard.press("Space");
  await said(page, "Moved down: ACP 2017, now 2 of 3.");
  await listed(page, ["backinaction-2025", "acp-2017", "nice-ng59"]);
  same(where, "focus after moving", await focused(page), "down acp-2017");
  await page.keyboard.press("Enter");
  await said(page, "now 3 of 3.");
  // It can go no further down, so that the focus is on the way up.
  same(where, "focus at the end", await focused(page), "up acp-2017");
  await page.keyboard.press("Enter");
  await said(page, "Moved up: ACP 2017, now 2 of 3.");
  same(where, "what is kept", await kept(page), ["backinaction-2025", "acp-2017", "nice-ng59"]);
  await page.locator('[name="remove"][value="acp-2017"]').focus();
  await page.keyboard.press("Enter");
  await said(page, "Removed: ACP 2017. 2 references left.");
  same(where, "focus after removing", await focused(page), "remove nice-ng59");
  await page.locator("#undo").focus();
  await page.keyboard.press("Enter");
  await said(page, "Taken back. 3 references");
  await listed(page, ["backinaction-2025", "acp-2017", "nice-ng59"]);
  await page.close();
};

/** Collects, orders, styles, copies, downloads. */
const bibliography = async (context) => {
  const where = "bibliography";
  const page = await watched(context, where);
  await page.goto(`${origin}/`);
  await forget(page);
  await page.goto(`${origin}/bibliography`);
  has(where, "empty page", await page.locator("#list").innerText(), "No reference is in the list yet");
  await violations(page, `${where}, empty`);
  await page.goto(`${origin}/?q=800+person+trial&kind=source`);
  await page.getByRole("button", { name: "Add to bibliography" }).first().click();
  same(where, "count", await count(page), 1);
  await page.goto(`${origin}/sources/acp-2017`);
  await page.getByRole("button", { name: "Add to bibliography" }).click();
  await said(page, "2 references in it.");
  // The way there has the list in its address, so that nothing jumps.
  await page.getByRole("link", { name: /^Bibliography/ }).click();
  await page.waitForURL(/id=backinaction-2025&id=acp-2017/);
  await listed(page, ["backinaction-2025", "acp-2017"]);
  await page.locator(".status", { hasText: "2 references in AMA, in your order" }).waitFor();

  // What one has: sure, likely, of several, of none.
  await page.getByLabel("DOIs, PubMed ids").fill(
    "[3] https://www.nice.org.uk/guidance/ng59\nNCT04982315\n10.1001/jamainternmed.2024.5463\nSmith J. Headaches in cats. 2011",
  );
  await page.getByRole("button", { name: "Look up and add" }).click();
  await said(page, "2 references added; 2 lines to decide on");
  await listed(page, ["backinaction-2025", "acp-2017", "nice-ng59", "tu-2024"]);
  same(where, "lines left", await page.locator("#add").inputValue(), "NCT04982315\nSmith J. Headaches in cats. 2011");
  has(where, "a line nobody knows", await page.locator("#looked").innerText(), "No record is like it");
  await page.screenshot({ path: screenshotName("/bibliography", "light-looked-up"), fullPage: true });
  await violations(page, where);
  await page.getByRole("button", { name: "Add Herman 2026" }).click();
  await said(page, "1 reference added");
  await page.waitForFunction(() => document.getElementById("add").value === "Smith J. Headaches in cats. 2011");
  const all = ["backinaction-2025", "acp-2017", "nice-ng59", "tu-2024", "herman-2026"];
  await listed(page, all);
  same(where, "what is kept", await kept(page), all);
  same(where, "count", await count(page), 5);
  has(where, "notices", await page.locator("#entries").innerText(), "To know: Authors: Only the first author was seen");

  // Everything is copied, in both forms, as the API makes it.
  await page.getByRole("button", { name: "Copy all" }).click();
  await said(page, "Copied: 5 references in AMA, in your order.");
  const copied = await clipboard(page);
  const made = await json("/v1/bibliography", { ids: all, style: "ama" });
  same(where, "text copied", copied.text.trim(), made.list.text.trim());
  has(where, "HTML copied", copied.html, "<ol");
  same(where, "entries copied", copied.html.match(/<li/g)?.length, 5);
  has(where, "HTML copied", copied.html, "<i>JAMA Netw Open</i>");
  await page.getByRole("button", { name: "Copy: Tu 2024" }).click();
  await said(page, "Copied: Tu JF");
  same(where, "one entry copied", (await clipboard(page)).text, made.references[3].reference.text);
  await page.getByRole("button", { name: "Copy the address" }).click();
  await said(page, "Copied: the address");
  same(where, "address copied", (await clipboard(page)).text, origin + address(...all));

  // A style with an order of its own has no order of the writer; that comes back.
  await page.locator("#style").selectOption("apa");
  await said(page, "5 references in APA, by author and year");
  has(where, "address", page.url(), "style=apa");
  same(where, "ways up", await page.locator('[name="up"]').count(), 0);
  await page.getByRole("button", { name: "Copy in-text form: Tu 2024" }).click();
  await said(page, "Copied: (Tu");
  same(where, "in-text form copied", (await clipboard(page)).text, "(Tu et al., 2024)");
  same(where, "what is kept", await kept(page), all);
  await page.locator("#locale").selectOption("de-DE");
  await page.waitForURL(/locale=de-DE/);
  await page.locator("#style").selectOption("vancouver");
  await page.waitForURL(/style=vancouver/);
  await listed(page, all);
  await page.locator("#locale").selectOption("");
  await page.waitForURL((url) => !url.search.includes("locale"));
  await page.locator("#style").selectOption("ama");
  await page.waitForURL(/style=ama/);

  await page.getByRole("button", { name: "Title", exact: true }).click();
  await said(page, "Sorted by title.");
  const sorted = await entries(page);
  if (sorted.join() === all.join()) fault(where, "is not sorted by title");
  await page.getByRole("button", { name: "Undo" }).click();
  await listed(page, all);

  // Each download is there and has every source.
  const links = await page.locator(".bib-out a").evaluateAll((links) => links.map((link) => [link.textContent, link.href]));
  for (const [name, href] of links.filter(([, href]) => /format=/.test(href))) {
    const answer = await fetch(href);
    const file = await answer.text();
    same(where, `answer to ${name}`, answer.status, 200);
    has(where, `name of ${name}`, answer.headers.get("content-disposition") ?? "", "attachment; filename=");
    for (const title of ["Older Adults", "Chronic Sciatica"]) has(where, name, file, title);
  }
  same(where, "downloads", links.filter(([, href]) => /format=/.test(href)).length, 9);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "RIS" }).click()]);
  same(where, "file", download.suggestedFilename(), "evidence.ris");

  // On paper there are the references and nothing else.
  await page.emulateMedia({ media: "print" });
  const printed = (await page.locator("body").innerText()).replace(/\s+/g, " ").trim();
  same(where, "paper", printed, made.references.map(({ reference }) => reference.text).join(" "));
  await page.screenshot({ path: screenshotName("/bibliography", "print"), fullPage: true });
  await page.emulateMedia({ media: "screen" });

  await page.getByRole("button", { name: "Remove all" }).click();
  await said(page, "Removed all: 5 references.");
  same(where, "what is kept", await kept(page), []);
  same(where, "count", await count(page), 0);
  await page.getByRole("button", { name: "Undo" }).click();
  await listed(page, all);
  same(where, "what is kept", await kept(page), all);

  await page.close();

  // Nothing is lost when the service is away.
  const away = await context.newPage();
  await away.goto(origin + address(...all));
  await away.route("**/bibliography?*", (route) => route.abort());
  await away.locator('[name="remove"][value="tu-2024"]').click();
  await said(away, "Nothing was changed: the service does not answer.");
  same(where, "what is kept", await kept(away), all);
  await away.unroute("**/bibliography?*");
  await away.locator('[name="remove"][value="tu-2024"]').click();
  await said(away, "Removed: Tu 2024. 4 references left.");
  await away.close();
};

/** Two windows show the same list; a list that comes with an address does not replace one's own. */
const windows = async (context) => {
  const where = "windows";
  const [one, two] = [await watched(context, where), await watched(context, where)];
  await one.goto(`${origin}/`);
  await forget(one);
  await one.goto(origin + address("acp-2017", "tu-2024"));
  await one.waitForFunction(() => history.state?.own);
  same(where, "kept from an address", await kept(one), ["acp-2017", "tu-2024"]);
  await two.goto(`${origin}/?q=800+person+trial&kind=source`);
  same(where, "count in the other window", await count(two), 2);
  await two.getByRole("button", { name: "Add to bibliography" }).first().click();
  await listed(one, ["acp-2017", "tu-2024", "backinaction-2025"]);
  await said(one, "Changed in another window");
  has(where, "address", one.url(), "id=acp-2017&id=tu-2024&id=backinaction-2025");
  await one.locator('[name="remove"][value="backinaction-2025"]').click();
  await two.getByRole("button", { name: "Add to bibliography" }).first().waitFor();
  await two.waitForFunction(() => parseInt(document.getElementById("kept-count").textContent, 10) === 2);
  // What the other window adds meanwhile stays when a change is taken back.
  await two.getByRole("button", { name: "Add to bibliography" }).nth(1).click();
  const [, added] = [await said(one, "Changed in another window"), (await kept(two)).at(-1)];
  await one.getByRole("button", { name: "Undo" }).click();
  await listed(one, ["acp-2017", "tu-2024", "backinaction-2025", added]);

  // Going away, adding, and coming back shows what is kept, not what the address was.
  await remember(two, ["acp-2017"]);
  await one.goto(`${origin}/bibliography`);
  await listed(one, ["acp-2017"]);
  await one.goto(`${origin}/sources/tu-2024`);
  await one.getByRole("button", { name: "Add to bibliography" }).click();
  await one.goBack();
  await listed(one, ["acp-2017", "tu-2024"]);

  await two.goto(origin + address("nice-ng59", "baumler-2021"));
  await two.getByText("This list came with its address.").waitFor();
  same(where, "own list beside another", await kept(two), ["acp-2017", "tu-2024"]);
  await two.locator('[name="down"][value="nice-ng59"]').click();
  await listed(two, ["baumler-2021", "nice-ng59"]);
  same(where, "own list while another is ordered", await kept(two), ["acp-2017", "tu-2024"]);
  await violations(two, where);
  await two.getByRole("button", { name: "Add it to mine" }).click();
  await listed(two, ["acp-2017", "tu-2024", "baumler-2021", "nice-ng59"]);
  await listed(one, ["acp-2017", "tu-2024", "baumler-2021", "nice-ng59"]);
  await two.goto(origin + address("nice-ng59"));
  await two.getByRole("button", { name: "Keep it instead of mine" }).click();
  await said(two, "Kept instead of your list.");
  same(where, "list that was replaced", await kept(two), ["nice-ng59"]);
  await two.getByRole("button", { name: "Undo" }).click();
  await listed(two, ["acp-2017", "tu-2024", "baumler-2021", "nice-ng59"]);
  await one.close();
  await two.close();
};

/** An id nobody knows, and a mistyped one. */
const unknown = async (context) => {
  const where = "unknown ids";
  const page = await watched(context, where);
  await page.goto(`${origin}/`);
  await forget(page);
  await page.goto(origin + address("NCT04982315"));
  await page.getByText("Several publications have").waitFor();
  await page.getByRole("button", { name: "Take Herman 2026" }).click();
  await listed(page, ["herman-2026"]);
  await forget(page);
  await page.goto(origin + address("acp-2071", "tu-2024", "nonsense-9"));
  await page.locator(".status", { hasText: "1 reference in AMA, in your order; 2 not found" }).waitFor();
  await violations(page, where);
  await page.getByRole("button", { name: "Take ACP 2017" }).click();
  await listed(page, ["acp-2017", "tu-2024"]);
  same(where, "what is kept", await kept(page), ["acp-2017", "tu-2024", "nonsense-9"]);
  await page.getByRole("button", { name: "Remove nonsense-9" }).click();
  await page.locator(".bib-unknown").waitFor({ state: "detached" });
  same(where, "what is kept", await kept(page), ["acp-2017", "tu-2024"]);
  await page.close();
};

/** A text with markers gets its citations and its list. */
const markers = async (context) => {
  const where = "text with markers";
  const page = await watched(context, where);
  await page.goto(`${origin}/`);
  await forget(page);
  await page.goto(`${origin}/bibliography`);
  const text = "Colleges recommend it [@acp-2017, p. 3].\n\n<b>Others</b> do not [@nice-ng59; @nice-ng95].";
  await page.getByLabel("where something is cited").fill(text);
  await page.getByRole("button", { name: "Set citations and list" }).click();
  await said(page, "2 citations set, 1 not known.");
  const shown = await page.locator("#cited-text").innerText();
  has(where, "what is not known", shown, "Line 3: no record has “nice-ng95”. Did you mean nice-ng59");
  has(where, "markup that was typed", shown, "<b>Others</b> do not");
  await violations(page, where);
  await page.getByRole("button", { name: "Copy text and list" }).click();
  await said(page, "Copied: the text and its list.");
  const copied = await clipboard(page);
  const made = await json("/v1/bibliography", { text, style: "ama", link: "none" });
  same(where, "text copied", copied.text, `${made.document.text.trim()}\n\n${made.list.text.trim()}`);
  has(where, "HTML copied", copied.html, "<sup>");
  await page.getByRole("button", { name: "Add its sources to the list" }).click();
  await said(page, "2 references added.");
  same(where, "what is kept", await kept(page), ["acp-2017", "nice-ng59"]);
  await page.close();
};

/** The same without scripts: the address is the list. */
const withoutScripts = async () => {
  const where = "without scripts";
  const context = await open({ javaScriptEnabled: false, viewport: DESKTOP });
  await attempt(where, async () => {
    const page = await context.newPage();
    await page.goto(`${origin}/?q=800+person+trial&kind=source`);
    same(where, "buttons that do nothing", await page.locator(".with-script:visible").count(), 0);
    await page.getByLabel("References in").selectOption("apa");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/q=800\+person\+trial&kind=source&style=apa/);
    const { reference } = await json("/v1/sources/backinaction-2025/citation?style=apa");
    same(where, "reference", await page.locator(".hit .reference").first().innerText(), reference.text);
    await page.getByRole("link", { name: "Begin a bibliography with it" }).first().click();
    await page.waitForURL(/bibliography\?id=backinaction-2025/);
    await page.getByLabel("DOIs, PubMed ids").fill("acp-2017\ntu-2024\nacp-2071");
    await page.getByRole("button", { name: "Look up and add" }).click();
    await page.waitForURL(/add=/);
    same(where, "list", await page.locator("#entries .entry").count(), 3);
    same(where, "line left", await page.locator("#add").inputValue(), "acp-2071");
    await page.getByRole("button", { name: "Move up: Tu 2024" }).click();
    await page.waitForURL(origin + address("backinaction-2025", "tu-2024", "acp-2017"));
    await page.getByRole("button", { name: "Remove: Tu 2024" }).click();
    await page.waitForURL(origin + address("backinaction-2025", "acp-2017"));
    await page.getByRole("button", { name: "Newest first" }).click();
    await page.getByLabel("Style").selectOption("nature");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/style=nature/);
    same(where, "buttons that do nothing", await page.locator(".with-script:visible").count(), 0);
    has(where, "where the list is kept", await page.locator("main").innerText(), "Without scripts the list is kept in the address");
    await page.close();
  });
  await context.close();
};

/** On a narrow phone, in the dark, at twice the size. */
const looks = async (context) => {
  const PAGES = [
    "/?q=sciatica&kind=blurb",
    "/?q=acp+2017&style=chicago-notes",
    "/bibliography",
    address("acp-2017", "backinaction-2025", "nma-2025-63rct", "acp-2071"),
  ];
  for (const scheme of ["light", "dark"]) {
    for (const [at, path] of PAGES.entries()) {
      const where = `${path} (${scheme})`;
      await attempt(where, async () => {
        const page = await watched(context, where);
        await page.emulateMedia({ colorScheme: scheme });
        await page.goto(`${origin}/`);
        await forget(page);
        await page.goto(origin + path);
        const copies = page.getByRole("button", { name: "Copy reference" });
        if (await copies.count()) {
          await copies.first().click();
          await page.locator(".taken").waitFor();
        }
        for (const [name, size] of [["desktop", DESKTOP], ["narrow", NARROW], ["enlarged", { width: DESKTOP.width / 2, height: DESKTOP.height / 2 }]]) {
          await page.setViewportSize(size);
          await fits(page, `${where}, ${name}`);
          if (name === "enlarged") continue;
          // Colours differ by scheme, the arrangement by width.
          if ((name === "narrow") === (scheme === "dark")) await violations(page, `${where}, ${name}`);
          await page.screenshot({ path: screenshotName(`/writer-${at}`, `${scheme}-${name}`), fullPage: true });
          const small = await page.locator("main button:visible, main select:visible").evaluateAll((all) =>
            all.filter((one) => one.getBoundingClientRect().height < 24).map((one) => one.innerText));
          if (small.length) fault(where, `too small to touch: ${small.join(", ")}`);
        }
        await page.close();
      });
    }
  }
};

/** Nothing jumps where buttons and lists stand, with a list that is kept. */
const still = async (context) => {
  for (const path of ["/?q=800+person+trial", address("acp-2017", "tu-2024")]) {
    const page = await watched(context, path);
    await page.goto(`${origin}/`);
    await remember(page, ["acp-2017", "tu-2024"]);
    await page.goto(origin + path, { waitUntil: "networkidle" });
    const shifted = await page.evaluate(() => new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
        .observe({ type: "layout-shift", buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
    }));
    if (shifted > 0) fault(path, `shifts by ${shifted}`);
    await page.close();
  }
};

/** The HTML as the checker of the W3C reads it. */
const valid = async () => {
  const folder = mkdtempSync(join(tmpdir(), "evidence-html-"));
  try {
    const jar = fileURLToPath(new URL("../tools/node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
    const files = [];
    for (const path of [
      "/?q=acp+2017&style=apa",
      "/bibliography",
      address("acp-2017", "backinaction-2025", "nma-2025-63rct", "acp-2071"),
      `${address("acp-2017")}&add=NCT04982315%0Anonsense%0Atu-2024`,
    ]) {
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
  for (const [where, work] of Object.entries({
    "three actions": threeActions, "taking along": taking, "not copied": refused, keyboard, bibliography, windows,
    "unknown ids": unknown, markers, "layout shift": still, looks,
  })) await attempt(where, () => work(context));
  await context.close();
  await withoutScripts();
  await attempt("HTML", valid);
} finally {
  close();
}
finish();
