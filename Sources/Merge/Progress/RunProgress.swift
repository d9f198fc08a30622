import Compression
import Export
import Synchronization

/// How far a run is: the run tells it, and whoever shows it asks, on a thread of its own.
///
///     let progress = RunProgress()
///     options.progress = progress
///
/// It holds no names and no values of the data.
public final class RunProgress: Sendable {
  /// What a run does at a time.
  public enum Stage: CaseIterable, Sendable {
    /// The current export, or the backup in its place.
    case readingExport
    /// The backups.
    case readingBackup
    /// What needs the values of the export: unique indexes, lost references, differences.
    case readingExportAgain
    /// The files that a recovery has written.
    case readingImportFiles
    /// Selection, references, what is withheld.
    case deciding
    /// What was decided.
    case writing
    /// The last reading of the export before import files are published.
    case lastCheck
  }

  /// A stage, and what was done of it.
  public struct State: Sendable {
    /// The stage.
    public var stage: Stage
    /// When it began.
    public var began: ContinuousClock.Instant
    /// How many bytes were read in it, as the files store them.
    public var bytes: UInt64
    /// How many bytes it has to read; nil where that is not known, as of standard input, or nothing is read.
    public var totalBytes: UInt64?
    /// How many objects were read or written in it.
    public var objects: UInt64

    package init(
      stage: Stage,
      began: ContinuousClock.Instant = .now,
      bytes: UInt64 = 0,
      totalBytes: UInt64? = nil,
      objects: UInt64 = 0
    ) {
      self.stage = stage
      self.began = began
      self.bytes = bytes
      self.totalBytes = totalBytes
      self.objects = objects
    }
  }

  private struct Part {
    var stage: Stage
    var began = ContinuousClock.now
    var totalBytes: UInt64?
    var counter: ReadCounter

    var state: State {
      State(
        stage: stage,
        began: began,
        // A file that has grown since its size was looked up.
        bytes: min(counter.bytes, totalBytes ?? .max),
        totalBytes: totalBytes,
        objects: counter.objects
      )
    }
  }

  private let parts = Mutex<[Part]>([])

  /// The progress of a run that has not begun.
  public init() {}

  /// The present stage; nil before the first one.
  public var state: State? { parts.withLock { $0.last?.state } }

  /// All stages so far, the present one at the end. A stage may come several times.
  public var states: [State] { parts.withLock { $0.map(\.state) } }

  /// Counts what is read in the present stage.
  package var counter: ReadCounter? { parts.withLock { $0.last?.counter } }

  /// Begins a stage.
  ///
  /// - Parameters:
  ///   - totalBytes: how many bytes it has to read, where that is known.
  ///   - counter: what counts them, where some may have been read already.
  package func begin(_ stage: Stage, totalBytes: UInt64? = nil, counter: ReadCounter = ReadCounter()) {
    parts.withLock { $0.append(Part(stage: stage, totalBytes: totalBytes, counter: counter)) }
  }

  /// Begins a stage that reads files of an export, each to its end.
  ///
  /// - Parameter times: how often it reads each of them.
  package func begin(_ stage: Stage, reading files: [TableFile], times: UInt64 = 1) {
    begin(stage, totalBytes: times &* files.storedBytes)
  }
}

extension [TableFile] {
  /// How many bytes the files have; one that holds several collections counts once.
  package var storedBytes: UInt64 {
    Dictionary(map { ($0.path, $0.identity.size) }) { first, _ in first }.values.reduce(0, &+)
  }
}
