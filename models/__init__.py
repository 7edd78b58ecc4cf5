"""What the system knows: records, vocabularies, sources, rules, lexicons, gazetteers. Imports nothing of ours."""
