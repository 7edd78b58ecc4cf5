"""Text goes in, records come out: cleaning, reading, merging."""
