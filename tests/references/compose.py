#!/usr/bin/env python3
"""Composes labelled references out of files of PubMed: right ones in many styles, misquoted ones with one part falsified,
notices and what they are about, made-up ones, ones that are left out of the collection, and ambiguous ones.

    compose.py FILE.xml.gz... --out DIR [--loaded SHARE] [--seed N]

writes DIR/loaded.xml (the records that are to be loaded, as they came) and DIR/references.jsonl (one a line: `input`, `kind`,
`pmid` of the record that is meant, `fields` that were falsified, `editorial`, `half` for tuning and for reporting). Nothing of
it is to be committed: the texts are those of their publishers.
"""
import argparse
import gzip
import json
import random
import re
import xml.etree.ElementTree as ET
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("files", nargs="+")
parser.add_argument("--out", required=True, type=Path)
parser.add_argument("--loaded", type=float, default=0.2)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--each", type=int, default=60)
arguments = parser.parse_args()
random.seed(arguments.seed)

STATES = {
    "RetractionIn": "retracted", "PartialRetractionIn": "retracted", "RetractedandRepublishedIn": "retracted-and-republished",
    "ExpressionOfConcernIn": "expression-of-concern", "ErratumIn": "corrected", "CorrectedandRepublishedIn": "corrected", "UpdateIn": "superseded",
    "RetractionOf": "retraction-notice", "ExpressionOfConcernFor": "concern-notice", "ErratumFor": "correction-notice",
}


def text(element, path):
    found = element.find(path)
    return re.sub(r"\s+", " ", "".join(found.itertext())).strip() if found is not None else ""


def read(article):
    citation = article.find("MedlineCitation")
    inner = citation.find("Article")
    authors = []
    for author in inner.findall("AuthorList/Author"):
        if author.get("ValidYN") == "N":
            continue
        if author.find("LastName") is not None:
            authors.append((text(author, "LastName"), text(author, "ForeName"), text(author, "Initials"), text(author, "Suffix")))
        elif author.find("CollectiveName") is not None:
            authors.append((text(author, "CollectiveName").rstrip("."), "", "", ""))
    date = inner.find("Journal/JournalIssue/PubDate")
    medline = text(date, "MedlineDate")
    year = text(date, "Year") or (re.search(r"\d{4}", medline) or [""])[0]
    ids = {i.get("IdType"): "".join(i.itertext()).strip() for i in article.findall("PubmedData/ArticleIdList/ArticleId")}
    links = [(c.get("RefType"), text(c, "PMID"), text(c, "RefSource")) for c in citation.findall("CommentsCorrectionsList/CommentsCorrections")]
    return {
        "pmid": text(citation, "PMID"), "version": int(citation.find("PMID").get("Version", "1")),
        "title": text(inner, "ArticleTitle").rstrip("."), "authors": authors, "year": year, "month": text(date, "Month"), "day": text(date, "Day"),
        "journal": text(inner, "Journal/Title"), "iso": text(inner, "Journal/ISOAbbreviation"), "ta": text(citation, "MedlineJournalInfo/MedlineTA"),
        "volume": text(inner, "Journal/JournalIssue/Volume"), "issue": text(inner, "Journal/JournalIssue/Issue"),
        "pages": text(inner, "Pagination/MedlinePgn"), "doi": ids.get("doi", ""), "pmc": ids.get("pmc", ""), "links": links,
    }


records, raw = [], {}
for name in arguments.files:
    data = gzip.open(name).read() if name.endswith(".gz") else Path(name).read_bytes()
    for article in ET.fromstring(data).iter("PubmedArticle"):
        record = read(article)
        records.append(record)
        raw.setdefault(record["pmid"], []).append(ET.tostring(article, encoding="unicode"))
by_pmid = {record["pmid"]: record for record in records}
special = {pmid for record in records if any(kind in STATES or kind == "UpdateOf" for kind, _, _ in record["links"]) for pmid in [record["pmid"]]}
places, titles = {}, {}
for record in by_pmid.values():
    first = re.split(r"[-,;]", record["pages"])[0]
    if record["volume"] and first:
        places.setdefault((record["ta"], record["volume"], first), []).append(record)
    titles.setdefault(record["title"].lower(), []).append(record)
