// The trend of an indicator by zone, from what is released and as it is shown: who has the values finds the same line.
import type { IndicatorDefinition } from '../../../core/statistics/indicators/indicator.ts';
import { type Measure, rounded } from '../../../core/statistics/indicators/measure.ts';
import { type Trend, trendOf } from '../../../core/statistics/trend.ts';
import type { Workspace } from '../workspace.ts';
import { indicatorValues } from './indicator-values.ts';

export interface IndicatorTrends {
  readonly dates: readonly string[];
  readonly whole: Trend;
  /** In the order of the cut. */
  readonly zones: readonly { readonly zone: string; readonly name: string; readonly trend: Trend }[];
}

/** Of one cut, from the first to the last of some dates; null: of all. */
export async function indicatorTrend(workspace: Workspace, definition: IndicatorDefinition, geography: string, version: number, { from, to }: { readonly from: string | null; readonly to: string | null }): Promise<IndicatorTrends> {
  const all = await indicatorValues(workspace, definition, geography, version, null, { form: 'value' });
  const told = all.dates.flatMap(({ date }, d) => ((from === null || date >= from) && (to === null || date <= to) ? [d] : []));
  const trend = (measure: (d: number) => Measure): Trend => {
    const values = told.flatMap((d) => {
      const one = measure(d);
      return one.state === 'value' ? [{ date: all.dates[d]!.date, value: one.value }] : [];
    });
    const found = trendOf(values);
    if (found.state !== 'value') return found;
    const short = (value: number) => (rounded({ state: 'value', value }, definition.precision + 2) as { value: number }).value;
    return { ...found, slope: short(found.slope), low: short(found.low), high: short(found.high) };
  };
  return {
    dates: told.map((d) => all.dates[d]!.date),
    whole: trend((d) => all.dates[d]!.whole),
    zones: all.zones.map(({ zone, name, values }) => ({ zone, name, trend: trend((d) => values[d]!) })),
  };
}
