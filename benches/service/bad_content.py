"""Requests that are right as HTTP and wrong in what they say: JSON, paths, queries, articles, documents.

In: a source of chance, and the ids of stored articles. Out: a `Case` each. `FAMILIES` lists them with their weights.
"""

from __future__ import annotations

import json
from random import Random
from urllib.parse import quote, quote_from_bytes

from bad_wire import BOMB, Case, noise
from client import request

DEEP = 100_000
TEXTS = [
    "", " ", "\0", "\0" * 50, "\ufeff", "\u200d" * 99, "e" + "\u0301" * 300, "a" * 5_000, " " * 3_000, "\n" * 2_000, "\u202e" * 50 + "x",
    "😀" * 200, "👩‍👩‍👧‍👦" * 40, "冰融化了。" * 100, "." * 3_000, "?!" * 1_000, "\uffff\ufffe", "İ" * 200, "ﷺ" * 100, "a." * 1_000, "-\u00ad" * 500,
    "<b>" * 500, "&amp;" * 500, "\x1b[2J", "' OR 1=1 --", "%s%n%x", "{{7*7}}", "../../etc/passwd", "A.B.C.D. " * 300, "\r\n\r\n", "ß" * 300,
]  # fmt: skip
VALUES = [
    "null", "true", "0", "-1", "-0", "0.5", "1e400", "-1e400", "1e-400", "18446744073709551616", "-9223372036854775809", "4294967296",
    "30522", "NaN", "Infinity", '"', '""', '"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u12"', '"x"', "{}", "[]", "[[]]", "[[[]]]",
    "[null]", '[""]', '["a",1]', '[1,"a"]', "[1.5]", "[-1]", '[[1],["a"]]', "[[1],[]]", "[4294967296]", "[30521,30522]", "[[101,102]]",
    "[[4294967295]]", "[0]", '{"a":{}}', "[{}]", "[" * 120 + "]" * 120, "[" * DEEP, '{"a":' * DEEP, "9" * DEEP, "0." + "1" * DEEP,
    "[" * DEEP + "]" * DEEP, "[1,]", "[,]", "01", "1.", "+1", "'a'", "\x00", "// x", '"a" "b"', "tru", "[" + "1," * 3_000 + "1]",
  ]  # fmt: skip
GOOD = {
    "/v1/embeddings": {"input": '"ice"', "model": '"m"', "encoding_format": '"base64"', "dimensions": "384", "user": '"u"'},
    "/embed": {"inputs": '["ice"]', "truncate": "true", "truncation_direction": '"right"', "prompt_name": "null", "normalize": "true",
               "dimensions": "384"},
    "/similarity": {"inputs": '{"source_sentence":"ice","sentences":["sea"]}', "parameters": '{"truncate":true}'},
    "/tokenize": {"inputs": '"ice"', "add_special_tokens": "true", "prompt_name": "null"},
    "/api/embed": {"model": '"m"', "input": '"ice"', "truncate": "true", "dimensions": "384", "keep_alive": "5", "options": "{}"},
}  # fmt: skip
INNER = ["source_sentence", "sentences", "truncate", "truncation_direction", "prompt_name"]
RECORD = {
    "id": '"0190a5c0-0000-7000-8000-000000000001"', "external_id": '"e"', "url": '"https://a.example/1"', "category": '"c"',
    "date": '"2024-12-24"', "language": '"en"', "title": '"T"', "body": '"Ice melts. The sea rises."', "created": '"2024-12-24T08:00:00Z"',
    "updated": '"2024-12-24T08:00:00Z"', "last_read": "null", "read_count": "1", "published": '"2024-12-24T08:00:00Z"', "author": '"a"',
    "site": '"s"', "tags": '["t"]', "starred": "true", "progress": "50",
}  # fmt: skip
DATES = [
    '"0000-00-00"', '"2024-13-45"', '"-9999-01-01"', '"9999-12-31T23:59:60Z"', '"-292277022657-01-27"', '"+999999-01-01"', '"yesterday"',
    "9223372036854775807", "-9223372036854775808", "1e300", "253402300800", "-62135596801", '"Thu, 32 Foo 20"', '"2024-02-30"', '"12/12/12"',
    '"2024-12-24T08:00:00+99:99"', '"2024-12-24T08:00:00[Mars/Base]"', '"24"', '"٢٠٢٤-١٢-٢٤"', '"2024-12-24T08:00:00.' + "9" * 500 + 'Z"',
]  # fmt: skip
NAMES = [
    "%00", "..%2f..%2fetc%2fpasswd", "%2e%2e", "..", ".", "%", "%zz", "%f", "%ff%fe", "%c0%af", "a%2fb", "%20", "\xff", "x" * 10_000, "x" * 60_000,
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "0", "-1", "%0d%0aX:%20y", "*", "%25", "'", '"', "%27%20OR%201=1",
    ";a=b", "http:%2f%2fa.example", "0190a5c0", "%E2%80%AE", "@", "%F0%9F%98%80", "{id}", "0" * 32, "a" * 36,
]  # fmt: skip
NUMBERS = [
    "-1", "0", "1", "1000", "18446744073709551615", "18446744073709551616", "1e3", "NaN", "inf", "-inf", "-0", "0.0000000001", "", "x", "%00",
    "9" * 400, "1,2", "+5", "%D9%A5", "340282350000000000000000000000000000000000", "1e-320",
]  # fmt: skip
PLACES = ["", "/card", "/similar", "/new", "/reads", "/nothing", "/"]
LISTED = ["limit", "cursor", "copies", "read", "since", "until", "category", "language", "source", "min_score", "order", "why", "by", "q"]
CARDS = [
    "sentences", "words", "characters", "ratio", "one_line", "query", "scorer", "explain", "verbatim", "neighbors", "offsets", "fetch", "nothing",
]  # fmt: skip
CURSORS = ["-", "1-", "-1", "9" * 30 + "-1", "-99999999999999999999-1", "253402207200000000000-1", "-377705023201000000000-0", "1-9223372036854775808"]
SEARCHES = ['"', "a*", "NEAR(a b, 9)", "a AND", "OR", "-", "^a", "title:", "(" * 500, '"a" "b', "a:b", "*", "a b " * 500, "a" * 6_000, "{a}", "NOT a"]
QUOTED = [quote(text) for text in SEARCHES]
WANTED = [
    *NUMBERS, *CURSORS, *QUOTED, *(quote(text[:2_000]) for text in TEXTS), "9999-99-99", "-9999-01-01", "%ff", "%", "words",
]  # fmt: skip
ODD = [
    b"", b"\xff\xfe", b"\xef\xbb\xbf{}", '{"input":"ice"}'.encode("utf-16"), b'{"input":"\xc3\x28"}', b'{"input":"\xed\xa0\x80"}',
    b"{" * DEEP, b'{"input":"a"}{"input":"b"}', b'{"input":"a"} x', b'{"input":', b"\x00" * 500, b" " * DEEP, b'{"' + b"k" * DEEP + b'":1}',
    b"{" + b'"a":1,' * 5_000 + b'"a":1}', BOMB,
]  # fmt: skip


