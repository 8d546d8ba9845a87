// Checks drafts in a browser as a writer does: pastes, types, reads the marks, accepts, undoes, copies, downloads, with the
// mouse, with the keyboard alone, without scripts, on a narrow phone, in the dark, at twice the size.
//
//     node tests/contract/check.mjs http://127.0.0.1:8080
//
// The service must serve the records of this repository. Names after the address choose steps: `typing keyboard`. Prints
// each fault and ends with 1 if there is any.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  DESKTOP, NARROW, PHONE, attempt, close, fault, finish, open, origin, screenshotName, violations, watched,
} from "./browser.mjs";

const WRONG = "A trial of 800 adults found benefits 12 months after treatment.";
const SAFE = "Acupuncture has no side effects.";

const same = (where, what, found, expected) => {
  if (found !== expected) fault(where, `${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
};
const holds = (where, what, condition) => condition || fault(where, what);

const fits = async (page, where) => {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (excess > 0) fault(where, `${excess} pixels wider than its window`);
};

const visit = async (context, where, path = "/check") => {
  const page = await watched(context, where);
  await page.goto(origin + path, { waitUntil: "networkidle" });
  return page;
};
const value = (page) => page.locator("#text").inputValue();
const rules = (page) => page.locator(".draft-hits [data-rule]").evaluateAll((all) => all.map((hit) => hit.dataset.rule));
const focused = (page) => page.evaluate(() => document.activeElement.id);
const said = (page, words) => page.locator("#status", { hasText: words }).waitFor();
/** Puts a text into the box and waits for its marks. */
const checked = async (page, text) => {
  const answered = page.waitForResponse(`${origin}/check`);
  const asked = page.locator("#text").fill(text).then(() => page.locator("#text").press("Control+Enter"));
  await Promise.all([answered, asked]);
  await page.locator("#report:not([aria-busy])").waitFor();
};
const api = async (body) =>
  (await fetch(`${origin}/v1/check`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();

const look = async (context, scheme) => {
  for (const path of ["/check", "/check?example"]) {
    const where = `${path} (${scheme})`;
    await attempt(where, async () => {
      const page = await watched(context, where);
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(origin + path, { waitUntil: "networkidle" });
      same(where, "main heading", await page.locator("h1").innerText(), "Check a draft");
      for (const [name, size] of [["desktop", DESKTOP], ["phone", PHONE], ["narrow", NARROW]]) {
        await page.setViewportSize(size);
        await fits(page, `${where} on ${name}`);
        const small = await page.locator("main button:visible, main summary:visible, main select:visible").evaluateAll((all) =>
          all.filter((each) => each.getBoundingClientRect().height < 24).map((each) => each.textContent.trim()),
        );
        if (small.length) fault(`${where} on ${name}`, `too small to hit: ${small.slice(0, 3).join(", ")}`);
        if (name === "narrow") continue;
        await page.screenshot({ path: screenshotName(path, `${scheme}-${name}`), fullPage: true });
        await violations(page, `${where} on ${name}`);
      }
      await page.close();
    });
  }
};

/** Marks come while one types, the newest last, and are counted aloud. */
const typing = async (context) => {
  const where = "typing";
  const page = await visit(context, where);
  await page.locator("#text").pressSequentially(WRONG, { delay: 1 });
  await said(page, "1 error");
  same(where, "rules", (await rules(page)).join(), "E002,W101,W102");
  same(where, "first mark", await page.locator("#mark-1 mark.of-error").innerText(), "12 months after treatment");
  same(where, "address", page.url(), `${origin}/check`);
  await page.locator("#text").press("End");
  await page.locator("#text").pressSequentially(` ${SAFE}`, { delay: 1 });
  await said(page, "2 warnings");
  holds(where, "the status is no live region", (await page.locator("#status").getAttribute("role")) === "status");

  // Filters leave what was chosen.
  await page.locator("#show-error").check();
  same(where, "cards with errors", await page.locator(".draft-card:visible").count(), 1);
  await said(page, "1 sentence shown");
  await page.locator("#show-all").check();

  // A click on a mark goes to its card, and the number of the card to the mark.
  await page.locator("#mark-2 mark").first().click();
  same(where, "focus after a click on a mark", await focused(page), "card-2");
  await page.locator("#card-1 .draft-number").click();
  holds(where, "the number does not lead to the text", page.url().endsWith("#mark-1"));

  // Not while typing when that is not wanted.
  await page.getByLabel("Check while I type").uncheck();
  let asked = 0;
  page.on("request", (request) => request.method() === "POST" && asked++);
  await page.locator("#text").fill("Acupuncture cures everybody.");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await said(page, "of 1 sentence");
  same(where, "questions to the service", asked, 1);
  await page.close();
};

/** Taking over a sentence changes that sentence, and can be undone. */
const accepting = async (context) => {
  const where = "accepting";
  const page = await visit(context, where);
  const [before, after] = ["Über 😀: 𝒳 Ärzte.\n\n", ` ${SAFE}\n\nEnde 👩‍👩‍👧.`];
  const text = before + WRONG + after;
  await checked(page, text);
  const right = await page.locator("#choice-1-1").innerText();
  holds(where, "the suggestion names nobody", right.includes("65 and older"));
  await page.locator("#card-1").getByRole("button", { name: "Use this sentence" }).click();
  await said(page, "Sentence 1 replaced");
  same(where, "text", await value(page), before + right + after);
  holds(where, "the error is still there", !(await rules(page)).includes("E002"));
  await page.locator("#status").getByRole("button", { name: "Undo" }).click();
  await said(page, "The sentence is back");
  same(where, "text after undoing", await value(page), text);
  await page.locator("#card-1").getByRole("button", { name: "Use this sentence" }).click();
  await said(page, "Sentence 1 replaced");
  await page.locator("#text").focus();
  await page.keyboard.press("Control+z");
  same(where, "text after Ctrl+Z", await value(page), text);

  // A text that has changed since is never cut in the wrong place.
  await checked(page, text);
  await page.getByLabel("Check while I type").uncheck();
  await page.locator("#text").fill(`New. ${text}`);
  await page.locator("#card-1").getByRole("button", { name: "Use this sentence" }).click();
  await said(page, "Nothing was replaced");
  same(where, "text that has changed", await value(page), `New. ${text}`);

  // HTML stays whole.
  await page.locator("#format").selectOption("text/html");
  await checked(page, `<p>Über &amp; 😀.</p><p><b>A trial of 800 adults</b> found benefits 12 months after <i>treatment.</i></p>`);
  const html = await page.locator("#choice-1-1").innerText();
  await page.locator("#card-1").getByRole("button", { name: "Use this sentence" }).click();
  await said(page, "Sentence 1 replaced");
  same(where, "HTML", await value(page), `<p>Über &amp; 😀.</p><p><b>${html}</b><i></i></p>`);
  await page.close();
};

/** As word processors put a text into the clipboard. The trial is real, the words around it are invented. */
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head><body lang=EN>
<!--StartFragment--><h2>For <span style='mso-bidi-font-weight:normal'>whom</span><o:p></o:p></h2>
<p class=MsoNormal>${WRONG}<sup>1</sup></p><p class=MsoListParagraph style='text-indent:-.25in;mso-list:l0 level1 lfo1'>
<span style='mso-list:Ignore'>·<span>&nbsp; </span></span>${SAFE}</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Second &amp; last</p>
<table><tr><td><p>A</p></td><td><p>B</p></td></tr></table><p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>`;
const DOCS = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-0"><h1 dir="ltr"><span style="font-size:20pt">Title</span></h1>
<p dir="ltr"><span style="font-weight:400">See </span><a href="https://example.org/a?b=1&amp;c=2"><span>the trial</span></a><span style="font-weight:700">, truly</span>.</p>
<ul><li dir="ltr"><p dir="ltr"><span>${SAFE}</span></p></li></ul></b>`;

/** What is pasted keeps its structure; what has none stays plain text. */
const pasting = async (context) => {
  const where = "pasting";
  const page = await visit(context, where);
  const paste = (html, text) => page.locator("#text").evaluate((box, [html, text]) => {
    box.focus();
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    // What no script takes, the browser would paste itself.
    return box.dispatchEvent(event);
  }, [html, text]);
  const taken = async (name, html, expected) => {
    await page.locator("#text").fill("");
    same(where, `${name}: left to the browser`, await paste(html, "plain"), expected === null);
    if (expected === null) return;
    same(where, name, await value(page), expected);
    await page.locator("#report:not([aria-busy]) .checked").waitFor();
  };
  await taken("Word", WORD, `<h2>For whom</h2>\n<p>${WRONG}<sup>1</sup></p>\n<ul>\n<li>${SAFE}</li>\n<li>Second &amp; last</li>\n</ul>\n<table><tbody><tr><td><p>A</p></td>\n<td><p>B</p></td></tr></tbody></table>`);
  await said(page, "1 error");
  same(where, "format of Word", await page.locator(".checked").getAttribute("data-format"), "text/html");
  same(where, "a heading of Word", await page.locator("h3.draft-text").first().innerText(), "For whom");
  await page.getByRole("button", { name: "Copy the text" }).click();
  await said(page, "was copied");
  const types = await page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => item.types));
  holds(where, "the structure does not go back into the clipboard", types.includes("text/html"));
  await taken("Google Docs", DOCS, `<h1>Title</h1>\n<p>See <a href="https://example.org/a?b=1&amp;c=2">the trial</a><strong>, truly</strong>.</p>\n<ul><li><p>${SAFE}</p></li></ul>`);
  await said(page, "1 warning");
  await page.locator("#text").press("Control+z");
  same(where, "text after Ctrl+Z", await value(page), "");
  await taken("spans of an editor", `<div><span style="color:blue">${SAFE}</span></div>`, null);
  await taken("no HTML", "", null);
  await taken("a script", `<h2>A</h2><img src=x onerror="harm()"><script>harm()</script><p onclick="harm()">B</p>`, "<h2>A</h2>\n<p>B</p>");
  // Between the lines of a plain text, tags would be words.
  await checked(page, `${SAFE}\n\nEnd.`);
  same(where, "into a plain text", await paste(WORD, "plain"), true);
  await page.close();
};

/** Markdown and HTML are told from plain text, and a choice is kept. */
const recognising = async (context) => {
  const where = "recognising";
  const page = await visit(context, where);
  for (const [text, format, label] of [
    [`# A heading\n\n- ${SAFE}`, "text/markdown", "Automatic: Markdown"],
    [`<p>${SAFE}</p>`, "text/html", "Automatic: HTML"],
    [SAFE, "text/plain", "Automatic: Plain text"],
  ]) {
    await checked(page, text);
    same(where, "format", await page.locator(".checked").getAttribute("data-format"), format);
    same(where, "said", await page.locator("#format option").first().innerText(), label);
  }
  await page.locator("#format").selectOption("text/plain");
  await checked(page, `# ${SAFE}`);
  same(where, "chosen", await page.locator(".checked").getAttribute("data-format"), "text/plain");
  await page.close();
};

