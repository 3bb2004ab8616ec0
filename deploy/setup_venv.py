"""Make a virtual environment and install exactly what a lock file names.

    python deploy/setup_venv.py [FOLDER [LOCK]]

It needs Python alone, no shell: uv does the work, which pip fetches. Debian ships Python without
the part that puts pip into an environment; where we may, we install it.
"""

import os
import re
import subprocess
import sys
import tempfile

PROGRAMS = "Scripts" if os.name == "nt" else "bin"


def stop(text):
    """End with one line that says what is wrong and how to mend it."""
    sys.exit("setup: " + text)


def run(*command, **how):
    """Run a program; if it fails, so do we, and it has said why."""
    done = subprocess.run(command, check=False, **how)
    if done.returncode:
        sys.exit(done.returncode)
    return done


def install_venv_of_debian():
    """Install Debian's package with the parts of Python that an environment needs."""
    package = "python%d.%d-venv" % sys.version_info[:2]
    print("setup: installing Debian's %s, which this Python lacks" % package, flush=True)
    ahead = [] if os.getuid() == 0 else ["sudo", "-n"]
    for words in (["update", "-qq"], ["install", "-y", "-qq", package]):
        try:
            code = subprocess.call([*ahead, "apt-get", *words], stdout=subprocess.DEVNULL)
        except OSError:
            code = 1
        if code:
            stop(
                "%s could not be installed. Fix: ask whoever runs this machine for the package %s."
                % (package, package)
            )


def lines_of_uv(lock):
    """Return the lines of a lock file that name uv, with their hashes."""
    with open(lock, encoding="utf-8") as file:
        found = re.search(r"(?m)^uv==(?:.*\\\n)*.*\n", file.read())
    if found is None:
        stop("%s does not name uv. Fix: make lock" % lock)
    return found[0]


def main(folder=".venv", lock="requirements.lock"):
    """Do what the head of this file says."""
    if sys.version_info < (3, 11):
        stop(
            "Python %d.%d is too old; Python 3.11 or newer is needed. Fix: install it, or name one:"
            " make PYTHON=python3.12 …" % sys.version_info[:2]
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        install_venv_of_debian()
    python = os.path.join(folder, PROGRAMS, "python.exe" if os.name == "nt" else "python")
    if not os.path.exists(python):
        run(sys.executable, "-m", "venv", folder)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    uv = os.path.join(folder, PROGRAMS, "uv.exe" if os.name == "nt" else "uv")
    if not os.path.exists(uv):
        with tempfile.TemporaryDirectory() as made:
            own = os.path.join(made, "uv.txt")
            with open(own, "w", encoding="utf-8") as file:
                file.write(lines_of_uv(lock))
            run(*pip, "install", "--require-hashes", "-r", own)
    # Where pip was told to look, uv looks too: a mirror that is near, or the only one that answers.
    told = subprocess.run(
        [*pip, "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    )
    if told.stdout.strip():
        os.environ.setdefault("UV_DEFAULT_INDEX", told.stdout.strip())
    install = [uv, "pip", "install", "--quiet", "--python", python]
    print("setup: installing the packages of %s into %s" % (lock, folder), flush=True)
    run(*install, "--require-hashes", "-r", lock)
    # This folder's own package, so that `helpkit` runs and imports everywhere.
    run(*install, "--no-deps", "--no-build-isolation", "--editable", ".")


if __name__ == "__main__":
    main(*sys.argv[1:])
