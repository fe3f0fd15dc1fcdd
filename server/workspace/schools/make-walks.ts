// Walks to schools as a job: reads network, schools and addresses, reckons apart, keeps the result unless one of them changed meanwhile.
import { randomUUID } from 'node:crypto';
import type { Geometry, Position } from 'geojson';
import { OSM_KINDS, osmKind } from '../../../core/network/osm-ways.ts';
import type { WayLines } from '../../../core/network/street-graph.ts';
import { HAZARDS, type HazardRule } from '../../../core/schools/school-settings.ts';
import type { Queryable } from '../../db/database.ts';
import { listAddresses, type Address } from '../../db/queries/addresses.ts';
import { listReferenceFeatures, type ReferenceFeature } from '../../db/queries/reference-features.ts';
import { beginSchoolWalk, storeSchoolWalks, type SchoolWalkRow } from '../../db/queries/school-walks.ts';
import { InputError } from '../../gdal/input-error.ts';
import type { Workspace } from '../workspace.ts';
import { runThread } from './run-thread.ts';
import { RAIL_LAYER, SCHOOL_LAYER, STREET_LAYER } from './school-layers.ts';
import { readSchools, type School, type SchoolFinding } from './school-register.ts';
import type { WalkResult, WalkTask } from './reckon-walks.ts';

export interface WalkJob {
  readonly signal: AbortSignal;
  progress(fraction: number, message: string): Promise<void>;
  keepResult(tx: Queryable, result: object): Promise<void>;
}

/** Nobody walks farther to a primary school, and a search ends there. */
const SEARCH_LIMIT_M = 10_000;
/** Farther than that from the network a place is told. */
const FAR_M = 100;
/** Told by name each. */
const NAMED = 10;

export async function makeSchoolWalks(workspace: Workspace, blockSet: number, job: WalkJob): Promise<object> {
  const { db, municipality: { municipality } } = workspace;
  const ticket = randomUUID();
  await beginSchoolWalk(db, municipality, blockSet, ticket);
  await job.progress(0.02, 'reading network, schools and addresses');
  // From the database and after the ticket: what the server keeps may be older.
  const layer = (name: string) => listReferenceFeatures(db, municipality, name);
  const { schools } = readSchools(await layer(SCHOOL_LAYER), null);
  if (schools.length === 0) throw new InputError({ field: 'schools', problem: 'there are none', accepted: 'an import of kind schools first' });
  const ways = waysOf(await layer(STREET_LAYER), await layer(RAIL_LAYER));
  if (ways.start.length === 1) throw new InputError({ field: 'network', problem: 'there is no street network', accepted: 'an import of kind network first' });
  const surface = await workspace.surface(blockSet);
  const { settings } = await workspace.schools.settings();
  const asked = walkTask({ ways, hazards: settings.hazards, schools, addresses: await listAddresses(db, municipality), ids: surface.coverage.ids, inside: workspace.schools.locator(surface).points });
  const { addresses } = asked;
  await job.progress(0.1, `walking from ${schools.length} schools to ${addresses.length} addresses`);
  const began = performance.now();
  const made = await runThread<WalkTask, number, WalkResult>('server/workspace/schools/school-walk-worker.ts', asked.task, job.signal, (done) => job.progress(0.1 + 0.8 * done, `walked from ${Math.round(done * schools.length)} of ${schools.length} schools`));
  const seconds = (performance.now() - began) / 1000;
  const { report, rows } = walkRows(asked, made, seconds);
  const result = { kind: 'school-distances', dryRun: false, stored: { schools: schools.length, blockSet }, report };
  await db.transaction(async (tx) => {
    if (!(await storeSchoolWalks(tx, municipality, blockSet, ticket, report, rows))) {
      throw new InputError({ problem: 'network, schools, addresses or hazards changed while walks were reckoned', accepted: 'the same again' });
    }
    await job.keepResult(tx, result);
  });
  workspace.schools.forget();
  return result;
}

interface AskedWalks {
  readonly task: WalkTask;
  readonly schools: readonly School[];
  readonly ids: readonly string[];
  readonly addresses: readonly Address[];
  /** Positions of the blocks without an address, after the addresses among the points. */
  readonly bare: readonly number[];
}

/** `inside`: a point of every block, x y interleaved, which stands for its addresses where it has none. */
export function walkTask({ ways, hazards, schools, addresses: all, ids, inside }: {
  readonly ways: WayLines;
  readonly hazards: readonly HazardRule[];
  readonly schools: readonly School[];
  readonly addresses: readonly Address[];
  readonly ids: readonly string[];
  readonly inside: Float64Array;
}): AskedWalks {
  const positions = new Map(ids.map((id, position) => [id, position]));
  const addresses = all.filter(({ block }) => block !== null && positions.has(block));
  const housed = new Set(addresses.map(({ block }) => block));
  const bare = ids.flatMap((id, position) => (housed.has(id) ? [] : [position]));
  const points = new Float64Array(2 * (addresses.length + bare.length));
  addresses.forEach(({ x, y }, i) => points.set([x, y], 2 * i));
  bare.forEach((position, i) => points.set([inside[2 * position]!, inside[2 * position + 1]!], 2 * (addresses.length + i)));
  const task: WalkTask = {
    ways,
    hazards: hazards.map(({ kind, forbid, extraM }) => ({ kind, forbid, extraM })),
    schools: Float64Array.from(schools.flatMap(({ x, y }) => [x, y])),
    points,
    pointBlock: Int32Array.from([...addresses.map(({ block }) => positions.get(block!)!), ...bare]),
    pointWeight: Float64Array.from([...addresses.map(({ weight }) => weight), ...bare.map(() => 0)]),
    blockCount: ids.length,
    limitM: SEARCH_LIMIT_M,
  };
  return { task, schools, ids, addresses, bare };
}

