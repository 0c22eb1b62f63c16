"""What can be done once a photo is chosen in the panel."""

from bpy.types import Context

from ..setup import numpy_finder


class NeedsPhoto:
    """Operators that need the panel's photo."""

    @classmethod
    def poll(cls, context: Context) -> bool:
        if context.scene.pixal3d.image is None:
            cls.poll_message_set("Choose a photo first")
            return False
        if numpy_finder.lacking():
            cls.poll_message_set(numpy_finder.REASON)
            return False
        return True
