// References as citeproc-js writes them: `node citeproc.mjs STYLE.csl LOCALES_FOLDER < items.json`.
// Writes an object from id to text, without numbers. citeproc is found where NODE_PATH or node_modules say.
import { createRequire } from "node:module";
import fs from "node:fs";

const require = createRequire(process.env.CITEPROC_FROM ?? import.meta.url);
const CSL = require("citeproc");
const [style, locales] = process.argv.slice(2);
const items = JSON.parse(fs.readFileSync(0, "utf8"));
const byId = new Map(items.map((item) => [String(item.id), item]));
const system = {
  retrieveLocale: (language) => {
    const file = `${locales}/locales-${language}.xml`;
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : false;
  },
  retrieveItem: (id) => byId.get(String(id)),
};
const engine = new CSL.Engine(system, fs.readFileSync(style, "utf8"));
engine.updateItems([...byId.keys()]);
engine.setOutputFormat("html");
const [about, entries] = engine.makeBibliography();
const found = {};
about.entry_ids.forEach(([id], place) => {
  // The number of a numbered style stands in a column of its own.
  const entry = entries[place].replace(/<div class="csl-left-margin">.*?<\/div>/s, "");
  found[id] = entry;
});
process.stdout.write(JSON.stringify(found));
