// On every page: `/` goes to the search box, buttons copy what they name, the citation style chosen last is remembered,
// and references are kept for the bibliography. Scripts of single pages take what they need out of `evidence`.
"use strict";

const evidence = (() => {
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById("q");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

/** What the browser remembers. A browser that keeps nothing answers null, and `set` says that it did not. */
const memory = {
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(name, value);
      return true;
    } catch {
      return false;
    }
  },
};

const STYLE = "evidence-citation-style";
const LOCALE = "evidence-citation-locale";
const KEPT = "evidence-bibliography";

/** Says something to those who do not see what changed. */
const say = (words) => {
  const said = document.getElementById("said");
  if (said) said.textContent = words;
};

/** Puts text into the clipboard with its italics and links, and without them for what takes none. Takes a promise, because
 * browsers ask for the clipboard at once and wait for the text. False if the browser does not allow it; throws what the
 * promise throws. */
const copy = async (coming) => {
  coming.catch(() => {});
  if (navigator.clipboard?.write && globalThis.ClipboardItem) {
    const blob = (type, form) => {
      const made = coming.then((content) => new Blob([content[form]], { type }));
      made.catch(() => {});
      return made;
    };
    try {
      const item = new ClipboardItem({ "text/plain": blob("text/plain", "text"), "text/html": blob("text/html", "html") });
      await navigator.clipboard.write([item]);
      return true;
    } catch {
      // Not allowed, or nothing came. The way below says which.
    }
  }
  // The only way on pages that came without encryption, as in the network of a house.
  const { text, html } = await coming;
  const put = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", text);
    event.clipboardData.setData("text/html", html);
  };
  document.addEventListener("copy", put);
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    document.removeEventListener("copy", put);
  }
};

/** An element as it is copied: raised numbers stand in brackets where there are no raised ones, the items of a list each on
 * a line. Code stays as it is. */
const contentOf = (element) => {
  if (element.closest("pre")) return { text: element.textContent.trim(), html: `<pre>${element.innerHTML.trim()}</pre>` };
  const plain = element.cloneNode(true);
  const raised = plain.querySelectorAll("sup");
  for (const sup of raised) sup.replaceWith(`[${sup.textContent}]`);
  const items = [...plain.querySelectorAll("li")];
  const lines = (items.length ? items : [plain]).map((item) => item.textContent.replace(/\s+/g, " ").trim());
  const text = lines.join("\n");
  const html = items.length ? element.outerHTML : element.innerHTML;
  // Raised numbers side by side are one group.
  return { text: raised.length ? text.replaceAll("][", "") : text, html: html.trim() };
};

/** The beginning of a text: enough to know it again. */
const shortened = (text) => (text.length > 60 ? `${text.slice(0, 60).trimEnd()}…` : text);

/** Selects an element, so that it can be copied by hand. */
const select = (element) => getSelection().selectAllChildren(element);

/** Shows on a button for a moment what came of it. */
const answerOn = (button, words) => {
  const before = (button.words ??= button.innerHTML);
  clearTimeout(button.back);
  // What stands beside it stays in its place.
  button.style.minWidth = `${button.offsetWidth}px`;
  button.textContent = words;
  button.back = setTimeout(() => {
    button.innerHTML = before;
  }, 2000);
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button[data-copy]");
  if (!button) return;
  const from = document.getElementById(button.dataset.copy);
  const content = contentOf(from);
  const done = await copy(Promise.resolve(content));
  if (!done) select(from);
  answerOn(button, done ? "Copied" : "Selected: copy with Ctrl+C or ⌘C");
  say(done ? `Copied: ${shortened(content.text)}` : button.textContent);
});

for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;

// A menu closes when something else is pressed, and on Escape.
const openMenus = () => [...document.querySelectorAll("details.menu[open]")];
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) menu.open = menu.contains(event.target) && !event.target.closest("button");
});
document.addEventListener("keydown", (event) => {
  const [menu] = openMenus();
  if (event.key !== "Escape" || !menu) return;
  event.stopImmediatePropagation();
  menu.open = false;
  menu.querySelector("summary").focus();
}, true);

const chosen = document.querySelector(`details[data-style="${CSS.escape(memory.get(STYLE) ?? "")}"]`);
if (chosen) chosen.open = true;
for (const details of document.querySelectorAll("details[data-style]")) {
  details.addEventListener("toggle", () => {
    if (details.open) memory.set(STYLE, details.dataset.style);
  });
}

/** The references that are kept in this browser, by the ids of their sources. */
const kept = {
  ids() {
    try {
      const ids = JSON.parse(memory.get(KEPT) ?? "[]");
      return Array.isArray(ids) ? [...new Set(ids.filter((id) => typeof id === "string" && id))] : [];
    } catch {
      return [];
    }
  },
  /** False if the browser keeps nothing. */
  put(ids) {
    const done = memory.set(KEPT, JSON.stringify(ids));
    refresh();
    return done;
  },
  /** The address that shows them, in the style remembered. */
  address(ids = kept.ids()) {
    const query = new URLSearchParams(ids.map((id) => ["id", id]));
    for (const [name, value] of [["style", memory.get(STYLE)], ["locale", memory.get(LOCALE)]]) {
      if (value) query.set(name, value);
    }
    return query.size ? `/bibliography?${query}` : "/bibliography";
  },
};

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Brings what depends on the memory of the browser up to date: after loading, and when parts of a page were exchanged. */
const refresh = () => {
  const ids = kept.ids();
  const count = document.getElementById("kept-count");
  if (count) {
    count.hidden = ids.length === 0;
    const words = document.createElement("span");
    words.className = "hidden";
    words.textContent = ids.length === 1 ? " reference" : " references";
    count.replaceChildren(` ${ids.length}`, words);
    count.closest("a").href = kept.address(ids);
  }
  for (const button of document.querySelectorAll("button[data-keep]")) {
    const has = button.dataset.keep.split(" ").every((id) => ids.includes(id));
    const [verb, rest] = has ? ["Remove", " from bibliography"] : ["Add", " to bibliography"];
    const hidden = Object.assign(document.createElement("span"), { className: "hidden", textContent: rest });
    // Among others one word is enough for who sees them.
    button.replaceChildren(verb, "short" in button.dataset ? hidden : rest);
    button.classList.toggle("has", has);
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-keep]");
  if (!button) return;
  const [before, own] = [kept.ids(), button.dataset.keep.split(" ")];
  const had = own.every((id) => before.includes(id));
  const after = had ? before.filter((id) => !own.includes(id)) : [...new Set([...before, ...own])];
  if (!kept.put(after)) {
    answerOn(button, "Not kept: this browser stores nothing for this site");
    say(button.textContent);
    return;
  }
  say(`${had ? "Removed from" : "Added to"} the bibliography: ${button.dataset.name}. ${counted(after.length, "reference")} in it.`);
});

// Another window changed the list, or the page was fetched from the memory of the browser.
addEventListener("storage", (event) => {
  if (event.key === KEPT || event.key === STYLE || event.key === null) refresh();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) refresh();
});
refresh();

return { STYLE, LOCALE, KEPT, memory, kept, counted, say, copy, select, answerOn, refresh };
})();
