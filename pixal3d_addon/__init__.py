"""Pixal3D for Blender: one photo in, a textured 3D object out. Importing this imports nothing."""
