"""trafilatura as an external system of `nutgraf-eval extraction`.

    nutgraf-eval extraction DATA -s page "trafilatura=command:python eval/peers/trafilatura_pages.py"

Needs `pip install trafilatura`.
"""

import json
import sys

import trafilatura

for line in sys.stdin:
    page = json.loads(line)
    text = trafilatura.extract(page["html"], include_comments=False) or ""
    print(json.dumps({"id": page["id"], "text": text}))
