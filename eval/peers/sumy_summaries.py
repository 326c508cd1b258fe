"""sumy as an external system of `nutgraf-eval summary`.

Reads documents as JSON lines, prints the indices of the sentences that sumy picks. The sentences
are those that nutgraf found, so that the pickers are compared and not the splitters; words are runs
of letters and digits, for sumy's own tokenizer needs a download.

    nutgraf-eval summary DATA -s lead "sumy-lexrank=command:python eval/peers/sumy_summaries.py lex-rank"

Needs `pip install sumy numpy`.
"""

import json
import re
import sys

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words

SUMMARIZERS = {
    "lex-rank": LexRankSummarizer,
    "text-rank": TextRankSummarizer,
    "lsa": LsaSummarizer,
    "luhn": LuhnSummarizer,
}


class Words:
    """A tokenizer as sumy's models want one."""

    language = "english"

    def to_words(self, text):
        return tuple(re.findall(r"[^\W_]+", text))

    def to_sentences(self, text):
        return (text,)


class Taken:
    """sumy's way of saying how many sentences to take: the best that fit a number of words."""

    def __init__(self, words):
        self.left = words

    def __call__(self, infos):
        for info in infos:
            words = len(str(info.sentence).split())
            if words <= self.left:
                self.left -= words
                yield info


def picks(summarizer, document):
    tokenizer = Words()
    sentences = [Sentence(text, tokenizer) for text in document["sentences"]]
    model = ObjectDocumentModel([Paragraph(sentences)])
    length = document["length"]
    count = length["sentences"] if "sentences" in length else Taken(length["words"])
    # sumy finds sentences again by their text; here they are told apart by identity.
    index = {id(sentence): i for i, sentence in enumerate(sentences)}
    return [index[id(sentence)] for sentence in summarizer(model, count)]


def main():
    summarizer = SUMMARIZERS[sys.argv[1]](Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    for line in sys.stdin:
        document = json.loads(line)
        try:
            chosen = picks(summarizer, document)
        except ZeroDivisionError:  # TextRank on a document of one word a sentence
            chosen = [0]
        print(json.dumps({"id": document["id"], "picks": chosen}))


if __name__ == "__main__":
    main()
