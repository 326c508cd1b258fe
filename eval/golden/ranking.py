"""Writes ranking.json: rankings with the values that pytrec_eval and ranx give them.

    pip install pytrec_eval-terrier==0.5.11 ranx==0.3.21
    python ranking.py

pytrec_eval-terrier is pytrec_eval with the source of trec_eval inside, so that it builds without
a network. The queries are random with a fixed seed. ranx orders tied scores in its own way, so it
is asked only for the queries whose scores all differ; pytrec_eval orders them as trec_eval does
and is asked for all.
"""

import json
import random
from pathlib import Path

import pytrec_eval
from ranx import Qrels, Run, evaluate

# In our names, those of trec_eval, and those of ranx.
MEASURES = [
    ("precision@1", "P_1", "precision@1"),
    ("precision@5", "P_5", "precision@5"),
    ("precision@10", "P_10", "precision@10"),
    ("recall@5", "recall_5", "recall@5"),
    ("recall@10", "recall_10", "recall@10"),
    ("recall@100", "recall_100", "recall@100"),
    ("reciprocal_rank", "recip_rank", "mrr"),
    ("average_precision", "map", "map"),
    ("average_precision@10", "map_cut_10", "map@10"),
    ("ndcg", "ndcg", "ndcg"),
    ("ndcg@5", "ndcg_cut_5", "ndcg@5"),
    ("ndcg@10", "ndcg_cut_10", "ndcg@10"),
]
TREC_NAMES = {"P.1,5,10", "recall.5,10,100", "recip_rank", "map", "map_cut.10", "ndcg",
              "ndcg_cut.5,10"}
# How many queries of each kind.
KINDS = {"distinct": 50, "tied": 40, "close": 15, "nothing found": 10, "nothing relevant": 10,
         "short": 20, "long": 5}


def scores(kind, count, rng):
    if kind == "tied":
        return [rng.randrange(6) / 4 for _ in range(count)]
    if kind == "close":  # Many differ in double precision only.
        return [0.5 + rng.randrange(4) / 8 + rng.randrange(100) * 1e-11 for _ in range(count)]
    return [round(score / 4096 - 1, 6) for score in rng.sample(range(8192), count)]


def grade(kind, rng):
    if kind == "nothing relevant":
        return rng.choice([0, -1])
    return rng.choice([0, 0, 1, 1, 2, 3, -1])


def query(kind, rng):
    """One query: grades of judged documents, and scores of retrieved ones."""
    count = 160 if kind == "long" else 40
    documents = [rng.choice(["d", "doc-", "É"]) + str(n) for n in range(count)]
    judged = rng.sample(documents, 120 if kind == "long" else rng.randint(1, 14))
    size = {"long": 140, "short": rng.randint(1, 4)}.get(kind, rng.randint(5, 24))
    pool = [d for d in documents if d not in judged] if kind == "nothing found" else documents
    retrieved = rng.sample(pool, min(size, len(pool)))
    return {
        "kind": kind,
        "judgements": {document: grade(kind, rng) for document in judged},
        "run": dict(zip(retrieved, scores(kind, len(retrieved), rng))),
    }


def main():
    rng = random.Random(20)
    kinds = [kind for kind, count in KINDS.items() for _ in range(count)]
    queries = {f"q{n:03}": query(kind, rng) for n, kind in enumerate(kinds)}
    judgements = {name: q["judgements"] for name, q in queries.items()}
    runs = {name: q["run"] for name, q in queries.items()}

    reference = pytrec_eval.RelevanceEvaluator(judgements, TREC_NAMES).evaluate(runs)
    for name, q in queries.items():
        q["pytrec_eval"] = [reference[name][trec] for _, trec, _ in MEASURES]

    distinct = sorted(n for n, q in queries.items() if q["kind"] not in ("tied", "close"))
    values = evaluate(
        Qrels({name: judgements[name] for name in distinct}),
        Run({name: runs[name] for name in distinct}),
        [ranx for _, _, ranx in MEASURES],
        return_mean=False,
    )
    for at, name in enumerate(distinct):
        queries[name]["ranx"] = [float(values[ranx][at]) for _, _, ranx in MEASURES]

    lines = [json.dumps(q, ensure_ascii=False, separators=(",", ":")) for q in queries.values()]
    measures = json.dumps([ours for ours, _, _ in MEASURES])
    text = f'{{"measures":{measures},\n"queries":[\n' + ",\n".join(lines) + "\n]}\n"
    Path(__file__).with_name("ranking.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