/** A look at a record costs nobody the text. */
const comingBack = async (context) => {
  const where = "coming back";
  const page = await visit(context, where);
  await checked(page, WRONG);
  await page.locator("#card-1 .draft-source a").click();
  await page.waitForURL(/\/sources\//);
  await page.goBack();
  await said(page, "1 error");
  same(where, "text", await value(page), WRONG);
  same(where, "cards", await page.locator(".draft-card").count(), 1);
  await page.reload();
  await page.close();
};

/** All of it without a mouse. */
const keyboard = async (context) => {
  const where = "keyboard";
  const page = await visit(context, where);
  for (let i = 0; i < 12 && (await focused(page)) !== "text"; i++) await page.keyboard.press("Tab");
  same(where, "focus", await focused(page), "text");
  await page.getByLabel("Check while I type").uncheck();
  await page.locator("#text").focus();
  await page.keyboard.insertText(`${WRONG}\n\n${SAFE}`);
  await page.keyboard.press("Control+Enter");
  await said(page, "1 error");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("F8");
  same(where, "focus after F8", await focused(page), "card-1");
  same(where, "marked in the text", await page.locator(".draft-sentence.current").getAttribute("id"), "mark-1");
  await page.keyboard.press("ArrowDown");
  same(where, "focus after ↓", await focused(page), "card-2");
  await page.keyboard.press("Shift+F8");
  same(where, "focus after Shift+F8", await focused(page), "card-1");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  if (outline === "none") fault(where, "does not show where the focus is");
  await page.keyboard.press("Escape");
  same(where, "focus after Esc", await focused(page), "text");
  const selected = () => page.evaluate(() => {
    const { value, selectionStart, selectionEnd } = document.getElementById("text");
    return value.slice(selectionStart, selectionEnd);
  });
  same(where, "selected after Esc", await selected(), WRONG);
  await page.keyboard.press("F8");
  const onButton = () => page.evaluate(() => document.activeElement.textContent.startsWith("Use this sentence"));
  for (let i = 0; i < 40 && !(await onButton()); i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await said(page, "Sentence 1 replaced");
  holds(where, "nothing was replaced", !(await value(page)).includes(WRONG));
  holds(where, "the focus is lost", (await focused(page)).startsWith("card-"));
  await page.close();
};

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

const copying = async (context) => {
  const where = "copying";
  const page = await visit(context, where);
  await checked(page, `${WRONG}\n\nÜ 😀`);
  await page.getByRole("button", { name: "Copy the text" }).click();
  await said(page, "was copied");
  same(where, "the text", await clipboard(page), `${WRONG}\n\nÜ 😀`);
  const copied = async (button) => {
    await button.click();
    await page.locator("button", { hasText: "Copied" }).waitFor();
    await page.locator("button", { hasText: "Copied" }).waitFor({ state: "detached" });
  };
  await copied(page.locator(".draft-choices").getByRole("button", { name: "Copy" }).first());
  same(where, "the suggestion", await clipboard(page), await page.locator("#choice-1-1").innerText());
  await page.locator("#card-1 summary", { hasText: "Must be said with it" }).click();
  await copied(page.getByRole("button", { name: "Copy the caveats of sentence 1" }));
  same(where, "the caveats", await clipboard(page), (await page.locator("#caveats-1").innerText()).trim());
  await page.close();
};

const saved = async (page, button) => {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return [download.suggestedFilename(), readFileSync(await download.path(), "utf8")];
};

const downloading = async (context) => {
  const where = "downloading";
  const page = await visit(context, where);
  const text = `${WRONG}\n\n${SAFE}`;
  await checked(page, text);
  await page.locator("#card-2 .draft-head").click();
  await page.locator("#card-2 summary", { hasText: "Let it stand" }).click();
  await page.getByLabel("Why W105 may stand").fill("Quoted & <refuted> below.");
  await page.getByRole("button", { name: "Keep the reasons for sentence 2" }).click();
  await page.locator("#card-2 .stood", { hasText: "Quoted & <refuted> below." }).waitFor();
  const [name, file] = await saved(page, page.getByRole("button", { name: "Download the substantiation file" }));
  same(where, "name of the file", name, "substantiation.html");
  for (const wanted of [WRONG, "E002 wrong-time-origin", "Acknowledged: Quoted &#38; &#60;refuted&#62; below."]) {
    holds(where, `the substantiation file has no ${wanted}`, file.includes(wanted));
  }
  holds(where, "the substantiation file runs a script", !/<script/i.test(file));
  same(where, "address after a download", new URL(page.url()).pathname, "/check");

  const [jsonName, json] = await saved(page, page.getByRole("button", { name: "Download JSON" }));
  same(where, "name of the JSON", jsonName, "check.json");
  const report = JSON.parse(json);
  const plain = await api({ text });
  same(where, "sentences in the JSON", JSON.stringify(report.sentences[0]), JSON.stringify(plain.sentences[0]));
  holds(where, "the JSON does not know what may stand", report.sentences[1].hits[0].acknowledged?.includes("Quoted & <refuted>"));
  same(where, "warnings in the JSON", report.totals.warnings, plain.totals.warnings - 1);
  // What may stand does so until its sentence changes.
  await page.locator("#text").fill(`${WRONG}\n\nDry needling has no side effects.`);
  await said(page, "of 2 sentences");
  await page.waitForFunction(() => !document.querySelector(".stood"));
  await page.close();
};

const files = async (context) => {
  const where = "files";
  const page = await visit(context, where);
  const give = (name, content) => page.locator("#file").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
  await give("draft.md", `# Ä\n\n- A trial of **800** adults found benefits 12 months after treatment.\n`);
  await said(page, "draft.md was read");
  same(where, "format", await page.locator("#format").inputValue(), "text/markdown");
  same(where, "heading", await page.locator("h3.draft-text").innerText(), "Ä");
  same(where, "sentence as it is read", await page.locator("#mark-1").innerText(), WRONG);
  await give("latin.txt", Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  await said(page, "latin.txt is no text in UTF-8");
  await give("letter.docx", Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0x00]));
  await said(page, "letter.docx is no text");
  await give("long.txt", "a".repeat(1_000_001));
  await said(page, "1000 kB are checked at a time");
  holds(where, "the text is gone", (await value(page)).startsWith("# Ä"));
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "page.html", { type: "text/html" }));
    return data;
  }, `<h2>Trial</h2><p>${WRONG}</p>`);
  await page.dispatchEvent("#text", "drop", { dataTransfer: transfer });
  await said(page, "page.html was read");
  same(where, "format", await page.locator("#format").inputValue(), "text/html");
  await page.close();
};

