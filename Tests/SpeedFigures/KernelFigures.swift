import CellAnalysis
import CellData
import ColumnKernels
import Foundation

/// The loops over columns, each beside the plain sum of one column in the same round.
///
/// The columns lie in memory, not in a cache, so that a loop as fast as the sum is as fast as the
/// memory. Rounds take turns, and the least processor time of each counts.
struct KernelFigures {
  private let time: [Double]
  private let voltage: [Double]
  private let current: [Double]
  /// The same current in cycles of 10,000 samples each way.
  private let cycled: [Double]
  private static let rounds = 40

  /// A loop with the number of columns it reads.
  private struct Loop {
    var name: String
    var columns: Int
    var body: () -> Double
  }

  init(samples: Int) {
    time = (0..<samples).map { (k: Int) -> Double in Double(k) * 0.5 }
    voltage = (0..<samples).map { (k: Int) -> Double in
      let share = Double(k * 7919 % 1000) / 1000
      return 3.6 + 0.4 * share
    }
    current = (0..<samples).map { (k: Int) -> Double in 1.5 + 1e-4 * Double(k * 104_729 % 97) }
    cycled = (0..<samples).map { (k: Int) -> Double in k / 10_000 % 2 == 0 ? 1.5 : -1.5 }
  }

  func print() {
    let loops = loops
    var least = [Double](repeating: .infinity, count: loops.count)
    var check = 0.0
    for _ in 0..<Self.rounds {
      for (index, loop) in loops.enumerated() {
        let start = Self.processorTime()
        check += loop.body()
        least[index] = min(least[index], Self.processorTime() - start)
      }
    }
    let rate = zip(loops, least).map { Double($0.columns * time.count * 8) / $1 / 1e9 }
    Swift.print("\(time.count) samples in memory; least of \(Self.rounds) rounds (\(check))")
    Swift.print(Self.line("loop", "columns", "ns/sample", "GB/s", "of the sum"))
    for (index, loop) in loops.enumerated() {
      Swift.print(
        Self.line(
          loop.name, "\(loop.columns)",
          Self.rounded(least[index] / Double(time.count) * 1e9, 100),
          Self.rounded(rate[index], 10),
          "\(Int((rate[index] / rate[0] * 100).rounded())) %"))
    }
  }

  /// Seconds that this process was on a processor, so that waiting for one does not count.
  private static func processorTime() -> Double {
    var now = timespec()
    _ = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
  }

  private var loops: [Loop] {
    let (t, v, i, cycled) = (time, voltage, current, cycled)
    let all = 0..<t.count
    return [
      Loop(name: "plain sum", columns: 1) { Self.sum(v) },
      Loop(name: "charge and energy", columns: 3) {
        var sums = IntervalSums()
        sums.add(time: t.span, x: i.span, y: v.span, samples: all)
        return sums.positive + sums.positiveProduct
      },
      Loop(name: "in cycles", columns: 3) {
        var sums = IntervalSums()
        sums.add(time: t.span, x: cycled.span, y: v.span, samples: all)
        return sums.positive + sums.positiveProduct
      },
      Loop(name: "moments", columns: 1) {
        var moments = Moments()
        moments.add(v.span, all)
        return moments.mean
      },
      Loop(name: "moments of power", columns: 2) {
        var moments = Moments()
        moments.addProducts(i.span, v.span, all)
        return moments.deviation
      },
      Loop(name: "all within bounds", columns: 1) { isWithin(v.span, -10, 10) ? 1 : 0 },
      Loop(name: "clock ascends", columns: 1) { isStrictlyAscending(t.span) ? 1 : 0 },
      Loop(name: "longest interval", columns: 1) { largestRise(in: t.span, all) },
      Loop(name: "smallest change", columns: 1) { smallestChange(in: i.span, all) },
      Loop(name: "first departure", columns: 1) {
        Double(
          firstDeparture(
            in: i.span, from: 1, to: t.count, low: 0, high: 10, share: 0.05, floor: 0.01) ?? 0)
      },
      Loop(name: "whole analysis", columns: 3, body: analysis),
    ]
  }

  /// The analysis of one long step, handed over in pieces as a reader does.
  private func analysis() -> Double {
    var analysis = RunAnalysis()
    let size = 4096
    var chunk = RunChunk()
    for start in stride(from: 0, to: time.count, by: size) {
      let range = start..<min(start + size, time.count)
      chunk.refill(firstRecord: start + 1) { columns in
        for (channel, values) in [(Channel.time, time), (.voltage, voltage), (.current, cycled)] {
          columns[channel.rawValue].removeAll(keepingCapacity: true)
          columns[channel.rawValue].append(contentsOf: values[range])
        }
        return range.count
      }
      analysis.consume(chunk)
    }
    return Double(analysis.finish().steps.count)
  }

  /// What a loop over one column can reach: four sums of eight lanes, so that no addition waits.
  private static func sum(_ values: [Double]) -> Double {
    unsafe values.withUnsafeBytes { bytes in
      var (a, b, c, d) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var offset = 0
      while offset + 256 <= bytes.count {
        unsafe a += bytes.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
        unsafe b += bytes.loadUnaligned(fromByteOffset: offset + 64, as: Lanes.self)
        unsafe c += bytes.loadUnaligned(fromByteOffset: offset + 128, as: Lanes.self)
        unsafe d += bytes.loadUnaligned(fromByteOffset: offset + 192, as: Lanes.self)
        offset += 256
      }
      return ((a + b) + (c + d)).total
    }
  }

  private static func line(_ words: String...) -> String {
    var text = words[0] + String(repeating: " ", count: max(1, 22 - words[0].count))
    for word in words.dropFirst() {
      text += String(repeating: " ", count: max(1, 12 - word.count)) + word
    }
    return text
  }

  private static func rounded(_ value: Double, _ places: Double) -> String {
    "\((value * places).rounded() / places)"
  }
}
