"""Everything that finds problems, in the sources and in the finished site."""
