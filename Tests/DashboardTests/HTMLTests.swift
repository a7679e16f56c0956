import Testing

@testable import Dashboard

struct HTMLTests {
  @Test func `text between braces cannot become markup`() {
    let name = "<script>alert('x')</script> & \"y\""
    let html: HTML = "<b>\(name)</b>"
    #expect(
      html.markup
        == "<b>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;</b>")
  }

  @Test func `letters that turn the order of others are replaced`() {
    let html: HTML = "\("a\u{202E}b\u{0007}")"
    #expect(html.markup == "a\u{FFFD}b\u{FFFD}")
  }

  @Test func `markup inside markup stays markup, in order`() {
    let inner: [HTML] = ["<i>1</i>", "<i>2</i>"]
    #expect(("<p>\(inner)</p>" as HTML).markup == "<p><i>1</i><i>2</i></p>")
  }
}
