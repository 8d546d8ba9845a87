// Opens the pages of the service in a browser without a network: they must render, work and be accessible.
//
//     node tests/contract/docs.mjs http://127.0.0.1:8080
//
// Prints each fault and ends with 1 if there is any. Screenshots go to tests/screenshots.

import { DESKTOP, PHONE, attempt, close, fault, finish, open, origin, screenshotName, violations, watched } from "./browser.mjs";

const OUR_PAGES = ["/problems", "/problems/not-found"];
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
      await violations(page, `${path} on a ${name}`);
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
  close();
}

finish();
