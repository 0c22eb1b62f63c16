"""A result in the scene: object, material, camera, and how it stands."""
