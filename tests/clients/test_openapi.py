"""The description of the API: what the server answers is what /openapi.json says, for whatever is asked.

Schemathesis makes requests out of the description, such as fit it and such as do not, articles being
stored, changed and removed among them. It runs once; each operation is a test.
"""

import collections
import json
import subprocess
import sys

import httpx
import jsonschema_rs
import pytest

from support import CHANGED, PLAIN, TEXTS, WORK

METHODS = {"get", "post", "patch", "put", "delete"}
CHECKS = (
    "not_a_server_error", "response_schema_conformance", "content_type_conformance", "status_code_conformance",
)  # fmt: skip

DOCUMENT = httpx.get(f"{PLAIN}/openapi.json").raise_for_status().json()
OPERATIONS = [
    f"{method.upper()} {path}" for path, item in DOCUMENT["paths"].items() for method in item if method in METHODS
]


@pytest.fixture(scope="session")
def failures():
    """What schemathesis found: for each operation a set of lines."""
    report = f"{WORK}/schemathesis.ndjson"
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{CHANGED}/openapi.json",
        "--phases", "coverage,fuzzing,stateful", "--max-examples", "20", "--seed", "1",
        "--checks", ",".join(CHECKS), "--continue-on-failure", "--generation-database", "none",
        "--report", "ndjson", "--report-ndjson-path", report, "--no-color",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=WORK, capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 1) and f"Tested: {len(OPERATIONS)}" in done.stdout, done.stdout + done.stderr
    found = collections.defaultdict(set)
    with open(report, encoding="utf-8") as lines:
        for failure in (it for line in lines for it in failures_in(json.loads(line))):
            what = " ".join(failure["message"].split("\n\n")[0].split())
            found[failure["operation"]].add(f"{failure['operation']}: {failure['title']}: {what}")
    return found


def failures_in(event):
    """The failures that an event of the report tells of."""
    checks = event.get("ScenarioFinished", {}).get("recorder", {}).get("checks", {})
    for check in (it for of_case in checks.values() for it in of_case):
        if check["status"] == "failure":
            yield check["failure_info"]["failure"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_answers_are_as_described(operation, failures):
    """With a status, a media type and a form that are described, and never as a fault of the server."""
    assert not sorted(failures[operation])


def assert_described(answer, method, path):
    """That the body of an answer fits its description."""
    described = DOCUMENT["paths"][path][method]["responses"][str(answer.status_code)]
    schema = described["content"][answer.headers["content-type"]]["schema"]
    jsonschema_rs.validate({**schema, "components": DOCUMENT["components"]}, answer.json())


def test_a_search_by_words_is_described():
    """Its results have places in the text, and no score."""
    answer = httpx.get(f"{PLAIN}/v1/search", params={"q": "moon", "by": "words"})
    assert answer.json()["results"]
    assert_described(answer, "get", "/v1/search")


def test_a_search_by_meaning_is_described():
    """With what matches best."""
    answer = httpx.get(f"{PLAIN}/v1/search", params={"q": "a landing on the moon", "limit": 3})
    assert len(answer.json()["results"]) == 3
    assert_described(answer, "get", "/v1/search")


def test_a_body_alone_is_described_as_an_article():
    """A generated client can send what the server takes."""
    schema = DOCUMENT["paths"]["/v1/articles"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    article = {"title": "Storm", "body": TEXTS[0]}
    assert httpx.post(f"{CHANGED}/v1/articles", json=article).status_code == 201
    jsonschema_rs.validate({**schema, "components": DOCUMENT["components"]}, article)


def test_a_search_is_described_as_needing_words():
    """Without any it is refused."""
    assert httpx.get(f"{PLAIN}/v1/search").status_code == 400
    (words,) = [it for it in DOCUMENT["paths"]["/v1/search"]["get"]["parameters"] if it["name"] == "q"]
    assert words["required"]


def test_a_list_changes_nothing():
    """A change is an object."""
    added = httpx.post(f"{CHANGED}/v1/articles", json={"title": "Ferry", "body": TEXTS[5]}).json()
    address = f"{CHANGED}/v1/articles/{added['id']}"
    assert httpx.patch(address, json=[None, None]).status_code == 400
    assert httpx.get(address).json()["title"] == "Ferry"


@pytest.mark.parametrize("path", ["/v1/articles/%FF", "/v1/stories/%FF", "/v1/models/%FF"])
def test_an_id_that_is_not_utf8_is_refused(path):
    """With a problem document, or in the form of the contract."""
    answer = httpx.get(PLAIN + path)
    assert answer.status_code == 400 and answer.headers["content-type"] != "text/plain; charset=utf-8"
