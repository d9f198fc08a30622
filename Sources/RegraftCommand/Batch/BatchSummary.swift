import Batch
import JSONStream
import Merge
import Regraft
import Reports

/// What the jobs of a file came to.
struct BatchSummary {
  let results: [JobResult]

  init(results: [JobResult]) { self.results = results }

  /// Of a file with which nothing is wrong, and of which nothing was run.
  init(checked file: BatchFile) { results = file.jobs.map { JobResult(name: $0.name) } }

  /// The worst of all.
  var status: ExitStatus {
    let worstFirst: [ExitStatus] = [.usage, .failed, .incomplete]
    return worstFirst.first { status in results.contains { $0.status == status } } ?? .done
  }

  /// A line a job.
  var text: String {
    var table = TextTable(header: ["job", "exit", "recovered", "withheld", "written to"], leftColumns: [0, 4])
    for result in results {
      table.add([
        result.name.visible, String(result.status.rawValue), result.totals?.recovered.grouped ?? "-",
        result.totals?.withheld.grouped ?? "-", result.published?.visible ?? "-",
      ])
    }
    return table.lines.map { $0 + "\n" }.joined()
  }

  var json: JSONText { ["jobs": .array(results.map(Self.json)), "error": .null] }

  /// The same where there is none, because no job was run.
  static func json(failure: ErrorText) -> JSONText { ["jobs": [], "error": failure.json] }

  private static func json(_ result: JobResult) -> JSONText {
    [
      "name": .text(result.name), "exitCode": .integer(Int64(result.status.rawValue)),
      "published": result.published.map { .text($0) } ?? .null,
      "totals": result.totals.map { .object($0.members) } ?? .null,
      "error": result.error?.json ?? .null,
    ]
  }
}
