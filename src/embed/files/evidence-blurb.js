// <evidence-blurb blurb="…" length="line|short|full">what is shown while there is nothing else</evidence-blurb>
//
// Shows a blurb of the service this file comes from, and nothing once it may not be published any more. Attributes,
// custom properties, parts, states and the event are documented at /embed of the service. Sets no cookie, stores
// nothing, sends no more than the address of the blurb. Works under a policy without unsafe-inline; what it needs is the
// service in script-src and connect-src and, where Trusted Types are required, the policy name evidence-blurb.
(() => {
  "use strict";
  const NAME = "evidence-blurb";
  if (!globalThis.customElements || customElements.get(NAME)) return;

  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  // How long an answer is good for, and how long a service that does not answer is left in peace.
  const GOOD = HOUR;
  const PEACE = HOUR / 12;
  const PATIENCE = 20_000;
  const service = document.currentScript ? new URL(document.currentScript.src).origin : "";

  // What a fragment is made of. Anything else is unwrapped to its text, and what is no text to a reader is left out.
  const KEPT = new Set(
    "section h1 h2 h3 h4 h5 h6 p ul ol li a strong em b i cite sub sup span time small details summary".split(" "),
  );
  const DROPPED = new Set(
    "script style template noscript iframe object embed svg math textarea select title".split(" "),
  );
  const ATTRIBUTES = ["lang", "datetime", "aria-label"];

  let policy;
  try {
    policy = trustedTypes.createPolicy(NAME, { createHTML: (html) => html });
  } catch {
    // There are no Trusted Types, or the page does not allow us the policy.
  }

  let look = [];
  let nowhere = [];
  try {
    const sheet = (css) => {
      const made = new CSSStyleSheet();
      made.replaceSync(css);
      return made;
    };
    // The box is that of the element, and the rest is as in any page: what the site printed takes as much room.
    look = [sheet(`
      :host { display: block; padding: var(--evidence-padding, 0 0 0 1rem); background: var(--evidence-background, none);
        border-inline-start: .25rem solid var(--evidence-accent, currentColor); color: var(--evidence-color, inherit);
        font: var(--evidence-font, inherit); overflow-wrap: anywhere }
      :host([hidden]) { display: none }
      summary { cursor: pointer }
      article > :first-child { margin-block-start: 0 }
      article > :last-child { margin-block-end: 0 }
      ::slotted(:first-child) { margin-block-start: 0 !important }
      ::slotted(:last-child) { margin-block-end: 0 !important }
      a { color: var(--evidence-link, inherit) }`)];
    nowhere = [sheet(":host { display: none !important }")];
  } catch {
    // An old browser shows it in its own style.
  }

  // The parsed nodes are read and never put into the page: one that is begins to load and to run what it names.
  const copied = (nodes, level) => {
    const into = document.createDocumentFragment();
    for (const node of nodes) {
      const name = node.localName;
      if (node.nodeType === Node.TEXT_NODE) into.append(node.data);
      if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(name)) continue;
      const children = copied(node.childNodes, level);
      if (!KEPT.has(name)) {
        into.append(children);
        continue;
      }
      // Named sections are landmarks, of which a page should not have one for every few lines.
      const kind = name === "section" ? "article" : /^h\d$/.test(name) ? `h${level}` : name;
      const made = document.createElement(kind);
      for (const attribute of ATTRIBUTES) {
        if (node.hasAttribute(attribute)) made.setAttribute(attribute, node.getAttribute(attribute));
      }
      if (name === "a" && /^https?:\/\//i.test(node.getAttribute("href") ?? "")) {
        made.href = node.getAttribute("href");
        made.rel = "noopener";
      }
      // evidence-blurb-title becomes the part "title", evidence-blurb the part "blurb".
      const part = /^evidence-blurb(?:-([a-z]+))?$/.exec(node.className);
      if (part) made.setAttribute("part", part[1] ?? "blurb");
      made.append(children);
      into.append(made);
    }
    return into;
  };

  const folded = (words, ...content) => {
    const made = document.createElement("details");
    made.setAttribute("part", "more");
    made.append(Object.assign(document.createElement("summary"), { textContent: words }), ...content.filter(Boolean));
    return made;
  };

  const link = (href, words) => Object.assign(document.createElement("a"), { href, rel: "noopener", textContent: words });

  /** A section as it is shown: with its references in the line, folded, or all of it. */
  const shaped = (section, level, references, page) => {
    const made = copied([section], level);
    const part = (name) => made.querySelector(`[part=${name}]`);
    const [list, dates, text] = [part("references"), part("dates"), part("text")];
    if (references === "inline" && list && text) {
      part("title")?.remove();
      part("lead")?.remove();
      const cited = [...section.querySelectorAll("[data-evidence-short]")].flatMap((item, at) => {
        const words = item.dataset.evidenceShort;
        const address = [...item.querySelectorAll("a")].map(({ href }) => href).find((href) => /^https?:/.test(href));
        return [at ? "; " : "", address ? link(address, words) : words];
      });
      if (cited.length) text.append(" (", ...cited, ")");
      text.after(folded("Good to know and sources", part("caveats"), list));
    } else if (references === "folded" && list) {
      const place = document.createComment("");
      list.replaceWith(place);
      place.replaceWith(folded(`Sources (${list.children.length})`, list));
    }
    if (dates) {
      const small = document.createElement("small");
      small.append(...dates.childNodes, " ", link(page, "About this text"));
      dates.append(small);
    }
    return made;
  };

  /** The moment at which a day is over everywhere the service counts days: in UTC. */
  const endOf = (day) => (/^\d{4}-\d\d-\d\d$/.test(day ?? "") ? Date.parse(day) + DAY : NaN);

  const underWay = new Map();
  /** Status and body of an address; elements that ask the same at once share one request. */
  const load = (address, again) => {
    if (!underWay.has(address)) {
      const answer = async () => {
        try {
          const response = await fetch(address, {
            credentials: "omit",
            referrerPolicy: "no-referrer",
            // The browser keeps answers with their ETag: asking again costs a 304.
            cache: again ? "no-cache" : "default",
            signal: AbortSignal.timeout?.(PATIENCE),
          });
          return { status: response.status, html: response.ok ? await response.text() : "" };
        } catch {
          return { status: 0, html: "" };
        } finally {
          underWay.delete(address);
        }
      };
      underWay.set(address, answer());
    }
    return underWay.get(address);
  };

  class EvidenceBlurb extends HTMLElement {
    static observedAttributes = ["id", "blurb", "length", "references", "version", "service", "heading-level", "valid-until"];

    #root = this.attachShadow({ mode: "open" });
    #internals = this.attachInternals();
    #state = "";
    #html = "";
    #ends = NaN;
    #due = 0;
    #turn = 0;
    #timer;
    #begins = false;
    #look = () => this.#check();

    /** "fallback", "shown", "outdated" when the service has other words than the version the page is bound to, or "gone" when
     * it may not be published any more. */
    get state() {
      return this.#state;
    }

    connectedCallback() {
      for (const event of ["visibilitychange", "pageshow", "online"]) addEventListener(event, this.#look);
      this.#begin();
    }

    disconnectedCallback() {
      for (const event of ["visibilitychange", "pageshow", "online"]) removeEventListener(event, this.#look);
      clearTimeout(this.#timer);
      this.#turn += 1;
    }

    attributeChangedCallback(_name, before, after) {
      if (this.isConnected && before !== after) this.#begin();
    }

    /** Begins anew, once for all attributes that change together. */
    #begin() {
      this.#turn += 1;
      if (this.#begins) return;
      this.#begins = true;
      queueMicrotask(() => {
        this.#begins = false;
        if (!this.isConnected) return;
        this.#html = "";
        this.#fall();
        this.#ask(false);
      });
    }

    get #id() {
      return this.getAttribute("blurb") || this.id;
    }

    get #service() {
      return this.getAttribute("service") || service || location;
    }

    async #ask(again) {
      const id = this.#id;
      const turn = ++this.#turn;
      this.#due = Date.now() + PEACE;
      this.#wait();
      if (!id) return;
      const address = new URL(`/v1/blurbs/${encodeURIComponent(id)}`, this.#service);
      address.searchParams.set("format", "html");
      address.searchParams.set("length", this.getAttribute("length") || "short");
      const { status, html } = await load(address.href, again);
      if (turn !== this.#turn) return;
      if (status === 200) this.#show(id, html);
      else if (status === 410) this.#vanish();
      else if (status === 400 || status === 404) console.warn(`${NAME}: ${address} answers ${status}`);
      if (status === 200 || status === 410) this.#due = Date.now() + GOOD;
      this.#wait();
    }

    #show(id, html) {
      let section;
      try {
        const parsed = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
        section = parsed.querySelector("section.evidence-blurb");
      } catch {
        console.warn(`${NAME}: the page requires Trusted Types and does not allow the policy ${NAME}`);
      }
      const ends = endOf(section?.dataset.evidenceValidUntil);
      // Something else answered, such as the door of a network.
      if (section?.dataset.evidenceId !== id || Number.isNaN(ends)) return;
      this.#ends = ends;
      if (Date.now() >= ends) {
        this.#vanish();
        return;
      }
      const wanted = this.getAttribute("version");
      if (wanted && wanted !== section.dataset.evidenceVersion) {
        // The words that the page brought, which somebody has read, and no others.
        this.#html = "";
        this.#root.replaceChildren(document.createElement("slot"));
        this.#enter("outdated", look);
      } else if (html !== this.#html) {
        const level = Math.min(6, Math.max(1, parseInt(this.getAttribute("heading-level"), 10) || 3));
        this.#html = html;
        const references = this.getAttribute("references") || (this.getAttribute("length") === "line" ? "inline" : "folded");
        const page = new URL(`/blurbs/${encodeURIComponent(id)}`, this.#service).href;
        this.#root.replaceChildren(shaped(section, level, references, page));
        this.#enter("shown", look);
      }
    }

    #vanish() {
      this.#html = "";
      this.#ends = NaN;
      this.#root.replaceChildren();
      this.#enter("gone", [...look, ...nowhere]);
    }

    /** Shows what the page brought, unless that is too old as well. */
    #fall() {
      this.#ends = endOf(this.getAttribute("valid-until"));
      if (Date.now() >= this.#ends) {
        this.#vanish();
      } else {
        this.#root.replaceChildren(document.createElement("slot"));
        this.#enter("fallback", look);
      }
    }

    #enter(state, sheets) {
      if (sheets.length) this.#root.adoptedStyleSheets = sheets;
      const isNew = state !== this.#state;
      try {
        this.#internals.states?.delete(this.#state);
        this.#internals.states?.add(state);
      } catch {
        // Browsers that knew another syntax of states.
      }
      this.#state = state;
      if (isNew) this.dispatchEvent(new CustomEvent("evidence-blurb-state", { bubbles: true, detail: { state } }));
    }

    #check() {
      if (Date.now() >= this.#ends) this.#vanish();
      if (document.visibilityState === "visible" && Date.now() >= this.#due) this.#ask(true);
      else this.#wait();
    }

    #wait() {
      clearTimeout(this.#timer);
      const next = Math.min(this.#ends || Infinity, this.#due) - Date.now();
      // Not in a hurry when hidden: becoming visible is an event.
      const least = document.visibilityState === "visible" ? 1000 : PEACE;
      this.#timer = setTimeout(this.#look, Math.max(least, Math.min(next, DAY)));
    }
  }

  customElements.define(NAME, EvidenceBlurb);
})();
