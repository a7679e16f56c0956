import CellAnalysis
import CellData
import Figures
import RunArchive

/// The chosen channel: strip chart, what runs, the rate table and the events.
struct ChannelDetail: Encodable, Sendable {
  var strip: String
  var facts: String
  var rates: String
  var steps: String
  var events: String

  /// - Parameters:
  ///   - window: how much of the run is drawn, in s; nil for all, 0 for the step that runs.
  init(_ followed: FollowedRun, window: Double?, at now: Double, _ language: FigureLanguage) {
    let findings = followed.findings()
    strip = Self.strip(followed, findings, window, now, language)
    facts = LiveTables.facts(followed, findings, language).markup
    rates =
      LiveTables.rates(
        findings.flatMap { followed.rates($0) },
        running: followed.isEnded ? nil : findings?.steps.last?.number, language
      ).markup
    steps = LiveTables.steps(findings?.steps ?? [], language).markup
    events = LiveTables.events(followed, language).markup
  }

  private static func strip(
    _ followed: FollowedRun, _ findings: RunFindings?, _ window: Double?, _ now: Double,
    _ language: FigureLanguage
  ) -> String {
    let end = followed.last?.time ?? 0
    let stepStart = findings?.steps.last?.start.value ?? 0
    let start = window.map { $0 == 0 ? stepStart : end - $0 } ?? -.infinity
    let signs = ChannelSigns(
      period: followed.periodOfLookers, lastSample: followed.lastArrival,
      isInterrupted: followed.isInterrupted, isEnded: followed.isEnded)
    let state = signs.state(at: now)
    let isOld = state == .stalled || state == .gap
    let age = signs.age(at: now) ?? 0
    let quantities: [(Channel, StripChart.Quantity)] = [
      (.voltage, .voltage), (.current, .current), (.temperature, .temperature),
    ]
    let steps = (findings?.isRefused == false ? findings?.steps : nil) ?? []
    let starts = steps.map(\.start.value)
    let traces =
      quantities.map { StripChart.Trace($0.1, points: followed.points($0.0, since: start)) }
      + [
        StripChart.Trace(.charge, points: followed.stepCharge(since: start, stepStarts: starts))
      ]
    let chart = StripChart(
      traces: traces, gaps: followed.drawnGaps(beside: traces[0].points, since: start),
      steps: steps.filter { $0.start.value >= start }.map {
        StripChart.StepMark(
          time: $0.start.value, number: $0.number, mode: $0.mode.short(language))
      },
      alarms: followed.events.compactMap(StripChart.Alarm.init).filter { $0.time >= start },
      // The grey part may be as long as the drawn one; what matters is the age beside it.
      now: isOld ? end + min(age, max(end - max(start, 0), 10)) : nil,
      name: followed.run.plan.name)
    do throws(FigureRefusal) {
      return try chart.figure(in: language).svg(id: "strip", in: .page)
    } catch {
      return HTML("<p class=\"quiet\">\(error.reason.text(in: language))</p>").markup
    }
  }
}

extension StepMode {
  func short(_ language: FigureLanguage) -> String {
    switch self {
    case .rest: language.say("rest", "休止")
    case .constantCurrent: "CC"
    case .constantVoltage: "CV"
    case .constantPower: "CP"
    case .pulse: language.say("pulse", "パルス")
    case .profile: language.say("profile", "変動")
    }
  }
}

extension StripChart.Alarm {
  /// The crossing of a limit, as the recorder wrote it down.
  init?(_ event: RecordedEvent) {
    guard event.kind == .limitCrossed else { return nil }
    let quantity = StripChart.Quantity.allCases.first { event.detail.hasPrefix($0.rawValue) }
    guard let quantity, let limit = event.detail.split(separator: " ").last.flatMap({ Double($0) })
    else { return nil }
    self.init(time: Double(event.time) / 1e9, quantity: quantity, limit: limit)
  }
}
