"""What the tests share: servers, texts, and the vectors that the program itself prints for them.

`.ci/clients` starts the servers and says where they are:

- PLAIN has the defaults; nothing there is changed.
- NARROW takes 1,024 tokens of work at a time, so that it is soon full.
- GUARDED wants the token TOKEN.
- CHANGED is for tests that change the library.
"""

import json
import os
import subprocess

import httpx
import numpy as np

PLAIN = os.environ["NUTGRAF_PLAIN"]
NARROW = os.environ["NUTGRAF_NARROW"]
GUARDED = os.environ["NUTGRAF_GUARDED"]
CHANGED = os.environ["NUTGRAF_CHANGED"]
TOKEN = os.environ["NUTGRAF_CLIENTS_TOKEN"]
PROGRAM = os.environ["NUTGRAF_PROGRAM"]
WORK = os.environ["NUTGRAF_WORK"]

#: Any name does: the server has one model.
MODEL = "all-minilm-l6-v2"
DIMENSIONS = 384
#: The most tokens of a text that the model reads.
MOST_TOKENS = 256

#: No text has surrounding blanks or line breaks, as some clients change these.
TEXTS = [
    "The harbour was closed after the storm.",
    "a",
    "Die Fähre fährt über den Sund – für 12 € je Fahrt.",
    "港口在风暴后关闭。 🚢",
    "let total: u64 = rows.iter().map(|row| row.count).sum();",
    "The council voted 7 to 2 on Tuesday to reopen the ferry line, which had been closed since "
    "the spring flood. Residents of the islands had asked for it for months; the mayor called it late.",
]
#: More than the model reads.
LONG = "harbour storm " * 400


def of_program(texts):
    """The vectors of `nutgraf embed`, and for each text whether only its beginning was read."""
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    command = [PROGRAM, "embed", "--field", "text", "--json", "-q", "-"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [answer["vector"] for answer in answers], [answer["truncated"] for answer in answers]


def assert_same(vectors, expected):
    """That two lists of vectors are the same 32-bit floats, bit for bit."""
    vectors = [np.asarray(vector, dtype="<f4") for vector in vectors]
    expected = [np.asarray(vector, dtype="<f4") for vector in expected]
    assert [len(it) for it in vectors] == [len(it) for it in expected]
    for number, (vector, other) in enumerate(zip(vectors, expected)):
        differing = int((vector.view("<u4") != other.view("<u4")).sum())
        assert differing == 0, f"text {number}: {differing} of {len(vector)} values differ"


def token_ids(text, special):
    """The ids of a text's tokens, as the server gives them."""
    body = {"inputs": text, "add_special_tokens": special}
    tokens = httpx.post(f"{PLAIN}/tokenize", json=body).raise_for_status().json()
    return [token["id"] for token in tokens[0]]
