import Foundation
import TestSupport
import Testing

/// html5lib, an HTML parser that nobody here wrote (Debian: `python3-html5lib`).
enum HTML5Parser {
  private static let python = "/usr/bin/python3"

  /// Reads fragments as a browser does, writes what it read by the sanitiser's rules, and names the
  /// fragments that came out otherwise or hold anything that is not on this list of its own.
  private static let script = #"""
    import json, sys, html5lib
    elements = set('''a abbr audio b bdi bdo blockquote br caption cite code dd del details dfn div dl
      dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp
      small span strong sub summary sup table tbody td tfoot th thead time tr u ul var video
      wbr'''.split())
    attributes = set('''href rel src alt loading width height controls preload title lang dir cite
      datetime colspan rowspan scope start reversed value tabindex'''.split())
    schemes = ('http://', 'https://', 'mailto:', 'xmpp:', 'tel:', 'geo:')
    void = {'br', 'hr', 'img', 'wbr'}
    def escape(text):
      for sign, name in zip('&<>"\'`', ('amp', 'lt', 'gt', 'quot', '#39', '#96')):
        text = text.replace(sign, '&' + name + ';')
      return text
    def write(node, out):
      if not isinstance(node.tag, str) or node.tag not in elements:
        raise ValueError('element ' + str(node.tag))
      out.append('<' + node.tag)
      for name, value in node.attrib.items():
        if name not in attributes: raise ValueError('attribute ' + str(name))
        if name in ('href', 'src', 'cite') and not value.startswith(schemes):
          raise ValueError('address ' + value)
        if name == 'src' and not value.startswith(schemes[:2]): raise ValueError('source ' + value)
        out.append(' %s="%s"' % (name, escape(value)))
      out.append('>')
      if node.tag in void: return
      if node.tag == 'pre' and (node.text or '').startswith('\n'): out.append('\n')
      out.append(escape(node.text or ''))
      for child in node:
        write(child, out)
        out.append(escape(child.tail or ''))
      out.append('</%s>' % node.tag)
    wrong = []
    for number, markup in enumerate(json.load(sys.stdin)):
      root = html5lib.parseFragment(markup, container='div', namespaceHTMLElements=False)
      out = [escape(root.text or '')]
      try:
        for child in root:
          write(child, out)
          out.append(escape(child.tail or ''))
        back = ''.join(out)
      except ValueError as error:
        back = 'refused: ' + str(error)
      if back != markup: wrong.append([str(number), back])
    json.dump(wrong, sys.stdout)
    """#

  static let isInstalled: Bool = {
    succeeds([python, "-c", "import html5lib"])
  }()

  /// In CI a missing parser is a failure, elsewhere the tests that need it say that they are
  /// skipped.
  static var mayBeSkipped: Bool { ProcessInfo.processInfo.environment["CI"] != "true" }

  /// The fragments that are read back as something else, each beside what was read.
  static func misread(_ fragments: [String]) async throws -> [(markup: String, read: String)] {
    let result = try await Finished.running(
      [python, "-c", script], input: JSONEncoder().encode(fragments), withErrors: false,
      seconds: 120)
    try #require(result.status == 0)
    let wrong = try JSONDecoder().decode([[String]].self, from: result.bytes)
    return wrong.compactMap { pair in
      guard pair.count == 2, let index = Int(pair[0]) else { return nil }
      return (fragments[index], pair[1])
    }
  }
}
