"""Characters and words: blanks, folding, typesetting, hosts, digests, how contact values are spelt."""
