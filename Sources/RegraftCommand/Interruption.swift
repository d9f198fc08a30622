import Dispatch
@preconcurrency import Glibc
import ImportFiles
import Regraft
import Reports

/// Ends the program on Ctrl-C and on a request to terminate, with nothing left behind.
enum Interruption {
  // Unsafe, because it is not guarded: it is filled once, before there is another thread.
  private nonisolated(unsafe) static var sources: [any DispatchSourceSignal] = []

  /// - Parameter isForPrograms: whether a JSON document is expected on standard output.
  static func watch(isForPrograms: Bool) {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // The default would end the program before the source is asked.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
      source.setEventHandler {
        Workplaces.abandonAll {
          let error = ErrorText("interrupted", "interrupted; nothing was published")
          if isForPrograms { try? Output.print(PlanJSON.document(plan: nil, error: error.json)) }
          Output.note(error.message)
          _exit(ExitStatus.interrupted.rawValue)
        }
      }
      source.resume()
      sources.append(source)
    }
  }
}
