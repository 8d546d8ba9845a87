"""The engines that are put beside each other: how each is given the records, started and asked.

Each answers a question with ten records, an excerpt of each and the exact number of all that were found, and says how many bytes its answer
has. All listen on 127.0.0.1 only, and end with the script that started them.
"""

import atexit
import base64
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from records import records

HERE = Path(__file__).parent
PORTS = {"evidence": 8130, "tantivy": 8131, "seekstorm": 8132, "opensearch": 8133, "meilisearch": 8134}
LIMIT = 10
# Records that are handed over at once.
AT_ONCE = 1000
# A connection on which nothing was asked for so long may have been closed by the other side.
IDLE_SECONDS = 2
# About as long as the excerpt of every engine is.
EXCERPT_LETTERS, EXCERPT_WORDS = 200, 32


def processor_time(process):
    """Nanoseconds that the threads of a process have run, those that have ended among them."""
    # The clock of another process, as `clock_getcpuclockid` names it.
    return time.clock_gettime_ns((~process << 3) | 2)


def anonymous_memory(process):
    line = next(line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1024


def start(command, **others):
    process = subprocess.Popen([str(part) for part in command], **others)
    atexit.register(lambda: (process.terminate(), process.wait(timeout=20)))
    return process


def in_batches(source):
    some = []
    for record in records(source):
        some.append(record)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


class Engine:
    """What all have in common: a folder with what was built of the records, which is used again once it is whole."""

    # Questions asked before anything is counted: pages of files that nobody has read yet are the machine's matter.
    warm_up = 20

    def __init__(self, options):
        self.records = options.records
        self.folder = options.work / self.name
        self.whole = options.work / f"{self.name}.whole"
        self.is_new = not self.whole.exists()
        if self.is_new:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)

    def built(self):
        self.whole.touch()


