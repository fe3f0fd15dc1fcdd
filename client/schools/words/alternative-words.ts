// An alternative beside the plan, in words: what gets better, what gets worse, what stays.
import { formatPercent, formatSigned } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { BestSoFar, Measures } from '../model.ts';

/** Less than this is no difference: 5 m of way, half a child, half a per cent. */
const SAME = { metres: 5, children: 0.5, share: 0.005 } as const;

/** "3 Kinder weniger über der Kapazität, 8 % mehr wechseln, Wege im Mittel 10 m länger." */
export function comparisonWords(of: Measures, than: Measures): string {
  const parts: string[] = [];
  const over = of.overCapacity - than.overCapacity;
  if (Math.abs(over) >= SAME.children) parts.push(t(over < 0 ? 'schools.fewerOver' : 'schools.moreOver', { count: Math.round(Math.abs(over)) }));
  else parts.push(t('schools.sameOver'));
  const under = of.underCapacity - than.underCapacity;
  if (Math.abs(under) >= SAME.children) parts.push(t(under < 0 ? 'schools.fewerFree' : 'schools.moreFree', { count: Math.round(Math.abs(under)) }));
  const moved = of.movedShare - than.movedShare;
  if (Math.abs(moved) >= SAME.share) parts.push(t(moved > 0 ? 'schools.moreMove' : 'schools.fewerMove', { share: formatPercent(100 * Math.abs(moved), 0) }));
  if (of.meanM !== null && than.meanM !== null) {
    const way = of.meanM - than.meanM;
    if (Math.abs(way) >= SAME.metres) parts.push(t(way > 0 ? 'schools.longerWays' : 'schools.shorterWays', { metres: Math.max(10, 10 * Math.round(Math.abs(way) / 10)) }));
    else parts.push(t('schools.sameWays'));
  }
  if (of.beyond !== null && than.beyond !== null && Math.abs(of.beyond - than.beyond) >= SAME.children) {
    parts.push(t('schools.beyondChange', { change: formatSigned(Math.round(of.beyond - than.beyond)) }));
  }
  return `${parts.join(', ')}.`;
}

/** What a running search says of the best so far. */
export function progressWords(best: BestSoFar | undefined): string {
  if (best === undefined) return t('schools.searchBegins');
  const { overCapacity, movedShare } = best.measures as unknown as Measures;
  return t('schools.bestSoFar', { tried: best.iterations, over: Math.round(overCapacity), share: formatPercent(100 * movedShare, 0) });
}
