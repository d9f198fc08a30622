import ExtendedJSON
import TestSupport
import Testing
import Values

@testable import Export

/// An object is read anew when it goes on behind the end of a buffer; nothing of the first attempt may stay.
@Suite struct BufferBoundaryTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// What is taken of an object.
  private struct Taken: Equatable {
    var fingerprint: Fingerprint
    var evidence: Evidence
    var key: [UInt8]
    var problem: ObjectIdentity.Problem?
    var traits: BodyFingerprinter.Traits
  }

  private static let baqend = [
    #"{"id":"/db/T/a%2Fb","version":12,"acl":{"read":{"*":"deny","/db/User/1":"allow"},"write":{"allow":["/db/Role/2"]}},"#
      + #""createdAt":"2018-01-12T10:51:52.681Z","writeSet":["x",{"y":1}],"text":"a\u00e9\ud83d\ude00\\\/ €"}"#,
    #"{"id":"/db/T/2","acl":null,"n":[-12.50e-1,0,9007199254740993,1e400,true,false,null],"o":{"p":{"q":[{},[],""]}}}"#,
    #"{"updatedAt":"2018-01-12T10:51:52Z","d":"2020-02-29T00:00:00.12345000Z","d":"0abcdef0123456789abcdeff"}"#,
  ]

  private static let extended = [
    #"{"_id":{"$oid":"5f00000000000000000000ab"},"version":{"$numberLong":"3"},"acl":{"read":{"*":"allow"}},"#
      + #""createdAt":{"$date":{"$numberLong":"1500"}},"d":{"$date":"2020-02-29T00:00:00.500Z"},"u":{"$undefined":true}}"#,
    #"{"_id":"k","a":[{"$numberDouble":"-0.0"},{"$numberDecimal":"1.50"},{"$numberInt":"7"},2.5,[{"$minKey":1}]],"#
      + #""b":{"$binary":{"base64":"AAH//g==","subType":"00"}},"c":{"$binary":"AAH//g==","$type":"00"}}"#,
    #"{"_id":7,"c":{"$code":"f()","$scope":{"x":{"$symbol":"s"},"y":{"$other":{"$oid":"5f00000000000000000000ab"}}}},"#
      + #""t":{"$timestamp":{"t":1,"i":2}},"r":{"$regex":"^a\"","$options":"im"},"e":{"f":{}},"n":null}"#,
  ]

  @Test(arguments: [(ObjectForm.baqend, baqend), (.extendedJSON, extended)])
  func `objects have the same fingerprints through buffers of all sizes`(form: ObjectForm, objects: [String]) throws {
    let path = try folder.write("[" + objects.joined(separator: " ,\n") + "]", to: "T.json")
    let whole = try taken(path, form: form, bufferBytes: 1 << 16)
    #expect(Set(whole.map(\.fingerprint)).count == objects.count)
    for size in 1...40 {
      #expect(try taken(path, form: form, bufferBytes: size) == whole, "\(size) bytes at a time")
    }
  }

  private func taken(_ path: String, form: ObjectForm, bufferBytes: Int) throws -> [Taken] {
    let key = FingerprintKey.published
    let fingerprinter = BodyFingerprinter(
      identity: ObjectIdentity(table: "T", form: form.identityForm),
      key: key,
      roles: MemberRoles(key: key),
      space: form.space
    )
    let reader = try TableFileReader(path: path, bufferBytes: bufferBytes)
    return form == .baqend
      ? try objects(of: reader, into: fingerprinter) { $0 }
      : try objects(of: reader, into: ExtendedJSONDecoder(fingerprinter)) { $0.sink }
  }

  private func objects<Sink: ValueSink>(
    of reader: TableFileReader,
    into sink: Sink,
    object: (Sink) -> BodyFingerprinter
  ) throws -> [Taken] {
    var sink = sink
    var taken: [Taken] = []
    while try reader.next(into: &sink) {
      let object = object(sink)
      taken.append(
        Taken(
          fingerprint: object.fingerprint,
          evidence: object.evidence,
          key: object.identity.key,
          problem: object.identity.problem,
          traits: object.traits
        )
      )
    }
    return taken
  }
}
