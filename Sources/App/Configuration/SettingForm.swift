extension ConfigurationKey {
  /// What a value of the setting looks like.
  package enum Form: Hashable, Sendable {
    case text
    case file
    case secret
    case domain
    case domains
    case accounts
    case boolean
    case integer(ClosedRange<Int>)
    /// A whole number, or `max` for no limit.
    case amount
    case choice([String])
    case listenAddress
    case origin
    /// Names of nodes, `*` for any text.
    case names
    /// Addresses, each with the parts of its quota.
    case exceptions
    case contacts
    /// Words, or several in a row.
    case phrases
    /// Domains, `*.` before one for those below it.
    case domainPatterns
    /// Where nodes are: `xmpp:` addresses, accounts for their blogs, or services for all that they have.
    case nodeAddresses
    /// Accounts or domains.
    case addresses
    /// IP addresses, or networks of them.
    case networks
    /// `#` and six hexadecimal digits.
    case colour
    case markup
    case folder
    case ports

    package var isList: Bool { listExample != nil }

    package var description: String {
      switch self {
      case .text: "text"
      case .file: "path of a file"
      case .secret: "text, kept secret"
      case .domain: "domain"
      case .domains: "list of domains"
      case .accounts: "list of accounts, name@domain"
      case .boolean: "true or false"
      case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
      case .amount: "whole number or max"
      case .choice(let choices): choices.joined(separator: ", ")
      case .listenAddress: "address:port"
      case .origin: "scheme://host or scheme://host:port"
      case .names: "list of names or parts of names with `*`"
      case .exceptions: "list of `address name=value ...`"
      case .contacts: "list of xmpp:, mailto: or https: URIs"
      case .phrases: "list of words or phrases"
      case .domainPatterns: "list of domains or `*.domain`"
      case .nodeAddresses: "list of xmpp: addresses of nodes, accounts or services"
      case .addresses: "list of domains or accounts"
      case .colour: "\"#rrggbb\""
      case .markup: "one line of HTML"
      case .folder: "path of a folder"
      case .networks: "list of IP addresses or networks"
      case .ports: "list of ports"
      }
    }

    /// A list as the file has it; nil where there is but one value.
    package var listExample: String? {
      switch self {
      case .domains: "[example.org]"
      case .accounts: "[admin@example.org]"
      case .names: "[\"news/*\"]"
      case .exceptions: "[\"news@example.net items=max\"]"
      case .contacts: "[\"mailto:admin@example.org\"]"
      case .phrases: "[\"cheap pills\"]"
      case .domainPatterns: "[\"*.example.net\"]"
      case .nodeAddresses: "[\"xmpp:pubsub.example.net?;node=news\"]"
      case .addresses: "[pubsub.example.net]"
      case .networks: "[192.0.2.0/24]"
      case .ports: "[80, 443]"
      default: nil
      }
    }
  }
}
