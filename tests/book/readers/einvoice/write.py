"""Writes e-invoices for tests: the XML, the OFD and the PDF around it. Independent of the readers."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from hefu.book.readers.rows import Source

SOURCE = Source("paper-1", "borrower", "upload", datetime(2026, 11, 1, tzinfo=UTC))
NUMBER, BLUE = "26322000000012345678", "26322000000012340000"


@dataclass(frozen=True)
class Item:
    """One goods line as it would stand on a blue invoice, with the discount printed below it, if any."""

    name: str
    net: Decimal
    tax: Decimal
    quantity: str = ""
    price: str = ""
    rate: str = "0.13"
    unit: str = "吨"
    specification: str = "Q235B"
    discount: Decimal = Decimal(0)
    discount_tax: Decimal = Decimal(0)


@dataclass(frozen=True)
class Invoice:
    """One e-invoice. Amounts are given as a blue invoice has them; `red` turns them when it is written."""

    items: tuple[Item, ...]
    number: str = NUMBER
    red: bool = False
    special: bool = True
    moment: str = "2026-09-14 12:51:03"
    issue_time: str = "2026-09-15"
    seller: tuple[str, str] = ("苏州合钢贸易有限公司", "91990200MA0C7X2N71")
    buyer: tuple[str, str] = ("无锡精机制造有限公司", "91990300MA0E4B9U4M")
    blue: str = BLUE
    remark: str = ""
    replaced: tuple[tuple[str, str], ...] = field(default=())

    @property
    def net(self) -> Decimal:
        return sum((item.net - item.discount for item in self.items), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return sum((item.tax - item.discount_tax for item in self.items), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax

    def signed(self, amount: Decimal) -> str:
        return f"{-amount if self.red and amount else amount:.2f}"


def xml_of(invoice: Invoice) -> bytes:
    """The XML as the tax administration writes it; `replaced` puts other words in place at the end."""
    lines = "".join(_item(invoice, item) for item in invoice.items)
    label = ("01", "增值税专用发票") if invoice.special else ("02", "普通发票")
    red = (
        f"<RedEInvoice><OriginalInvoiceCode>{invoice.blue}</OriginalInvoiceCode>"
        "<CreditNoteNumber>32059426091400000001</CreditNoteNumber></RedEInvoice>"
        if invoice.red
        else ""
    )
    text = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><EInvoice>
<Header><EIid>{invoice.number}</EIid><EInvoiceTag>SWEI3200</EInvoiceTag><Version>0.32</Version><InherentLabel>
<InIssuType><LabelCode>{"N" if invoice.red else "Y"}</LabelCode><LabelName>是否蓝字发票标志</LabelName></InIssuType>
<EInvoiceType><LabelCode>01</LabelCode><LabelName>电子发票</LabelName></EInvoiceType>
<GeneralOrSpecialVAT><LabelCode>{label[0]}</LabelCode><LabelName>{label[1]}</LabelName></GeneralOrSpecialVAT>
</InherentLabel><UndefinedLabel><Label><LabelType>1</LabelType></Label><Label/></UndefinedLabel></Header>
<EInvoiceData>
<SellerInformation><SellerIdNum>{invoice.seller[1]}</SellerIdNum><SellerName>{escape(invoice.seller[0])}</SellerName>
<SellerAddr>苏州工业园区钢城路 8 号</SellerAddr><SellerTelNum>0512-66660000</SellerTelNum>
<SellerBankName>示例银行苏州分行</SellerBankName><SellerBankAccNum>3220 1988 0001 2345</SellerBankAccNum>
</SellerInformation>
<BuyerInformation><BuyerIdNum>{invoice.buyer[1]}</BuyerIdNum><BuyerName>{escape(invoice.buyer[0])}</BuyerName>
<BuyerAddr/><BuyerTelNum/></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>{invoice.signed(invoice.net)}</TotalAmWithoutTax>
<TotalTaxAm>{invoice.signed(invoice.tax)}</TotalTaxAm>
<TotalTax-includedAmount>{invoice.signed(invoice.gross)}</TotalTax-includedAmount>
<Drawer>王一</Drawer><RequestTime>{invoice.moment}</RequestTime></BasicInformation>
{lines}<SpecificInformation>{red}</SpecificInformation>
<AdditionalInformation><Remark>{escape(invoice.remark)}</Remark></AdditionalInformation>
</EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>{invoice.number}</InvoiceNumber><IssueTime>{invoice.issue_time}</IssueTime>
<TaxBureauCode>13200000000</TaxBureauCode><TaxBureauName>国家税务总局江苏省税务局</TaxBureauName></TaxSupervisionInfo>
<TaxBureauSignature><SignatureValue>MEUCIQ==</SignatureValue></TaxBureauSignature></EInvoice>"""
    for old, new in invoice.replaced:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def _item(invoice: Invoice, item: Item) -> str:
    quantity = f"-{item.quantity}" if invoice.red and item.quantity else item.quantity
    goods = _line(invoice, item, (quantity, item.price), (item.net, item.tax))
    if not item.discount:
        return goods
    return goods + _line(invoice, item, ("", ""), (-item.discount, -item.discount_tax))


