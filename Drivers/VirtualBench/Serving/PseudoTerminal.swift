// The system's terminal settings belong to whichever module names them first.
import CLines
import Instruments

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A pair of descriptors of which the other end looks like a serial port.
///
/// The far end is held open here too: otherwise the system reports a hang-up whenever no client is
/// there, which is no fault of the line.
final class PseudoTerminal: Door {
  let descriptor: Descriptor
  let connection: String
  /// Where a client opens it, such as `/dev/pts/3`.
  let path: String
  private let farEnd: Descriptor
  private let link: String?

  init(scheme: String, _ plan: BenchPlan.Terminal) throws(VirtualBenchError) {
    let (near, far) = try Self.openPair()
    descriptor = Descriptor(near)
    farEnd = Descriptor(far)
    guard let name = unsafe ttyname(far) else {
      throw .cannotOpenTerminal(reason: systemError())
    }
    path = unsafe String(cString: name)
    link = plan.link
    connection =
      "\(scheme)://\(plan.link ?? path)?baud=\(plan.baud)&parity=\(plan.parity.rawValue)&stop=1"
    var settings = termios()
    _ = unsafe tcgetattr(far, &settings)
    unsafe cfmakeraw(&settings)
    guard unsafe tcsetattr(far, TCSANOW, &settings) == 0 else {
      throw .cannotOpenTerminal(reason: "\(path): \(systemError())")
    }
    if let link { try Self.link(link, to: path) }
  }

  /// Both ends and the link go; a client sees its port vanish.
  func close() {
    guard descriptor.isOpen || farEnd.isOpen else { return }
    descriptor.close()
    farEnd.close()
    if let link { _ = unsafe unlink(link) }
  }

  /// Makes a symbolic link to the terminal; an older link of that name is replaced, a file is not.
  private static func link(_ link: String, to path: String) throws(VirtualBenchError) {
    var status = stat()
    if unsafe lstat(link, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFLNK else {
        throw .cannotLink(path: link, reason: "something that is no symbolic link is there")
      }
      _ = unsafe unlink(link)
    }
    guard unsafe symlink(path, link) == 0 else {
      throw .cannotLink(path: link, reason: systemError())
    }
  }

  private static func openPair() throws(VirtualBenchError) -> (near: Int32, far: Int32) {
    var near: Int32 = -1
    var far: Int32 = -1
    guard unsafe openpty(&near, &far, nil, nil, nil) == 0 else {
      throw .cannotOpenTerminal(reason: systemError())
    }
    return (near, far)
  }
}
