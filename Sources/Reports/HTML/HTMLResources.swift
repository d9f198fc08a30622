import Crypto
import Foundation

/// The parts of the page that are the same for every plan.
enum HTMLResources {
  /// The page, with `{{style}}`, `{{script}}`, `{{facts}}`, `{{objects}}` and `{{policy}}` where these belong.
  static let page = text(PackageResources.page_html)

  static let style = text(PackageResources.page_css)

  /// One module, for one hash. What a file needs stands in those before it.
  static let script = [
    PackageResources.text_js, PackageResources.overview_js, PackageResources.objects_js, PackageResources.timeline_js,
    PackageResources.detail_js, PackageResources.grid_js, PackageResources.main_js,
  ].map(text).joined(separator: "\n")

  /// What the browser lets the page do: its own style and script, known by their hashes, and nothing else.
  static let policy = [
    "default-src 'none'", "style-src '\(hash(style))'", "script-src '\(hash(script))'", "base-uri 'none'",
    "form-action 'none'",
  ].joined(separator: "; ")

  private static func hash(_ text: String) -> String {
    "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
