// One zone's kind from its geography's name: "Stadtteile" names many, a certificate speaks of "Stadtteil 12".
import type { Language } from '../../i18n/i18n.ts';

/** Endings of the divisions that German towns use; what none fits keeps its name. */
const ENDINGS: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  de: [
    [/räume$/i, 'raum'],
    [/teile$/i, 'teil'],
    [/bezirke$/i, 'bezirk'],
    [/gebiete$/i, 'gebiet'],
    [/quartiere$/i, 'quartier'],
    [/blöcke$/i, 'block'],
    [/kreise$/i, 'kreis'],
    [/orte$/i, 'ort'],
    [/(gemeinde|zelle|zone|siedlung|lage)n$/i, '$1'],
    [/einheiten$/i, 'einheit'],
    [/regionen$/i, 'region'],
    [/sprengel$|viertel$/i, '$&'],
  ],
  en: [
    [/ies$/i, 'y'],
    [/([^s])s$/i, '$1'],
  ],
};

/** "Sozialräume" -> "Sozialraum"; the first letter keeps its case. */
export function singular(name: string, lang: Language): string {
  const rule = ENDINGS[lang].find(([ending]) => ending.test(name));
  if (rule === undefined) return name;
  const [ending, form] = rule;
  const whole = name.replace(ending, form);
  // "Räume" alone ends up as "raum": as long as the name began with a capital, so does its singular.
  return /^\p{Lu}/u.test(name) ? whole[0]!.toUpperCase() + whole.slice(1) : whole;
}
