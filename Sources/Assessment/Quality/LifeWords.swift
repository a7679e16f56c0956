import CellData

extension QualityFinding {
  var runsOverlapInTime: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The file begins \(e["overlap_s"]) before the one before it ends: one cell cannot be "
          + "in two tests at once. No capacity fade is reported.",
        ja: "前のファイルの終わりより\(j["overlap_s"])早く始まる。1つのセルが同時に2つの試験を受けることはない。容量低下は報告しない。"),
      advice: Words(
        en: "put the files of each cell into a folder of its own, or correct the clocks.",
        ja: "セルごとにフォルダを分けるか、時計を直す。"))
  }

  var runOrderUnproven: FindingWords {
    FindingWords(
      found: Words(
        en: "Neither wall clocks nor names (month_day_year) prove the order of the files; the "
          + "order of their names was taken.",
        ja: "時計の記録にもファイル名（月_日_年）にも順序の根拠がなく、名前の順とした。"),
      advice: Words(
        en: "export the files with date and time.", ja: "日付と時刻を付けて出力し直す。"))
  }

  var duplicatedRun: FindingWords {
    FindingWords(
      found: Words(
        en: "The file holds the same steps as another one.",
        ja: "別のファイルと同じステップが入っている。"),
      repair: Words(
        en: "it is counted once in the life of the cell.", ja: "寿命の計算では1回だけ数える。"),
      advice: Words(en: "take one of the two away.", ja: "一方を取り除く。"))
  }

  var cellsMixed: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    let isVoltage = values["before_V"] != nil
    let (before, after) = isVoltage ? ("before_V", "after_V") : ("before_Ah", "after_Ah")
    return FindingWords(
      found: Words(
        en: "The \(isVoltage ? "mean discharge voltage" : "capacity") jumps from \(e[before]) in "
          + "one file to \(e[after]) in this one: they look like different cells. No capacity "
          + "fade is reported.",
        ja: "前のファイルで\(j[before])だった\(isVoltage ? "平均放電電圧" : "容量")が、このファイルで"
          + "\(j[after])になる。別のセルと見られるため、容量低下は報告しない。"),
      advice: Words(
        en: "put the files of each cell into a folder of its own.", ja: "セルごとにフォルダを分ける。"))
  }

  var tableCoversRun: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The discharges of this file stand in the cycle table beside it, too "
          + "(\(e["compared"]) compared, \(e["worst_percent"]) apart at most). The table counts; "
          + "the file lends its voltage curves.",
        ja: "このファイルの放電は隣のサイクル表にもある（\(j["compared"])回を比べ、差は最大\(j["worst_percent"])）。"
          + "表を数え、このファイルからは電圧曲線だけを使う。"),
      advice: Words(
        en: "compare the two where they differ.", ja: "異なる箇所を確かめる。"))
  }

  var chargeLimitedCycles: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "These charges end at the same \(e["charge_Ah"]) while their end voltage moves: the "
          + "cycles are limited by charge and do not measure the capacity.",
        ja: "終止電圧が動くのに、充電はどれも\(j["charge_Ah"])で終わる。電気量で制限されたサイクルであり、容量を測っていない。"),
      advice: Words(
        en: "follow the capacity by full reference tests between voltage limits; where there are "
          + "two at least, they count here.",
        ja: "電圧範囲全体の基準試験で容量を追う。2回以上あれば、ここではそれを数える。"))
  }

  var capacityRises: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The capacity rises over the record, by \(e["percentPerCycle"]) percent per cycle: "
          + "no fade can be projected.",
        ja: "記録の間に容量が1サイクルあたり\(j["percentPerCycle"])%増えている。容量低下は予測できない。"),
      advice: Words(
        en: "check temperature and cut-off voltages of the cycles.",
        ja: "サイクルの温度と終止電圧を確かめる。"))
  }

  var tooFewCycles: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "Of \(e["cycles"]) cycles, \(e["comparable"]) can be compared with each other: too "
          + "few for capacity fade.",
        ja: "\(j["cycles"])サイクルのうち、互いに比べられるのは\(j["comparable"])であり、容量低下を調べるには足りない。"),
      advice: Words(
        en: "at least two whole cycles at one current are needed.",
        ja: "同じ電流の完全なサイクルが2つ以上必要である。"))
  }
}
