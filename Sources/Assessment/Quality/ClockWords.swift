import CellData

extension QualityFinding {
  var clockRestart: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The clock starts again: \(e["previous_s"]) is followed by \(e["found_s"]).",
        ja: "時計が最初からやり直されている：\(j["previous_s"])の次が\(j["found_s"])。"),
      repair: Words(
        en: "a single record out of order takes the time of the record before it; after a true "
          + "restart time goes on from where it was, and the interval across it is not integrated.",
        ja: "1行だけ時刻が戻る場合は直前の行の時刻とする。本当の再開では時刻を直前から続け、"
          + "その間は積分しない。"),
      advice: Words(
        en: "export the run again with one clock for the whole test.",
        ja: "試験全体で1つの時計を使って、データを出力し直す。"))
  }

  var clockRunsBack: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The clock runs back: \(e["previous_s"]) is followed by \(e["found_s"]).",
        ja: "時刻が逆戻りしている：\(j["previous_s"])の次が\(j["found_s"])。"),
      repair: Words(
        en: "later times are shifted so that time goes on from where it was; the interval across "
          + "the jump is not integrated.",
        ja: "以後の時刻をずらして直前から続け、その間は積分しない。"),
      advice: Words(
        en: "check whether files were joined in the wrong order, and export the run again.",
        ja: "ファイルの結合順を確かめ、データを出力し直す。"))
  }

  var clockStandsStill: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    let longest = values["longest_s"] != nil
    return FindingWords(
      found: Words(
        en: "The clock stands still while current flows"
          + (longest ? " (\(e["longest_s"]) at most)." : "."),
        ja: "電流が流れているのに時刻が進まない" + (longest ? "（最長\(j["longest_s"])）。" : "。")),
      repair: Words(
        en: "records at one time add no charge.", ja: "同じ時刻の行は電気量に加えない。"),
      advice: Words(
        en: "export the run with a finer time; charge that flowed meanwhile is missing.",
        ja: "時刻の分解能を上げて出力し直す。その間に流れた電気量は含まれていない。"))
  }

  var clockStep: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The wall clock was set during the test: it moved \(e["wallClock_s"]) while the test "
          + "time moved \(e["testTime_s"]). The test time is what is integrated.",
        ja: "試験中に実時計が変更されている：実時計は\(j["wallClock_s"])、試験時間は"
          + "\(j["testTime_s"])進んだ。積分には試験時間を使う。"),
      repair: Words(
        en: "the test time is used and the wall clock is not.",
        ja: "実時計ではなく試験時間を使う。"),
      advice: Words(
        en: "keep the tester's clock unchanged during a test.",
        ja: "試験中は装置の時計を変更しない。"))
  }

  var samplingGap: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    let typical = values["typical_s"] != nil
    let confirmed = values["confirmed"] != nil
    return FindingWords(
      found: Words(
        en: "Samples are missing for \(e["gap_s"])"
          + (typical ? " where one every \(e["typical_s"]) is usual" : "")
          + (confirmed ? "; the counter confirms the charge in \(e["confirmed"]) gap(s)." : "."),
        ja: "\(j["gap_s"])の間、記録が欠けている"
          + (typical ? "（通常の間隔は\(j["typical_s"])）" : "")
          + (confirmed ? "。カウンターで電気量を確認できた欠落は\(j["confirmed"])件。" : "。")),
      repair: Words(
        en: "the charge in the gap is taken from the instrument's counter.",
        ja: "欠落中の電気量は装置のカウンターから求める。"),
      advice: Words(
        en: "look in the tester's own log for the missing samples; the capacity across the gap "
          + "is a guess between its two ends.",
        ja: "装置の記録で欠けた部分を探す。欠落部分の容量は両端からの推定にすぎない。"))
  }

  var timeUnitSlip: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    let wall = values["wallClock_s"] != nil
    return FindingWords(
      found: Words(
        en: wall
          ? "The unit of time looks wrong: the test time spans \(e["duration_s"]), the wall clock "
            + "\(e["wallClock_s"]), a factor of \(e["factor"])."
          : "The unit of time looks wrong: current flows through \(e["duration_s"]) with a sample "
            + "only every \(e["interval_s"]).",
        ja: wall
          ? "時間の単位が疑わしい：試験時間は\(j["duration_s"])、実時計は\(j["wallClock_s"])で、"
            + "\(j["factor"])倍の違いがある。"
          : "時間の単位が疑わしい：\(j["duration_s"])にわたり電流が流れ、記録は\(j["interval_s"])ごとしかない。"),
      repair: Words(
        en: "times were scaled to the wall clock.", ja: "時間を実時計に合わせて換算した。"),
      advice: Words(
        en: "name the column's true unit (`--unit time=ms`), or export the file again if its times "
          + "were converted twice.",
        ja: "時間列の正しい単位を指定する（`--unit time=ms`）。時間が二重に換算されている場合は"
          + "ファイルを書き出し直す。"))
  }
}
