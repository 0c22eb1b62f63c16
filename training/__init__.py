"""How the draft network is made: data, model, training, export. Nothing of it ships."""
