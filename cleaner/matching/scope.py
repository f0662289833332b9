"""Scope: the sites, languages and types of pages that a rule is for."""

from cleaner.types import Rule

Scope = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""The ``sites``, ``not_sites``, ``languages`` and ``page_types`` of a rule. Rules of one file mostly share them."""


def scope_of(rule: Rule) -> Scope:
    """Return the scope of a rule."""
    return rule.sites, rule.not_sites, rule.languages, rule.page_types


def applies(rule: Rule, site: str | None, language: str | None, page_type: str | None = None) -> bool:
    """Whether a rule applies to a text of this site, language (BCP 47) and type of page; ``None`` is unknown."""
    return is_in_scope(scope_of(rule), site, language, page_type)


def is_in_scope(scope: Scope, site: str | None, language: str | None, page_type: str | None = None) -> bool:
    """Whether a text of this site, language and type of page is within a scope; ``None`` is unknown.

    Rules for sites do not apply to a text of unknown site, nor rules for types of pages to one without a type; rules
    for languages apply to one of unknown language.
    """
    sites, not_sites, languages, page_types = scope
    if page_types and page_type not in page_types:
        return False
    if sites and not (site and any(is_site(site, name) for name in sites)):
        return False
    if not_sites and site and any(is_site(site, name) for name in not_sites):
        return False
    return not languages or language is None or any(is_language(language, name) for name in languages)


def is_site(host: str, name: str) -> bool:
    """Whether a host belongs to a site: it is the site or one of its subdomains.

    >>> is_site("www.thehill.com", "thehill.com"), is_site("notthehill.com", "thehill.com")
    (True, False)
    """
    return host.lower() == name.lower() or host.lower().endswith(f".{name.lower()}")


def is_language(tag: str, name: str) -> bool:
    """Whether a BCP 47 tag is a language or a variety of it.

    >>> is_language("de-AT", "de"), is_language("de", "de-AT")
    (True, False)
    """
    tag, name = tag.lower().replace("_", "-"), name.lower()
    return tag == name or tag.startswith(f"{name}-")


def host_endings(host: str) -> frozenset[str]:
    """Return the names of all sites that a host belongs to.

    >>> sorted(host_endings("www.TheHill.com"))
    ['com', 'thehill.com', 'www.thehill.com']
    """
    parts = host.lower().split(".")
    return frozenset([".".join(parts[start:]) for start in range(len(parts))])


def tag_beginnings(tag: str) -> frozenset[str]:
    """Return the names of all languages that a BCP 47 tag is or is a variety of, in lower case.

    >>> sorted(tag_beginnings("zh-Hant_TW"))
    ['zh', 'zh-hant', 'zh-hant-tw']
    """
    parts = tag.lower().replace("_", "-").split("-")
    return frozenset(["-".join(parts[:end]) for end in range(1, len(parts) + 1)])
