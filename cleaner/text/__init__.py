"""Text, from bytes to lines and back: decode, normalize, segment, view lines as rules see them, apply removals."""
