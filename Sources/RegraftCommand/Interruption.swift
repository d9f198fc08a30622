import Compression
import Dispatch
import Glibc
import ImportFiles
import Regraft

/// Ends the program on Ctrl-C and on a request to terminate, with nothing left behind.
enum Interruption {
  // SAFETY: it is not guarded, but filled once, before there is another thread.
  private nonisolated(unsafe) static var sources: [any DispatchSourceSignal] = []

  /// - Parameter failure: the JSON document that is expected on standard output; nil where none is.
  static func watch(_ failure: FailureDocument?) {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // The default would end the program before the source is asked.
      SystemCall.ignore(signal: number)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
      source.setEventHandler {
        Workplaces.abandonAll { hasPublished in
          StatusLine.hold()
          let rest = hasPublished ? "the jobs that were done are published" : "nothing was published"
          let error = ErrorText("interrupted", "interrupted; \(rest)")
          try? failure?.print(error)
          Output.note(error.message)
          _exit(ExitStatus.interrupted.rawValue)
        }
      }
      source.resume()
      unsafe sources.append(source)
    }
  }
}
