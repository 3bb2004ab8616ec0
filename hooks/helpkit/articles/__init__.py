"""The Markdown files of docs/: front matter, blocks as written, pairs of languages, house style."""
