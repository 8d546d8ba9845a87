// What a first visit costs: bytes, and anything that moves, while the search page loads and while results appear as one types.
// Prints how long the first paint took; that is a measurement, not a test, because it is the machine's.
//
//     node tests/contract/paint.mjs http://127.0.0.1:8080

import { DESKTOP, PHONE, attempt, close, fault, finish, open, origin, watched } from "./browser.mjs";

const VISITS = 15;
const MOST_BYTES = 60_000;

/** Collects every shift from the first moment on, also one that a key explains. */
const watchShifts = () => {
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      shifts.push([value, ...sources.map(({ node }) => node?.parentElement?.id || node?.nodeName)]);
    }
  }).observe({ type: "layout-shift", buffered: true });
};

const noShift = async (page, where) => {
  // After the frame in which a shift would be seen.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const shifts = await page.evaluate(() => shifts);
  if (shifts.length) fault(where, `moves: ${JSON.stringify(shifts.slice(0, 5))}`);
};

const visit = async (context, size, times) => {
  const where = `/ at ${size.width} pixels`;
  const page = await watched(context, where);
  await page.setViewportSize(size);
  const protocol = await context.newCDPSession(page);
  await protocol.send("Network.enable");
  let bytes = 0;
  protocol.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await protocol.send("Network.setCacheDisabled", { cacheDisabled: true });
  await page.addInitScript(watchShifts);
  await page.goto(`${origin}/`, { waitUntil: "load" });
  await noShift(page, where);
  // It may come after everything is loaded.
  const paint = await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  times.push(await paint.jsonValue());
  if (bytes >= MOST_BYTES) fault(where, `loads ${bytes} bytes`);
  await page.close();
  return bytes;
};

/** Each key may move what stands below; nothing may move by itself afterwards, and what stands above the results never. */
const typing = async (context, size, from) => {
  const where = `typing at ${from}, ${size.width} pixels`;
  const page = await watched(context, where);
  await page.setViewportSize(size);
  await page.addInitScript(watchShifts);
  await page.goto(origin + from);
  const top = () => page.evaluate(() => document.getElementById("q").getBoundingClientRect().top);
  const before = await top();
  await page.locator("#q").press("End");
  await page.locator("#q").pressSequentially(" back pain", { delay: 15 });
  await page.waitForFunction(() => location.search.endsWith("back+pain") && !document.querySelector("[aria-busy]"));
  if ((await top()) !== before) fault(where, "the box moves under the hands of who types");
  await noShift(page, where);
  await page.close();
};

try {
  const context = await open({});
  const times = [];
  let bytes = 0;
  for (let i = 0; i < VISITS; i += 1) bytes = await visit(context, DESKTOP, times);
  await visit(context, PHONE, []);
  for (const size of [DESKTOP, PHONE]) {
    for (const from of ["/", "/?q=acupuncture"]) await attempt("typing", () => typing(context, size, from));
  }
  times.sort((a, b) => a - b);
  console.log(`/: ${bytes} bytes; first contentful paint ${Math.round(times[times.length >> 1])} ms (median of ${times.length})`);
  await context.close();
} finally {
  close();
}
finish();
