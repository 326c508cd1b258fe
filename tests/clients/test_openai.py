"""OpenAI's contract, with its official Python client.

The client asks for base64 unless told otherwise, and reads errors nested under `error`.
"""

import base64

import httpx
import numpy as np
import openai
import pytest

from support import (
    DIMENSIONS, LONG, MODEL, MOST_TOKENS, PLAIN, TEXTS, assert_same, token_ids,
)  # fmt: skip

client = openai.OpenAI(base_url=f"{PLAIN}/v1", api_key="none", max_retries=0)


def embed(given, **options):
    """The answer for a text, a list of them, or token ids."""
    return client.embeddings.create(model=MODEL, input=given, **options)


def vectors(answer):
    """The vectors of an answer, whose numbers must be in order."""
    assert [it.index for it in answer.data] == list(range(len(answer.data)))
    assert {it.object for it in answer.data} == {"embedding"}
    return [it.embedding for it in answer.data]


def refused(kind, given, **options):
    """The error of a request, which must be of this class and nested as OpenAI's are."""
    with pytest.raises(kind) as caught:
        embed(given, **options)
    error = caught.value
    assert list(error.response.json()) == ["error"]
    assert error.body["message"] and error.type == "invalid_request_error"
    return error


@pytest.mark.parametrize("options", [{}, {"encoding_format": "float"}], ids=["unasked", "float"])
def test_vectors_are_those_of_the_program(options, expected):
    """In the form that the client asks for unasked, which is base64, and as numbers."""
    answer = embed(TEXTS, **options)
    assert answer.object == "list" and answer.model.startswith(MODEL)
    assert_same(vectors(answer), expected)
    for text, vector in zip(TEXTS, expected):
        assert_same(vectors(embed(text, **options)), [vector])


def test_base64_is_little_endian_floats(expected):
    """Whoever asks for base64 by its name gets it as it came."""
    found = vectors(embed(TEXTS, encoding_format="base64"))
    assert_same([np.frombuffer(base64.b64decode(it, validate=True), "<f4") for it in found], expected)


@pytest.mark.parametrize("special", [True, False], ids=["with-special", "without-special"])
def test_token_ids_mean_their_text(special, expected):
    """One list of ids or several, with the special tokens or without."""
    ids = [token_ids(text, special) for text in TEXTS]
    for options in ({}, {"encoding_format": "float"}):
        assert_same(vectors(embed(ids, **options)), expected)
    answer = embed(ids[0])
    assert_same(vectors(answer), expected[:1])
    assert answer.usage.prompt_tokens == len(token_ids(TEXTS[0], True))


def test_tokens_are_counted():
    """Those of all texts, the special ones included, as far as they were read."""
    count = sum(len(token_ids(text, True)) for text in TEXTS)
    usage = embed(TEXTS).usage
    assert (usage.prompt_tokens, usage.total_tokens) == (count, count)
    assert embed(LONG).usage.total_tokens == MOST_TOKENS


def test_a_long_text_is_flagged(expected, expected_long):
    """In the item and in a header; a text that was read whole is not."""
    raw = client.embeddings.with_raw_response.create(model=MODEL, input=[TEXTS[0], LONG, TEXTS[1]])
    assert raw.headers["x-nutgraf-truncated"] == "1"
    answer = raw.parse()
    flags = [(it.model_extra or {}).get("truncated", False) for it in answer.data]
    assert flags == [False, True, False]
    assert_same(vectors(answer), [expected[0], expected_long, expected[1]])
    raw = client.embeddings.with_raw_response.create(model=MODEL, input=TEXTS)
    assert "x-nutgraf-truncated" not in raw.headers


def test_long_token_ids_are_flagged(expected_long):
    """As their text is."""
    for special in (True, False):
        item = embed([token_ids(LONG, special)]).data[0]
        assert item.model_extra == {"truncated": True}
        assert_same([item.embedding], [expected_long])


def test_other_dimensions_are_refused():
    """The model's vectors cannot be cut; its own number is fine."""
    error = refused(openai.BadRequestError, "a", dimensions=128)
    assert error.param == "dimensions" and str(DIMENSIONS) in error.body["message"]
    assert len(embed("a", dimensions=DIMENSIONS).data[0].embedding) == DIMENSIONS


@pytest.mark.parametrize("given", ["", [], ["a", ""], [[]]], ids=["text", "list", "in-list", "ids"])
def test_what_is_empty_is_refused(given):
    """As OpenAI does."""
    assert refused(openai.BadRequestError, given).param == "input"


def test_more_texts_than_may_come_are_refused():
    """2,048 of them, as OpenAI has it; the limit is told."""
    error = refused(openai.APIStatusError, ["a"] * 2049)
    assert error.status_code == 413 and error.body["limit"] == 2048


@pytest.mark.parametrize(
    "body",
    [{"model": MODEL}, {"input": None}, {"input": {}}, {"input": "a", "encoding_format": "hex"}, 7],
    ids=["none", "null", "object", "form", "number"],
)
def test_what_is_no_request_is_refused(body):
    """With a message that a person can read, in the form of the contract."""
    answer = httpx.post(f"{PLAIN}/v1/embeddings", json=body)
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"message", "type", "param", "code"}


@pytest.mark.parametrize("given", [[999_999], [[101, 999_999]]], ids=["ids", "list-of-ids"])
def test_an_id_of_no_token_is_refused(given):
    """It is the request that is wrong: clients try again after a 500."""
    refused((openai.BadRequestError, openai.UnprocessableEntityError), given)


def test_a_list_is_no_request():
    """A request is an object."""
    answer = httpx.post(f"{PLAIN}/v1/embeddings", json=["a", None, None, None, None])
    assert answer.status_code == 400


def test_models_are_listed():
    """There is one; it is found by its name with its hash and without."""
    listed = client.models.list()
    assert listed.object == "list" and len(listed.data) == 1
    model = listed.data[0]
    assert (model.object, model.owned_by) == ("model", "nutgraf") and isinstance(model.created, int)
    for name in (model.id, model.id.split("@")[0]):
        assert client.models.retrieve(name) == model
    assert embed("a").model == model.id


@pytest.mark.parametrize("name", ["text-embedding-3-small", "sentence-transformers/all-MiniLM-L6-v2"])
def test_a_model_that_is_not_there(name):
    """The error says which is."""
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve(name)
    error = caught.value
    assert list(error.response.json()) == ["error"]
    assert (error.code, error.param, error.type) == ("not_found", "model", "invalid_request_error")


def test_what_is_not_offered_is_refused_in_the_form_of_the_contract():
    """A client that asks for more than embeddings shows the message of the error."""
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": "a"}])
    assert list(caught.value.response.json()) == ["error"]
