// The list of references. The server makes the list for an address; this keeps address and browser in step, says what
// changed, and takes it back.
"use strict";

{
const { STYLE, LOCALE, KEPT, memory, kept, counted, say, copy, select, answerOn } = evidence;

/** The most of a pasted text that one address carries, and the most lines the service looks up at a time. */
const MOST = 6000;
const MOST_LINES = 100;

const page = document.getElementById("bibliography");
const adding = document.getElementById("adding");
const pasted = document.getElementById("add");
const undoButton = document.getElementById("undo");
const shared = document.getElementById("shared");

const list = () => document.getElementById("list");
const idsOf = (address) => new URL(address, location.href).searchParams.getAll("id");
const ids = () => idsOf(list().dataset.address);
const same = (a, b) => a.length === b.length && a.every((id, at) => id === b[at]);
const nameOf = (id) => list().querySelector(`[name="remove"][value="${CSS.escape(id)}"]`)?.closest("[data-name]")?.dataset.name ?? id;

/** Whether the list shown is the one of this browser, and not one that came with an address. */
let own = false;
const changes = [];

const addressOf = (all, more = []) => {
  const query = new URLSearchParams(all.map((id) => ["id", id]));
  const { style, locale } = list().dataset;
  query.set("style", style);
  if (locale) query.set("locale", locale);
  for (const [name, value] of more) value ? query.append(name, value) : query.delete(name);
  return `/bibliography?${query}`;
};

const fetched = async (address) => {
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!next.getElementById("list")) throw new Error("the answer has no list");
  return next;
};

const exchange = (next) => {
  list().replaceWith(next.getElementById("list"));
  document.getElementById("adding-kept").replaceChildren(...next.getElementById("adding-kept").childNodes);
  for (const button of list().querySelectorAll("button[data-copy]")) button.hidden = false;
  history.replaceState({ own }, "", list().dataset.address);
};

const undoable = () => {
  undoButton.hidden = changes.length === 0;
};

/** Shows the list of an address and keeps it. Throws if the service does not answer; then nothing has changed. */
const go = async (address, { remember = true } = {}) => {
  const before = ids();
  const next = await fetched(address);
  exchange(next);
  const after = ids();
  if (own && !same(after, kept.ids())) kept.put(after);
  if (remember && !same(before, after)) changes.push({ before, after });
  undoable();
  return next;
};

// One thing after the other: each begins with the list the one before has left.
let waiting = Promise.resolve();
const inTurn = (work) => {
  waiting = waiting.then(async () => {
    page.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      const reason = error.message.startsWith("the ") ? error.message : "the service does not answer";
      say(`Nothing was changed: ${reason.replace(/\.$/, "")}. Your list is kept.`);
    } finally {
      page.removeAttribute("aria-busy");
    }
  });
  return waiting;
};

const button = (name, value) => list().querySelector(`button[name="${name}"][value="${CSS.escape(value)}"]:not(:disabled)`);

/** What a button of the list asks for. */
const change = async (name, value) => {
  const before = ids();
  const label = nameOf(value);
  const at = [...list().querySelectorAll('#entries button[name="remove"]')].findIndex((other) => other.value === value);
  await go(addressOf(before, [[name, value]]));
  const entries = [...list().querySelectorAll('#entries button[name="remove"]')];
  const now = entries.findIndex((other) => other.value === value);
  const place = `now ${now + 1} of ${entries.length}`;
  let focus;
  if (name === "up" || name === "down") {
    say(`Moved ${name}: ${label}, ${place}.`);
    focus = button(name, value) ?? button(name === "up" ? "down" : "up", value);
  } else if (name === "remove") {
    say(`Removed: ${label}. ${counted(entries.length, "reference")} left.`);
    focus = entries[Math.min(Math.max(at, 0), entries.length - 1)] ?? pasted;
  } else if (name === "instead") {
    say(`Taken: ${nameOf(value.split(" ")[0])}.`);
    focus = button("remove", value.split(" ")[0]);
  } else if (name === "sort") {
    say(`Sorted by ${button(name, value)?.textContent.toLowerCase() ?? value}.`);
    focus = button(name, value);
  }
  focus?.focus();
};

const undo = async () => {
  const last = changes.pop();
  if (!last) return;
  const current = ids();
  // What another window has added or taken away since stays so.
  const back = last.before.filter((id) => current.includes(id) || !last.after.includes(id));
  const since = current.filter((id) => !last.before.includes(id) && !last.after.includes(id));
  try {
    await go(addressOf([...back, ...since]), { remember: false });
  } catch (error) {
    changes.push(last);
    undoable();
    throw error;
  }
  say(`Taken back. ${counted(ids().length, "reference")} in the list.`);
  if (undoButton.hidden) page.querySelector("h1").focus();
};

