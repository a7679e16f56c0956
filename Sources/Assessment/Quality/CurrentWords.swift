import CellData

extension QualityFinding {
  var counterDisagrees: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The integral of the current and the instrument's counter disagree: "
          + "\(e["integral_Ah"]) against \(e["counter_Ah"]), where the sampling explains "
          + "\(e["tolerance_Ah"]); a difference of \(e["difference_percent"]).",
        ja: "電流の積分と装置のカウンターが一致しない：\(j["integral_Ah"])と\(j["counter_Ah"])"
          + "（差\(j["difference_percent"])、記録間隔で説明できる差は\(j["tolerance_Ah"])）。"),
      repair: Words(
        en: "the integral of the current is used.", ja: "電流の積分値を使う。"),
      advice: Words(
        en: "find out which is right: lost samples, a counter that is reset, a wrong unit. The "
          + "report uses the integral.",
        ja: "記録の欠落、カウンターのリセット、単位の誤りのどれかを調べる。報告は積分値を使う。"))
  }

  var counterRunsBack: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The instrument's capacity counter falls inside a step, by \(e["jump_Ah"]) at most. "
          + "The integral of the current is used instead.",
        ja: "装置の容量カウンターがステップの途中で減少している（最大\(j["jump_Ah"])）。"
          + "代わりに電流の積分を使う。"),
      repair: Words(
        en: "the integral of the current is used.", ja: "電流の積分値を使う。"),
      advice: Words(
        en: "do not quote this counter; check the tester's range changes at the rows named.",
        ja: "このカウンター値は引用せず、該当行での装置のレンジ切替を確かめる。"))
  }

  var currentResolution: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    let counter = values["counter_Ah"] != nil
    return FindingWords(
      found: Words(
        en: "The current is recorded to \(e["resolution_A"]) where \(e["current_A"]) flows, which "
          + "leaves \(e["doubt_percent"]) of doubt: the integral gives \(e["integral_Ah"])"
          + (counter ? ", the counter \(e["counter_Ah"])." : "."),
        ja: "\(j["current_A"])の電流が\(j["resolution_A"])刻みで記録され、"
          + "\(j["doubt_percent"])の疑いが残る：積分値は\(j["integral_Ah"])"
          + (counter ? "、カウンターは\(j["counter_Ah"])。" : "。")),
      repair: Words(
        en: "the instrument's counter is used.", ja: "装置のカウンターを使う。"),
      advice: Words(
        en: "export the current with more digits, or measure in a smaller range.",
        ja: "電流の桁数を増やして出力し直すか、小さいレンジで測定する。"))
  }

  var currentSign: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    let counted = values["agree"] != nil || values["disagree"] != nil
    return FindingWords(
      found: Words(
        en: "The sign of the current contradicts what the file or the voltage says of the direction"
          + (counted ? ": \(e["agree"]) step(s) agree, \(e["disagree"]) do not." : "."),
        ja: "電流の符号が、ファイルの記載または電圧の変化の向きと矛盾する"
          + (counted ? "（一致\(j["agree"])、不一致\(j["disagree"])）。" : "。")),
      repair: Words(
        en: "the current follows the file's own word for the direction, positive on charge.",
        ja: "ファイルに書かれた充放電の別に従い、充電を正とした。"),
      advice: Words(
        en: "say that current is positive on discharge (`--negate current`); a current without any "
          + "sign needs a column that names the direction.",
        ja: "放電が正の電流であれば`--negate current`を指定する。符号のない電流には、充放電の別を示す"
          + "列が必要。"))
  }

  var currentUnitSlip: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    let byCounter = values["counter_Ah"] != nil
    return FindingWords(
      found: Words(
        en: byCounter
          ? "The unit of the current looks wrong: its integral is \(e["integral_Ah"]), the "
            + "instrument's counter says \(e["counter_Ah"])."
          : "The unit of the current looks wrong: it would be \(e["cRate"])C and a capacity of "
            + "\(e["capacity_Ah"]) for a cell rated \(e["rated_Ah"]).",
        ja: byCounter
          ? "電流の単位が疑わしい：積分値は\(j["integral_Ah"])、装置のカウンターは\(j["counter_Ah"])。"
          : "電流の単位が疑わしい：定格\(j["rated_Ah"])のセルに対し\(j["cRate"])C、容量"
            + "\(j["capacity_Ah"])となる。"),
      repair: Words(
        en: "the current was scaled to the counter.", ja: "電流をカウンターに合わせて換算した。"),
      advice: Words(
        en: "name the column's true unit (A or mA) when reading the file, or correct "
          + "ratedCapacity_Ah in cell.json.",
        ja: "読み込み時に電流列の正しい単位（AまたはmA）を指定するか、cell.jsonのratedCapacity_Ahを直す。"))
  }
}
