"""The page of a forecast: where people will be, how sure that is, and how earlier ones did."""
