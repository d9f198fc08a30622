import Values

/// What an archive says of itself before its documents.
package struct Prelude: Codable, Equatable, Sendable {
  /// The version of the MongoDB server that was dumped; empty where it is not said.
  package var serverVersion: String
  /// The version of the `mongodump` that wrote the archive; empty where it is not said.
  package var toolVersion: String
  /// In the order in which the prelude names them.
  package var namespaces: [Namespace]
}

/// A collection of a database, or what stands in its place.
package struct Namespace: Codable, Equatable, Sendable {
  package var database: String
  package var collection: String
  package var kind: Kind
  package var indexes: [IndexDefinition]
  /// Whether there are metadata that cannot be read, so that indexes may be missing.
  package var hasUnreadableMetadata = false

  package enum Kind: String, Codable, Equatable, Sendable {
    /// A collection of objects.
    case collection
    case view
    case timeSeries = "time series"
    /// A collection of the database's own, such as `system.js`, or of its administration.
    case system
    case oplog
  }

  /// `DATABASE.COLLECTION`.
  package var name: String { database.isEmpty ? collection : "\(database).\(collection)" }

  init(database: String, collection: String, type: String = "", indexes: [IndexDefinition] = []) {
    self.database = database
    self.collection = collection
    self.indexes = indexes
    kind =
      switch (type, database, collection) {
      case (_, "", "oplog"): .oplog
      case ("view", _, _): .view
      case ("timeseries", _, _): .timeSeries
      case (_, "admin", _), (_, "config", _), (_, "local", _): .system
      default:
        collection.hasPrefix("system.buckets.")
          ? .timeSeries : collection.hasPrefix("system.") || collection.hasPrefix("$") ? .system : .collection
      }
  }
}
