"""datatrove's C4 quality filter over JSON lines: a peer that runs in an environment of its own.

    python c4.py [--sentences] < IN.jsonl > OUT.jsonl

As it ships, the filter counts sentences and refuses documents with fewer than five. Splitting into sentences takes
most of its time, and no other step needs it; without ``--sentences`` that condition is off.
"""

import argparse
import json
import sys

from datatrove.data import Document
from datatrove.pipeline.filters import C4QualityFilter

NO_SENTENCES = -1
"""Turns off the condition on the number of sentences, and with it their splitting."""

SHIPPED_SENTENCES = 5
"""The filter's default."""


def main() -> None:
    """Read records, filter their lines, and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", action="store_true", help="require five sentences, as the filter ships")
    sentences = SHIPPED_SENTENCES if parser.parse_args().sentences else NO_SENTENCES
    quality = C4QualityFilter(split_paragraph=True, min_num_sentences=sentences)
    for number, line in enumerate(sys.stdin.buffer):
        document = Document(text=json.loads(line)["text"], id=str(number))
        quality.filter(document)
        sys.stdout.write(json.dumps({"id": document.id, "text": document.text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
