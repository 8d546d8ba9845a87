// Remembers the language in which samples are shown. Choosing one works without this.
"use strict";

const LANGUAGE = "evidence-sample-language";

let kept = null;
try {
  kept = localStorage.getItem(LANGUAGE);
} catch {
  // The browser keeps nothing: the first language is shown.
}

// All samples of a page are shown in the same language.
const choose = (language) => {
  for (const choice of document.querySelectorAll(".languages input")) choice.checked ||= choice.value === language;
};
choose(kept);

document.addEventListener("change", (event) => {
  if (!event.target.matches?.(".languages input")) return;
  // What stands above may become longer or shorter: the choice stays where it is.
  const before = event.target.getBoundingClientRect().top;
  choose(event.target.value);
  scrollBy(0, event.target.getBoundingClientRect().top - before);
  try {
    localStorage.setItem(LANGUAGE, event.target.value);
  } catch {
    // As above.
  }
});
