"""However a file is damaged, it is accepted or refused with findings: reading never raises and loses nothing."""

import copy
import random
from pathlib import Path

import pytest
from lxml import etree

from engine import compile_bundle

SHIPPED = sorted((Path(__file__).resolve().parents[3] / "processes").glob("*/*.bpmn"))
TEXTS = ["", "${", "=", "PT", "${bean.call(x)}", "true", " ", "x:y", "0", "1.5.2"]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file after some elements were removed, renamed, copied elsewhere, or had texts and attributes changed."""
    root = etree.fromstring(data)
    elements = [element for element in root.iter() if isinstance(element.tag, str) and "MODEL" in element.tag]
    for _ in range(chance.randint(1, 6)):
        one, other = chance.choice(elements), chance.choice(elements)
        match chance.randint(0, 7):
            case 0 if one.getparent() is not None:
                one.getparent().remove(one)
            case 1 if one.attrib:
                del one.attrib[chance.choice(sorted(one.attrib))]
            case 2 if one.attrib:
                one.attrib[chance.choice(sorted(one.attrib))] = chance.choice([*TEXTS, *other.attrib.values()])
            case 3 if one not in list(other.iter()) and other is not root:
                one.append(copy.deepcopy(other))
            case 4:
                one.text = chance.choice(TEXTS)
            case 5:
                one.tag = f"{{http://example.org}}{etree.QName(one).localname}"
            case 6 if one is not root and one.getparent() is not None:
                moved = chance.choice([each for each in elements if one not in (each, *each.iterancestors())])
                moved.append(one)
            case _:
                one.tag = other.tag
    return etree.tostring(root)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_answered_with_findings(seed):
    chance = random.Random(seed)
    data = damaged(chance.choice(SHIPPED).read_bytes(), chance)

    compiled = compile_bundle({"damaged.bpmn": data})

    assert compiled.census.unaccounted == ()
    assert (compiled.definition is None) == any(finding.level == "error" for finding in compiled.findings)
    assert all(all(finding.in_language("zh")) and all(finding.in_language("en")) for finding in compiled.findings)


@pytest.mark.parametrize("seed", range(40))
def test_a_file_cut_or_filled_with_noise_is_answered_with_findings(seed):
    chance = random.Random(seed)
    data = bytearray(chance.choice(SHIPPED).read_bytes())
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)

    compiled = compile_bundle({"noise.bpmn": bytes(data[: chance.randint(1, len(data))])})

    assert compiled.census.unaccounted == ()
    assert compiled.findings
