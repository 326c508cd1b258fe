"""Ollama's contract, with its official Python client."""

import httpx
import ollama
import pytest

from support import DIMENSIONS, LONG, MODEL, MOST_TOKENS, PLAIN, TEXTS, assert_same, token_ids

client = ollama.Client(host=PLAIN)


def test_embed(expected):
    """A text and a list of them: a list of vectors for both."""
    for text, vector in zip(TEXTS, expected):
        assert_same(client.embed(MODEL, text).embeddings, [vector])
    answer = client.embed(MODEL, TEXTS, keep_alive="5m", options={"num_ctx": 128}, dimensions=DIMENSIONS)
    assert_same(answer.embeddings, expected)
    assert answer.model == MODEL
    assert answer.prompt_eval_count == sum(len(token_ids(text, True)) for text in TEXTS)
    assert answer.total_duration > 0 and answer.load_duration == 0


def test_a_long_text(expected_long):
    """Is cut, as by default there, and flagged; or refused, if that is asked for."""
    assert_same(client.embed(MODEL, LONG).embeddings, [expected_long])
    assert_same(client.embed(MODEL, LONG, truncate=True).embeddings, [expected_long])
    body = {"model": MODEL, "input": ["a", LONG]}
    assert httpx.post(f"{PLAIN}/api/embed", json=body).headers["x-nutgraf-truncated"] == "1"
    with pytest.raises(ollama.ResponseError, match=str(MOST_TOKENS)) as caught:
        client.embed(MODEL, ["a", LONG], truncate=False)
    assert caught.value.status_code == 400


def test_what_cannot_be_used_is_refused():
    """With a message under `error`, which the client shows."""
    with pytest.raises(ollama.ResponseError, match="128") as caught:
        client.embed(MODEL, "a", dimensions=128)
    assert caught.value.status_code == 400
    answer = httpx.post(f"{PLAIN}/api/embed", json={"model": MODEL, "input": 7})
    assert answer.status_code == 400 and list(answer.json()) == ["error"]


def test_nothing_to_embed():
    """No texts have no vectors."""
    assert client.embed(MODEL, []).embeddings == []


def test_an_empty_input_has_no_vector():
    """An empty text is no text there, as clients find out by it whether a model is there."""
    assert client.embed(MODEL, "").embeddings == []


def test_models_are_listed():
    """As the client reads them, with the name that the other contracts say."""
    (model,) = client.list().models
    assert model.model.startswith(MODEL) and model.digest and model.details.quantization_level
    (listed,) = httpx.get(f"{PLAIN}/v1/models").json()["data"]
    assert listed["id"] == model.model


def test_version():
    """Clients ask for it to see that a server is there."""
    version = httpx.get(f"{PLAIN}/api/version").json()
    assert set(version) == {"version"} and version["version"].count(".") == 2
