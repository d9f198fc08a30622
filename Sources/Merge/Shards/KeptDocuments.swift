import Values

/// The documents that shards keep, in one spill file and in the order of the backups.
struct KeptDocuments {
  let spill: SpillFile
  /// Those of each table, by what they are kept for.
  private(set) var tables: [String: [ShardDocument.Kind: [SpillEntry]]] = [:]

  private struct Placed {
    var place: BackupPlace
    var entry: SpillEntry
  }

  init(_ shards: [any ShardSource], key: FingerprintKey, folder: String) throws {
    let spill = try SpillFile(folder: folder)
    self.spill = spill
    // One shard after the other first: so no more than one is read at a time.
    let unordered = try SpillFile(folder: folder)
    var placed: [String: [ShardDocument.Kind: [Placed]]] = [:]
    for shard in shards {
      try shard.forEachDocument { document in
        let entry = try unordered.append(document.spilled, id: document.id(key))
        placed[document.table, default: [:]][document.kind, default: []].append(
          Placed(place: document.place, entry: entry)
        )
      }
    }
    for (table, kinds) in placed.sorted(by: { $0.key < $1.key }) {
      for (kind, objects) in kinds {
        let ordered = objects.sorted { ($0.place, $0.entry.place) < ($1.place, $1.entry.place) }
        tables[table, default: [:]][kind] = try ordered.map { try spill.append($0.entry, of: unordered) }
      }
    }
  }
}
