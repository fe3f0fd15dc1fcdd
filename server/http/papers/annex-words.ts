// Words of the papers of school planning, in both languages; papers leave the house, so that they speak as offices do.
export type PaperLanguage = 'de' | 'en';

const de = {
  annex: (plan: string) => `Anlage: Schulbezirke „${plan}“`,
  about: (date: string, base: string, variant: string) => `Stichtag der Kinderzahlen ${date}; Vergleich mit ${base}; Prognose: ${variant}.`,
  ofEntries: 'Gezählt sind Einschulungen.',
  ofGrades: (grades: number) => `Gezählt sind alle Schülerinnen und Schüler der Klassenstufen 1 bis ${grades}; Plätze gelten für alle Stufen zusammen.`,
  everyYear: 'Der neue Zuschnitt ist für jedes Jahr gerechnet.',
  atOnce: 'Der neue Zuschnitt ist für alle Klassen zugleich gerechnet.',
  holdsFrom: (year: number) => `Der neue Zuschnitt gilt für Einschulungen ab ${year} und für Zuzüge seither; wer schon zur Schule geht, bleibt.`,
  progression: 'Übergang von Klassenstufe zu Klassenstufe',
  withheldNote: (below: number) => `Gruppen von weniger als ${below} Kindern sind nicht ausgewiesen (•), ebenso Zahlen, aus denen sie berechnet werden könnten. Werte sind auf ganze Kinder gerundet.`,
  approximate: 'Ohne Freigabe berechnet: alle Kinderzahlen (≈) stammen aus der geschützten Kopie und weichen von den wahren ab.',
  roundedBeside: (titles: readonly string[]) => `Alle Kinderzahlen (≈) stammen aus der geschützten Kopie und weichen von den wahren ab: Aus genauen Zahlen ließen sich zusammen mit ${titles.length === 0 ? 'den Zahlen der ganzen Stadt' : titles.join(', ')} Gruppen von wenigen Kindern berechnen.`,
  foot: (town: string, day: string) => `${town}, erstellt am ${day}`,
  variants: { low: 'untere Variante', medium: 'mittlere Variante', high: 'obere Variante' },
  schools: (year: number) => `Schulen ${year}`,
  school: 'Schule', zone: 'Bezirk', places: 'Plätze', before: 'bisher', after: 'neu', change: 'Änderung', utilisation: 'Auslastung neu', utilisationBefore: 'Auslastung bisher', classes: 'Klassen neu', classesBefore: 'Klassen bisher', toNext: 'bis zur nächsten Klasse', walk: 'mittlerer Schulweg m', beyond: (metres: number) => `Kinder über ${metres} m`,
  moves: 'Wer die Schule wechselt', from: 'von', to: 'nach', blocks: 'Baublöcke', addresses: 'Adressen', siblings: 'mit Geschwistern an der alten Schule',
  mix: 'Soziale Mischung', statistic: 'Merkmal', dissimilarityBefore: 'Dissimilarität bisher', dissimilarity: 'Dissimilarität neu', isolationBefore: 'Isolation bisher', isolation: 'Isolation neu',
  assumptions: 'Annahmen und ihre Quellen', parameter: 'Annahme', value: 'Wert', source: 'Quelle',
  findings: 'Hinweise', finding: 'Hinweis', where: 'Ort', none: 'ohne Bezirk', missing: 'nicht bekannt',
  entryRule: 'Einschulung: wer dieses Alter bis zum Stichtag erreicht', classRule: 'Klassenbildung: höchstens so viele Kinder für 1, 2, … Klassen', entryRate: 'Eingangsquote', migration: 'Zu- und Fortzug je Jahr', births: 'Geburten nach dem Stichtag', limit: 'Grenze des Schulwegs', siblingsMethod: 'Geschwister', housing: (name: string, dwellings: number, ready: number) => `Neubau ${name}: ${dwellings} Wohnungen ab ${ready}, Einschulungen je 100 Wohnungen`,
  directory: (title: string) => `Straßenverzeichnis: ${title}`, street: 'Straße', numbers: 'Hausnummern', whole: 'ganze Straße', odd: 'ungerade', even: 'gerade', toEnd: 'bis Ende', directoryNote: 'Bereiche beschreiben die vorhandenen Häuser; Buchstaben stehen bei ihrer Nummer.',
  letters: (title: string) => `Anschreiben: ${title}`, houseNumber: 'Hausnummer', oldSchool: 'bisherige Schule', newSchool: 'neue Schule', lettersNote: 'Alle Adressen, deren Schulbezirk sich ändert; ob dort Kinder wohnen, ist nicht gesagt.',
};

