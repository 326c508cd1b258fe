"""Writes the golden values that the parity test holds nutgraf's ROUGE against.

    pip install rouge-score
    python eval/golden/rouge.py

- rouge-own.tsv: pairs made of the project's own articles (examples/articles) and all pairs of the
  texts in rouge-edge-texts.json.
- rouge-public.tsv: first three sentences against the reference summary, on public data beside the
  repository (../shared/data/summarization). Row numbers and values, no texts.
- porter.tsv: words and their stems.

A score of rouge-score is a fraction: shared units over the units of the candidate (precision) or
of the reference (recall). The files keep the numbers of tokens and of shared units; this script
checks that the fractions, and F1 = 2PR / (P + R), give back every float of rouge-score bit for bit.
The rules that make the pairs stand in `own_pairs` and `public_pairs`, and again in the test
(eval/tests/rouge_parity.rs).
"""

import json
from collections.abc import Iterator
from pathlib import Path

from nltk.stem.porter import PorterStemmer
from rouge_score import rouge_scorer

GOLDEN = Path(__file__).resolve().parent
REPOSITORY = GOLDEN.parent.parent
PUBLIC = REPOSITORY.parent / "shared" / "data" / "summarization"

TYPES = ["rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum"]
HEADER = (
    "# id, tokens of the reference, tokens of the candidate, units shared without stemming "
    "(rouge1 rouge2 rouge3 rougeL rougeLsum), units shared with stemming\n"
)
# One round over all paragraphs each: how far the candidate starts behind the reference.
OFFSETS = [1, 0, 1, 2, 0, 37, 1]

Pair = tuple[str, str, str]


def read_rows(path: Path) -> list[dict]:
    """The rows of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def article_text(paragraphs: list[str], first: int, count: int, form: int) -> str:
    """So many paragraphs, counted round the end: a line each, a line a sentence, or one line."""
    chosen = [paragraphs[(first + i) % len(paragraphs)] for i in range(count)]
    if form == 0:
        return "\n".join(chosen)
    if form == 1:
        return "\n".join(chosen).replace(". ", ".\n")
    return " ".join(chosen)


def own_pairs() -> Iterator[Pair]:
    """Windows of paragraphs that overlap more or less, and all pairs of the edge texts."""
    files = sorted((REPOSITORY / "examples" / "articles").glob("*.jsonl"))
    paragraphs = [text for file in files for row in read_rows(file) for text in row["body"]]
    for index in range(len(OFFSETS) * len(paragraphs)):
        round_, at = divmod(index, len(paragraphs))
        form = (at + round_) % 3
        reference = article_text(paragraphs, at, 1 + round_ % 3, form)
        candidate = article_text(paragraphs, at + OFFSETS[round_], 1 + round_ // 2 % 3, form)
        if at % 2 == 1:
            candidate = "\n".join(reversed(candidate.split("\n")))
        yield f"article-{index}", reference, candidate
    edges = json.loads((GOLDEN / "rouge-edge-texts.json").read_text(encoding="utf-8"))
    for index in range(len(edges) ** 2):
        left, right = divmod(index, len(edges))
        yield f"edge-{index}", edges[left], edges[right]


def lead(text: str) -> str:
    """The first three sentences by a naive rule, a line each."""
    return "\n".join(text.split(". ")[:3])


def public_pairs() -> Iterator[Pair]:
    """Reference summaries against the lead, of every row of four data sets."""
    for index, row in enumerate(read_rows(PUBLIC / "cnndm-validation.jsonl")):
        yield f"cnndm-validation-{index}", "\n".join(row["highlights"]), lead(row["article"])
    for index, row in enumerate(read_rows(PUBLIC / "xsum.jsonl")):
        yield f"xsum-{index}", lead(row["summary"]), lead(row["document"])
    for index, row in enumerate(read_rows(PUBLIC / "inshorts.jsonl")):
        yield f"inshorts-{index}", lead(row["text"]), lead(row["ctext"] or "")
    for index, row in enumerate(read_rows(PUBLIC / "usatoday-cnn.jsonl")):
        yield f"usatoday-cnn-{index}", "\n".join(row["summary"]), "\n".join(row["sentences"][:3])


def shared_units(kind: str, score, reference_tokens: int, candidate_tokens: int) -> int:
    """The numerator of a score, checked to give back its three floats."""
    order = int(kind[5:]) if kind[5:].isdigit() else 1
    of_reference = max(reference_tokens - order + 1, 1)
    of_candidate = max(candidate_tokens - order + 1, 1)
    shared = round(score.recall * of_reference)
    precision, recall = shared / of_candidate, shared / of_reference
    total = precision + recall
    f1 = 2 * precision * recall / total if total > 0 else 0.0
    assert (precision, recall, f1) == tuple(score), (kind, score)
    return shared


def write_values(path: Path, pairs: Iterator[Pair]) -> None:
    """One line for each pair, by rouge-score without and with stemming."""
    scorers = [rouge_scorer.RougeScorer(TYPES, use_stemmer=stem) for stem in (False, True)]
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADER)
        for name, reference, candidate in pairs:
            cells = [len(scorers[0]._tokenizer.tokenize(text)) for text in (reference, candidate)]
            for scorer in scorers:
                scores = scorer.score(reference, candidate)
                cells += [shared_units(kind, scores[kind], *cells[:2]) for kind in TYPES]
            out.write("\t".join([name, *map(str, cells)]) + "\n")


def write_stems(path: Path) -> None:
    """Words of the articles, and stems with suffixes put on them, with what NLTK makes of them."""
    tokenize = rouge_scorer.RougeScorer(["rouge1"])._tokenizer.tokenize
    files = sorted((REPOSITORY / "examples" / "articles").glob("*.jsonl"))
    texts = [text for file in files for row in read_rows(file) for text in row["body"]]
    words = sorted({word for text in texts for word in tokenize(text)})[::2]
    stems = "a b e y by ay rat tro hop fil fal controll hiss fizz geo theo abl confl nation yy 7s"
    suffixes = (
        "s ss sses ies ied eed ed ing at bl iz ated y ly ational tional enci anci izer bli abli "
        "alli entli eli ousli ization ation ator alism iveness fulness ousness aliti iviti biliti "
        "fulli logi icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement "
        "ment ent ion sion tion ou ism ate iti ous ive ize e le ll lle nationalli"
    )
    words += [stem + suffix for stem in stems.split() for suffix in suffixes.split()]
    words += "sky skies dying lying tying news inning innings outing outings canning".split()
    words += "cannings howe proceed exceed succeed proceeds dies lies flies yes".split()
    stemmer = PorterStemmer()
    lines = [f"{word}\t{stemmer.stem(word)}\n" for word in sorted(set(words))]
    path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write_stems(GOLDEN / "porter.tsv")
    write_values(GOLDEN / "rouge-own.tsv", own_pairs())
    write_values(GOLDEN / "rouge-public.tsv", public_pairs())
