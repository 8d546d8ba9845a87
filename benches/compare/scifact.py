#!/usr/bin/env python3
"""How well claims find the abstracts that speak of them: nDCG@10 of the literature tier on SciFact (Wadden et al., 2020), which is not kept
here.

    scifact.py --program EVIDENCE --scifact DIR

DIR holds `corpus.jsonl` (`id`, `title`, `abstract` in sentences), `claims-train.jsonl` (`id`, `claim`) and `qrels-train.tsv` (claim, document,
grade). Each claim is asked as it stands, any of its words. Nothing of the ranking is tuned on it.
"""

import argparse
import http.client
import json
import math
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

PORT = 8130

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--program", required=True, type=Path)
parser.add_argument("--scifact", required=True, type=Path)
options = parser.parse_args()

corpus = [json.loads(line) for line in (options.scifact / "corpus.jsonl").open()]
claims = [json.loads(line) for line in (options.scifact / "claims-train.jsonl").open()]
grades = {}
for line in (options.scifact / "qrels-train.tsv").read_text().splitlines()[1:]:
    claim, document, grade = line.split("\t")
    grades.setdefault(claim, {})[document] = int(grade)


def article(pmid, document):
    title, abstract = escape(document["title"]), escape(" ".join(document["abstract"]))
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><Journal><JournalIssue><PubDate><Year>2000</Year></PubDate>'
        f"</JournalIssue><Title>SciFact</Title></Journal><ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>{abstract}</AbstractText>"
        "</Abstract></Article></MedlineCitation></PubmedArticle>\n"
    )


def gain(found):
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(found))


with tempfile.TemporaryDirectory() as work:
    # Numbers of the corpus are longer than those of PubMed: a record has the number of its line.
    articles = "".join(article(line, document) for line, document in enumerate(corpus, 1))
    file = Path(work) / "scifact.xml"
    file.write_text(f"<PubmedArticleSet>{articles}</PubmedArticleSet>")
    folder = Path(work) / "literature"
    subprocess.run([options.program, "literature", "add", "--literature", folder, file], check=True)
    command = [options.program, "serve", "--data", Path(__file__).parent.parent.parent / "data", "--index", Path(work) / "index"]
    command += ["--literature", folder, "--listen", f"127.0.0.1:{PORT}", "--access-log", "off"]
    server = subprocess.Popen([str(part) for part in command], stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
                connection.connect()
                break
            except OSError:
                time.sleep(0.2)
        total = 0.0
        judged = [claim for claim in claims if claim["id"] in grades]
        for claim in judged:
            connection.request("GET", f"/v1/literature?q={quote(claim['claim'])}&match=any&limit=10")
            answer = json.loads(connection.getresponse().read())
            own = grades[claim["id"]]
            found = [own.get(corpus[int(record["pmid"]) - 1]["id"], 0) for record in answer["data"]]
            total += gain(found) / gain(sorted(own.values(), reverse=True)[:10])
        print(f"nDCG@10 {total / len(judged):.4f} of {len(judged)} claims")
    finally:
        server.terminate()
        server.wait(timeout=20)
