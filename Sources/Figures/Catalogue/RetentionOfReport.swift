public import Assessment

extension Retention {
  /// The life in a report.
  public init(_ report: Report, abscissa: Abscissa = .cycles) throws(FigureRefusal) {
    guard let fade = report.capacityFade else {
      throw FigureRefusal(
        .retention,
        en: "the report holds no life of one cell; it needs two cycles that can be compared",
        ja: "報告書に一つのセルの寿命試験がありません。比較できる2サイクルが必要です")
    }
    let tests = Set(fade.referenceTests?.cycles ?? [])
    let points = fade.points.compactMap { point -> Point? in
      guard let health = point.stateOfHealth, let use = abscissa.use(of: point) else { return nil }
      return Point(
        use: use, stateOfHealth: health, coulombicEfficiency: point.coulombicEfficiency,
        counts: point.exclusion == nil, isReferenceTest: tests.contains(point.number))
    }
    guard !points.isEmpty else {
      throw FigureRefusal(
        .retention, en: "no cycle has a place on this axis: the run has no wall clock",
        ja: "この軸に置けるサイクルがありません（時計の記録がない）")
    }
    // Laws and ends are counted in cycles; they have no place on another axis.
    let isCycles = abscissa == .cycles
    let end = fade.endOfLife
    let interval = end.projection?.cycle ?? end.cycle
    self.init(
      points: points, abscissa: abscissa, reference: fade.reference.capacity,
      referenceCycle: fade.reference.cycle, threshold: end.threshold,
      endOfLife: isCycles ? interval.map(Interval.init) : nil, endIsProjected: !end.reached,
      course: isCycles
        ? fade.course.map {
          Course(
            use: $0.cycle, value: $0.stateOfHealth, low: $0.low, high: $0.high,
            lastUse: $0.lastCycle, law: $0.law)
        } : nil,
      knee: isCycles ? (fade.knee.point ?? fade.knee.onset).map(Interval.init) : nil,
      remarks: Self.remarks(fade), name: report.cellName)
  }

  private static func remarks(_ fade: ReportCapacityFade) -> [Words] {
    var remarks: [Words] = []
    if let refusal = fade.endOfLife.refusal {
      let more = refusal.moreCyclesNeeded
      remarks.append(
        Words(
          en: "No end of life is stated (\(refusal.reason))"
            + (more.map { "; about \($0) more cycles are needed." } ?? "."),
          ja: "寿命は示せない（\(reason(refusal.reason))）。" + (more.map { "あと約\($0)サイクル必要。" } ?? "")))
    }
    if fade.knee.answer != "found" {
      remarks.append(
        Words(
          en: "Knee: \(fade.knee.answer.split(separator: "-").joined(separator: " ")).",
          ja: "膝点：\(kneeAnswer(fade.knee.answer))。"))
    }
    return remarks
  }

  private static func reason(_ code: String) -> String {
    switch code {
    case "too-few-cycles": "サイクル不足"
    case "no-fade": "劣化が雑音と区別できない"
    case "too-far": "データから遠すぎる"
    case "missing-stretch": "記録の欠けた区間がある"
    default: code
    }
  }

  private static func kneeAnswer(_ code: String) -> String {
    switch code {
    case "none-in-the-data": "データの範囲にはない"
    case "missing-stretch": "記録の欠けた区間があり判断できない"
    case "too-few-cycles": "サイクル不足で判断できない"
    default: code
    }
  }
}

extension Retention.Interval {
  init(_ interval: ReportInterval) {
    self.init(value: interval.value, low: interval.low, high: interval.high)
  }
}

extension Retention.Abscissa {
  fileprivate func use(of point: ReportFadePoint) -> Double? {
    switch self {
    case .cycles: Double(point.number)
    case .equivalentFullCycles: point.equivalentFullCycles
    case .days: point.days
    }
  }
}
