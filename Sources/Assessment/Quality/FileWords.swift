import CellData

extension QualityFinding {
  var cutFile: FindingWords {
    FindingWords(
      found: Words(
        en: "The file breaks off in the middle of its last record, which is left out.",
        ja: "ファイルが最後の行の途中で切れている。その行は除いた。"),
      repair: Words(
        en: "the last, incomplete record is left out.", ja: "最後の不完全な行を除いた。"),
      advice: Words(
        en: "copy the file again; more than one record may be missing.",
        ja: "ファイルをコピーし直す。失われた行は1行とは限らない。"))
  }

  var duplicatedRows: FindingWords {
    FindingWords(
      found: Words(
        en: "A record repeats the one before it in time, voltage and current.",
        ja: "時間・電圧・電流が直前の行と同じ行がある。"),
      repair: Words(en: "the repetition is left out.", ja: "重複した行を除いた。"),
      advice: Words(
        en: "check whether the file was joined from overlapping parts.",
        ja: "重なった部分をつないだファイルでないか確かめる。"))
  }

  var emptyRun: FindingWords {
    FindingWords(
      found: Words(
        en: "The input holds no sample that can be used.", ja: "使える記録が1行もない。"),
      advice: Words(
        en: "check that the file is the exported data and not only its header.",
        ja: "見出しだけでなくデータを含むファイルかを確かめる。"))
  }

  var ambiguousText: FindingWords {
    FindingWords(
      found: Words(
        en: "The text can be read in more than one way (decimal comma or separator, day or month, "
          + "encoding).",
        ja: "文字の読み方が一つに定まらない（小数点か区切りか、日か月か、文字コード）。"),
      repair: Words(
        en: "the reading that fits all rows was taken.", ja: "すべての行に合う読み方を採った。"),
      advice: Words(
        en: "say on the command line how it is meant.", ja: "コマンドラインで読み方を指定する。"))
  }

  var unknownContent: FindingWords {
    FindingWords(
      found: Words(
        en: "The file holds something that is not known here.",
        ja: "このプログラムが知らない内容がある。"),
      repair: Words(
        en: "it was passed over; what is known was read.", ja: "読み飛ばし、分かる部分だけを読んだ。"),
      advice: Words(
        en: "compare a few numbers with the vendor's own software.",
        ja: "製造元のソフトウェアの表示と数か所を比べる。"))
  }

  var interpolatedValue: FindingWords {
    FindingWords(
      found: Words(
        en: "The file does not store these values for every record; they were computed from what "
          + "it stores.",
        ja: "この値は記録ごとには保存されておらず、保存された値から計算した。"),
      repair: Words(
        en: "time from the recording interval, counters from the current, current from charge.",
        ja: "時刻は記録間隔から、積算値は電流から、電流は電気量から求めた。"),
      advice: Words(
        en: "treat them as computed, not as measured.", ja: "測定値ではなく計算値として扱う。"))
  }

  var startsInsideDischarge: FindingWords {
    FindingWords(
      found: Words(
        en: "The run starts inside a discharge: from which state of charge is not known, so this "
          + "discharge takes no part in the fits.",
        ja: "記録が放電の途中から始まっている。開始時の充電率が分からないため、この放電は当てはめに使わない。"),
      advice: Words(
        en: "record the charge before the discharge too.", ja: "放電前の充電も記録する。"))
  }

  var moreCapacityAtHigherCurrent: FindingWords {
    let (e, j) = (figures(.english), figures(.japanese))
    return FindingWords(
      found: Words(
        en: "A higher current gave more capacity: \(e["capacity_Ah"]) at \(e["current_A"]) against "
          + "\(e["lowerCapacity_Ah"]) at \(e["lowerCurrent_A"]). Self-heating can do this; it is "
          + "reported as found.",
        ja: "大きい電流のほうが容量が大きい：\(j["current_A"])で\(j["capacity_Ah"])、"
          + "\(j["lowerCurrent_A"])で\(j["lowerCapacity_Ah"])。自己発熱で起こりうる。測定のまま報告する。"),
      advice: Words(
        en: "look at the temperatures of the two discharges and at what was done before them.",
        ja: "2つの放電の温度と、その前の操作を確かめる。"))
  }
}
