"""Match Camera: the photo behind a camera that is set by eye; and the result held against it."""
