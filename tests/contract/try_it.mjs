// Opens the API to try in a browser without a network: it must show every operation, and work.
//
//     node tests/contract/try_it.mjs http://127.0.0.1:8080
//
// Prints each fault and ends with 1 if there is any. Screenshots go to tests/screenshots.

import { DESKTOP, NARROW, PHONE, attempt, close, fault, finish, open, origin, screenshotName, violations, watched } from "./browser.mjs";

const checkDocs = async (context) => {
  const where = "/docs/try";
  const page = await watched(context, where);
  await page.setViewportSize(DESKTOP);
  await page.goto(`${origin}/docs/try`);
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
  const headings = await page.locator("h1").count();
  if (headings !== 1) fault(where, `${headings} main headings, expected one`);
  await violations(page, where);

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
  // What is open has an address.
  await page.waitForURL(/#\/service\/getIndex$/);

  // What a body may be is filled in as it can be sent: a draft, a list of ids.
  for (const [tag, id, path, expected] of [
    ["check", "checkDraft", "/v1/check", "wrong-time-origin"],
    ["citations", "makeBibliography", "/v1/bibliography", "DeBar LL"],
  ]) {
    // The address of an operation opens it.
    await page.goto("about:blank");
    await page.goto(`${origin}/docs/try#/${tag}/${id}`, { waitUntil: "networkidle" });
    const opened = page.locator(".opblock.is-open");
    await opened.locator(`.opblock-summary-path[data-path="${path}"]`).waitFor();
    await opened.locator(".btn.execute").click();
    const answer = opened.locator(".live-responses-table");
    await answer.waitFor();
    const text = await answer.innerText();
    if (!text.startsWith("Code") || !text.includes("200")) fault(where, `trying POST ${path} out answers ${text.slice(0, 200)}`);
    if (!text.includes(expected)) fault(where, `trying POST ${path} out does not answer with ${expected}`);
    const back = await page.locator("#back").getAttribute("href");
    if (back !== `/docs/api/${id}`) fault(where, `leads back from ${path} to ${back}`);
  }
  await violations(page, `${where} with an answer`);
  await page.screenshot({ path: screenshotName(where, "posted") });

  for (const [name, size] of [["phone", PHONE], ["narrow", NARROW]]) {
    await page.setViewportSize(size);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (excess > 0) fault(where, `${excess} pixels wider than a ${name}`);
  }
  await page.screenshot({ path: screenshotName(where, "phone") });
  await page.close();
};

try {
  const context = await open({});
  await attempt("/docs/try", () => checkDocs(context));
  await context.close();
} finally {
  close();
}

finish();
