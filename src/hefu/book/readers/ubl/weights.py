"""Reader of UBL WeightStatement: what a laden container or vehicle weighed, as the one who weighed it says.

Each verified gross mass is a row of `weighings`. It says a weight and no direction, so it is no movement; and it is
gross, with the container, so it is not the quantity of a lot.
"""

from __future__ import annotations

from hefu.book.book import Row
from hefu.book.ids import document_id
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.ubl.document import CAC, Document, day, first_text, missing, quantity
from hefu.book.readers.ubl.kept import begin, everything, noted
from hefu.book.readers.ubl.parties import party
from hefu.book.readers.ubl.shared import ANY, ask_identity, first_of, number_parts, parties
from hefu.book.readers.ubl.steps import Part, Steps, groups, leaves, read
from hefu.book.readers.xml import Element


def read_weights(root: Element, source: Source) -> Rows:
    """Return the rows of a weight statement.

    Raises RefusalError: FIELD_MISSING where it has no number, day, weighing party or sender, or states no weight, and
    what `read_ubl` does.
    """
    document = begin(root, source)
    header = read(document, root, _STEPS, everything)
    ask_identity(root, header)
    weigher = first_of(root, header, ("WeighingParty", "SenderParty"))
    identity = document_id("weight_statement", weigher, header["number"])
    if not document.lines:
        raise missing(root, "Shipment/TransportHandlingUnit/TransportEquipment/VerifiedGrossMass")
    for ordinal, row in enumerate(document.lines, 1):
        row |= {
            "weighing_id": f"{identity}/{ordinal}",
            "number": header["number"],
            "issued_on": header["issued_on"],
            "weigher_id": row.get("weigher_id", weigher),
            "shipment_number": header.get("shipment_number"),
        }
        document.rows.add("weighings", row)
    number_parts(document, header, identity)
    return document.rows


def _close_mass(_document: Document, element: Element, row: Row, parent: Row) -> None:
    if "quantity_milli" not in row:
        raise missing(element, "GrossMassMeasure")
    if not row.get("unit"):
        raise missing(element, "GrossMassMeasure/@unitCode")
    parent.setdefault("masses", []).append(row)


def _close_equipment(document: Document, _element: Element, row: Row, _parent: Row) -> None:
    for mass in row.get("masses", ()):
        document.lines.append({**mass, "equipment_number": row.get("equipment_number")})


_MASS = Part(
    {
        **leaves(noted(first_text), "ID", "weighing_number"),
        **leaves(day, "WeighingDate", "weighed_on"),
        **leaves(first_text, "WeighingMethodCode", "method_code"),
        **leaves(first_text, "WeighingDeviceID", "device_number"),
        **leaves(quantity, "GrossMassMeasure", "quantity_milli"),
        CAC + "WeighingParty": party("weigher_id"),
    },
    _close_mass,
)
_EQUIPMENT: Steps = {
    CAC + "TransportEquipment": Part(
        {**leaves(first_text, "ID", "equipment_number"), CAC + "VerifiedGrossMass": _MASS},
        _close_equipment,
    )
}
_STEPS: Steps = {
    **ANY,
    **parties("SenderParty ReceiverParty WeighingParty"),
    **groups(
        "Shipment",
        {
            **leaves(noted(first_text), "ID", "shipment_number"),
            **groups("TransportHandlingUnit", _EQUIPMENT),
            **groups("Consignment", groups("TransportHandlingUnit", _EQUIPMENT)),
        },
    ),
}
