// A website that embeds everything there is to embed, as the site of a clinic would: the element, a fragment fetched when the
// page is built, oEmbed, a badge and a feed. It is served from another origin and under a strict policy.
//
//     node tests/contract/website/site.mjs http://127.0.0.1:8080     serves it on a free port until it is stopped

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const file = (name) => readFile(new URL(name, import.meta.url), "utf8");
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const asked = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  return answer;
};
const json = async (address) => (await asked(address)).json();
const text = async (address) => (await asked(address)).text();

/** What the site puts into its page when it is built. */
const built = async (service) => {
  const { tag } = await json(`${service}/embed.json`);
  const { data } = await json(`${service}/v1/blurbs?limit=4`);
  const [first, second, third, fourth] = data;
  const fragment = await text(`${service}/v1/blurbs/${third.id}?format=html&length=full`);
  const page = `${service}/blurbs/${fourth.id}?length=line`;
  const oembed = await json(`${service}/oembed?format=json&maxwidth=400&url=${encodeURIComponent(page)}`);
  const source = first.attribution[0].source;
  const changes = await json(`${service}/feeds/changes.json?topic=${first.topics[0].id}`);
  return {
    first, second, third, fourth,
    places: {
      service,
      tag,
      first: first.id,
      "first-valid-until": first.valid_until,
      second: second.id,
      fragment,
      oembed: oembed.html,
      badge: `<img src="${service}/badges/sources/${source.id}.svg" alt="Whether ${escaped(source.short_title)} still holds" height="20">`,
      changes: changes.items
        .slice(0, 3)
        .map(({ url, title }) => `<li><a href="${escaped(url)}">${escaped(title)}</a></li>`)
        .join("\n"),
    },
  };
};

/**
 * Serves the website. `/` is the site; `/elsewhere?service=` names another service in the elements; `/untrusted` does
 * not allow the policy of the element; `/open` has no policy at all; `/damaged` loads the element with a wrong integrity; `/pasted` is a bare page
 * with `site.pasted` in it.
 */
export const site = async (service) => {
  const parts = await built(service);
  const page = await file("index.html");
  const style = await file("style.css");
  const filled = (more) => {
    const places = { attributes: "", ...parts.places, ...more };
    return page.replaceAll(/\{\{([a-z-]+)\}\}/g, (_, name) => places[name]);
  };
  const bare = (body) =>
    `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Pasted</title><link rel="icon" href="data:,"><main><h1>Pasted</h1>${body}</main></html>`;
  const served = { ...parts, pasted: "" };
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://localhost");
    const elsewhere = url.searchParams.get("service") ?? service;
    const policies = url.pathname === "/untrusted" ? "'none'" : "evidence-blurb";
    if (url.pathname !== "/open") {
      response.setHeader(
        "Content-Security-Policy",
        `default-src 'none'; script-src ${service}; connect-src ${service} ${elsewhere}; img-src ${service} data:; frame-src ${service}; ` +
          `style-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types ${policies}`,
      );
    }
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    const answers = {
      "/": () => filled({}),
      "/untrusted": () => filled({}),
      "/open": () => filled({}),
      "/elsewhere": () => filled({ attributes: ` service="${escaped(elsewhere)}"` }),
      "/damaged": () => filled({ tag: parts.places.tag.replace("sha384-", "sha384-AAAA") }),
      "/pasted": () => bare(served.pasted),
    };
    const answer = answers[url.pathname];
    if (url.pathname === "/style.css") {
      response.setHeader("Content-Type", "text/css; charset=utf-8");
      response.end(style);
    } else if (answer) {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(answer());
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((done) => server.listen(0, "localhost", done));
  served.origin = `http://localhost:${server.address().port}`;
  served.close = () => server.close();
  return served;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await site(new URL(process.argv[2] ?? "http://127.0.0.1:8080").origin);
  console.log(origin);
}
