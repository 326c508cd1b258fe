"""The same text has the same vector whatever is asked beside it, and what is too much is refused."""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor

import httpx
import ollama
import openai
import pytest

from support import (
    GUARDED, LONG, MODEL, NARROW, PLAIN, TEXTS, TOKEN, assert_same, of_program,
)  # fmt: skip

#: A text of about 240 tokens.
PAGE = "word " * 240


def test_vectors_do_not_depend_on_what_is_beside_them():
    """Each alone and among 63 others, 32 requests at a time."""
    words = " ".join(TEXTS).split()
    shuffle = random.Random(7)
    texts = [" ".join(shuffle.choices(words, k=1 + number % 40)) for number in range(64)]
    expected, _ = of_program(texts)

    async def ask():
        client = openai.AsyncOpenAI(base_url=f"{PLAIN}/v1", api_key="none", max_retries=0)
        turn = asyncio.Semaphore(32)

        async def embed(numbers):
            async with turn:
                given = [texts[number] for number in numbers]
                answer = await client.embeddings.create(model=MODEL, input=given)
                return numbers, [it.embedding for it in answer.data]

        orders = [shuffle.sample(range(64), 64) for _ in range(8)]
        requests = [[number] for number in range(64)] + orders
        shuffle.shuffle(requests)
        async with client:
            return await asyncio.gather(*map(embed, requests))

    for numbers, vectors in asyncio.run(ask()):
        assert_same(vectors, [expected[number] for number in numbers])


def narrow(retries):
    """A client of the server that is soon full."""
    return openai.OpenAI(base_url=f"{NARROW}/v1", api_key="none", max_retries=retries)


def test_more_than_may_ever_come_is_refused_for_good():
    """With the limit; the client has no class of its own for 413, and does not try again."""
    with pytest.raises(openai.APIStatusError) as caught:
        narrow(3).embeddings.create(model=MODEL, input=[PAGE] * 8)
    error = caught.value
    assert error.status_code == 413 and list(error.response.json()) == ["error"]
    assert (error.code, error.type, error.body["limit"]) == ("too_large", "invalid_request_error", 1024)

    answer = httpx.post(f"{NARROW}/embed", json={"inputs": [PAGE] * 8})
    assert answer.status_code == 413
    assert answer.json()["limit"] == 1024 and answer.json()["error_type"] == "Validation"

    with pytest.raises(ollama.ResponseError, match="1024") as caught:
        ollama.Client(host=NARROW).embed(MODEL, [PAGE] * 8)
    assert caught.value.status_code == 413


def test_a_full_server_says_when_to_come_again():
    """At once, with the class that clients have for it."""
    client = narrow(0)

    def ask(_):
        try:
            return client.embeddings.create(model=MODEL, input=[PAGE] * 3)
        except openai.RateLimitError as error:
            return error

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(ask, range(32)))
    errors = [it for it in answers if isinstance(it, openai.RateLimitError)]
    assert errors and len(errors) < len(answers)
    for error in errors:
        assert list(error.response.json()) == ["error"]
        assert (error.status_code, error.type) == (429, "rate_limit_error")
        assert 1 <= int(error.response.headers["retry-after"]) <= 120


def test_a_client_that_comes_again_is_answered(expected):
    """As it does by itself."""
    client = narrow(40)

    def ask(_):
        return client.embeddings.create(model=MODEL, input=[PAGE, PAGE, TEXTS[0]]).data[2].embedding

    with ThreadPoolExecutor(6) as threads:
        assert_same(list(threads.map(ask, range(6))), [expected[0]] * 6)


def test_a_token_is_asked_for(expected):
    """All clients send theirs as a bearer."""
    with openai.OpenAI(base_url=f"{GUARDED}/v1", api_key=TOKEN, max_retries=0) as client:
        assert client.models.list().data
        assert_same([client.embeddings.create(model=MODEL, input=TEXTS[0]).data[0].embedding], expected[:1])
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert_same(ollama.Client(host=GUARDED, headers=bearer).embed(MODEL, TEXTS[0]).embeddings, expected[:1])
    assert_same(httpx.post(f"{GUARDED}/embed", json={"inputs": TEXTS[0]}, headers=bearer).json(), expected[:1])


def wrong_token():
    """The error for a token that is not known."""
    client = openai.OpenAI(base_url=f"{GUARDED}/v1", api_key="not-" + TOKEN, max_retries=0)
    with pytest.raises(openai.AuthenticationError) as caught:
        client.embeddings.create(model=MODEL, input="a")
    return caught.value


def test_a_wrong_token_is_refused():
    """With the class that clients have for it; without a token, nothing but /health is answered."""
    assert wrong_token().response.headers["www-authenticate"].startswith("Bearer")
    with pytest.raises(ollama.ResponseError) as caught:
        ollama.Client(host=GUARDED).embed(MODEL, "a")
    assert caught.value.status_code == 401
    for path in ("/metrics", "/ready", "/info", "/api/tags", "/v1/models", "/openapi.json"):
        assert httpx.get(GUARDED + path).status_code == 401, path
    assert httpx.get(f"{GUARDED}/health").status_code == 200


def test_a_wrong_token_is_refused_in_the_form_of_the_contract():
    """Nested under `error`, so that the client shows what is wrong and not the status alone."""
    error = wrong_token()
    assert list(error.response.json()) == ["error"]
    assert error.type == "authentication_error" and "token" in str(error)


def test_a_long_text_is_no_more_work_than_is_read():
    """Of a text far beyond the model's window only the window counts against what is in flight."""
    answer = narrow(3).embeddings.create(model=MODEL, input=[LONG * 20])
    assert answer.data[0].model_extra == {"truncated": True}
