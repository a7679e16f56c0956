/// The section on impedance in a few lines for a person at a terminal.
public struct ImpedanceText: Sendable {
  private let section: ReportImpedance

  public init(_ section: ReportImpedance) { self.section = section }

  /// The lines with line breaks between them.
  public var text: String { lines.joined(separator: "\n") }

  /// The lines, without line breaks.
  public var lines: [String] { spectra + pulses + trend }

  /// A few spectra are told one by one; of a long series the report holds each, and the terminal
  /// what they have in common and which of them are in doubt.
  private var spectra: [String] {
    let spectra = section.spectra ?? []
    return spectra.count > Self.most
      ? SpectrumSeriesText(spectra).lines : spectra.flatMap { Self.lines($0) }
  }

  private static let most = 12

  private static func lines(_ spectrum: ReportSpectrum) -> [String] {
    let head = "\(spectrum.input): \(spectrum.format), \(spectrum.points) points"
    let notes = spectrum.findings.map { "  [\($0.severity)] \($0.code): \($0.message.en)" }
    let test = spectrum.kramersKronig.map { "  Kramers-Kronig: \($0.message.en)" }
    let circuit = spectrum.circuit.map {
      "  \($0.circuit): off by \($0.residual.significant(3)) %, \($0.reached) of \($0.starts) "
        + "starts reached it"
    }
    let parts = [("R1", spectrum.r1), ("R2", spectrum.r2), ("R3", spectrum.r3)].compactMap {
      name, part in part.map { "\(name) \(text($0))" }
    }
    let sizes = parts.isEmpty ? nil : "  " + parts.joined(separator: ", ")
    return [head] + notes + [test, circuit, sizes].compactMap(\.self)
  }

  private var pulses: [String] {
    guard let pulses = section.pulses, !pulses.isEmpty else { return [] }
    let counts = section.pulseCounts
    let fastest = pulses.map(\.samplingInterval).min() ?? 0
    let bounds = pulses.count { $0.r1?.standing == "upper-bound" }
    let values = pulses.count { $0.r1?.standing == "value" }
    return [
      "\(counts?.found ?? pulses.count) steps of the current, \(counts?.read ?? pulses.count) "
        + "read, \(counts?.pulses ?? 0) of them pulses; \(pulses.count) listed, "
        + "\(counts?.fitted ?? 0) fitted",
      "  first settled sample after \(fastest.significant(3)) s or more; R1 is a value in "
        + "\(values), an upper bound in \(bounds) of those listed",
    ]
  }

  private var trend: [String] {
    let courses = section.trend?.courses.map(\.text.en) ?? []
    let supported = section.attribution?.hypotheses.filter { $0.standing == "supported" } ?? []
    let circuits = section.trend?.circuits ?? []
    let mixed =
      circuits.count > 1
      ? [
        "The spectra were read with \(circuits.count) circuits, which divide R2 and R3 differently; "
          + "denchi impedance --circuit reads all with one."
      ] : []
    return courses + mixed + pulseTrend
      + supported.map { "Hypothesis \($0.rank): \($0.text.en)" }
      + [section.attribution?.conclusion.en].compactMap(\.self)
  }

  /// The like pulses with most ages; the others stand in the report.
  private var pulseTrend: [String] {
    guard let trends = section.pulseTrends, let trend = trends.first else { return [] }
    let others = trends.count > 1 ? "; \(trends.count - 1) more in the report" : ""
    return [
      "Pulses of \(trend.current.significant(3)) A at \(trend.points.count) ages\(others):"
    ] + trend.courses.map { "  \($0.text.en)" }
  }

  private static func text(_ part: ReportResistance) -> String {
    let size = "\((1000 * part.value).significant(4)) mohm"
    guard let low = part.low, let high = part.high else { return size }
    return "\(size) ± \((500 * (high - low)).significant(2))"
  }
}