def json_of(fields: dict[str, str]) -> str:
    return "{" + ",".join(f'"{name}":{value}' for name, value in fields.items()) + "}"


def any_value(chance: Random) -> str:
    """Mostly what is quickly refused: the model reads odd texts, and takes its time."""
    return json.dumps(chance.choice(TEXTS)) if chance.random() < 0.06 else chance.choice(VALUES)


def sent(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")


def fields(chance: Random, _: list[str]) -> Case:
    """A wrong value in one field, a field too many, one too few, one twice."""
    path = chance.choice(list(GOOD))
    given = dict(GOOD[path])
    name, value = chance.choice(list(given)), any_value(chance)
    if path == "/similarity" and chance.random() < 0.7:
        inner = {"source_sentence": '"a"', "sentences": '["b"]', "truncate": "true"}
        inner[chance.choice(INNER)] = value
        name, value = chance.choice(["inputs", "parameters"]), json_of(inner)
    match chance.randrange(8):
        case 0:
            del given[name]
        case 1:
            given["nothing"] = value
        case _:
            given[name] = value
    text = json_of(given)
    if chance.random() < 0.05:
        text = text[:-1] + f',"{name}":{value}}}'
    return Case(request("POST", path, sent(text)))


def whole_bodies(chance: Random, _: list[str]) -> Case:
    path = chance.choice([*GOOD, "/v1/articles/x/reads", "/v1/articles", "/v1/summaries"])
    body = chance.choice([*ODD, noise(chance), sent(any_value(chance))])
    return Case(request("POST", path, body))


def many_inputs(chance: Random, _: list[str]) -> Case:
    path, name = chance.choice([("/v1/embeddings", "input"), ("/embed", "inputs"), ("/tokenize", "inputs"), ("/api/embed", "input")])
    count, one = chance.choice([(10_000, '"a"'), (2_049, '"a"'), (10_000, '""'), (200, '"a"'), (10_000, "[1]"), (3_000, "101")])
    return Case(request("POST", path, f'{{"{name}":[{",".join([one] * count)}]}}'.encode()))


def media_types(chance: Random, _: list[str]) -> Case:
    name = chance.choice([
        "", "x", "application/xml", "multipart/form-data; boundary=", "application/json; charset=utf-16", "text/", "/", ";", "a/b" * 200,
        "application/json, text/plain", "APPLICATION/JSON", "application/vnd.api+json", "\xff", "image/png", "message/rfc822", "*/*",
    ])  # fmt: skip
    path = chance.choice([*GOOD, "/v1/articles/x", "/v1/summaries"])
    method = "PATCH" if path.endswith("/x") else "POST"
    return Case(request(method, path, chance.choice([b'{"input":"ice","inputs":"ice"}', noise(chance)]), name))


def paths(chance: Random, ids: list[str]) -> Case:
    name = chance.choice([*NAMES, chance.choice(ids)[: chance.randint(1, 36)], quote_from_bytes(noise(chance, 40))])
    path = chance.choice([
        f"/v1/articles/{name}{chance.choice(PLACES)}", f"/v1/stories/{name}{chance.choice(['', '/summary', '/timeline'])}",
        f"/v1/models/{name}", f"/{name}", f"/articles/{name}", f"/stories/{name}", f"//v1//articles//{name}",
    ])  # fmt: skip
    method = chance.choice(["GET", "GET", "GET", "HEAD", "DELETE", "PATCH"])
    body = b'{"title":"x"}' if method == "PATCH" else None
    if method == "DELETE" and name in ids:
        method = "GET"
    # What is no URI is refused before it is read further, and then the connection ends.
    return Case(request(method, path, body), "raw", method == "HEAD")


def queries(chance: Random, ids: list[str]) -> Case:
    id = chance.choice(ids)
    path, names = chance.choice([
        ("/v1/articles", LISTED), ("/v1/search", LISTED), (f"/v1/articles/{id}/similar", LISTED), (f"/v1/articles/{id}/card", CARDS),
        ("/v1/summaries", CARDS), (f"/v1/articles/{id}/new", ["against"]), ("/v1/stories", LISTED), ("/v1/digest", [*LISTED, "unread", "words"]),
        ("/feed.atom", LISTED), ("/digest.atom", LISTED),
    ])  # fmt: skip
    given = [f"{chance.choice(names)}={chance.choice(WANTED)}" for _ in range(chance.randint(1, 3))]
    if path == "/v1/search" and chance.random() < 0.8:
        given = [f"q={chance.choice(QUOTED)}", f"by={chance.choice(['words', 'meaning'])}", *given[1:]]
    query = chance.choice(["&", "&", "&", ";", "&&"]).join(given) + chance.choice(["", "", "&" * 50, "=", "&=&", "#x"])
    if path == "/v1/summaries":
        return Case(request("POST", f"{path}?{query}", b"Ice melts. The sea rises. People move.", "text/plain"))
    return Case(request("GET", f"{path}?{query}"), "raw")


def articles(chance: Random, ids: list[str]) -> Case:
    """An article, a change or a read with wrong dates and fields."""
    given = dict(RECORD)
    for _ in range(chance.randint(1, 2)):
        name = chance.choice(list(given))
        dated = name in ("date", "created", "updated", "last_read", "published") or chance.random() < 0.1
        given[name] = chance.choice(DATES) if dated else any_value(chance)
    match chance.randrange(6):
        case 0:
            return Case(request("POST", "/v1/articles", sent(json_of(given))))
        case 1:
            return Case(request("POST", f"/v1/articles/{chance.choice(ids)}/reads", sent(f'{{"at":{chance.choice(DATES + VALUES)}}}')))
        case 2:
            kept = {name: given[name] for name in chance.sample(["title", "category", "url", "date", "language", "body", "id"], 2)}
            headers = (("If-Match", chance.choice(['"0"', "*", "x"])),) if chance.random() < 0.5 else ()
            return Case(request("PATCH", f"/v1/articles/{chance.choice(ids)}", sent(json_of(kept)), headers=headers))
        case _:
            return Case(request("POST", "/v1/summaries?neighbors=0", sent(json_of(given))))


def lines(chance: Random, _: list[str]) -> Case:
    """A stream of lines, most of them bad."""
    bad = [b"", b"nope", b"{}", b"[]", b"null", b"\xff\xfe", b'{"body":1}', b'{"body":""}', b"[" * DEEP, b'{"body":"' + b"\\ud800" + b'"}', b"\r", b"{"]
    bad += [sent(json_of({**RECORD, chance.choice(list(RECORD)): chance.choice(VALUES + DATES)})), noise(chance).replace(b"\n", b"")]
    body = b"\n".join(chance.choices(bad, k=chance.randint(1, 12))) + chance.choice([b"", b"\n"])
    if chance.random() < 0.5:
        return Case(request("POST", "/v1/articles", body, "application/x-ndjson"))
    head = b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jsonl\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + 700]), body[at : at + 700]) for at in range(0, len(body), 700))
    if chance.random() < 0.5:
        return Case(head + chunks + b"0\r\n\r\n")
    return Case(head + chunks[: chance.randint(1, len(chunks) + 1)], chance.choice(["eof", "gone"]))


FAMILIES = {
    fields: 14, whole_bodies: 4, many_inputs: 0.3, media_types: 3, paths: 8, queries: 4, articles: 4, lines: 0.3,
}  # fmt: skip
