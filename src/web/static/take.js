// What of a hit can be taken along: its reference and its in-text form in the style remembered, text about it, its address.
// References and texts come from the API when they are asked for.
"use strict";

{
const { STYLE, memory, say, copy, select, answerOn, refresh } = evidence;

const ask = async (address, options) => {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
  return answer.json();
};

/** HTML as it is pasted: without the box of an entry, and without links that lead nowhere outside a list. */
const inner = (html) => {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  for (const link of content.querySelectorAll('a[href^="#"]')) link.replaceWith(...link.childNodes);
  const box = document.createElement("div");
  box.append(...(content.querySelector(".csl-entry") ?? content).childNodes);
  return box.innerHTML;
};

/** What the API says of the references in this style, in the words of the page. */
const noticesOf = (row, notices) => {
  const words = row.querySelector("template")?.content;
  return notices.map(({ kind, source, field, message }) =>
    words?.querySelector(`[data-about="${CSS.escape(`${kind} ${source} ${field ?? ""}`)}"]`)?.textContent ?? message);
};

/** One source as the API cites it, or one record of the literature, whose name has its scheme in front. */
const citedOne = async (source, style) => {
  const collection = source.includes(":") ? "literature" : "sources";
  const { reference, in_text: inText, notices } = await ask(`/v1/${collection}/${encodeURIComponent(source)}/citation?style=${style}`);
  const { text, html } = inText.citation ?? inText;
  return {
    reference: { text: reference.text, html: inner(reference.html) },
    citation: { text, html: inner(html) },
    notices,
  };
};

/** Several sources, cited together as in one text. */
const citedTogether = async (sources, style) => {
  const body = JSON.stringify({ text: `[${sources.map((source) => `@${source}`).join("; ")}]`, style });
  const made = await ask("/v1/bibliography", { method: "POST", headers: { "content-type": "application/json" }, body });
  const { references, citations: [group], notices } = made;
  const { text, html } = group.note ?? group.citation;
  return {
    reference: {
      text: references.map(({ reference }) => reference.text).join("\n"),
      html: references.map(({ reference }) => `<p>${inner(reference.html)}</p>`).join("\n"),
    },
    citation: { text, html: inner(html) },
    notices,
  };
};

const escaped = (text) => Object.assign(document.createElement("p"), { textContent: text }).innerHTML;

/** Text of a blurb, with what must be known beside it. It is asked for anew: it may have been taken back. */
const textOf = async (blurb, length) => {
  const { text, good_to_know: points, valid_until: until } = await ask(`/v1/blurbs/${encodeURIComponent(blurb)}?length=${length}`);
  const notices = [...points, `It may be published until ${until}; name its sources with it.`];
  return { text, html: `<p>${escaped(text)}</p>`, notices };
};

const STYLES = () => document.getElementById("style");

/** What a button takes, and what to call it. */
const taken = (row, what) => {
  const { sources, blurb, href, title } = row.dataset;
  const style = STYLES().value;
  const styled = STYLES().selectedOptions[0].textContent;
  switch (what) {
    case "reference":
    case "citation": {
      const ids = sources.split(" ");
      const name = what === "citation" ? "in-text form" : ids.length > 1 ? `${ids.length} references` : "reference";
      const made = ids.length > 1 ? citedTogether(ids, style) : citedOne(ids[0], style);
      return { name: `${name} in ${styled}`, made: made.then((forms) => ({ ...forms[what], notices: noticesOf(row, forms.notices) })) };
    }
    case "link": {
      const address = new URL(href, location.href).href;
      const html = `<a href="${escaped(address)}">${escaped(title)}</a>`;
      return { name: "link", made: Promise.resolve({ text: address, html, notices: [] }) };
    }
    default:
      return { name: what === "line" ? "text of one line" : "short text", made: textOf(blurb, what) };
  }
};

const paragraph = (className, ...content) => {
  const made = Object.assign(document.createElement("p"), { className });
  made.append(...content);
  return made;
};

/** The row of buttons of the same record as it stands now: results may have been drawn anew since its button was pressed. */
const standing = (row) =>
  row.isConnected ? row : [...document.querySelectorAll(".take")].find((other) => other.dataset.href === row.dataset.href);

/** What was taken last and from where, until something else is asked. */
let last = null;

/** Shows below the buttons what was taken, and what should be known of it. */
const show = (row, heading, content) => {
  const shown = Object.assign(document.createElement("div"), { className: "taken" });
  shown.append(paragraph("by", heading));
  if (content) {
    const text = Object.assign(document.createElement("div"), { className: "reference", innerHTML: content.html });
    shown.append(text);
    for (const words of content.notices) {
      const strong = Object.assign(document.createElement("strong"), { textContent: "To know: " });
      shown.append(paragraph("bib-notice", strong, words));
    }
  }
  for (const old of document.querySelectorAll(".taken")) old.remove();
  standing(row)?.after(shown);
  last = { row, shown };
  say([heading, ...(content?.notices.map((words) => `To know: ${words}`) ?? [])].join(" "));
  return shown;
};

const take = async (button) => {
  const row = button.closest(".take");
  const { name, made } = taken(row, button.dataset.take);
  try {
    const done = await copy(made);
    const content = await made;
    answerOn(button, done ? "Copied" : "Selected");
    // The button is gone with its menu.
    if (button.closest(".menu")) row.querySelector("summary").focus({ preventScroll: true });
    const heading = done
      ? `Copied: ${name}.`
      : `This browser does not let the page copy. The ${name} is selected below: copy it with Ctrl+C or ⌘C.`;
    const shown = show(row, heading, content);
    if (!done) select(shown.querySelector(".reference"));
  } catch (error) {
    const reason = error.message.startsWith("the service") ? error.message : "the service does not answer";
    show(row, `Nothing was copied: ${reason}. Try again, or open the record and copy there.`);
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-take]");
  if (button) take(button);
});

// On a hit `c` copies its reference.
document.addEventListener("keydown", (event) => {
  if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!document.activeElement?.classList.contains("hit-link")) return;
  document.activeElement.closest(".hit").querySelector('[data-take="reference"]')?.click();
});

// The style chosen last, unless the address says another one.
const styleRemembered = () => {
  const styles = STYLES();
  const style = memory.get(STYLE);
  if (!styles || "printed" in styles.dataset || !style) return;
  if ([...styles.options].some((option) => option.value === style)) styles.value = style;
};

document.addEventListener("change", (event) => {
  if (event.target !== STYLES()) return;
  memory.set(STYLE, event.target.value);
  refresh();
  // References that are printed are printed anew.
  if ("printed" in event.target.dataset) event.target.form.requestSubmit();
  else say(`References are copied in ${event.target.selectedOptions[0].textContent}.`);
});

addEventListener("evidence:shown", styleRemembered);

// Results of what was typed may come after something was taken from those before them: it stays with its record.
addEventListener("evidence:shown", () => {
  if (last && !last.shown.isConnected) standing(last.row)?.after(last.shown);
});
document.addEventListener("input", () => (last = null));
styleRemembered();
}
