// JSONStream: reads JSON texts (RFC 8259) as a stream of objects, and writes them.
//
// `JSONScanner` walks over the bytes of one object in memory and tells a `ValueSink` what stands in
// it. It may be given an object's beginning only: it then says so, and is called again from the
// object's start when more bytes are there, so it keeps no state between calls and any boundary
// between two chunks gives the same values.
// `JSONText` is the other direction: small documents, written with their members in order.
//
// What it does not promise: it knows nothing of arrays of objects or lines; the readers of table
// files frame objects.
