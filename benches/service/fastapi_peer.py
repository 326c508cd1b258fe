"""The peer: sentence-transformers behind FastAPI and uvicorn, as people serve embeddings in Python.

    fastapi_peer.py --port 8000 --threads 2             one process; PyTorch takes two threads
    fastapi_peer.py --port 8000 --threads 1 --workers 2 two processes of one thread each

The same weights in f32 that nutgraf's bundled model was made from, cut at 256 tokens, vectors of length 1, and OpenAI's
request and answer. JSON is written by orjson, uvicorn runs on uvloop and httptools. A request is one call of `encode`
on a thread of FastAPI's pool, one at a time in a process: several at a time are slower, as each wants all threads.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
import uvicorn
from fastapi import FastAPI
from fastapi.responses import Response
from pydantic import BaseModel

PEERS = Path(__file__).resolve().parents[1] / "peers"
NAME = "all-minilm-l6-v2"
state: dict = {"lock": threading.Lock()}


class EmbeddingRequest(BaseModel):
    """As OpenAI has it."""

    input: str | list[str]
    model: str | None = None
    encoding_format: str = "float"


@asynccontextmanager
async def life(_: FastAPI):
    """Loads the model in each process."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(int(os.environ["PEER_THREADS"]))
    state["model"] = SentenceTransformer(os.environ["PEER_MODEL"], device="cpu")
    state["model"].max_seq_length = 256
    yield


app = FastAPI(lifespan=life)


@app.get("/ready")
def ready() -> dict:
    return {"status": "ready"}


@app.post("/v1/embeddings")
def embeddings(request: EmbeddingRequest) -> Response:
    texts = [request.input] if isinstance(request.input, str) else request.input
    model = state["model"]
    with state["lock"]:
        rows = model.encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
    tokens = sum(min(256, len(ids)) for ids in model.tokenizer(texts)["input_ids"])
    answer = {
        "object": "list",
        "data": [{"object": "embedding", "index": at, "embedding": row} for at, row in enumerate(rows)],
        "model": NAME,
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }
    return Response(orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY), media_type="application/json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of PyTorch in a process (%(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="processes (%(default)s)")
    parser.add_argument("--cache", type=Path, required=True, help="where the original weights are, or are put")
    parser.add_argument("--original", type=Path, help="a folder that has the original weights")
    options = parser.parse_args()
    sys.path.insert(0, str(PEERS))
    import original

    folder = original.locate(PEERS.parents[1], options.cache, options.original)
    os.environ.update(PEER_MODEL=str(folder), PEER_THREADS=str(options.threads))
    here = str(Path(__file__).resolve().parent)
    uvicorn.run(
        "fastapi_peer:app",
        app_dir=here,
        port=options.port,
        workers=options.workers,
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
    )


if __name__ == "__main__":
    main()
