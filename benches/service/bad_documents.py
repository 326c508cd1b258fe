"""Documents that are made to hurt whoever reads them: nested, looped, exploding, cut off.

In: a source of chance, and the ids of stored articles. Out: a `Case` each. `FAMILIES` lists them with their weights.
Sizes stay below what the server takes of a body as text, about 250 KiB, and most come near it only in few requests.
"""

from __future__ import annotations

import base64
import io
import zipfile
from random import Random

from bad_wire import Case, noise
from client import request

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN = "application/vnd.oasis.opendocument.text"
LARGE = 200_000


def archive(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return written.getvalue()


def times(text: str, size: int = LARGE) -> bytes:
    """A text again and again, up to about so many bytes."""
    return (text * (size // len(text.encode()))).encode()


LAUGHS = "<!DOCTYPE r [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
LOOP = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]/Parent 2 0 R>>endobj\n"
LOOP += "trailer<</Root 1 0 R/Size 3/Prev 9>>\nstartxref\n9\n%%EOF"
PARTS = "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
ENTRY = "<item><title>T</title><description>Ice.</description><pubDate>Thu, 99 Foo 0000</pubDate></item>"
ZEROS = b"\0" * (64 << 20)
SMALL: list[tuple[str, bytes]] = [
    ("text/html", b"<html><body><p>Ice <b>melts"), ("text/html", b"<!--" * 9), ("text/html", b"<p>&#x110000;&#0;&#xD800;&nosuch;&"),
    ("text/html", b"<script>" * 50), ("text/html", b"<title><svg><math><select><table><frameset>" * 20), ("text/html", b"\xff\xfe<\x00p\x00"),
    ("text/html", b'<meta charset="utf-7"><p>+ADw-script+AD4-'), ("text/html", b'<meta charset="x"><p>Ice'), ("text/html", b""),
    ("text/html", b'<script type="application/ld+json">{"@type":"NewsArticle","articleBody":' + b"[" * 9_000 + b"</script>"),
    ("application/rss+xml", b"<rss><channel>" + ENTRY.encode()), ("application/rss+xml", b"<rss>" + b"<a>" * 9_000),
    ("application/rss+xml", LAUGHS.encode() + b"<rss><channel><item><title>&a11;</title></item></channel></rss>"),
    ("application/atom+xml", b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><feed><entry><title>&x;</title></entry></feed>"),
    ("application/atom+xml", b'<?xml version="1.0" encoding="utf-99"?><feed><entry/>'), ("text/x-opml", b"<opml>" + b"<outline>" * 9_000),
    ("application/pdf", LOOP.encode()), ("application/pdf", b"%PDF-1.7\n" + b"<<" * 9_000), ("application/pdf", b"%PDF-1.7\nstartxref\n-1\n%%EOF"),
    ("application/pdf", b"%PDF-1.4\n1 0 obj<</Length 99999999999/Filter[/FlateDecode/FlateDecode]>>stream\n"), ("application/pdf", b"%PDF-"),
    ("application/pdf", b"%PDF-1.4\nxref\n0 4294967295\ntrailer<</Size 4294967295/Root 1 0 R>>startxref\n9\n%%EOF"),
    ("application/zip", archive({"../../x.txt": b"Ice.", "/etc/x.txt": b"Ice.", "a\0b.txt": b"Ice."})), ("application/zip", b"PK\x05\x06" + b"\0" * 18),
    ("application/zip", b"PK\x05\x06" + b"\xff" * 18), ("application/zip", archive({"a.zip": archive({"b.zip": archive({"c.txt": b"Ice."})})})),
    (WORD, archive({"word/document.xml": b"<w:document>" + b"<w:p>" * 50_000})), (WORD, archive({"word/document.xml": LAUGHS.encode() + b"<a>&a11;</a>"})),
    (OPEN, archive({"mimetype": OPEN.encode(), "content.xml": b"<office:text>" + b"<text:s text:c='4294967295'/>" * 40})),
    (OPEN, archive({"mimetype": OPEN.encode(), "content.xml": b"<table:table-cell table:number-columns-repeated='99999999'>a</table:table-cell>"})),
    ("application/epub+zip", archive({"META-INF/container.xml": b"<container><rootfile full-path='META-INF/container.xml'/></container>"})),
    ("text/csv", b'a,b\n"x'), ("text/csv", b"," * 20_000), ("text/csv", b'text\n"' + b'""' * 20_000), ("text/csv", b"\0,\0\n" * 50),
    ("application/mbox", b"From \nFrom \nFrom x\n\n"), ("message/rfc822", PARTS.encode() * 500), ("message/rfc822", b"Subject: =?utf-8?b?" + b"/" * 9_000),
    ("message/rfc822", b"Content-Transfer-Encoding: base64\n\n" + b"=" * 3_000), ("message/rfc822", b"A: b\n " * 9_000),
    ("message/rfc822", b"Date: Thu, 99 Foo 99999 99:99:99 +9999\nSubject: x\n\nIce melts."), ("message/rfc822", b"Content-Type: text/plain; charset=" + b"x" * 999),
    ("text/vtt", b"WEBVTT\n\n99:99:99.999 --> 00:00:00.000\nIce.\n\n" * 50), ("text/srt", b"1\n999999999999999999:00:00,000 --> 0\nIce\n"),
    ("text/markdown", b"[" * 9_000), ("text/markdown", b"*a_ " * 5_000), ("text/markdown", b"> " * 5_000 + b"a"), ("text/markdown", b"|a" * 5_000 + b"\n|-" * 5_000),
    ("text/markdown", b"[a]: b\n" * 999 + b"[a]" * 999), ("text/markdown", b"`" * 9_999), ("text/markdown", b"- " * 3_000), ("text/markdown", b"![" * 5_000),
    ("text/html", b"<!DOCTYPE NETSCAPE-Bookmark-file-1>" + b"<DL><p><DT>" * 3_000), ("text/plain", b"http://127.0.0.1/x"), ("text/plain", b"\x00\x01\x02"),
    ("application/octet-stream", b"\x1f\x8b\x08\x00"), ("application/octet-stream", b"\xfe\xff\x00a" * 50), ("application/x-tar", b"\0" * 1_024),
]  # fmt: skip
HEAVY: list[tuple[str, bytes]] = [
    ("text/html", times("<div>")), ("text/html", times("<p><b>")), ("text/html", b"<p " + times("a=b ")), ("text/html", times("<table><tr><td>")),
    ("text/html", times("</p>")), ("text/html", times("<a><p>")), ("text/html", times("<!-->")), ("text/html", b"<p>" + times("&")), ("text/html", times("<")),
    ("text/html", times("<font><i>")), ("text/html", times("<li>a")), ("text/html", b"<p>" + times("<br>")), ("text/html", times("<h1>A</h1>")),
    ("application/rss+xml", times("<a>")), ("application/rss+xml", b"<rss><channel>" + times("<item>")), ("application/rss+xml", b"<a " + times("b='c' ")),
    ("text/x-opml", b"<opml><body>" + times("<outline>")), ("application/rss+xml", b"<rss>" + times("<![CDATA[")), ("application/xml", times("&lt;")),
    ("text/markdown", times("[")), ("text/markdown", times("*a ")), ("text/markdown", times("> ")), ("text/markdown", times("`a ``")), ("text/markdown", times("<a ")),
    ("text/markdown", times("a\n")), ("text/markdown", times("| ")), ("text/markdown", times("1. ")), ("text/markdown", times("[](")), ("text/markdown", times("_*")),
    ("application/pdf", b"%PDF-1.7\n" + times("[")), ("application/pdf", b"%PDF-1.7\n" + times("1 0 obj ")), ("text/csv", times('"')), ("text/csv", times(",\n")),
    ("message/rfc822", PARTS.encode() + times("--b\n" + PARTS)), ("message/rfc822", times("A: b\n")), ("application/mbox", times("From a\n\n")),
    ("text/plain", times("\n")), ("text/plain", times(".")), ("text/plain", times("a", 150_000)), ("text/plain", times("\u0301")), ("text/plain", times('"')),
    ("text/plain", times("(")), ("text/plain", times("A. ", 60_000)), ("text/plain", times("U.S. ", 60_000)), ("text/plain", times("http://a.b/ ", 60_000)),
    ("text/plain", times("1.", 60_000)), ("text/plain", times("- a\n", 60_000)), ("text/plain", times("“", 60_000)), ("text/plain", times("@a ", 60_000)),
    ("text/vtt", b"WEBVTT\n\n" + times("00:00.000 --> 00:01.000\na\n\n", 60_000)), ("application/json", b'{"body":"' + times("\\n") + b'"}'),
    ("application/json", b'{"body":[' + times('["a"],') + b'"a"]}'), ("application/json", b'{"body":"' + times("\\u0041", 60_000) + b'"}'),
    ("application/zip", archive({"a.txt": ZEROS})), ("application/zip", archive({f"{at}.txt": b"Ice." for at in range(1_500)})), (WORD, archive({"word/document.xml": ZEROS})),
    (OPEN, archive({"mimetype": OPEN.encode(), "content.xml": ZEROS})), ("application/epub+zip", archive({"META-INF/container.xml": ZEROS})),
    ("application/zip", archive({"a.html": b"<div>" * 2_000_000})), ("message/rfc822", b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"\0" * 140_000)),
]  # fmt: skip


def small(chance: Random, _: list[str]) -> Case:
    """As it is, cut, changed in places, or called something else."""
    media_type, body = chance.choice(SMALL)
    match chance.randrange(6):
        case 0:
            body = body[: chance.randint(0, len(body))]
        case 1 | 2:
            changed = bytearray(body)
            for _ in range(chance.randint(1, 8) if changed else 0):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            body = bytes(changed)
        case 3:
            media_type = chance.choice(SMALL)[0]
        case 4:
            media_type, body = chance.choice(SMALL)[0], body[:8] + noise(chance)
    return Case(request("POST", "/v1/summaries?neighbors=0", body, media_type))


def heavy(chance: Random, _: list[str]) -> Case:
    media_type, body = chance.choice(HEAVY)
    if chance.random() < 0.2:
        media_type = ""
    return Case(request("POST", "/v1/summaries?neighbors=0", body, media_type))


def stored(chance: Random, ids: list[str]) -> Case:
    """The small ones to the library."""
    return Case(small(chance, ids).data.replace(b"/v1/summaries?neighbors=0", b"/v1/articles", 1))


FAMILIES = {small: 4, heavy: 0.1, stored: 0.4}
