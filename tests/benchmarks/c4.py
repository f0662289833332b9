"""datatrove's C4 quality filter over JSON lines, without splitting sentences: a peer, in its own environment.

python c4.py < IN.jsonl > OUT.jsonl
"""

import json
import sys

from datatrove.data import Document
from datatrove.pipeline.filters import C4QualityFilter


def main() -> None:
    """Read records, filter their lines, and write them."""
    quality = C4QualityFilter(split_paragraph=True)
    for number, line in enumerate(sys.stdin.buffer):
        document = Document(text=json.loads(line)["text"], id=str(number))
        quality.filter(document)
        sys.stdout.write(json.dumps({"id": document.id, "text": document.text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
