/// The evidence for and against each cause, while it is gathered.
struct EvidenceLists {
  private var lists = Dictionary(
    uniqueKeysWithValues: CauseRanking.Cause.allCases.map {
      ($0, (pro: [CauseRanking.Evidence](), con: [CauseRanking.Evidence]()))
    })

  mutating func add(_ evidence: CauseRanking.Evidence, for causes: [CauseRanking.Cause]) {
    for cause in causes { lists[cause]?.pro.append(evidence) }
  }

  mutating func add(_ evidence: CauseRanking.Evidence, against causes: [CauseRanking.Cause]) {
    for cause in causes { lists[cause]?.con.append(evidence) }
  }

  /// One piece of evidence for, or another against.
  mutating func weigh(
    _ isSo: Bool, _ pro: CauseRanking.Evidence, _ con: CauseRanking.Evidence,
    _ causes: [CauseRanking.Cause]
  ) {
    isSo ? add(pro, for: causes) : add(con, against: causes)
  }

  /// The causes by what speaks for them less what speaks against them.
  var ranked: [CauseRanking.Hypothesis] {
    let all = CauseRanking.Cause.allCases
    func score(_ cause: CauseRanking.Cause) -> Int {
      guard let list = lists[cause] else { return 0 }
      return list.pro.count - list.con.count
    }
    let order = all.enumerated().sorted { a, b in
      let (x, y) = (score(a.element), score(b.element))
      return x != y ? x > y : a.offset < b.offset
    }.map(\.element)
    return order.map { cause in
      let list = lists[cause] ?? ([], [])
      return CauseRanking.Hypothesis(
        cause: cause, rank: 1 + all.count { score($0) > score(cause) },
        standing: score(cause) > 0 ? .supported : score(cause) < 0 ? .contradicted : .open,
        evidenceFor: list.pro, evidenceAgainst: list.con,
        notToldFrom: all.filter {
          $0 != cause && score($0) == score(cause) && isRival($0, of: cause)
        })
    }
  }

  /// Whether two causes share evidence for them, or have the same evidence, if any.
  private func isRival(_ other: CauseRanking.Cause, of cause: CauseRanking.Cause) -> Bool {
    guard let a = lists[other], let b = lists[cause] else { return false }
    return a.pro.contains { b.pro.contains($0) } || (a.pro == b.pro && a.con == b.con)
  }
}
