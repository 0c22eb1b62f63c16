"""German."""

WORDS = {
    "Generate": "Generieren",
}
