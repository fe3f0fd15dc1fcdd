// One zone's kind from its geography's name: "Stadtteile" names many, a certificate speaks of "Stadtteil 12".
import type { Language } from '../../i18n/i18n.ts';

/** Ending of many, of one, and of an adjective before one ("Statistische Bezirke" -> "Statistischer Bezirk"). */
type Ending = readonly [many: string, one: string, adjective: string];

/** Of the divisions that German towns use; what none fits keeps its name. */
const GERMAN: readonly Ending[] = [
  ['räume', 'raum', 'er'],
  ['teile', 'teil', 'er'],
  ['bezirke', 'bezirk', 'er'],
  ['blöcke', 'block', 'er'],
  ['kreise', 'kreis', 'er'],
  ['orte', 'ort', 'er'],
  ['sprengel', 'sprengel', 'er'],
  ['gebiete', 'gebiet', 'es'],
  ['quartiere', 'quartier', 'es'],
  ['viertel', 'viertel', 'es'],
  ['gemeinden', 'gemeinde', 'e'],
  ['zellen', 'zelle', 'e'],
  ['zonen', 'zone', 'e'],
  ['siedlungen', 'siedlung', 'e'],
  ['lagen', 'lage', 'e'],
  ['einheiten', 'einheit', 'e'],
  ['regionen', 'region', 'e'],
];

/** "Sozialräume" -> "Sozialraum"; capitals stay. */
export function singular(name: string, lang: Language): string {
  if (lang === 'en') return /ies$/i.test(name) ? name.replace(/ies$/i, 'y') : name.replace(/([^s])s$/i, '$1');
  const found = GERMAN.find(([many]) => name.toLowerCase().endsWith(many));
  if (found === undefined) return name;
  const [many, one, adjective] = found;
  const stem = name.slice(0, name.length - many.length);
  const capital = name[stem.length] !== many[0];
  const noun = capital ? one[0]!.toUpperCase() + one.slice(1) : one;
  return stem.replace(/(\p{L})e (?=\P{Zs}*$)/u, `$1${adjective} `) + noun;
}
