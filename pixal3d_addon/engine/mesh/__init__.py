"""Finishing, for every engine: normals, checks, files."""
