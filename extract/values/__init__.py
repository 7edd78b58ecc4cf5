"""Values in Indonesian text: numbers and calendar expressions, apart from where they stand."""
