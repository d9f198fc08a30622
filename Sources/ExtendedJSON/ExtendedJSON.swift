// ExtendedJSON
