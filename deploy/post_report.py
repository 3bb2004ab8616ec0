"""Post what a change does below its pull request; .github/workflows/comment.yml runs it from main.

It may write comments, which the run of a change must not, so it runs nothing of the change and
believes nothing of it: the pull request is the open one with the commit that was tested, and of the
archive that the run left one file is read, up to a size, as text. Python alone is needed.
"""

import io
import json
import os
import urllib.parse
import urllib.request
import zipfile

API = "%s/repos/%s/" % (os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"])
MARK = "<!-- what the change does -->"
# Who posts; a comment of anybody else is never touched.
OURS = "github-actions[bot]"
HEAD = "%s\nWritten by the code of the change itself. [The run, with pictures](%s)\n\n%s"
MOST_CHARACTERS = 60_000
MOST_BYTES = 200_000_000


def ask(path, method="GET", body=None):
    """Return the answer of GitHub as bytes. Only GitHub itself gets the token."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(API + path, data=data, method=method)
    request.add_unredirected_header("Authorization", "Bearer " + os.environ["GITHUB_TOKEN"])
    request.add_header("Accept", "application/vnd.github+json")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read(MOST_BYTES)


def number_of(head, commit):
    """Return the number of the open pull request from owner:branch that stands at a commit, or None."""
    query = urllib.parse.urlencode({"state": "open", "head": head})
    found = [each for each in json.loads(ask("pulls?" + query)) if each["head"]["sha"] == commit]
    return found[0]["number"] if found else None


def text_of(run):
    """Return the comment that a run left, or None."""
    for each in json.loads(ask("actions/runs/%d/artifacts" % run))["artifacts"]:
        if each["name"] == "report":
            archive = zipfile.ZipFile(io.BytesIO(ask("actions/artifacts/%d/zip" % each["id"])))
            with archive.open("comment.md") as file:
                read = file.read(4 * MOST_CHARACTERS).decode("utf-8", "replace")
            return read[:MOST_CHARACTERS]
    return None


def main():
    """Post the comment, or put it in the place of the one that was posted before."""
    run, number = int(os.environ["RUN"]), number_of(os.environ["HEAD"], os.environ["COMMIT"])
    text = text_of(run) if number else None
    if text is None:
        print("There is no open pull request with this commit, or no report: nothing is posted.")
        return
    page = "%s/%s/actions/runs/%d" % (
        os.environ["GITHUB_SERVER_URL"],
        os.environ["GITHUB_REPOSITORY"],
        run,
    )
    body = {"body": HEAD % (MARK, page, text)}
    for each in json.loads(ask("issues/%d/comments?per_page=100" % number)):
        if each["user"]["login"] == OURS and each["body"].startswith(MARK):
            ask("issues/comments/%d" % each["id"], "PATCH", body)
            return
    ask("issues/%d/comments" % number, "POST", body)


if __name__ == "__main__":
    main()
