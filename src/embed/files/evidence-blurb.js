// <evidence-blurb id="…" length="line|short|full">what is shown while there is nothing else</evidence-blurb>
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
    "section h1 h2 h3 h4 h5 h6 p ul ol li a strong em b i cite sub sup span time".split(" "),
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
    look = [sheet(`
      :host { display: block; color: var(--evidence-color, inherit); font: var(--evidence-font, inherit) }
      :host([hidden]) { display: none }
      article { padding: var(--evidence-padding, 0 0 0 1rem); background: var(--evidence-background, none);
        border-inline-start: .25rem solid var(--evidence-accent, currentColor); overflow-wrap: anywhere }
      [part~=title] { margin: 0 0 .5em; font-size: 1.125em; font-weight: 600; line-height: 1.3 }
      p, ul, ol { margin: 0 0 .75em }
      ul, ol { padding-inline-start: 1.4em; font-size: .9375em }
      [part~=references], [part~=dates] { font-size: .875em }
      [part~=dates] { margin: 0 }
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
    static observedAttributes = ["id", "blurb", "length", "service", "heading-level", "valid-until"];

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

    /** "fallback", "shown", or "gone" when it may not be published any more. */
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

    async #ask(again) {
      const id = this.#id;
      const turn = ++this.#turn;
      this.#due = Date.now() + PEACE;
      this.#wait();
      if (!id) return;
      const address = new URL(`/v1/blurbs/${encodeURIComponent(id)}`, this.getAttribute("service") || service || location);
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
      } else if (html !== this.#html) {
        const level = Math.min(6, Math.max(1, parseInt(this.getAttribute("heading-level"), 10) || 3));
        this.#html = html;
        this.#root.replaceChildren(copied([section], level));
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
