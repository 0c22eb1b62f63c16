"""Speed, memory and fidelity, as commands that print tables. Not part of the extension."""
