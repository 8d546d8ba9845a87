// How much of a page is seen at once: heights as numbers, on a desktop and on a phone, so that what was made short stays so.
//
//     node tests/contract/heights.mjs http://127.0.0.1:8080
//
// The service must serve the records of this repository. Prints what it measures and each fault, and ends with 1 if there is
// any.

import { readFileSync } from "node:fs";

import { DESKTOP, LAPTOP, PHONE, attempt, close, fault, finish, fits, open, origin, watched } from "./browser.mjs";

/** The most that a page may be high, in windows: on a desktop, on a phone. */
const WINDOWS = {
  "/": [2.2, 4.5],
  "/?q=sciatica": [2.5, 6],
  "/topics": [2.5, 5],
  "/sources/acp-2017": [9, 16],
  "/findings/cochrane-mu-2020-function-sham": [11, 17],
  "/check?example": [2.2, 5],
};

/** As many words as an article of a clinic has, and the windows of a laptop that its report takes below the box. */
const ARTICLE_WORDS = 570;
const ARTICLE_WINDOWS = 3;
const HITS_OF_A_WINDOW = 6;

const height = (page) => page.evaluate(() => document.documentElement.scrollHeight);
/** Where the lower edge of a thing is. */
const bottom = (page, selector) => page.locator(selector).first().evaluate((one) => one.getBoundingClientRect().bottom);

try {
  const context = await open({ viewport: DESKTOP });
  const page = await watched(context, "heights");
  for (const [path, most] of Object.entries(WINDOWS)) {
    for (const [at, size] of [DESKTOP, PHONE].entries()) {
      const where = `${path} at ${size.width} pixels`;
      await attempt(where, async () => {
        await page.setViewportSize(size);
        await page.goto(origin + path);
        await fits(page, where);
        const windows = (await height(page)) / size.height;
        console.log(`${where}: ${windows.toFixed(1)} windows`);
        if (windows > most[at]) fault(where, `${windows.toFixed(1)} windows high, more than ${most[at]}`);
      });
    }
  }
  // The first screen says what it is, asks, and has the ways in: on a phone the first of them.
  for (const [size, selector] of [[DESKTOP, ".trust"], [PHONE, ".doors > :nth-child(2) h2"]]) {
    await page.setViewportSize(size);
    await page.goto(`${origin}/`);
    const seen = await bottom(page, selector);
    if (seen > size.height) fault(`/ at ${size.width} pixels`, `${selector} ends at ${seen}, below the first screen`);
  }
  await page.setViewportSize(DESKTOP);
  await page.goto(`${origin}/?q=low+back+pain+trial`);
  const hits = await page.locator(".hit").evaluateAll((all) => all.map((hit) => hit.getBoundingClientRect().height));
  const mean = hits.reduce((sum, one) => sum + one, 0) / hits.length;
  console.log(`hits: ${mean.toFixed(0)} pixels each`);
  if (mean * HITS_OF_A_WINDOW > DESKTOP.height) fault("hits", `${mean.toFixed(0)} pixels each: fewer than ${HITS_OF_A_WINDOW} in a window`);

  const words = readFileSync(new URL("../check/page.txt", import.meta.url), "utf8").split(/(?<=\s)/).slice(0, ARTICLE_WORDS).join("");
  await page.setViewportSize(LAPTOP);
  await page.goto(`${origin}/check`);
  await page.locator("#text").fill(words);
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.locator(".draft-card").first().waitFor();
  const report = await page.locator(".draft-rows").evaluate((rows) => rows.getBoundingClientRect().height);
  const windows = report / LAPTOP.height;
  console.log(`a draft of ${ARTICLE_WORDS} words: ${windows.toFixed(1)} windows`);
  if (windows > ARTICLE_WINDOWS) fault("/check", `a draft of ${ARTICLE_WORDS} words is ${windows.toFixed(1)} windows high`);
  const counts = await page.locator(".draft-filter .count").evaluateAll((all) => all.map((count) => Number(count.textContent)));
  const [all, ...parts] = counts;
  if (parts.reduce((sum, one) => sum + one, 0) !== all) fault("/check", `the counts ${counts} do not add up`);
  await context.close();
} finally {
  close();
}
finish();
