/// The style sheet of the report page.
enum PageStyle {
  /// - Parameter footer: what stands at the foot of each printed page.
  static func css(footer: String) -> String {
    base + FigureStyle.css + "@page{size:A4;margin:16mm 18mm 20mm;@bottom-left{content:"
      + quoted(footer) + ";font:8pt sans-serif;color:#57606A}"
      + "@bottom-right{content:counter(page) \" / \" counter(pages);font:8pt sans-serif;color:#57606A}}"
  }

  /// A CSS string; what is not a plain letter is written as its code.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        || " .-_".unicodeScalars.contains(scalar)
      if isPlain {
        result.unicodeScalars.append(scalar)
      } else if scalar.value >= 0x20 {
        result += "\\" + String(scalar.value, radix: 16) + " "
      }
    }
    return result + "\""
  }

  private static let base = """
    :root{color-scheme:light dark;--ink:#1B1F23;--soft:#57606A;--paper:#FFFFFF;--line:#D5DAE0;--zone:#F1F3F5}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:880px;padding:16px 20px 48px;font:15px/1.55 'Noto Sans JP','Noto Sans CJK JP','Hiragino Sans','Yu Gothic',Meiryo,'Noto Sans',system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
    .switch{position:absolute;opacity:0}
    .switch-name{display:inline-block;padding:4px 14px;border:1px solid var(--line);border-radius:4px;margin-right:6px;cursor:pointer;font-size:14px}
    .switch:checked+.switch-name{background:var(--ink);color:var(--paper)}
    .switch:focus-visible+.switch-name{outline:3px solid #0072B2;outline-offset:2px}
    main{display:none}
    #show-ja:checked~main[lang=ja],#show-en:checked~main[lang=en]{display:block}
    h1{font-size:25px;line-height:1.25;margin:18px 0 2px}
    h2{font-size:19px;margin:34px 0 8px;padding-top:10px;border-top:2px solid var(--ink)}
    h3{font-size:15px;margin:18px 0 4px}
    p{margin:6px 0}.soft{color:var(--soft)}.small{font-size:13px}
    .verdicts{display:grid;gap:10px;margin:16px 0}
    .verdict{border:1px solid var(--line);border-left:8px solid var(--ink);padding:10px 14px;background:var(--zone)}
    .verdict.pass{border-left-color:#0072B2}.verdict.fail{border-left-color:#D55E00}
    .verdict .word{font-size:20px;font-weight:700;display:block}
    .numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:10px;margin:14px 0}
    .number{border:1px solid var(--line);padding:8px 12px}.number b{display:block;font-size:18px}
    figure{margin:18px 0 22px}figure svg{width:100%;height:auto;display:block;border:1px solid var(--line)}
    figcaption{font-size:13px;color:var(--soft);margin-top:4px}
    details{margin-top:6px}summary{cursor:pointer;font-size:13px}
    .wide{overflow-x:auto}
    table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums;margin:6px 0}
    th,td{overflow-wrap:break-word;text-align:left;vertical-align:top;padding:3px 8px;border-bottom:1px solid var(--line)}
    td code{word-break:break-all}th{font-weight:600;overflow-wrap:normal;border-bottom:1px solid var(--ink)}caption{text-align:left;color:var(--soft);font-size:13px}
    code{font:12px ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
    ul.plain{padding-left:18px;margin:6px 0}
    .missing{border-left:4px solid var(--line);padding-left:10px;color:var(--soft);font-size:14px}
    .end{margin-top:40px;border-top:2px solid var(--ink);padding-top:8px;text-align:center}
    @media screen and (prefers-color-scheme:dark){:root{--ink:#E8EAED;--soft:#A6AEB7;--paper:#14171A;--line:#3A424B;--zone:#20252B}}
    @media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:10.5pt;background:#FFF;color:#1B1F23}
    .switch,.switch-name{display:none}summary{list-style:none}
    figure svg,.verdict,.number,tr{break-inside:avoid}figure svg,figcaption{break-after:avoid}figcaption{break-before:avoid}figure{margin:8px 0 12px}h2,h3{break-after:avoid}figure svg{border:none}thead{display:table-header-group}
    .verdict,.number{border-color:#888}}

    """
}
