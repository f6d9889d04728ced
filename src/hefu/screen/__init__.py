"""A whole book under every rule: findings and open checks as tables.

    tables = screen(book, [lambda b: trade.derive(b, config, at)], [(rule, config) for rule in trade.RULES], at)

Knows no rule itself: who calls says which are asked, with which thresholds.
"""

from hefu.screen.run import Asked, Derivation, Told, screen

__all__ = ["Asked", "Derivation", "Told", "screen"]
