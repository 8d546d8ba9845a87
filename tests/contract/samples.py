"""Runs the code that the reference of the API shows, as it stands on the pages, against the service.

    python tests/contract/samples.py http://127.0.0.1:8080

Each sample is taken from its page as a reader copies it. What it prints must be what the page says; asked for something
that is not there, it must fail and say what the service says. Prints each fault and ends with 1 if there is any.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tests/tools/node_modules/.bin"
ORIGIN = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080").rstrip("/")
CUT = "…"
LANGUAGES = {"curl": "sh", "javascript": "mjs", "python": "py", "rust": "rs"}
# What differs from day to day or from build to build.
DRIFTING = {"version", "fingerprint", "as_of", "score", "time", "next_cursor", "currency", "state", "request_id"}
# What names the service that answers.
DRIFTING |= {"provider_url", "html"}
# What a sample asks for, what it is changed to, and what the service says then.
WRONG = {
    "getSource": ("backinaction-2025", "backinaction-2052", "Not found: there is no source"),
    "exportSources": ("ris", "rsi", "Invalid parameter: `format` takes one of"),
}

faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


class Texts(HTMLParser):
    """The texts of the elements for code that have an id, and the addresses of links."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.texts, self.links, self.inside = {}, [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        if tag in ("code", "samp") and "id" in attributes:
            self.inside = attributes["id"]
            self.texts[self.inside] = ""

    def handle_endtag(self, tag):
        if tag in ("code", "samp"):
            self.inside = None

    def handle_data(self, data):
        if self.inside:
            self.texts[self.inside] += data


def get(path):
    with urlopen(ORIGIN + path, timeout=60) as response:
        return response.read().decode()


def run(command, folder, timeout=120):
    """The exit code of a command with what it printed on both streams."""
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=timeout, check=False)
    return ended.returncode, ended.stdout, ended.stderr


def lines(text):
    return [line.rstrip() for line in text.rstrip().splitlines()]


def same_lines(found, shown):
    found, shown = lines(found), lines(shown)
    return found[: len(shown) - 1] == shown[:-1] if shown[-1:] == [CUT] else found == shown


def fits(found, shown):
    """Whether an answer is the one on the page, which is shortened."""
    if shown == CUT:
        return True
    if isinstance(shown, str) and shown.endswith(CUT) and isinstance(found, str):
        return found.startswith(shown[:-1])
    if isinstance(shown, list) and isinstance(found, list):
        if shown[-1:] == [CUT]:
            shown = shown[:-1]
            found = found[: len(shown)]
        return len(found) == len(shown) and all(map(fits, found, shown))
    if isinstance(shown, dict) and isinstance(found, dict):
        return found.keys() == shown.keys() and all(
            name in DRIFTING or fits(found[name], value) for name, value in shown.items()
        )
    return found == shown


def check_curl(where, text, texts):
    try:
        found, shown = json.loads(text), json.loads(texts["real"])
        # A feed is another one every day.
        good = found.keys() == shown.keys() if "getJsonFeed" in where else fits(found, shown)
    except ValueError:
        # Of metrics, only the first line stays the same.
        good = same_lines(text, texts["printed"] + f"\n{CUT}" if "printed" in texts else texts["real"])
    if not good:
        fault(where, f"answers something else than the page shows: {text[:300]}")


class Rust:
    """All Rust samples as modules of one program, so that they are compiled and linked once."""

    def __init__(self):
        self.target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve() / "samples"
        self.crate = self.target / "crate"
        shutil.rmtree(self.crate, ignore_errors=True)
        (self.crate / "src").mkdir(parents=True)
        # As rustfmt writes it for everybody, not as for this project.
        (self.crate / "rustfmt.toml").write_text("", encoding="utf-8")
        self.names = []

    def add(self, name, code):
        (self.crate / f"src/{name}.rs").write_text(code + "\n", encoding="utf-8")
        self.names.append(name)

    def build(self):
        # The versions are those of the service, which are there already.
        shutil.copy(ROOT / "Cargo.lock", self.crate)
        (self.crate / "Cargo.toml").write_text(
            '[package]\nname = "samples"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n[dependencies]\n'
            'serde_json = "1"\nureq = { version = "3", default-features = false }\n\n'
            "[profile.dev]\ndebug = false\n",
            encoding="utf-8",
        )
        modules = "".join(
            f'mod {name} {{\n    include!("{name}.rs");\n'
            "    pub fn run() -> Result<(), Box<dyn std::error::Error>> {\n        main()\n    }\n}\n"
            for name in self.names
        )
        arms = "".join(f'        Some("{name}") => {name}::run(),\n' for name in self.names)
        (self.crate / "src/main.rs").write_text(
            "#![expect(non_snake_case)]\n"
            f"{modules}fn main() -> Result<(), Box<dyn std::error::Error>> {{\n"
            f"    match std::env::args().nth(1).as_deref() {{\n{arms}        _ => Err(\"no such sample\".into()),\n    }}\n}}\n",
            encoding="utf-8",
        )
        command = ["cargo", "build", "--quiet", "--target-dir", str(self.target)]
        # They are not there when the tests in Rust have not run here.
        for network in (["--offline"], []):
            code, _, errors = run(command + network, self.crate, timeout=600)
            if code == 0:
                break
        else:
            sys.exit(f"the Rust samples cannot be built:\n{errors[:3000]}")
        files = [str(self.crate / f"src/{name}.rs") for name in self.names if not name.endswith("_wrong")]
        code, differences, errors = run(["rustfmt", "--check", "--edition", "2024", *files], self.crate)
        if code:
            fault("rust", f"not as rustfmt writes it: {differences[:2000]}{errors[:500]}")

    def command(self, name):
        return [str(self.target / "debug/samples"), name]


