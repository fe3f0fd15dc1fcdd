// The view as parameters of the address, so that a link shows what its sender saw.

export type MapView = 'map' | 'table';

/** Everything that a link restores; absent parts fall back to the newest and first. */
export interface MapAddress {
  readonly geography?: string | undefined;
  readonly version?: number | undefined;
  readonly statistic?: string | undefined;
  readonly kind?: 'count' | 'share' | undefined;
  readonly date?: string | undefined;
  readonly zone?: string | undefined;
  readonly view?: MapView | undefined;
}

export function readAddress(search: string): MapAddress {
  const params = new URLSearchParams(search);
  const kind = params.get('measure');
  const version = Number(params.get('version') ?? NaN);
  return {
    geography: params.get('geography') ?? undefined,
    version: Number.isInteger(version) ? version : undefined,
    statistic: params.get('statistic') ?? undefined,
    kind: kind === 'count' || kind === 'share' ? kind : undefined,
    date: params.get('date') ?? undefined,
    zone: params.get('zone') ?? undefined,
    view: params.get('view') === 'table' ? 'table' : params.get('view') === 'map' ? 'map' : undefined,
  };
}

/** Parameters in a fixed order; what is not set stays out. */
export function writeAddress(address: MapAddress): string {
  const params = new URLSearchParams();
  const set = (name: string, value: string | number | undefined) => {
    if (value !== undefined) params.set(name, String(value));
  };
  set('geography', address.geography);
  set('version', address.version);
  set('statistic', address.statistic);
  set('measure', address.kind);
  set('date', address.date);
  set('zone', address.zone);
  if (address.view === 'table') set('view', 'table');
  return params.toString();
}
