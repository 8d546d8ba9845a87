"""Whether the readers of other people understand what `evidence export` writes: pandoc, rispy, nbib, bibtexparser, pybtex, and
the official schema of CSL-JSON, if it is given. Every source of data/ in every format: how many there are, and of each its title, its
authors, its year, its DOI and where it stands."""

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import bibtexparser
import jsonschema
import nbib
import pybtex.database
import pypandoc
import rispy

program = sys.argv[1]
wrong = []


index = tempfile.TemporaryDirectory()


def export(form):
    command = [program, "export", "--format", form, "--index", index.name]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


sources = [json.loads(line) for line in export("ndjson").splitlines()]
# Identifiers that nobody has verified are named in a note, and are no identifiers of what is exported.
for source in sources:
    origins = {entry["field"]: entry["provenance"]["origin"] for entry in source["provenance"]["fields"]}
    for field in ["doi", "pmid"]:
        if origins.get(field, source["provenance"]["default"]["origin"]) == "unverified":
            source[field] = None


def letters(text):
    """What a title or a name is made of: the readers case and mark up titles, each in its way."""
    return re.sub(r"[\W_]+", "", re.sub(r"</?[a-z]+[^<>]*>", "", text or "")).lower()


def families(source):
    return [letters(author["family"] or author["literal"]) for author in source["author"]]


def place(source):
    """Pages, or the number of an article that has none."""
    return source["page"] or (source["number"] if source["type"] == "article-journal" else None)


def compare(reader, source, found):
    expected = {
        "title": letters(source["title"]),
        "authors": families(source),
        "year": source["issued"][:4],
        "doi": source["doi"],
        "pages": place(source),
    }
    for field, value in found.items():
        if value != expected[field]:
            wrong.append(f"{reader}: {source['id']}: {field} is {value!r}, not {expected[field]!r}")


def each(reader, found):
    found = list(found)
    if len(found) != len(sources):
        wrong.append(f"{reader}: {len(found)} of {len(sources)} records")
    print(f"readers: {reader} reads {len(found)} records")
    return zip(sources, found)


def by_pandoc(form):
    name = {"csl-json": "csljson"}.get(form, form)
    items = json.loads(pypandoc.convert_text(export(form), "csljson", format=name))
    # pandoc sorts nothing but its BibTeX; ids tell which is which.
    items = {item["id"]: item for item in items}
    ordered = [items[source["id"]] for source in sources if source["id"] in items]
    for source, item in each(f"pandoc ({form})", ordered):
        names = [letters(" ".join(filter(None, [a.get("non-dropping-particle"), a.get("dropping-particle"), a.get("family"), a.get("literal")]))) for a in item.get("author", [])]
        page = item.get("page", item.get("page-first"))
        found = {"title": letters(item["title"]), "authors": names, "doi": item.get("DOI")}
        found["year"] = str(item["issued"]["date-parts"][0][0])
        # pandoc does not know the `eid` of BibLaTeX.
        found["pages"] = page or (place(source) if form == "biblatex" else None)
        compare(f"pandoc ({form})", source, {k: (v.replace("–", "-") if isinstance(v, str) else v) for k, v in found.items()})


for form in ["bibtex", "biblatex", "csl-json", "ris"]:
    by_pandoc(form)

for source, record in each("rispy", rispy.loads(export("ris"))):
    names = [letters(name.split(",")[0] if ",," not in name else name) for name in record.get("authors", [])]
    pages = "-".join(filter(None, [record.get("start_page"), record.get("end_page")])) or None
    found = {"title": letters(record["title"]), "authors": names, "year": record["year"], "doi": record.get("doi")}
    compare("rispy", source, {**found, "pages": pages})

text = export("nbib")
articles = [block for block in re.split(r"\n\n", text.strip()) if block.startswith("PMID")]
numbered = [source for source in sources if source["pmid"]]
records = nbib.read("\n\n".join(articles) + "\n")
print(f"readers: nbib reads {len(records)} records of {len(numbered)} with a PMID")
if len(records) != len(numbered):
    wrong.append(f"nbib: {len(records)} of {len(numbered)} records")
for source, record in zip(numbered, records):
    people = [letters(author["family"]) for author in source["author"] if author["family"]]
    names = [letters(author["last_name"]) for author in record.get("authors", [])]
    if names != people:
        wrong.append(f"nbib: {source['id']}: authors {names}, not {people}")
    for field, value, expected in [
        ("title", letters(record["title"]), letters(source["title"])),
        ("doi", record.get("doi"), source["doi"]),
        ("pages", record.get("pages"), place(source)),
        ("year", record["publication_date"][:4], source["issued"][:4]),
        ("pmid", str(record["pubmed_id"]), source["pmid"]),
    ]:
        if value != expected:
            wrong.append(f"nbib: {source['id']}: {field} is {value!r}, not {expected!r}")

for form in ["bibtex", "biblatex"]:
    library = bibtexparser.parse_string(export(form))
    if library.failed_blocks:
        wrong.append(f"bibtexparser ({form}): {len(library.failed_blocks)} blocks are not understood")
    for source, entry in each(f"bibtexparser ({form})", library.entries):
        if entry.key != source["id"]:
            wrong.append(f"bibtexparser ({form}): {entry.key}, not {source['id']}")

for form in ["bibtex", "biblatex"]:
    entries = pybtex.database.parse_string(export(form), "bibtex").entries
    for source, (key, entry) in each(f"pybtex ({form})", entries.items()):
        names = [letters(" ".join(author.prelast_names + author.last_names)) for author in entry.persons.get("author", [])]
        found = {"title": letters(entry.fields["title"]), "authors": names, "doi": entry.fields.get("doi")}
        found["year"] = entry.fields.get("year", entry.fields.get("date", ""))[:4]
        compare(f"pybtex ({form}), {key}", source, found)

if len(sys.argv) > 2:
    items = json.loads(export("csl-json"))
    validator = jsonschema.Draft7Validator(json.loads(Path(sys.argv[2]).read_text()))
    for error in validator.iter_errors(items):
        wrong.append(f"CSL-JSON: /{'/'.join(map(str, error.path))}: {error.message[:200]}")
    print(f"readers: {len(items)} items of CSL-JSON are checked against the official schema")
else:
    print("readers: CSL_SCHEMA is not set, so CSL-JSON is not checked against its schema")

table = export("csv")
if not table.startswith("\ufeff"):
    wrong.append("CSV: no byte order mark")
rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline=""), strict=True))
for source, row in each("Python's csv", rows):
    if (row["id"], row["title"], row["conclusion"]) != (source["id"], source["title"], source["conclusion"]):
        wrong.append(f"CSV: {row['id']} differs")

print("\n".join(wrong))
sys.exit(f"readers: {len(wrong)} differences" if wrong else 0)
