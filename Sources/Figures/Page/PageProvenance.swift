import Assessment

extension PageBody {
  /// Where every number comes from: files with their digests, instruments, settings, versions.
  var provenance: [Markup] {
    var parts = [Markup("h2", [:], pick("Provenance", "来歴"))]
    parts.append(
      table(
        [
          pick("Input", "入力"), pick("Format", "形式"), pick("Rows", "行数"),
          pick("Start (UTC)", "開始（UTC）"),
          "SHA-256",
        ],
        report.inputs.map {
          [
            $0.name, $0.format + ($0.refused ? pick(" (refused)", "（拒否）") : ""), "\($0.rows)",
            $0.startTime ?? pick("not recorded", "記録なし"), $0.sha256 ?? "–",
          ]
        }
          + (report.impedance?.spectra ?? []).map {
            [$0.input, $0.format, "\($0.points)", "–", $0.sha256]
          }))
    if let file = report.cellFile {
      parts.append(
        Markup(
          "p", ["class": "small"],
          pick("Declared: ", "申告：") + "\(file.name), SHA-256 \(file.sha256)"
            + (report.cell?.declaredBy.map { pick(", by \($0)", "、申告者 \($0)") } ?? "")))
    }
    if let instruments = report.cell?.instruments {
      parts.append(Markup("h3", [:], pick("Instruments", "計器")))
      parts.append(
        table(
          [
            pick("Instrument", "計器"), pick("Quantity", "量"), pick("Accuracy", "確度"),
            pick("Certificate", "証明書"), pick("Calibrated", "校正日"), pick("Due", "期限"),
          ],
          instruments.map {
            [
              $0.name, $0.quantity, accuracy($0),
              $0.calibration?.certificate ?? $0.calibrationCertificate ?? "–",
              $0.calibration?.date ?? "–", $0.calibration?.dueDate ?? "–",
            ]
          }))
    }
    if let statement = report.testReport { parts += self.statement(statement) }
    parts.append(Markup("h3", [:], pick("Versions and settings", "版と設定")))
    parts.append(
      Markup(
        "ul", ["class": "plain small"], versions.map { Markup("li", [:], $0) }))
    return parts
  }

  private func accuracy(_ instrument: ReportCell.Instrument) -> String {
    var parts: [String] = []
    if let reading = instrument.readingPercent {
      parts.append("\(reading) % " + pick("of reading", "（読み値）"))
    }
    if let share = instrument.fullScalePercent, let scale = instrument.fullScale {
      parts.append(
        "\(share.doubleValue.digits(6)) % " + pick("of", "／") + " \(scale.doubleValue.digits(6))")
    }
    return parts.isEmpty ? "–" : "± (" + parts.joined(separator: " + ") + ")"
  }

  private var versions: [String] {
    var list = [
      "\(report.schema), Denchi \(report.denchi)"
        + (report.judgedBy.map { pick(", judged by \($0)", "、判定 \($0)") } ?? ""),
      pick("SHA-256 of report.json: ", "report.jsonのSHA-256：") + page.digest,
    ]
    for assessment in report.assessments ?? [] {
      list.append(
        pick("rule pack ", "規則集 ") + "\(assessment.pack) \(assessment.edition)"
          + (assessment.packHash.map { ", SHA-256 \($0)" } ?? ""))
    }
    if let settings = report.settings {
      list.append(pick("decision rule ", "判定規則 ") + settings.decision.rawValue)
      let given =
        settings.accept.map { "accept=\($0)" } + settings.columns.map { "column=\($0)" }
        + settings.units.map { "unit=\($0)" } + settings.negate.map { "negate=\($0)" }
      if !given.isEmpty {
        list.append(
          pick("settings that changed numbers: ", "数値を変えた設定：") + given.joined(separator: ", "))
      }
    }
    return list
  }

  private func statement(_ statement: TestStatement) -> [Markup] {
    var rows = statement.declared.values.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
    rows += statement.deviations.map { [pick("deviation", "逸脱"), $0] }
    rows += statement.fromOthers.map { [pick("from others", "他者提供"), $0] }
    rows += statement.opinions.map { [pick("opinion", "所見"), $0] }
    if !statement.missing.isEmpty {
      rows.append([pick("not declared", "申告なし"), statement.missing.joined(separator: ", ")])
    }
    return [
      Markup("h3", [:], pick("Laboratory, item and work, as declared", "試験所・品目・作業（申告）")),
      table([pick("Key", "項目"), pick("Declared", "申告")], rows),
    ]
  }
}