def _line(invoice: Invoice, item: Item, count: tuple[str, str], amounts: tuple[Decimal, Decimal]) -> str:
    net, tax = amounts
    return f"""<IssuItemInformation><ItemName>{escape(item.name)}</ItemName><SpecMod>{item.specification}</SpecMod>
<MeaUnits>{item.unit if count[0] else ""}</MeaUnits><Quantity>{count[0]}</Quantity><UnPrice>{count[1]}</UnPrice>
<Amount>{invoice.signed(net)}</Amount><TaxRate>{item.rate}</TaxRate><ComTaxAm>{invoice.signed(tax)}</ComTaxAm>
<TotaltaxIncludedAmount>{invoice.signed(net + tax)}</TotaltaxIncludedAmount>
<TaxClassificationCode>1080207000000000000</TaxClassificationCode></IssuItemInformation>
"""


# OFD

_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def labels_of(invoice: Invoice) -> dict[str, str]:
    year, month, day = invoice.moment[:10].split("-")
    return {
        "native-producer": "writer of tests",
        "发票号码": invoice.number,
        "合计金额": invoice.signed(invoice.net),
        "合计税额": invoice.signed(invoice.tax),
        "开票日期": f"{year}年{month}月{day}日",
        "购买方纳税人识别号": invoice.buyer[1],
        "销售方纳税人识别号": invoice.seller[1],
    }


def words_of(invoice: Invoice) -> list[str]:
    """What a page shows, line by line."""
    yen = [f"¥{invoice.signed(amount)}" for amount in (invoice.net, invoice.tax, invoice.gross)]
    return [f"发票号码：{invoice.number}", f"合 计 {yen[0]} {yen[1]}", f"价税合计（小写） {yen[2]}"]


def ofd_entries(
    invoice: Invoice, labels: dict[str, str] | None = None, words: list[str] | None = None
) -> dict[str, bytes]:
    """The entries of an OFD, by name; without `attached` there are pages and labels only."""
    named = labels_of(invoice) if labels is None else labels
    datas = "".join(f'<ofd:CustomData Name="{name}">{escape(text)}</ofd:CustomData>' for name, text in named.items())
    codes = "".join(
        f'<ofd:TextObject ID="{at}"><ofd:TextCode X="0" Y="3">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        for at, text in enumerate(words_of(invoice) if words is None else words, 10)
    )
    texts = {
        "OFD.xml": f"<ofd:OFD {_OFD} DocType='OFD' Version='1.0'><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>"
        f"<ofd:CustomDatas>{datas}</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
        "<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags></ofd:Document>",
        "Doc_0/Attachs/Attachments.xml": f"<ofd:Attachments {_OFD}><ofd:Attachment ID='8' Name='original_invoice'>"
        "<ofd:FileLoc>original_invoice.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>",
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID='5'>{codes}</ofd:Layer>"
        "</ofd:Content></ofd:Page>",
        # A table of tags has an invoice's names and no invoice's values.
        "Doc_0/Tags/CustomTag.xml": f"<EInvoice {_OFD}><Header><EIid><ofd:ObjectRef>10</ofd:ObjectRef></EIid></Header>"
        "</EInvoice>",
    }
    entries = {name: text.encode() for name, text in texts.items()}
    return {**entries, "Doc_0/Attachs/original_invoice.xml": xml_of(invoice)}


def zip_of(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


# PDF


def pdf_writer(words: list[str], files: dict[str, bytes]) -> PdfWriter:
    """A writer holding one page that shows the words, with files embedded."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 420)
    letters = {letter: at for at, letter in enumerate(sorted(set("".join(words))), 1)}
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): _font(writer, letters)})}
    )
    shown = "\n".join(
        f"1 0 0 1 40 {380 - 20 * at} Tm <{''.join(f'{letters[letter]:04X}' for letter in line)}> Tj"
        for at, line in enumerate(words)
    )
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 10 Tf\n{shown}\nET".encode())
    page[NameObject("/Contents")] = added(writer, content)
    for name, data in files.items():
        writer.add_attachment(name, data)
    return writer


def added(writer: PdfWriter, item: PdfObject) -> IndirectObject:
    return writer._add_object(item)  # noqa: SLF001 - pypdf has no public way to add an object


def _font(writer: PdfWriter, letters: dict[str, int]) -> IndirectObject:
    """A font of all Unicode whose codes are numbers of our own, with the table that says which letter each is."""
    pairs = "\n".join(f"<{code:04X}> <{letter.encode('utf-16-be').hex()}>" for letter, code in letters.items())
    table = DecodedStreamObject()
    table.set_data(
        "/CIDInit /ProcSet findresource begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(letters)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap end".encode()
    )
    kind = {NameObject("/Type"): NameObject("/Font")}
    inner = DictionaryObject(
        {
            **kind,
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/Song"),
            NameObject("/DW"): NumberObject(1000),
        }
    )
    font = DictionaryObject(
        {
            **kind,
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/Song"),
            NameObject("/Encoding"): NameObject("/Identity-H"),
            NameObject("/DescendantFonts"): ArrayObject([added(writer, inner)]),
            NameObject("/ToUnicode"): added(writer, table),
        }
    )
    return added(writer, font)


def bytes_of(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def pdf_of(invoice: Invoice, words: list[str] | None = None) -> bytes:
    """A PDF that shows an invoice and carries its XML."""
    shown = words_of(invoice) if words is None else words
    return bytes_of(pdf_writer(shown, {"invoice.xml": xml_of(invoice)}))
