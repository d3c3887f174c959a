extension DemoCommunity {
  static let garden = DemoCommunity(
    node: "garden", title: "The Long Allotment",
    description: "Eleven plots, one leaking tap. What grows, what does not, and what ate it.",
    founder: .mara,
    posts: [
      DemoPost(
        id: "welcome", author: .mara, hoursAgo: 600, tags: ["welcome"],
        content: .article(
          "A notice board that does not blow away",
          """
          <p>The cork board by the gate has lost its third lid, so from now on the news of the \
          allotment is here as well. Write in whichever language your tomatoes understand.</p>
          <p>Three customs, all inherited:</p>
          <ul>
          <li>Say <em>what</em> you planted and <em>when</em>; next year's you will be grateful.</li>
          <li>Gluts are announced, not left on doorsteps at night. We know who it was, Jonas.</li>
          <li>The tap is turned off by whoever hears it drip.</li>
          </ul>
          """)),
      DemoPost(
        id: "sowing-calendar", author: .mara, hoursAgo: 486, tags: ["sowing", "calendar"],
        content: .article(
          "Late sowing: what is still worth a row",
          """
          <p>People keep asking whether it is too late. For most things it is; for these it is not. \
          The dates are from my own notebook, six years of it, on heavy soil with a wind from the \
          river.</p>
          <h2>The table by the tool shed, at last readable</h2>
          <table>
          <thead><tr><th>What</th><th>Sow until</th><th>Cover?</th><th>Remarks</th></tr></thead>
          <tbody>
          <tr><td>Lamb's lettuce</td><td>end of September</td><td>no</td><td>Tread the row firm, it \
          likes that.</td></tr>
          <tr><td>Winter purslane</td><td>mid October</td><td>fleece</td><td>Comes up through \
          snow.</td></tr>
          <tr><td>Broad beans</td><td>mid November</td><td>no</td><td>Only <i>Aquadulce</i> has ever \
          survived here.</td></tr>
          <tr><td>Garlic</td><td>first hard frost</td><td>no</td><td>The biggest cloves; eat the \
          rest.</td></tr>
          </tbody>
          </table>
          <h2>How deep?</h2>
          <p>My grandmother's rule has never failed me:</p>
          <blockquote><p>Twice as deep as the seed is wide, and then one story's worth of \
          patience.</p></blockquote>
          """)),
      DemoPost(
        id: "jonas-kompost", author: .jonas, hoursAgo: 402, language: "de",
        tags: ["kompost", "anleitung"],
        content: .article(
          "Der Kompost raucht – und das ist gut so",
          """
          <p>Heute früh stand eine kleine Dampfwolke über Parzelle sieben. Kein Grund zur Sorge: im \
          Inneren waren es <strong>58 °C</strong>, gemessen mit dem Bratenthermometer, das ich \
          nun wohl ersetzen muss.</p>
          <h3>Was hineingekommen ist</h3>
          <ol>
          <li>eine Schubkarre Rasenschnitt, noch feucht,</li>
          <li>zwei Säcke Laub vom Kirchplatz,</li>
          <li>zerrissene Eierkartons, damit Luft bleibt,</li>
          <li>eine Schaufel alter Kompost als „Sauerteig“.</li>
          </ol>
          <p>Nach vier Tagen wird umgesetzt: außen nach innen, oben nach unten. Wer helfen mag, \
          bekommt im April einen Eimer schwarzes Gold.</p>
          """)),
      DemoPost(
        id: "frost", author: .mara, hoursAgo: 341, tags: ["frost"],
        content: .note(
          "First frost on the cabbages this morning. They look like somebody ironed them with sugar."
        )
      ),
      DemoPost(
        id: "semis-sous-verre", author: .odile, hoursAgo: 270, language: "fr",
        tags: ["semis", "photo"],
        attached: [(.seedlings, "Quatre rangs de jeunes pousses dans une terre brune")],
        content: .article(
          "Quatre rangs, pas un de plus",
          """
          <p>J'avais promis de rester raisonnable. Voici donc <em>quatre</em> rangs sous le vieux \
          châssis de la véranda ; le cinquième, on ne le voit pas, il est derrière la porte.</p>
          <p>Tout a levé en neuf jours, sauf le persil, qui réfléchit encore. On dit qu'il \
          descend sept fois chez le diable avant de sortir : nous en sommes, je crois, à la \
          troisième visite.</p>
          """)),
      DemoPost(
        id: "riego", author: .tomas, hoursAgo: 188, language: "es", tags: ["riego", "agua"],
        content: .article(
          "El grifo, capítulo final",
          """
          <p>Se acabó la gotera. No era la junta, como jurábamos todos, sino una grieta finísima en \
          el codo, detrás de la hiedra. Pieza nueva, cinta de teflón y media hora de rodillas.</p>
          <p>He hecho la cuenta, porque alguien tenía que hacerla: una gota por segundo son unos \
          <b>veinte litros al día</b>. Doce regaderas llenas a la semana, camino del desagüe.</p>
          <p>La próxima ronda de limonada la paga la comunidad.</p>
          """)),
      DemoPost(
        id: "dawn", author: .haruka, hoursAgo: 67, language: "ja", tags: ["朝", "写真"],
        attached: [(.dawn, "霧の丘のうえに昇る朝日")],
        content: .article(
          "六時十二分",
          """
          <p>水やり当番の朝。丘のむこうから日が出るまでの三分間、だれも話さず、鳥だけが忙しい。</p>
          <p>霜柱を踏む音がして、ふり返ると、隣の区画の猫だった。</p>
          """)),
      DemoPost(
        id: "seed-swap", author: .mara, hoursAgo: 9, tags: ["seeds", "meeting"],
        content: .article(
          "Seed swap on Sunday, under the roof this time",
          """
          <p>Two o'clock, the long table in the potting shed. Bring envelopes, a pencil and seed \
          that you would sow yourself. Last year's list of what was wanted and never brought:</p>
          <ul>
          <li>black-seeded runner beans</li>
          <li>any leek with a name and a history</li>
          <li>sweet peas <em>that smell</em>
            <ul><li>not the striped ones</li><li>Odile means it</li></ul></li>
          </ul>
          <p>If you cannot come, hang a bag on the shed door and write on it what is inside. \
          “Mystery squash” is not a variety.</p>
          """)),
    ])
}
