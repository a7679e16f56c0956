/// The style sheet of figures: what presentation attributes cannot say.
///
/// Attributes give the light colours; the sheet turns them for a dark screen. Print stays light. In
/// a page whose policy forbids styles inside figures, put ``css`` into the page's own sheet.
public enum FigureStyle {
  public static let fontFamily =
    "'Noto Sans JP','Noto Sans CJK JP','Hiragino Sans','Yu Gothic',Meiryo,'Noto Sans',sans-serif"

  /// The rules for a dark screen.
  public static let css: String =
    "@media screen and (prefers-color-scheme:dark){"
    + Ink.all.map {
      ".figure .s-\($0.token){stroke:\($0.dark)}.figure .f-\($0.token){fill:\($0.dark)}"
    }.joined() + "}"
}