twins = [group for group in places.values() if len(group) > 1]
namesakes = [group for title, group in titles.items() if len(group) > 1 and len(title.split()) > 4]
random.shuffle(twins)
random.shuffle(namesakes)
loaded = {pmid for pmid in by_pmid if random.random() < arguments.loaded} | special
for group in twins[:arguments.each] + namesakes[:arguments.each]:
    loaded |= {record["pmid"] for record in group}
arguments.out.mkdir(parents=True, exist_ok=True)
body = "".join(article for pmid in by_pmid if pmid in loaded for article in raw[pmid])
(arguments.out / "loaded.xml").write_text(f"<PubmedArticleSet>{body}</PubmedArticleSet>")
good = [r for r in by_pmid.values() if r["title"] and r["authors"] and r["volume"] and r["pages"] and r["year"] and len(r["title"].split()) > 4]
inside = [r for r in good if r["pmid"] in loaded and r["pmid"] not in special]
outside = [r for r in good if r["pmid"] not in loaded]


# Styles.
def van(a):
    return f"{a[0]} {a[2]}{' ' + a[3] if a[3] else ''}".strip()


def inverted(a):
    return f"{a[0]}, {' '.join(i + '.' for i in a[2])}" if a[2] else a[0]


def full(a):
    return f"{a[0]}, {a[1]}" if a[1] else a[0]


def straight(a):
    return f"{a[1]} {a[0]}".strip()


def listed(names, most, sep=", ", rest=", et al"):
    return sep.join(names[:most]) + (rest if len(names) > most else "")


def issue(r):
    return f"({r['issue']})" if r["issue"] else ""


def title(r):
    return r["title"] if r["title"].endswith(("?", "!", "]")) else r["title"] + "."


def short_pages(r):
    return r["pages"]


def long_pages(r):
    match = re.fullmatch(r"(\d+)-(\d+)", r["pages"])
    if not match or len(match[2]) >= len(match[1]):
        return r["pages"]
    return f"{match[1]}–{match[1][:len(match[1]) - len(match[2])]}{match[2]}"


def vancouver(r):
    return f"{listed([van(a) for a in r['authors']], 6)}. {title(r)} {r['ta']}. {r['year']};{r['volume']}{issue(r)}:{short_pages(r)}."


def pubmed(r):
    day = " ".join(x for x in (r["month"], r["day"]) if x)
    doi = f" doi: {r['doi']}." if r["doi"] else ""
    return f"{listed([van(a) for a in r['authors']], 99)}. {title(r)} {r['ta']}. {r['year']}{' ' + day if day else ''};{r['volume']}{issue(r)}:{short_pages(r)}.{doi} PMID: {r['pmid']}."


def ama(r):
    doi = f" doi:{r['doi']}" if r["doi"] else ""
    return f"{listed([van(a) for a in r['authors']], 3)}. {title(r)} {r['iso']} {r['year']};{r['volume']}{issue(r)}:{long_pages(r)}.{doi}"


def apa(r):
    names = [inverted(a) for a in r["authors"]]
    who = names[0] if len(names) == 1 else ", ".join(names[:-1]) + ", & " + names[-1]
    doi = f" https://doi.org/{r['doi']}" if r["doi"] else ""
    return f"{who} ({r['year']}). {title(r)} {r['journal']}, {r['volume']}{issue(r)}, {long_pages(r)}.{doi}"


def mla(r):
    who = full(r["authors"][0]) + (", et al" if len(r["authors"]) > 2 else ", and " + straight(r["authors"][1]) if len(r["authors"]) == 2 else "")
    number = f"no. {r['issue']}, " if r["issue"] else ""
    return f"{who}. “{title(r)}” {r['journal']}, vol. {r['volume']}, {number}{r['year']}, pp. {long_pages(r)}."


def chicago(r):
    who = full(r["authors"][0]) + "".join(", " + straight(a) for a in r["authors"][1:4])
    number = f", no. {r['issue']}" if r["issue"] else ""
    return f"{who}. “{title(r)}” {r['journal']} {r['volume']}{number} ({r['year']}): {long_pages(r)}."


