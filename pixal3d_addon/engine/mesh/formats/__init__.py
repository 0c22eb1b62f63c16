"""Files that other programs open. What a format cannot hold is left out; nothing is made up."""
