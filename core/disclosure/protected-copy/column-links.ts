// What everybody knows of the columns of a date: which are parts of which, and which are others added up.
import { findBreakdowns } from '../rules/find-breakdowns.ts';
import type { ColumnLink } from './round-linked.ts';

/**
 * `populations`: of a statistic the one that it is a part of, as the catalogue has it; `counts` by column and block, -1 where unknown. Parts of parts are parts, also of columns
 * between which no count is there: children under 6 are residents where nobody counted those under 18.
 */
export function columnLinks(columns: readonly string[], populations: Readonly<Record<string, string>>, counts: readonly Int32Array[]): ColumnLink[] {
  const breakdowns = findBreakdowns(counts);
  const above = new Map<string, Set<string>>();
  const enter = (part: string, whole: string): void => {
    if (part !== whole) above.set(part, (above.get(part) ?? new Set()).add(whole));
  };
  for (const [part, whole] of Object.entries(populations)) enter(part, whole);
  for (const { whole, parts } of breakdowns) for (const part of parts) enter(columns[part]!, columns[whole]!);
  const place = new Map(columns.map((name, at) => [name, at]));
  const pairs = columns.flatMap((name, part) => {
    const found = new Set<string>();
    const waiting = [name];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const whole of above.get(next) ?? []) {
        if (whole === name || found.has(whole)) continue;
        found.add(whole);
        waiting.push(whole);
      }
    }
    return [...found].flatMap((whole): ColumnLink[] => (place.has(whole) ? [{ whole: place.get(whole)!, parts: [part], complete: false }] : []));
  });
  return [...pairs, ...breakdowns.map(({ whole, parts }) => ({ whole, parts, complete: true }))];
}
