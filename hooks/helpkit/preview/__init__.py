"""The preview that writers work with: what they save is on the page at once, and mistakes on top.

`run` owns the process: it watches the files (`watching`), answers browsers (`serving`) and keeps two
programs at work (`worker`). One holds the site that is shown and draws single pages anew; the other
builds the whole site behind it, and then they change places. `site` alone knows MkDocs.
"""
