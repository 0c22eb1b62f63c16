"""A sound mesh within a budget of faces, from a raw surface."""
