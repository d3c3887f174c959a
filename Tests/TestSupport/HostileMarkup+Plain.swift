extension HostileMarkup {
  /// For what is one line of plain text: titles, names of authors, tags.
  package static let plain: [String] =
    html.filter { !$0.contains("\u{0}") && !$0.contains("\u{0C}") }.prefix(40) + [
      #""><script>window.pwned=1</script>"#,
      #"'><script>window.pwned=1</script>"#,
      #"</title><script>window.pwned=1</script>"#,
      #"</h1><img src=x onerror=window.pwned=1>"#,
      #"</a><svg onload=window.pwned=1>"#,
      #"--><script>window.pwned=1</script>"#,
      #"]]><script>window.pwned=1</script>"#,
      #"</style><script>window.pwned=1</script>"#,
      #"</textarea><script>window.pwned=1</script>"#,
      #"" onmouseover="window.pwned=1" x=""#,
      #"' onmouseover='window.pwned=1' x='"#,
      #"` onmouseover=window.pwned=1 `"#,
      #"x onmouseover=window.pwned=1"#,
      #"x/onmouseover=window.pwned=1//"#,
      #"" autofocus onfocus=window.pwned=1 x=""#,
      #"javascript:window.pwned=1"#,
      #"data:text/html,<script>window.pwned=1</script>"#,
      #"{{constructor.constructor('window.pwned=1')()}}"#,
      #"{{{<script>window.pwned=1</script>}}}"#,
      #"{{&x}}<script>window.pwned=1</script>"#,
      #"${window.pwned=1}"#,
      #"#{window.pwned=1}"#,
      #"<%= window.pwned=1 %>"#,
      #"<?xml version="1.0"?><script>window.pwned=1</script>"#,
      #"&lt;script&gt;window.pwned=1&lt;/script&gt;"#,
      #"&#60;script&#62;window.pwned=1&#60;/script&#62;"#,
      #"&#x3c;script&#x3e;window.pwned=1&#x3c;/script&#x3e;"#,
      #"%3Cscript%3Ewindow.pwned=1%3C/script%3E"#,
      #"\u003cscript\u003ewindow.pwned=1\u003c/script\u003e"#,
      #"\x3cscript\x3ewindow.pwned=1\x3c/script\x3e"#,
      #"\"-(window.pwned=1)-\""#,
      #"';window.pwned=1;//"#,
      "\u{202E}>tpircs/<1=denwp.wodniw>tpircs<",
      "\u{FEFF}<script>window.pwned=1</script>",
      "<scr\u{AD}ipt>window.pwned=1</scr\u{AD}ipt>",
      "<img src=x\u{2028}onerror=window.pwned=1>",
      "\u{FF1C}img src=x onerror=window.pwned=1\u{FF1E}",
      "<\u{0131}mg src=x onerror=window.pwned=1>",
      "<\u{017F}cript>window.pwned=1</\u{017F}cript>",
      "../../<script>window.pwned=1</script>?#<img src=x onerror=window.pwned=1>",
    ]

  /// For text of several lines, where addresses become links.
  package static let text: [String] =
    plain.prefix(30).map { "First line\n\n\($0)\nLast line" } + links
}
