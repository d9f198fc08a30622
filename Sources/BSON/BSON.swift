// BSON: walks over the bytes of one document (bsonspec.org, version 1.1) and tells a `ValueSink` what
// stands in it.
//
// Every length is held against the bytes around it before it is used, every type byte, Boolean and
// terminator is checked, and nesting is limited, so that any bytes at all give either the values or
// a `BSONError` with its place.
//
// What it does not promise: the text of strings and names is not checked to be UTF-8 on the way;
// `BSONWalker.checksText` turns that on, for what is kept.
