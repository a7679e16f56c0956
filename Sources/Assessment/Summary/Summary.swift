/// A report in a few lines for a person at a terminal.
///
/// In English; the words of verdicts stand in Japanese too. Holds nothing that the report does not.
public struct Summary: Sendable {
  private let report: Report

  public init(_ report: Report) { self.report = report }

  /// The summary with a line break at its end.
  ///
  /// - Parameter bold: whether headings carry the terminal's code for bold.
  public func text(bold: Bool = false) -> String {
    let sections = [
      heading, inputs, findings, rates("Discharges", report.rateCharacteristics?.discharges),
      fit, rates("Charges", report.rateCharacteristics?.charges), chargeFit, fade, density,
      impedance, verdicts, absent,
    ]
    return sections.compactMap(\.self).map { $0.text(bold: bold) }.joined(separator: "\n")
  }

  private struct Section {
    var title: String?
    var lines: [String]

    func text(bold: Bool) -> String {
      let head = title.map { bold ? "\u{1B}[1m\($0)\u{1B}[0m\n" : "\($0)\n" } ?? ""
      return head + lines.map { "  \($0)\n" }.joined()
    }
  }

  private var impedance: Section? {
    report.impedance.map { Section(title: "Impedance", lines: ImpedanceText($0).lines) }
  }

  // MARK: What went in

  private var heading: Section {
    guard let cell = report.cell else {
      return Section(title: "Cell: nothing declared", lines: [])
    }
    let size = cell.dimensions.map { dimensions in
      [dimensions.diameter, dimensions.width, dimensions.height, dimensions.thickness]
        .compactMap(\.self).map(\.description).joined(separator: " × ") + " mm"
    }
    let declared = [
      cell.casing, cell.use, size, cell.ratedCapacity.map { "rated \($0) Ah" },
      cell.nominalVoltage.map { "nominal \($0) V" },
    ]
    let lines = [declared.compactMap(\.self).joined(separator: ", ")].filter { !$0.isEmpty }
    return Section(title: "Cell \(cell.id ?? "without id")", lines: lines)
  }

  private var inputs: Section {
    let lines = report.inputs.map { input in
      let duration = input.duration.map { ", \((($0) / 3600).significant(4)) h" } ?? ""
      let refused = input.refused ? " — REFUSED, see the findings" : ""
      return "\(input.name): \(input.format), \(input.rows) rows\(duration)\(refused)"
    }
    let found = [
      report.steps.map { "\($0.count) steps" }, report.cycles.map { "\($0.count) cycles" },
    ].compactMap(\.self).joined(separator: ", ")
    return Section(title: "Inputs", lines: lines + (found.isEmpty ? [] : [found + " found"]))
  }

