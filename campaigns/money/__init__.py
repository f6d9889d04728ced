"""Amounts of money against rational numbers: `make campaign-money`."""
