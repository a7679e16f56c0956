public import CellData

/// A spectrum that can be computed with: finite, falling positive frequencies, the true sign.
public struct MendedSpectrum: Sendable, Equatable {
  public let name: String
  public let frequency: [Double]
  public let real: [Double]
  public let imaginary: [Double]
  public let conditions: SpectrumConditions
  /// What was found and mended on the way.
  public let findings: [SpectrumFinding]

  public var count: Int { frequency.count }

  /// Whether nothing can be said of the spectrum.
  public var isRefused: Bool { findings.contains { $0.severity == .refused } }

  /// The fewest points that are worked with.
  public static let fewestPoints = 5

  /// Sorts and cleans; whatever was done is a finding.
  ///
  /// Points with a missing number, with a frequency that is not positive, or without impedance
  /// are left out; equal frequencies are averaged. Where the source does not say the sign of the
  /// imaginary part, the one that makes most points capacitive is taken. A source that does say
  /// it, and whose points are all inductive, is refused: its sign is most likely turned.
  ///
  /// - Complexity: O(n log n).
  public init(_ spectrum: Spectrum) {
    var findings: [SpectrumFinding] = []
    var points = Self.clean(spectrum, &findings)
    let isSorted = zip(points, points.dropFirst()).allSatisfy { $0.frequency > $1.frequency }
    let isRising = zip(points, points.dropFirst()).allSatisfy { $0.frequency < $1.frequency }
    if !isSorted {
      points.sort { $0.frequency > $1.frequency }
      points = Self.merge(points, &findings)
      if !isRising, !findings.contains(where: { $0.code == .duplicateFrequency }) {
        findings.append(SpectrumFinding(.frequenciesUnsorted, .note))
      }
    }
    Self.settleSign(&points, isStated: spectrum.signIsStated, &findings)
    let negative = points.count { $0.real < 0 }
    if negative > 0 { findings.append(SpectrumFinding(.negativeRealPart, .note, count: negative)) }
    if points.count < Self.fewestPoints {
      findings.append(SpectrumFinding(.tooFewPoints, .refused, count: points.count))
    }
    name = spectrum.name
    conditions = spectrum.conditions
    frequency = points.map(\.frequency)
    real = points.map(\.real)
    imaginary = points.map(\.imaginary)
    self.findings = findings
  }

  private struct Point {
    var frequency, real, imaginary: Double
  }

  private static func clean(
    _ spectrum: Spectrum, _ findings: inout [SpectrumFinding]
  ) -> [Point] {
    var points: [Point] = []
    var (missing, notPositive, zero) = (0, 0, 0)
    for k in 0..<spectrum.count {
      let point = Point(
        frequency: spectrum.frequency.values[k], real: spectrum.real.values[k],
        imaginary: spectrum.imaginary.values[k])
      let isFinite =
        point.frequency.isFinite && point.real.isFinite && point.imaginary.isFinite
        && abs(point.real) < 1e100 && abs(point.imaginary) < 1e100
      if !isFinite {
        missing += 1
      } else if point.frequency <= 0 || point.frequency > 1e12 {
        notPositive += 1
      } else if point.real == 0 && point.imaginary == 0 {
        zero += 1
      } else {
        points.append(point)
      }
    }
    if missing > 0 { findings.append(SpectrumFinding(.missingValue, .warning, count: missing)) }
    if notPositive > 0 {
      findings.append(SpectrumFinding(.frequencyNotPositive, .warning, count: notPositive))
    }
    if zero > 0 { findings.append(SpectrumFinding(.zeroImpedance, .warning, count: zero)) }
    return points
  }

  private static func merge(
    _ points: [Point], _ findings: inout [SpectrumFinding]
  ) -> [Point] {
    var merged: [Point] = []
    var size = 0.0
    var repeats = 0
    for point in points {
      guard var last = merged.last, last.frequency == point.frequency else {
        merged.append(point)
        size = 1
        continue
      }
      repeats += 1
      last.real = (last.real * size + point.real) / (size + 1)
      last.imaginary = (last.imaginary * size + point.imaginary) / (size + 1)
      size += 1
      merged[merged.count - 1] = last
    }
    if repeats > 0 {
      findings.append(SpectrumFinding(.duplicateFrequency, .warning, count: repeats))
    }
    return merged
  }

  private static func settleSign(
    _ points: inout [Point], isStated: Bool, _ findings: inout [SpectrumFinding]
  ) {
    let inductive = points.count { $0.imaginary > 0 }
    let capacitive = points.count { $0.imaginary < 0 }
    if isStated {
      if inductive > 0, inductive == points.count {
        findings.append(SpectrumFinding(.inductiveThroughout, .refused, count: inductive))
      }
      return
    }
    guard inductive > capacitive else {
      findings.append(SpectrumFinding(.imaginarySignAssumed, .note, count: capacitive))
      return
    }
    for k in points.indices { points[k].imaginary = -points[k].imaginary }
    findings.append(SpectrumFinding(.imaginarySignTurned, .repaired, count: inductive))
  }
}
