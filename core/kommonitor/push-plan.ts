// What has to be sent to a real KomMonitor so that it shows what is published here: compared first, sent later, nothing twice.
import type { MultiPolygon } from 'geojson';
import { datePrefix, type WireIndicator, type WireSpatialUnit } from './wire.ts';
import { sameShape } from './same-shape.ts';
import { dayAfter } from './validity.ts';

/** KomMonitor's own processes send no more dates in one request. */
export const TIMESTAMPS_A_REQUEST = 45;

/** Marks an indicator there as made by a push, with its code here. */
export const tagOf = (code: string): string => `zuschnitt:${code}`;

export interface PushZone {
  /** Of the feature there, to change it in place; ours have none that matters. */
  readonly record: string;
  readonly ID: string;
  readonly NAME: string;
  readonly validStartDate: string;
  readonly validEndDate: string | null;
  readonly arisenFrom: string | null;
  readonly geometry: MultiPolygon;
}

/** Numbers by zone id and date; a date without a number is null or absent. */
export type PushValues = ReadonlyMap<string, ReadonlyMap<string, number | null>>;

export interface OwnLevel {
  readonly overview: WireSpatialUnit;
  /** Code of the geography: ids of its zones begin with it. */
  readonly geography: string;
  readonly zones: readonly PushZone[];
}

export interface OwnIndicator {
  readonly overview: WireIndicator;
  /** By name of the level. */
  readonly values: ReadonlyMap<string, PushValues>;
}

export interface TheirLevel {
  readonly spatialUnitId: string;
  readonly spatialUnitLevel: string;
  readonly zones: readonly PushZone[];
}

export interface TheirIndicator {
  readonly indicatorId: string;
  readonly indicatorName: string;
  readonly tags: readonly string[];
  readonly values: ReadonlyMap<string, PushValues>;
}

export interface TheirTopic {
  readonly topicId: string;
  readonly topicName: string;
  readonly subTopics: readonly TheirTopic[];
}

export interface PushState {
  readonly levels: readonly TheirLevel[];
  readonly indicators: readonly TheirIndicator[];
}

export interface ValueRow {
  readonly ID: string;
  /** By position of the step's timestamps. */
  readonly values: readonly (number | null)[];
}

export type PushStep =
  | { readonly step: 'createLevel'; readonly level: string; readonly startDate: string; readonly endDate: string | null; readonly zones: readonly PushZone[] }
  /** `partial: false` lets KomMonitor end the zones of the cut before on the day before `startDate`. */
  | { readonly step: 'addCut'; readonly level: string; readonly startDate: string; readonly endDate: string | null; readonly zones: readonly PushZone[]; readonly partial: boolean }
  | { readonly step: 'changeZone'; readonly level: string; readonly record: string; readonly zone: PushZone }
  | { readonly step: 'createIndicator'; readonly indicator: string }
  | { readonly step: 'putValues'; readonly indicator: string; readonly level: string; readonly timestamps: readonly string[]; readonly rows: readonly ValueRow[] };

export interface PushPlan {
  readonly steps: readonly PushStep[];
  /** Lines about what is there already as it should be, or is not ours to change. */
  readonly left: readonly string[];
  /** What cannot be sent, with what would help. */
  readonly conflicts: readonly { readonly what: string; readonly why: string }[];
}

export function pushPlan(levels: readonly OwnLevel[], indicators: readonly OwnIndicator[], their: PushState): PushPlan {
  const steps: PushStep[] = [];
  const left: string[] = [];
  const conflicts: { what: string; why: string }[] = [];
  const usable = new Map<string, OwnLevel>();
  for (const level of levels) {
    const name = level.overview.spatialUnitLevel;
    const there = their.levels.find(({ spatialUnitLevel }) => spatialUnitLevel === name);
    const foreign = (there?.zones ?? []).filter(({ ID }) => !isOwn(level.geography, ID));
    if (foreign.length > 0) {
      conflicts.push({ what: `level ${name}`, why: `it holds ${foreign.length} zones that no push made, such as ${foreign[0]!.ID}; a full update would end them. Rename that level there, or the geography here` });
      continue;
    }
    usable.set(name, level);
    const own = levelSteps(level, there ?? null);
    steps.push(...own);
    if (there !== undefined && own.length === 0) left.push(`level ${name}: ${there.zones.length} zones are as they should be`);
    const ids = new Set(level.zones.map(({ ID }) => ID));
    const gone = (there?.zones ?? []).filter(({ ID }) => !ids.has(ID));
    if (gone.length > 0) left.push(`level ${name}: ${gone.length} zones of cuts that are not published any more stay, without numbers; KomMonitor takes them away by hand only`);
  }
  const seen = new Set<string>();
  for (const indicator of indicators) {
    const { abbreviation, indicatorName } = indicator.overview;
    const there = their.indicators.find(({ tags }) => tags.includes(tagOf(abbreviation)));
    if (there === undefined && their.indicators.some((row) => row.indicatorName === indicatorName)) {
      conflicts.push({ what: `indicator ${indicatorName}`, why: 'one of this name is there that no push made; rename one of the two' });
      continue;
    }
    seen.add(abbreviation);
    if (there === undefined) steps.push({ step: 'createIndicator', indicator: abbreviation });
    let sent = 0;
    for (const [name, values] of indicator.values) {
      const level = usable.get(name);
      if (level === undefined) continue;
      const own = valueSteps(abbreviation, name, values, ofOwn(level.geography, there?.values.get(name)));
      sent += own.length;
      steps.push(...own);
    }
    for (const [name, values] of there?.values ?? []) {
      if (indicator.values.has(name)) continue;
      const level = usable.get(name);
      if (level !== undefined) steps.push(...valueSteps(abbreviation, name, new Map(), ofOwn(level.geography, values)));
    }
    if (there !== undefined && sent === 0) left.push(`indicator ${indicatorName}: nothing changed`);
  }
  for (const { indicatorName, tags, values } of their.indicators) {
    const code = tags.find((tag) => tag.startsWith(tagOf('')))?.slice(tagOf('').length);
    if (code === undefined || seen.has(code) || indicators.some(({ overview }) => overview.abbreviation === code)) continue;
    const own = [...values].flatMap(([name, theirs]) => valueSteps(code, name, new Map(), theirs));
    steps.push(...own);
    left.push(`indicator ${indicatorName}: not published any more; ${own.length === 0 ? 'it has no numbers' : 'its numbers are taken away, the indicator stays until it is deleted there'}`);
  }
  return { steps, left, conflicts };
}

