import CellData

extension QualityFinding {
  var cycleColumnIsNoCycle: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    let value = values["value"] != nil
    return FindingWords(
      found: Words(
        en: "The cycle column holds no cycle numbers"
          + (value ? " (\(e["value"]), for one)." : "."),
        ja: "サイクル列の値がサイクル番号ではない" + (value ? "（例：\(j["value"])）。" : "。")),
      repair: Words(
        en: "cycles are counted from the current alone.", ja: "サイクルは電流だけから数える。"),
      advice: Words(
        en: "do not rely on this column; cycles are counted from the current alone.",
        ja: "この列を使わない。サイクルは電流だけから数えている。"))
  }

  var cycleColumnDisagrees: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The file counts \(e["file"]) cycles; \(e["found"]) were found in the current, where a "
          + "new cycle begins with the first charge after a discharge. Both are kept.",
        ja: "ファイルのサイクル数は\(j["file"])、電流から数えると\(j["found"])"
          + "（放電後の最初の充電で新しいサイクルとする）。両方を残す。"),
      advice: Words(
        en: "say which count is meant when quoting a cycle number.",
        ja: "サイクル番号を引用するときは、どちらの数え方かを示す。"))
  }

  var stepColumnIsNoStep: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The step column changes \(e["changes"]) times in \(e["records"]) records, so it "
          + "numbers no steps.",
        ja: "ステップ列が\(j["records"])行の中で\(j["changes"])回変わっており、ステップ番号ではない。"),
      repair: Words(
        en: "steps are found from the signals alone.", ja: "ステップは信号だけから求める。"),
      advice: Words(
        en: "do not rely on this column; steps are found from the signals alone.",
        ja: "この列を使わない。ステップは信号だけから求めている。"))
  }

  var stepColumnDisagrees: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The file numbers \(e["file"]) steps; \(e["found"]) were found in the signals. Both "
          + "are kept.",
        ja: "ファイルのステップ数は\(j["file"])、信号から求めると\(j["found"])。両方を残す。"),
      advice: Words(
        en: "compare the steps at the rows named.", ja: "該当する行でステップを見比べる。"))
  }

  var temperatureColumnIsConstant: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "The temperature is \(e["value_degC"]) in every record, as without a sensor; no "
          + "temperature is reported.",
        ja: "温度がすべての行で\(j["value_degC"])であり、センサーなしと見なす。温度は報告しない。"),
      repair: Words(en: "the column is left out.", ja: "この列を除いた。"),
      advice: Words(
        en: "connect a temperature sensor.", ja: "温度センサーを接続する。"))
  }
}
