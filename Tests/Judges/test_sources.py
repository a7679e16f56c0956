"""Every rule that claims to be read in a source document: its key phrase stands there."""

import json
import os
import re
import unicodedata
from pathlib import Path

import pytest

from tool import ROOT

SOURCES = Path(os.environ.get("DENCHI_SOURCES", ROOT.parent / "shared/sources"))
PACKS = sorted((ROOT / "Sources/Assessment/Rules").glob("*.json"))


def plain(text):
    """Without width, blanks and marks of emphasis, which differ from copy to copy."""
    return re.sub(r"[\s*()（）、,〜~/]", "", unicodedata.normalize("NFKC", text)).lower()


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.stem)
def test_a_key_phrase_stands_in_its_document(pack):
    if not SOURCES.exists():
        pytest.skip(f"the source documents are not at {SOURCES}")
    missing = []
    for rule in json.loads(pack.read_text())["rules"]:
        document = SOURCES / rule["source"]["document"]
        if rule["mark"] != "V1" or not document.name.endswith(".txt"):
            continue
        text = plain(document.read_text(encoding="utf-8"))
        for part in re.split(r"…|, |・", rule["source"]["keyPhrase"]):
            if plain(part) not in text:
                missing.append(f"{rule['id']}: “{part}” is not in {document.name}")
    assert not missing, "\n".join(missing)
