// What the checks in a browser have in common: a browser without a network, and a list of faults.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const tools = createRequire(new URL("../tools/package.json", import.meta.url));
const { chromium } = tools("playwright-core");
const { AxeBuilder } = tools("@axe-core/playwright");

export const origin = new URL(process.argv[2] ?? "http://127.0.0.1:8080").origin;
export const screenshots = fileURLToPath(new URL("../screenshots", import.meta.url));
mkdirSync(screenshots, { recursive: true });

export const DESKTOP = { width: 1280, height: 900 };
export const LAPTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
/** The narrowest phone in use. */
export const NARROW = { width: 360, height: 740 };

const faults = [];
export const fault = (where, what) => faults.push(`${where}: ${what}`);

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path && existsSync(path),
);
if (!executablePath) {
  console.error("there is no Chromium; run tests/tools/install, or set CHROMIUM to its path");
  process.exit(1);
}
const LAUNCH = {
  executablePath,
  headless: true,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    // No name resolves: what a page fetches from elsewhere cannot arrive.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
  ],
};
const profile = mkdtempSync(join(tmpdir(), "evidence-browser-"));

/** How long a page may take to show what is waited for, in ms: what never comes is found, a busy machine is not a fault. */
const PATIENCE = 60_000;

const launched = async (options) => {
  const context = await chromium.launchPersistentContext(profile, options);
  context.setDefaultTimeout(PATIENCE);
  return context;
};

/** A browser of its own with these options of a context. One at a time: they share a profile. */
export const open = (options) => launched({ ...LAUNCH, ...options });

/** The same for a program that speaks to the browser itself: with the port on which it listens. */
export const openDebugged = async () => {
  const context = await launched({
    ...LAUNCH,
    args: [...LAUNCH.args, "--remote-debugging-port=0"],
  });
  const [port] = readFileSync(join(profile, "DevToolsActivePort"), "utf8").split("\n");
  return { context, port: Number(port) };
};

/** Removes what the browser wrote. */
export const close = () => rmSync(profile, { recursive: true, force: true });

/** A page whose complaints and requests to other hosts become faults of `where`, but for what is `expected`. */
export const watched = async (context, where, expected = null) => {
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && !expected?.test(message.text())) fault(where, `console: ${message.text()}`);
  });
  page.on("pageerror", (error) => fault(where, `script: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.origin !== origin) {
      fault(where, `request to another host: ${url}`);
    }
  });
  return page;
};

/** Makes faults of what axe finds on a page as it stands; with `rules`, by these rules only. */
export const violations = async (page, where, rules) => {
  // "Legacy" looks into the frames of the same origin, which is all there are, and needs no second page to do it.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({
    resultTypes: ["violations"],
    ...(rules && { runOnly: { type: "rule", values: rules } }),
  });
  const { violations: found } = await axe.analyze();
  for (const { id, help, nodes } of found) {
    fault(where, `accessibility: ${help} (${id}): ${nodes.slice(0, 3).map((node) => node.target).join(" | ")}`);
  }
};

/** Makes a fault of a page that has to be moved sideways to be read. */
export const fits = async (page, where) => {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (excess > 0) fault(where, `${excess} pixels wider than its window`);
};

export const same = (where, what, found, expected) => {
  if (found !== expected) fault(where, `${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
};

export const screenshotName = (path, suffix) =>
  join(screenshots, `${path === "/" ? "home" : path.slice(1).replaceAll(/[^a-z0-9.]+/gi, "-")}-${suffix}.png`);

/** Runs a step; what it throws is a fault of `where`. */
export const attempt = async (where, work) => {
  try {
    return await work();
  } catch (error) {
    fault(where, error.message.split("\n").slice(0, 3).join(" "));
  }
};

/** Prints the faults and ends with 1 if there is any. */
export const finish = () => {
  for (const line of faults) console.log(line);
  console.log(faults.length ? `${faults.length} faults` : `good; screenshots in ${screenshots}`);
  process.exit(faults.length ? 1 : 0);
};
