"""Every refusal with its text in both languages, one file per part of the field; `hefu.core.refusals` joins them."""
