"""Whether `evidence import` stays within bounds whatever it is given: files that never end, nest, multiply, lie about
what they are, or break off. Each must end by itself with a message, within 60 seconds and 512 MiB of address space.

    hostile.py PROGRAM [BEGIN]      only the files whose name begins so; SECONDS for a build that is slow"""

import gzip
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

program = os.path.abspath(sys.argv[1])
MEGABYTE = 1 << 20
LINE = 100 * MEGABYTE
SECONDS = int(os.environ.get("SECONDS", "60"))
BEGIN = sys.argv[2] if len(sys.argv) > 2 else ""
ADDRESS_SPACE = 512 * MEGABYTE

SET = b"<PubmedArticleSet><PubmedArticle>"
LIBRARY = b"<xml><records><record>"
BOMB = b"<!DOCTYPE PubmedArticleSet [<!ENTITY a0 \"lol\">" + b"".join(
    b"<!ENTITY a%d \"%s\">" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 30)
) + b"]>"


def repeated(begin, body, end=b"", size=LINE):
    """A file of about `size` bytes, made piece by piece."""
    yield begin
    piece = body * (MEGABYTE // len(body) + 1)
    for _ in range(size // len(piece) + 1):
        yield piece
    yield end


FILES = {
    # name: pieces, whether there must be a fault
    "ris: a line of 100 MB": (repeated(b"TY  - JOUR\nTI  - ", b"x", b"\nER  - \n"), True),
    "ris: 100 MB of authors": (repeated(b"TY  - JOUR\nTI  - x\n", b"AU  - Nobody, Anna\n"), True),
    "ris: 100 MB of records without end": (repeated(b"", b"TY  - JOUR\n"), True),
    "ris: 100 MB of stray lines": (repeated(b"TY  - JOUR\nER  - \n", b"AB  - x\n"), True),
    "nbib: a line of 100 MB": (repeated(b"PMID- 1\nTI  - ", b"x"), True),
    "nbib: 100 MB going on": (repeated(b"PMID- 1\nTI  - x\n", b"      x\n"), True),
    "bibtex: a line of 100 MB": (repeated(b"@article{a, title = {", b"x", b"}}"), True),
    "bibtex: 100 MB of braces": (repeated(b"@article{a, title = ", b"{"), True),
    "bibtex: a million entries that are not closed": (repeated(b"", b"@article{a,\n"), True),
    "bibtex: commands in one another": ([b"@article{a, year = 2024, title = {" + b"\\'{" * 60 + b"x" + b"}" * 60 + b"}}"], False),
    "bibtex: abbreviations that name themselves": (
        [b"@string{a = a}@string{b = c}@string{c = b}\n@misc{x, year = 2024, title = a # b # c}"], False),
    "bibtex: abbreviations that double": (
        [b"@string{a0 = \"aaaa\"}\n" + b"".join(b"@string{a%d = a%d # a%d}\n" % (n, n - 1, n - 1) for n in range(1, 99))],
        True),
    "bibtex: an entry that points to itself": (
        [b"@misc{x, year = 2024, title = {X}, crossref = {x}, xdata = {x}, ids = {x, x}}"], False),
    "csl: a text of 100 MB": (repeated(b"[{\"title\": \"", b"x", b"\"}]"), True),
    "csl: 100 MB of brackets": (repeated(b"[{\"title\": ", b"["), True),
    "csl: 100 MB of numbers": (repeated(b"[", b"1,", b"]"), True),
    "csl: a million empty items": (repeated(b"[", b"{},", b"]", 3 * MEGABYTE), True),
    "xml: a text of 100 MB": (repeated(SET + b"<ArticleTitle>", b"x"), True),
    "xml: 100 MB of elements in one another": (repeated(SET, b"<i>"), True),
    "xml: 100 MB of elements side by side": (repeated(SET, b"<i>x</i>"), True),
    "xml: a name of 100 MB": (repeated(SET + b"<", b"x"), True),
    "xml: an attribute of 100 MB": (repeated(SET + b"<i a=\"", b"x"), True),
    "xml: a comment of 100 MB": (repeated(SET + b"<!--", b"x"), True),
    "xml: a document type of 100 MB": (repeated(b"<!DOCTYPE PubmedArticleSet [", b"<!ENTITY a 'b'>"), True),
    "xml: an entity bomb": (
        [BOMB + SET + b"<MedlineCitation><Article><ArticleTitle>&a29;</ArticleTitle></Article></MedlineCitation>"
         b"</PubmedArticle></PubmedArticleSet>"], True),
    "xml: an entity of the file system": (
        [b"<!DOCTYPE PubmedArticleSet [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + SET + b"&e;</PubmedArticle>"
         b"</PubmedArticleSet>"], True),
    "xml: 100 MB of ends": (repeated(b"<PubmedArticleSet>", b"</i>"), True),
    "xml: 100 MB of signs": (repeated(b"<PubmedArticleSet>", b"<<>&"), True),
    "endnote: a text of 100 MB": (repeated(LIBRARY + b"<titles><title><style>", b"x"), True),
    "endnote: 100 MB of elements in one another": (repeated(LIBRARY, b"<style>"), True),
    "endnote: 100 MB of authors": (
        repeated(LIBRARY + b"<contributors><authors>", b"<author>Nobody, Anna</author>"), True),
    "endnote: 100 MB of elements that nobody knows": (repeated(LIBRARY, b"<a>x</a>"), True),
    "endnote: an entity bomb": (
        [BOMB.replace(b"PubmedArticleSet", b"xml") + LIBRARY + b"<titles><title>&a29;</title></titles></record></records></xml>"],
        True),
    "zeros": (repeated(b"", b"\0"), True),
    "nothing": ([b""], True),
    "a program": ([Path(program).read_bytes()[:4 * MEGABYTE]], True),
}


def packed(pieces, path):
    with gzip.open(path, "wb", 9) as file:
        for piece in pieces:
            file.write(piece)


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def run(path, data):
    started = time.monotonic()
    process = subprocess.Popen([program, "import", "--dry-run", "--data", data, path], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, preexec_fn=limits)
    watch = None
    try:
        said, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
        watch = "did not end"
    usage = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return process.returncode, said.decode(errors="replace"), time.monotonic() - started, usage, watch


wrong = []
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    data = os.path.join(folder, "data")
    os.mkdir(data)
    cases = [(name, pieces, fault, False) for name, (pieces, fault) in FILES.items()]
    cases.append(("xml: a gigabyte, packed into a megabyte", repeated(SET + b"<i>", b" ", size=1024 * MEGABYTE), True, True))
    cases.append(("xml: a gigabyte of comments, packed", repeated(SET, b"<!--" + b" " * 1000 + b"-->", size=1024 * MEGABYTE), True, True))
    for name, pieces, fault, pack in cases:
        if not name.startswith(BEGIN):
            continue
        if pack:
            packed(pieces, path)
        else:
            with open(path, "wb") as file:
                for piece in pieces:
                    file.write(piece)
        code, said, seconds, usage, watch = run(path, data)
        last = said.strip().splitlines()[-1:] or [""]
        first = next((line for line in said.splitlines() if "imported" in line or "file" in line), "")[:150]
        print(f"hostile: {name}: ends with {code} in {seconds:.1f} s; largest process so far {usage} MiB")
        print(f"         {first.replace(path, 'FILE')}")
        if watch or code != (1 if fault else 0) or "panicked" in said or "memory allocation" in said:
            wrong.append(f"{name}: {watch or code}: {last[0][:300]}")
    # What breaks off in the middle of a packed file.
    whole = gzip.compress(b"<PubmedArticleSet>" + b"<PubmedArticle><x>1</x></PubmedArticle>" * 5000 + b"</PubmedArticleSet>")
    Path(path).write_bytes(whole[:len(whole) // 2])
    code, said, *_ = run(path, data)
    if code != 1 or "line" not in said:
        wrong.append(f"half a packed file: {code}: {said[-300:]}")

print("\n".join(wrong))
sys.exit(f"hostile: {len(wrong)} files were not taken well" if wrong else 0)
