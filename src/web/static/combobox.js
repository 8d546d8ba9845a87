// Suggestions below a search box, as the ARIA authoring practices describe a combobox with a list: the focus stays in the
// box, arrows choose, Enter goes there, Escape closes, Tab goes on, and keys that move in the text leave the list. Without a script the box is a plain form.
(() => {
const PAUSE = 120;
const LEAST_LETTERS = 2;
const MOST = 6;
const MOVES_IN_TEXT = new Set(["Home", "End", "ArrowLeft", "ArrowRight"]);
const KINDS = { topic: "Topic", source: "Source", finding: "Finding", claim: "Claim", blurb: "Short text" };

const suggestBelow = (box) => {
  // Which kinds of record are suggested, and where one of them is shown; by default on its own page.
  const { kinds = "", target } = box.dataset;
  const list = document.createElement("ul");
  list.id = `${box.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  const told = document.createElement("span");
  told.className = "hidden";
  told.setAttribute("role", "status");
  box.parentElement.append(list, told);
  for (const [name, value] of [
    ["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"],
  ]) box.setAttribute(name, value);

  let waiting;
  let under;
  let active = -1;
  // The text that the suggestions belong to.
  let suggestedFor = "";

  const options = () => [...list.children];
  const isOpen = () => !list.hidden;
  const choose = (at) => {
    active = at;
    for (const [i, option] of options().entries()) option.setAttribute("aria-selected", String(i === at));
    const chosen = options()[at];
    if (chosen) {
      box.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  };
  const close = () => {
    clearTimeout(waiting);
    under?.abort();
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const open = () => {
    const count = options().length;
    if (count === 0 || document.activeElement !== box) return;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    told.textContent = `${evidence.counted(count, "suggestion")}, with the arrow keys`;
  };
  const draw = (found) => {
    list.replaceChildren(...found.map(({ text, kind, id, href }, i) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.href = target ? target + encodeURIComponent(id) : href.replace(/^\/v1/, "");
      const of = document.createElement("span");
      of.className = "by";
      of.textContent = KINDS[kind] ?? kind;
      option.append(text, " ", of);
      return option;
    }));
    choose(-1);
  };

  const suggest = async () => {
    const text = box.value.trim();
    if (text.length < LEAST_LETTERS) return close();
    under?.abort();
    under = new AbortController();
    const { signal } = under;
    const query = new URLSearchParams({ q: text, limit: MOST });
    if (kinds) query.set("kind", kinds);
    try {
      const answer = await fetch(`/v1/suggest?${query}`, { signal });
      if (!answer.ok) return close();
      const { data } = await answer.json();
      if (signal.aborted) return;
      suggestedFor = text;
      // What stands there stays until the next is known.
      draw(data);
      if (data.length === 0) close();
      else open();
    } catch (error) {
      // The box works as it is.
      if (error.name !== "AbortError") close();
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    under?.abort();
    choose(-1);
    waiting = setTimeout(suggest, PAUSE);
  });
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);

  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    const count = options().length;
    const handled = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (isOpen() && (event.key === "Escape" || (event.key === "ArrowUp" && event.altKey))) {
      handled();
      close();
    } else if (event.key === "Enter" && isOpen() && active >= 0) {
      handled();
      location.assign(options()[active].dataset.href);
    } else if (event.key === "Enter") {
      close();
    } else if (event.key === "ArrowDown" && isOpen()) {
      handled();
      // After the last comes the text itself.
      choose(active + 1 < count ? active + 1 : -1);
    } else if (event.key === "ArrowUp" && isOpen()) {
      handled();
      choose(active < 0 ? count - 1 : active - 1);
    } else if (MOVES_IN_TEXT.has(event.key) && isOpen()) {
      // Who moves in the text is in the text again: Enter searches for what stands there.
      choose(-1);
    } else if (event.key === "ArrowDown" && suggestedFor === box.value.trim() && count && (event.altKey || !document.querySelector(".hit"))) {
      handled();
      open();
    }
  });

  // The focus stays in the box while the mouse chooses.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });
};

for (const box of document.querySelectorAll(".box input[type=search]")) suggestBelow(box);
})();
