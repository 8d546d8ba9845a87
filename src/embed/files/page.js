// Puts a button beside each text that is there to be copied.
for (const area of document.querySelectorAll(".embed-copy textarea")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy: ${area.labels[0].textContent}`);
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(area.value);
      said.textContent = "Copied";
    } catch {
      // Not over plain HTTP, or not allowed.
      area.select();
      said.textContent = "Selected: copy it with the keyboard";
    }
  });
  area.after(button, said);
}
