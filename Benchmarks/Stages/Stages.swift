// Stages: measures the parts of a run one by one, each over data that are in memory, so that a figure of a whole run
// can be traced to one of them. `Benchmarks/run.sh` builds and runs it.
//
// It is a program of the package of Regraft itself, and not of that of the benchmarks, because what it calls is of no
// package but this one. The manifest has it only where `REGRAFT_STAGES` is set, so that no other build makes it.
import Foundation

/// Prints one row a stage. Ends with 3 when a rate is below its limit.
@main
struct Stages {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard (2...3).contains(arguments.count) else {
      let usage = "usage: Stages FOLDER [NAME]    # a data set of MakeDataset; only the stages that begin so\n"
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    let folder = arguments[1]
    let wanted = arguments.count == 3 ? arguments[2] : ""
    let backup = "\(folder)/backup.archive.gz"
    let archive = try SampleArchive(path: backup)
    let export = try SampleExport(folder: "\(folder)/export")
    let ids = try SampleIDs()
    let stages = [
      Stage("inflate (\(InflatedFile.library))", .bytes) { try InflatedFile.inflate(backup) },
      Stage("archive: read, frames, CRC-64", .bytes) { try archive.walkFrames() },
      Stage("CRC-64", .bytes, bar: 4) { archive.takeChecksum() },
      Stage("BSON: walk, fingerprint", .bytes, bar: 2, leastOfInflating: 1.6) { try archive.walkDocuments() },
      Stage("JSON: scan, UTF-8, fingerprint", .bytes, bar: 1.2, leastOfInflating: 1.1) { try export.scan() },
      Stage("index: insert", .objects) { try ids.insert() },
      Stage("index: look up", .objects) { try ids.find() },
    ]
    var inflating: Double?
    var isFarUnder = false
    for stage in stages where wanted.isEmpty || stage.name.hasPrefix(wanted) {
      let rate = try stage.rate()
      print(stage.row(rate))
      fflush(nil)
      inflating = inflating ?? (stage.name.hasPrefix("inflate") ? rate : nil)
      if let limit = stage.limit(inflating: inflating), rate < limit { isFarUnder = true }
    }
    if isFarUnder { exit(3) }
  }
}