const restyle = async () => {
  const style = document.getElementById("style");
  const locale = document.getElementById("locale");
  const focused = document.activeElement?.id;
  const chosen = [["style", ""], ["locale", ""], ["style", style.value]];
  if (locale.value) chosen.push(["locale", locale.value]);
  await go(addressOf(ids(), chosen));
  memory.set(STYLE, style.value);
  memory.set(LOCALE, locale.value);
  evidence.refresh();
  say(list().querySelector(".status").textContent);
  if (focused) document.getElementById(focused)?.focus();
};

/** Lines in portions that an address can carry. */
const portions = (lines) => {
  const all = [[]];
  let size = 0;
  for (const line of lines) {
    const length = encodeURIComponent(line).length;
    if ((size + length > MOST && all.at(-1).length) || all.at(-1).length >= MOST_LINES) {
      all.push([]);
      size = 0;
    }
    // A line longer than an address is no reference; its beginning tells.
    all.at(-1).push(length > MOST ? line.slice(0, MOST / 9) : line);
    size += length;
  }
  return all;
};

const add = async (lines, { instead } = {}) => {
  const before = ids();
  const outcomes = [];
  const rest = [];
  for (const portion of portions(lines)) {
    const next = await go(addressOf(ids(), [["add", portion.join("\n")]]));
    outcomes.push(...next.querySelectorAll("#looked li"));
    rest.push(...next.getElementById("add").value.split("\n").filter(Boolean));
  }
  const looked = document.getElementById("looked");
  if (instead) {
    instead.replaceWith(...outcomes);
  } else {
    const made = Object.assign(document.createElement("ul"), { className: "bib-looked", ariaLabel: "What became of each line" });
    made.append(...outcomes);
    looked.replaceChildren(made);
    pasted.value = rest.join("\n");
  }
  const added = ids().filter((id) => !before.includes(id)).length;
  const open = looked.querySelectorAll("li[data-open]").length;
  say(`${counted(added, "reference")} added${open ? `; ${counted(open, "line")} to decide on, below the box` : ""}.`);
};

page.addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, value } = event.submitter ?? {};
  if (event.target.id === "citing") {
    const text = document.getElementById("marked").value;
    if (text.trim()) inTurn(() => setCitations(text));
    return;
  }
  if (event.target !== adding) {
    inTurn(() => (name ? change(name, value) : restyle()));
    return;
  }
  if (name === "add") {
    // One of those that may be meant: its line is settled.
    const line = event.submitter.closest("li");
    const at = [...document.querySelectorAll("#looked li[data-open]")].indexOf(line);
    inTurn(async () => {
      await add([value], { instead: line });
      pasted.value = pasted.value.split("\n").filter(Boolean).filter((_, place) => place !== at).join("\n");
      pasted.focus();
    });
    return;
  }
  const lines = pasted.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (lines.length) inTurn(() => add(lines));
});

page.addEventListener("change", (event) => {
  if (event.target.id === "style" || event.target.id === "locale") inTurn(restyle);
});

/** The text with its citations, its list, and what is to be known of both. */
const citedText = (made) => {
  const element = (name, properties, ...content) => {
    const one = Object.assign(document.createElement(name), properties);
    one.append(...content);
    return one;
  };
  const { document: set, list: references, unknown, notices, citations } = made;
  const html = `${set.html.trim()}\n${references.html.trim()}`;
  const shown = element("div", { className: "reference", innerHTML: html });
  const copyIt = element("button", { type: "button", textContent: "Copy text and list" });
  copyIt.addEventListener("click", async () => {
    const done = await copy(Promise.resolve({ text: `${set.text.trim()}\n\n${references.text.trim()}`, html }));
    if (!done) select(shown);
    answerOn(copyIt, done ? "Copied" : "Selected: copy with Ctrl+C or ⌘C");
    say(done ? "Copied: the text and its list." : copyIt.textContent);
  });
  const keep = element("button", { type: "button", textContent: "Add its sources to the list" });
  const sources = [...new Set(citations.flatMap((citation) => citation.sources))];
  keep.addEventListener("click", () => inTurn(async () => {
    const before = ids();
    await go(addressOf([...new Set([...before, ...sources])]));
    say(`${counted(ids().length - before.length, "reference")} added.`);
  }));
  const warnings = [
    ...unknown.map(({ key, line, did_you_mean: near }) =>
      `Line ${line}: no record has “${key}”.${near.length ? ` Did you mean ${near.join(" or ")}?` : ""} It stays in the text, marked.`),
    ...notices.map(({ source, field, message }) => `${source}${field ? `, ${field}` : ""}: ${message}`),
  ];
  return [
    shown,
    ...warnings.map((words) => element("p", { className: "bib-notice" }, element("strong", { textContent: "To know: " }), words)),
    element("p", { className: "row" }, copyIt, ...(sources.length ? [" ", keep] : [])),
  ];
};

