// Utilisation in five classes, from blue (much room) over grey to orange (too full), told apart with any sight; signs stand beside.
import type { Cell } from './model.ts';

/** Five steps; OKLab distance of neighbours ≥ 5.2 for protan, deutan and tritan sight. */
export const UTILISATION = ['#A6CBE5', '#D2E4F1', '#F4F3EF', '#F8CB90', '#E38B35'] as const;

/** Lower bounds of the second to the fifth class, in per cent. Schools are marked below 90 and above 110. */
export const CUTS = [75, 90, 110, 120] as const;

/** 0 to 4; whole per cent, as they are written: 110 is not above 110. */
export function classOf(ratio: number): number {
  const percent = Math.round(100 * ratio);
  if (percent < CUTS[0]) return 0;
  if (percent < CUTS[1]) return 1;
  if (percent <= CUTS[2]) return 2;
  return percent <= CUTS[3] ? 3 : 4;
}

export type Fill = { readonly kind: 'class'; readonly step: number } | { readonly kind: 'withheld' } | { readonly kind: 'missing' } | { readonly kind: 'plain' };

export function fillOf(cell: Cell | undefined): Fill {
  if (cell === undefined || cell.state === 'missing') return { kind: 'missing' };
  return cell.state === 'withheld' ? { kind: 'withheld' } : { kind: 'class', step: classOf(cell.value) };
}

/** Which triangle stands beside a value. */
export function markOf(cell: Cell): 'up' | 'down' | null {
  if (cell.state === 'withheld' || cell.state === 'missing') return null;
  const step = classOf(cell.value);
  return step < 2 ? 'down' : step > 2 ? 'up' : null;
}
