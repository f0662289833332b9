"""A story in which blocks of other markup stand: what is left of them is what comes out beside the story."""

from cleaner import Cleaner

STORY = [
    "The harbor board voted on Monday night to reopen the northern pier, nine months after a storm.",
    "Repairs took longer than planned because the sea floor had shifted by almost a meter since the spring.",
    "The first boat is due to leave at six in the morning, carrying schoolchildren and the post.",
    "Tickets will cost four dollars, the same as before, although the council had warned of higher prices.",
]
_CLEANER = Cleaner()


def lines_of(block: str, *, head: str = "") -> list[str]:
    """Return the lines that a page with the story and a block in it has beside the story."""
    paragraphs = [f"<p>{text}</p>" for text in STORY]
    body = "".join([*paragraphs[:2], block, *paragraphs[2:]])
    page = f"<body><article><h1>Pier reopens</h1>{body}</article></body>"
    text = _CLEANER.clean(html=f"<html><head><title>Pier reopens</title>{head}</head>{page}</html>").text
    lines = text.split("\n\n")
    assert [line for line in lines if line in STORY] == STORY
    return [line for line in lines if line not in STORY]
