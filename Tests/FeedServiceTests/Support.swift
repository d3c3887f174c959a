import Foundation
import Logging
import PubSub
import Store
import Synchronization
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

extension ThreadGate {
  /// Makes the store's writer wait, and returns when it does.
  func close(_ store: Store) {
    store.submit({ _ in #expect(self.hold()) }, completion: { _ in })
    #expect(isReached())
  }
}

/// A text without what chance has made: the names of subscriptions, the values of items.
func masked(_ text: String) -> String {
  text.replacing(#/ subid='[0-9a-f]{32}'/#, with: "")
    .replacing(#/<cap-v-map .*?</cap-v-map>/#, with: "")
    .replacing(#/<delay [^>]*>/#, with: "<delay/>")
}

/// What an answer says: the payload of a result or `ok`, the conditions of an error in their order.
func outcome(_ answer: Element) -> String {
  guard answer["type"] == "error" else {
    guard answer["type"] == "result" else { return "no answer" }
    let payload = answer.elements.map { String(decoding: $0.xml(), as: UTF8.self) }.joined()
    return payload.isEmpty ? "ok" : masked(payload)
  }
  let error = answer.first("error", Namespace.component)
  let names = (error.map { Array($0.elements) } ?? []).filter { $0.name.name != "text" }
  return "\(error?["type"] ?? "?"): "
    + names.map { $0["feature"].map { "unsupported=\($0)" } ?? $0.name.name }
    .joined(separator: " ")
}

func submit(_ fields: KeyValuePairs<String, String>, type: String = "node_config") -> String {
  let type =
    "<field var='FORM_TYPE'><value>\(Namespace.pubsub)#\(type)</value></field>"
  return "<x xmlns='jabber:x:data' type='submit'>\(type)"
    + fields.map { "<field var='pubsub#\($0)'><value>\($1)</value></field>" }.joined() + "</x>"
}

func entry(_ title: String) -> String {
  "<entry xmlns='\(Namespace.atom)'><title>\(title)</title></entry>"
}

func publish(_ node: String, _ item: String, _ payload: String) -> String {
  "<publish node='\(node)'><item id='\(item)'>\(payload)</item></publish>"
}

func pubsub(_ inner: String) -> String { "<pubsub xmlns='\(Namespace.pubsub)'>\(inner)</pubsub>" }

func event(_ inner: String) -> String {
  "<event xmlns='\(Namespace.pubsubEvent)'>\(inner)</event>"
}
