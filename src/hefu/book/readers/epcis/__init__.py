"""EPCIS 1.2 and 2.0 (GS1): what was seen where, and the event hash of CBV 2.0."""
