import Foundation
import Merge
import Query
import Values

/// What the manifest of a published folder says, as far as it is needed to check the folder.
struct FolderManifest: Decodable {
  struct File: Decodable {
    var path: String
    /// The table whose objects it holds; nil for what is not imported.
    var table: String?
    var objects: Int
    var bytes: UInt64
    var sha256: String
  }

  struct Index: Decodable {
    var table: String
    var name: String
    var fields: [String]
    var sparse: Bool
    /// The query of a partial index as JSON; older manifests have neither this nor the collation.
    var filter: String?
    var collation: Collation?

    struct Collation: Decodable {
      var locale: String
      var strength: Int
      var caseLevel: Bool
    }

    /// The index, with the fixed key of what is written down.
    func uniqueIndex() throws(QueryError) -> UniqueIndex {
      var partial: PartialFilter?
      if let filter { partial = try PartialFilter(json: Array(filter.utf8)) }
      return UniqueIndex(
        name: name,
        fields: fields,
        isSparse: sparse,
        filter: partial,
        folding: collation.map {
          TextFolding(locale: $0.locale, strength: $0.strength, hasCaseLevel: $0.caseLevel)
        },
        hash: { FingerprintKey.published.hash($0).low }
      )
    }
  }

  struct Table: Decodable {
    var table: String
    var current: Int
  }

  struct Options: Decodable {
    var encodedKeys: Set<String>
  }

  struct Input: Decodable { var name: String }

  var database: String
  /// The schema by which the files were written.
  var schema: Input?
  var options: Options
  var tables: [Table]
  var files: [File]
  var uniqueIndexes: [Index]

  /// Reads the manifest of a folder.
  init(folder: String) throws(VerificationError) {
    let path = "\(folder)/\(Manifest.fileName)"
    guard let data = FileManager.default.contents(atPath: path) else { throw .noManifest(path: path) }
    guard let manifest = try? JSONDecoder().decode(FolderManifest.self, from: data) else {
      throw .malformedManifest(path: path)
    }
    self = manifest
  }

  /// The rules by which the files, and a fresh export, are read.
  var rules: ComparisonRules {
    var rules = ComparisonRules()
    rules.encodedKeys = options.encodedKeys
    // What could be read when the folder was made can be read now.
    rules.maxDepth = 10_000
    return rules
  }

  /// The files that are not imported.
  var otherFiles: [File] { files.filter { $0.path == "undo.json" || $0.path == "withheld.json" } }

  /// The files that are imported.
  var importFiles: [File] { files.filter { $0.path.hasPrefix("import/") && $0.path.split(separator: "/").count == 2 } }
}

/// Why a folder cannot be verified.
public enum VerificationError: Error, Equatable, Sendable {
  /// The folder has no manifest, so it is none that Regraft has published.
  case noManifest(path: String)
  /// The manifest is not one of Regraft's.
  case malformedManifest(path: String)
  /// An import file cannot be read.
  case importFile(path: String, damage: ExportDamage)
  /// The files were written by a schema, without which they cannot be read.
  case needsSchema(name: String)
  /// The export has no file for a table.
  case missingTable(String)
}
