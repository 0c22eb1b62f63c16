# SPDX-License-Identifier: GPL-3.0-or-later
"""The extension's root, as Blender demands it; the add-on itself is `pixal3d_addon.blender`."""


def register() -> None:
    from .pixal3d_addon import blender

    blender.register()


def unregister() -> None:
    from .pixal3d_addon import blender

    blender.unregister()
