package import XML

/// What a request is served by: an IQ of one kind with one payload, where several operations share a
/// payload also by the child that names the operation.
package struct Route<Handler: Sendable>: Sendable {
  package let kind: IQ.Kind
  package let payload: QName
  package let operation: String?
  /// What service discovery says because this route is there.
  package let features: [String]
  package let handler: Handler

  package init(
    _ kind: IQ.Kind, _ payload: QName, _ operation: String? = nil, features: [String] = [],
    handler: Handler
  ) {
    self.kind = kind
    self.payload = payload
    self.operation = operation
    self.features = features
    self.handler = handler
  }
}

/// Finds the handler of a request. Features are derived from the routes, so that nothing is advertised
/// that is not there.
package struct Router<Handler: Sendable>: Sendable {
  private struct Key: Hashable {
    let kind: IQ.Kind
    let payload: QName
    let operation: String?
  }

  private let handlers: [Key: Handler]
  package let features: Set<String>

  package init(_ routes: [Route<Handler>]) {
    handlers = Dictionary(
      uniqueKeysWithValues: routes.map {
        (Key(kind: $0.kind, payload: $0.payload, operation: $0.operation), $0.handler)
      })
    features = Set(routes.flatMap(\.features))
  }

  package func handler(for iq: IQ) -> Handler? {
    guard let payload = iq.payload else { return nil }
    if let whole = handlers[Key(kind: iq.kind, payload: payload.name, operation: nil)] {
      return whole
    }
    for child in payload.elements where child.name.namespace == payload.name.namespace {
      let key = Key(kind: iq.kind, payload: payload.name, operation: child.name.name)
      if let handler = handlers[key] { return handler }
    }
    return nil
  }
}
