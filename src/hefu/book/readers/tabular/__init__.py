"""Tables of cells, CSV and Excel, read by a mapping file per sender."""
