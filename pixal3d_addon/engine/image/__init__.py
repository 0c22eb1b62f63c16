"""From a photo to the prepared square: reading, cutting out, cropping."""
