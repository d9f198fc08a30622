import BSON
import Export
import Values

/// Reads the objects of one file of an export, or of one collection in its place, once more: what the
/// first reading left no room for.
package struct CurrentReader<Sink: ValueSink> {
  private enum Source {
    case objects(ObjectReader<Sink>)
    case documents(CollectionReader, BSONWalker)
    /// While it reads: nothing else then holds what it changes.
    case reading
  }

  private let form: ObjectForm
  private var source: Source
  /// The document that was read last; valid until the next one is read.
  private var document: UnsafeRawBufferPointer?

  /// - Parameters:
  ///   - file: a file or a collection.
  ///   - sink: any sink of the kind; it is told nothing.
  ///   - maxDepth: how deep objects and arrays may be nested.
  package init(_ file: TableFile, for sink: Sink, maxDepth: Int) throws(MergeError) {
    form = file.form
    if file.form == .bson {
      source = .documents(try CollectionReader([file]), BSONWalker(maxDepth: maxDepth, checksText: true))
    } else {
      do throws(ExportError) {
        source = .objects(try ObjectReader(file, for: sink, maxDepth: maxDepth))
      } catch {
        throw .damagedExport(.file(TableFileDamage(error)))
      }
    }
  }

  /// Has the next object walked over.
  ///
  /// - Returns: its number in the file, from 1, and its place; nil at the end of the file.
  /// - Throws: `MergeError.damagedExport`.
  package mutating func next(into object: inout Sink) throws(MergeError) -> (number: Int, offset: UInt64)? {
    switch source {
    case .objects(var objects):
      source = .reading
      defer { source = .objects(objects) }
      switch objects.next(into: &object) {
      case .failure(let error): throw .damagedExport(.file(TableFileDamage(error)))
      case .success(false): return nil
      case .success(true): return (objects.reader.objectNumber, objects.reader.objectOffset)
      }
    case .documents(let documents, var walker):
      switch try documents.next() {
      case nil: return nil
      case .damage(let damage, _): throw .damagedExport(damage)
      case .document(let bytes, let place):
        do throws(BSONError) {
          try walker.walk(bytes, into: &object)
        } catch {
          throw .damagedExport(documents.damage(error, at: place))
        }
        document = bytes
        return (place.number, place.offset)
      }
    case .reading: return nil
    }
  }

  /// The tree of the object that was read last.
  var tree: ValueTree? {
    switch source {
    case .objects(let objects): ValueTree(json: objects.reader.objectText, form: form)
    case .documents: document.flatMap { ValueTree(document: Array($0)) }
    case .reading: nil
    }
  }
}
