import Foundation
import SampleData

/// Makes the example data: the backup of a flower shop and what it exports five hours later.
///
/// Prints each object that is not as it was, with its status.
@main
struct MakeExample {
  private static let seed: UInt64 = 20_261_123

  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      FileHandle.standardError.write(Data("usage: MakeExample OUT\n".utf8))
      exit(64)
    }
    let folder = CommandLine.arguments[1]
    let exportFolder = "\(folder)/export"
    try FileManager.default.createDirectory(atPath: exportFolder, withIntermediateDirectories: true)

    let shop = FlowerShop(seed: seed)
    try writeBackup(of: shop, to: "\(folder)/2026-11-23Z.dump.gz")
    let morning = Morning(after: shop)
    for table in morning.tables {
      var export = try ExportWriter(folder: exportFolder, table: table.name)
      for document in table.documents {
        try export.write(document)
      }
      try export.close()
    }
    for change in morning.changes {
      print(change.status, change.id)
    }
  }

  private static func writeBackup(of shop: FlowerShop, to path: String) throws {
    var random = RandomNumbers(seed: seed)
    var tables: [(name: String, rest: ArraySlice<Document>)] = [
      ("User", shop.users[...]), ("Product", shop.products[...]),
      ("Order", shop.orders[...]), ("Review", shop.reviews[...]),
    ]
    let file = try OutputFile(path: path, gzipLevel: 9)
    var archive = try ArchiveWriter(
      output: file,
      database: FlowerShop.database,
      collections: tables.map { table in
        CollectionMetadata(
          name: table.name,
          uniqueMembers: table.name == "User" ? ["username"] : [],
          uuid: random.uuid().filter { $0 != "-" }
        )
      }
    )
    while !tables.isEmpty {
      let index = random.index(below: tables.count)
      let documents = tables[index].rest.prefix(25)
      tables[index].rest.removeFirst(documents.count)
      var slice: [UInt8] = []
      documents.forEach { $0.appendBSON(to: &slice) }
      try archive.writeSlice(of: tables[index].name, documents: slice)
      if tables[index].rest.isEmpty {
        try archive.finish(tables[index].name)
        tables.remove(at: index)
      }
    }
    try file.close()
  }
}
