// Checks while you type. The server marks the text: this takes what changes out of the page it would have gone to, puts
// accepted sentences into the box where they can be undone, and moves between the marks by keyboard. `paste.js` stands before it.

// Browsers look through the whole form for each button that could submit it: thousands of them take a minute. Here none needs
// to, because a click is answered by this script. In a text of the user `"` is written otherwise.
const [SUBMITS, ACTS] = ['<button type="submit" class="quiet"', '<button type="button" class="quiet"'];

const form = document.getElementById("draft");
const box = document.getElementById("text");
const status = document.getElementById("status");
const report = document.getElementById("report");
const live = document.getElementById("live");
const format = document.getElementById("format");
const MAX_BYTES = Number(box.dataset.max);

/** A pause after the last key, longer where more has to be drawn. */
const pause = () => (box.value.length > 40_000 ? 1200 : 450);

let waiting;
let under;
// What the marks are about: places are good for this text only.
let checked = report.querySelector(".checked") ? box.value : null;

const say = (text, action) => {
  // What has not changed need not be read out again at every pause.
  if (!action && status.textContent === text) return;
  status.replaceChildren(text);
  if (action) status.append(" ", action);
};

/** Shows what works where the clipboard may be written. */
const reveal = (within) => {
  if (!navigator.clipboard) return;
  for (const button of within.querySelectorAll("button[data-copy]")) button.hidden = false;
};

const bytes = (text) => new TextEncoder().encode(text).length;

const fields = () => {
  const data = new FormData(form);
  // FormData writes line breaks as forms do; places are counted in the text as it stands in the box.
  data.set("text", box.value);
  const wanted = ([name, value]) => typeof value === "string" && name !== "show" && (name === "text" || value.trim());
  const pairs = [...data].filter(wanted);
  return new URLSearchParams(pairs);
};

/** Puts the report of a page in the place of the one that is shown; where the reader is stays. */
const show = (html) => {
  const next = new DOMParser().parseFromString(html.replaceAll(SUBMITS, ACTS), "text/html");
  const from = next.getElementById("report");
  if (!from) throw new Error("no report in the answer");
  const focused = report.contains(document.activeElement) ? document.activeElement.id : "";
  const filter = report.querySelector("input[name=show]:checked")?.id;
  const opened = [...report.querySelectorAll(".draft-stand[open] input[id]")].map((input) => input.id);
  reveal(from);
  report.replaceChildren(...from.childNodes);
  const read = report.querySelector(".checked")?.dataset.formatLabel;
  format.options[0].textContent = format.value || !read ? "Automatic" : `Automatic: ${read}`;
  if (filter) {
    const same = document.getElementById(filter);
    if (same) same.checked = true;
  }
  for (const id of opened) {
    const details = document.getElementById(id)?.closest(".draft-stand");
    if (!details) continue;
    details.open = true;
    details.closest(".draft-fold").open = true;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  return next.getElementById("status").textContent.trim();
};

const check = async ({ before = "", action } = {}) => {
  clearTimeout(waiting);
  under?.abort();
  const text = box.value;
  if (!text.trim()) {
    checked = null;
    report.replaceChildren();
    report.removeAttribute("aria-busy");
    say("There is nothing to check yet: paste a text first.");
    return false;
  }
  const size = bytes(text);
  if (size > MAX_BYTES) {
    say(`The text has ${Math.ceil(size / 1000)} kB, and ${MAX_BYTES / 1000} kB are checked at a time, some 150,000 words: check it in parts.`);
    return false;
  }
  under = new AbortController();
  const { signal } = under;
  report.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch("/check", { method: "POST", body: fields(), signal, cache: "no-store", headers: { accept: "text/html" } });
    if (!answer.headers.get("content-type")?.startsWith("text/html")) throw new Error(`status ${answer.status}`);
    const html = await answer.text();
    if (signal.aborted) return false;
    const found = show(html);
    checked = answer.ok ? text : null;
    say(before ? `${before} ${found}` : found, action);
    return answer.ok;
  } catch (error) {
    if (error.name !== "AbortError") say("The service does not answer. Your text is still in the box; press Check to try again.");
    return false;
  } finally {
    if (!signal.aborted) report.removeAttribute("aria-busy");
  }
};

const soon = () => {
  clearTimeout(waiting);
  under?.abort();
  report.removeAttribute("aria-busy");
  if (live.checked) waiting = setTimeout(check, pause());
};

/** The format of the text that is marked: the one that was chosen, or that the service told from the text. */
const formatRead = () => format.value || report.querySelector(".checked")?.dataset.format || "text/plain";

