// Lighthouse on eight kinds of page: 100 in accessibility, 95 or more in best practices, search engines and performance,
// nothing that moves while it loads, and few bytes.
//
//     node tests/contract/lighthouse.mjs http://127.0.0.1:8080
//
// The score of performance is that of a phone with a slow network, worked out by Lighthouse from what the page loads. Prints
// the scores, each fault with the audits behind it, and ends with 1 if there is any.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { close, fault, finish, openDebugged, origin } from "./browser.mjs";

const tools = createRequire(new URL("../tools/package.json", import.meta.url));
const { default: lighthouse } = await import(pathToFileURL(tools.resolve("lighthouse")));

const PAGES = [
  "/", "/?q=sciatica", "/sources/acp-2017", "/topics/low-back-pain", "/findings/cochrane-mu-2020-function-sham",
  "/blurbs/acupuncture-sciatica", "/check?example", "/docs/data",
];
const LEAST = { performance: 0.95, accessibility: 1, "best-practices": 0.95, seo: 0.95 };
const MOST_BYTES = 60_000;

const judge = async (path, port) => {
  const { lhr } = await lighthouse(origin + path, {
    port, output: "json", logLevel: "silent", onlyCategories: Object.keys(LEAST), disableFullPageScreenshot: true,
  });
  if (lhr.runtimeError) return fault(path, lhr.runtimeError.message);
  const scores = Object.entries(lhr.categories).map(([id, { score }]) => `${id} ${Math.round(score * 100)}`);
  const { numericValue: shift } = lhr.audits["cumulative-layout-shift"];
  const { numericValue: bytes } = lhr.audits["total-byte-weight"];
  console.log(`${path}: ${scores.join(", ")}; layout shift ${shift}, ${bytes} bytes`);
  for (const [id, { score, auditRefs }] of Object.entries(lhr.categories)) {
    // Results of a search are kept from search engines on purpose.
    if (score >= LEAST[id] || (id === "seo" && path.startsWith("/?"))) continue;
    const lost = auditRefs.map(({ id: audit }) => lhr.audits[audit]).filter(({ score: points }) => points !== null && points < 1);
    fault(path, `${id} is ${score}: ${lost.map(({ title }) => title).join("; ")}`);
  }
  if (shift > 0) fault(path, `moves while it loads: ${shift}`);
  if (bytes >= MOST_BYTES) fault(path, `loads ${bytes} bytes`);
};

try {
  // A port of its own, given by the system, over which Lighthouse speaks to the browser.
  const { context, port } = await openDebugged();
  for (const path of PAGES) await judge(path, port);
  await context.close();
} finally {
  close();
}
finish();