  private var findings: Section {
    guard !report.quality.isEmpty else {
      return Section(title: "Data quality: nothing found", lines: [])
    }
    let order = ["refused", "repaired", "warning", "note"]
    let sorted = order.flatMap { severity in
      report.quality.filter { $0.severity == severity }
    }
    let counts = order.compactMap { severity in
      let count = sorted.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) \(severity)"
    }
    let named = report.inputs.count > 1
    let lines = sorted.map { finding in
      let input = named ? finding.input.map { " (\($0))" } ?? "" : ""
      return "[\(finding.severity)] \(finding.code)\(input): \(finding.message.en)"
    }
    return Section(title: "Data quality: " + counts.joined(separator: ", "), lines: lines)
  }

  // MARK: What came out

  private func rates(_ title: String, _ rows: [ReportRateRow]?) -> Section? {
    guard let rows, !rows.isEmpty else { return nil }
    // A life repeats one current again and again: its capacities stand under capacity fade.
    let shown = report.capacityFade == nil ? rows : rows.filter { $0.exclusion != "repeated" }
    let hidden = rows.count - shown.count
    let note = hidden > 0 ? ["and \(hidden) repeated at these currents"] : []
    return Section(title: title, lines: RateTableText(shown).lines + note)
  }

  private var fit: Section? { line(of: report.rateCharacteristics?.fit, sign: "−") }

  private var chargeFit: Section? { line(of: report.rateCharacteristics?.chargeFit, sign: "+") }

  private func line(of fit: ReportFit?, sign: String) -> Section? {
    guard let line = fit?.meanVoltage else { return nil }
    let volts = line.openCircuitVoltageError.map { " ± \($0.significant(2))" } ?? ""
    let ohms = line.resistanceError.map { " ± \(($0 * 1000).significant(2))" } ?? ""
    let head =
      "Mean voltage: E = E0 \(sign) r·I with E0 = \(line.openCircuitVoltage.fixed(4))\(volts) V, "
      + "r = \((line.resistance * 1000).significant(4))\(ohms) mΩ"
    let depths = (fit?.atDepthOfDischarge ?? fit?.atDepthOfCharge)?.count ?? 0
    let atDepths = depths > 0 ? ["E0 and r at \(depths) depths are in the report"] : []
    return Section(title: nil, lines: [head, quality(of: line)] + atDepths)
  }

  private func quality(of line: ReportLine) -> String {
    guard let residual = line.worstResidual else {
      return "\(line.currents) currents: no residual is left to test the line by"
    }
    var text =
      "\(line.currents) currents, worst residual \((residual * 1000).significant(3)) mV"
    guard let linear = line.linear else { return text }
    text += linear ? "; a straight line" : "; not a straight line"
    if !linear, let from = line.linearFrom, let to = line.linearTo {
      text += ", except from \(from.significant(4)) to \(to.significant(4)) A"
    }
    return text
  }

  private var fade: Section? {
    report.capacityFade.map {
      Section(title: "Capacity fade", lines: CapacityFadeText($0).lines)
    }
  }

  private var density: Section? {
    guard let density = report.energyDensity else { return nil }
    var lines: [String] = []
    if let measured = density.measured {
      let doubt = measured.expandedUncertainty.map { " ± \($0.significant(2)) (k = 2)" } ?? ""
      lines.append(
        "\(measured.value)\(doubt) \(measured.unit) measured: \(Self.words(of: measured))")
    } else {
      let list = density.missing.map(\.text.en).joined(separator: "; ")
      lines.append("not measured; needed: \(list)")
    }
    if let declared = density.declared {
      lines.append(
        "\(declared.value) \(declared.unit) declared (rated × nominal)")
    }
    return Section(title: "Energy density", lines: lines)
  }

  private static func words(of measured: StatedQuantity) -> String {
    guard let convention = measured.convention else { return measured.source }
    let energy = convention.energy
    let parts = [
      "\(energy.energy.significant(6)) Wh", energy.cRate.map { "at \($0.significant(3))C" },
      energy.temperature?.mean.map { "\($0.significant(3)) °C" },
      convention.selection.map { "(\($0.rawValue))" },
      "in \(convention.volume.volume.significant(5)) L, dimensions: \(convention.volume.basis)",
    ]
    return parts.compactMap(\.self).joined(separator: " ")
  }

  private var verdicts: Section? {
    guard let assessments = report.assessments, let first = assessments.first else { return nil }
    let lines = assessments.flatMap { assessment in
      [
        "\(assessment.pack): \(assessment.verdict.words.en.uppercased()) / "
          + assessment.verdict.words.ja,
        "  \(assessment.reason.en)",
      ] + beside(assessment)
    }
    return Section(title: "Verdicts (\(first.decisionRule.rawValue))", lines: lines)
  }

  /// Simple acceptance beside the rule that decided, and what would turn the verdict.
  private func beside(_ assessment: Assessment) -> [String] {
    assessment.rules.filter { $0.measured?.convention != nil && $0.verdict != .notApplicable }
      .flatMap { rule -> [String] in
        var lines: [String] = []
        if let table = rule.decision {
          let band = table.expandedUncertainty.map { ", U \($0.significant(3))" } ?? ""
          lines.append(
            "  \(rule.id): \(rule.verdict.rawValue)\(band); simple acceptance: "
              + table.simpleAcceptance.rawValue)
        }
        lines += (rule.conventions ?? []).map {
          "    \($0.value) \(rule.unit ?? "") \($0.convention): \($0.verdict.rawValue)"
        }
        if let nearest = rule.changes?.first {
          lines.append("    would change: \(nearest.text.en)")
        }
        return lines
      }
  }

  private var absent: Section? {
    guard !report.absent.isEmpty else { return nil }
    let lines = report.absent.map {
      "\($0.section): \($0.reason.en) Needed: \($0.needed.en)."
    }
    return Section(title: "Not in this report", lines: lines)
  }
}
