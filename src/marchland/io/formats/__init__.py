"""Files of others: each format a declaration of columns, publisher and licence."""
