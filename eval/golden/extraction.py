"""Writes extraction.json: scores of extracted texts by the article-extraction-benchmark.

    git clone https://github.com/scrapinghub/article-extraction-benchmark
    python extraction.py article-extraction-benchmark/evaluate.py gold.json

`gold.json` is the benchmark's ground truth. Of its pages only ids and values are written, never
text; what was "extracted" is derived from the true text (`damaged`). The file also says which
characters Python's `re` takes for part of a word.
"""

import importlib.util
import json
import re
import sys
import unicodedata
from pathlib import Path

INVENTED = [
    ("The ferry sails at noon.", "The ferry sails at noon."),
    ("The ferry sails at noon.", "Home | News | The ferry sails at noon. Read more"),
    ("The ferry sails at noon. It is late. Nobody minds.", "It is late."),
    ("The dam held, the dam held, the dam held.", "The dam held."),
    ("The dam held.", "The dam held, the dam held, the dam held."),
    ("The ferry sails", "the ferry sails"),
    ("Two words", "Two words"),
    ("Two words", "Two other words"),
    ("One", ""),
    ("", "Something that is not there"),
    ("", ""),
    ("…", " — "),
    ("Cafe\u0301 Zoë opens", "Café Zoë opens"),
    ("snake_case __init__ 3.5 m² ½ price", "snake_case __init__ 3.5 m² ½ price now"),
    ("नमस्ते दुनिया, आज नाव चल रही है", "नमस्ते दुनिया आज नाव नहीं चल रही है"),
    ("港口今天开放。渡轮恢复了！", "港口今天开放。渡轮恢复了！广告"),
    ("سَفِينَة وصلت إلى الميناء اليوم", "سفينة وصلت إلى الميناء اليوم"),
    ("It’s 10 o’clock; Ⓐ and 🄰 are signs, Ⅷ is eight",
     "It's 10 o'clock; Ⓐ and 🄰 are signs, Ⅷ is eight"),
    ("ไม่มีเรือวันนี้ที่ท่าเรือ", "ไม่มีเรือวันนี้"),
]


def load(path):
    spec = importlib.util.spec_from_file_location("evaluate_reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def damaged(text, number):
    """Every fourth page is right, every ninth is missed, the others lack each third paragraph and
    repeat the first one at the end."""
    if number % 4 == 0:
        return text
    if number % 9 == 5:
        return ""
    paragraphs = text.split("\n\n")
    kept = [p for at, p in enumerate(paragraphs) if at % 3 != 2]
    return "\n\n".join(kept + paragraphs[:1])


def page(reference, true, pred):
    values = reference.string_shingle_matching(true=true, pred=pred)
    return [*values, reference.get_accuracy(true=true, pred=pred)]


def score(reference, pages):
    truth = {str(n): {"articleBody": true} for n, (true, _) in enumerate(pages)}
    found = {str(n): {"articleBody": pred} for n, (_, pred) in enumerate(pages)}
    metrics = reference.evaluate(truth, found, n_bootstrap=0)
    return [metrics[name] for name in ("precision", "recall", "f1", "accuracy")]


def ranges(holds):
    """First and last code point of each run of characters of which `holds` is true."""
    found = []
    for code in range(sys.maxunicode + 1):
        if not 0xD800 <= code < 0xE000 and holds(chr(code)):
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return found


def main():
    reference = load(sys.argv[1])
    golden = {
        "unicode": unicodedata.unidata_version,
        "word": ranges(re.compile(r"\w", re.UNICODE).match),
        "unassigned": ranges(lambda c: unicodedata.category(c) == "Cn"),
        "invented": [{"truth": true, "extracted": pred, "values": page(reference, true, pred)}
                     for true, pred in INVENTED],
        "invented_score": score(reference, INVENTED),
    }
    gold = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    texts = [(name, gold[name].get("articleBody", "")) for name in sorted(gold)]
    pages = [(text, damaged(text, n)) for n, (_, text) in enumerate(texts)]
    golden["pages"] = {name: page(reference, *pair) for (name, _), pair in zip(texts, pages)}
    golden["pages_score"] = score(reference, pages)
    parts = [f"{json.dumps(key)}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
             for key, value in golden.items()]
    text = "{" + ",\n".join(parts) + "}\n"
    Path(__file__).with_name("extraction.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
