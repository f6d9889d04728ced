"""One file per rule: a docstring that says what is asked and how grave each answer is, texts, one pure function."""
