// Follows the guides as their readers do: does the numbered steps in a browser, runs the commands in a shell, compiles
// and runs the client, puts the snippet into a page of another site. What is followed is what is served: nothing of it is
// written here a second time. And looks at every guide; links.mjs reads their HTML and follows their links.
//
//     node tests/contract/guides.mjs http://127.0.0.1:8080
//
// The service must serve the records of this repository. Prints each fault and ends with 1 if there is any. Screenshots
// go to tests/screenshots.
//
// The language of a numbered step:
//
//     Open [words](/address).            goes there
//     Type `text` into **label**.        fills the field with this label
//     Choose **name**.                   presses the button or follows the link with this name
//     Choose **name** under **heading**. the same, of several the one in the part with this heading
//     You see `text`.                    it must be there to be seen
//     The clipboard holds `text`.        the same
//
// Steps of other words are for people, and belong to a list that begins with one of these all the same.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  DESKTOP, NARROW, PHONE, attempt, close, fault, finish, open, origin, screenshotName, violations, watched,
} from "./browser.mjs";

const GUIDES = [
  "/docs", "/docs/write", "/docs/website", "/docs/build", "/docs/data", "/docs/checks", "/docs/command", "/docs/methods", "/docs/limits",
  "/docs/versions", "/docs/changelog",
];
const tools = fileURLToPath(new URL("../tools/node_modules", import.meta.url));

const text = async (path) => {
  const answer = await fetch(new URL(path, origin));
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.text();
};

const fits = async (page, where) => {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (excess > 0) fault(where, `${excess} pixels wider than its window`);
};

/** The fenced blocks of a text: language and content. */
const blocks = (markdown) =>
  [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, content]) => ({ language, content }));

/** The commands of a console block with what they print. */
const commands = (content) =>
  `\n${content}`.split("\n$ ").slice(1).map((entry) => {
    const [, command, printed] = entry.match(/^((?:.*\\\n)*.*)\n?([\s\S]*)$/);
    return { command, printed };
  });

/** Whether the parts between the `…` of what is shown occur in what was printed, in their order. */
const shows = (printed, shown) => {
  let rest = printed;
  return shown.split("…").map((part) => part.trim()).filter(Boolean).every((part) => {
    const at = rest.indexOf(part);
    rest = rest.slice(at + part.length);
    return at >= 0;
  });
};

