import Archive
import Values

/// The life of one object through several backups, up to what is there now.
public struct ObjectHistory: Sendable {
  /// What an input says of the object.
  public struct State: Sendable {
    /// The input's path.
    public var path: String
    /// The date in a backup's name, in milliseconds since 1970; nil where there is none.
    public var date: Int64?
    /// Whether the input holds the object; nil where that cannot be told.
    public var isPresent: Bool?
    /// Whether the input was read to its end, and is whole: it is read only until the object is found.
    public var isChecked = false
    /// Why the input cannot be read.
    public var failure: MergeError?
    /// Version and times of the object there.
    package var evidence = Evidence()
    /// What has changed since the last state before in which the object was there; nil where there is none.
    package var differences: [Difference]?
    /// In which space they were found.
    package var space = ValueSpace.typed

    init(path: String, date: Int64? = nil) {
      self.path = path
      self.date = date
    }
  }

  /// The object's id in the normal form.
  public let id: String
  /// Its table.
  public let table: String
  /// The backups, the oldest first.
  public private(set) var backups: [State] = []
  /// What is there now; nil where nothing was given that says so.
  public private(set) var current: State?

  /// Reads each backup, and the export, once.
  ///
  /// - Throws: `MergeError.usage`. Inputs that cannot be read are said in their states.
  public init(_ options: HistoryOptions) throws(MergeError) {
    let key: [UInt8]
    if let (named, own) = ObjectKey.parse(reference: options.id) {
      guard options.table == nil || options.table == named else { throw .usage(.idOutsideSelection(options.id)) }
      (table, key) = (named, own)
    } else {
      guard let named = options.table else { throw .usage(.keyWithoutTable(options.id)) }
      (table, key) = (named, Array(options.id.utf8))
    }
    id = ObjectKey.normalID(table: table, key: key)
    var rules = options.comparison
    rules.schema = options.schema?.schema ?? rules.schema
    let finder = ObjectFinder(table: table, key: key, rules: rules, progress: options.progress)
    let masked = MaskedNames(options.maskedNames)
    var last: ObjectFinder.Found?
    var database = options.database
    options.progress?.begin(.readingBackup, totalBytes: BackupReader.storedBytes(paths: options.backups))
    var read: [String] = []
    for backup in BackupOrder(paths: options.backups).newestFirst.reversed() {
      let found = try Self.state(State(path: backup.path, date: backup.date), last: &last, rules, masked) {
        () throws(MergeError) in
        let result = try finder.find(inBackup: backup.path, database: options.database)
        database = result.database
        return result
      }
      backups.append(found)
      // Each is read only until the object is found.
      read.append(backup.path)
      if let bytes = BackupReader.storedBytes(paths: read) { options.progress?.counter?.reach(bytes: bytes) }
    }
    guard let path = options.current.first else { return }
    current = try Self.state(State(path: path), last: &last, rules, masked) { () throws(MergeError) in
      try finder.find(
        inCurrent: options.current,
        database: database,
        currentDatabase: options.currentDatabase
      )
    }
  }

  /// The state that an input says, held against the last one in which the object was there.
  private static func state(
    _ unknown: State,
    last: inout ObjectFinder.Found?,
    _ rules: ComparisonRules,
    _ masked: MaskedNames,
    _ find: () throws(MergeError) -> ObjectFinder.Result
  ) throws(MergeError) -> State {
    var state = unknown
    let result: ObjectFinder.Result
    do throws(MergeError) {
      result = try find()
    } catch {
      if case .usage = error { throw error }
      state.failure = error
      return state
    }
    state.isChecked = result.isChecked
    state.isPresent = result.hasTable ? result.found != nil : nil
    guard let found = result.found else { return state }
    state.evidence = found.evidence
    state.space = found.form.space
    if let last {
      var comparison = rules.bodyComparison(current: found.form, masked: masked)
      state.differences = comparison.differences(
        last.value,
        found.value,
        backupNames: rules.comparedNames(of: last.form),
        currentNames: rules.comparedNames(of: found.form)
      )
    }
    last = found
    return state
  }

  /// All states, what is there now at the end.
  public var states: [State] { backups + (current.map { [$0] } ?? []) }
  /// Whether any input holds the object.
  public var isFound: Bool { states.contains { $0.isPresent == true } }
  /// Whether every input could be read.
  public var isReadable: Bool { states.allSatisfy { $0.failure == nil } }
  /// The number of the state in which the object was there first, counted from 0.
  public var firstSeen: Int? { states.firstIndex { $0.isPresent == true } }
  /// The number of the last state in which it was there.
  public var lastSeen: Int? { states.lastIndex { $0.isPresent == true } }
  /// The number of the state from which on it is not there any more; nil where the last one that can be read
  /// has it.
  public var firstMissing: Int? {
    guard let lastSeen else { return nil }
    return states.indices.first { $0 > lastSeen && states[$0].isPresent == false }
  }
}
