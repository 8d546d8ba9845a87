// Results as you type. The server draws them: this takes the parts that change out of the page it would have gone to.
"use strict";

const PAUSE = 160;
/** How long a half word that finds nothing waits for its end, in ms. */
const HALF_WORD = 900;
const PARTS = ["results", "kept", "status"];

const form = document.getElementById("search");
const box = document.getElementById("q");
const ask = document.getElementById("ask");

let waiting;
let under;
// Whether the address in the bar is one that typing made: further typing replaces it, so that Back leaves it.
let typed = false;

const addressOfForm = () => {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(pairs).toString();
  return query ? `/?${query}` : "/";
};

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

const show = (next) => {
  for (const id of PARTS) {
    const [to, from] = [document.getElementById(id), next.getElementById(id)];
    if (!from) throw new Error("no results in the answer");
    if (id === "status") to.textContent = from.textContent;
    else to.replaceChildren(...from.childNodes);
  }
  // The box stays where it is under the hands of whoever types in it.
  if (document.activeElement !== box) ask.className = next.getElementById("ask").className;
  document.title = next.title;
  // Buttons and choices that came with the results know nothing of what the browser remembers.
  evidence.refresh();
  dispatchEvent(new Event("evidence:shown"));
};

const fail = () => {
  document.getElementById("status").textContent =
    "The service does not answer. What stands below is from before; press Enter to ask again.";
};

/** Fetches an address and shows it; an older question that is still under way is dropped. */
const go = async (address, { history: how, mayWait = false }) => {
  clearTimeout(waiting);
  under?.abort();
  under = new AbortController();
  const { signal } = under;
  document.getElementById("results").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal, headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const next = parsed(await answer.text());
    if (signal.aborted) return false;
    if (mayWait && hits().length && !next.querySelector(".hit, .lead-card")) {
      // Who is still typing is not told that there is nothing: what was found stays for a moment.
      const stays = await new Promise((done) => {
        waiting = setTimeout(() => done(false), HALF_WORD);
        signal.addEventListener("abort", () => done(true));
      });
      if (stays) return false;
    }
    show(next);
    if (how === "push") history.pushState(null, "", address);
    if (how === "replace") history.replaceState(null, "", address);
    return true;
  } catch (error) {
    if (error.name !== "AbortError") fail();
    return false;
  } finally {
    if (!signal.aborted) document.getElementById("results").removeAttribute("aria-busy");
  }
};

const type = async () => {
  const address = addressOfForm();
  if (address === location.pathname + location.search) {
    // What stands there is the answer already.
    document.getElementById("results").removeAttribute("aria-busy");
    return;
  }
  const how = typed ? "replace" : "push";
  typed = true;
  await go(address, { history: how, mayWait: true });
};

box.addEventListener("input", () => {
  clearTimeout(waiting);
  under?.abort();
  waiting = setTimeout(type, PAUSE);
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await go(addressOfForm(), { history: typed ? "replace" : "push" });
  typed = false;
});

// Numbers to narrow by, and values that are chosen from a list.
document.addEventListener("submit", async (event) => {
  if (!event.target.matches("form[data-swap]")) return;
  event.preventDefault();
  const pairs = [...new FormData(event.target)].filter(([, value]) => value.trim() !== "");
  typed = false;
  if (await go(`/?${new URLSearchParams(pairs)}`, { history: "push" })) document.getElementById("main").focus({ preventScroll: true });
});

const boxFromAddress = () => {
  box.value = new URLSearchParams(location.search).get("q") ?? "";
};

addEventListener("popstate", async () => {
  typed = false;
  boxFromAddress();
  await go(location.pathname + location.search, { history: "keep" });
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-swap]");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const where = link.closest("[class]")?.className;
  typed = false;
  if (!(await go(link.getAttribute("href"), { history: "push" }))) return;
  boxFromAddress();
  if (link.dataset.swap === "top") ask.scrollIntoView();
  // The link that had the focus is gone; what was asked has its answer in the region that is read out.
  if (where && !document.contains(link)) document.getElementById("main").focus({ preventScroll: true });
});

const hits = () => [...document.querySelectorAll(".hit-link")];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const all = hits();
  const at = all.indexOf(document.activeElement);
  if (event.key === "Escape") {
    if (document.activeElement === box && box.value) {
      event.preventDefault();
      box.value = "";
      box.dispatchEvent(new Event("input"));
    } else {
      box.focus();
      box.select();
    }
  } else if (event.key === "ArrowDown" && (at >= 0 || document.activeElement === box)) {
    if (all.length === 0) return;
    event.preventDefault();
    all[Math.min(at + 1, all.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (at === 0 ? box : all[at - 1]).focus();
  }
});
