"""The words of verdicts in both languages, held against the project's glossary.

The glossary is a table `| 日本語 | English | …`. Where an English text uses one of its terms, the Japanese
text beside it must use the Japanese term.
"""

import json
import os
import re
from pathlib import Path

import pytest

from tool import ROOT, analysed, denchi

GLOSSARY = Path(os.environ.get("DENCHI_GLOSSARY", ROOT.parent / "shared/certification/GLOSSARY.md"))
PACKS = sorted((ROOT / "Sources/Assessment/Rules").glob("*.json"))
# Common words: the Japanese sentence may name the thing by its context; “It” is a unit.
TOO_COMMON = {"cell", "energy", "rest", "calibration", "polarisation", "undecided", "it"}


def terms():
    """English terms with the Japanese ones, each in all its forms."""
    found = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if len(cells) < 4 or cells[0] in ("日本語", "---"):
            continue
        japanese = [t for t in re.split(r"[（）・]", cells[0].replace("†", "").strip()) if t]
        english = re.sub(r"\(.*?\)", "", cells[1]).strip()
        if english.lower() not in TOO_COMMON:
            found.append((english, [j.strip() for j in japanese]))
    return found


def pairs(document):
    """Every text in two languages."""
    if isinstance(document, dict):
        if set(document) == {"en", "ja"}:
            yield document["en"], document["ja"]
        else:
            for value in document.values():
                yield from pairs(value)
    elif isinstance(document, list):
        for value in document:
            yield from pairs(value)


def texts():
    found = set()
    for pack in PACKS:
        found |= set(pairs(json.loads(pack.read_text())))
    options = [a for p in PACKS for a in ("--rules", p.stem)]
    for sample in ("cylindrical-21700", "pouch-ncm"):
        for decision in ("simple", "guarded-U", "guarded-5", "guarded-rejection", "non-binary"):
            report = analysed(ROOT / "SampleRuns" / sample, "--decision", decision, *options)
            parts = [report["assessments"], report["energyDensity"], report["absent"]]
            found |= set(pairs(parts))
    plan = denchi("plan", "--pack", "jp-meti-2025", "--target", "660", "--cell",
                  ROOT / "SampleRuns/cylindrical-21700/cell.json")
    return found | set(pairs(plan.report))


def used(english, known):
    """The terms that a text uses; of one inside another the longer."""
    rest = english
    for term, forms in sorted(known, key=lambda t: -len(t[0])):
        found = re.search(rf"(?<![\w-]){re.escape(term)}s?(?![\w-])", rest, re.IGNORECASE)
        if found:
            rest = rest.replace(found.group(), "…")
            yield term, forms


def test_both_languages_use_the_terms_of_the_glossary():
    if not GLOSSARY.exists():
        pytest.skip(f"the glossary is not at {GLOSSARY}")
    known = terms()
    assert len(known) > 50
    checked, wrong = 0, []
    for english, japanese in sorted(texts()):
        for term, forms in used(english, known):
            checked += 1
            if not any(form in japanese for form in forms):
                wrong.append(f"“{term}” is {' or '.join(forms)}: {english} | {japanese}")
    assert checked > 60
    assert not wrong, "\n".join(wrong)


def test_every_text_of_a_verdict_stands_in_both_languages():
    for english, japanese in texts():
        assert english and japanese
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", japanese) or not re.search(r"[a-z]{4} [a-z]{4}", english), japanese
