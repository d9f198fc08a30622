import Compression
import Foundation
import Values

/// Reads a schema from the files that `baqend schema download` writes, `CLASS.json` each, or from one file
/// that holds a list of classes, as the REST interface gives it.
public struct SchemaFolder: Sendable {
  /// The classes.
  public let schema: Schema
  /// What was read.
  public let input: InputFile

  /// A class as a file has it; what else is there is not looked at.
  private struct Descriptor: Decodable {
    struct Field: Decodable { var type: String }
    var name: String
    var superclass: String?
    var isEmbedded: Bool?
    var fields: [String: Field]?
    enum CodingKeys: String, CodingKey {
      case name = "class"
      case superclass = "superClass"
      case isEmbedded = "embedded"
      case fields
    }
  }

  /// - Parameter path: a folder, or one file.
  /// - Throws: `MergeError.schema`.
  public init(path: String) throws(MergeError) {
    var classes: [String: Schema.Class] = [:]
    var places: [String: String] = [:]
    var files: [FileSource.Summary] = []
    for file in try Self.files(at: path) {
      let (data, summary) = try Self.contents(of: file)
      files.append(summary)
      for descriptor in try Self.descriptors(in: data, path: file) {
        let own = try Self.declared(descriptor, path: file)
        if let other = places.updateValue(file, forKey: own.name) {
          throw .schema(SchemaProblem(path: file, cause: .repeatedClass(own.name, other: other)))
        }
        classes[own.name] = own
      }
    }
    guard !classes.isEmpty else { throw .schema(SchemaProblem(path: path, cause: .noClasses)) }
    schema = Schema(Array(classes.values))
    input = InputFile(path: path, files: files)
  }

  /// Classes that were read before.
  init(schema: Schema, input: InputFile) {
    self.schema = schema
    self.input = input
  }

  /// Classes that were kept in another file, as `Schema.json` has them.
  ///
  /// - Parameter path: the file in which they are, for what is said where they cannot be read.
  /// - Throws: `MergeError.schema`.
  package static func schema(json: String, path: String) throws(MergeError) -> Schema {
    var classes: [Schema.Class] = []
    for descriptor in try descriptors(in: Data(json.utf8), path: path) {
      classes.append(try declared(descriptor, path: path))
    }
    return Schema(classes)
  }

  private static func files(at path: String) throws(MergeError) -> [String] {
    guard SystemCall.isFolder(path) == true else { return [path] }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw .schema(SchemaProblem(path: path, cause: .unreadable))
    }
    return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted().map { "\(path)/\($0)" }
  }

  private static func contents(of path: String) throws(MergeError) -> (Data, FileSource.Summary) {
    do throws(CompressionError) {
      let source = try FileSource(path: path, digest: true, regularOnly: true)
      var memory = [UInt8](repeating: 0, count: 1 << 16)
      var data = Data()
      while case let count = try source.read(into: &memory), count > 0 { data.append(contentsOf: memory[..<count]) }
      return (data, source.summary)
    } catch {
      throw .schema(SchemaProblem(path: path, cause: .unreadable))
    }
  }

  private static func descriptors(in data: Data, path: String) throws(MergeError) -> [Descriptor] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let data = data.starts(with: mark) ? data.dropFirst(mark.count) : data
    if let several = try? JSONDecoder().decode([Descriptor].self, from: data) { return several }
    do {
      return [try JSONDecoder().decode(Descriptor.self, from: data)]
    } catch {
      throw .schema(SchemaProblem(path: path, cause: .notAClass))
    }
  }

  private static func declared(_ descriptor: Descriptor, path: String) throws(MergeError) -> Schema.Class {
    let name = ValueConversion.className(descriptor.name)
    var fields: [String: DeclaredType] = [:]
    for (field, declaration) in descriptor.fields ?? [:] {
      guard let type = DeclaredType(declaration.type) else {
        throw .schema(SchemaProblem(path: path, cause: .unknownType(declaration.type, field: field, class: name)))
      }
      fields[field] = type
    }
    let superclass = descriptor.superclass.map(ValueConversion.className)
    return Schema.Class(
      name: name,
      superclass: superclass == "Object" ? nil : superclass,
      isEmbedded: descriptor.isEmbedded ?? false,
      fields: fields
    )
  }
}

/// Why a schema cannot be taken.
public struct SchemaProblem: Equatable, Sendable {
  /// The file or folder.
  public var path: String
  /// What is wrong with it.
  public var cause: Cause

  /// What is wrong.
  public enum Cause: Equatable, Sendable {
    /// It cannot be read.
    case unreadable
    /// It is no JSON object that describes a class, nor a list of such.
    case notAClass
    /// The folder holds no class.
    case noClasses
    /// A class is described twice.
    case repeatedClass(String, other: String)
    /// A field's type is none that there is.
    case unknownType(String, field: String, class: String)
  }
}
