// Status and dynamics of zones, as Berlin's Monitoring Soziale Stadtentwicklung tells them: where a zone stands, and where it goes.
import { classesOf, type IndicatorTable, typologyOf, type TypologyOptions } from './typology.ts';

export interface StatusOptions extends TypologyOptions {
  /** Descending borders in standard deviations of the status index; default 1, -1, -1.5: four classes. */
  readonly statusCuts?: readonly number[];
  /** The same for the index of changes; default 1, -1: three classes. */
  readonly dynamicsCuts?: readonly number[];
}

export interface StatusAndDynamics {
  /** Indices of standardised indicators and of their standardised changes, each divided by its standard deviation; NaN where a value is missing. */
  readonly status: Float64Array;
  readonly dynamics: Float64Array;
  /** 1 for the highest; 0 where there is none. */
  readonly statusClass: Int32Array;
  readonly dynamicsClass: Int32Array;
}

const STATUS_CUTS = [1, -1, -1.5];
const DYNAMICS_CUTS = [1, -1];

/**
 * `directions` point to the good here: 1 where more is better. The dynamics are the index of changes from `before` to `now`, so a zone may have a low
 * status and a positive dynamic. Both tables have the same zones and indicators.
 */
export function statusAndDynamics(now: IndicatorTable, before: IndicatorTable, options: StatusOptions): StatusAndDynamics {
  if (now.values.length !== before.values.length || now.indicatorCount !== before.indicatorCount) throw new RangeError('two tables of the same zones and indicators are needed');
  const status = standardise(typologyOf(now, options).index);
  const dynamics = standardise(typologyOf({ ...now, values: now.values.map((value, i) => value - before.values[i]!) }, options).index);
  return {
    status,
    dynamics,
    statusClass: classesOf(status, { method: 'fixed', cuts: options.statusCuts ?? STATUS_CUTS }),
    dynamicsClass: classesOf(dynamics, { method: 'fixed', cuts: options.dynamicsCuts ?? DYNAMICS_CUTS }),
  };
}

/** By the population standard deviation; 0 for an index that is the same everywhere. */
function standardise(index: Float64Array): Float64Array {
  const known = [...index].filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
  return index.map((value) => (Number.isNaN(value) ? NaN : deviation > 0 ? (value - mean) / deviation : 0));
}
