import Social
import Testing
import XML

@Suite struct SanitizerTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let input: String
    let output: String

    init(_ input: String, _ output: String) {
      self.input = input
      self.output = output
    }

    var testDescription: String { input }
  }

  static let rel = #"rel="nofollow ugc noopener noreferrer""#

  @Test(arguments: [
    // Elements and attributes.
    Row("<p id=x class=y style=z name=n onclick=w>a</p>", "<p>a</p>"),
    Row("<h1>a</h1><h2>b</h2>", "<h2>a</h2><h2>b</h2>"),
    Row("<section>a</section><article>b</article>", "<div>a</div><div>b</div>"),
    Row("<font color=red>a</font><blink>b</blink>", "ab"),
    Row("a<script>b</script>c<style>d</style>e<svg>f</svg>g", "aceg"),
    Row("<object><p>a<object>b</object>c</object>d", "d"),
    Row(
      "<a href=https://a.example/ target=_top>x</a>", "<a href=\"https://a.example/\" \(rel)>x</a>"),
    Row("<a href=javascript:x>x</a>", "x"),
    Row("<a name=x>x</a>", "x"),
    Row(
      "<img src=https://a.example/x.png width=3 height=9 alt=A>",
      #"<img src="https://a.example/x.png" alt="A" loading="lazy" width="3" height="9">"#),
    Row("<img src=data:x alt='smile &lt;3'>", "smile &lt;3"),
    Row(
      "<picture><source srcset=x><img src=https://a.example/x></picture>",
      #"<img src="https://a.example/x" alt="" loading="lazy">"#),
    Row(
      "<video width=9><source src=x><source src=https://a.example/v>old</video>",
      #"<video controls="" preload="none" width="9" src="https://a.example/v">old</video>"#),
    Row("<audio autoplay>none</audio>", "none"),
    Row(
      "<ol reversed start=3><li value=2>a</ol>",
      #"<ol reversed="" start="3"><li value="2">a</li></ol>"#),
    Row("<time datetime=2026-11-22>now</time>", #"<time datetime="2026-11-22">now</time>"#),
    Row("<p lang=DE dir=RTL title='a\"b'>x</p>", #"<p title="a&quot;b" lang="de" dir="rtl">x</p>"#),
    Row("<p lang=1 dir=up>x</p>", "<p>x</p>"),
    Row("<p></p><p/>", "<p></p><p></p>"),
    Row("a<br/>b<br>c</br>d<hr>", "a<br>b<br>c<br>d<hr>"),
    Row("&<>\"'`", "&amp;&lt;&gt;&quot;&#39;&#96;"),
    // Nesting.
    Row("<p>a<p>b", "<p>a</p><p>b</p>"),
    Row("<p>a<div>b</div>c", "<p>a</p><div>b</div>c"),
    Row("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
    Row(
      "<ul>a<li>b<ul><ul><li>c</ul></ul></ul>",
      "<ul><li>a</li><li>b<ul><li><ul><li>c</li></ul></li></ul></li></ul>"),
    Row("<li>a</li><li>b</li>", "<div>a</div><div>b</div>"),
    Row(
      "<dl><div><dt>a<dd>b</div><div><dt>c<dd>d</div></dl>e",
      "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>e"),
    Row(
      "<table><tr><td>a<td>b<tr><th scope=row colspan=2>c</table>",
      #"<table tabindex="0"><tbody><tr><td>a</td><td>b</td></tr>"#
        + #"<tr><th colspan="2" scope="row">c</th></tr></tbody></table>"#),
    Row(
      "<table tabindex=-1>a</table>",
      #"<table tabindex="0"><tbody><tr><td>a</td></tr></tbody></table>"#),
    Row("<td>a</td><tr>b", "ab"),
    Row("<b>a<p>b</p>c</b>d", "<b>a<p>b</p>c</b>d"),
    Row("<p><b>a<p>b</b>c", "<p><b>a</b></p><p><b>b</b>c</p>"),
    Row("<b>a<i>b</b>c</i>d", "<b>a<i>b</i></b><i>c</i>d"),
    Row("<b><div>a</b>b</div>c", "<b><div>ab</div></b>c"),
    Row(
      "<a href=https://a/>a<a href=https://b/>b",
      "<a href=\"https://a/\" \(rel)>a</a><a href=\"https://b/\" \(rel)>b</a>"),
    Row("<h2>a<h3>b", "<h2>a</h2><h3>b</h3>"),
    Row("<ruby>a<rp>(<rt>b<rp>)</ruby>", "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>"),
    Row("<pre>\n\n a</pre>", "<pre tabindex=\"0\">\n\n a</pre>"),
    Row("<pre>\n a</pre>", "<pre tabindex=\"0\"> a</pre>"),
    // The tokenizer.
    Row("a<!-->b<!--->c<!-- --!>d<!-- <!-->e<!x>f<?y?>g</ z>h", "abcdefgh"),
    Row("a<!-- b", "a"),
    Row("a<b", "a"),
    Row("a < b <3 </> &c; &amp", "a &lt; b &lt;3  &amp;c; &amp;"),
    Row("&#128;&#x41;&#0;&#xD800;&notit;&notin;&colon;", "€A\u{FFFD}\u{FFFD}¬it;∉:"),
    Row(
      "<a href='https://a.example/?a=1&copy=2&amp;b'>x</a>",
      "<a href=\"https://a.example/?a=1&amp;copy=2&amp;b\" \(rel)>x</a>"),
    Row("<script><!--<script></script>--></script>a", "a"),
    Row("<textarea></p></textarea>a<plaintext>b</plaintext>", "a"),
    Row("<![CDATA[a]]>b<!DOCTYPE html \">\">c", "b&quot;&gt;c"),
    Row("<P TITLE=a title=b>x</P>", #"<p title="a">x</p>"#),
    Row("a\r\nb\u{0}\u{8}c", "a\nbc"),
  ])
  func html(_ row: Row) {
    #expect(Sanitizer.clean(html: row.input).html.markup == row.output)
  }

  @Test(arguments: [
    Row("<p>a</p>", "<p>a</p>"),
    Row("<P>a</P>", "a"),
    Row("<SCRIPT>a</SCRIPT>", ""),
    Row("<p xmlns='urn:x'>a<b xmlns='http://www.w3.org/1999/xhtml'>b</b></p>", "a<b>b</b>"),
    Row("<script xmlns='urn:x'>a</script>b", "b"),
    Row("<g xmlns='http://www.w3.org/2000/svg'>a</g>b", "b"),
    Row("<br>a</br>", "<br>a"),
    Row("<style>&lt;/style&gt;</style>a", "a"),
    Row("<p>&amp;lt;b&gt;</p>", "<p>&amp;lt;b&gt;</p>"),
    Row("<p xml:lang='fr'>a</p>", #"<p lang="fr">a</p>"#),
    Row(
      "<p xml:base='https://a.example/x/y?q'><a href='../z#f'>a</a></p>",
      "<p><a href=\"https://a.example/z#f\" \(rel)>a</a></p>"),
    Row("<p xml:base='javascript:'><a href='z'>a</a></p>", "<p>a</p>"),
    Row("<a href='z'>a</a>", "a"),
  ])
  func xhtml(_ row: Row) throws {
    let element = try SanitizerInvariantTests.xhtml(row.input)
    #expect(Sanitizer.clean(xhtml: element).html.markup == row.output)
  }

  @Test(arguments: [
    Row("a\nb\n\n \nc", "<p>a<br>b</p><p>c</p>"),
    Row("&lt;b&gt; <b>", "<p>&amp;lt;b&amp;gt; &lt;b&gt;</p>"),
    Row(
      "See (https://a.example/x_(y)), or HTTP://b.example.",
      "<p>See (<a href=\"https://a.example/x_(y)\" \(rel)>https://a.example/x_(y)</a>), or "
        + "<a href=\"http://b.example\" \(rel)>HTTP://b.example</a>.</p>"),
    Row(
      "xmpp:a@b.example?join",
      "<p><a href=\"xmpp:a@b.example?join\" \(rel)>xmpp:a@b.example?join</a></p>"),
    Row("javascript:x http: xhttp://a https:/b", "<p>javascript:x http: xhttp://a https:/b</p>"),
    Row("# *Markdown* stays [as](it is)", "<p># *Markdown* stays [as](it is)</p>"),
    Row("", ""), Row(" \n ", ""),
  ])
  func text(_ row: Row) {
    #expect(Sanitizer.clean(text: row.input).html.markup == row.output)
  }

  @Test(arguments: [
    Row("<p>a  b\nc</p><p>d<br>e</p>", "a b c\n\nd\ne"),
    Row("<ul><li>a<li>b</ul><table><tr><td>c<td>d<tr><td>e</table>", "a\nb\n\nc d\ne"),
    Row("<pre>a\n  b</pre><img src=https://a/ alt=c>", "a\n  b\n\nc"),
    Row("a<img src=https://a/ alt='b c'>d<img src=https://a/>e", "a b c de"),
  ])
  func plainText(_ row: Row) {
    #expect(Sanitizer.clean(html: row.input).text == row.output)
  }
}
