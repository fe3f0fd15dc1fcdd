// The difference of an indicator between two dates, by zone: a number only where both dates have one.
import { combine, type Measure } from '../../../core/statistics/indicators/measure.ts';
import { rankZones } from '../ranking.ts';

export interface BalanceRow {
  readonly zone: number;
  readonly from: Measure;
  readonly to: Measure;
  readonly change: Measure;
  /** Of a count: the change in per cent of the first date. */
  readonly percent: Measure;
}

export interface BalanceShape {
  /** Largest increase first, then zones without a change by name. */
  readonly rows: readonly BalanceRow[];
  readonly up: number;
  readonly down: number;
}

export function shapeBalance(from: readonly Measure[], to: readonly Measure[], names: readonly string[]): BalanceShape {
  const changes = to.map((now, zone) => combine([now, from[zone]!], ([b, a]) => b! - a!));
  const rows = rankZones(changes, names).map(({ index: zone, cell: measure }) => ({
    zone,
    from: from[zone]!,
    to: to[zone]!,
    change: measure,
    percent: combine([to[zone]!, from[zone]!], ([b, a]) => (100 * (b! - a!)) / a!),
  }));
  const count = (sign: number) => changes.filter((change) => change.state === 'value' && Math.sign(change.value) === sign).length;
  return { rows, up: count(1), down: count(-1) };
}
