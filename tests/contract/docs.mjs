// Opens the pages of the service in a browser without a network: they must render, work and be accessible.
//
//     node tests/contract/docs.mjs http://127.0.0.1:8080
//
// Prints each fault and ends with 1 if there is any. Screenshots go to tests/screenshots.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const tools = createRequire(new URL("../tools/package.json", import.meta.url));
const { chromium } = tools("playwright-core");
const { AxeBuilder } = tools("@axe-core/playwright");

const origin = new URL(process.argv[2] ?? "http://127.0.0.1:8080").origin;
const screenshots = fileURLToPath(new URL("../screenshots", import.meta.url));
mkdirSync(screenshots, { recursive: true });

const OUR_PAGES = ["/", "/problems", "/problems/not-found"];
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path && existsSync(path),
);
if (!executablePath) {
  console.error("there is no Chromium; run tests/tools/install, or set CHROMIUM to its path");
  process.exit(1);
}
const profile = mkdtempSync(join(tmpdir(), "evidence-browser-"));
const open = (options) =>
  chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      // No name resolves: what a page fetches from elsewhere cannot arrive.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ],
    ...options,
  });

/** A page whose complaints and requests to other hosts become faults of `where`. */
const watched = async (context, where) => {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on("console", (message) => message.type() === "error" && fault(where, `console: ${message.text()}`));
  page.on("pageerror", (error) => fault(where, `script: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.origin !== origin) {
      fault(where, `request to another host: ${url}`);
    }
  });
  return page;
};

const screenshotName = (path, suffix) =>
  join(screenshots, `${path === "/" ? "home" : path.slice(1).replaceAll("/", "-")}-${suffix}.png`);

const checkOwnPage = async (context, path) => {
  const page = await watched(context, path);
  try {
    const answer = await page.goto(origin + path, { waitUntil: "networkidle" });
    if (answer.status() !== 200) {
      fault(path, `status ${answer.status()}`);
      return;
    }
    if (!(await page.title()).trim()) fault(path, "no title");
    if (!(await page.locator("html").getAttribute("lang"))) fault(path, "no language");
    const headings = await page.locator("h1").count();
    if (headings !== 1) fault(path, `${headings} main headings, expected one`);
    for (const [name, size] of [["desktop", DESKTOP], ["phone", PHONE]]) {
      await page.setViewportSize(size);
      await page.screenshot({ path: screenshotName(path, name), fullPage: true });
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (excess > 0) fault(path, `${excess} pixels wider than a ${name}`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, help, nodes } of violations) {
        fault(path, `accessibility on a ${name}: ${help} (${id}): ${nodes.map((node) => node.target).join(" | ")}`);
      }
    }
    const links = await page.locator("a[href]").evaluateAll((anchors) => anchors.map((anchor) => anchor.href));
    return links.filter((link) => new URL(link).origin === origin).map((link) => link.split("#")[0]);
  } finally {
    await page.close();
  }
};

const checkDocs = async (context) => {
  const where = "/docs";
  const page = await watched(context, where);
  await page.setViewportSize(DESKTOP);
  await page.goto(`${origin}/docs`, { waitUntil: "networkidle" });
  const described = await (await fetch(`${origin}/openapi.json`)).json();
  const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
  const expected = Object.entries(described.paths).flatMap(([path, item]) =>
    methods.filter((method) => method in item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  await page.locator(".opblock").first().waitFor();
  const shown = await page.locator(".opblock").evaluateAll((blocks) =>
    blocks
      .filter((block) => block.checkVisibility())
      .map((block) => {
        const text = (selector) => block.querySelector(selector)?.textContent.replaceAll("\u200b", "").trim();
        return `${text(".opblock-summary-method")} ${text(".opblock-summary-path")}`;
      }),
  );
  for (const operation of expected) {
    if (!shown.includes(operation)) fault(where, `does not show ${operation}`);
  }
  if (expected.length === 0) fault(where, "the document has no operation");
  await page.screenshot({ path: screenshotName(where, "desktop"), fullPage: true });

  // "Try it out" is what a developer does first: it must reach the service from this page.
  const tried = described.paths["/v1"] ? "/v1" : "/healthz";
  const operation = page
    .locator(".opblock")
    .filter({ has: page.locator(`.opblock-summary-path[data-path="${tried}"]`) })
    .first();
  await operation.locator(".opblock-summary").click();
  await operation.locator(".btn.execute, .try-out__btn").first().waitFor();
  if (!(await operation.locator(".btn.execute").count())) await operation.locator(".try-out__btn").click();
  await operation.locator(".btn.execute").click();
  const status = operation.locator(".live-responses-table .response-col_status").nth(1);
  await status.waitFor();
  const answered = (await status.innerText()).trim();
  if (!answered.startsWith("200")) fault(where, `trying GET ${tried} out answers ${answered}`);
  await operation.screenshot({ path: screenshotName(where, "tried") });

  await page.setViewportSize(PHONE);
  await page.screenshot({ path: screenshotName(where, "phone") });
  await page.close();
};

const attempt = async (where, work) => {
  try {
    return await work();
  } catch (error) {
    fault(where, error.message.split("\n")[0]);
  }
};

try {
  const context = await open({});
  const links = new Set();
  for (const path of OUR_PAGES) {
    for (const link of (await attempt(path, () => checkOwnPage(context, path))) ?? []) links.add(link);
  }
  for (const link of links) {
    const { status } = await fetch(link, { headers: { accept: "text/html, */*;q=0.8" } });
    if (status !== 200) fault(link, `linked from one of our pages, answers ${status}`);
  }
  await attempt("/docs", () => checkDocs(context));
  await context.close();

  // The same words without scripts.
  const plain = await open({ javaScriptEnabled: false });
  for (const path of OUR_PAGES) {
    await attempt(path, async () => {
      const page = await plain.newPage();
      await page.goto(origin + path);
      if (!(await page.locator("h1").isVisible())) fault(path, "shows no heading without scripts");
      await page.close();
    });
  }
  await plain.close();
} finally {
  rmSync(profile, { recursive: true, force: true });
}

for (const line of faults) console.log(line);
console.log(faults.length ? `${faults.length} faults` : `good; screenshots in ${screenshots}`);
process.exit(faults.length ? 1 : 0);
