"""The network of Pixal3D in plain PyTorch, from the published weights."""
