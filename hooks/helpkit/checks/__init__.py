"""What is wrong in a repository (`run` asks all of it) and in a finished site (`built_site`).

What needs one article only is found in `articles`, what is wrong with the records themselves in
`data`; `run` asks those, too.
"""