/** What is kept: a row a school, and a report with what is wrong with the network. */
export function walkRows({ schools, ids, addresses, bare }: AskedWalks, made: WalkResult, seconds: number): { readonly report: object; readonly rows: readonly SchoolWalkRow[] } {
  const names = (point: number) => (point < addresses.length ? `${addresses[point]!.street} ${addresses[point]!.houseNumber}`.trim() || addresses[point]!.address : `block ${ids[bare[point - addresses.length]!]!}`);
  const findings = findingsOf(made, schools.map(({ school }) => school), addresses.length, names, ids);
  const report = { schools: schools.length, addresses: addresses.length, blocksWithoutAddress: bare.length, ways: made.ways, edges: made.edges, pieces: made.pieces, seconds, findings };
  const width = ids.length;
  const rows = schools.map(({ school }, i) => ({
    school,
    metres: new Uint8Array(made.metres.slice(i * width, (i + 1) * width).buffer),
    crossings: made.crossings.slice(i * HAZARDS.length * width, (i + 1) * HAZARDS.length * width),
  }));
  return { report, rows };
}

/** Lines of both layers with their kinds: by OpenStreetMap's tags, else by the class of the layer. */
export function waysOf(streets: readonly ReferenceFeature[], rails: readonly ReferenceFeature[]): WayLines {
  const lines: { readonly line: readonly Position[]; readonly kind: number }[] = [];
  const add = ({ geometry }: ReferenceFeature, kind: number) => {
    for (const line of linesOf(geometry)) lines.push({ line, kind });
  };
  for (const feature of streets) add(feature, OSM_KINDS.indexOf(kindOf(feature.properties)));
  for (const feature of rails) add(feature, OSM_KINDS.indexOf('rail'));
  const start = new Uint32Array(lines.length + 1);
  lines.forEach(({ line }, i) => (start[i + 1] = start[i]! + line.length));
  const xy = new Float64Array(2 * start.at(-1)!);
  lines.forEach(({ line }, i) => line.forEach(([x, y], v) => xy.set([x!, y!], 2 * (start[i]! + v))));
  return { xy, start, kind: Uint16Array.from(lines, ({ kind }) => kind) };
}

function kindOf(properties: Readonly<Record<string, unknown>>): (typeof OSM_KINDS)[number] {
  const text = (key: string) => String(properties[key] ?? '');
  if (text('highway') !== '' || text('railway') !== '') return osmKind(text('highway'), text('railway'), text('other_tags'));
  const own = text('class') === '' ? text('kind') : text('class');
  if (own === 'main') return 'main-road';
  return OSM_KINDS.find((kind) => kind === own) ?? 'street';
}

function linesOf(geometry: Geometry): readonly (readonly Position[])[] {
  if (geometry.type === 'LineString') return [geometry.coordinates];
  return geometry.type === 'MultiLineString' ? geometry.coordinates : [];
}

function findingsOf(made: WalkResult, schools: readonly string[], addressCount: number, nameOf: (point: number) => string, blocks: readonly string[]): SchoolFinding[] {
  const found: SchoolFinding[] = [];
  const metres = (value: number) => `${Math.round(value)} m`;
  if (made.pieces > 1) {
    const joined = [...made.pointIslandM.keys()].slice(0, addressCount).filter((point) => made.pointIslandM[point]! > 0).toSorted((a, b) => made.pointOffM[b]! - made.pointOffM[a]!);
    const farthest = joined.length === 0 ? '' : `; ${joined.length} addresses next to them are joined to the nearest way that leads on, ${joined.slice(0, 3).map((point) => `${nameOf(point)} over ${metres(made.pointOffM[point]!)}`).join(', ')}`;
    found.push({ code: 'NETWORK_ISLAND', detail: `${made.pieces - 1} pieces of the network, ${metres(made.islandsM)} long together, hang together with nothing${farthest}` });
  }
  schools.forEach((school, i) => {
    if (made.schoolOffM[i] === Infinity) found.push({ code: 'NO_WAY', school, detail: 'no way is near it; its walks are not known' });
    else if (made.schoolIslandM[i]! > 0) found.push({ code: 'NETWORK_ISLAND', school, detail: `stands by a way that leads nowhere; walks begin at the nearest that leads on, ${metres(made.schoolOffM[i]!)} away` });
    else if (made.schoolOffM[i]! > FAR_M) found.push({ code: 'FAR_FROM_NETWORK', school, detail: `is ${metres(made.schoolOffM[i]!)} away from the nearest way; they are counted` });
  });
  const far = [...made.pointOffM.keys()].slice(0, addressCount).filter((point) => made.pointOffM[point]! > FAR_M).toSorted((a, b) => made.pointOffM[b]! - made.pointOffM[a]!);
  if (far.length > 0) found.push({ code: 'FAR_FROM_NETWORK', detail: `${far.length} addresses are more than ${FAR_M} m away from the network, ${nameOf(far[0]!)} ${metres(made.pointOffM[far[0]!]!)}; they are counted` });
  const cut = blocks.filter((_, block) => made.cutOff[block] === 1);
  for (const block of cut.slice(0, NAMED)) found.push({ code: 'NO_WAY', block, detail: `no way within ${SEARCH_LIMIT_M / 1000} km leads to any school` });
  if (cut.length > NAMED) found.push({ code: 'NO_WAY', detail: `no way leads from ${cut.length - NAMED} more blocks to any school` });
  return found;
}