def command(language, file):
    return {"curl": ["bash", file], "javascript": ["node", file], "python": [sys.executable, file]}[language]


def main():
    overview = Texts(get("/docs/api"))
    operations = sorted({link.rsplit("/", 1)[1] for link in overview.links if re.fullmatch(r"/docs/api/\w+", link)})
    described = json.loads(get("/openapi.json"))["paths"].values()
    known = sorted(operation["operationId"] for item in described for operation in item.values())
    if operations != known:
        fault("/docs/api", f"leads to {operations}, and the document has {known}")

    rust = Rust()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        jobs, wrong = [], []

        def job(where, language, name, code, into):
            if language == "rust":
                rust.add(name, code)
                into.append((where, language, name, None))
                return
            file = folder / f"{name}.{LANGUAGES[language]}"
            file.write_text(code + "\n", encoding="utf-8")
            into.append((where, language, name, command(language, str(file))))

        shown = {}
        for operation in operations:
            path = f"/docs/api/{operation}"
            texts = shown[operation] = Texts(get(path)).texts
            markdown = get(f"{path}.md")
            for language in LANGUAGES:
                where, code = f"{path} in {language}", texts.get(f"code-{language}", "")
                if not code.strip():
                    fault(where, "has no sample")
                    continue
                if f"\n{code}\n```" not in markdown:
                    fault(where, "is another one in Markdown")
                job(where, language, operation, code, jobs)
                if operation in WRONG:
                    right, other, _ = WRONG[operation]
                    changed = re.sub(rf"\b{right}\b", other, code)
                    job(f"{where}, asked for `{other}`", language, f"{operation}_wrong", changed, wrong)
        recipes = []
        for language in LANGUAGES:
            job(f"/docs/api#pages in {language}", language, "allPages", overview.texts[f"pages-{language}"], recipes)
        for language in LANGUAGES:
            if overview.texts[f"first-{language}"] != shown["search"][f"code-{language}"]:
                fault("/docs/api", f"begins with another request than /docs/api/search in {language}")

        with ThreadPoolExecutor(4) as pool:
            building = pool.submit(rust.build)

            def ended(entry):
                where, language, name, command = entry
                if language == "rust":
                    building.result()
                    command = rust.command(name)
                own = folder / f"{name}-{language}"
                own.mkdir()
                return where, language, name, *run(command, own)

            # Rust last: its program is built while the others run.
            in_order = lambda entries: sorted(entries, key=lambda entry: entry[1] == "rust")
            for where, language, name, code, printed, errors in pool.map(ended, in_order(jobs)):
                texts = shown[name]
                if code:
                    fault(where, f"ends with {code}: {printed[:500]}{errors[:500]}")
                elif language == "curl":
                    check_curl(where, printed, texts)
                elif not same_lines(printed, texts.get("printed", texts["real"])):
                    fault(where, f"prints something else than the page shows: {printed[:500]}")
            for where, language, name, code, printed, errors in pool.map(ended, in_order(wrong)):
                said = WRONG[name.removesuffix("_wrong")][2]
                if language == "curl":
                    said = said.split(":")[0]
                if code == 0 or said not in printed + errors:
                    fault(where, f"ends with {code} and says: {(printed + errors)[:500]}")
            total = json.loads(get("/v1/findings?comparator=sham&limit=1"))["meta"]["total"]
            for where, language, _, code, printed, errors in pool.map(ended, in_order(recipes)):
                if language == "curl":
                    pages = [json.loads(line)["data"] for line in printed.splitlines() if line]
                    counted = sum(map(len, pages)) if len(pages) > 1 else 0
                else:
                    counted = int(printed or 0)
                if code or counted != total:
                    fault(where, f"ends with {code}, counts {counted} of {total} findings: {errors[:500]}")

        code, printed, _ = run(["bash", "-c", overview.texts["recipe-mistyped"]], folder)
        if code != 22 or not fits(json.loads(printed), json.loads(overview.texts["refusal"])):
            fault("/docs/api#wrong", f"ends with {code} and prints {printed[:500]}")

        again = overview.texts["recipe-again"]
        answers = [run(["bash", "-c", again], folder)[1].strip() for _ in range(2)]
        if answers != ["200", "304"]:
            fault("/docs/api#again", f"prints {answers}")

        typed = folder / "typed"
        typed.mkdir()
        (typed / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        (typed / "use.ts").write_text(overview.texts["recipe-use-types"], encoding="utf-8")
        make = overview.texts["recipe-make-types"].replace("npx openapi-typescript", str(TOOLS / "openapi-typescript"))
        compile_it = [str(TOOLS / "tsc"), "--strict", "--target", "es2022", "--module", "esnext"]
        compile_it += ["--moduleResolution", "bundler", "--typeRoots", "none", "use.ts"]
        for step in (["bash", "-c", make], compile_it, ["node", "use.js"]):
            code, printed, errors = run(step, typed)
            if code or not printed:
                if code or step[0] == "node":
                    fault("/docs/api#client", f"ends with {code}: {(printed + errors)[:1000]}")
                    break


main()
for line in faults:
    print(line)
print(f"{len(faults)} faults" if faults else "good")
sys.exit(1 if faults else 0)