/** Late answers, none at all, and more text than is checked. */
const trouble = async (context) => {
  const where = "trouble";
  const page = await context.newPage();
  await page.goto(`${origin}/check`, { waitUntil: "networkidle" });
  // The answer to the first question is held back until the second one has been shown.
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/check", async (route) => {
    if (route.request().postData()?.includes("FIRST")) await held;
    await route.continue().catch(() => {});
  });
  await page.locator("#text").fill(`FIRST. ${WRONG}`);
  await page.waitForRequest((request) => request.postData()?.includes("FIRST"));
  await page.locator("#text").fill(SAFE);
  await said(page, "1 warning");
  release();
  same(where, "rules after a late answer", (await rules(page)).join(), "W105");
  await page.unroute("**/check");
  await page.route("**/check", (route) => route.abort());
  await page.locator("#text").fill(WRONG);
  await said(page, "does not answer");
  same(where, "the text", await value(page), WRONG);
  await page.unroute("**/check");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await said(page, "1 error");
  await page.locator("#text").fill("ä".repeat(500_001));
  await said(page, "1000 kB are checked at a time");
  await page.locator("#text").fill(" ");
  await said(page, "paste a text first");
  await page.close();
};

/** Text that means harm, and more marks than anybody reads. */
const hostile = async (context) => {
  const where = "hostile text";
  const page = await visit(context, where);
  await page.exposeFunction("harm", () => fault(where, "ran a script"));
  const text = `</textarea></script><script>harm()</script><img src=x onerror=harm()> "'>&amp; has no side effects.\n\n\u202eIt has no side effects.\u202c \u2066rest\n\n${"x".repeat(3000)} no side effects.`;
  for (const format of ["text/plain", "text/markdown"]) {
    await page.locator("#format").selectOption(format);
    await checked(page, text);
    await fits(page, `${where} as ${format}`);
    if (format === "text/plain") {
      const rows = await page.locator(".draft-text").evaluateAll((all) =>
        all.map((row) => {
          const copy = row.cloneNode(true);
          for (const number of copy.querySelectorAll("sup")) number.remove();
          return copy.textContent.trim();
        }),
      );
      same(where, "text of the rows", rows.join("\n"), text.split("\n").filter(Boolean).join("\n"));
    }
    same(where, "images", await page.locator("#report img, #report script").count(), 0);
  }
  await page.locator("#format").selectOption("text/plain");
  let asked = "";
  page.once("dialog", (dialog) => {
    asked = dialog.message();
    dialog.dismiss();
  });
  await page.getByRole("link", { name: "Example" }).click();
  holds(where, "the example takes the place of a text unasked", asked.includes("Replace the text"));
  holds(where, "the text is gone", (await value(page)).includes("harm()"));
  // Pasted, as nobody types two thousand lines.
  await page.evaluate((many) => navigator.clipboard.writeText(many), `${SAFE}\n`.repeat(2_000));
  await page.locator("#text").press("Control+a");
  await page.locator("#text").press("Control+v");
  await page.locator("#status", { hasText: "2000 warnings" }).waitFor();
  same(where, "cards", await page.locator(".draft-card").count(), 1500);
  holds(where, "does not say that it stops", await page.getByText("The text goes on with 500 more sentences").isVisible());
  await page.close();
};

