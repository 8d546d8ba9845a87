// What is pasted from a word processor or a page keeps its structure: headings, lists, tables, links and emphasis come as
// plain HTML, and nothing else of it does. What has no structure is pasted as text, as it always was.
"use strict";

const structured = (() => {
const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, ul, ol, blockquote, table, thead, tbody, tr, th, td";
const INLINE = { B: "strong", STRONG: "strong", I: "em", EM: "em", SUP: "sup", SUB: "sub" };
const DROPPED = "style, script, meta, link, title, xml, template, noscript, [hidden], [aria-hidden=true]";
/** What shows that there is a structure worth keeping. */
const SHOWS = "h1, h2, h3, h4, h5, h6, li, table, sup, a[href^='http'], [role=heading], [data-style*='mso-list']";

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const styleOf = (element) => (element.dataset.style ?? "").toLowerCase().replaceAll(" ", "");

/** The name under which an element is written; empty for one that is passed through. */
const nameOf = (element) => {
  const { tagName } = element;
  if (tagName === "P" || tagName === "DIV") {
    const level = element.getAttribute("role") === "heading" ? Number(element.getAttribute("aria-level")) : 0;
    if (level >= 1 && level <= 6) return `h${level}`;
    if (element.classList.contains("MsoTitle")) return "h1";
    // Word writes items of lists as paragraphs.
    if (styleOf(element).includes("mso-list:")) return "li";
    return tagName === "P" || !element.querySelector(BLOCKS) ? "p" : "";
  }
  if (element.matches(BLOCKS)) return tagName.toLowerCase();
  // Google Docs puts everything into a `b` that is not bold, and says what is bold or italic in styles.
  const style = styleOf(element);
  if (/font-weight:(bold|[6-9]00)/.test(style)) return "strong";
  if (style.includes("font-style:italic")) return "em";
  if (style.includes("vertical-align:super")) return "sup";
  if (/font-weight:(normal|[1-5]00)/.test(style)) return "";
  return INLINE[tagName] ?? "";
};

const isBlock = (html) => html.includes("\n<");

/** What stands in an element. Items that stand in no list get one; at the top, words between blocks become paragraphs. */
const contents = (node, targets, isTop = false) => {
  const isList = node.nodeName === "UL" || node.nodeName === "OL";
  let html = "";
  let line = "";
  let isOpen = false;
  const endLine = () => {
    html += isTop && line.trim() ? `\n<p>${line.trim()}</p>\n` : line;
    line = "";
  };
  for (const child of node.childNodes) {
    const made = written(child, targets);
    const isItem = made.startsWith("\n<li");
    if (isOpen && !isItem && made.trim()) {
      html += "</ul>\n";
      isOpen = false;
    }
    if (isItem && !isList && !isOpen) {
      endLine();
      html += "\n<ul>";
      isOpen = true;
    }
    if (isBlock(made)) {
      endLine();
      html += made;
    } else if (!isOpen) {
      line += made;
    }
  }
  endLine();
  return isOpen ? `${html}</ul>\n` : html;
};

const written = (node, targets) => {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data.replace(/\s+/g, " "));
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(DROPPED)) return "";
  const style = styleOf(node);
  // The sign before an item is what the list brings itself.
  if (style.includes("mso-list:ignore") || style.includes("display:none")) return "";
  if (node.tagName === "BR") return "<br>";
  const inner = contents(node, targets);
  const own = node.id || node.getAttribute("name");
  const id = own && targets.has(own) ? ` id="${escaped(own)}"` : "";
  if (node.tagName === "A") {
    const href = node.getAttribute("href") ?? "";
    if (/^(https?:|mailto:|#)/i.test(href)) return `<a${id} href="${escaped(href)}">${inner}</a>`;
    return id ? `<a${id}>${inner}</a>` : inner;
  }
  const name = nameOf(node);
  if (!name) return inner;
  if (Object.values(INLINE).includes(name)) return inner.trim() && !isBlock(inner) ? `<${name}>${inner}</${name}>` : inner;
  const within = inner.trim();
  // An empty line is none; an empty cell is one.
  if (!within && name !== "td" && name !== "th") return "";
  return `\n<${name}${id}>${within}</${name}>\n`;
};

/** Styles and handlers under names that mean nothing to a browser: the policy of the page forbids them, and they are read only. */
const tamed = (html) =>
  html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)\s*=/gi, " data-$1="));

/** Pasted HTML as it goes into the box; null if it has no structure. */
return (html) => {
  const { body } = new DOMParser().parseFromString(tamed(html), "text/html");
  if (!body.querySelector(SHOWS)) return null;
  const links = [...body.querySelectorAll("a[href^='#']")];
  const targets = new Set(links.map((link) => link.getAttribute("href").slice(1)));
  const made = contents(body, targets, true);
  return made.split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
};
})();
