"""Declarative shadow roots: templates whose content browsers show in place of their parent's own.

A ``slot`` in such a content shows the children of the parent that name it, or that name none.
"""

from itertools import islice

from cleaner.html.tree import NEVER_RENDERED, Node, visible_texts

_MODES = ("shadowrootmode", "shadowroot")
"""Attributes of a declarative shadow root, the second as browsers first had it."""

_UNSLOTTED = NEVER_RENDERED - {"template"}


def open_shadow_roots(tree: Node) -> None:
    """Put the content of each declarative shadow root in its place, with the parent's children in its slots.

    Children for which there is no slot are not shown and go, unless the shadow root has no text of its own.
    """
    templates = list(tree.iter("template"))
    # Inner roots first: their slots are filled when those of the roots around them are.
    for template in reversed(templates):
        host = template.getparent()
        if host is not None and any(mode in template.attrib for mode in _MODES):
            _open_root(host, template)


def _open_root(host: Node, template: Node) -> None:
    slots = list(template.iter("slot"))
    if not slots and not any(text.strip() for text in _texts_in(template)):
        template.drop_tree()
        return
    light = _light_children(host, template)
    for slot in slots:
        _fill_slot(slot, light.pop(slot.get("name") or "", []))
    template.tail = None
    template.drop_tag()


def _texts_in(template: Node) -> list[str]:
    return [template.text or "", *(text for child in template for text in (*visible_texts(child), child.tail or ""))]


def _light_children(host: Node, template: Node) -> dict[str, list[Node | str]]:
    """Take the nodes and texts of a host beside its shadow root, by the name of their slot."""
    light: dict[str, list[Node | str]] = {"": [host.text or ""]}
    host.text = None
    for child in list(host):
        tail, child.tail = child.tail or "", None
        if child is not template and child.tag not in _UNSLOTTED:
            light.setdefault(child.get("slot") or "", []).append(child)
            host.remove(child)
        light[""].append(tail)
    return light


def _fill_slot(slot: Node, children: list[Node | str]) -> None:
    """Put children in place of a slot; without any that has text or nodes, what the slot itself holds is shown."""
    if any(child.strip() if isinstance(child, str) else True for child in children):
        for fallback in list(slot):
            slot.remove(fallback)
        slot.text = None
        for child in children:
            _append(slot, child)
    slot.drop_tag()


def _append(node: Node, child: Node | str) -> None:
    if not isinstance(child, str):
        node.append(child)
    elif (last := next(islice(reversed(node), 1), None)) is not None:
        last.tail = (last.tail or "") + child
    else:
        node.text = (node.text or "") + child
