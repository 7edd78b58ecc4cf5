"""The weekly bulletin: one printable page that a press office forwards to its directors."""
