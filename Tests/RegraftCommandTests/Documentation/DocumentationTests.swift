import Foundation
import TestSupport
import Testing

/// Every command in the documentation does what stands there.
@Suite struct DocumentationTests {
  private static let guide = [
    "recover-one-record.md", "recover-a-table.md", "preview-first.md", "run-every-night.md",
    "when-a-guard-stops-you.md",
  ]

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: PageRun.package.appending(path: path), encoding: .utf8)
  }

  @Test(arguments: guide + ["schema.md"])
  func `the commands of a page print what it shows`(name: String) throws {
    let page = Page(try Self.text("Documentation/\(name)"))
    #expect(!page.commands.isEmpty)
    #expect(page.strayLines.isEmpty)
    let problems = try PageRun(page).problems
    #expect(problems == [])
  }

  @Test func `the readme shows what the program prints`() throws {
    let page = Page(try Self.text("README.md"))
    #expect(!page.commands.isEmpty)
    let problems = try PageRun(page).problems
    #expect(problems == [])
  }

  @Test func `no page is left out`() throws {
    let folder = PageRun.package.appending(path: "Documentation").path
    let readme = try Self.text("README.md")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".md") {
      #expect(readme.contains("(Documentation/\(name))"), "\(name) is not linked")
      // The lines of install.md are run by Tests/install.sh.
      if Self.guide.contains(name) || ["schema.md", "install.md"].contains(name) { continue }
      let page = Page(try Self.text("Documentation/\(name)"))
      #expect(page.commands.isEmpty && page.strayLines.isEmpty, "the commands of \(name) are not run")
    }
  }

  @Test func `a page that does not tell the truth is noticed`() throws {
    let page = Page(
      """
      ```console
      $ printf 'one\\ntwo\\nthree'
      one
      …
      t…e
      $ echo one
      $ echo one
      two
      $ false
      $ true
      $ (exit 3)
      $ echo $?
      3
      $ ls Examples/data/export | head -n 1; regraft --version > version
      Order.json
      ```
          regraft plan
      ```sh
      test -s version
      cat nowhere
      ```
      """
    )
    #expect(page.strayLines == [17])
    let problems = try PageRun(page).problems
    #expect(problems.map { $0.prefix { $0 != ":" } } == ["line 6", "line 7", "line 9", "line 20"])
    #expect(try PageRun(Page("```sh\nexit 0\n```")).problems == ["line 2: does not end"])
  }

  @Test(arguments: [
    (["a"], ["a"], true), (["a"], ["b"], false), ([], ["a"], false), (["a"], [], false), (["…"], [], true),
    (["a", "…"], ["a", "b", "c"], true), (["…", "c"], ["a", "b", "c"], true), (["…", "b"], ["a", "b", "c"], false),
    (["…", "b", "…", "c"], ["b", "b", "a", "c"], true), (["…", "b", "c", "…"], ["b", "b", "a", "c"], false),
    (["a … c"], ["a b c"], true), (["a … c"], ["a b d"], false), (["a…"], ["b"], false),
  ])
  func `three dots stand for what is left out`(shown: [String], printed: [String], isRight: Bool) {
    #expect(ShownOutput.matches(shown, printed) == isRight)
  }
}
