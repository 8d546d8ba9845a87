"""Files of PubMed, record by record: number, title, abstract."""

import gzip
import re
import xml.etree.ElementTree as ET
from pathlib import Path


def text(element):
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip() if element is not None else ""


def records(folder):
    for file in sorted(Path(folder).glob("*.xml.gz")):
        with gzip.open(file) as unpacked:
            for _, element in ET.iterparse(unpacked):
                if element.tag != "PubmedArticle":
                    continue
                citation = element.find("MedlineCitation")
                article = citation.find("Article")
                parts = article.findall("Abstract/AbstractText")
                yield {
                    "pmid": citation.findtext("PMID"),
                    "title": text(article.find("ArticleTitle")),
                    "abstract": " ".join(text(part) for part in parts),
                }
                element.clear()
