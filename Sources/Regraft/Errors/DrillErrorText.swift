import Reports

// Why there is no rehearsal.
extension ErrorText {
  init(_ error: DrillError) {
    switch error {
    case .needsTableFiles(let path):
      self.init(
        "usage",
        "\(path.visible) is a backup: a drill takes objects out of an export, and needs one of table files.",
        place: path,
        isUsage: true
      )
    case .standardInput:
      self.init("usage", "A drill reads the backup twice, and standard input is read only once.", isUsage: true)
    }
  }
}
