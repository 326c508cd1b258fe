"""Writes fragments.json: coverage and density of word lists by the implementation of Newsroom.

    git clone https://github.com/lil-lab/newsroom
    python fragments.py newsroom/newsroom/analyze/fragments.py

Words are small numbers, drawn with a fixed seed. spaCy, which the implementation loads for its
tokenizer, is not needed: the words are given apart.
"""

import importlib.util
import json
import random
import sys
import types
from pathlib import Path


def load(path):
    sys.modules["spacy"] = types.SimpleNamespace(load=lambda name: None)
    spec = importlib.util.spec_from_file_location("fragments_reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Fragments


def main():
    fragments = load(sys.argv[1])
    rng = random.Random(11)
    lines = []
    for _ in range(80):
        vocabulary = rng.choice([2, 4, 12])
        document = [rng.randrange(vocabulary) for _ in range(rng.randint(1, 60))]
        summary = [rng.randrange(vocabulary + 1) for _ in range(rng.randint(1, 12))]
        at = rng.randrange(len(document))
        summary += document[at:at + rng.randint(0, 10)]
        found = fragments(" ".join(map(str, summary)), " ".join(map(str, document)), tokenize=False)
        spans = [[match.summary, match.summary + match.length] for match in found.overlaps()]
        row = {"summary": summary, "document": document, "spans": spans,
               "coverage": found.coverage(), "density": found.density()}
        lines.append(json.dumps(row, separators=(",", ":")))
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    Path(__file__).with_name("fragments.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
