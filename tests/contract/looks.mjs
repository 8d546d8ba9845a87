// Takes a picture of every kind of page, as wide as a desktop and as a phone, light and dark, to be looked at one by one:
// what no test sees is seen there.
//
//     node tests/contract/looks.mjs http://127.0.0.1:8080 [WORD...]
//
// The service must serve the records of this repository. The pictures go to target/screenshots; words choose pages whose
// address has one of them.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { DESKTOP, PHONE, close, finish, fits, open, origin } from "./browser.mjs";

const PAGES = [
  "/", "/?q=does+acupuncture+help+sciatica", "/?q=low+back+pain&year=2015..&participants=100..", "/?q=qqqq+zzzz", "/?q=acupuncture+for+tinnitus",
  "/?q=i+cannot+hold+my+urine+and+my+back+hurts", "/topics", "/topics/low-back-pain", "/topics/low-back-pain?intervention=acupuncture",
  "/topics/rmdq", "/sources/acp-2017", "/sources/backinaction-2025", "/sources/nma-2025-63rct", "/findings/cochrane-mu-2020-function-sham",
  "/findings/acp-2017-acute", "/blurbs/acupuncture-sciatica", "/blurbs/acupuncture-sciatica?as_of=2099-01-01", "/claims/back-pain-c06",
  "/pages/back-pain", "/bibliography", "/bibliography?id=acp-2017&id=backinaction-2025", "/check", "/check?example", "/embed",
  "/embed?q=sciatica&length=line", "/embed/frame/acupuncture-sciatica?length=short", "/docs", "/docs/write", "/docs/data", "/docs/data/finding",
  "/docs/command", "/docs/command/help", "/docs/checks", "/docs/checks/E001", "/docs/api", "/docs/api/search", "/docs/try", "/problems", "/problems/not-found",
  "/nowhere", "/sources/nonsense", "/findings/cochrane-mu-2020-function-sham/plot.svg",
];

const folder = fileURLToPath(new URL("../../target/screenshots", import.meta.url));
mkdirSync(folder, { recursive: true });
const words = process.argv.slice(3);
const chosen = PAGES.filter((path) => !words.length || words.some((word) => path.includes(word)));

try {
  const context = await open({ viewport: DESKTOP });
  const page = await context.newPage();
  for (const path of chosen) {
    const name = path === "/" ? "home" : path.slice(1).replaceAll(/[^a-z0-9.]+/gi, "-");
    for (const [width, size] of [["1280", DESKTOP], ["390", PHONE]]) {
      await page.setViewportSize(size);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        // A picture by itself comes as a file to be kept; in a page it is seen.
        if (path.endsWith(".svg")) {
          await page.goto(`${origin}/problems`);
          await page.evaluate((src) => document.querySelector("main").replaceChildren(Object.assign(new Image(), { src, alt: "" })), path);
          await page.locator("main img").evaluate((image) => image.decode());
        } else {
          await page.goto(origin + path, { waitUntil: "networkidle" });
          // That page is drawn by its script alone.
          if (path === "/docs/try") await page.locator("#swagger-ui .opblock").first().waitFor();
        }
        await fits(page, `${path} at ${width}`);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
    }
  }
  await context.close();
} finally {
  close();
}
console.log(`pictures of ${chosen.length} pages in ${folder}`);
finish();