/** Runs what stands in a guide for a shell, and writes the files it shows, in their order. */
const runs = async (guide, least) => {
  const folder = mkdtempSync(join(tmpdir(), "evidence-guide-"));
  let run = 0;
  try {
    // `npx` takes what is installed here, and asks nobody.
    symlinkSync(tools, join(folder, "node_modules"));
    const env = { ...process.env, npm_config_offline: "true", npm_config_yes: "false" };
    for (const { language, content } of blocks(await text(`${guide}.md`))) {
      const name = content.match(/^\/\/ (\S+)\n/);
      if (name) writeFileSync(join(folder, name[1]), content);
      if (language !== "console") continue;
      for (const { command, printed } of commands(content)) {
        run += 1;
        const ended = spawnSync("bash", ["-c", command], { cwd: folder, env, encoding: "utf8", timeout: 120_000 });
        const said = ended.stdout + ended.stderr;
        if (ended.status !== 0) fault(guide, `\`${command}\` ends with ${ended.status}: ${said.slice(0, 300)}`);
        else if (!shows(said, printed)) fault(guide, `\`${command}\` prints ${said.slice(0, 600)}, not ${printed}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (run < least) fault(guide, `has ${run} commands, expected ${least} at least`);
};

/** The numbered lists of a text, each with the heading it stands under. */
const stepLists = (markdown) => {
  const lists = [];
  let heading = "";
  let last = 0;
  for (const line of markdown.replaceAll(/\n {3,}/g, " ").split("\n")) {
    if (line.startsWith("#")) heading = line.replace(/^#+ /, "");
    const step = line.match(/^(\d+)\. (.*)$/);
    if (!step) continue;
    if (Number(step[1]) <= last || step[1] === "1") lists.push({ heading, steps: [] });
    last = Number(step[1]);
    lists.at(-1).steps.push(step[2]);
  }
  return lists;
};

/** What can be pressed or followed under this name, with the name that assistive technology reads out. */
const pressable = (within, name) =>
  within.getByRole("button", { name }).or(within.getByRole("link", { name })).filter({ visible: true }).first();

const STEPS = [
  [/^Open \[.*?\]\((.*?)\)\.$/, async (page, [path]) => {
    const answer = await page.goto(new URL(path, origin).href);
    if (!answer.ok()) throw new Error(`${path} answers ${answer.status()}`);
  }],
  [/^Type `(.*)` into \*\*(.*)\*\*\.$/, async (page, [words, label]) => {
    await page.getByLabel(label).filter({ visible: true }).first().fill(words);
  }],
  [/^Choose \*\*(.*?)\*\* under \*\*(.*?)\*\*\.$/, async (page, [name, heading]) => {
    const part = page.locator("details, section", { has: page.locator("summary, h2, h3", { hasText: heading }) }).last();
    await pressable(part, name).click();
  }],
  [/^Choose \*\*(.*?)\*\*\.$/, async (page, [name]) => {
    await pressable(page.locator("main"), name).click();
  }],
  [/^You see `(.*)`\.$/, async (page, [words]) => {
    await page.locator("main").getByText(words).filter({ visible: true }).first().waitFor();
  }],
  [/^The clipboard holds `(.*)`\.$/, async (page, [words]) => {
    // Writing it is not done when the click is.
    await page.waitForFunction(async (wanted) => (await navigator.clipboard.readText()) === wanted, words);
  }],
];

/** Does the steps of a guide in a browser. */
const steps = async (context, guide, least) => {
  const lists = stepLists(await text(`${guide}.md`)).filter(({ steps: [first] }) => first.startsWith("Open "));
  if (lists.length < least) fault(guide, `has ${lists.length} lists of steps, expected ${least} at least`);
  for (const { heading, steps: list } of lists) {
    const page = await watched(context, `${guide}: ${heading}`);
    let at = "";
    await attempt(`${guide}: ${heading}`, async () => {
      try {
        for (at of list) {
          const known = STEPS.map(([form, act]) => [at.match(form), act]).find(([match]) => match);
          if (known) await known[1](page, known[0].slice(1));
          else if (guide === "/docs/write") throw new Error("is no step that can be followed");
        }
      } catch (error) {
        throw new Error(`“${at}”: ${error.message}`);
      }
    });
    await page.close();
  }
};

/** The snippet of the guide, pasted into a page of another site under a strict policy. */
const pasted = async (context) => {
  const where = "/docs/website: the snippet";
  const { content } = blocks(await text("/docs/website.md")).find(({ language }) => language === "html");
  const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}`;
  const site = createServer((request, response) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy });
    response.end(`<!DOCTYPE html><html lang="en"><title>A site</title><link rel="icon" href="data:,"><h1>A site</h1>${content}`);
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  const page = await context.newPage();
  try {
    await page.goto(`http://127.0.0.1:${site.address().port}/`);
    const [, id, length] = content.match(/<evidence-blurb blurb="(.*?)" length="(.*?)"/);
    const { text: words } = JSON.parse(await text(`/v1/blurbs/${id}?length=${length}`));
    await page.waitForFunction(() => document.querySelector("evidence-blurb").state === "shown");
    const shown = await page.locator("evidence-blurb").evaluate((blurb) => blurb.shadowRoot.querySelector("[part=text]").textContent);
    if (!shown.startsWith(words)) fault(where, `shows ${shown}, not ${words}`);
  } catch (error) {
    fault(where, error.message.split("\n")[0]);
  } finally {
    await page.close();
    site.close();
  }
};

/** These guides in a colour scheme, on three widths. */
const look = async (context, scheme, guides) => {
  for (const path of guides) {
    const where = `${path} (${scheme})`;
    await attempt(where, async () => {
      const page = await watched(context, where);
      await page.emulateMedia({ colorScheme: scheme });
      const answer = await page.goto(origin + path);
      if (answer.status() !== 200) throw new Error(`answers ${answer.status()}`);
      for (const [name, size] of [["desktop", DESKTOP], ["phone", PHONE], ["narrow", NARROW]]) {
        await page.setViewportSize(size);
        await fits(page, `${where} on ${name}`);
        if (name === "narrow" || (name === "phone" && scheme === "dark")) continue;
        await page.screenshot({ path: screenshotName(path, `${scheme}-${name}`), fullPage: path !== "/docs/data" });
        await violations(page, `${where} on ${name}`);
      }
      await page.close();
    });
  }
};

/** At twice the size of everything, and on paper. */
const enlarged = async () => {
  const context = await open({ viewport: { width: DESKTOP.width / 2, height: DESKTOP.height / 2 }, deviceScaleFactor: 2 });
  for (const path of GUIDES) {
    await attempt(`${path} at 200 %`, async () => {
      const page = await watched(context, path);
      await page.goto(origin + path);
      await fits(page, `${path} at 200 %`);
      await page.emulateMedia({ media: "print" });
      if (await page.locator(".guide-nav").isVisible()) fault(path, "prints its navigation");
      if (await page.locator("button:visible").count()) fault(path, "prints buttons");
      await page.close();
    });
  }
  await context.close();
};

/** What a copy button gives is the command alone, without its prompt and what it prints. */
const copies = async (context) => {
  const page = await watched(context, "copying a command");
  await page.goto(`${origin}/docs/build`);
  const expected = blocks(await text("/docs/build.md"))
    .filter(({ language }) => language !== "text")
    .flatMap(({ language, content }) => (language === "console" ? commands(content).map(({ command }) => command) : [content.trim()]));
  const buttons = page.locator(".guide-code button");
  if ((await buttons.count()) !== expected.length) fault("/docs/build", `${await buttons.count()} copy buttons, expected ${expected.length}`);
  for (const at of [0, 3, expected.length - 3]) {
    await buttons.nth(at).click();
    await attempt(`/docs/build, sample ${at + 1}`, () =>
      page.waitForFunction(async (wanted) => (await navigator.clipboard.readText()) === wanted, expected[at]),
    );
  }
  if (!(await page.locator("#said").innerText()).includes("Copied")) fault("/docs/build", "does not say that it copied");
  await page.close();
};

/** What `/llms.txt` and the Markdown of the guides lead to. Those of the pages are followed by links.mjs. */
const linksResolve = async () => {
  const links = new Set();
  for (const path of ["/llms.txt", ...GUIDES.map((guide) => `${guide}.md`)]) {
    const found = (await text(path)).matchAll(/\]\(([^)\s]+)\)/g);
    for (const [, link] of found) {
      const url = new URL(link, new URL(path, origin));
      if (url.origin === origin) links.add(url.href.split("#")[0]);
    }
  }
  const all = [...links];
  const ask = async (link) => {
    const { status } = await fetch(link, { headers: { accept: "text/html, */*;q=0.8" } });
    if (status !== 200) fault(link, `linked from a guide in Markdown, answers ${status}`);
  };
  for (let i = 0; i < all.length; i += 8) await Promise.all(all.slice(i, i + 8).map(ask));
};

/** Without scripts, the same words, and no button that does nothing. */
const withoutScripts = async () => {
  const context = await open({ javaScriptEnabled: false, viewport: DESKTOP });
  for (const path of GUIDES) {
    await attempt(`${path} without scripts`, async () => {
      const page = await context.newPage();
      await page.goto(origin + path);
      if (!(await page.locator("h1").isVisible())) fault(path, "shows no heading without scripts");
      if (await page.locator("button[data-copy]:visible").count()) fault(path, "shows a button that does nothing without scripts");
      await page.close();
    });
  }
  await context.close();
};

try {
  await attempt("/docs", () => runs("/docs", 1));
  await attempt("/docs/website", () => runs("/docs/website", 6));
  await attempt("/docs/build", () => runs("/docs/build", 10));
  await attempt("/docs/versions", () => runs("/docs/versions", 1));

  const context = await open({ viewport: DESKTOP, permissions: ["clipboard-read", "clipboard-write"] });
  await attempt("/docs/write", () => steps(context, "/docs/write", 4));
  await attempt("/docs/website", () => steps(context, "/docs/website", 1));
  await attempt("the snippet", () => pasted(context));
  await attempt("copying", () => copies(context));
  await look(context, "light", GUIDES);
  // Pages with everything that has a colour.
  await look(context, "dark", ["/docs", "/docs/build", "/docs/checks"]);
  await context.close();
  await enlarged();
  await withoutScripts();
  await attempt("links", linksResolve);
} finally {
  close();
}
finish();
