/// The id that the REST interface gives an object: `/db/TABLE/KEY`, the key percent-encoded as
/// JavaScript's `encodeURIComponent` does.
package func reference(to key: String, in table: String) -> String {
  var bytes = Array("/db/\(table)/".utf8)
  for byte in key.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      bytes.append(byte)
    case _ where "-_.!~*'()".utf8.contains(byte):
      bytes.append(byte)
    default:
      let hex = String(byte, radix: 16, uppercase: true)
      bytes.append(contentsOf: (byte < 0x10 ? "%0\(hex)" : "%\(hex)").utf8)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