/** At twice the size of everything, a desktop window is as wide as a small tablet. */
const enlarged = async () => {
  const where = "200 %";
  const context = await open({ viewport: { width: DESKTOP.width / 2, height: DESKTOP.height / 2 }, deviceScaleFactor: 2 });
  const page = await visit(context, where, "/check?example");
  await fits(page, where);
  await page.locator("#text").focus();
  await page.keyboard.press("F8");
  holds(where, "the card is not in view", await page.locator(".draft-card.current .draft-head").isVisible());
  await context.close();
};

const withoutScripts = async () => {
  const where = "without scripts";
  const context = await open({ javaScriptEnabled: false, viewport: DESKTOP });
  const page = await context.newPage();
  await page.goto(`${origin}/check`);
  same(where, "buttons that do nothing", await page.locator(".with-script:visible, button[data-copy]:visible").count(), 0);
  await page.getByRole("link", { name: "Try it on an example" }).click();
  await page.waitForURL(/example/);
  holds(where, "no marks in the example", (await rules(page)).includes("E002"));
  const text = `Über 😀.\n\n${WRONG} ${SAFE}`;
  await page.locator("#text").fill(text);
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.waitForURL(`${origin}/check#checked`);
  same(where, "rules", (await rules(page)).join(), "E002,W101,W102,W105");
  same(where, "text", await value(page), text);
  await page.locator("label", { hasText: "With errors" }).click();
  same(where, "cards with errors", await page.locator(".draft-card:visible").count(), 1);
  await page.locator("#mark-1 + sup a").click();
  holds(where, "the number does not lead to the card", page.url().endsWith("#card-1"));
  await page.screenshot({ path: screenshotName("/check", "without-scripts"), fullPage: true });
  const [, file] = await saved(page, page.getByRole("button", { name: "Download the substantiation file" }));
  holds(where, "the file lacks the claim", file.includes(WRONG));
  const right = await page.locator("#choice-1-1").innerText();
  await page.locator("#card-1").getByRole("button", { name: "Use this sentence" }).click();
  await page.getByText("The sentence was replaced").waitFor();
  same(where, "text after accepting", await value(page), `Über 😀.\n\n${right} ${SAFE}`);
  await page.locator("#text").fill(" ");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByText("paste a text first").waitFor();
  await context.close();
};

