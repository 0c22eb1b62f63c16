"""The preferences: runtimes and weights, made, mended and removed."""
