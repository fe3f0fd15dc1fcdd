// Which zones stand out: by their value, by name, or by lying in zones of another geography. The others are drawn pale.
import type { Measure } from '../api-model.ts';
import { zoneAt, type ZoneShape } from './zone-shapes.ts';

export interface MapFilter {
  /** Values from and to, ends included; null is open. Withheld and missing zones never pass: passing would tell of their number. */
  readonly range?: readonly [number | null, number | null] | undefined;
  /** Codes of zones. */
  readonly zones?: readonly string[] | undefined;
  /** Zones with their label point in one of these. */
  readonly within?: { readonly geography: string; readonly zones: readonly string[] } | undefined;
}

export const NO_FILTER: MapFilter = {};

export const isActive = ({ range, zones, within }: MapFilter): boolean => range !== undefined || zones !== undefined || within !== undefined;

/** Zones of another geography, for the filter by place. */
export interface OtherZones {
  readonly codes: readonly string[];
  readonly shapes: readonly ZoneShape[];
}

/** By zone: whether it passes every part of the filter. `other` is undefined while it is loaded: that part then lets all pass. */
export function passing(filter: MapFilter, codes: readonly string[], measures: readonly Measure[], shapes: readonly ZoneShape[], other: OtherZones | undefined): boolean[] {
  const { range, zones, within } = filter;
  const named = zones === undefined ? undefined : new Set(zones);
  const inside = within === undefined || other === undefined ? undefined : new Set(within.zones.map((code) => other.codes.indexOf(code)));
  return codes.map((code, zone) => {
    if (named !== undefined && !named.has(code)) return false;
    if (range !== undefined && !inRange(measures[zone], range)) return false;
    const shape = shapes[zone];
    return inside === undefined || shape === undefined || inside.has(zoneAt(other!.shapes, shape.anchor[0], shape.anchor[1]));
  });
}

function inRange(measure: Measure | undefined, [from, to]: readonly [number | null, number | null]): boolean {
  return measure?.state === 'value' && (from === null || measure.value >= from) && (to === null || measure.value <= to);
}

/** "value(5..10)zones(1~2)within(areas~A~B)": as a link carries it; empty without a filter. */
export function writeFilter({ range, zones, within }: MapFilter): string {
  const list = (values: readonly string[]) => values.map((value) => encodeURIComponent(value).replaceAll('~', '%7E').replaceAll('(', '%28').replaceAll(')', '%29')).join('~');
  const parts = [
    range === undefined ? '' : `value(${range[0] ?? ''}..${range[1] ?? ''})`,
    zones === undefined ? '' : `zones(${list(zones)})`,
    within === undefined ? '' : `within(${list([within.geography, ...within.zones])})`,
  ];
  return parts.join('');
}

export function readFilter(text: string | null): MapFilter {
  const part = (name: string) => new RegExp(`${name}\\(([^)]*)\\)`).exec(text ?? '')?.[1];
  const list = (value: string) => value.split('~').filter((one) => one !== '').map((one) => decodeURIComponent(one));
  const range = part('value')?.split('..').map((end) => (end === '' || !Number.isFinite(Number(end)) ? null : Number(end)));
  const zones = part('zones');
  const within = part('within');
  const [geography, ...others] = within === undefined ? [] : list(within);
  return {
    ...(range?.length === 2 ? { range: [range[0]!, range[1]!] as const } : {}),
    ...(zones === undefined ? {} : { zones: list(zones) }),
    ...(geography === undefined ? {} : { within: { geography, zones: others } }),
  };
}
