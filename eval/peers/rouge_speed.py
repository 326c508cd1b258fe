"""Documents a second of nutgraf's ROUGE and of Google's rouge-score, one thread each.

    pip install rouge-score
    python eval/peers/rouge_speed.py ../shared/data/summarization/cnndm-validation.jsonl

Scores the first three sentences of every article (by a naive rule) against its reference summary:
rouge1, rouge2, rouge3, rougeL, rougeLsum, stemmed, tokenising included, reading files and starting
programs not. The two take turns, a block of documents at a time, so that a change in the machine's
speed meets both. nutgraf begins every block with an empty vocabulary. Both must come to the same
sum of F1.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from rouge_score import rouge_scorer

CRATE = Path(__file__).resolve().parent.parent
TYPES = ["rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum"]


def read_documents(path: Path) -> list[dict]:
    """Reference and lead-3 summary, a list of sentences each, of CNN/DailyMail rows."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [{"reference": r["highlights"], "summary": r["article"].split(". ")[:3]} for r in rows]


def time_peer(scorer: rouge_scorer.RougeScorer, documents: list[dict]) -> tuple[float, float]:
    """Seconds and sum of F1 of rouge-score."""
    start = time.perf_counter()
    total = 0.0
    for document in documents:
        scores = scorer.score("\n".join(document["reference"]), "\n".join(document["summary"]))
        total += sum(scores[kind].fmeasure for kind in TYPES)
    return time.perf_counter() - start, total


def time_own(program: Path, documents: list[dict], passes: int) -> tuple[float, float]:
    """Median seconds of a pass and sum of F1 of nutgraf."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(document) + "\n" for document in documents)
        file.flush()
        command = [program, file.name, str(passes)]
        result = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return statistics.median(result["seconds"]), result["sum_of_f1"]


def main() -> None:
    """Prints a line for each block and the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="rows of CNN/DailyMail as JSON lines")
    parser.add_argument("--program", type=Path, help="the built example rouge_speed")
    parser.add_argument("--blocks", type=int, default=5)
    parser.add_argument("--passes", type=int, default=9, help="of nutgraf, over each block")
    arguments = parser.parse_args()
    program = arguments.program
    if program is None:
        command = ["cargo", "build", "--release", "--example", "rouge_speed"]
        messages = subprocess.run(
            [*command, "--message-format", "json"], check=True, cwd=CRATE, stdout=subprocess.PIPE
        ).stdout.splitlines()
        program = next(m["executable"] for m in map(json.loads, messages) if m.get("executable"))

    documents = read_documents(arguments.data)
    scorer = rouge_scorer.RougeScorer(TYPES, use_stemmer=True)
    size = -(-len(documents) // arguments.blocks)
    rates, ratios = [], []
    for start in range(0, len(documents), size):
        block = documents[start : start + size]
        peer_seconds, peer_sum = time_peer(scorer, block)
        own_seconds, own_sum = time_own(program, block, arguments.passes)
        assert abs(peer_sum - own_sum) < 1e-9 * len(block), (peer_sum, own_sum)
        rates.append((len(block) / peer_seconds, len(block) / own_seconds))
        ratios.append(peer_seconds / own_seconds)
        print(f"rouge-score {rates[-1][0]:8.1f}   nutgraf {rates[-1][1]:10.0f}   {ratios[-1]:.0f} x")
    peer, own = (statistics.median(column) for column in zip(*rates))
    print(f"median: rouge-score {peer:.1f} documents/s, nutgraf {own:.0f}: {statistics.median(ratios):.0f} x")
    print(f"range of ratios: {min(ratios):.0f} to {max(ratios):.0f}")


if __name__ == "__main__":
    main()
