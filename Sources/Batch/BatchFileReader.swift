import Foundation
import Yams

/// Takes a file of jobs apart.
struct BatchFileReader {
  let path: String
  let variables: BatchVariables

  /// A key of a mapping, with what it stands for.
  private struct Entry {
    var key: String
    var value: Node
    var place: BatchPlace
  }

  func jobs(in text: String) throws(BatchFileError) -> [BatchJob] {
    let root = try compose(text)
    let known = ["defaults", "jobs"]
    let entries = try entries(of: root, key: path)
    for entry in entries where !known.contains(entry.key) {
      throw failure(entry.place, .unknownKey(entry.key, known: known))
    }
    guard let list = entries.first(where: { $0.key == "jobs" }) else {
      throw failure(place(of: root), .missingKey("jobs"))
    }
    var defaults: [Entry] = []
    if let entry = entries.first(where: { $0.key == "defaults" }) {
      defaults = try self.entries(of: entry.value, key: entry.key)
    }
    if let own = defaults.first(where: { $0.key == "name" }) {
      throw failure(own.place, .unknownKey(own.key, known: ["backup", "output", "…"]))
    }
    guard let sequence = list.value.sequence else {
      throw failure(place(of: list.value), .wrongType(key: list.key, expected: .listOfJobs))
    }
    guard !sequence.isEmpty else { throw failure(place(of: list.value), .noJobs) }
    var jobs: [BatchJob] = []
    for node in sequence { jobs.append(try job(node, defaults: defaults)) }
    try check(jobs)
    return jobs
  }

  private func compose(_ text: String) throws(BatchFileError) -> Node {
    do {
      guard let root = try Yams.compose(yaml: text) else { throw failure(nil, .missingKey("jobs")) }
      return root
    } catch let error as BatchFileError {
      throw error
    } catch let error as YamlError {
      throw failure(error)
    } catch {
      throw failure(nil, .malformed("\(error)"))
    }
  }

  // MARK: Jobs

  private func job(_ node: Node, defaults: [Entry]) throws(BatchFileError) -> BatchJob {
    let own = try entries(of: node, key: "jobs")
    let place = place(of: node) ?? BatchPlace(line: 1, column: 1)
    guard let naming = own.first(where: { $0.key == "name" }) else { throw failure(place, .missingKey("name")) }
    let name = try self.text(naming.value, key: naming.key, name: nil)
    let keys = Set(own.map(\.key))
    let all = defaults.filter { !keys.contains($0.key) } + own
    guard let backup = all.first(where: { $0.key == "backup" }) else { throw failure(place, .missingKey("backup")) }
    guard all.contains(where: { $0.key == "output" }) else { throw failure(place, .missingKey("output")) }
    var settings: [BatchSetting] = []
    for entry in all where entry.key != "name" && entry.key != "backup" {
      let value = try value(entry.value, key: entry.key, name: name)
      settings.append(BatchSetting(name: entry.key, value: value, place: entry.place))
    }
    return BatchJob(name: name, backup: try self.backup(backup, name: name), settings: settings, place: place)
  }

  private func backup(_ entry: Entry, name: String) throws(BatchFileError) -> BatchBackup {
    let wrong = failure(place(of: entry.value), .wrongType(key: entry.key, expected: .backup))
    var paths: [String] = []
    switch entry.value {
    case .mapping:
      let entries = try entries(of: entry.value, key: entry.key)
      guard let latest = entries.first, entries.count == 1, latest.key == "latest" else { throw wrong }
      return .latest(try text(latest.value, key: latest.key, name: name))
    case .sequence(let nodes):
      guard !nodes.isEmpty else { throw wrong }
      for node in nodes { paths.append(try text(node, key: entry.key, name: name)) }
    case .scalar: paths = [try text(entry.value, key: entry.key, name: name)]
    case .alias: throw wrong
    }
    // There is one standard input, and nobody at it.
    guard !paths.contains("-") else { throw failure(place(of: entry.value), .standardInput) }
    return .paths(paths)
  }

  /// Refuses what would make two jobs get in each other's way.
  private func check(_ jobs: [BatchJob]) throws(BatchFileError) {
    var names: [String: BatchJob] = [:]
    var outputs: [String: BatchJob] = [:]
    for job in jobs {
      if let other = names.updateValue(job, forKey: job.name) {
        throw failure(job.place, .repeatedName(job.name, firstLine: other.place.line))
      }
      guard let output = job.settings.first(where: { $0.name == "output" }) else { continue }
      guard case .text(let folder) = output.value else {
        throw failure(output.place, .wrongType(key: output.name, expected: .text))
      }
      if let other = outputs.updateValue(job, forKey: URL(fileURLWithPath: folder).standardizedFileURL.path) {
        throw failure(output.place, .repeatedOutput(folder, job: other.name))
      }
    }
  }

  // MARK: Nodes

  private func entries(of node: Node, key: String) throws(BatchFileError) -> [Entry] {
    guard let mapping = node.mapping else {
      throw failure(place(of: node), .wrongType(key: key, expected: .mapping))
    }
    var entries: [Entry] = []
    for (name, value) in mapping {
      guard let text = name.scalar?.string else {
        throw failure(place(of: name), .wrongType(key: key, expected: .mapping))
      }
      entries.append(Entry(key: text, value: value, place: place(of: name) ?? BatchPlace(line: 1, column: 1)))
    }
    return entries
  }

  private func value(_ node: Node, key: String, name: String) throws(BatchFileError) -> BatchSetting.Value {
    if let flag = node.flag { return .flag(flag) }
    guard let sequence = node.sequence else {
      return .text(try text(node, key: key, name: name, expected: .textOrList))
    }
    var texts: [String] = []
    for element in sequence { texts.append(try text(element, key: key, name: name, expected: .textOrList)) }
    return .list(texts)
  }

  private func text(
    _ node: Node,
    key: String,
    name: String?,
    expected: BatchFileError.Expectation = .text
  ) throws(BatchFileError) -> String {
    guard let scalar = node.scalar, !node.isNull, node.flag == nil else {
      throw failure(place(of: node), .wrongType(key: key, expected: expected))
    }
    do throws(VariableProblem) {
      return try variables.fill(scalar.string, name: name)
    } catch {
      throw failure(place(of: node), error.problem)
    }
  }

  // MARK: Failures

  private func place(of node: Node) -> BatchPlace? { node.mark.map(BatchPlace.init) }

  private func failure(_ place: BatchPlace?, _ problem: BatchFileError.Problem) -> BatchFileError {
    BatchFileError(path: path, place: place, problem)
  }

  private func failure(_ error: YamlError) -> BatchFileError {
    switch error {
    case .scanner(_, let words, let mark, _), .parser(_, let words, let mark, _), .composer(_, let words, let mark, _):
      failure(BatchPlace(mark), .malformed(words))
    case .duplicatedKeysInMapping(let keys, let context):
      failure(BatchPlace(context.mark), .repeatedKey(keys.min() ?? ""))
    case .reader(let words, _, _, _), .writer(let words), .emitter(let words), .representer(let words):
      failure(nil, .malformed(words))
    case .no, .memory, .dataCouldNotBeDecoded: failure(nil, .unreadable)
    }
  }
}

extension BatchPlace {
  fileprivate init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}

extension Node {
  /// What the scalar says where it is not in quotes. `yes`, `no`, `on` and `off` are texts, as YAML 1.2 has it.
  fileprivate var flag: Bool? {
    guard let scalar, scalar.style == .plain else { return nil }
    return switch scalar.string {
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    default: nil
    }
  }

  fileprivate var isNull: Bool {
    guard let scalar, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }
}
