"""Outside data as books: small files of our own always, the public ones where they lie beside the checkout."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from hefu.core.refusals import RefusalError
from hefu.gym.outside import LOADERS, Loaded
from tests.samples import SHARED

AMLSIM = {
    "nodes.csv": "nodeid,isFraud,init_balance,fraudStep\n0,0,184.44,-1\n1,1,175.80,3\n",
    "transactions.csv": "sourceNodeId,targetNodeId,value,time\n0,1,147.8,1\n1,0,131,5\n",
}
AMLSIM_OUTPUTS = {
    "accounts.csv": "ACCOUNT_ID,PRIMARY_CUSTOMER_ID,init_balance,start,end,country,business,suspicious,isFraud\n"
    "0,C_0,184.44,1,50,US,I,False,false\n1,C_1,175.80,3,50,US,I,False,true\n",
    "tx.csv": "TXN_ID,ACCOUNT_ID,COUNTER_PARTY_ACCOUNT_NUM,TXN_SOURCE_TYPE_CODE,tx_count,TXN_AMOUNT_ORIG,start,end\n"
    "2,0,1,CHECK,1,147.8,1,1\n4,1,0,WIRE,1,131.0,5,5\n",
}
CUSTOMS = {
    "data/few.csv": "Declaration ID,Date,Importer ID,Seller ID,HS6 Code,Country of Departure,Country of Origin,"
    "Net Mass,Item Price,Fraud,Critical Fraud\n"
    "97061800,2020-01-01,QLRUBN9,0VKY2BR,440890,BE,CN,108.5,372254.5,0,0\n"
    "85945189,2020-01-02,7JD1S2X,,690722,CN,CN,0.0004,9.48,1,2\n"
}
SMESD = {
    "split_idx.json": "[[7, 9], [8], []]",
    "train_company.csv": "row,register_capital,paid_capital,months_since_setup,bankrupt\n0,1,1,12,1\n1,1,1,0,0\n",
    "train_edges.csv": "src,dst,type,type_name,weight\n7,9,6,invest_CC,1\n9,7,7,invested_CC,1\n50,9,5,stakeholder,1\n"
    "7,9,12,loan,1\n",
    "train_lawsuits.csv": "company_index,cause_type,court_type,result,months_before_observation\n8,0,0,3,13\n",
}
_HEAD = "VBELV,POSNV,VBELN,POSNN,VBTYP_N,VBTYP_V,RFMNG,MEINS,RFWRT,WAERS,ERDAT,MATNR\n"
SAP = {
    "VBFA.csv": _HEAD + "11,10,80,10,J,C,2.0,ST,0.0,EUR,20200301,steel\n"
    "80,10,49,1,R,J,2.0,ST,5.0,EUR,20200303,steel\n"
    "11,10,90,10,M,C,2.0,ST,5200.0,EUR,20200304,\n"
    "80,10,90,10,M,J,2.0,ST,5200.0,EUR,20200304,\n"
    "11,20,90,20,M,C,1.0,ST,0.5,EUR,20200304,\n"
    "90,10,91,10,N,M,2.0,ST,5200.0,EUR,20200305,\n"
    "11,10,92,10,M,C,2.0,ST,5200.0,DEM,20200304,\n"
}
OWN = {"amlsim": AMLSIM, "customs-declarations": CUSTOMS, "smesd": SMESD, "sap-vbfa": SAP}


def _load(kind: str, files: dict[str, str], folder: Path) -> Loaded:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text)
    loaded = LOADERS[kind](folder)
    loaded.book.checked()
    return loaded


@pytest.mark.parametrize("files", [AMLSIM, AMLSIM_OUTPUTS], ids=["packed", "outputs"])
def test_transfers_become_payments_between_accounts(files: dict[str, str], tmp_path: Path) -> None:
    loaded = _load("amlsim", files, tmp_path)
    payments = [
        (row["payer_id"], row["payee_id"], row["amount_minor"], row["booked_on"])
        for row in loaded.book.rows("payments")
    ]
    assert payments == [
        ("amlsim:0", "amlsim:1", 14780, date(2020, 1, 2)),
        ("amlsim:1", "amlsim:0", 13100, date(2020, 1, 6)),
    ]
    assert {row["owner_id"] for row in loaded.book.rows("bank_accounts")} == {"amlsim:0", "amlsim:1"}
    assert [(label.row_id, label.first_on) for label in loaded.labels] == [("amlsim:1", date(2020, 1, 4))]


def test_a_declaration_becomes_an_invoice_of_one_line_to_the_nearest_won_and_gram(tmp_path: Path) -> None:
    loaded = _load("customs-declarations", CUSTOMS, tmp_path)
    assert [row["payable_minor"] for row in loaded.book.rows("invoices")] == [372255, 9]
    assert [row["quantity_milli"] for row in loaded.book.rows("invoice_lines")] == [108500, 0]
    assert [row["seller_id"] for row in loaded.book.rows("invoices")] == ["customs:0VKY2BR", "customs:unnamed-85945189"]
    assert [(label.instance, label.row_id) for label in loaded.labels] == [("85945189", "invoice:customs/85945189")]


def test_each_link_stands_once_and_what_has_no_amount_is_counted(tmp_path: Path) -> None:
    loaded = _load("smesd", SMESD, tmp_path)
    links = {(row["from_id"], row["to_id"], row["kind"]) for row in loaded.book.rows("party_links")}
    assert links == {("smesd:7", "smesd:9", "owns"), ("smesd:50", "smesd:9", "owns")}
    assert dict(loaded.left_out) == {"turned_round": 1, "no_amount": 1}
    assert [(row["party_id"], row["filed_on"], row["role"]) for row in loaded.book.rows("court_cases")] == [
        ("smesd:8", date(2019, 11, 1), "unstated")
    ]
    assert [label.row_id for label in loaded.labels] == ["smesd:7"]
    founded = {row["party_id"]: row["valid_from"] for row in loaded.book.rows("parties")}
    assert (founded["smesd:7"], founded["smesd:9"]) == (date(2019, 12, 1), date(2020, 12, 1))


def test_a_document_flow_becomes_papers_that_refer_to_each_other(tmp_path: Path) -> None:
    loaded = _load("sap-vbfa", SAP, tmp_path)
    book = loaded.book
    assert [(row["number"], row["payable_minor"]) for row in book.rows("invoices")] == [("90", 520_050)]
    billed = [
        (row["order_number"], row["order_line_number"], row["despatch_number"]) for row in book.rows("invoice_lines")
    ]
    assert billed == [("11", "10", "80"), ("11", "20", None)]
    assert [(row["despatched_on"], row["issued_on"]) for row in book.rows("despatches")] == [
        (date(2020, 3, 3), date(2020, 3, 1))
    ]
    assert {row["line_number"] for row in book.rows("order_lines")} == {"10", "20"}
    assert [row["event"] for row in book.rows("invoice_events")] == ["void"]
    assert dict(loaded.left_out) == {"currency DEM": 1}


def test_a_packed_document_flow_reads_like_a_plain_one(tmp_path: Path) -> None:
    (tmp_path / "packed").mkdir()
    (tmp_path / "plain").mkdir()
    with zipfile.ZipFile(tmp_path / "packed" / "VBFA.zip", "w") as container:
        container.writestr("VBFA.csv", SAP["VBFA.csv"])
    packed = LOADERS["sap-vbfa"](tmp_path / "packed")
    assert packed.book.sha256() == _load("sap-vbfa", SAP, tmp_path / "plain").book.sha256()


@pytest.mark.parametrize("kind", sorted(LOADERS))
def test_a_folder_without_such_data_is_refused(kind: str, tmp_path: Path) -> None:
    with pytest.raises(RefusalError) as refused:
        LOADERS[kind](tmp_path)
    assert refused.value.refused.refusal.code == "file_missing"


@pytest.mark.parametrize(
    ("kind", "name", "bad", "code"),
    [
        ("amlsim", "transactions.csv", "sourceNodeId,targetNodeId,value,time\n0,1,much,1\n", "number_not_plain"),
        ("amlsim", "transactions.csv", "sourceNodeId,targetNodeId,value,time\n0,1,NaN,1\n", "number_not_plain"),
        ("amlsim", "transactions.csv", "sourceNodeId,targetNodeId,value,time\n0,1,1.0\n", "file_unreadable"),
        ("amlsim", "transactions.csv", "sourceNodeId,targetNodeId,value\n", "file_unreadable"),
        ("amlsim", "nodes.csv", "nodeid,isFraud,init_balance,fraudStep\n1,1,1.0,soon\n", "number_not_plain"),
        ("smesd", "split_idx.json", "[[1, 2", "file_unreadable"),
        ("smesd", "train_company.csv", "row,months_since_setup,bankrupt\n9,1,0\n", "file_unreadable"),
        ("sap-vbfa", "VBFA.csv", _HEAD + "11,10,80,10,J,C,2.0,ST,0.0,EUR,20201301,x\n", "number_not_plain"),
    ],
)
def test_data_that_does_not_hold_is_refused_by_code(kind: str, name: str, bad: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(RefusalError) as refused:
        _load(kind, {**OWN[kind], name: bad}, tmp_path)
    assert refused.value.refused.refusal.code == code


def test_a_zip_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "VBFA.zip").write_bytes(b"PK no")
    with pytest.raises(RefusalError) as refused:
        LOADERS["sap-vbfa"](tmp_path)
    assert refused.value.refused.refusal.code == "file_unreadable"


@pytest.mark.parametrize(
    ("kind", "folder"), [(kind, kind if kind != "amlsim" else "amlsim/20K_cycle200") for kind in sorted(LOADERS)]
)
def test_the_public_data_are_sound_books_where_they_lie_beside_the_checkout(
    kind: str, folder: str, tmp_path: Path
) -> None:
    beside = SHARED / folder if SHARED else None
    loaded = LOADERS[kind](beside) if beside and beside.is_dir() else _load(kind, OWN[kind], tmp_path)
    loaded.book.checked()
    assert loaded.labels or kind == "sap-vbfa"
    assert {label.row_id for label in loaded.labels} <= {
        row_id for table in ("parties", "invoices") for row_id in loaded.book.table(table)[_KEYS[table]].to_pylist()
    }


_KEYS = {"parties": "party_id", "invoices": "invoice_id"}
