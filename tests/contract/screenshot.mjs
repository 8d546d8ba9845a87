// Takes the picture of the search page that README.md and /docs show.
//
//     node tests/contract/screenshot.mjs http://127.0.0.1:8080
//
// The service must serve the records of this repository. Run it again when the search page looks different.

import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { close, fault, finish, open, origin } from "./browser.mjs";

const file = fileURLToPath(new URL("../../src/web/guides/search.png", import.meta.url));
const MOST_BYTES = 200_000;

const context = await open({ viewport: { width: 1200, height: 620 }, colorScheme: "light" });
const page = await context.newPage();
await page.goto(`${origin}/?q=the+800-person+trial`);
await page.locator(".hit").first().waitFor();
await page.screenshot({ path: file });
await context.close();
close();
const { size } = statSync(file);
if (size > MOST_BYTES) fault(file, `${size} bytes, which is more than ${MOST_BYTES}`);
finish();
