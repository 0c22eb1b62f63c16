"""More photos of the same object, each from its direction."""
