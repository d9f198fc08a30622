import Values

/// An index of made-up records, so that `Benchmarks/Stages` can measure what a run does with the one of an export,
/// compiled as it is for a run. Nothing else uses it.
package struct MeasuredIndex {
  private let index = ExportIndex()

  /// Inserts a record for each id.
  package init(_ ids: [Fingerprint]) throws(MergeError) {
    for id in ids {
      let record = ExportRecord(id: id, body: id, evidence: Evidence(version: 1), hasReadRules: false)
      try index.append(record, of: ids.count)
    }
    _ = try index.finish()
  }

  /// How many of the ids are found.
  package func found(_ ids: [Fingerprint]) -> Int {
    var found = 0
    for id in ids where index.find(id) != nil { found += 1 }
    return found
  }
}
