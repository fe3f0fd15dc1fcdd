// Features of spatial units and of indicators: zones of every published cut, or of the one that is shown on a day.
import { shownOn, type CutPeriod } from '../../../core/kommonitor/validity.ts';
import { datePrefix, type WireZone } from '../../../core/kommonitor/wire.ts';
import { indicatorValues } from '../indicators/indicator-values.ts';
import type { ResidentVersion, Workspace } from '../workspace.ts';
import { zoneId } from './identity.ts';
import type { IndicatorGeography, PublishedIndicator } from './published-indicators.ts';
import type { PublishedGeography } from './published-geographies.ts';
import type { PublishedSet } from './published-set.ts';
import { zonesBefore } from './zone-lineage.ts';
import { zoneShapes, type Level } from './zone-shapes.ts';

export type Properties = Readonly<Record<string, string | number | null>>;

/** A feature whose geometry is JSON already. */
export interface TextFeature {
  readonly id: string;
  readonly properties: Properties;
  readonly geometry: string;
}

export function collectionText(features: readonly TextFeature[]): string {
  const parts = features.map(({ id, properties, geometry }) => `{"type":"Feature","id":${JSON.stringify(id)},"geometry":${geometry},"properties":${JSON.stringify(properties)}}`);
  return `{"type":"FeatureCollection","features":[${parts.join(',')}]}`;
}

/** `day`: null for the zones of all cuts. Zones without a block have no outline and are left out. */
export async function unitFeatures(set: PublishedSet, of: PublishedGeography, level: Level, day: string | null): Promise<TextFeature[]> {
  const parts = await Promise.all(periodsOf(of, day).map((period) => zonesOf(set, of, period, level)));
  return parts.flat().map(({ id, zone, geometry, own }) => ({ id, geometry, properties: { ...own, zone } }));
}

/** Zones as above with a column for each date: null where nothing is published, and null where it is withheld, which `note` tells. */
export async function indicatorFeatures(set: PublishedSet, indicator: PublishedIndicator, geography: IndicatorGeography, level: Level, day: string | null): Promise<TextFeature[]> {
  const { of, columns } = geography;
  const features: TextFeature[] = [];
  for (const period of periodsOf(of, day)) {
    const zones = await zonesOf(set, of, period, level);
    const columnsOf = await valuesOf(set, indicator, geography, period.version);
    for (const { id, zone, geometry, own } of zones) {
      const values = columnsOf(zone);
      const cells = columns.map((date) => [`${datePrefix}${date}`, values.get(date)?.value ?? null] as const);
      const withheld = columns.filter((date) => values.get(date)?.withheld === true);
      const note = withheld.length === 0 ? null : `Zurückgehalten (Statistikgeheimnis): ${withheld.join(', ')}`;
      features.push({ id, geometry, properties: { ...own, ...Object.fromEntries(cells), note } });
    }
  }
  return features;
}

interface Value {
  readonly value: number | null;
  readonly withheld: boolean;
}

/** Values of a zone by date, of the dates of its cut. */
async function valuesOf({ workspace }: PublishedSet, { definition }: PublishedIndicator, { of, dates }: IndicatorGeography, version: number): Promise<(zone: string) => ReadonlyMap<string, Value>> {
  const wanted = dates.get(version) ?? [];
  if (wanted.length === 0) return () => new Map();
  const values = await indicatorValues(workspace, definition, of.geography, version, wanted, { form: 'value' });
  const rows = new Map(values.zones.map(({ zone, values: measures }) => [zone, measures]));
  return (zone) => new Map(values.dates.map(({ date }, i) => {
    const measure = rows.get(zone)?.[i] ?? { state: 'missing' as const };
    return [date, { value: measure.state === 'value' ? measure.value : null, withheld: measure.state === 'withheld' }];
  }));
}

const periodsOf = ({ periods }: PublishedGeography, day: string | null): readonly CutPeriod[] => {
  if (day === null) return periods;
  const shown = shownOn(periods, day);
  return shown === null ? [] : [shown];
};

interface OutlinedZone {
  readonly id: string;
  readonly zone: string;
  readonly geometry: string;
  readonly own: Properties;
}

async function zonesOf({ workspace }: PublishedSet, of: PublishedGeography, period: CutPeriod, level: Level): Promise<OutlinedZone[]> {
  const cut = (await workspace.version(of.geography, period.version))!;
  const origins = await originsOf(workspace, of, period, cut);
  const shapes = zoneShapes(cut, workspace.municipality.epsg, level);
  return cut.zoneList.flatMap(({ zone, name }, slot) => {
    const geometry = shapes[slot]!;
    if (geometry === null) return [];
    const own: WireZone = { ID: zoneId(of.geography, period.version, zone), NAME: name, validStartDate: period.startDate, validEndDate: period.endDate, arisenFrom: origins[slot] ?? null };
    return [{ id: `SPATIAL_UNIT_${of.geography}.${period.version}-${zone}`, zone, geometry, own: { ...own } }];
  });
}

const origins = new WeakMap<ResidentVersion, Map<number, Promise<readonly (string | null)[]>>>();

/** Lineage is read once for two cuts, as neither changes. */
async function originsOf(workspace: Workspace, { geography, periods }: PublishedGeography, period: CutPeriod, cut: ResidentVersion): Promise<readonly (string | null)[]> {
  const before = periods[periods.indexOf(period) - 1];
  if (before === undefined) return cut.zoneList.map(() => null);
  const known = origins.get(cut) ?? new Map<number, Promise<readonly (string | null)[]>>();
  origins.set(cut, known);
  const reading = known.get(before.version) ?? read(before.version);
  known.set(before.version, reading);
  return reading;

  async function read(version: number): Promise<readonly (string | null)[]> {
    try {
      const earlier = (await workspace.version(geography, version))!;
      const zones = await zonesBefore(workspace, earlier, cut);
      return zones.map((own) => (own.length === 0 ? null : own.map((zone) => zoneId(geography, version, earlier.zoneList[zone]!.zone)).join(',')));
    } catch (error) {
      known.delete(version);
      throw error;
    }
  }
}
