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


def say(english, chinese):
    """Print a line in the language of whoever runs this, or in both if nothing says which."""
    print(in_words(english, chinese), flush=True)


def stop(english, chinese):
    """End with what is wrong and how to mend it."""
    sys.exit(in_words(english, chinese))


def in_words(english, chinese):
    """Return a line for each language that is spoken; helpkit itself is not installed yet."""
    names = ("HELPKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((os.environ[name] for name in names if os.environ.get(name)), "").lower()
    lines = [words for code, words in (("zh", chinese), ("en", english)) if said.startswith(code)]
    return "\n".join("setup: " + words for words in lines or (english, chinese))


def run(*command, **how):
    """Run a program; if it fails, so do we, and it has said why."""
    done = subprocess.run(command, check=False, **how)
    if done.returncode:
        sys.exit(done.returncode)
    return done


def install_venv_of_debian():
    """Install Debian's package with the parts of Python that an environment needs."""
    package = "python%d.%d-venv" % sys.version_info[:2]
    say(
        "installing Debian's %s, which this Python lacks" % package,
        "正在装 Debian 的 %s，这个 Python 里没有它" % package,
    )
    ahead = [] if os.getuid() == 0 else ["sudo", "-n"]
    for words in (["update", "-qq"], ["install", "-y", "-qq", package]):
        try:
            code = subprocess.call([*ahead, "apt-get", *words], stdout=subprocess.DEVNULL)
        except OSError:
            code = 1
        if code:
            stop(
                "%s could not be installed. Fix: ask whoever runs this machine for the package %s."
                % (package, package),
                "%s 装不上。改法：请管这台电脑的人装上 %s。" % (package, package),
            )


def lines_of_uv(lock):
    """Return the lines of a lock file that name uv, with their hashes."""
    with open(lock, encoding="utf-8") as file:
        found = re.search(r"(?m)^uv==(?:.*\\\n)*.*\n", file.read())
    if found is None:
        stop(
            "%s does not name uv. Fix: make lock" % lock,
            "%s 里没有写 uv。改法：运行 make lock" % lock,
        )
    return found[0]


def main(folder=".venv", lock="requirements.lock"):
    """Do what the head of this file says."""
    if sys.version_info < (3, 11):
        stop(
            "Python %d.%d is too old; Python 3.11 or newer is needed. Fix: install it, or name one:"
            " python3.12 deploy/setup_venv.py, or make PYTHON=python3.12 …" % sys.version_info[:2],
            "Python %d.%d 太旧，要 3.11 或更新的。改法：装一个新的，或者写明用哪一个："
            "python3.12 deploy/setup_venv.py，或者 make PYTHON=python3.12 ……"
            % sys.version_info[:2],
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
    say(
        "installing the packages of %s into %s" % (lock, folder),
        "正在把 %s 里的程序装进 %s，第一次要一两分钟" % (lock, folder),
    )
    run(*install, "--require-hashes", "-r", lock)
    # This folder's own package, so that `helpkit` runs and imports everywhere.
    run(*install, "--no-deps", "--no-build-isolation", "--editable", ".")


if __name__ == "__main__":
    main(*sys.argv[1:])
