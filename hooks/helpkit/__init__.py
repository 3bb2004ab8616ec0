"""The core of the site: plain Python that imports nothing from MkDocs.

Data flows one way, and the modules follow it:

    located  →  records  →  directory  →  blocks, drawing  →  pages of the site
    articles →  parity, freshness, style  →  check  →  problems

`problems` is what every check returns; `cli` is the command line; `built` reads the finished site;
`publishing` makes it light (`styles`, `fingerprints`) and puts it in its place.
Whoever calls passes in the root folder and the day (`today`): nothing here asks the clock.
"""
