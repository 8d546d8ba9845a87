// Opens a website that embeds blurbs, badges and feeds in a browser: tests/contract/website, served from another origin
// under a strict policy. And the page that writes the snippets.
//
//     node tests/contract/website.mjs http://127.0.0.1:8080
//
// Prints each fault and ends with 1 if there is any. Screenshots go to tests/screenshots.

import { existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { site as startSite } from "./website/site.mjs";

const tools = createRequire(new URL("../tools/package.json", import.meta.url));
const { chromium } = tools("playwright-core");
const { AxeBuilder } = tools("@axe-core/playwright");

const service = new URL(process.argv[2] ?? "http://127.0.0.1:8080").origin;
const screenshots = fileURLToPath(new URL("../screenshots", import.meta.url));
mkdirSync(screenshots, { recursive: true });

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 780 };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);
const equal = (where, what, found, expected) => {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) fault(where, `${what} is ${a}, expected ${b}`);
};

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path && existsSync(path),
);
if (!executablePath) {
  console.error("there is no Chromium; run tests/tools/install, or set CHROMIUM to its path");
  process.exit(1);
}

const site = await startSite(service);
const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
  ],
});

/** One case in a browser of its own. What the console says is a fault unless the case expects it. */
const scenario = async (where, { expects = [], ...options }, work) => {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  try {
    const page = await context.newPage();
    const asked = [];
    page.on("console", (message) => {
      const said = message.text();
      if (["error", "warning"].includes(message.type()) && !expects.some((known) => known.test(said))) {
        fault(where, `console: ${said}`);
      }
    });
    page.on("pageerror", (error) => fault(where, `script: ${error.message}`));
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.pathname.startsWith("/v1/blurbs/")) asked.push(url);
      if (url.protocol !== "data:" && ![service, site.origin].includes(url.origin) && !options.elsewhere) {
        fault(where, `request to another host: ${url}`);
      }
    });
    await work(page, asked, context);
  } catch (error) {
    fault(where, error.message.split("\n")[0]);
  } finally {
    await context.close();
  }
};

const element = (page, n = 0) => page.locator("evidence-blurb").nth(n);
const state = (page, n = 0) => element(page, n).evaluate((blurb) => blurb.state);
const becomes = (page, expected, n = 0) =>
  page.waitForFunction(([n, expected]) => document.querySelectorAll("evidence-blurb")[n]?.state === expected, [n, expected], { polling: 50 });
/** What a reader sees of an element: height and text. */
const seen = (page, n = 0) =>
  element(page, n).evaluate((blurb) => {
    const text = blurb.shadowRoot?.querySelector("slot") ? blurb.innerText : (blurb.shadowRoot?.textContent ?? "");
    return { height: blurb.getBoundingClientRect().height, text: text.trim() };
  });
const nothing = async (where, page, n = 0) => equal(where, "what is seen", await seen(page, n), { height: 0, text: "" });
const fallback = async (where, page) => {
  if (!(await page.locator(".fallback").first().isVisible())) fault(where, "the fallback is not shown");
};
const axe = async (where, page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, help, nodes } of violations) {
    fault(where, `accessibility: ${help} (${id}): ${nodes.map((node) => node.target).join(" | ")}`);
  }
};
const narrow = async (where, page) => {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (excess > 0) fault(where, `${excess} pixels too wide`);
};
const endOf = (day) => Date.parse(day) + DAY;
/** As the service will answer on a later day. */
const later = (page, day) =>
  page.route("**/v1/blurbs/**", (route) => route.continue({ url: `${route.request().url()}&as_of=${day}` }));
const FAR = "2099-01-01";
const GONE = [/status of 410/];

