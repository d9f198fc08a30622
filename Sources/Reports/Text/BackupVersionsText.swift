import Merge

extension BackupVersions {
  /// What a backup was made with, as far as it says: `MongoDB 4.4.6`, `mongodump 100.3.1`.
  package var texts: [String] {
    [("MongoDB", server), ("mongodump", tool)].filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1)" }
  }
}
