"""A texture layout for a mesh."""
