/// Markup that wants to run a script: each case tries to set `window.pwned` in a way of its own.
/// Used by the sanitiser's tests and for the page that is loaded in a real browser.
///
/// The lists are in files of their own: `HostileMarkup+HTML.swift` and so on.
package enum HostileMarkup {}
