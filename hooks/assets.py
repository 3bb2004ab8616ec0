"""MkDocs event: leave out what no page of ours asks for."""

_UNUSED = (
    "assets/javascripts/",
    "assets/stylesheets/",
    "assets/images/favicon.png",
    "assets/images/readme.png",  # for the repository, not for readers
    "share/",  # what the shared picture is drawn from
)


def on_files(files, config):
    """Drop the theme's scripts and style sheets, and the picture of the README."""
    for file in list(files):
        if file.src_uri.startswith(_UNUSED):
            files.remove(file)
    return files
