"""Simplified Chinese."""

WORDS = {
    "Generate": "生成",
}