const setCitations = async (text) => {
  const { style, locale } = list().dataset;
  const answer = await fetch("/v1/bibliography", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, style, locale: locale || null, link: "none" }),
  });
  const made = await answer.json();
  if (!answer.ok) throw new Error(`the text was not read: ${made.detail}`);
  document.getElementById("cited-text").replaceChildren(...citedText(made));
  const found = counted(made.citations.length, "citation");
  say(`${found} set${made.unknown.length ? `, ${made.unknown.length} not known` : ""}.`);
};

undoButton.addEventListener("click", () => inTurn(undo));

const copyList = async (from) => {
  const text = document.getElementById("as-text");
  const html = document.getElementById("as-html").innerHTML.trim();
  const done = await copy(Promise.resolve({ text: text.value, html }));
  if (!done) {
    text.closest("details").open = true;
    text.select();
  }
  answerOn(from, done ? "Copied" : "Selected: copy with Ctrl+C or ⌘C");
  const notices = list().querySelectorAll(".bib-notice, #entries .mark").length;
  say(`${done ? "Copied" : "Selected"}: ${list().querySelector(".status").textContent}.${notices ? " Some entries have something to know; it stands below them." : ""}`);
};

const copyAddress = async (from) => {
  const address = new URL(list().dataset.address, location.href).href;
  const anchor = Object.assign(document.createElement("a"), { href: address, textContent: "References" });
  const done = await copy(Promise.resolve({ text: address, html: anchor.outerHTML }));
  answerOn(from, done ? "Copied" : "Not copied: take it from the address bar");
  say(done ? "Copied: the address of this list." : from.textContent);
};

page.addEventListener("click", (event) => {
  const from = event.target.closest?.("button[data-list]");
  switch (from?.dataset.list) {
    case "copy":
      copyList(from);
      break;
    case "link":
      copyAddress(from);
      break;
    case "print":
      print();
      break;
    case "clear":
      inTurn(async () => {
        const count = ids().length;
        await go(addressOf([]));
        say(`Removed all: ${counted(count, "reference")}.`);
        undoButton.focus();
      });
      break;
  }
});

/** Shows what this browser keeps. */
const showOwn = async () => {
  own = true;
  shared.replaceChildren();
  await go(addressOf(kept.ids()), { remember: false });
};

/** A list that came with an address does not replace the one that is kept here unless somebody says so. */
const offerShared = () => {
  const mine = kept.ids();
  const offer = (words, work) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "small", textContent: words });
    made.addEventListener("click", () => inTurn(work));
    return made;
  };
  const take = (all, words) => async () => {
    const before = kept.ids();
    kept.put(all());
    await showOwn();
    changes.push({ before, after: ids() });
    undoable();
    say(words);
    page.querySelector("h1").focus();
  };
  const text = document.createElement("p");
  text.textContent = `This list came with its address. The one kept in this browser is another, with ${counted(mine.length, "reference")}.`;
  const row = Object.assign(document.createElement("p"), { className: "row" });
  row.append(
    offer("Add it to mine", take(() => [...new Set([...kept.ids(), ...ids()])], "Added to your list.")),
    " ",
    offer("Keep it instead of mine", take(() => ids(), "Kept instead of your list.")),
    " ",
    offer("Show mine", async () => {
      await showOwn();
      say("This is your list.");
      page.querySelector("h1").focus();
    }),
  );
  const box = Object.assign(document.createElement("div"), { className: "notice" });
  box.append(text, row);
  shared.replaceChildren(box);
};

const begin = async () => {
  const mine = kept.ids();
  const here = ids();
  if (here.length === 0 || history.state?.own) {
    own = true;
    const shown = list().dataset;
    const [style, locale] = [memory.get(STYLE) || shown.style, memory.get(LOCALE) ?? ""];
    const isStyled = new URLSearchParams(location.search).has("style");
    const isOther = !isStyled && (style !== shown.style || locale !== shown.locale);
    if (isOther) Object.assign(shown, { style, locale });
    if (isOther || !same(here, mine)) await showOwn();
  } else if (same(here, mine)) {
    own = true;
  } else if (mine.length === 0) {
    own = true;
    if (!kept.put(here)) say("This browser stores nothing for this site: the list is kept in the address alone.");
  } else {
    offerShared();
  }
  history.replaceState({ own }, "", list().dataset.address);
};

addEventListener("storage", (event) => {
  if (event.key !== KEPT && event.key !== null) return;
  inTurn(async () => {
    if (!own) {
      if (shared.firstChild) offerShared();
    } else if (!same(kept.ids(), ids())) {
      await showOwn();
      say(`Changed in another window: ${counted(ids().length, "reference")} in the list.`);
    }
  });
});
addEventListener("pageshow", (event) => {
  if (event.persisted && own) inTurn(showOwn);
});
inTurn(begin);
}
