"""The core of the site: plain Python that imports nothing from MkDocs.

Data becomes records, records become views, views become pages. The packages follow that order,
and none imports from one further down:

    problems, languages, clock, addresses   what all the others use
    text         characters and words; knows no file and no record
    data         YAML, records, and what may be shown on a day
    articles     the Markdown files of docs/
    recheck      opens the sources of the data again
    outputs      every file that is made from data or pages
    blocks       records as templates need them, and their drawing
    checks       everything that finds problems
    publishing   from a built folder to what readers get
    session, sample, preview, writing   one build, the made-up service, what writers see and do
    cli          the command line

Whoever calls passes the root folder and the day (`today`). Only `clock` asks what day it is, for
the command line and the events of MkDocs.
"""
