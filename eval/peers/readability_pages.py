"""readability-lxml as an external system of `nutgraf-eval extraction`.

    nutgraf-eval extraction DATA -s nutgraf "readability=command:python eval/peers/readability_pages.py"

Needs `pip install readability-lxml lxml_html_clean`.
"""

import json
import sys

from lxml import html
from readability import Document

for line in sys.stdin:
    page = json.loads(line)
    try:
        text = html.fromstring(Document(page["html"]).summary()).text_content()
    except Exception:  # what it cannot read is empty, as for any system
        text = ""
    print(json.dumps({"id": page["id"], "text": text}))
