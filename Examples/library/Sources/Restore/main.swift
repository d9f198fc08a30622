// Writes import files with what was deleted from one table and what that refers to.
//
//     swift run Restore BACKUP EXPORT TABLE FOLDER
import Foundation
import Regraft

func say(_ error: String) { FileHandle.standardError.write(Data((error + "\n").utf8)) }

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 4 else {
  say("usage: Restore BACKUP EXPORT TABLE FOLDER")
  exit(64)
}

do {
  var options = PlanOptions(backup: arguments[1], current: [arguments[2]])
  options.selection.tables = [arguments[3]]
  options.selection.withReferences = true
  // More than this, and somebody should look first.
  options.maxObjects = 1000

  let plan = try Planner(options).plan()
  for table in plan.tables {
    let figures = table.figures
    print("\(table.name): \(figures.recovered) to recover, \(figures.withheld) withheld")
    for stop in table.stops { say("\(table.name): \(stop.text(table: table.name))") }
  }
  for file in try ImportFolder(path: arguments[4]).publish(plan) where file.table != nil {
    print("\(arguments[4])/\(file.path): \(file.objects) written")
  }
  exit(plan.isIncomplete ? 2 : 0)
} catch {
  say(ErrorText(error).message)
  exit(1)
}
