"""The network that sees depth in a photo: what it is fed, and its forward pass in numpy."""
