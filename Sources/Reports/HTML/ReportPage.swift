import Values

/// What the page of a plan shows before its objects.
package struct ReportPage: Sendable {
  /// A file that was read for the plan.
  package struct Input: Sendable {
    /// `backup`, `export`, `schema` or `erased`.
    package var kind: String
    package var path: String
    package var bytes: Int64
    package var sha256: String?
    /// The date in its name, in milliseconds since 1970.
    package var date: Int64?

    package init(kind: String, path: String, bytes: Int64, sha256: String? = nil, date: Int64? = nil) {
      self.kind = kind
      self.path = path
      self.bytes = bytes
      self.sha256 = sha256
      self.date = date
    }
  }

  /// The figures of a table.
  package struct Table: Sendable {
    package var name: String
    package var backup: Int
    package var current: Int
    /// How many objects have each status; empty where the export says nothing.
    package var statuses: [String: Int]
    package var recovered: Int
    package var withheld: Int
    /// How many of the recovered objects a person has left out since.
    package var leftOut: Int

    package init(
      name: String,
      backup: Int = 0,
      current: Int = 0,
      statuses: [String: Int] = [:],
      recovered: Int = 0,
      withheld: Int = 0,
      leftOut: Int = 0
    ) {
      self.name = name
      self.backup = backup
      self.current = current
      self.statuses = statuses
      self.recovered = recovered
      self.withheld = withheld
      self.leftOut = leftOut
    }
  }

  /// A guard that stopped a table, or the run where there is no table.
  package struct Stop: Sendable {
    package var table: String?
    package var stoppedBy: String
    package var message: String
    package var liftedBy: String?

    package init(table: String? = nil, stoppedBy: String, message: String, liftedBy: String? = nil) {
      self.table = table
      self.stoppedBy = stoppedBy
      self.message = message
      self.liftedBy = liftedBy
    }
  }

  /// What a person should know, of a table or of the run.
  package struct Warning: Sendable {
    package var table: String?
    package var message: String

    package init(table: String? = nil, message: String) {
      self.table = table
      self.message = message
    }
  }

  /// A kept object, and the recovered ones to which it no longer refers.
  package struct LostReferences: Sendable {
    package var id: String
    package var lost: [String]

    package init(id: String, lost: [String]) {
      self.id = id
      self.lost = lost
    }
  }

  package var database = ""
  /// When the plan was made, in milliseconds since 1970.
  package var created: Int64?
  package var inputs: [Input] = []
  package var tables: [Table] = []
  package var stops: [Stop] = []
  package var warnings: [Warning] = []
  package var lostReferences: [LostReferences] = []
  /// The members by which objects may be called in `ReportObject.label`.
  package var labels: [String] = []

  package init() {}
}

/// An object that is not unchanged.
package struct ReportObject: Sendable {
  package var id: String?
  package var table: String
  package var status: String
  package var reason: String?
  /// `recover`, `withhold`, `keep`, or `exclude` where a person has left it out since.
  package var action: String
  package var withheld: String?
  package var detail: String?
  package var label: String?
  package var lastSeen: String?
  package var firstMissing: String?
  package var backup = Evidence()
  package var current = Evidence()
  /// A JSON array of `{"path","kind","backup","current"}`.
  package var differences: String?

  package init(id: String?, table: String, status: String, action: String) {
    self.id = id
    self.table = table
    self.status = status
    self.action = action
  }
}

/// Where the page of a plan comes from.
package protocol ReportSource {
  /// What stands before the objects.
  func page() throws -> ReportPage

  /// Calls `body` with every object that is not unchanged, in the order in which they are to be shown.
  func forEachObject(_ body: (ReportObject) throws -> Void) throws
}
