// Street names: German compounds that do not repeat, as many as a city needs.

const STEMS = (
  'Linden Ahorn Buchen Eichen Eschen Erlen Birken Ulmen Pappel Kastanien Weiden Tannen Fichten Kiefern Lärchen Holunder Hasel Schlehen ' +
  'Weißdorn Flieder Rosen Nelken Tulpen Veilchen Lilien Primel Anemonen Dahlien Astern Mohn Kornblumen Margeriten Ginster Heide Farn Efeu ' +
  'Kirsch Apfel Birnen Pflaumen Nuss Mandel Quitten Beeren Trauben Hopfen Flachs Hafer Gersten Roggen Weizen Klee Raps ' +
  'Amsel Drossel Finken Meisen Lerchen Schwalben Störche Reiher Kranich Falken Habicht Eulen Spechte Kuckuck Zeisig Star Sperling Tauben ' +
  'Fuchs Dachs Hirsch Reh Hasen Igel Biber Otter Luchs Marder Wiesel Eichhorn Bären Wolfs Lämmer Ochsen Rappen Schimmel ' +
  'Müller Schmiede Bäcker Metzger Gerber Weber Färber Töpfer Küfer Wagner Schreiner Zimmermanns Sattler Seiler Glaser Schlosser Fischer Schäfer Köhler Jäger ' +
  'Mühlen Brunnen Brücken Ufer Damm Wehr Schleusen Hafen Anker Fähr Kanal Bach Quellen Teich See Auen Wiesen Anger Garten Wein Berg Tal Hügel Fels Stein Kies Sand Lehm Ziegel Kalk ' +
  'Markt Rathaus Kirch Kloster Kapellen Dom Pfarr Schloss Burg Turm Tor Mauer Graben Wall Zoll Post Börsen Münz Salz Korn Heu Fleisch Tuch Leder Silber Kupfer Eisen ' +
  'Bahnhof Güter Werk Kessel Turbinen Schul Turner Sänger Spiel Sport Schützen Feuerwehr Spital Apotheker Bürger Ritter Grafen Kaiser Königs Fürsten Prinzen ' +
  'Sonnen Mond Stern Morgen Abend Frühlings Sommer Herbst Winter Regen Wind Wetter Nord Süd Ost West'
).split(' ');

/** Endings with the ending that an adjective before them takes. */
const LOCAL = [['straße', 'e'], ['weg', 'er'], ['gasse', 'e'], ['pfad', 'er'], ['zeile', 'e'], ['steig', 'er'], ['rain', 'er'], ['winkel', 'er']] as const;
const LARGE = [['straße', 'e'], ['allee', 'e'], ['ring', 'er'], ['damm', 'er']] as const;
const ADJECTIVES = ['', 'Ober', 'Unter', 'Alt', 'Neu', 'Groß', 'Klein', 'Hinter', 'Vorder', 'Lang', 'Kurz'];

/** Hands out names; the same calls give the same names. Throws when 16,000 local or 8,000 large ones are used up. */
export function createStreetNames(seed: number): (large: boolean) => string {
  const used = new Set<string>();
  const next = { large: 0, local: 0 };
  return (large) => {
    const endings = large ? LARGE : LOCAL;
    for (;;) {
      const i = large ? next.large++ : next.local++;
      // 83 is coprime to the number of stems, so that neighbours do not share a theme too often.
      const k = (i * 83 + seed) % STEMS.length;
      const round = Math.floor(i / STEMS.length);
      const adjective = ADJECTIVES[Math.floor(round / endings.length)];
      if (adjective === undefined) throw new Error('no street names left');
      const [ending, inflection] = endings[(k + round) % endings.length]!;
      const name = `${adjective === '' ? '' : `${adjective}${inflection} `}${STEMS[k]!}${ending}`;
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };
}
