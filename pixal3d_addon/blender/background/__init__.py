"""Another Blender in the background: what takes long is done there, and this one does not wait."""
