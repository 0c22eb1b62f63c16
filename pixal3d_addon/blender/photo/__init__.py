"""The photo: where it comes from, its mask, crop and camera, the square that the engine sees."""
