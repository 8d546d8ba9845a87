#!/usr/bin/env python3
"""The literature tier beside other engines: the same records, the same questions, ten records with excerpts and the exact total each.

    compare.py --records DIR --program EVIDENCE --work DIR [--seekstorm PROGRAM] [--opensearch DIR --java DIR] [--meilisearch PROGRAM]

Every engine is asked a few questions in turn, so that whatever else the machine does meets them alike. What is counted is the
processor time of the process that answers; that of whoever asks is not. No question is asked twice, so that no answer is a kept one.
"""

import argparse
import collections
import hashlib
import random
import re
import statistics
from pathlib import Path

import engines
from records import records

IN_TURN = 10
KINDS = [("all of 3 words", "all", 3), ("any of 6 words", "any", 6)]


def path(text):
    # Some engines run in a folder of their own.
    return Path(text).absolute()


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--records", required=True, type=path, help="folder with files of PubMed")
parser.add_argument("--program", required=True, type=path, help="the program `evidence`")
parser.add_argument("--work", required=True, type=path, help="folder for what is built; what is there is used again")
parser.add_argument("--seekstorm", type=path, help="the program `seekstorm_server`")
parser.add_argument("--opensearch", type=path, help="folder of OpenSearch")
parser.add_argument("--java", type=path, help="folder of a Java that OpenSearch runs with")
parser.add_argument("--meilisearch", type=path, help="the program `meilisearch`")
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--questions", type=int, default=200, help="of each kind in a round")
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()


def titles():
    """Of all records; kept, because reading them takes longer than asking."""
    kept = options.work / "titles.txt"
    if not kept.exists():
        kept.write_text("\n".join(record["title"] for record in records(options.records)))
    return kept.read_text().split("\n")


def questions(known_titles, count, words, seed):
    """Words of titles that tell something, each question once."""
    chance, asked = random.Random(seed), set()
    # The commonest words are looked for by some engines and left out by others.
    counted = collections.Counter(word.lower() for title in known_titles for word in set(re.findall(r"[A-Za-z]{4,}", title)))
    common = {word for word, _ in counted.most_common(100)}
    while len(asked) < count:
        known = sorted({word.lower() for word in re.findall(r"[A-Za-z]{4,}", chance.choice(known_titles))} - common)
        if len(known) >= words:
            asked.add(tuple(chance.sample(known, words)))
    return sorted(asked, key=lambda question: hashlib.sha256(" ".join(question).encode()).digest())


def median_and_ends(values):
    return f"{statistics.median(values):.0f} ({min(values):.0f} to {max(values):.0f})"


options.work.mkdir(parents=True, exist_ok=True)
compared = engines.all_of(options)
most_to_warm = max(engine.warm_up for engine in compared)
print(f"{options.rounds} rounds of {options.questions} questions of each kind\n")
print("| engine | question | requests a CPU second, median of the rounds | ms of CPU | worst ten in a row | found, mean | bytes of an answer |")
print("| --- | --- | --: | --: | --: | --: | --: |")
known_titles = titles()
for kind, match, words in KINDS:
    count = options.rounds * options.questions
    asked = questions(known_titles, count + most_to_warm, words, options.seed)
    for engine in compared:
        for question in asked[count : count + engine.warm_up]:
            engine.ask(question, match)
    spent, totals, sizes = ({engine.name: [] for engine in compared} for _ in range(3))
    for number, first in enumerate(range(0, count, IN_TURN)):
        some = asked[first : min(first + IN_TURN, count)]
        begin = number % len(compared)
        for engine in compared[begin:] + compared[:begin]:
            before = engines.processor_time(engine.process)
            answers = [engine.ask(question, match) for question in some]
            spent[engine.name].append((engines.processor_time(engine.process) - before) / len(some) / 1e6)
            totals[engine.name] += [total for total, _ in answers]
            sizes[engine.name] += [size for _, size in answers]
    for engine in compared:
        times = spent[engine.name]
        of_a_round = len(times) // options.rounds
        rounds = [times[begin : begin + of_a_round] for begin in range(0, of_a_round * options.rounds, of_a_round)]
        means = [statistics.mean(times) for times in rounds]
        row = [engine.name, kind, median_and_ends([1000 / mean for mean in means]), f"{statistics.median(means):.2f}"]
        row += [f"{max(times):.2f}", f"{statistics.mean(totals[engine.name]):.1f}", f"{statistics.mean(sizes[engine.name]):.0f}"]
        print(f"| {' | '.join(row)} |", flush=True)
print()
for engine in compared:
    print(f"{engine.name}: {engines.anonymous_memory(engine.process):.0f} MB of anonymous memory")
