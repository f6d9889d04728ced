"""China's e-invoice (数电票): in XML, in OFD, in PDF."""