def harvard(r):
    who = ", ".join(inverted(a) for a in r["authors"][:3]) + (" et al." if len(r["authors"]) > 3 else "")
    return f"{who} ({r['year']}) ‘{r['title']}’, {r['journal']}, {r['volume']}{issue(r)}, pp. {long_pages(r)}."


def nature(r):
    who = ", ".join(inverted(a) for a in r["authors"][:1]) + (" et al." if len(r["authors"]) > 1 else ".")
    return f"{who} {title(r)} {r['iso']} {r['volume']}, {long_pages(r)} ({r['year']})."


def elsevier(r):
    who = ", ".join(f"{'.'.join(a[2])}. {a[0]}" if a[2] else a[0] for a in r["authors"])
    return f"{who}, {r['title']}, {r['iso']} {r['volume']} ({r['year']}) {long_pages(r)}."


def frontiers(r):
    who = ", ".join(van(a) for a in r["authors"])
    return f"{who}. {title(r)} {r['iso']} ({r['year']}) {r['volume']}:{long_pages(r)}."


def old(r):
    who = ", ".join(van(a) for a in r["authors"][:3])
    return f"{who}: {title(r)} {r['iso']} {r['volume']}:{long_pages(r)}, {r['year']}"


def title_first(r):
    return f"{title(r)} {listed([van(a) for a in r['authors']], 3)}. {r['ta']}. {r['year']};{r['volume']}:{short_pages(r)}."


def place_first(r):
    return f"{r['ta']} {r['year']};{r['volume']}:{short_pages(r)}. {van(r['authors'][0])}. {title(r)}"


def place(r):
    return f"{r['iso']} {r['year']};{r['volume']}:{re.split('[-,;]', r['pages'])[0]}"


def who_where(r):
    return f"{r['authors'][0][0]} et al., {r['ta']} {r['year']}; {r['volume']}: {short_pages(r)}"


def remembered(r):
    return f"{r['authors'][0][0]} {r['year']}, {r['title']}"


STYLES = [vancouver, pubmed, ama, apa, mla, chicago, harvard, nature, elsevier, frontiers, old, title_first, place_first]
SHORT = [place, who_where, remembered]
out = []


def add(input, kind, r, fields=(), editorial=None, style=""):
    half = "report" if int((r or {"pmid": len(out)})["pmid"]) % 2 else "tune"
    out.append({"input": input, "kind": kind, "pmid": r["pmid"] if r and kind not in ("invented", "outside") else None, "fields": list(fields), "editorial": editorial, "style": style, "half": half})


WORDS = sorted({w for r in good for w in re.findall(r"\b[a-z]{6,12}\b", r["title"])})
JOURNALS = sorted({(r["journal"], r["iso"], r["ta"]) for r in good})


def falsify(r, field):
    r = dict(r)
    if field == "title":
        words = r["title"].split(" ")
        kind = random.choice(["word", "not", "number"])
        numbers = [i for i, w in enumerate(words) if re.fullmatch(r"\d{2,}", w)]
        if kind == "number" and numbers:
            i = random.choice(numbers)
            words[i] = str(int(words[i]) + random.choice([1, 10, 100]))
        elif kind == "not":
            words.insert(random.randrange(1, len(words)), "not")
        else:
            i = random.choice([i for i, w in enumerate(words) if re.fullmatch(r"[A-Za-z]{5,}", w)] or [0])
            words[i] = random.choice(WORDS)
        r["title"] = " ".join(words)
    elif field == "first-author":
        other = random.choice(inside)["authors"][0]
        if len(r["authors"]) > 1 and random.random() < 0.4:
            r["authors"] = [r["authors"][1], r["authors"][0]] + r["authors"][2:]
        else:
            r["authors"] = [other] + r["authors"][1:]
    elif field == "journal":
        r["journal"], r["iso"], r["ta"] = random.choice(JOURNALS)
    elif field == "year":
        r["year"] = str(int(r["year"]) + random.choice([-3, -2, 2, 3, 4, 10]))
    elif field == "volume":
        number = re.match(r"\d+", r["volume"])
        r["volume"] = str(int(number[0]) + random.choice([1, 2, 10])) if number else "99"
    elif field == "issue":
        r["issue"] = str(random.choice([i for i in range(1, 13) if str(i) not in r["issue"]]))
    elif field == "pages":
        match = re.match(r"([a-zA-Z]*)(\d+)(.*)", r["pages"])
        if match and match[3].startswith("-") and random.random() < 0.5:
            last = re.search(r"(\d+)$", match[3])
            if last:
                r["pages"] = r["pages"][: -len(last[1])] + str((int(last[1]) + 3) % 10 ** len(last[1])).zfill(len(last[1]))
        elif match:
            r["pages"] = match[1] + str(int(match[2]) + 7)
    elif field == "doi":
        r["doi"] = random.choice([x for x in inside if x["doi"]])["doi"] if random.random() < 0.6 else r["doi"][:-1] + random.choice([c for c in "123456789" if c != r["doi"][-1:]])
    elif field == "pmid":
        r["pmid"] = random.choice(inside)["pmid"] if random.random() < 0.6 else str(int(r["pmid"]) + 1)
    return r


