import Assessment

extension PageBody {
  /// The figures in the order of a report; what cannot be drawn is one line that says why.
  var figures: [Markup] {
    let sections: [(name: String, kinds: [FigureKind], isThere: Bool)] = [
      (
        pick("Rate characteristic", "レート特性"),
        [
          .capacityRate, .dischargeCapacity, .dischargeTime, .voltageCurrent, .resistanceDepth,
          .ragone,
        ],
        report.rateCharacteristics?.discharges != nil
      ),
      (
        pick("Ageing", "劣化"), [.retention, .incrementalCapacity, .differentialVoltage],
        report.capacityFade != nil
      ),
      (
        pick("Impedance", "インピーダンス"),
        [.nyquist, .bode, .impedanceResidual, .relaxationTimes, .resistanceAge],
        report.impedance?.spectra != nil
      ),
      (pick("Voltage window", "電圧の領域"), [.voltageWindow], report.steps != nil),
      (
        pick("Uncertainty", "不確かさ"), [.uncertaintyBudget],
        report.energyDensity?.conventions.contains { $0.uncertainty != nil } ?? false
      ),
    ]
    return sections.flatMap { section -> [Markup] in
      let heading = Markup("h2", [:], section.name)
      guard section.isThere else {
        return [heading, missing(section.kinds[0], need(section.kinds[0]))]
      }
      return [heading] + section.kinds.map(figure)
    }
  }

  private func need(_ kind: FigureKind) -> String {
    do {
      _ = try kind.drawing(of: report)
      return ""
    } catch {
      return text(error.reason)
    }
  }

  private func figure(_ kind: FigureKind) -> Markup {
    do {
      return shown(try kind.drawing(of: report).figure(in: language), id: kind.rawValue)
    } catch {
      return missing(kind, text(error.reason))
    }
  }

  /// A figure with its words and the table of its numbers.
  func shown(_ figure: Figure, id: String) -> Markup {
    let svg = figure.svg(id: "\(language.rawValue)-\(id)-", in: .page)
    var element = Markup("figure", ["data-kind": figure.kind.rawValue], nodes: [.raw("\n" + svg)])
    element.append(Markup("figcaption", [:], figure.summary))
    let rows = figure.table.rows
    guard !rows.isEmpty else { return element }
    var details = Markup("details", ["open": rows.count <= 8 ? "open" : nil])
    details.append(Markup("summary", [:], pick("Numbers", "数値")))
    let most = 120
    details.append(table(figure.table.columns, Array(rows.prefix(most)), caption: figure.title))
    if rows.count > most {
      details.append(
        Markup(
          "p", ["class": "small soft"],
          pick(
            "\(rows.count - most) more rows in report.json",
            "残り\(rows.count - most)行はreport.jsonにある")))
    }
    element.append(details)
    return element
  }

  // MARK: Judgements

  /// Each assessment with its gauges and its rules.
  var judgements: [Markup] {
    (report.assessments ?? []).flatMap { assessment -> [Markup] in
      var parts = [
        Markup(
          "h2", [:], pick("Judged by ", "判定：") + text(assessment.title)),
        Markup(
          "p", ["class": "small soft"],
          "\(assessment.document) · \(text(assessment.status)) · \(assessment.pack) \(assessment.edition)"
        ),
      ]
      for result in assessment.rules {
        guard let gauge = VerdictGauge(result, of: assessment),
          let figure = try? gauge.figure(in: language)
        else { continue }
        parts.append(shown(figure, id: "\(assessment.pack)-\(result.id)".plainLetters))
      }
      parts.append(rules(of: assessment))
      if !assessment.openPoints.isEmpty {
        parts.append(Markup("h3", [:], pick("What the document leaves open", "文書が定めていない点")))
        parts.append(
          Markup(
            "ul", ["class": "plain small"],
            assessment.openPoints.map { Markup("li", [:], text($0.text)) }))
      }
      return parts
    }
  }

  private func rules(of assessment: Assessment) -> Markup {
    let shown = assessment.rules.filter { $0.verdict != .notApplicable }
    return table(
      [
        pick("Rule", "項目"), pick("Verdict", "判定"), pick("Requirement", "要求"), pick("Missing", "不足"),
      ],
      shown.map { rule in
        [
          "\(rule.id) (\(rule.source.place))",
          "\(rule.verdict.sign) \(text(rule.verdict.words))", text(rule.text),
          rule.missing.map { text($0.text) }.joined(separator: "; "),
        ]
      }, caption: pick("Rules that apply", "適用した項目"))
  }
}

extension String {
  /// With only what may stand in an id.
  var plainLetters: String {
    String(
      unicodeScalars.map { scalar in
        let isPlain =
          scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        return isPlain || scalar == "-" ? Character(scalar) : "-"
      })
  }
}
