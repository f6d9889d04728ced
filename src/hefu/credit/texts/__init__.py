"""What the questions about credit say, in both languages: one module for each rule."""
