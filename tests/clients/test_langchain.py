"""LangChain's integrations, which ask in ways of their own."""

import importlib.util
import pathlib

import pytest
from langchain_ollama import OllamaEmbeddings
from langchain_openai import OpenAIEmbeddings

from support import MODEL, PLAIN, TEXTS, assert_same


def of_openai(**options):
    """OpenAI's, as anyone sets it up for a server of their own."""
    return OpenAIEmbeddings(model=MODEL, base_url=f"{PLAIN}/v1", api_key="none", max_retries=0, **options)


def test_openai(expected):
    """With `check_embedding_ctx_length=False`, as any server needs it that is not OpenAI's, texts are sent."""
    embeddings = of_openai(check_embedding_ctx_length=False)
    assert_same(embeddings.embed_documents(TEXTS), expected)
    assert_same([embeddings.embed_query(text) for text in TEXTS], expected)


@pytest.fixture
def vocabulary(monkeypatch):
    """OpenAI's vocabulary, as a package has it, for tiktoken to read."""
    package = importlib.util.find_spec("llama_index.core").submodule_search_locations[0]
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(pathlib.Path(package, "_static", "tiktoken_cache")))


def test_openai_by_default_sends_words_of_another_vocabulary(vocabulary, expected):
    """By default it sends token ids of OpenAI's vocabulary, which are other words here.

    No server can tell: these ids are all in this model's vocabulary, too. It is for whoever uses
    LangChain to switch it off, and for the manual to say so.
    """
    vector = of_openai().embed_query("a")
    with pytest.raises(AssertionError, match="differ"):
        assert_same([vector], [expected[TEXTS.index("a")]])


def test_openai_by_default_is_told_what_is_wrong(vocabulary):
    """Where an id is none of the model's, the error says so, and the client does not try again."""
    with pytest.raises(Exception, match="token") as caught:
        of_openai().embed_query(TEXTS[0])
    assert caught.value.status_code in (400, 422)


def test_ollama(expected):
    """It sends `truncate` and options of its own."""
    embeddings = OllamaEmbeddings(model=MODEL, base_url=PLAIN)
    assert_same(embeddings.embed_documents(TEXTS), expected)
    assert_same([embeddings.embed_query(text) for text in TEXTS], expected)


def test_ollama_finds_the_model():
    """By the list of models, if it is told to look."""
    OllamaEmbeddings(model=f"{MODEL}@ba7a3e8889de", base_url=PLAIN, validate_model_on_init=True)
