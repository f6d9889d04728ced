"""`hefu who`: the neighbourhood of one party, as text and as a page that draws it."""
