#!/usr/bin/env python3
"""The literature tier beside other engines: the same records, the same questions, ten records with excerpts and the exact total each.

    compare.py --records DIR --program EVIDENCE --work DIR [--seekstorm PROGRAM] [--questions N]

Every engine is asked a few questions in turn, so that whatever else the machine does meets them alike. What is counted is the
processor time of the process that answers; that of whoever asks is not. No question is asked twice, so that no answer is a kept one.
All listen on 127.0.0.1 only, and end with this script.
"""

import argparse
import atexit
import base64
import collections
import hashlib
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from records import records

HERE = Path(__file__).parent
PORTS = {"evidence": 8130, "tantivy": 8131, "seekstorm": 8132}
IN_TURN = 10
LIMIT = 10

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--records", required=True, type=Path, help="folder with files of PubMed")
parser.add_argument("--program", required=True, type=Path, help="the program `evidence`")
parser.add_argument("--work", required=True, type=Path, help="folder for what is built; what is there is used again")
parser.add_argument("--seekstorm", type=Path, help="the program `seekstorm_server`")
parser.add_argument("--questions", type=int, default=400, help="of each kind")
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()


def processor_time(process):
    """Nanoseconds that the threads of a process have run."""
    total = 0
    for task in Path(f"/proc/{process}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total


def anonymous_memory(process):
    line = next(line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1024


def start(command, **others):
    process = subprocess.Popen([str(part) for part in command], **others)
    atexit.register(lambda: (process.terminate(), process.wait(timeout=20)))
    return process


class Http:
    """An engine behind HTTP, over one connection that stays open."""

    def __init__(self, name, process):
        self.name, self.process = name, process.pid
        for _ in range(600):
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", PORTS[name], timeout=60)
                self.connection.connect()
                return
            except OSError:
                time.sleep(0.1)
        sys.exit(f"{name} does not listen")

    def send(self, method, path, body=None, headers=None):
        encoded = json.dumps(body).encode() if body is not None else None
        self.connection.request(method, path, body=encoded, headers={"Content-Type": "application/json", **(headers or {})})
        response = self.connection.getresponse()
        content = response.read()
        if response.status >= 300:
            sys.exit(f"{self.name} answers {response.status} to {method} {path}: {content[:300]}")
        return content


class Evidence(Http):
    def __init__(self):
        folder = options.work / "evidence"
        if not folder.exists():
            files = sorted(options.records.glob("*.xml.gz"))
            subprocess.run([options.program, "literature", "add", "--literature", folder, *files], check=True)
        root = HERE.parent.parent
        command = [options.program, "serve", "--data", root / "data", "--index", options.work / "curated", "--literature", folder]
        command += ["--listen", f"127.0.0.1:{PORTS['evidence']}", "--workers", "1", "--access-log", "off"]
        super().__init__("evidence", start(command, stderr=subprocess.DEVNULL))

    def ask(self, words, match):
        content = self.send("GET", f"/v1/literature?q={quote(' '.join(words))}&match={match}&limit={LIMIT}")
        return json.loads(content)["meta"]["total"], len(content)


class Tantivy(Http):
    def __init__(self):
        folder = options.work / "tantivy"
        command = [sys.executable, HERE / "tantivy_server.py", folder]
        if not folder.exists():
            folder.mkdir()
            subprocess.run([*command, "build", options.records], check=True)
        super().__init__("tantivy", start([*command, "serve", PORTS["tantivy"]]))

    def ask(self, words, match):
        content = self.send("GET", f"/search?q={quote(' '.join(words))}&match={match}&limit={LIMIT}")
        return json.loads(content)["total"], len(content)


class Sqlite:
    def __init__(self):
        self.name = "sqlite"
        database = options.work / "sqlite.db"
        command = [sys.executable, HERE / "sqlite_worker.py", database]
        if not database.exists():
            subprocess.run([*map(str, command), "build", options.records], check=True)
        self.worker = start([*command, "ask"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process = self.worker.pid

    def ask(self, words, match):
        print(json.dumps({"q": " ".join(words), "match": match, "limit": LIMIT}), file=self.worker.stdin, flush=True)
        line = self.worker.stdout.readline()
        return json.loads(line)["total"], len(line.encode())


class Seekstorm(Http):
    def __init__(self):
        folder = (options.work / "seekstorm").absolute()
        is_new = not folder.exists()
        folder.mkdir(exist_ok=True)
        secret = "made up for a comparison"
        command = [options.seekstorm, f"index_path={folder}", "local_ip=127.0.0.1", f"local_port={PORTS['seekstorm']}"]
        process = start(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "MASTER_KEY_SECRET": secret},
        )
        super().__init__("seekstorm", process)
        master = base64.b64encode(hashlib.sha256(secret.encode()).digest()).decode()
        key = options.work / "seekstorm.key"
        if is_new:
            quota = dict(indices_max=10, indices_size_max=100000, documents_max=100000000, operations_max=100000000, rate_limit=100000000)
            content = self.send("POST", "/api/v1/apikey", quota, {"apikey": master})
            key.write_text(json.loads(content) if content.startswith(b'"') else content.decode())
        self.key = {"apikey": key.read_text()}
        if is_new:
            self.build()

    def build(self):
        field = dict(field_type="Text", store=True, index_lexical=True)
        schema = [
            {"field": "title", **field},
            {"field": "abstract", "longest": True, **field},
            {"field": "pmid", "field_type": "String32", "store": True, "index_lexical": False},
        ]
        index = dict(schema=schema, index_name="records", similarity="Bm25f", tokenizer="UnicodeAlphanumericFolded", stemmer="English")
        self.send("POST", "/api/v1/index", index, self.key)
        some = []
        for record in records(options.records):
            some.append(record)
            if len(some) == 1000:
                self.send("POST", "/api/v1/index/0/doc", some, self.key)
                some = []
        if some:
            self.send("POST", "/api/v1/index/0/doc", some, self.key)
        self.send("PATCH", "/api/v1/index/0", None, self.key)

    def ask(self, words, match):
        asked = {
            "query": " ".join(words),
            "offset": 0,
            "length": LIMIT,
            "result_type": "TopkCount",
            "realtime": False,
            "field_filter": ["title", "abstract"],
            "fields": ["title", "pmid"],
            "highlights": [{"field": "abstract", "fragment_number": 1, "fragment_size": 200, "highlight_markup": True}],
            "query_type_default": "Intersection" if match == "all" else "Union",
        }
        content = self.send("POST", "/api/v1/index/0/query", asked, self.key)
        return json.loads(content)["count_total"], len(content)


def titles():
    """Of all records; kept, because reading them takes longer than asking."""
    kept = options.work / "titles.txt"
    if not kept.exists():
        kept.write_text("\n".join(record["title"] for record in records(options.records)))
    return kept.read_text().split("\n")


def questions(count, words, seed):
    """Words of titles that tell something, each question once."""
    chance, asked, known_titles = random.Random(seed), set(), titles()
    # The commonest words are looked for by some engines and left out by others.
    counted = collections.Counter(word.lower() for title in known_titles for word in set(re.findall(r"[A-Za-z]{4,}", title)))
    common = {word for word, _ in counted.most_common(100)}
    while len(asked) < count:
        known = sorted({word.lower() for word in re.findall(r"[A-Za-z]{4,}", chance.choice(known_titles))} - common)
        if len(known) >= words:
            asked.add(tuple(chance.sample(known, words)))
    return sorted(asked, key=lambda question: hashlib.sha256(" ".join(question).encode()).digest())


options.work.mkdir(parents=True, exist_ok=True)
engines = [Evidence(), Tantivy(), Sqlite()] + ([Seekstorm()] if options.seekstorm else [])
kinds = [("all of 3 words", "all", 3), ("any of 6 words", "any", 6)]
spent = {(engine.name, kind): [] for engine in engines for kind, _, _ in kinds}
totals, sizes = ({key: [] for key in spent} for _ in range(2))
for kind, match, words in kinds:
    asked = questions(options.questions + 20, words, options.seed)
    for engine in engines:
        # Pages of files that nobody has read yet are the machine's matter.
        for question in asked[-20:]:
            engine.ask(question, match)
    asked = asked[:-20]
    for first in range(0, len(asked), IN_TURN):
        some = asked[first : first + IN_TURN]
        turn = engines[(first // IN_TURN) % len(engines) :] + engines[: (first // IN_TURN) % len(engines)]
        for engine in turn:
            key = (engine.name, kind)
            before = processor_time(engine.process)
            answers = [engine.ask(question, match) for question in some]
            spent[key].append((processor_time(engine.process) - before) / len(some) / 1e6)
            totals[key] += [total for total, _ in answers]
            sizes[key] += [size for _, size in answers]

print("| engine | question | requests a CPU second | ms of CPU, mean | ms of CPU, worst ten in a row | found, mean | bytes of an answer |")
print("| --- | --- | --- | --- | --- | --- | --- |")
for kind, _, _ in kinds:
    for engine in engines:
        times = spent[engine.name, kind]
        mean = statistics.mean(times)
        row = [engine.name, kind, f"{1000 / mean:.0f}", f"{mean:.2f}", f"{max(times):.2f}"]
        row += [f"{statistics.mean(totals[engine.name, kind]):.1f}", f"{statistics.mean(sizes[engine.name, kind]):.0f}"]
        print(f"| {' | '.join(row)} |")
for engine in engines:
    print(f"{engine.name}: {anonymous_memory(engine.process):.0f} MB of anonymous memory")
