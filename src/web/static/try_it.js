// Everything comes from this service: no validator, no schema or font from another host.
"use strict";

// Swagger UI fills every field with its example. A question with every filter set finds nothing, so that the examples
// of optional parameters are shown beside their fields instead.
const withEmptyFields = (document) => {
  for (const methods of Object.values(document.paths)) {
    for (const operation of Object.values(methods)) {
      for (const parameter of operation.parameters ?? []) {
        if (parameter.required || parameter.name === "q") continue;
        const example = [parameter.example ?? []].flat();
        if (example.length > 0 && example[0] !== "") {
          parameter.description += " Example: `" + example.join("`, `") + "`";
        }
        delete parameter.example;
      }
    }
  }
  return document;
};

// `#/search/search` is the operation at hand, for the way back to its page.
const back = () => {
  const [, , operation] = location.hash.split("/");
  document.getElementById("back").href = operation ? `/docs/api/${encodeURIComponent(operation)}` : "/docs/api";
};
addEventListener("hashchange", back);
back();

// Swagger UI leaves fields without names and long answers out of reach of the keyboard.
const named = [
  [".body-param__text", () => "Body of the request"],
  ["[data-param-name] :is(input, select, textarea)", (field) => field.closest("[data-param-name]").dataset.paramName],
  [".copy-to-clipboard button", () => "Copy"],
  [".examples-select select", () => "Example"],
];
const mend = () => {
  for (const [selector, name] of named) {
    for (const element of document.querySelectorAll(`${selector}:not([aria-label])`)) {
      element.setAttribute("aria-label", name(element));
    }
  }
  for (const block of document.querySelectorAll("#swagger-ui pre:not([tabindex])")) block.tabIndex = 0;
};

// The whole line of an operation is a button; a link within it would be one too many. Its address changes all the same.
const plainText = ({ React }) => ({ components: { DeepLink: ({ text }) => React.createElement("span", null, text) } });
// What it says of the whole API stands in the reference; there is one server.
const withoutFrame = () => ({ components: { InfoContainer: () => null, ServersContainer: () => null } });

const show = async () => {
  const response = await fetch("/openapi.json");
  if (!response.ok) throw new Error(`/openapi.json answers ${response.status}`);
  SwaggerUIBundle({
    spec: withEmptyFields(await response.json()),
    dom_id: "#swagger-ui",
    deepLinking: true,
    tryItOutEnabled: true,
    defaultModelsExpandDepth: -1,
    docExpansion: "list",
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [plainText, withoutFrame],
    // Its colours cannot be told from their ground.
    syntaxHighlight: false,
    layout: "BaseLayout",
    // What is clicked is no change of the address for the browser.
    onComplete: () => document.getElementById("swagger-ui").addEventListener("click", () => setTimeout(back)),
  });
};

new MutationObserver(mend).observe(document.getElementById("swagger-ui"), { childList: true, subtree: true });
show().catch((error) => {
  const said = document.createElement("p");
  said.className = "notice";
  said.textContent = `The description of the API cannot be read: ${error.message}. Load the page again.`;
  document.getElementById("swagger-ui").append(said);
});
