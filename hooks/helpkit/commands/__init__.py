"""What people do with one command.

`new`, `change`, `translations` and `publish` hold the commands, `questions` and `carrying_out` what
they share. The others do what is asked, and know nothing of a command line.
"""
