extension DemoCommunity {
  static let radio = DemoCommunity(
    node: "shortwave", title: "Shortwave and Solder",
    description: "Old receivers, small transmitters and the long way round the ionosphere.",
    founder: .tomas,
    posts: [
      DemoPost(
        id: "first-words", author: .tomas, hoursAgo: 575, language: "es", tags: ["bienvenida"],
        content: .note(
          "Probando, probando. Si lees esto, la antena del tejado ha sobrevivido a la tormenta.")),
      DemoPost(
        id: "half-wave", author: .jonas, hoursAgo: 530, tags: ["antenna", "howto"],
        content: .article(
          "How long is half a wave?",
          """
          <p>Asked at every meeting, answered on the back of a different envelope each time. So, \
          once and for all, with the envelope kept:</p>
          <pre><code>def dipole(megahertz, shortening=0.95):
              \"\"\"The length of a half-wave dipole in metres, tip to tip.\"\"\"
              return 299.792458 / megahertz / 2 * shortening

          for band in (3.65, 7.1, 14.2, 28.5):
              print(f"{band:6.2f} MHz  {dipole(band):6.2f} m")</code></pre>
          <p>which says:</p>
          <pre><code>  3.65 MHz   39.01 m
            7.10 MHz   20.06 m
           14.20 MHz   10.03 m
           28.50 MHz    5.00 m</code></pre>
          <p>The <code>shortening</code> of five per cent is for bare wire, high and clear of \
          things. Insulated wire near a roof wants nearer seven. <strong>Cut long, then trim</strong>: \
          nobody has ever soldered a piece back on and been happy with it.</p>
          """)),
      DemoPost(
        id: "waterfall", author: .tomas, hoursAgo: 455, tags: ["listening", "photo"],
        content: .article(
          "Twenty minutes of the forty-metre band",
          """
          <p>Left the receiver running while the soup was on. Time runs downwards, frequency across:</p>
          <p><img src="{picture:waterfall}" alt="A waterfall display: two dashed lines of Morse code, \
          two broad voices and one straight diagonal stripe"/></p>
          <p>From the left: a beacon, a conversation about knees, somebody sending very good Morse \
          with a straight key, a second conversation about the <em>same</em> knees, and the beacon's \
          twin. The diagonal is an ionosonde sweeping through; it makes the chirp you can hear \
          walking past like a man with a whistle.</p>
          """)),
      DemoPost(
        id: "salma-capacitor", author: .salma, hoursAgo: 372, language: "ar",
        tags: ["إصلاح", "راديو"],
        content: .article(
          "راديو جدّي يتكلّم من جديد",
          """
          <p>وجدتُ جهاز الراديو القديم في خزانة المطبخ، ملفوفًا بجريدة عمرها أربعون سنة. لم يكن فيه \
          عطل كبير: مكثّفان جافّان وسلك مقطوع عند مفتاح الصوت.</p>
          <blockquote><p>كان جدّي يقول: الراديو لا يموت، بل ينتظر من يصغي إليه.</p></blockquote>
          <p>بعد ساعتين من اللحام (<bdi lang="en">60/40, 0.5 mm</bdi>) عاد الصوت دافئًا كما أذكره. \
          أوّل ما سمعناه كان نشرة الطقس، وصفّقت أمّي كأنّها سمعت أغنية.</p>
          """)),
      DemoPost(
        id: "parts-list", author: .jonas, hoursAgo: 244, language: "de",
        tags: ["bausatz", "teile"],
        content: .article(
          "Stückliste für den Empfänger aus der Keksdose",
          """
          <p>Zum Nachbauen am Mittwoch. Alles liegt in der Werkstatt, nur die Dose bringt bitte jeder \
          selbst mit (leer; Krümel sind schlechte Isolatoren).</p>
          <table>
          <tr><th>Menge</th><th>Bauteil</th><th>Wert</th></tr>
          <tr><td>1</td><td>Drehkondensator</td><td>2 × 320 pF</td></tr>
          <tr><td>1</td><td>Ringkern, rot</td><td>T50-2, 34 Windungen</td></tr>
          <tr><td>2</td><td>Transistor</td><td>BF245</td></tr>
          <tr><td>4</td><td>Kondensator</td><td>100 nF</td></tr>
          <tr><td>1</td><td>Ohrhörer</td><td>hochohmig</td></tr>
          </table>
          <p>Schaltplan hängt an der Tür. Wer zum ersten Mal lötet, setzt sich neben Salma.</p>
          """)),
      DemoPost(
        id: "long-path", author: .tomas, hoursAgo: 131, tags: ["log"],
        content: .note(
          "06:40, 14 MHz, long path: a farmer in Otago, five watts, rain on his roof clearly audible. "
            + "18,000 km of weather and we talked about fences.")),
      DemoPost(
        id: "noise-hunt", author: .salma, hoursAgo: 44, tags: ["noise", "method"],
        content: .article(
          "Hunting a buzz through the house",
          """
          <p>Every evening at seven the band filled up with a rasp like a wasp in a tin. What found \
          it was not clever, only patient:</p>
          <ol>
          <li>Run the receiver on a <strong>battery</strong>. Still there? Then it comes through the \
          air.</li>
          <li>Switch off the house at the fuse box, one circuit at a time, and <em>write it down</em>.</li>
          <li>Walk the guilty circuit with a pocket radio between two stations.</li>
          </ol>
          <p>It was the charger of the neighbour's electric toothbrush, two metres from my aerial, on \
          the other side of the wall. We have traded: she got a new charger, I got a jar of \
          preserved lemons and 20 dB.</p>
          """)),
    ])
}
