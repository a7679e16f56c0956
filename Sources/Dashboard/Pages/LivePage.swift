import Figures

/// The page that follows a recording.
struct LivePage {
  var language: FigureLanguage
  var archive: String
  var key: String
  var run: Int64?
  var window: String

  var html: HTML {
    let query = run.map { "?run=\($0)&window=\(window)" } ?? ""
    let frame = PageFrame(
      language: language, title: archive, path: "/" + query, script: "/live.js", key: key)
    return frame.page(
      """
      <p id="offline" class="banner" role="alert" hidden>\(offlineWords)</p>
      <p id="complaint" class="banner" role="alert" hidden></p>
      <main id="live" data-offline-after="3000">
      <div class="heading"><h1>\(archive)</h1><p id="summary" aria-live="polite">\(language.say("Connecting …", "接続中…"))</p></div>
      <ul id="tiles" class="tiles" aria-label="\(language.say("channels", "チャンネル"))"></ul>
      <template id="tile"><li><button type="button" class="tile" aria-pressed="false">
      <span class="tile-name"></span><span class="tile-state"></span>
      <span class="tile-voltage"><b></b> V</span><span class="tile-current"><b></b> A</span><span class="tile-temperature"><b></b> °C</span>
      <span class="tile-age"></span><span class="tile-counts"></span><span class="tile-alarm"></span>
      <span class="tile-spark" aria-hidden="true"></span></button></li></template>
      <section id="detail" hidden aria-label="\(language.say("chosen channel", "選んだチャンネル"))">
      <div class="detail-head"><h2 id="detail-name"></h2>
      <button type="button" id="acknowledge" hidden>\(language.say("Alarm seen", "警報を確認"))</button>
      <div class="windows" role="group" aria-label="\(language.say("time window", "表示時間"))">\(windows)</div></div>
      <figure id="strip"></figure>
      <div id="facts"></div>
      <div class="columns"><section><h3>\(language.say("Rate table", "レート特性の表"))</h3><div id="rates"></div></section>
      <section><h3>\(language.say("Steps", "ステップ"))</h3><div id="steps"></div></section></div>
      <section><h3>\(language.say("Gaps, alarms and events", "欠測・警報・記録"))</h3><div id="events"></div></section>
      </section>
      <noscript><p class="banner">\(language.say("The live page needs its script; the archive is unharmed without it.", "この画面にはスクリプトが必要です。記録には影響ありません。"))</p></noscript>
      </main>
      """)
  }

  private var offlineWords: String {
    language.say(
      "This page is not updating. What it shows are last values. The recording itself does not "
        + "depend on this page.",
      "画面は更新されていません。表示は最終値です。記録そのものはこの画面に依存しません。")
  }

  private var windows: [HTML] {
    Self.windowNames.map { name, _ in
      let word =
        switch name {
        case "all": language.say("all", "全体")
        case "step": language.say("step", "ステップ")
        case "1m": language.say("1 min", "1分")
        case "10m": language.say("10 min", "10分")
        default: language.say("1 h", "1時間")
        }
      let isPressed = name == window ? "true" : "false"
      return
        "<button type=\"button\" data-window=\"\(name)\" aria-pressed=\"\(isPressed)\">\(word)</button>"
    }
  }

  /// The windows of the strip chart in s; nil for all, 0 for the step that runs.
  static let windowNames: [(String, Double?)] = [
    ("1m", 60), ("10m", 600), ("1h", 3600), ("step", 0), ("all", nil),
  ]
}
