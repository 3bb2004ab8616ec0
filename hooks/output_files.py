"""MkDocs events: note which files the build makes; `publish` lets no other one out."""

from pathlib import Path

from helpkit.checks.tree import ASSETS
from helpkit.publishing import manifest
from helpkit.session import CURRENT
from mkdocs.plugins import event_priority


@event_priority(-100)  # after the others have written, added and dropped theirs
def on_env(env, config, files):
    """Note the pages and the assets; what else lies in docs or overrides is nobody's."""
    for file in files:
        if file.is_documentation_page() or ASSETS.fullmatch(file.src_uri):
            CURRENT.session.output_files.add(file.dest_uri)
    return env


@event_priority(-100)
def on_post_template(output_content, template_name, config):
    """Note what a template of the theme becomes; MkDocs packs the sitemap beside it."""
    if output_content.strip():
        CURRENT.session.output_files.add(template_name)
        if template_name == "sitemap.xml":
            CURRENT.session.output_files.add("sitemap.xml.gz")
    return output_content


@event_priority(-100)
def on_post_build(config):
    """Write the names beside the files; the language that is built last knows all of them."""
    manifest.made(CURRENT.session.output_files).write(Path(config.site_dir))
