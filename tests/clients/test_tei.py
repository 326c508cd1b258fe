"""The contract of text-embeddings-inference, with clients that are written for it, and field by field."""

import httpx
import numpy as np
import pytest
from huggingface_hub import InferenceClient
from llama_index.embeddings.text_embeddings_inference import TextEmbeddingsInference

from support import DIMENSIONS, LONG, MOST_TOKENS, PLAIN, TEXTS, assert_same, token_ids

http = httpx.Client(base_url=PLAIN)


def post(path, **body):
    """The JSON of an answer that must be 200."""
    answer = http.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(path, status, kind, **body):
    """The message of an error, which must have the form of the contract."""
    answer = http.post(path, json=body)
    assert answer.status_code == status, answer.text
    error = answer.json()
    assert set(error) - {"limit"} == {"error", "error_type"}
    assert error["error_type"] == kind
    return error["error"]


def test_llama_index(expected):
    """LlamaIndex's integration: one text, a batch, a query."""
    model = TextEmbeddingsInference(model_name="m", base_url=PLAIN, embed_batch_size=4)
    assert_same([model.get_text_embedding(text) for text in TEXTS], expected)
    assert_same(model.get_text_embedding_batch(TEXTS), expected)
    assert_same([model.get_query_embedding(TEXTS[0])], expected[:1])


def test_hugging_face(expected):
    """Hugging Face's own client, which sends what it has to the address that it is given."""
    found = InferenceClient(f"{PLAIN}/embed").feature_extraction(TEXTS, normalize=True, truncate=True)
    assert found.dtype == np.float32
    assert_same(found, expected)
    others = InferenceClient(f"{PLAIN}/similarity").sentence_similarity(TEXTS[0], other_sentences=TEXTS[1:])
    assert others == post("/similarity", inputs={"source_sentence": TEXTS[0], "sentences": TEXTS[1:]})


def test_hugging_face_at_the_root(expected):
    """With the address of the server alone, as its documentation shows."""
    assert_same(InferenceClient(PLAIN).feature_extraction(TEXTS), expected)


def test_embed(expected, expected_long):
    """A text, texts, token ids with special tokens and without: a bare list of lists of numbers."""
    for text, vector in zip(TEXTS, expected):
        assert_same(post("/embed", inputs=text), [vector])
        for special in (True, False):
            assert_same(post("/embed", inputs=token_ids(text, special)), [vector])
    given = {"truncate": None, "normalize": True, "prompt_name": None, "truncation_direction": "right"}
    found = post("/embed", inputs=TEXTS, dimensions=DIMENSIONS, **given)
    assert all(type(value) is float for row in found for value in row)
    assert_same(found, expected)
    assert_same(post("/embed", inputs=[token_ids(text, True) for text in TEXTS]), expected)
    answer = http.post("/embed", json={"inputs": [TEXTS[0], LONG], "truncate": True})
    assert answer.headers["x-nutgraf-truncated"] == "1"
    assert_same(answer.json(), [expected[0], expected_long])


def test_similarity(expected):
    """The cosine of a sentence with others: a bare list of numbers."""
    sentences = TEXTS[1:] + TEXTS[:1]
    found = post("/similarity", inputs={"source_sentence": TEXTS[0], "sentences": sentences}, parameters={})
    rows = np.asarray(expected, dtype=np.float64)
    cosines = [rows[0] @ row for row in list(rows[1:]) + [rows[0]]]
    assert np.allclose(found, cosines, atol=1e-6) and found[-1] == pytest.approx(1.0, abs=1e-6)


def test_tokenize():
    """Each token with its part of the text, in characters."""
    texts = ["Hello wörld!", "a"]
    answer = post("/tokenize", inputs=texts)
    assert len(answer) == 2 and all(set(it) == {"id", "text", "special", "start", "stop"} for it in answer[0])
    first, *words, last = answer[0]
    assert [(it["text"], it["special"], it["start"], it["stop"]) for it in (first, last)] == [
        ("[CLS]", True, None, None),
        ("[SEP]", True, None, None),
    ]
    assert [texts[0][it["start"] : it["stop"]] for it in words] == ["Hello", "wörld", "!"]
    assert [it["text"] for it in words] == ["Hello", "wörld", "!"]
    assert not any(it["special"] for it in words) and all(type(it["id"]) is int for it in words)
    assert post("/tokenize", inputs=texts[0], add_special_tokens=False) == [words]


def test_info():
    """The fields that clients read, of their types."""
    info = http.get("/info").json()
    types = {
        "model_id": str, "model_sha": str, "model_dtype": str, "max_concurrent_requests": int,
        "max_input_length": int, "max_batch_tokens": int, "max_client_batch_size": int,
        "auto_truncate": bool, "tokenization_workers": int, "version": str,
    }  # fmt: skip
    assert {name: type(info[name]) for name in types} == types
    assert info["model_type"] == {"embedding": {"pooling": "mean"}}
    assert info["max_batch_requests"] is None and info["sha"] is None and info["docker_label"] is None
    assert info["max_input_length"] == MOST_TOKENS and info["auto_truncate"]


def test_info_names_the_served_model():
    """The name by which the model is asked for."""
    assert isinstance(http.get("/info").json()["served_model_name"], str)


def test_health_and_metrics():
    """/health is 200, /metrics is what Prometheus reads; both are this server's own."""
    assert http.get("/health").json()["status"] == "alive"
    post("/embed", inputs="a")
    metrics = http.get("/metrics")
    assert metrics.headers["content-type"].startswith("application/openmetrics-text")
    assert 'nutgraf_requests_total{route="/embed",method="POST",status="200"}' in metrics.text
    assert metrics.text.endswith("# EOF\n")


def test_times_are_told_in_headers():
    """As text-embeddings-inference tells them, in milliseconds."""
    headers = http.post("/embed", json={"inputs": "a"}).headers
    for name in ("compute-time", "compute-characters", "compute-tokens", "total-time", "queue-time", "inference-time"):
        assert headers[f"x-{name}"].isdigit(), name


def test_errors():
    """With their kinds and statuses."""
    refused("/embed", 400, "Empty", inputs="")
    refused("/embed", 400, "Empty", inputs=[])
    refused("/similarity", 400, "Empty", inputs={"source_sentence": "a", "sentences": []})
    refused("/tokenize", 400, "Empty", inputs=[])
    assert str(MOST_TOKENS) in refused("/embed", 422, "Validation", inputs=LONG, truncate=False)
    sentences = {"source_sentence": "a", "sentences": [LONG]}
    refused("/similarity", 422, "Validation", inputs=sentences, parameters={"truncate": False})
    refused("/embed", 422, "Validation", inputs="a", dimensions=128)
    refused("/embed", 422, "Validation", inputs="a", prompt_name="query")
    refused("/embed", 422, "Validation", inputs="a", normalize=False)
    refused("/embed", 422, "Validation", inputs="a", truncation_direction="left")
    refused("/embed", 413, "Validation", inputs=["a"] * 2049)
    refused("/embed", 400, "Validation", inputs=7)
    refused("/similarity", 400, "Validation", inputs="a")


def test_an_id_of_no_token_is_refused():
    """It is the request that is wrong."""
    refused("/embed", 422, "Validation", inputs=[[101, 999_999]])
