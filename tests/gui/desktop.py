"""Another program beside Blender, of GTK as a file manager and a picture viewer may be.

    python3 desktop.py picture FILE      the picture is copied: it is on the clipboard
    python3 desktop.py files FILE...     the files are copied
    python3 desktop.py drag FILE...      a small window at the screen's corner, from which the files
                                         can be dragged

It tells `ready`, and stays until it is ended. `drag` tells each time when the files were taken.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, GdkPixbuf, Gtk  # noqa: E402

SIZE = 60  # of the window, pixels
CLIPBOARD = Gdk.SELECTION_CLIPBOARD


def tell(word):
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def picture(file):
    clipboard = Gtk.Clipboard.get(CLIPBOARD)
    clipboard.set_image(GdkPixbuf.Pixbuf.new_from_file(file))


def files(*names):
    owner = Gtk.Invisible()
    Gtk.selection_add_target(owner, CLIPBOARD, Gdk.Atom.intern("text/uri-list", False), 0)
    owner.connect("selection-get", lambda _owner, data, _info, _time: data.set_uris(uris(names)))
    assert Gtk.selection_owner_set(owner, CLIPBOARD, Gdk.CURRENT_TIME)
    return owner


def drag(*names):
    window = Gtk.Window(type=Gtk.WindowType.POPUP)
    window.set_default_size(SIZE, SIZE)
    window.add(Gtk.Label(label=f"{len(names)} to drag"))
    window.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    window.drag_source_add_uri_targets()
    window.connect(
        "drag-data-get", lambda _window, _drag, data, _info, _time: data.set_uris(uris(names))
    )
    window.connect("drag-end", lambda *_: tell("dropped"))
    window.move(0, 0)
    window.show_all()
    return window


def uris(names):
    return [Path(name).as_uri() for name in names]


if __name__ == "__main__":
    kept = {"picture": picture, "files": files, "drag": drag}[sys.argv[1]](*sys.argv[2:])
    while Gtk.events_pending():
        Gtk.main_iteration()
    tell("ready")
    Gtk.main()
