"""Invented articles: the same for the same numbers, and about as different from each other as news are."""

from __future__ import annotations

from random import Random

SUBJECTS = [
    "council bridge river budget mayor traffic vote road engineers quarter tram residents",
    "team match goal trainer season league striker injury stadium fans referee final",
    "bank rates inflation market shares bonds investors currency growth debt deposit lender",
    "hospital patients doctors vaccine clinic ward nurses surgery waiting medicine virus trial",
    "school pupils teachers exams classroom lessons holidays reading parents university grades language",
    "storm flood rainfall harbour warning wind coast rescue boats dam village forecast",
    "film actor director festival prize cinema audience script studio premiere critics scene",
    "court judge trial lawyer verdict witness appeal fraud sentence evidence jury prison",
    "harvest farmers wheat soil drought prices cattle tractor orchard subsidies milk seeds",
    "rocket satellite orbit engine launch crew moon telescope mission capsule signal planet",
    "museum painting gallery collection sculpture auction restorer portrait archive exhibition curator century",
    "railway train station timetable signal tunnel passengers strike conductor freight platform delay",
    "software chip network computer factory supplier data encryption update users device processor",
    "forest wolves rangers birds habitat species hunters park trees conservation nest deer",
    "orchestra concert singer opera album guitar rehearsal conductor choir violin stage applause",
    "election party candidate ballot coalition minister parliament campaign debate poll reform opposition",
]
VERBS = "praised delayed opened rejected counted repaired closed promised measured sold questioned defended".split()
TURNS = [
    "{who} {verb} the {a} on {day}, and the {b} of {where} was talked about for days.",
    "In {where} the {a} cost {number} thousand more than the {b} of the year before.",
    "Nobody had expected that {who} {verb} both the {a} and the {b}.",
    "According to {who}, the {a} near {where} needs {number} weeks, if the {b} allows it.",
    "The {a} was {verb}; {who} said that the {b} would follow by {day}.",
    "Of {number} who were asked in {where}, most had seen the {a} and few the {b}.",
]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SYLLABLES = "ba lo mer tin ka ros vel du han ny sor pe gal mi dre ost wen fa ril tu".split()


def invented(seed: int, number: int, version: int = 0, words: int = 120) -> dict[str, str]:
    """Title and body of about so many words. Each version has another text on the same subject; some tell one story."""
    lasting = Random(f"{seed} {number - number % 3 if number % 9 < 3 else number}")
    chance = Random(f"{seed} {number} {version}")
    subject = lasting.choice(SUBJECTS).split()
    people = [f"{_name(lasting)} {_name(lasting)}" for _ in range(3)]
    places = [_name(lasting) for _ in range(2)]
    sentences: list[str] = []
    count = 0
    while count < words:
        a, b = chance.sample(subject, 2)
        sentence = chance.choice(TURNS).format(
            who=chance.choice(people), where=chance.choice(places), verb=chance.choice(VERBS),
            a=a, b=b, day=chance.choice(DAYS), number=chance.randint(2, 900),
        )
        sentences.append(sentence)
        count += len(sentence.split())
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    title = f"{subject[0].capitalize()} and {subject[1]} in {places[0]}, report {number}"
    return {"title": title, "body": "\n\n".join(paragraphs)}


def _name(chance: Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 3))).capitalize()
