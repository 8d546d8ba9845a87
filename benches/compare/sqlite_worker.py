"""SQLite FTS5 without any server around it, which is less than a service has to do: a question a line on standard input, its answer a line
on standard output. Ten records with an excerpt each and the exact total.

    sqlite_worker.py DATABASE build RECORDS
    sqlite_worker.py DATABASE ask
"""

import json
import sqlite3
import sys

from records import records

TOTAL = "SELECT count(*) FROM records WHERE records MATCH ?"
PAGE = """SELECT pmid, title, snippet(records, 2, '<b>', '</b>', '…', 32), bm25(records) FROM records
          WHERE records MATCH ? ORDER BY rank LIMIT ?"""


def build(path, source):
    database = sqlite3.connect(path)
    database.execute(
        "CREATE VIRTUAL TABLE records USING fts5(pmid UNINDEXED, title, abstract, tokenize = 'porter unicode61')"
    )
    rows = ((record["pmid"], record["title"], record["abstract"]) for record in records(source))
    database.executemany("INSERT INTO records VALUES (?, ?, ?)", rows)
    database.execute("INSERT INTO records(records) VALUES ('optimize')")
    database.commit()


def ask(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.execute("PRAGMA mmap_size = 2000000000")
    for line in sys.stdin:
        asked = json.loads(line)
        words = [f'"{word}"' for word in asked["q"].split()]
        query = (" AND " if asked["match"] == "all" else " OR ").join(words)
        total = database.execute(TOTAL, (query,)).fetchone()[0]
        page = database.execute(PAGE, (query, asked["limit"])).fetchall()
        hits = [dict(zip(("pmid", "title", "excerpt", "score"), row)) for row in page]
        print(json.dumps({"total": total, "hits": hits}), flush=True)


if __name__ == "__main__":
    if sys.argv[2] == "build":
        build(sys.argv[1], sys.argv[3])
    else:
        ask(sys.argv[1])
