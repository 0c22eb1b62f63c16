"""What went wrong, and what helps."""
