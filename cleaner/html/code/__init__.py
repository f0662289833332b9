"""Code on pages: which nodes are blocks of code, and their text as readers see and copy it."""