const en: typeof de = {
  annex: (plan) => `Annex: school catchments “${plan}”`,
  about: (date, base, variant) => `Children as of ${date}; compared with ${base}; forecast: ${variant}.`,
  ofEntries: 'Children who enter are counted.',
  ofGrades: (grades) => `All pupils of grades 1 to ${grades} are counted; places are those of all grades together.`,
  everyYear: 'The new catchments are reckoned for every year.',
  atOnce: 'The new catchments are reckoned for all grades at once.',
  holdsFrom: (year) => `The new catchments hold for entries from ${year} and for who moves in since then; who goes to school already stays.`,
  progression: 'From grade to grade',
  withheldNote: (below) => `Groups of fewer than ${below} children are withheld (•), and so are numbers that they could be reckoned from. Values are rounded to whole children.`,
  approximate: 'Reckoned without clearance: all numbers of children (≈) come from the protected copy and differ from the true ones.',
  roundedBeside: (titles) => `All numbers of children (≈) come from the protected copy and differ from the true ones: from exact ones and ${titles.length === 0 ? 'the numbers of the whole town' : titles.join(', ')} together groups of few children could be reckoned.`,
  foot: (town, day) => `${town}, made on ${day}`,
  variants: { low: 'low variant', medium: 'medium variant', high: 'high variant' },
  schools: (year) => `Schools ${year}`,
  school: 'School', zone: 'Catchment', places: 'Places', before: 'before', after: 'after', change: 'Change', utilisation: 'Utilisation after', utilisationBefore: 'Utilisation before', classes: 'Classes after', classesBefore: 'Classes before', toNext: 'to the next class', walk: 'mean walk m', beyond: (metres) => `children beyond ${metres} m`,
  moves: 'Who changes school', from: 'from', to: 'to', blocks: 'Blocks', addresses: 'Addresses', siblings: 'with siblings at the old school',
  mix: 'Social mix', statistic: 'Group', dissimilarityBefore: 'Dissimilarity before', dissimilarity: 'Dissimilarity after', isolationBefore: 'Isolation before', isolation: 'Isolation after',
  assumptions: 'Assumptions and their sources', parameter: 'Assumption', value: 'Value', source: 'Source',
  findings: 'Notes', finding: 'Note', where: 'Where', none: 'no catchment', missing: 'not known',
  entryRule: 'Entry: who reaches this age by the day', classRule: 'Classes: most children for 1, 2, … classes', entryRate: 'Entry rate', migration: 'Moving in and out a year', births: 'Births after the key date', limit: 'Limit of the walk', siblingsMethod: 'Siblings', housing: (name, dwellings, ready) => `New housing ${name}: ${dwellings} dwellings from ${ready}, entries for 100 dwellings`,
  directory: (title) => `Street directory: ${title}`, street: 'Street', numbers: 'House numbers', whole: 'whole street', odd: 'odd', even: 'even', toEnd: 'to the end', directoryNote: 'Ranges describe the houses that are there; letters stand with their number.',
  letters: (title) => `Letters: ${title}`, houseNumber: 'House number', oldSchool: 'School before', newSchool: 'New school', lettersNote: 'All addresses whose catchment changes; whether children live there is not said.',
};

export type PaperWords = typeof de;
export const PAPER_WORDS: Readonly<Record<PaperLanguage, PaperWords>> = { de, en };
