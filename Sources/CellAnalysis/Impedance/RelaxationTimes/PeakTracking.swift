/// Which peak of one spectrum is which of the next.
///
/// Peaks are ordered by time constant, and an arc does not overtake another: two successive
/// spectra are aligned like two words, a pair costing its distance in ln τ and a peak without
/// partner half a decade.
public struct PeakTracking: Sendable, Equatable {
  /// For each spectrum, the identity of each of its peaks, counted from 1.
  public private(set) var identities: [[Int]] = []

  /// What a peak without a partner costs, in ln τ.
  private static let gap = 1.15

  /// - Parameter spectra: the time constants of each spectrum's peaks, rising.
  /// - Complexity: O(peaks²) for each spectrum.
  public init(_ spectra: [[Double]]) {
    var latest: [(identity: Int, logTime: Double)] = []
    var next = 1
    for times in spectra {
      let logs = times.map { Portable.log($0) }
      let pairs = Self.align(latest.map(\.logTime), logs)
      var names = Array(repeating: 0, count: logs.count)
      for (old, new) in pairs {
        names[new] = latest[old].identity
        latest[old].logTime = logs[new]
      }
      for k in names.indices where names[k] == 0 {
        names[k] = next
        latest.append((next, logs[k]))
        next += 1
      }
      latest.sort { $0.logTime < $1.logTime }
      identities.append(names)
    }
  }

  private static func align(_ a: [Double], _ b: [Double]) -> [(Int, Int)] {
    let width = b.count + 1
    var cost = Array(repeating: 0.0, count: (a.count + 1) * width)
    for i in 0...a.count {
      for j in 0...b.count where i + j > 0 {
        var least = Double.infinity
        if i > 0 { least = min(least, cost[(i - 1) * width + j] + gap) }
        if j > 0 { least = min(least, cost[i * width + j - 1] + gap) }
        if i > 0, j > 0 {
          least = min(least, cost[(i - 1) * width + j - 1] + abs(a[i - 1] - b[j - 1]))
        }
        cost[i * width + j] = least
      }
    }
    var pairs: [(Int, Int)] = []
    var (i, j) = (a.count, b.count)
    while i > 0, j > 0 {
      let here = cost[i * width + j]
      if here == cost[(i - 1) * width + j - 1] + abs(a[i - 1] - b[j - 1]) {
        pairs.append((i - 1, j - 1))
        (i, j) = (i - 1, j - 1)
      } else if here == cost[(i - 1) * width + j] + gap {
        i -= 1
      } else {
        j -= 1
      }
    }
    return pairs.reversed()
  }
}
