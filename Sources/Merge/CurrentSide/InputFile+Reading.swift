import Compression
import Export

extension InputFile {
  /// Reads files of an export, or the collections of one archive, for their bytes alone.
  ///
  /// - Parameter counter: what counts the bytes.
  /// - Returns: one for each file, in their order.
  /// - Throws: `MergeError.damagedExport` or `.export` where one cannot be read to its end.
  package static func reading(
    _ files: [TableFile],
    counter: ReadCounter? = nil
  ) throws(MergeError) -> [InputFile] {
    var inputs: [InputFile] = []
    let archives = Dictionary(grouping: files.filter { $0.collection != nil }, by: \.path)
    for file in files {
      if file.collection != nil, archives[file.path]?.first?.collection != file.collection { continue }
      inputs.append(
        file.form == .bson ? try reading(archives[file.path] ?? [file], counter) : try reading(file, counter)
      )
    }
    return inputs
  }

  private static func reading(_ collections: [TableFile], _ counter: ReadCounter?) throws(MergeError) -> InputFile {
    let reader = try CollectionReader(collections, digest: true, counter: counter)
    while try reader.next() != nil {}
    guard let input = reader.input else { throw .damagedExport(.changed(path: reader.path)) }
    return input
  }

  private static func reading(_ file: TableFile, _ counter: ReadCounter?) throws(MergeError) -> InputFile {
    do throws(CompressionError) {
      return InputFile(path: file.path, files: [try FileSource.summary(of: file.path, counter: counter)])
    } catch {
      throw .export(ExportFailure(.cannotRead(error)))
    }
  }
}