await scenario("the site", {}, async (page, asked, context) => {
  const where = "the site";
  await page.goto(site.origin);
  for (const n of [0, 1, 2]) await becomes(page, "shown", n);
  // The same words as everywhere else.
  const record = await (await fetch(`${service}/v1/blurbs/${site.first.id}?length=short`)).json();
  equal(where, "the text", await element(page).locator("[part=text]").innerText(), record.text);
  equal(where, "the caveats", await element(page).locator("[part=caveats] li").allInnerTexts(), record.caveats);
  equal(where, "the references", await element(page).locator("[part=references] li").count(), record.attribution.length);
  equal(where, "the title", await page.getByRole("article", { name: record.title }).first().getByRole("heading", { level: 3 }).innerText(), record.title);
  // A line has no heading, its sources stand in it, and the rest is folded.
  const second = await (await fetch(`${service}/v1/blurbs/${site.second.id}?length=line`)).json();
  equal(where, "headings of a line", await element(page, 2).getByRole("heading").count(), 0);
  const cited = second.attribution.map(({ source }) => source.short_title).join("; ");
  equal(where, "a line", await element(page, 2).locator("[part=text]").innerText(), `${second.text} (${cited})`);
  equal(where, "what of a line is folded", await element(page, 2).locator("[part=references], [part=caveats]").filter({ visible: true }).count(), 0);
  const links = await element(page).locator("[part=references] a").evaluateAll((links) => links.map((link) => link.href));
  equal(where, "the links", links, record.attribution.map(({ url }) => url).filter(Boolean));
  if (await page.locator(".fallback").first().isVisible()) fault(where, "the fallback stands beside the text");
  // oEmbed gives a frame, which shows its own text.
  const fourth = await (await fetch(`${service}/v1/blurbs/${site.fourth.id}?length=line`)).json();
  const framed = page.frameLocator(".oembed iframe").locator("[part=text]");
  await framed.waitFor();
  equal(where, "the text in the frame", (await framed.innerText()).startsWith(fourth.text), true);
  // Two elements that show the same ask once.
  equal(where, "what was asked", asked.map((url) => url.pathname + url.search).sort(), [
    `/v1/blurbs/${site.first.id}?format=html&length=short`,
    `/v1/blurbs/${site.second.id}?format=html&length=line`,
    `/v1/blurbs/${site.fourth.id}?format=html&length=line`,
  ].sort());
  // The page decides how it looks.
  const look = await element(page).evaluate((blurb) => {
    const [box, title] = [blurb, blurb.shadowRoot.querySelector("[part=title]")].map((each) => getComputedStyle(each));
    return [box.borderLeftColor, box.borderLeftWidth, title.color, title.fontFamily];
  });
  equal(where, "the look", look, ["rgb(11, 83, 148)", "4px", "rgb(90, 20, 20)", "Georgia, serif"]);
  // Badge, fragment, oEmbed, feed.
  const badge = page.locator("img");
  equal(where, "the badge", await badge.evaluate((image) => [image.complete && image.naturalWidth > 50, image.naturalHeight]), [true, 20]);
  equal(where, "the printed fragment", await page.locator("main > section.evidence-blurb h3").innerText(), site.third.title);
  equal(where, "the changes", await page.locator(".changes a").count(), 3);
  // Nothing is left behind.
  equal(where, "the cookies", await context.cookies(), []);
  equal(where, "what is stored", await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  await page.screenshot({ path: join(screenshots, "website-desktop.png"), fullPage: true });
  await axe(where, page);
  await page.setViewportSize(PHONE);
  await narrow(where, page);
  await page.screenshot({ path: join(screenshots, "website-phone.png"), fullPage: true });
  await axe(`${where} on a phone`, page);
  // Another blurb in the same element.
  await element(page).evaluate((blurb, id) => blurb.setAttribute("blurb", id), site.second.id);
  await element(page).getByText(site.second.title).waitFor();
});

await scenario("the last day", { expects: [/ERR_/] }, async (page) => {
  const where = "the last day";
  const end = endOf(site.first.valid_until);
  await page.clock.install({ time: end - 30 * MINUTE });
  await page.goto(site.origin);
  await becomes(page, "shown");
  await page.clock.fastForward(29 * MINUTE);
  equal(where, "the state a minute before its end", await state(page), "shown");
  // From here on without the service, which would say the same.
  await page.route("**/v1/blurbs/**", (route) => route.abort());
  await page.clock.fastForward(2 * MINUTE);
  equal(where, "the state after it", await state(page), "gone");
  await nothing(where, page);
});

await scenario("a page opened after the last day", {}, async (page) => {
  const where = "a page opened after the last day";
  await page.clock.install({ time: endOf(site.first.valid_until) + MINUTE });
  // The service (or a cache) still gives the old answer.
  await page.goto(site.origin);
  await becomes(page, "gone");
  await nothing(where, page);
  // This one says no day before the answer is there.
  await becomes(page, "gone", 1);
});

await scenario("a page opened after the last day, the service away", { expects: [/ERR_/] }, async (page) => {
  const where = "a page opened after the last day, the service away";
  await page.clock.install({ time: endOf(site.first.valid_until) + MINUTE });
  await page.route("**/v1/blurbs/**", (route) => route.abort());
  await page.goto(site.origin);
  await becomes(page, "gone");
  await nothing(where, page);
});

await scenario("renewal", {}, async (page, asked) => {
  const where = "renewal";
  await page.clock.install();
  await page.goto(site.origin);
  await becomes(page, "shown");
  await becomes(page, "shown", 2);
  const before = asked.length;
  await page.clock.fastForward(55 * MINUTE);
  equal(where, "what was asked within the hour", asked.length, before);
  const told = [];
  await page.exposeFunction("told", (state) => told.push(state));
  await page.evaluate(() => addEventListener("evidence-blurb-state", ({ detail }) => window.told(detail.state)));
  const marked = () => element(page).evaluate((blurb) => blurb.shadowRoot.querySelector("article").isSame);
  await element(page).evaluate((blurb) => (blurb.shadowRoot.querySelector("article").isSame = true));
  const answered = page.waitForResponse((response) => response.url().includes(site.first.id));
  await page.clock.fastForward(10 * MINUTE);
  await (await answered).finished();
  await page.waitForTimeout(200);
  // Two texts in the page, and the one in the frame.
  equal(where, "what was asked after the hour", asked.length - before, 3);
  equal(where, "whether the unchanged text was left in place", await marked(), true);
  equal(where, "what was told", told, []);
});

await scenario("withdrawn while it is shown", { expects: GONE }, async (page) => {
  const where = "withdrawn while it is shown";
  await page.clock.install();
  await page.goto(site.origin);
  await becomes(page, "shown");
  await later(page, FAR);
  await page.clock.fastForward(61 * MINUTE);
  await becomes(page, "gone");
  await nothing(where, page);
  equal(where, "the selector", await page.locator("evidence-blurb:state(gone)").count() > 0, true);
});

await scenario("withdrawn before", { expects: GONE }, async (page) => {
  await later(page, FAR);
  await page.goto(site.origin);
  await becomes(page, "gone");
  await nothing("withdrawn before", page);
});

await scenario("the service comes back", { expects: [/ERR_/] }, async (page) => {
  const where = "the service comes back";
  await page.clock.install();
  await page.route("**/v1/blurbs/**", (route) => route.abort());
  await page.goto(site.origin);
  await page.waitForTimeout(300);
  equal(where, "the state", await state(page), "fallback");
  await fallback(where, page);
  await page.unroute("**/v1/blurbs/**");
  await page.clock.fastForward(6 * MINUTE);
  await becomes(page, "shown");
});

await scenario("the service goes away", { expects: [/ERR_/] }, async (page) => {
  const where = "the service goes away";
  await page.clock.install();
  await page.goto(site.origin);
  await becomes(page, "shown");
  await page.route("**/v1/blurbs/**", (route) => route.abort());
  await page.clock.fastForward(2 * 60 * MINUTE);
  equal(where, "the state", await state(page), "shown");
});

// A port that nobody listens on.
const closed = await new Promise((done) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
await scenario("nobody there", { expects: [/ERR_CONNECTION_REFUSED/], elsewhere: true }, async (page) => {
  const where = "nobody there";
  await page.goto(`${site.origin}/elsewhere?service=http://127.0.0.1:${closed}`);
  await page.waitForTimeout(500);
  equal(where, "the state", await state(page), "fallback");
  await fallback(where, page);
  await axe(where, page);
});

for (const [name, answer] of [
  ["a failure", { status: 503, contentType: "application/problem+json", body: "{}" }],
  ["no such blurb", { status: 404, contentType: "application/problem+json", body: "{}" }],
  ["the door of a network", { status: 200, contentType: "text/html", body: "<h1>Sign in</h1><section class=\"evidence-blurb\">" }],
  ["an empty answer", { status: 200, contentType: "text/html", body: "" }],
]) {
  await scenario(name, { expects: [/status of (503|404)/, /answers 404/] }, async (page) => {
    await page.route("**/v1/blurbs/**", (route) =>
      route.fulfill({ ...answer, headers: { "access-control-allow-origin": "*" } }));
    await page.goto(site.origin);
    await page.waitForTimeout(300);
    equal(name, "the state", await state(page), "fallback");
    await fallback(name, page);
  });
}

// The page has no policy; the frame of oEmbed has one, and says so.
await scenario("an answer with scripts in it", { expects: [/Content Security Policy/] }, async (page) => {
  const where = "an answer with scripts in it";
  const body = `<section class="evidence-blurb" data-evidence-id="${site.first.id}" data-evidence-valid-until="2999-01-01">
    <h3 class="evidence-blurb-title" onclick="hit()" style="color:red">Safe<script>hit()</script></h3>
    <p class="evidence-blurb-text">text <img src="x" onerror="hit()"><b onmouseover="hit()">bold</b>
    <a href="javascript:hit()">one</a> <a href="data:text/html,x">two</a> <a href="//x.example">three</a>
    <a href="https://example.org/" target="_top" ping="https://example.org/">four</a>
    <svg><a href="javascript:hit()"><animate onbegin="hit()"/></a></svg><style>*{display:none}</style>
    <iframe srcdoc="<script>hit()</script>"></iframe><form action="https://example.org/"><button>send</button></form>
    <template><p>hidden</p></template><evil-element>kept words</evil-element></p></section>`;
  await page.route("**/v1/blurbs/**", (route) =>
    route.fulfill({ contentType: "text/html", body, headers: { "access-control-allow-origin": "*" } }));
  await page.addInitScript(() => {
    window.hits = 0;
    window.hit = () => (window.hits += 1);
  });
  // Nothing but the element itself stands between the answer and the page.
  await page.goto(`${site.origin}/open`);
  await becomes(page, "shown");
  await page.waitForTimeout(300);
  equal(where, "what ran", await page.evaluate(() => window.hits), 0);
  const found = await element(page).evaluate((blurb) => ({
    names: [...new Set([...blurb.shadowRoot.querySelectorAll("*")].map((made) => made.localName))].sort(),
    attributes: [...new Set([...blurb.shadowRoot.querySelectorAll("*")].flatMap((made) => made.getAttributeNames()))].sort(),
    links: [...blurb.shadowRoot.querySelectorAll("a")].map((link) => link.getAttribute("href")),
    text: blurb.shadowRoot.textContent.replace(/\s+/g, " ").trim(),
  }));
  equal(where, "what is made of it", found, {
    names: ["a", "article", "b", "h3", "p"],
    attributes: ["href", "part", "rel"],
    links: [null, null, null, "https://example.org/"],
    text: "Safe text bold one two three four send kept words",
  });
});

await scenario("a page that does not allow the policy", { expects: [/TrustedHTML|trusted-types|Trusted Types|TrustedTypePolicy/i] }, async (page) => {
  const where = "a page that does not allow the policy";
  await page.goto(`${site.origin}/untrusted`);
  await page.waitForTimeout(500);
  equal(where, "the state", await state(page), "fallback");
  await fallback(where, page);
});

await scenario("a file that is not the one that was meant", { expects: [/integrity/] }, async (page) => {
  const where = "a file that is not the one that was meant";
  await page.goto(`${site.origin}/damaged`);
  await fallback(where, page);
  equal(where, "the element", await page.evaluate(() => customElements.get("evidence-blurb") === undefined), true);
});

await scenario("the site without scripts", { javaScriptEnabled: false }, async (page) => {
  await page.goto(site.origin);
  await fallback("the site without scripts", page);
});

// The page that writes the snippet.
for (const javaScriptEnabled of [true, false]) {
  const where = javaScriptEnabled ? "/embed" : "/embed without scripts";
  await scenario(where, { javaScriptEnabled, permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.goto(`${service}/embed`);
    await page.getByLabel("Topic").selectOption({ index: 1 });
    await page.getByLabel("Full").check();
    await page.getByLabel("Level of its heading").selectOption("h2");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByRole("heading", { name: "Preview" }).waitFor();
    const second = page.getByLabel("Text", { exact: true }).locator("option").first();
    const [id, title] = [await second.getAttribute("value"), await second.innerText()];
    const record = await (await fetch(`${service}/v1/blurbs/${id}?length=full`)).json();
    equal(where, "the preview", await page.locator(".embed-preview").locator(javaScriptEnabled ? "[part=text]" : "h2 + p").innerText(), record.text);
    equal(where, "its heading", await page.locator(".embed-preview").getByRole("heading", { level: 2, name: title }).count(), 1);
    const area = page.getByRole("textbox", { name: /Paste this/ });
    const snippet = await area.inputValue();
    if (javaScriptEnabled) {
      await page.getByRole("button", { name: "Copy" }).first().click();
      await page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
      equal(where, "the clipboard", await page.evaluate(() => navigator.clipboard.readText()), snippet);
      for (const [name, size] of [["desktop", DESKTOP], ["phone", PHONE]]) {
        await page.setViewportSize(size);
        await narrow(`${where} on a ${name}`, page);
        await axe(`${where} on a ${name}`, page);
        await page.screenshot({ path: join(screenshots, `embed-${name}.png`), fullPage: true });
      }
      const links = await page.locator("main a[href]").evaluateAll((links) => links.map((link) => link.href));
      for (const link of links.filter((link) => new URL(link).origin === service)) {
        const { status } = await fetch(link);
        if (status !== 200) fault(where, `${link} answers ${status}`);
      }
    }
    // Pasted as it is, it works.
    site.pasted = snippet;
    await page.goto(`${site.origin}/pasted`);
    if (javaScriptEnabled) {
      await becomes(page, "shown");
      equal(where, "the pasted heading", await page.getByRole("heading", { level: 2, name: title }).count(), 1);
      equal(where, "the pasted text", await page.getByText(record.text).filter({ visible: true }).count(), 1);
      await axe(`${where}, pasted`, page);
    } else {
      equal(where, "the text without scripts", await page.getByText(record.text).isVisible(), true);
    }
  });
}

// Nothing moves when the element takes the place of what was printed, and a line is short.
for (const lengths of [["line"], ["short"], ["line", "short"], ["line", "short", "full"]]) {
  const where = `${lengths.join(", ")} on a phone`;
  await scenario(where, { viewport: { width: 390, height: 844 } }, async (page) => {
    const snippets = [];
    for (const [at, length] of lengths.entries()) {
      const { id } = [site.first, site.second, site.third][at];
      await page.goto(`${service}/embed?blurb=${id}&length=${length}`);
      snippets.push(await page.locator("#snippet-text").inputValue());
    }
    site.pasted = snippets.join("\n<p>Words of the site.</p>\n");
    await page.addInitScript(() => {
      globalThis.shift = 0;
      new PerformanceObserver((list) => {
        for (const { value } of list.getEntries()) shift += value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(`${site.origin}/pasted`);
    for (const at of lengths.keys()) await becomes(page, "shown", at);
    const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await frame();
    const shift = await page.evaluate(() => shift);
    const heights = await page.locator("evidence-blurb").evaluateAll((all) => all.map((blurb) => Math.round(blurb.getBoundingClientRect().height)));
    console.log(`${where}: layout shift ${shift.toFixed(3)}, heights ${heights.join(", ")}`);
    if (shift >= 0.05) fault(where, `shifts by ${shift}`);
    for (const [at, length] of lengths.entries()) {
      const most = { line: 300, short: 900, full: 1400 }[length];
      if (heights[at] > most) fault(where, `a text of length ${length} is ${heights[at]} pixels high`);
    }
  });
}

// Bound to a version, the element shows those words, tells that there are others, and goes with the text.
await scenario("a version", {}, async (page) => {
  const where = "a version";
  await page.goto(`${service}/embed?blurb=${site.first.id}&length=short&pin=on`);
  const snippet = await page.locator("#snippet-text").inputValue();
  site.pasted = snippet;
  await page.goto(`${site.origin}/pasted`);
  await becomes(page, "shown");
  site.pasted = snippet.replace(/version="[0-9a-f]+"/, 'version="000000000000"').replace("<p>", "<p>Words that somebody read. ");
  await page.goto(`${site.origin}/pasted`);
  await becomes(page, "outdated");
  equal(where, "the words", await page.getByText("Words that somebody read.").isVisible(), true);
});

await browser.close();
site.close();
for (const line of faults) console.log(line);
console.log(faults.length ? `${faults.length} faults` : `good; screenshots in ${screenshots}`);
process.exit(faults.length ? 1 : 0);
