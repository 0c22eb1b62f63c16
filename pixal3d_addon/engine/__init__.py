"""Image → textured mesh. No bpy."""
