import Foundation

/// Which long options recover has, as its own definition tells.
struct RecoverOptions: Sendable {
  /// An option.
  struct Option: Sendable {
    var isFlag: Bool
    var isRepeating: Bool
    /// Whether it says how results are printed, which is the whole batch's.
    var isOfBatch: Bool
  }

  /// The options by their names without dashes.
  let byName: [String: Option]

  init() throws {
    let dump = try JSONDecoder().decode(Dump.self, from: Data(RecoverCommand._dumpHelp().utf8))
    var byName: [String: Option] = [:]
    for argument in dump.command.arguments where argument.kind != "positional" {
      let option = Option(
        isFlag: argument.kind == "flag",
        isRepeating: argument.isRepeating,
        isOfBatch: argument.sectionTitle == "Printing"
      )
      for name in argument.names ?? [] where name.kind == "long" { byName[name.name] = option }
    }
    for name in ["help", "version"] { byName[name] = nil }
    self.byName = byName
  }

  /// What ArgumentParser says of a command.
  private struct Dump: Decodable {
    struct Command: Decodable { var arguments: [Argument] }
    struct Argument: Decodable {
      var kind: String
      var isRepeating: Bool
      var sectionTitle: String?
      var names: [Name]?
    }
    struct Name: Decodable {
      var kind: String
      var name: String
    }
    var command: Command
  }
}
