"""Textures of a low mesh, from the raw surface, its volume and the photo."""
