"""The Markdown files of docs/: front matter, directives, pairs of languages, house style."""
