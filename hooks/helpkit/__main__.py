"""`python -m helpkit`: the command line where there is no program for it."""

from helpkit.cli import main

if __name__ == "__main__":
    main(prog_name="helpkit")
