"""MkDocs event: leave out what the theme would copy and no page of ours asks for."""

_UNUSED = ("assets/javascripts/", "assets/stylesheets/", "assets/images/favicon.png")


def on_files(files, config):
    """Drop the theme's scripts and style sheets: the pages have their own."""
    for file in list(files):
        if file.src_uri.startswith(_UNUSED):
            files.remove(file)
    return files
