"""The records that ship with Hefu: one TOML file per regulation."""
