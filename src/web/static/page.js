// On every page: `/` goes to the search box, a button copies what it names, and the citation style chosen last is open.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById("q");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// Buttons are shown only where they work: without a script, and without leave to write to the clipboard, text is selected
// by hand.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button[data-copy]");
  if (!button) return;
  const words = button.textContent;
  const said = document.getElementById("said");
  const from = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(from.innerText.trim());
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not copied: select the text by hand";
  }
  if (said) said.textContent = button.textContent;
  setTimeout(() => {
    button.textContent = words;
  }, 2000);
});

const STYLE = "evidence-citation-style";
const remembered = () => {
  try {
    return localStorage.getItem(STYLE);
  } catch {
    return null;
  }
};
const chosen = document.querySelector(`details[data-style="${CSS.escape(remembered() ?? "")}"]`);
if (chosen) chosen.open = true;
for (const details of document.querySelectorAll("details[data-style]")) {
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    try {
      localStorage.setItem(STYLE, details.dataset.style);
    } catch {
      // The browser keeps nothing: the first style is open next time.
    }
  });
}
