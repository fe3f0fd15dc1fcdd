// New housing drawn on the map of a plan: dwellings, the year they are ready, children by age, and the blocks that the area lies in.
import type { Polygon } from 'geojson';
import type { Coverage } from '../coverage/coverage.ts';
import { overlayFractions } from '../coverage/overlay/overlay.ts';
import { ringsFromGeoJson } from '../coverage/rings-from-geojson.ts';
import { checkCoverage } from '../coverage/validate.ts';
import type { HousingArea, SettingsProblem } from './school-settings.ts';

export interface DrawnHousing {
  readonly housing: string;
  readonly name: string;
  /** As it was drawn, CRS84; null: blocks were chosen. */
  readonly area: Polygon | null;
  /** Ids of the blocks that it lies in, and the share of its children that each gets, by area; they add up to 1. */
  readonly blocks: readonly string[];
  readonly shares: readonly number[];
  readonly dwellings: number;
  /** School year of the first entries. */
  readonly ready: number;
  /** Of 100 dwellings when people move in: children by age in years, from 0. */
  readonly childrenPer100: readonly number[];
  readonly source: string;
}

/** As the forecast takes it: who is of age enters, a year later who is a year younger, and in the end as many a year as are born. */
export function forecastArea({ housing, name, blocks, shares, dwellings, ready, childrenPer100, source }: DrawnHousing, entryAge: number): HousingArea {
  const aged = (age: number) => childrenPer100[age] ?? 0;
  return {
    housing, name, blocks, shares, dwellings, ready, source,
    entriesPer100: Array.from({ length: entryAge + 1 }, (_, k) => aged(entryAge - k)),
    olderPer100: childrenPer100.slice(entryAge + 1),
  };
}

export type AreaShares = { readonly ok: true; readonly blocks: readonly string[]; readonly shares: readonly number[] } | { readonly ok: false; readonly problem: 'NOT_A_POLYGON' | 'IN_NO_BLOCK'; readonly detail: string };

/** Below this share of the area a block is only touched by a line drawn along its edge. */
const TOUCHED = 0.005;

/** Which blocks an area lies in, and with which share of what lies in blocks at all. In the CRS of the coverage. */
export function sharesOfArea(coverage: Coverage, area: Polygon): AreaShares {
  const { report, coverage: drawn } = checkCoverage(ringsFromGeoJson([{ id: 'area', geometry: area }]));
  const wrong = report.invalid[0];
  if (wrong !== undefined || drawn === null) return { ok: false, problem: 'NOT_A_POLYGON', detail: wrong?.reason === 'SELF_CROSSING' ? 'its lines cross each other' : 'it is no area' };
  const overlaid = overlayFractions(coverage, drawn);
  if (!overlaid.ok) return { ok: false, problem: 'NOT_A_POLYGON', detail: overlaid.issues[0]!.detail };
  const { blockStart, areaM2 } = overlaid.overlay;
  const parts: { block: number; areaM2: number }[] = [];
  for (let block = 0; block < coverage.blockCount; block++) {
    let sum = 0;
    for (let piece = blockStart[block]!; piece < blockStart[block + 1]!; piece++) sum += areaM2[piece]!;
    if (sum > 0) parts.push({ block, areaM2: sum });
  }
  return sharesOf(coverage, parts);
}

/** Of whole blocks that were chosen, by their positions: by their area. */
export function sharesOfBlocks(coverage: Coverage, positions: readonly number[]): AreaShares {
  return sharesOf(coverage, [...new Set(positions)].map((block) => ({ block, areaM2: coverage.blockAreaM2[block]! })));
}

function sharesOf({ ids }: Coverage, parts: readonly { readonly block: number; readonly areaM2: number }[]): AreaShares {
  const all = parts.reduce((sum, { areaM2 }) => sum + areaM2, 0);
  const kept = parts.filter(({ areaM2 }) => areaM2 > TOUCHED * all);
  const whole = kept.reduce((sum, { areaM2 }) => sum + areaM2, 0);
  if (!(whole > 0)) return { ok: false, problem: 'IN_NO_BLOCK', detail: 'it lies in no block of the plan' };
  return { ok: true, blocks: kept.map(({ block }) => ids[block]!), shares: kept.map(({ areaM2 }) => areaM2 / whole) };
}

/** Children of more ages than that have left a primary school. */
const OLDEST = 12;

/** What is wrong with the parameters of an area beyond their types; empty for one that can be used. */
export function checkDrawnHousing({ name, dwellings, ready, childrenPer100, source }: Pick<DrawnHousing, 'name' | 'dwellings' | 'ready' | 'childrenPer100' | 'source'>): SettingsProblem[] {
  const found: SettingsProblem[] = [];
  const need = (holds: boolean, field: string, problem: string, accepted: string) => {
    if (!holds) found.push({ field, problem, accepted });
  };
  need(name.trim() !== '', 'name', 'is empty', 'what the area is called');
  need(dwellings > 0 && dwellings <= 100_000, 'dwellings', `${dwellings} is no number of dwellings`, 'above 0, up to 100000');
  need(Number.isInteger(ready) && ready >= 1950 && ready <= 2150, 'ready', `${ready} is no school year`, 'YYYY');
  need(childrenPer100.length > 0 && childrenPer100.length <= OLDEST + 1 && childrenPer100.every((count) => count >= 0 && count <= 200), 'childrenPer100', 'is no list of children by age', `children of 100 dwellings by age from 0, at most ${OLDEST + 1} numbers from 0 to 200`);
  need(source.trim() !== '', 'source', 'is empty', 'where the figures come from');
  return found;
}