const isOwn = (geography: string, id: string): boolean => id.startsWith(`${geography}-`) && /^\d+-/.test(id.slice(geography.length + 1));

const ofOwn = (geography: string, values: PushValues | undefined): PushValues => new Map([...(values ?? [])].filter(([id]) => isOwn(geography, id)));

function levelSteps({ overview, zones }: OwnLevel, there: TheirLevel | null): PushStep[] {
  const level = overview.spatialUnitLevel;
  const known = new Map((there?.zones ?? []).map((zone) => [zone.ID, zone]));
  const starts = [...new Set(zones.map(({ validStartDate }) => validStartDate))].toSorted();
  const newest = [...starts, ...(there?.zones ?? []).map(({ validStartDate }) => validStartDate)].toSorted().at(-1);
  const steps: PushStep[] = [];
  /** The day on which KomMonitor itself will end what is open, when a step of this push makes it. */
  let endedOn: string | null = null;
  for (const startDate of starts) {
    const cut = zones.filter((zone) => zone.validStartDate === startDate);
    const missing = cut.filter(({ ID }) => !known.has(ID));
    if (missing.length === 0) continue;
    const period = { level, startDate, endDate: cut[0]!.validEndDate };
    if (there === null && steps.length === 0) {
      steps.push({ step: 'createLevel', ...period, zones: cut });
      continue;
    }
    // A full update ends what it does not name, and deletes what begins later: so of the newest cut only, and whole.
    const open = (there?.zones ?? []).some((zone) => zone.validEndDate === null && zone.validStartDate < startDate);
    const partial = !(open && startDate === newest);
    if (!partial) endedOn = dayAfter(startDate, -1);
    steps.push({ step: 'addCut', ...period, zones: partial ? missing : cut, partial });
  }
  for (const zone of zones) {
    const old = known.get(zone.ID);
    if (old === undefined) continue;
    const end = old.validEndDate ?? (endedOn !== null && old.validStartDate <= endedOn ? endedOn : null);
    const same = old.NAME === zone.NAME && old.validStartDate === zone.validStartDate && end === zone.validEndDate && (old.arisenFrom ?? null) === zone.arisenFrom && sameShape(old.geometry, zone.geometry);
    if (!same) steps.push({ step: 'changeZone', level, record: old.record, zone });
  }
  return steps;
}

/** Dates on which any zone's number differs, all zones of them together, in requests of at most 45 dates. What is no longer published becomes null. */
function valueSteps(indicator: string, level: string, own: PushValues, there: PushValues): PushStep[] {
  const ids = [...new Set([...own.keys(), ...there.keys()])];
  const dates = [...new Set([...own.values(), ...there.values()].flatMap((row) => [...row.keys()]))].toSorted();
  const differs = (id: string, date: string) => (own.get(id)?.get(date) ?? null) !== (there.get(id)?.get(date) ?? null);
  const changed = dates.filter((date) => ids.some((id) => differs(id, date)));
  const steps: PushStep[] = [];
  for (let i = 0; i < changed.length; i += TIMESTAMPS_A_REQUEST) {
    const timestamps = changed.slice(i, i + TIMESTAMPS_A_REQUEST);
    steps.push({ step: 'putValues', indicator, level, timestamps, rows: ids.map((ID) => ({ ID, values: timestamps.map((date) => own.get(ID)?.get(date) ?? null) })) });
  }
  return steps;
}

/** Numbers of rows in the wire format; KomMonitor sends them as texts where it leaves out the geometry. */
export function valuesOfRows(rows: readonly Readonly<Record<string, unknown>>[]): PushValues {
  return new Map(
    rows.map((row) => [
      String(row.ID),
      new Map(
        Object.entries(row)
          .filter(([name]) => name.startsWith(datePrefix))
          .map(([name, value]) => [name.slice(datePrefix.length), numberOf(value)]),
      ),
    ]),
  );
}

function numberOf(value: unknown): number | null {
  if (value === null || value === undefined || String(value).trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
