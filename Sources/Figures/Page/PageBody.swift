import Assessment

/// The page in one language.
struct PageBody {
  let report: Report
  let language: FigureLanguage
  let page: ReportPage

  init(_ page: ReportPage, _ language: FigureLanguage) {
    self.page = page
    report = page.report
    self.language = language
  }

  var markup: Markup {
    var main = Markup("main", ["lang": language.rawValue])
    for part in head + judgements + figures + tables + remarks + provenance + [end] {
      main.append(part)
    }
    return main
  }

  func pick(_ en: String, _ ja: String) -> String { language.pick(en, ja) }
  func text(_ words: Words) -> String { words.text(in: language) }

  // MARK: Head: what was tested, the verdict, three numbers

  private var head: [Markup] {
    let inputs = report.inputs.map(\.name) + (report.impedance?.spectra ?? []).map(\.input)
    let dates = report.inputs.compactMap(\.startTime).map { $0.prefix(10) }
    let date = [dates.min(), dates.max() == dates.min() ? nil : dates.max()].compactMap(\.self)
      .joined(separator: " – ")
    return [
      Markup("h1", [:], pick("Test report", "試験報告書") + " · " + report.cellName),
      Markup(
        "p", ["class": "soft small"],
        pick("Report", "報告書") + " \(page.shortDigest) · Denchi \(report.denchi) · "
          + (date.isEmpty ? pick("date of test not recorded", "試験日の記録なし") : date) + " · "
          + inputs.prefix(4).joined(separator: ", ")
          + (inputs.count > 4
            ? pick(" and \(inputs.count - 4) more", " 他\(inputs.count - 4)件") : "")),
      Markup("div", ["class": "verdicts"], (report.assessments ?? []).map(verdict)),
      Markup("div", ["class": "numbers"], numbers),
    ] + (report.assessments == nil ? [missing(FigureKind.verdictGauge, text(noVerdict))] : [])
  }

  private var noVerdict: Words {
    report.absent.first { $0.section == "assessments" }?.reason
      ?? Words(en: "nothing was judged", ja: "判定した項目がない")
  }

  private func verdict(_ assessment: Assessment) -> Markup {
    let kind: String
    switch assessment.verdict {
    case .pass: kind = "pass"
    case .fail: kind = "fail"
    default: kind = "open"
    }
    return Markup(
      "div", ["class": "verdict \(kind)", "data-verdict": assessment.verdict.rawValue],
      [
        Markup(
          "span", ["class": "soft small"], "\(text(assessment.title)) (\(assessment.edition))"),
        Markup(
          "span", ["class": "word"], "\(assessment.verdict.sign) \(text(assessment.verdictText))"),
        Markup("p", [:], text(assessment.reason)),
        Markup("p", ["class": "soft small"], text(assessment.decisionRuleText)),
      ])
  }

  private var numbers: [Markup] {
    var list: [(name: String, value: String, from: String)] = []
    if let density = report.energyDensity?.measured {
      list.append(
        (
          pick("Energy density (measured)", "体積エネルギー密度（測定）"), Self.value(density),
          density.coverageFactor.map { "k = \($0.digits(2))" }
            ?? pick("uncertainty not known", "不確かさは不明")
        ))
    }
    let rows = report.rateCharacteristics?.discharges ?? []
    if let slowest = rows.first(where: { $0.exclusion == nil }) ?? rows.first {
      list.append(
        (
          pick("Capacity, slowest discharge", "容量（最も遅い放電）"),
          "\(slowest.capacity.digits(5)) Ah", "\(slowest.current.digits(4)) A"
        ))
    }
    if let line = report.rateCharacteristics?.fit?.meanVoltage {
      let unit = DrawnUnit("ohm", largest: line.resistance)
      list.append(
        (
          pick("r from the mean voltages", "r（平均電圧から）"),
          "\(unit(line.resistance).digits(4)) \(unit.symbol)",
          "E0 = \(line.openCircuitVoltage.digits(5)) V"
        ))
    }
    if let fade = report.capacityFade {
      list.append(
        (
          pick("State of health", "健全度"),
          "\((100 * fade.stateOfHealth.onFirstReferenceCycle).digits(4)) %",
          pick("cycle", "サイクル") + " \(fade.stateOfHealth.cycle)"
        ))
    }
    return list.map {
      Markup(
        "div", ["class": "number"],
        [
          Markup("span", ["class": "small soft"], $0.name), Markup("b", [:], $0.value),
          Markup("span", ["class": "small soft"], $0.from),
        ])
    }
  }

  private static func value(_ quantity: StatedQuantity) -> String {
    let value = quantity.value.doubleValue
    guard let uncertainty = quantity.expandedUncertainty, uncertainty > 0 else {
      return "\(value.digits(5)) \(quantity.unit)"
    }
    return "(\(UncertainNumber.text(value, uncertainty))) \(quantity.unit)"
  }

  // MARK: End

  private var end: Markup {
    Markup(
      "p", ["class": "end"],
      text(
        report.testReport?.resultsConcern
          ?? Words(en: "The results concern only the item tested.", ja: "結果は試験した品目だけに関するものである。"))
        + " — " + pick("End of the report", "報告書の終わり") + " \(page.shortDigest)")
  }

  // MARK: Pieces

  func missing(_ kind: FigureKind, _ reason: String) -> Markup {
    Markup("p", ["class": "missing"], "\(text(kind.title)): \(reason)")
  }

  /// A cell of a table; a digest may be broken anywhere.
  private static func cell(_ text: String) -> Markup {
    let isDigest = text.utf8.count == 64 && !text.contains(" ")
    return isDigest
      ? Markup("td", [:], [Markup("code", [:], text)]) : Markup("td", [:], text)
  }

  func table(_ columns: [String], _ rows: [[String]], caption: String? = nil) -> Markup {
    var table = Markup("table")
    if let caption { table.append(Markup("caption", [:], caption)) }
    table.append(
      Markup("thead", [:], [Markup("tr", [:], columns.map { Markup("th", ["scope": "col"], $0) })]))
    table.append(
      Markup(
        "tbody", [:],
        rows.map { row in Markup("tr", [:], row.map(Self.cell)) }))
    return Markup("div", ["class": "wide"], [table])
  }
}
