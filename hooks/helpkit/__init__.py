"""The core of the site: plain Python. Of it only `preview/mkdocs_site` imports MkDocs.

Data becomes records, records become views, views become pages. The packages follow that order,
and none imports from one further down:

    languages, messages, reasons, problems   the table of languages, what the tools say (catalogue/)
    clock, cache, git, sites, terminal       the day, the last build, the repository, the command line
    addresses    addresses of pages
    text         characters and words; knows no file and no record
    data         YAML, records, and what may be shown on a day; knows no HTML
    articles     the Markdown files of docs/
    recheck      opens the sources of the data again
    outputs      every file that is made from data or pages
    blocks       records as templates need them, and their drawing
    checks       what is wrong in the sources and in the finished site; writes nothing
    publishing   from a built folder to what readers get; reads no YAML
    session, sample, review   one build, the made-up service, what a change asks of people
    commands     what people do at the command line, and what editors need
    preview      the site that follows what is saved
    cli          all commands

`tests/unit/test_layers.py` holds this order. Whoever calls passes the root folder and the day
(`today`). Only `clock` asks what day it is, for the command line and the events of MkDocs.
"""
