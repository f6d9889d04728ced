"""Who stands behind whom: control groups by votes, and what share of a company is whose when looked through."""
