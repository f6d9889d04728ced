"""The book: tables of facts under one schema. Only this package and those that orchestrate open files."""

from hefu.book.book import Book, Row
from hefu.book.rule import WHOLE_GRAPH, Rule

__all__ = ["WHOLE_GRAPH", "Book", "Row", "Rule"]
