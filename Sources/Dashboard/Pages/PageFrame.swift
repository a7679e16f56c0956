import Figures

/// What every page has around its content.
struct PageFrame {
  var language: FigureLanguage
  var title: String
  /// The path with its query but for the language, for the switch to the other one.
  var path: String
  var script: String?
  /// A key without which nothing on the server can be changed.
  var key: String = ""
  var hasArchive = true

  func page(_ content: HTML) -> HTML {
    let other = language.other
    let join = path.contains("?") ? "&" : "?"
    let scriptTag: HTML = script.map { "<script src=\"\($0)\" defer></script>" } ?? ""
    let live: HTML =
      hasArchive
      ? "<a href=\"/?lang=\(language.rawValue)\"\(current("/"))>\(language.say("Live", "記録"))</a>"
      : ""
    return """
      <!doctype html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="denchi-key" content="\(key)">
      <title>\(title) · Denchi</title>
      <link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">\(scriptTag)<script src="/font.js" defer></script>
      </head><body>
      <header class="top"><a class="name" href="/?lang=\(language.rawValue)">Denchi <span lang="ja">電池</span></a>
      <nav aria-label="\(language.say("pages", "ページ"))">\(live)<a href="/lessons?lang=\(language.rawValue)"\(current("/lesson"))>\(language.say("Lessons", "レッスン"))</a>
      <a id="other-language" hreflang="\(other.rawValue)" lang="\(other.rawValue)" href="\(path)\(join)lang=\(other.rawValue)">\(other == .ja ? "日本語" : "English")</a></nav></header>
      <p id="no-font" class="banner" role="alert" lang="en" hidden>This machine has no font for Japanese (Debian: apt-get install fonts-noto-cjk; Windows and macOS have one among their optional fonts). The page in <a href="\(path)\(path.contains("?") ? "&" : "?")lang=en">English</a> needs none.</p>
      \(content)
      </body></html>

      """
  }

  private func current(_ prefix: String) -> HTML {
    let isHere = prefix == "/" ? !path.hasPrefix("/lesson") : path.hasPrefix(prefix)
    return isHere ? " aria-current=\"page\"" : ""
  }
}
