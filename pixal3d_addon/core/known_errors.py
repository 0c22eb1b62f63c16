"""What each error code means, what helps, and which buttons the panel offers for it.

`docs/errors.md` is made from this table: python -m pixal3d_addon errors
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .errors import EXIT_CODES

# What a button does → its label. The add-on has an operator for each.
ACTIONS: Mapping[str, str] = {
    "retry": "Retry",
    "free_memory": "Free Memory",
    "less_memory": "Use Less Memory",
    "larger_texture": "Larger Texture",
    "another_seed": "Another Seed",
    "use_draft": "Use Draft",
    "get_background": "Get Background Model",
    "choose_photo": "Choose Photo",
    "choose_mask": "Choose Mask",
    "clear_mask": "Remove Mask",
    "clear_views": "Remove Views",
    "reset_settings": "Reset Settings",
    "download_weights": "Download",
    "repair_weights": "Repair",
    "preferences": "Preferences",
}


@dataclass(frozen=True)
class Known:
    """cause, remedy: sentences, of the code in general; a problem has its own, more exact ones.
    actions: of `ACTIONS`, the likeliest help first; none where no button can help."""

    cause: str
    remedy: str
    actions: tuple[str, ...] = ()


_OTHER_GUESS = ("another_seed", "choose_photo")
_WEIGHTS = ("download_weights", "preferences", "use_draft")

KNOWN: Mapping[str, Known] = {
    "settings_invalid": Known(
        "A setting has a value that it cannot have.",
        "Reset the settings, or choose a value in the range that the message names.",
        ("reset_settings",),
    ),
    "photo_missing": Known(
        "The photo is not where it was.", "Choose the photo again.", ("choose_photo",)
    ),
    "photo_unreadable": Known(
        "The photo is damaged, or of a kind that cannot be read.",
        "Save it as PNG or JPEG, then choose that.",
        ("choose_photo",),
    ),
    "photo_too_small": Known(
        "The photo has too few pixels.", "Choose a larger photo.", ("choose_photo",)
    ),
    "photo_too_large": Known(
        "The photo has more pixels than can be read safely.",
        "Scale it down, then choose that.",
        ("choose_photo",),
    ),
    "mask_invalid": Known(
        "The mask cannot be read, does not fit the photo, or is empty.",
        "Choose a mask of the photo's size, white where the object is, or remove it.",
        ("choose_mask", "clear_mask"),
    ),
    "views_invalid": Known(
        "The other photos, or their cameras, cannot be read.",
        "Correct transforms.json as the message tells, or go on with one photo.",
        ("clear_views",),
    ),
    "no_object": Known(
        "No object was found in the photo.",
        "Choose a mask that shows where it is, or a photo with one whole object.",
        ("choose_mask", "choose_photo"),
    ),
    "background_unclear": Known(
        "The background is too busy for the object to be cut out.",
        "Download the model that cuts objects out, or choose a mask or a plain backdrop.",
        ("get_background", "choose_mask", "choose_photo"),
    ),
    "model_missing": Known(
        "The model that cuts objects out is not here, or what runs it.",
        "Download it in the preferences, or choose a mask.",
        ("get_background", "retry", "choose_mask"),
    ),
    "download_failed": Known(
        "A download broke off.",
        "Download again: it goes on where it stopped.",
        ("download_weights", "preferences"),
    ),
    "weights_missing": Known(
        "Pixal3D's weights, or some of their files, are not there.",
        "Download them, or name their folder in the preferences.",
        _WEIGHTS,
    ),
    "weights_damaged": Known(
        "Files of the weights are damaged.",
        "Repair them: what is damaged is downloaded again.",
        ("repair_weights", "preferences", "use_draft"),
    ),
    "weights_mismatch": Known(
        "The weights are of another model, or of another version.",
        "Name the folder of Pixal3D's weights in the preferences.",
        ("preferences", "use_draft"),
    ),
    "python_missing": Known(
        "There is no Python that the runtime can be made with.",
        "Install a Python that the message names, then set the runtime up.",
        ("preferences", "use_draft"),
    ),
    "setup_failed": Known(
        "The runtime could not be installed.",
        "The log tells why; set it up again in the preferences.",
        ("preferences", "use_draft"),
    ),
    "engine_unavailable": Known(
        "The engine cannot run here: it lacks a runtime, a package or a graphics card.",
        "Set the runtime up in the preferences, or use Draft.",
        ("preferences", "use_draft"),
    ),
    "folder_unwritable": Known(
        "The results folder cannot be written to.",
        "Choose another results folder in the preferences.",
        ("preferences", "retry"),
    ),
    "disk_full": Known(
        "The disk is full.",
        "Free some space, or choose a results folder on another disk, then retry.",
        ("retry", "preferences"),
    ),
    "path_too_long": Known(
        "The path of the result is longer than the system allows.",
        "Choose a results folder nearer to the root of the disk.",
        ("preferences", "retry"),
    ),
    "out_of_memory": Known(
        "The memory of the computer, or of its graphics card, was not enough.",
        "Close other programs, or generate with fewer tokens, fewer faces or a smaller texture.",
        ("less_memory", "free_memory"),
    ),
    "texture_too_small": Known(
        "The object has more separate parts than the texture has room for.",
        "Choose a larger texture.",
        ("larger_texture",),
    ),
    "worker_died": Known(
        "The process that generates ended unexpectedly, mostly for want of memory.",
        "Try again, with less memory if it stays; the log may tell more.",
        ("retry", "less_memory"),
    ),
    "worker_start": Known(
        "The process that generates could not be started.",
        "Check the runtime in the preferences; the log tells more.",
        ("preferences", "retry"),
    ),
    "protocol": Known(
        "Blender and its worker are of different versions, as after an update.",
        "Restart Blender.",
    ),
    "result_damaged": Known(
        "The folder of a result is damaged, or files of it are gone.",
        "Generate the object again; what is in the scene is not affected.",
    ),
    "result_unfinished": Known(
        "The folder holds a result that was never finished.",
        "Finish it with the command finish.",
    ),
    "structure_empty": Known(
        "The network made nothing of the photo.", "Try another seed or photo.", _OTHER_GUESS
    ),
    "surface_empty": Known(
        "What the network made has no surface.", "Try another seed or photo.", _OTHER_GUESS
    ),
    "structure_full": Known(
        "What the network made fills all of space.", "Try another seed or photo.", _OTHER_GUESS
    ),
    "numbers_broken": Known(
        "The network's numbers became infinite.",
        "Try another seed; if it stays, check the weights.",
        ("another_seed", "preferences"),
    ),
    "internal": Known(
        "Something went wrong that should not have.",
        "Try again; if it stays, report it with what Copy Details gives.",
        ("retry",),
    ),
}  # fmt: skip


def actions(code: str) -> tuple[str, ...]:
    """Of `ACTIONS`, those that may help with `code`; none for a code that nobody knows."""
    return KNOWN[code].actions if code in KNOWN else ()


def markdown() -> str:
    """The table of all codes, as docs/errors.md has it."""
    lines = [
        "# Error codes",
        "",
        "Made by `python -m pixal3d_addon errors`. Every failure has a code, a sentence that tells",
        "what happened, and one that tells what helps. In Blender the panel shows the buttons of",
        "the last column, *Open Log*, and *Copy Details*: the whole report, without private paths",
        "and names, on the clipboard. The command line ends with the exit status.",
        "",
        "| code | exit status | what happened | what helps | buttons |",
        "|---|---|---|---|---|",
    ]
    for code, status in EXIT_CODES.items():
        known = KNOWN[code]
        buttons = ", ".join(ACTIONS[action] for action in known.actions) or "none can help"
        lines.append(f"| `{code}` | {status} | {known.cause} | {known.remedy} | {buttons} |")
    return "\n".join(lines) + "\n"
