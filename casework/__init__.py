"""What a service centre does with cases: the only owner of tables and of the rules of the field."""
