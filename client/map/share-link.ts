// The view as parameters of the address, so that a link shows what its sender saw.
import { readClasses, writeClasses, type ClassSettings } from './class-settings.ts';
import { readFilter, writeFilter, type MapFilter } from './map-filter.ts';
import { PLAIN, readForm, writeForm, type MapForm } from './map-form.ts';

export type MapView = 'map' | 'table';
/** One cut for all dates by its number, or of each date the cut that was valid then. */
export type CutChoice = number | 'each';

/** The other side of a comparison. */
export interface SwipeAddress {
  readonly indicator: string;
  readonly date: string;
  /** Where the slider stands, share of the width. */
  readonly place: number;
}

/** Centre in the municipality's plane and metres a pixel. */
export type Place = readonly [number, number, number];

/** Everything that a link restores; absent parts fall back to the newest and first. */
export interface MapAddress {
  readonly geography?: string | undefined;
  readonly version?: CutChoice | undefined;
  readonly indicator?: string | undefined;
  /** Of links from before there were indicators: they open the indicator of the same numbers. */
  readonly statistic?: string | undefined;
  readonly kind?: 'count' | 'share' | undefined;
  readonly date?: string | undefined;
  readonly form?: MapForm | undefined;
  readonly classes?: ClassSettings | undefined;
  readonly filter?: MapFilter | undefined;
  readonly swipe?: SwipeAddress | undefined;
  readonly zone?: string | undefined;
  readonly view?: MapView | undefined;
  readonly chart?: string | undefined;
  readonly profile?: string | undefined;
  /** Reach of the shown facilities in metres; absent while they are off. */
  readonly facilities?: string | undefined;
  readonly place?: Place | undefined;
}

export function readAddress(search: string): MapAddress {
  const params = new URLSearchParams(search);
  const text = (name: string) => params.get(name) ?? undefined;
  const kind = params.get('measure');
  const version = params.get('version');
  const view = params.get('view');
  const place = params.get('at')?.split(',').map(Number);
  return {
    geography: text('geography'),
    version: version === 'each' ? 'each' : version !== null && /^\d+$/.test(version) ? Number(version) : undefined,
    indicator: text('indicator'),
    statistic: text('statistic'),
    kind: kind === 'count' || kind === 'share' ? kind : undefined,
    date: text('date'),
    form: params.has('form') ? readForm(params.get('form')) : undefined,
    classes: params.has('classes') ? readClasses(params.get('classes')) : undefined,
    filter: params.has('filter') ? readFilter(params.get('filter')) : undefined,
    swipe: readSwipe(params.get('compare')),
    zone: text('zone'),
    view: view === 'table' || view === 'map' ? view : undefined,
    chart: text('chart'),
    profile: text('profile'),
    facilities: text('facilities'),
    place: place?.length === 3 && place.every(Number.isFinite) ? [place[0]!, place[1]!, place[2]!] : undefined,
  };
}

/** Parameters in a fixed order; what is not set or is as it would be without stays out. */
export function writeAddress(address: MapAddress): string {
  const params = new URLSearchParams();
  const set = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== '') params.set(name, String(value));
  };
  set('geography', address.geography);
  set('version', address.version);
  set('indicator', address.indicator);
  set('statistic', address.statistic);
  set('measure', address.kind);
  set('date', address.date);
  if (address.form !== undefined && address.form.form !== PLAIN.form) set('form', writeForm(address.form));
  if (address.classes !== undefined) set('classes', writeClasses(address.classes));
  if (address.filter !== undefined) set('filter', writeFilter(address.filter));
  if (address.swipe !== undefined) set('compare', [address.swipe.indicator, address.swipe.date, address.swipe.place.toFixed(2)].join('~'));
  set('zone', address.zone);
  if (address.view === 'table') set('view', 'table');
  set('chart', address.chart);
  set('profile', address.profile);
  set('facilities', address.facilities);
  if (address.place !== undefined) set('at', address.place.map((value, index) => value.toFixed(index === 2 ? 2 : 0)).join(','));
  return params.toString();
}

function readSwipe(text: string | null): SwipeAddress | undefined {
  const [indicator, date, place] = (text ?? '').split('~');
  if (!indicator || !date) return undefined;
  const number = Number(place ?? 0.5);
  return { indicator, date, place: number >= 0 && number <= 1 ? number : 0.5 };
}
