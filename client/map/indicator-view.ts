// An indicator at one date as the map shows it: measures by zone of the cut, their classes, and the course of each. Immutable.
import type { Indicator, IndicatorValues, IndicatorZone, Measure } from '../api-model.ts';
import type { ClassSettings } from './class-settings.ts';
import { classesOf } from './classes.ts';
import type { Classification } from './classification.ts';
import { numbersOf, type NumberForm } from './map-form.ts';

const NOT_KNOWN: Measure = { state: 'missing' };
/** Classes by values, then by settings and date: a step in time computes none anew. */
const known = new WeakMap<IndicatorValues, Map<string, Classification>>();
/** Zones of each cut in the values. */
const cuts = new WeakMap<IndicatorValues, Map<number, readonly IndicatorZone[]>>();

export class IndicatorView {
  readonly indicator: Indicator;
  readonly values: IndicatorValues;
  readonly dateIndex: number;
  readonly date: string;
  /** Cut of the date. */
  readonly version: number;
  readonly settings: ClassSettings;
  readonly numbers: NumberForm;
  /** Of the cut, in its order; the index of a zone is its place here. */
  readonly zones: readonly IndicatorZone[];
  readonly measures: readonly Measure[];

  /** `dateIndex` is within the values' dates. */
  constructor(indicator: Indicator, values: IndicatorValues, dateIndex: number, settings: ClassSettings) {
    const date = values.dates[dateIndex]!;
    this.indicator = indicator;
    this.values = values;
    this.dateIndex = dateIndex;
    this.date = date.date;
    this.version = date.version;
    this.settings = settings;
    this.numbers = numbersOf(values);
    this.zones = zonesOf(values, date.version);
    this.measures = this.measuresAt(dateIndex);
  }

  get releases(): readonly number[] {
    return this.values.dates[this.dateIndex]!.releases;
  }

  /** Whether any number behind the values has random noise. */
  get hasNoise(): boolean {
    return this.values.dates[this.dateIndex]!.noise;
  }

  /** Of the zones of the shown cut; all missing on dates of another cut. */
  measuresAt(dateIndex: number): readonly Measure[] {
    return this.zones.map(({ values }) => values[dateIndex] ?? NOT_KNOWN);
  }

  series(zone: number): readonly Measure[] {
    return this.zones[zone]?.values ?? [];
  }

  /** The indicator of all zones as one, from the server, which knows whether it may be shown. In the form value only it is in the unit of the zones. */
  whole(dateIndex: number = this.dateIndex): Measure {
    return this.values.dates[dateIndex]?.whole ?? NOT_KNOWN;
  }

  get classification(): Classification {
    const { values, settings } = this;
    const ofValues = known.get(values) ?? known.set(values, new Map()).get(values)!;
    const key = JSON.stringify([settings, settings.scope === 'date' ? this.dateIndex : -1]);
    let found = ofValues.get(key);
    if (found === undefined) {
      const measures = settings.scope === 'date' ? this.measures : values.zones.flatMap((zone) => zone.values);
      const numbers = measures.flatMap((measure) => (measure.state === 'value' ? [measure.value] : []));
      const whole = this.whole(values.dates.length - 1);
      found = classesOf(numbers, settings, this.numbers, values.form === 'value' && whole.state === 'value' ? whole.value : undefined);
      ofValues.set(key, found);
    }
    return found;
  }

  at(dateIndex: number): IndicatorView {
    return new IndicatorView(this.indicator, this.values, dateIndex, this.settings);
  }

  with(settings: ClassSettings): IndicatorView {
    return new IndicatorView(this.indicator, this.values, this.dateIndex, settings);
  }
}

function zonesOf(values: IndicatorValues, version: number): readonly IndicatorZone[] {
  const byCut = cuts.get(values) ?? cuts.set(values, new Map()).get(values)!;
  let zones = byCut.get(version);
  if (zones === undefined) byCut.set(version, (zones = values.zones.filter((zone) => zone.version === version)));
  return zones;
}
