// Everything comes from this service: no validator, no schema or font from another host.

// Swagger UI fills every field with its example. A question with every filter set finds nothing, so that the examples
// of optional parameters are shown beside their fields instead.
function withEmptyFields(document) {
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
}

fetch("/openapi.json")
  .then((response) => response.json())
  .then((document) => {
    window.ui = SwaggerUIBundle({
      spec: withEmptyFields(document),
      dom_id: "#swagger-ui",
      deepLinking: true,
      tryItOutEnabled: true,
      defaultModelsExpandDepth: 0,
      docExpansion: "list",
      validatorUrl: null,
      presets: [SwaggerUIBundle.presets.apis],
      layout: "BaseLayout",
    });
  });
