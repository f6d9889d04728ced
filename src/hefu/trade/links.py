"""Which order line a line of another paper answers, by numbers as they are written on it.

An order is found by its folded number between the same parties; its line by line number, through the
despatch advice named, or by goods and unit where only one line fits. A paper that names no number at all
(a tax invoice has no field for one) answers the one order line of those goods between its two
identified parties, the quantity deciding between several. A doubtful link is no link.
"""

from __future__ import annotations

from collections import defaultdict

from hefu.book.book import Book, Row
from hefu.book.voices import one_voice
from hefu.core.names import fold_number
from hefu.trade.papers import grouped, is_known, same_parties
from hefu.trade.units import goods_keys, on_scale

Pool = tuple[str, ...]
"""What deliveries and invoice lines have in common: an order line, else a despatch line, else an order's number."""


class _Shelf:
    """Documents of one kind and their lines, looked up by what other papers call them."""

    def __init__(self, documents: list[Row], lines: list[Row], key: str) -> None:
        self._key = key
        self.documents = {row[key]: row for row in documents}
        lines = [line for line in lines if line[key] in self.documents]
        self.lines = lines
        self._by_number = grouped(documents, lambda row: fold_number(row["number"]))
        self._by_document = grouped(lines, lambda line: line[key])
        self._by_line = grouped(lines, lambda line: (line[key], fold_number(line["line_number"])))
        self._by_goods: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        self._between: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        self._pairs = {_parties(row) for row in documents}
        for line in lines:
            for goods in goods_keys(line):
                self._by_goods[(line[key], *goods)].append(line)
                self._between[(*_parties(self.documents[line[key]]), *goods)].append(line)

    def document(self, number: str | None, header: Row) -> Row | None:
        """The one document of that number which may be between the same parties."""
        found = [row for row in self._by_number.get(fold_number(number or ""), []) if same_parties(row, header)]
        exact = [row for row in found if _parties(row) == _parties(header)]
        return _only(exact or found)

    def line(self, document: Row, number: str | None) -> Row | None:
        return _only(self._by_line.get((document[self._key], fold_number(number or "")), []))

    def line_of_goods(self, document: Row, wanted: Row) -> Row | None:
        """The one line with the same goods and scale; where nothing is said of the goods, the only line there is."""
        keys = goods_keys(wanted)
        for goods in keys:
            found = _only(self._by_goods.get((document[self._key], *goods), []))
            if found:
                return found
        return None if keys else _only(self._by_document.get(document[self._key], []))

    def is_between(self, buyer_id: str | None, seller_id: str | None) -> bool:
        """Tell whether any document names these two parties."""
        return (buyer_id or "", seller_id or "") in self._pairs

    def line_between(self, header: Row, wanted: Row) -> Row | None:
        """The one line with the same goods and scale among all documents between the same two identified parties."""
        if not (is_known(header["buyer_id"]) and is_known(header["seller_id"])):
            return None
        for goods in goods_keys(wanted):
            found = self._between.get((*_parties(header), *goods), [])
            if found:
                return _only(found) or _only([line for line in found if _amount(line) == _amount(wanted)])
        return None


class Links:
    """Finds the order, order line, despatch line and pool of any line."""

    @classmethod
    def of(cls, book: Book) -> Links:
        """Return the links of a book, made once."""
        tables = ("orders", "order_lines", "despatches", "despatch_lines", "sources")
        return book.remembered(("trade.links", *tables), lambda: cls(book))

    def __init__(self, book: Book) -> None:
        """Index the orders and despatch advices of a book."""
        self.orders = _Shelf(one_voice(book, "orders"), one_voice(book, "order_lines"), "order_id")
        self.despatches = _Shelf(one_voice(book, "despatches"), one_voice(book, "despatch_lines"), "despatch_id")

    def order(self, line: Row, header: Row) -> Row | None:
        """Return the order that a line answers, or None."""
        number = line.get("order_number") or header.get("order_number")
        return self.orders.document(number, header) if number else None

    def order_line(self, line: Row, header: Row) -> Row | None:
        """Return the order line that a line answers: by number, through the despatch advice, by goods; or None."""
        order = self.order(line, header)
        if names_nothing(line, header):
            return self.orders.line_between(header, line)
        number = line.get("order_line_number")
        found = self.orders.line(order, number) if order and number else None
        if found:
            return found
        despatched = self.despatch_line(line, header)
        if despatched:
            found = self.order_line(despatched, self.despatches.documents[despatched["despatch_id"]])
        return found or (self.orders.line_of_goods(order, line) if order and not number else None)

    def despatch_line(self, line: Row, header: Row) -> Row | None:
        """Return the despatch line that an invoice or delivery line names, or None."""
        number = line.get("despatch_number") or header.get("despatch_number")
        despatch = self.despatches.document(number, header) if number else None
        if despatch is None:
            return None
        named = line.get("despatch_line_number")
        return self.despatches.line(despatch, named) if named else self.despatches.line_of_goods(despatch, line)

    def pool(self, line: Row, header: Row, order_line: Row | None) -> Pool | None:
        """Return what a line with that order line is matched under, or None where it names nothing.

        An order that is not in the book still has a number: a delivery and an invoice of one seller
        that name the same line of it belong together.
        """
        if order_line:
            return ("order_line", order_line["order_line_id"])
        despatched = self.despatch_line(line, header)
        if despatched:
            return ("despatch_line", despatched["despatch_line_id"])
        number = line.get("order_number") or header.get("order_number")
        if not number:
            return None
        keys = goods_keys(line)
        named = fold_number(line.get("order_line_number") or "") or "/".join(keys[0] if keys else "")
        return ("number", header["seller_id"] or "", fold_number(number), named)

    def pool_of_despatch_line(self, line: Row) -> Pool:
        """Return what a despatch line is matched under: its order line, else itself."""
        order_line = self.order_line(line, self.despatches.documents[line["despatch_id"]])
        return (
            ("order_line", order_line["order_line_id"]) if order_line else ("despatch_line", line["despatch_line_id"])
        )


def names_nothing(line: Row, header: Row) -> bool:
    """Tell whether a line names neither an order nor a despatch advice."""
    return not (
        line.get("order_number")
        or header.get("order_number")
        or line.get("despatch_number")
        or header.get("despatch_number")
    )


def _parties(row: Row) -> tuple[str, str]:
    return row["buyer_id"] or "", row["seller_id"] or ""


def _amount(line: Row) -> int:
    return on_scale(line["quantity_milli"] or 0, line["unit"])


def _only(rows: list[Row]) -> Row | None:
    return rows[0] if len(rows) == 1 else None
