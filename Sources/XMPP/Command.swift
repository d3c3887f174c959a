package import XML

/// XEP-0050, Ad-Hoc Commands: one step of a command, asked for or answered.
/// ```xml
/// <command xmlns='http://jabber.org/protocol/commands' node='config'
///          sessionid='config:20020923T213616Z-700' status='executing'>
///   <actions execute='complete'><prev/><complete/></actions>
///   <note type='warn'>This cannot be undone.</note>
///   <x xmlns='jabber:x:data' type='form'>...</x>
/// </command>
/// ```
package struct Command: Hashable, Sendable {
  package static let name = QName("command", Namespace.commands)

  /// What the requester wants (section 4.1); none stands for `execute`.
  package enum Action: String, Sendable, CaseIterable { case execute, cancel, prev, next, complete }

  /// What the responder says (section 4.1).
  package enum Status: String, Sendable { case executing, completed, canceled }

  /// What the requester may do next (section 4.2); to cancel is allowed without being said.
  package struct Actions: Hashable, Sendable {
    /// Of `prev`, `next` and `complete`.
    package var allowed: Set<Action>
    /// What `execute` stands for, one of the allowed; nil is read as `next` (section 3.4).
    package var `default`: Action?

    package init(_ allowed: Set<Action>, default: Action? = nil) {
      self.allowed = allowed
      self.default = `default`
    }
  }

  /// Section 4.3. A command that failed has a note of kind `error` (section 3.6).
  package struct Note: Hashable, Sendable {
    package enum Kind: String, Sendable { case info, warn, error }

    package var kind: Kind
    package var text: String

    package init(_ kind: Kind, _ text: String) {
      self.kind = kind
      self.text = text
    }
  }

  /// Which command.
  package var node: String
  /// Which execution of it; nil in the first request, never empty.
  package var sessionID: String?
  package var action: Action?
  package var status: Status?
  package var actions: Actions?
  package var notes: [Note]
  package var form: DataForm?
  /// Of what people read in it (section 3.7); a request names it there or on the IQ.
  package var lang: String?

  package init(
    _ node: String, sessionID: String? = nil, action: Action? = nil, status: Status? = nil,
    actions: Actions? = nil, notes: [Note] = [], form: DataForm? = nil, lang: String? = nil
  ) {
    self.node = node
    self.sessionID = sessionID
    self.action = action
    self.status = status
    self.actions = actions
    self.notes = notes
    self.form = form
    self.lang = lang
  }
}

extension Command {
  /// malformed-action for an action that there is not, bad-sessionid for an empty session, bad-request
  /// without a node. What a requester has no say in, such as the status, is read leniently; a form
  /// that is cancelled counts as submitted (section 3.5.1).
  package init(_ element: Element, limits: DataForm.Limits = DataForm.Limits()) throws(StanzaError)
  {
    try element.expect("command", Namespace.commands)
    guard let node = element["node"], !node.isEmpty else {
      throw StanzaError(.badRequest, "A command has a node.")
    }
    self.init(
      node, sessionID: element["sessionid"], status: element["status"].flatMap(Status.init),
      lang: element.lang)
    if sessionID?.isEmpty == true { throw .command(.badSessionID, "The sessionid is empty.") }
    if let text = element["action"] {
      guard let action = Action(rawValue: text) else {
        throw .command(.malformedAction, "There is no such action.")
      }
      self.action = action
    }
    actions = element.first("actions", Namespace.commands).map { Actions($0) }
    notes = element.all("note", Namespace.commands).map { Note($0) }
    form = try DataForm(in: element, limits: limits)
    if form?.kind == .cancel { form?.kind = .submit }
  }

  package var element: Element {
    var command = Element(
      "command", Namespace.commands,
      [
        "node": node, "sessionid": sessionID, "action": action?.rawValue,
        "status": status?.rawValue,
      ])
    command.lang = lang
    if let actions { command.append(actions.element) }
    for note in notes { command.append(note.element) }
    if let form { command.append(form.element) }
    return command
  }
}

extension Command.Actions {
  /// The order of the schema (section 8).
  private static let all: [Command.Action] = [.prev, .next, .complete]

  fileprivate init(_ element: Element) {
    self.init(
      Set(Self.all.filter { element.first($0.rawValue, Namespace.commands) != nil }),
      default: element["execute"].flatMap(Command.Action.init))
  }

  fileprivate var element: Element {
    Element(
      "actions", Namespace.commands, ["execute": `default`?.rawValue],
      Self.all.filter(allowed.contains).map { Element($0.rawValue, Namespace.commands) })
  }
}

extension Command.Note {
  /// No kind, or an unknown one, is `info`.
  fileprivate init(_ element: Element) {
    self.init(element["type"].flatMap(Kind.init) ?? .info, element.text)
  }

  fileprivate var element: Element {
    var note = Element("note", Namespace.commands, text: text)
    note["type"] = kind.rawValue
    return note
  }
}

/// The application conditions of XEP-0050, section 4.4.
package enum CommandCondition: String, Sendable, CaseIterable {
  /// There is no such action.
  case malformedAction = "malformed-action"
  /// The action is not allowed now.
  case badAction = "bad-action"
  case badLocale = "bad-locale"
  /// A form that lacks something, for instance.
  case badPayload = "bad-payload"
  case badSessionID = "bad-sessionid"
  /// The session was completed or cancelled, or took too long.
  case sessionExpired = "session-expired"
}

extension StanzaError {
  /// An error with a condition of XEP-0050 beside that of RFC 6120 that goes with it.
  package static func command(_ condition: CommandCondition, _ text: String? = nil) -> StanzaError {
    StanzaError(
      condition == .sessionExpired ? .notAllowed : .badRequest, text,
      application: Element(condition.rawValue, Namespace.commands))
  }
}