class Http(Engine):
    """An engine behind HTTP, over one connection that stays open while it is asked."""

    def connect(self, process):
        self.process = process.pid
        for _ in range(6000):
            if process.poll() is not None:
                sys.exit(f"{self.name} ended before it listened")
            try:
                return self.reconnect()
            except OSError:
                time.sleep(0.1)
        sys.exit(f"{self.name} does not listen")

    def reconnect(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", PORTS[self.name], timeout=600)
        self.connection.connect()
        self.last_used = time.monotonic()

    def send(self, method, path, body=None, headers=None):
        if time.monotonic() - self.last_used > IDLE_SECONDS:
            self.reconnect()
        encoded = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        self.connection.request(method, path, body=encoded, headers={"Content-Type": "application/json", **(headers or {})})
        response = self.connection.getresponse()
        content = response.read()
        self.last_used = time.monotonic()
        if response.status >= 300:
            sys.exit(f"{self.name} answers {response.status} to {method} {path}: {content[:300]}")
        return content


class Evidence(Http):
    """Whole records, as they are served."""

    name = "evidence"

    def __init__(self, options):
        super().__init__(options)
        if self.is_new:
            shutil.rmtree(self.folder)
            files = sorted(options.records.glob("*.xml.gz"))
            subprocess.run([options.program, "literature", "add", "--literature", self.folder, *files], check=True)
            subprocess.run([options.program, "literature", "compact", "--literature", self.folder], check=True)
            self.built()
        data = HERE.parent.parent / "data"
        command = [options.program, "serve", "--data", data, "--index", options.work / "curated", "--literature", self.folder]
        command += ["--listen", f"127.0.0.1:{PORTS['evidence']}", "--workers", "1", "--access-log", "off"]
        self.connect(start(command, stderr=subprocess.DEVNULL))

    def ask(self, words, match, fields=""):
        content = self.send("GET", f"/v1/literature?q={quote(' '.join(words))}&match={match}&limit={LIMIT}{fields}")
        return json.loads(content)["meta"]["total"], len(content)


class EvidenceFields:
    """The same service, asked for what the others show of a record: title, PMID and text."""

    name = "evidence, three fields"
    warm_up = Evidence.warm_up

    def __init__(self, evidence):
        self.evidence, self.process = evidence, evidence.process

    def ask(self, words, match):
        return self.evidence.ask(words, match, "&fields=title,pmid,abstract")


class Tantivy(Http):
    name = "tantivy"

    def __init__(self, options):
        super().__init__(options)
        command = [sys.executable, HERE / "tantivy_server.py", self.folder]
        if self.is_new:
            subprocess.run([*command, "build", options.records], check=True)
            self.built()
        self.connect(start([*command, "serve", PORTS["tantivy"]]))

    def ask(self, words, match):
        content = self.send("GET", f"/search?q={quote(' '.join(words))}&match={match}&limit={LIMIT}")
        return json.loads(content)["total"], len(content)


class Sqlite(Engine):
    name = "sqlite"

    def __init__(self, options):
        super().__init__(options)
        command = [sys.executable, HERE / "sqlite_worker.py", self.folder / "records.db"]
        if self.is_new:
            subprocess.run([*command, "build", options.records], check=True)
            self.built()
        self.worker = start([*command, "ask"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process = self.worker.pid

    def ask(self, words, match):
        print(json.dumps({"q": " ".join(words), "match": match, "limit": LIMIT}), file=self.worker.stdin, flush=True)
        line = self.worker.stdout.readline()
        return json.loads(line)["total"], len(line.encode())


class Seekstorm(Http):
    name = "seekstorm"

    def __init__(self, options):
        super().__init__(options)
        secret = "made up for a comparison"
        command = [options.seekstorm, f"index_path={self.folder}", "local_ip=127.0.0.1", f"local_port={PORTS['seekstorm']}"]
        environment = {**os.environ, "MASTER_KEY_SECRET": secret}
        self.connect(start(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment))
        key = options.work / "seekstorm.key"
        if self.is_new:
            master = base64.b64encode(hashlib.sha256(secret.encode()).digest()).decode()
            quota = dict(indices_max=10, indices_size_max=100000, documents_max=100000000, operations_max=100000000, rate_limit=100000000)
            content = self.send("POST", "/api/v1/apikey", quota, {"apikey": master})
            key.write_text(json.loads(content) if content.startswith(b'"') else content.decode())
        self.key = {"apikey": key.read_text()}
        if self.is_new:
            self.build()
            self.built()

    def build(self):
        field = dict(field_type="Text", store=True, index_lexical=True)
        schema = [
            {"field": "title", **field},
            {"field": "abstract", "longest": True, **field},
            {"field": "pmid", "field_type": "String32", "store": True, "index_lexical": False},
        ]
        index = dict(schema=schema, index_name="records", similarity="Bm25f", tokenizer="UnicodeAlphanumericFolded", stemmer="English")
        self.send("POST", "/api/v1/index", index, self.key)
        for some in in_batches(self.records):
            self.send("POST", "/api/v1/index/0/doc", some, self.key)
        self.send("PATCH", "/api/v1/index/0", None, self.key)

    def ask(self, words, match):
        highlights = {"field": "abstract", "fragment_number": 1, "fragment_size": EXCERPT_LETTERS, "highlight_markup": True}
        asked = {
            "query": " ".join(words),
            "offset": 0,
            "length": LIMIT,
            "result_type": "TopkCount",
            "realtime": False,
            "field_filter": ["title", "abstract"],
            "fields": ["title", "pmid"],
            "highlights": [highlights],
            "query_type_default": "Intersection" if match == "all" else "Union",
        }
        content = self.send("POST", "/api/v1/index/0/query", asked, self.key)
        return json.loads(content)["count_total"], len(content)


class Opensearch(Http):
    """One node, one shard, merged to one segment; titles and abstracts are searched as one field and highlighted by offsets
    that lie in the index, which its manual advises for speed."""

    name = "opensearch"
    # The code of a Java program is compiled while it runs.
    warm_up = 4000
    NOBODY = 65534

    def __init__(self, options):
        super().__init__(options)
        self.configure(options.opensearch)
        environment = {
            **os.environ,
            "OPENSEARCH_PATH_CONF": str(self.folder / "config"),
            "OPENSEARCH_TMPDIR": str(self.folder),
            "OPENSEARCH_JAVA_HOME": str(options.java),
            "OPENSEARCH_JAVA_OPTS": "-Xms1g -Xmx1g",
        }
        command = [options.opensearch / "bin" / "opensearch"]
        if os.getuid() == 0:
            # It refuses to run as root.
            command = ["setpriv", f"--reuid={self.NOBODY}", f"--regid={self.NOBODY}", "--clear-groups", *command]
        output = (self.folder / "output.log").open("w")
        self.connect(start(command, env=environment, cwd=self.folder, stdout=output, stderr=output))
        self.send("GET", "/_cluster/health?wait_for_status=yellow&timeout=120s")
        if self.is_new:
            self.build()
            self.built()

    def configure(self, home):
        config = self.folder / "config"
        for folder in (config, self.folder / "data", self.folder / "logs"):
            folder.mkdir(exist_ok=True)
        shutil.copy(home / "config" / "log4j2.properties", config)
        # Without what writes beside the program, and the heap, which is said when it starts.
        not_ours = ("gc.log", "ErrorFile", "HeapDump", "-Xms", "-Xmx")
        lines = (home / "config" / "jvm.options").read_text().splitlines(keepends=True)
        (config / "jvm.options").write_text("".join(line for line in lines if not any(part in line for part in not_ours)))
        settings = {
            "node.name": "compared",
            "path.data": self.folder / "data",
            "path.logs": self.folder / "logs",
            "network.host": "127.0.0.1",
            "http.port": PORTS["opensearch"],
            "discovery.type": "single-node",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        (config / "opensearch.yml").write_text("".join(f"{name}: {value}\n" for name, value in settings.items()))
        if os.getuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, self.NOBODY, self.NOBODY)

    def build(self):
        shown = dict(type="text", analyzer="english", index_options="offsets", copy_to="text")
        properties = {
            "title": shown,
            "abstract": shown,
            "text": dict(type="text", analyzer="english"),
            "pmid": dict(type="keyword"),
        }
        settings = dict(number_of_shards=1, number_of_replicas=0, refresh_interval="-1")
        self.send("PUT", "/records", dict(settings=settings, mappings=dict(properties=properties)))
        for some in in_batches(self.records):
            lines = (line for record in some for line in ({"index": {"_id": record["pmid"]}}, record))
            body = "".join(json.dumps(line) + "\n" for line in lines).encode()
            if json.loads(self.send("POST", "/records/_bulk", body))["errors"]:
                sys.exit("opensearch takes not every record")
        self.send("POST", "/records/_forcemerge?max_num_segments=1&flush=true")
        self.send("POST", "/records/_refresh")

    def ask(self, words, match):
        highlighted = dict(type="unified", number_of_fragments=1, fragment_size=EXCERPT_LETTERS)
        asked = {
            "query": {"match": {"text": {"query": " ".join(words), "operator": "and" if match == "all" else "or"}}},
            "size": LIMIT,
            "track_total_hits": True,
            "_source": ["title", "pmid"],
            "highlight": {"require_field_match": False, "fields": {"title": highlighted, "abstract": highlighted}},
        }
        content = self.send("POST", "/records/_search", asked)
        return json.loads(content)["hits"]["total"]["value"], len(content)


class Meilisearch(Http):
    """Without forgiving misspellings and without taking words for beginnings, which nobody else does here. It has no way to ask for any of
    some words: `last` leaves out the last words until something is found."""

    name = "meilisearch"

    def __init__(self, options):
        super().__init__(options)
        command = [options.meilisearch, "--db-path", self.folder / "data", "--dump-dir", self.folder / "dumps"]
        command += ["--snapshot-dir", self.folder / "snapshots", "--http-addr", f"127.0.0.1:{PORTS['meilisearch']}", "--no-analytics"]
        self.connect(start(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        if self.is_new:
            self.build()
            self.built()

    def build(self):
        settings = {
            "searchableAttributes": ["title", "abstract"],
            "typoTolerance": {"enabled": False},
            "prefixSearch": "disabled",
            "pagination": {"maxTotalHits": 100000000},
        }
        self.send("POST", "/indexes", {"uid": "records", "primaryKey": "pmid"})
        task = self.send("PATCH", "/indexes/records/settings", settings)
        for some in in_batches(self.records):
            task = self.send("POST", "/indexes/records/documents", some)
        number = json.loads(task)["taskUid"]
        while True:
            told = json.loads(self.send("GET", f"/tasks/{number}"))
            if told["status"] == "succeeded":
                return
            if told["status"] not in ("enqueued", "processing"):
                sys.exit(f"meilisearch takes not every record: {told}")
            time.sleep(1)

    def ask(self, words, match):
        asked = {
            "q": " ".join(words),
            "page": 1,
            "hitsPerPage": LIMIT,
            "matchingStrategy": "all" if match == "all" else "last",
            "attributesToRetrieve": ["title", "pmid"],
            "attributesToCrop": ["abstract"],
            "cropLength": EXCERPT_WORDS,
            "attributesToHighlight": ["abstract"],
        }
        content = self.send("POST", "/indexes/records/search", asked)
        return json.loads(content)["totalHits"], len(content)


def all_of(options):
    """The engines there are programs for, started one after the other."""
    evidence = Evidence(options)
    engines = [evidence, EvidenceFields(evidence), Tantivy(options), Sqlite(options)]
    if options.seekstorm:
        engines.append(Seekstorm(options))
    if options.opensearch:
        engines.append(Opensearch(options))
    if options.meilisearch:
        engines.append(Meilisearch(options))
    return engines
