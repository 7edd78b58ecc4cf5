"""One step of reading a module, and their helpers; :mod:`extract.steps` has them in order."""
