"""One picture of all screenshots, to look through: both Blenders beside each other."""

from pathlib import Path

from PIL import Image, ImageDraw

_WIDE, _HIGH, _TEXT = 720, 450, 16
_PAIRS = 2  # in a row


def make_sheet(home: Path) -> None:
    """home/sheet.jpg, from home/VERSION/NAME.png."""
    versions = sorted({path.parent.name for path in home.glob("*.*/*.png")})
    names = sorted({path.stem for path in home.glob("*.*/*.png")})
    columns = _PAIRS * max(len(versions), 1)
    rows = -(-len(names) // _PAIRS)
    sheet = Image.new("RGB", (columns * _WIDE, max(rows, 1) * (_HIGH + _TEXT)), "white")
    pen = ImageDraw.Draw(sheet)
    for number, name in enumerate(names):
        for place, version in enumerate(versions):
            left = (number % _PAIRS * len(versions) + place) * _WIDE
            top = number // _PAIRS * (_HIGH + _TEXT)
            pen.text((left + 4, top + 2), f"{name} · {version}", fill="black")
            path = home / version / f"{name}.png"
            if path.exists():
                with Image.open(path) as picture:
                    shown = picture.convert("RGB")
                shown.thumbnail((_WIDE - 4, _HIGH))
                sheet.paste(shown, (left, top + _TEXT))
    partial = home / f"sheet-{'-'.join(versions)}.partial"
    sheet.save(partial, "JPEG", quality=85)
    partial.replace(home / "sheet.jpg")
