"""Languages as crawls name them, by ISO 639, and as rules and pages do, by BCP 47."""

from functools import cache

_CODES = """
ar ara arb | be bel | bg bul | bs bos | ca cat | cnr cnr | cs ces cze | da dan | de deu ger | el ell gre | en eng
es spa | fa fas per pes | fi fin | fr fra fre | he heb | hi hin | hr hrv | hu hun | id ind | is isl ice | it ita
ja jpn | ko kor | ms msa may zsm | nb nob | nl nld dut | nn nno | no nor | pl pol | pt por | ro ron rum mol | ru rus
sh hbs | sk slk slo | sr srp | sv swe | th tha | tr tur | uk ukr | vi vie | zh zho chi cmn
"""
"""The languages that have rules: first the BCP 47 tag, then the codes of three letters (ISO 639-3 and 639-2/B)."""


@cache
def _tags() -> dict[str, str]:
    rows = (row.split() for row in _CODES.strip().replace("\n", "|").split("|"))
    return {code: tag for tag, *codes in rows for code in codes}


def tag_of(code: str) -> str:
    """Return the BCP 47 tag of a language code; one that no rule is for stays as it is.

    >>> tag_of("eng"), tag_of("CES"), tag_of("de-AT"), tag_of("swa")
    ('en', 'cs', 'de-AT', 'swa')
    """
    return _tags().get(code.lower(), code)
