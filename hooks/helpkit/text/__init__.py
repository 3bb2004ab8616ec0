"""Characters and words: blanks, folding, typesetting, hosts, digests, spellings of contact values."""
