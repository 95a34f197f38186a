"""A large record, made of rows that keep to the tables' rules."""
