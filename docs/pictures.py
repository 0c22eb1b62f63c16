"""The pages' pictures, from the screenshots that the window tests have left.

python vendor_install.py test gui
python vendor_install.py python docs/pictures.py
"""

from pathlib import Path

from PIL import Image

HOME = Path(__file__).resolve().parent
SHOTS = HOME.parent / "build" / "gui" / "5.2"
WIDTH, COLORS = 1080, 160
PICTURES = {
    "panel": "2-result",
    "mask": "input-4-painted",
    "views": "views-1-panel",
    "match-camera": "match-1x-7-true",
    "problem": "queue-08-failed",
    "compare": "result-6-compared",
    "library": "library-4-compared",
    "preferences": "setup-3-online",
}
CROPS = {"preferences": (278, 257, 1054, 541)}  # without where this computer keeps the add-on


def main() -> None:
    for name, shot in PICTURES.items():
        with Image.open(SHOTS / f"{shot}.png") as picture:
            small = picture.convert("RGB").crop(CROPS.get(name, (0, 0, *picture.size)))
        width = min(WIDTH, small.width)
        small = small.resize((width, round(small.height * width / small.width)), Image.LANCZOS)
        small.quantize(COLORS, dither=Image.Dither.NONE).save(HOME / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
