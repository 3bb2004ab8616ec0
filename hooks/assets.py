"""MkDocs event: leave out files that no page of ours loads."""

from pathlib import Path

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

_UNUSED = (
    "assets/javascripts/",
    "assets/stylesheets/",
    "assets/images/favicon.png",
    "assets/images/readme.png",  # for the repository, not for readers
    "share/",  # what the shared picture is drawn from
)


@event_priority(-100)  # after static-i18n, which leaves pictures to the default language
def on_files(files, config):
    """Drop the theme's scripts and style sheets, and the picture of the README.

    Pictures stand in one place and every language may show them.
    """
    for file in list(files):
        if file.src_uri.startswith(_UNUSED):
            files.remove(file)
    for path in sorted(Path(config.docs_dir, "assets", "images").rglob("*.*")):
        name = path.relative_to(config.docs_dir).as_posix()
        if not name.startswith(_UNUSED) and name not in files.src_uris:
            files.append(File(name, config.docs_dir, config.site_dir, config.use_directory_urls))
    return files