box.addEventListener("input", soon);
box.addEventListener("paste", (event) => {
  const { selectionStart: start, selectionEnd: end } = box;
  const isWhole = end - start === box.value.length;
  // A text that takes the place of a file is not that file any more.
  if (isWhole) document.getElementById("name").value = "";
  // Between the lines of a text that is no HTML, tags would be words.
  if (!isWhole && formatRead() !== "text/html") return;
  const html = structured(event.clipboardData?.getData("text/html") ?? "");
  if (!html) return;
  event.preventDefault();
  if (isWhole && format.value) format.value = "text/html";
  write(start, end, html);
  say("Pasted with its headings, lists, tables and links.");
});
format.addEventListener("change", soon);
document.getElementById("context").addEventListener("input", soon);
live.addEventListener("change", () => live.checked && checked !== box.value && soon());

// Writing into the box

/** Replaces a stretch of the box as if it were typed, so that Ctrl+Z takes it back. */
const write = (start, end, text) => {
  box.focus({ preventScroll: true });
  box.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) box.setRangeText(text, start, end, "end");
};

const accept = async (button) => {
  const card = button.closest(".draft-card");
  const [start, end] = [Number(card.dataset.start), Number(card.dataset.end)];
  if (checked !== box.value) {
    await check({ before: "Nothing was replaced: the text has changed since." });
    return;
  }
  const { with: right } = button.dataset;
  const was = box.value.slice(start, end);
  const scrolled = scrollY;
  write(start, end, right);
  scrollTo(0, scrolled);
  const after = box.value;
  const undo = document.createElement("button");
  undo.type = "button";
  undo.textContent = "Undo";
  undo.addEventListener("click", () => {
    if (box.value !== after) {
      say("The text has changed since: undo it with Ctrl+Z in the box.");
      return;
    }
    write(start, start + right.length, was);
    check({ before: "The sentence is back." });
  });
  const number = card.querySelector(".draft-number").textContent;
  await check({ before: `Sentence ${number} replaced.`, action: undo });
  // What was accepted stands between the same neighbours: go on from there.
  const all = cards();
  const next = all.find((other) => Number(other.dataset.start) >= start) ?? all.at(-1);
  if (next) go(next);
  else undo.focus();
};

/** Selects a sentence in the box and brings it into view. */
const edit = (card) => {
  if (checked !== box.value) {
    box.focus();
    return;
  }
  const [start, end] = [Number(card.dataset.start), Number(card.dataset.end)];
  box.setSelectionRange(start, start);
  // Browsers scroll a box to its caret when it gets the focus.
  box.blur();
  box.focus();
  box.setSelectionRange(start, end);
  box.scrollIntoView({ block: "nearest" });
};

// Moving between marks

/** The cards that the filter shows, in order. Filters are called like the classes of the cards they show. */
const cards = () => {
  const filter = report.querySelector("input[name=show]:checked")?.value ?? "all";
  return [...report.querySelectorAll(filter === "all" ? ".draft-card" : `.draft-card.${filter}`)];
};

const current = (card) => {
  for (const old of report.querySelectorAll(".current")) old.classList.remove("current");
  if (!card) return;
  card.classList.add("current");
  document.getElementById(`mark-${card.querySelector(".draft-number").textContent}`)?.classList.add("current");
};

const go = (card) => {
  current(card);
  card.querySelector(".draft-fold").open = true;
  card.focus({ preventScroll: true });
  // The whole card, or as much of it as there is room for.
  const { top, bottom, height } = card.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) card.scrollIntoView({ block: height < innerHeight * 0.8 ? "center" : "start" });
};

const step = (by) => {
  const all = cards();
  if (all.length === 0) {
    say("There is no mark to go to.");
    return;
  }
  const focus = document.activeElement;
  if (focus === box && checked === box.value) {
    // From the box to the sentence the caret is in, or the next one: Esc and F8 go back and forth.
    go(all.find((card) => Number(card.dataset.end) >= box.selectionStart) ?? all[0]);
    return;
  }
  const here = focus.closest?.(".draft-card") ?? report.querySelector(".draft-card.current");
  const at = all.indexOf(here);
  go(at < 0 ? all[0] : all[(at + by + all.length) % all.length]);
};

