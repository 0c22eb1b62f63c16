"""What is installed or downloaded, and for which machine. Standard library alone, and `core`."""
