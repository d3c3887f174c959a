import Testing

@testable import App

@Suite struct ProgressBarTests {
  private final class Screen { var text = "" }

  private func shown(onTerminal: Bool, _ states: [ProgressBar.State]) -> String {
    let screen = Screen()
    var bar = ProgressBar(isTerminal: onTerminal) { screen.text += $0 }
    for state in states { bar.show(state) }
    return screen.text
  }

  @Test func terminal() {
    let text = shown(onTerminal: true, [.at(0), .at(0.001), .at(0.5), .at(7), .done])
    let dots = String(repeating: ".", count: 40)
    let half = String(repeating: "#", count: 20) + String(repeating: ".", count: 20)
    let full = String(repeating: "#", count: 40)
    #expect(text == "\r[\(dots)] 0 %\r[\(half)] 50 %\r[\(full)] 100 %\n")
  }

  @Test func lines() {
    let text = shown(
      onTerminal: false, [.at(-1), .at(0.04), .at(0.19), .at(0.55), .at(0.5), .done])
    #expect(text == "0 %\n10 %\n50 %\n100 %\n")
  }
}
