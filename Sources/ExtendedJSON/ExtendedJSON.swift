// ExtendedJSON: writes objects as JSON, one at a time, while a reader walks over them, and reads them.
//
// `ExtendedJSONWriter` and `BaqendWriter` are value sinks. Either is given to a reader (of BSON, or
// of a JSON export) for one object, and then holds the object's text in `bytes`:
//   1. the reader tells the values in their order;
//   2. the writer decides how each is written: `ExtendedJSONWriter` by one of the three formats of
//      MongoDB Extended JSON, `BaqendWriter` as the REST interface has it, borrowing the canonical
//      format for the values for which that form has none;
//   3. `JSONOutput` puts down quotes, brackets and commas.
// `ExtendedJSONDecoder` is the other direction: it stands between a JSON scanner and a sink, and tells the
// sink what wrappers mean. `ObjectFormat` names the formats for the command line.
//
// Members keep their order, and duplicate members stay.
//
// What it does not promise: it does not check that text is UTF-8 (`BSONWalker.checksText` does, and
// the JSON scanner), and the writers do not look for Extended JSON wrappers in what they are told:
// in a Baqend export they are plain data.
