"""What both sides speak: settings, camera, messages, errors, results. No bpy, no torch."""