const linksResolve = async (context) => {
  const page = await visit(context, "links", "/check?example");
  const links = new Set(await page.locator("main a[href]").evaluateAll((all) => all.map((link) => link.href.split("#")[0])));
  for (const id of await page.locator("main a[href^='#']").evaluateAll((all) => all.map((link) => link.getAttribute("href").slice(1)))) {
    if (!(await page.locator(`[id="${id}"]`).count())) fault("links", `nothing at #${id}`);
  }
  await page.close();
  for (const link of links) {
    const { status } = await fetch(link, { headers: { accept: "text/html" } });
    if (status !== 200) fault(link, `linked from /check, answers ${status}`);
  }
};

/** The HTML as the checker of the W3C reads it. */
const valid = async () => {
  const folder = mkdtempSync(join(tmpdir(), "evidence-html-"));
  try {
    const jar = fileURLToPath(new URL("../tools/node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
    const text = readFileSync(new URL("../../tests/check/page.txt", import.meta.url), "utf8");
    const post = (fields) => fetch(`${origin}/check`, { method: "POST", body: new URLSearchParams(fields) });
    const answers = {
      empty: fetch(`${origin}/check`),
      example: fetch(`${origin}/check?example`),
      page: post({ text }),
      refused: post({ text: "" }),
      hostile: post({ text: `\n</p></textarea>\0\u0001<b> It has no side effects & "quotes"`, context: `"><i>` }),
      file: post({ text, wish: "file" }),
    };
    const names = [];
    for (const [name, answer] of Object.entries(answers)) {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, await (await answer).text());
      names.push(file);
    }
    try {
      execFileSync("java", ["-jar", jar, "--errors-only", "--format", "gnu", ...names], { stdio: "pipe" });
    } catch (error) {
      if (!error.stderr) throw error;
      for (const line of error.stderr.toString().split("\n").filter(Boolean).slice(0, 20)) {
        fault("HTML", `invalid: ${line.replaceAll(folder, "").slice(0, 240)}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

try {
  const context = await open({ viewport: DESKTOP, acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"] });
  const steps = { typing, pasting, recognising, accepting, comingBack, keyboard, copying, downloading, files, trouble, hostile, links: linksResolve };
  await look(context, "light");
  await look(context, "dark");
  const only = process.argv.slice(3);
  for (const [name, step] of Object.entries(steps).filter(([name]) => !only.length || only.includes(name))) await attempt(name, () => step(context));
  await context.close();
  await attempt("200 %", enlarged);
  await attempt("without scripts", withoutScripts);
  await attempt("HTML", valid);
} finally {
  close();
}
finish();
