"""The State Council's yearly arrangements of holidays: one TOML file per year."""