report.addEventListener("focusin", (event) => {
  const card = event.target.closest(".draft-card");
  if (card) current(card);
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && (event.target === box || form.contains(event.target))) {
    event.preventDefault();
    check();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const card = event.target.closest?.(".draft-card");
  if (event.key === "F8") {
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  } else if (card && event.target === card && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (card && event.key === "Escape") {
    event.preventDefault();
    edit(card);
  }
});

// Buttons

const download = (name, type, content) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

const asJson = async () => {
  const data = new FormData(form);
  const today = document.querySelector(".checked time").dateTime;
  const acknowledge = [...data]
    .filter(([name, value]) => name.startsWith("stand:") && value.trim())
    .map(([name, reason]) => {
      const [, rule, sentence, record] = name.split(":");
      return { rule, sentence, record, reason: reason.trim(), date: today };
    });
  const body = { text: box.value, content_type: formatRead(), context: data.get("context").trim(), acknowledge };
  try {
    const answer = await fetch("/v1/check", {
      method: "POST", body: JSON.stringify(body), cache: "no-store", headers: { "content-type": "application/json" },
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    download("check.json", "application/json", await answer.text());
    say("The report was downloaded as JSON.");
  } catch {
    say("The service does not answer; nothing was downloaded.");
  }
};

const copyText = async () => {
  try {
    const text = box.value;
    // Where it came from with its structure, it goes back with it.
    if (formatRead() !== "text/html") await navigator.clipboard.writeText(text);
    else if (!(await evidence.copy(Promise.resolve({ text, html: text })))) throw new Error("not allowed");
    say(checked === box.value ? "The text was copied as it stands in the box." : "The text was copied; it has changed since it was checked.");
  } catch {
    box.focus();
    box.select();
    say("Not copied: the text is selected, copy it by hand.");
  }
};

form.addEventListener("submit", (event) => {
  const { submitter } = event;
  // A download leaves the page where it is.
  if (submitter?.name === "wish") return;
  event.preventDefault();
  check();
});

report.addEventListener("click", (event) => {
  const { target } = event;
  const button = target.closest("button[name=accept], button[name=keep]");
  if (button) {
    event.preventDefault();
    if (button.name === "accept") accept(button);
    else check();
  } else if (target.closest("#copy-text")) copyText();
  else if (target.closest("#download-json")) asJson();
  else if (target.closest("#next-mark")) step(1);
  else if (target.closest("#previous-mark")) step(-1);
  else if (target.closest(".draft-edit")) edit(target.closest(".draft-card"));
  else {
    const sentence = target.closest(".draft-sentence");
    // Whoever drags to select text wants the text.
    if (sentence && getSelection().isCollapsed) {
      const card = document.getElementById(`card-${sentence.dataset.card}`);
      if (cards().includes(card)) go(card);
    }
  }
});

report.addEventListener("change", (event) => {
  if (event.target.name !== "show") return;
  const count = cards().length;
  say(`${count} ${count === 1 ? "sentence" : "sentences"} shown.`);
});

// Files: read here, and sent like a text that was pasted

const ENDINGS = { md: "text/markdown", markdown: "text/markdown", html: "text/html", htm: "text/html" };

const read = async (file) => {
  if (file.size > MAX_BYTES) {
    say(`${file.name} has ${Math.ceil(file.size / 1000)} kB, and ${MAX_BYTES / 1000} kB are checked at a time: check it in parts.`);
    return;
  }
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    say(`${file.name} is no text in UTF-8. Save it as text, Markdown or HTML in UTF-8; from a word processor, copy and paste the text.`);
    return;
  }
  if (text.includes("\0")) {
    say(`${file.name} is no text. From a word processor, copy and paste the text.`);
    return;
  }
  box.value = text;
  format.value = ENDINGS[file.name.split(".").at(-1).toLowerCase()] ?? "";
  document.getElementById("name").value = file.name.slice(0, 120);
  await check({ before: `${file.name} was read.` });
};

const picker = document.getElementById("file");
document.getElementById("open-file").addEventListener("click", () => picker.click());
picker.addEventListener("change", () => {
  const [file] = picker.files;
  // The same file may be chosen again.
  if (file) read(file).finally(() => (picker.value = ""));
});
const dropping = document.querySelector(".draft").classList;
for (const name of ["dragenter", "dragover"]) {
  addEventListener(name, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    dropping.add("dropping");
  });
}
addEventListener("dragleave", (event) => event.relatedTarget ?? dropping.remove("dropping"));
addEventListener("drop", (event) => {
  dropping.remove("dropping");
  const [file] = event.dataTransfer.files;
  if (!file) return;
  event.preventDefault();
  read(file);
});

form.addEventListener("click", (event) => {
  // Nobody loses a text to the example.
  const isExample = event.target.closest('a[href^="/check?example"]');
  if (isExample && box.value.trim() && !confirm("Replace the text in the box by the example?")) event.preventDefault();
});

reveal(document);
// Browsers bring back what stood in the box; the marks come back with it.
addEventListener("pageshow", () => {
  if (box.value.trim() && checked !== box.value && !status.textContent.trim()) check();
});
