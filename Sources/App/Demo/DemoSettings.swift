import XMPP

/// What one demo is made of; kept in a file, so that a kept one starts again as it was (its posts name
/// the address of the pictures, for instance).
struct DemoSettings: Sendable {
  struct Ports: Hashable, Sendable {
    var web: Int
    var xmpp: Int
    var component: Int
    var pictures: Int
  }

  /// The ports that were asked for.
  struct Wishes: Sendable {
    var web: Int?
    var xmpp: Int?
  }

  var ports: Ports
  let componentSecret: String
  /// Of the invented people.
  let castPassword: String
  let visitorPassword: String
  /// Whether all posts are there.
  var isFilled = false

  /// Those of an earlier demo in the folder, or new ones, which are saved.
  init(in folder: DemoFolder, wishes: Wishes) throws(Failure) {
    let earlier = try Self.read(folder)
    let free = try LoopbackPort.free(4)
    func port(_ name: String, _ index: Int) -> Int {
      earlier[name].flatMap(Int.init) ?? free[index]
    }
    ports = Ports(
      web: wishes.web ?? port("web_port", 0), xmpp: wishes.xmpp ?? port("xmpp_port", 1),
      component: port("component_port", 2), pictures: port("pictures_port", 3))
    componentSecret = earlier["component_secret"] ?? Self.word(24)
    castPassword = earlier["cast_password"] ?? Self.word(24)
    visitorPassword = earlier["visitor_password"] ?? Self.word(10)
    isFilled = earlier["filled"] == "yes"
    for port in [ports.web, ports.xmpp, ports.component, ports.pictures] {
      guard LoopbackPort(port).isFree else {
        throw Failure(
          .unavailable,
          "Port \(port) is in use by another process"
            + (earlier.isEmpty ? "." : "; perhaps a demo runs in \(folder.path) already."))
      }
    }
    try save(in: folder)
  }

  func save(in folder: DemoFolder) throws(Failure) {
    let lines = [
      "web_port \(ports.web)", "xmpp_port \(ports.xmpp)", "component_port \(ports.component)",
      "pictures_port \(ports.pictures)", "component_secret \(componentSecret)",
      "cast_password \(castPassword)", "visitor_password \(visitorPassword)",
      "filled \(isFilled ? "yes" : "no")",
    ]
    try folder.write(DemoFolder.mark, lines.joined(separator: "\n") + "\n")
  }

  private static func read(_ folder: DemoFolder) throws(Failure) -> [String: String] {
    let file: TextFile
    do throws(TextFile.Failure) {
      file = try TextFile.read(folder.file(DemoFolder.mark), limit: 4_096)
    } catch .missing {
      return [:]
    } catch {
      throw Failure(.noInput, "\(folder.file(DemoFolder.mark)) \(error.words).")
    }
    var values: [String: String] = [:]
    for line in file.content.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
    }
    return values
  }

  /// Random; without letters and digits that are taken for one another.
  private static func word(_ length: Int) -> String {
    var random = SystemRandomNumberGenerator()
    return String(
      (0..<length).map { _ in "abcdefghjkmnpqrstuvwxyz23456789".randomElement(using: &random) ?? "x"
      })
  }

  var webAddress: String { "http://127.0.0.1:\(ports.web)" }
  var pictureAddress: String { "http://127.0.0.1:\(ports.pictures)" }

  /// What Martlet is told.
  func configuration(_ folder: DemoFolder) throws(Failure) -> Configuration {
    let component: BareJID
    let domain: BareJID
    do throws(JIDError) {
      component = try BareJID(Demo.component)
      domain = try BareJID(Demo.domain)
    } catch {
      throw Failure(.software, "The demo's own addresses are wrong: \(error)")
    }
    return Configuration(
      components: [
        Configuration.Component(
          jid: component, secret: Secret(componentSecret),
          server: Configuration.Server(host: "127.0.0.1", port: ports.component))
      ],
      database: folder.file("martlet.sqlite"), domains: [domain], admins: [],
      web: Configuration.Web(
        host: "127.0.0.1", port: ports.web, origin: webAddress, siteName: Demo.siteName))
  }
}
