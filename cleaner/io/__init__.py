"""Input and output: find, detect, decompress and read inputs as records, clean the records, and write them."""
