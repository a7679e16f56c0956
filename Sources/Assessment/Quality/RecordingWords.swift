import CellData

extension QualityFinding {
  var recordedGap: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The recorder marked gaps with this cause: \(e["slots"]) slots, "
          + "\(e["share_percent"]) of the run; the longest lasts \(e["longest_s"]).",
        ja: "この原因による欠落が記録されている：\(j["slots"])個、全体の\(j["share_percent"])、"
          + "最長\(j["longest_s"])。"),
      advice: Words(
        en: "mend the cause before the next run; what the cell did meanwhile is not known.",
        ja: "次の試験の前に原因を取り除く。欠落中のセルの状態は分からない。"))
  }

  var recordedEvent: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The recorder noted this, first at \(e["first_s"]).",
        ja: "記録中にこの出来事があった。最初は\(j["first_s"])。"),
      advice: Words(
        en: "read the events of the run (`denchi archive show`).",
        ja: "試験の出来事を確かめる（`denchi archive show`）。"))
  }

  var runStillOpen: FindingWords {
    FindingWords(
      found: Words(
        en: "The run was not ended by its recorder; what it held so far was analysed.",
        ja: "記録はまだ終わっていない。これまでの分を解析した。"),
      advice: Words(
        en: "analyse it again when it is complete.", ja: "終了後にもう一度解析する。"))
  }
}
