"""Whether a mask lies over a photo. Sizes are width and height in pixels."""


def lies_over(mask: tuple[int, int], photo: tuple[int, int]) -> bool:
    """Of the photo's size, or of its proportions, give or take a pixel of rounding."""
    if max(mask) == max(photo):
        return tuple(mask) == tuple(photo)
    scale = max(mask) / max(*photo, 1)
    rounding = min(1.0, 0.02 * max(mask))
    return all(abs(one - two * scale) <= rounding for one, two in zip(mask, photo, strict=True))
