// A certificate spelled out: which published numbers are added and subtracted, what is left, and where each was published.
import { formatNumber } from '../../i18n/format.ts';
import { language, localised, t, textIn, type LocalisedName } from '../../i18n/i18n.ts';
import type { Finding, Term } from '../model.ts';
import { singular } from './singular.ts';

/** What is counted: "Einwohner", or the rest of it where only the complement is published. */
export function subjectWords({ statistic, complementOf }: Pick<Finding, 'statistic' | 'complementOf'>, names: Names): string {
  const name = (id: string) => localised(names.statistic(id)?.name ?? { de: id, en: id });
  return complementOf === null ? name(statistic) : t('privacy.complement', { whole: name(complementOf), part: name(statistic) });
}

const MINUS = '\u2212';

/** What the words need to know beside a finding. */
export interface Names {
  readonly geography: (id: string) => LocalisedName | undefined;
  readonly statistic: (id: string) => { readonly name: LocalisedName; readonly unit: string } | undefined;
}

/** "Stadtteil 12": the kind of zone and its number; codes that are words stand alone. */
export function zoneWords({ geography, zone }: Pick<Term, 'geography' | 'zone'>, names: Names): string {
  const kind = geography === null ? undefined : names.geography(geography);
  const code = /^\d+$/.test(zone) ? String(Number(zone)) : zone;
  if (geography === null) return code;
  return kind === undefined ? `${geography} ${code}` : `${singular(localised(kind), language())} ${code}`;
}

/** "12 Personen", "1 Person"; units that no text is known for stand as they are. */
export function countWords(count: number, unit: string): string {
  const key = `privacy.unit_${unit}_${new Intl.PluralRules(language()).select(count) === 'one' ? 'one' : 'other'}`;
  const word = textIn(language(), key);
  return `${formatNumber(count)}\u00A0${word === key ? unit : word}`;
}

/** Terms in the order of an addition by hand: pluses first. */
export const inOrder = (terms: readonly Term[]): readonly Term[] => [...terms].sort((a, b) => b.sign - a.sign);

function termWords(term: Term, names: Names): string {
  return `${term.times === 1 ? '' : `${formatNumber(term.times)}\u00A0·\u00A0`}${zoneWords(term, names)}`;
}

/** "Stadtteil 12 + Stadtteil 14 − Sozialraum 3", divided where the sum counts its rest more than once. */
export function additionWords({ terms, dividedBy }: Pick<Finding, 'terms' | 'dividedBy'>, names: Names): string {
  // Nothing to add up: it follows from a part and its whole together.
  if (terms.length === 0) return t('privacy.fromLinks');
  const sum = inOrder(terms)
    .map((term, index) => (index === 0 && term.sign > 0 ? termWords(term, names) : `${term.sign > 0 ? '+' : MINUS} ${termWords(term, names)}`))
    .join(' ');
  return dividedBy === 1 ? sum : `(${sum}) : ${formatNumber(dividedBy)}`;
}

/** What is left: "4 Personen", or its bounds where only those follow. */
export function restWords({ count, lower, upper, statistic }: Finding, names: Names): string {
  const unit = names.statistic(statistic)?.unit ?? '';
  if (count !== null) return countWords(count, unit);
  if (lower === null && upper === null) return t('privacy.belowThreshold');
  if (upper === null) return t('privacy.atLeast', { lower: countWords(lower ?? 0, unit) });
  return t('privacy.between', { lower: formatNumber(lower ?? 0), upper: countWords(upper, unit) });
}

/** The whole sentence: "Stadtteil 12 + Stadtteil 14 − Sozialraum 3 = 4 Personen". */
export const certificateWords = (finding: Finding, names: Names): string => `${additionWords(finding, names)} = ${restWords(finding, names)}`;

/** Where a number was published: "Freigabe 1", or the title of the yearbook. */
export function publishedWords({ from }: Term): string {
  return from.kind === 'release' && from.number !== null ? t('privacy.inRelease', { number: String(from.number) }) : from.title;
}

/** Whether published numbers give the rest, added and subtracted anew; undefined where only bounds follow. */
export function addsUp({ terms, dividedBy, count }: Finding): boolean | undefined {
  if (count === null) return undefined;
  return terms.reduce((sum, { sign, times, value }) => sum + sign * times * value, 0) === count * dividedBy;
}
