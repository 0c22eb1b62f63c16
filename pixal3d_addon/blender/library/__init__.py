"""The library: every result of the folder, to look at and to take again."""
