"""What is in files: told apart, unpacked, read as items, and written whole or not at all."""
