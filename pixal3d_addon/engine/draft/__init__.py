"""The built-in engine: numpy alone, so that Blender's own Python can run it."""