for r in random.sample(inside, arguments.each * 8):
    style = random.choice(STYLES + STYLES + SHORT)
    add(style(r), "right", r, style=style.__name__)
HAVE = {"issue": [vancouver, pubmed, ama, apa, mla, chicago, harvard], "doi": [pubmed, ama, apa], "pmid": [pubmed],
        "first-author": [s for s in STYLES if s not in (title_first, place_first)], "journal": [s for s in STYLES if s is not place_first]}
for field in ["title", "first-author", "journal", "year", "volume", "issue", "pages", "doi", "pmid"]:
    pool = [r for r in inside if (field != "doi" or r["doi"]) and (field != "issue" or r["issue"].isdigit())]
    for r in random.sample(pool, arguments.each):
        style = random.choice(HAVE.get(field, STYLES))
        wrong = falsify(r, field)
        if style(wrong) != style(r):
            add(style(wrong), "misquoted", r, [field], style=style.__name__)
for r in (by_pmid[pmid] for pmid in sorted(special)):
    states = [STATES[kind] for kind, _, _ in r["links"] if kind in STATES]
    if not states or not r["authors"] or not r["volume"] or not r["pages"]:
        continue
    grave = [s for s in states if s in ("retracted", "expression-of-concern")]
    if not grave and random.random() > arguments.each / 200:
        continue
    style = random.choice([vancouver, pubmed, ama, apa])
    add(style(r), "notices", r, editorial=sorted(set(states)), style=style.__name__)
for r in (by_pmid[pmid] for pmid in sorted(special)):
    for kind, pmid, source in r["links"]:
        target = {"RetractionOf": "retracted", "ExpressionOfConcernFor": "expression-of-concern"}.get(kind)
        if target and pmid and pmid not in by_pmid:
            add(f"{source} PMID: {pmid}", "told-by-notice", None, editorial=[target])
            add(source, "told-by-notice", None, editorial=[target])
for r in random.sample(outside, arguments.each * 4):
    style = random.choice(STYLES + SHORT)
    add(style(r), "outside", r, style=style.__name__)
for _ in range(arguments.each * 3):
    a, b, c, d = random.sample(inside, 4)
    first, second = a["title"].split(), b["title"].split()
    made = " ".join(first[: len(first) // 2] + second[len(second) // 2:])
    wrong = dict(a, title=made, authors=c["authors"], journal=d["journal"], iso=d["iso"], ta=d["ta"], year=str(random.randint(1976, 2021)),
                 volume=str(random.randint(1, 99)), pages=f"{random.randint(1, 900)}-{random.randint(901, 999)}", pmid=b["pmid"], doi=random.choice(["", b["doi"]]))
    style = random.choice(STYLES)
    add(style(wrong), "invented", a, style=style.__name__)
for group in twins[:arguments.each]:
    r = group[0]
    add(place(r), "ambiguous", r)
for group in namesakes[:arguments.each]:
    add(random.choice(group)["title"], "ambiguous", group[0])
with open(arguments.out / "references.jsonl", "w") as file:
    for one in out:
        file.write(json.dumps(one, ensure_ascii=False) + "\n")
print(len(loaded), "records loaded;", len(out), "references")
