"""Blender without a window: it runs no timers, and nobody sees what it does."""

import bpy


def unattended() -> bool:
    """Whether this is `blender --background`; a Python with the module bpy is not."""
    return bpy.app.background and bool(bpy.app.binary_path)
