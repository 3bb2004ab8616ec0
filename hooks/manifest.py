"""MkDocs events: write the manifest of all files that the build makes; `publish` lets no other out."""

from pathlib import Path

from helpkit.checks.tree import ASSETS
from helpkit.publishing import manifest
from helpkit.session import CURRENT
from mkdocs.plugins import event_priority


@event_priority(-100)  # after the others have written, added and dropped theirs
def on_env(env, config, files):
    """Note the pages and the assets; other files in docs or overrides are not part of the site."""
    for file in files:
        if file.is_documentation_page() or ASSETS.fullmatch(file.src_uri):
            CURRENT.session.output_files.add(file.dest_uri)
    return env


@event_priority(-100)
def on_post_template(output_content, template_name, config):
    """Note the files made from templates; MkDocs also writes sitemap.xml.gz."""
    if output_content.strip():
        CURRENT.session.output_files.add(template_name)
        if template_name == "sitemap.xml":
            CURRENT.session.output_files.add("sitemap.xml.gz")
    return output_content


@event_priority(-100)
def on_post_build(config):
    """Write the manifest; the language built last knows all files."""
    manifest.made(CURRENT.session.output_files).write(Path(config.site_dir))
