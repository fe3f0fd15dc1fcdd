// A plan with place and selection as an address: what `?plan=…&at=…&zone=…&block=…&tool=…` says, and back.
import type { ToolId } from '../tools/tool.ts';

export interface PlanAddress {
  readonly plan: string;
  /** Middle of the view in CRS84 and metres a CSS pixel. */
  readonly at: { readonly lon: number; readonly lat: number; readonly resolution: number } | null;
  readonly zone: string | null;
  readonly block: string | null;
  readonly tool: ToolId | null;
}

const NAMES = ['plan', 'at', 'zone', 'block', 'tool'] as const;
const TOOL = /^[a-zA-Z-]{1,24}$/;

/** Reads a query or fragment, with or without its sign; what cannot be read is left out, since people shorten addresses by hand. */
export function readAddress(text: string): PlanAddress {
  const values = new URLSearchParams(text.replace(/^[?#]/, ''));
  const [lon, lat, resolution] = (values.get('at') ?? '').split(',').map(Number) as [number, number, number];
  const placed = [lon, lat, resolution].every(Number.isFinite) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && resolution > 0 && resolution < 10_000;
  const tool = values.get('tool') ?? '';
  return {
    plan: values.get('plan') ?? '',
    at: placed ? { lon, lat, resolution } : null,
    zone: values.get('zone'),
    block: values.get('block'),
    tool: TOOL.test(tool) ? (tool as ToolId) : null,
  };
}

/** Puts the address into parameters, and leaves others of the page alone. */
export function writeAddress(address: PlanAddress, values = new URLSearchParams()): URLSearchParams {
  for (const name of NAMES) values.delete(name);
  if (address.plan === '') return values;
  values.set('plan', address.plan);
  // Six decimals are 10 cm, three digits of the scale a pixel in a thousand.
  if (address.at !== null) values.set('at', [address.at.lon.toFixed(6), address.at.lat.toFixed(6), Number(address.at.resolution.toPrecision(4))].join(','));
  for (const name of ['zone', 'block', 'tool'] as const) if (address[name] !== null && address[name] !== '') values.set(name, address[name]);
  return values;
}
