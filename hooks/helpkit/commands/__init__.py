"""What writers do with one command: start, move, withdraw, compare; what needs doing next."""
