// Several indicators of one zone and of the city on spokes of one length: by distance from the mean of the zones, or by their range.
import type { Measure } from '../../api-types.ts';

export type RadarScale = 'deviation' | 'range';

export interface RadarInput {
  /** 1: more is more need, -1: less is, 0: neither. */
  readonly direction: 1 | -1 | 0;
  /** By zone. */
  readonly measures: readonly Measure[];
  readonly whole: Measure;
}

export interface RadarSpoke {
  readonly zone: Measure;
  readonly whole: Measure;
  /** z-score among the zones with a value, direction applied; null without one. 0 where all zones are alike. */
  readonly zoneScore: number | null;
  readonly wholeScore: number | null;
  /** 0 in the middle to 1 at the rim; null without a value. */
  readonly zonePlace: number | null;
  readonly wholePlace: number | null;
  /** Drawn the other way round. */
  readonly turned: boolean;
}

export interface RadarShape {
  readonly scale: RadarScale;
  readonly spokes: readonly RadarSpoke[];
  /** Of the deviations: so many standard deviations from the middle to the rim on either side of 0; 0 for the range. */
  readonly reach: number;
}

const LEAST_REACH = 2;

/**
 * z-scores use the population standard deviation over the zones with a value, as the typology does (core/statistics/typology.ts). Spokes with
 * direction -1 are turned, so that outside is the same everywhere. Withheld and missing measures have no place, in the middle least of all.
 */
export function shapeRadar(inputs: readonly RadarInput[], zone: number, scale: RadarScale): RadarShape {
  const moments = inputs.map(({ measures }) => momentsOf(measures.flatMap((measure) => (measure.state === 'value' ? [measure.value] : []))));
  const scoreOf = (spoke: number, measure: Measure): number | null => {
    const { mean, deviation } = moments[spoke]!;
    if (measure.state !== 'value') return null;
    const sign = inputs[spoke]!.direction === -1 ? -1 : 1;
    return deviation === 0 ? 0 : (sign * (measure.value - mean)) / deviation;
  };
  const scores = inputs.map(({ measures, whole }, spoke) => ({ zone: scoreOf(spoke, measures[zone] ?? MISSING), whole: scoreOf(spoke, whole) }));
  const sizes = scores.flatMap((score) => [score.zone, score.whole]).flatMap((score) => (score === null ? [] : [Math.abs(score)]));
  const reach = scale === 'range' ? 0 : Math.max(LEAST_REACH, Math.ceil(Math.max(0, ...sizes) - 1e-9));
  const placeOf = (spoke: number, measure: Measure, score: number | null): number | null => {
    if (measure.state !== 'value' || score === null) return null;
    if (scale === 'deviation') return (score + reach) / (2 * reach);
    const { least, most } = moments[spoke]!;
    // A city's rate lies between its zones'; a count of the city does not.
    const part = most > least ? Math.max(0, Math.min(1, (measure.value - least) / (most - least))) : 0.5;
    return inputs[spoke]!.direction === -1 ? 1 - part : part;
  };
  return {
    scale,
    reach,
    spokes: inputs.map(({ direction, measures, whole }, spoke) => ({
      zone: measures[zone] ?? MISSING,
      whole,
      zoneScore: scores[spoke]!.zone,
      wholeScore: scores[spoke]!.whole,
      zonePlace: placeOf(spoke, measures[zone] ?? MISSING, scores[spoke]!.zone),
      wholePlace: placeOf(spoke, whole, scores[spoke]!.whole),
      turned: direction === -1,
    })),
  };
}

const MISSING: Measure = { state: 'missing' };

function momentsOf(values: readonly number[]): { readonly mean: number; readonly deviation: number; readonly least: number; readonly most: number } {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const alike = values.every((value) => value === values[0]);
  const deviation = alike ? 0 : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0));
  return { mean, deviation, least: Math.min(...values), most: Math.max(...values) };
}
