// Resident memory of one municipality: topology, counts, cuts and plans, so that reads never wait for the database.
import { UNASSIGNED } from '../../core/coverage/coverage.ts';
import { createSurface, type PlanSurface } from '../../core/plan/surface.ts';
import { toPlaneOf } from '../../core/plan/to-plane.ts';
import { createCountTable, setCount, type CountTable } from '../../core/statistics/counts.ts';
import type { Database } from '../db/database.ts';
import { readBlockNear } from '../db/queries/block-near.ts';
import { listBlockSourceAreas, readBlockRings } from '../db/queries/blocks.ts';
import { listBlockCounts } from '../db/queries/counts.ts';
import { insertGeography, type GeographyVersion } from '../db/queries/geographies.ts';
import type { Municipality } from '../db/queries/municipalities.ts';
import { listReferenceFeatures, type ReferenceFeature } from '../db/queries/reference-features.ts';
import { listAssignments, listZones } from '../db/queries/zones.ts';
import { crsDefinition } from '../gdal/crs/crs.ts';
import { datesOf, readCatalogue, type Catalogue } from './catalogue.ts';
import { PlanComments } from './plans/plan-comments.ts';
import { PlanDesk } from './plans/plan-desk.ts';
import { PlanDisclosure } from './plans/plan-disclosure.ts';
import { PlanSurfaces } from './plans/plan-surfaces.ts';
import { PlanNotices } from './plans/plan-notices.ts';
import { PlanPresences } from './plans/plan-presence.ts';
import { PlanVersions } from './plans/plan-versions.ts';
import { ProtectedCopies } from './protected-copies.ts';
import { ReleaseDesk } from './releases/release-desk.ts';
import { SchoolDesk } from './schools/school-desk.ts';
import { createTopologyBuilder, type Topology } from './topology.ts';

/** A block set with its topology; `positions` finds a block by its id. */
export interface Surface extends Topology {
  readonly blockSet: number;
  readonly positions: ReadonlyMap<string, number>;
  /** The same blocks to draw plans on; cuts are made of it. */
  readonly drawn: PlanSurface;
}

/** A cut with its zones by slot and the slot of every block. */
export interface ResidentVersion extends GeographyVersion {
  readonly zoneList: readonly { readonly zone: string; readonly name: string; readonly position: number }[];
  readonly assignment: Int32Array;
  readonly surface: Surface;
}

/**
 * What is immutable (topology of a block set, a cut's assignment) is read once and kept; counts and the catalogue are read
 * again after `reload`. Two callers who ask for the same thing wait for one read.
 */
export class Workspace {
  readonly plans: PlanDesk;
  readonly releases: ReleaseDesk;
  readonly copies: ProtectedCopies;
  readonly disclosure: PlanDisclosure;
  readonly planVersions = new PlanVersions(this);
  readonly schools = new SchoolDesk(this);
  readonly comments = new PlanComments(this);
  readonly planSurfaces = new PlanSurfaces();
  readonly notices = new PlanNotices();
  readonly presences = new PlanPresences(this.notices);
  private catalogueNow: Catalogue;
  private readonly toPlane: ReturnType<typeof toPlaneOf>;
  private readonly builder = createTopologyBuilder();
  private readonly surfaces = new Map<number, Promise<Surface>>();
  private readonly versions = new Map<string, Promise<ResidentVersion>>();
  private readonly residents = new Map<string, ResidentVersion>();
  private readonly tables = new Map<string, Promise<CountTable>>();
  private readonly layers = new Map<string, Promise<readonly ReferenceFeature[]>>();

  private constructor(
    readonly db: Database,
    readonly municipality: Municipality,
    catalogue: Catalogue,
  ) {
    this.catalogueNow = catalogue;
    this.toPlane = toPlaneOf(crsDefinition(municipality.epsg)!);
    this.plans = new PlanDesk(this);
    this.releases = new ReleaseDesk(this);
    this.copies = new ProtectedCopies(this);
    this.disclosure = new PlanDisclosure(this);
  }

  /** Reads the catalogue, plans and releases, and builds the newest block set's topology before anyone asks. */
  static async open(db: Database, municipality: Municipality): Promise<Workspace> {
    const workspace = new Workspace(db, municipality, await readCatalogue(db, municipality.municipality));
    await workspace.plans.reload();
    await workspace.releases.reload();
    const newest = workspace.newestBlockSet();
    if (newest !== null) await workspace.surface(newest);
    workspace.releases.resume();
    return workspace;
  }

  /**
   * Reads what `open` left for later: the older topologies, all cuts, the newest counts. Afterwards no page waits for the
   * database, whatever an import does in it. One statement at a time, so that others get their turn between.
   */
  async warm(): Promise<void> {
    for (const { versions } of this.catalogueNow.geographies) {
      for (const { geography, version } of versions) await this.version(geography, version);
    }
    for (const { blockSet } of this.catalogueNow.blockSets) {
      const newest = this.referenceDates(blockSet).at(-1);
      if (newest !== undefined) await this.counts(blockSet, newest);
    }
    for (const { layer } of this.catalogueNow.referenceLayers) await this.referenceFeatures(layer);
    const newest = this.newestBlockSet();
    if (newest !== null) await this.schools.warm(newest);
  }

  /** What everybody's answers are made of: other objects as soon as something is imported, published, withdrawn, read or another day's. */
  get publicStand(): readonly unknown[] {
    return [this.catalogueNow, this.releases.stand, this.residents.size, Math.floor(Date.now() / 86_400_000)];
  }

  get catalogue(): Catalogue {
    return this.catalogueNow;
  }

  newestBlockSet(): number | null {
    return this.catalogueNow.blockSets.at(-1)?.blockSet ?? null;
  }

  /** Throws RangeError for a block set that the catalogue has not. */
  surface(blockSet: number): Promise<Surface> {
    if (!this.catalogueNow.blockSets.some((row) => row.blockSet === blockSet)) throw new RangeError(`no block set ${blockSet}`);
    return keep(this.surfaces, blockSet, async () => {
      const { municipality } = this.municipality;
      const nearPairs = await readBlockNear(this.db, municipality, blockSet);
      const sourceAreas = await listBlockSourceAreas(this.db, municipality, blockSet);
      const topology = await this.builder.build(await readBlockRings(this.db, municipality, blockSet), { nearPairs, sourceAreas });
      const { coverage, neighbours, sourceAreaM2 } = topology;
      const drawn = createSurface({ coverage, neighbours, sourceAreaM2, toPlane: this.toPlane });
      return { ...topology, blockSet, positions: new Map(coverage.ids.map((id, position) => [id, position])), drawn };
    });
  }

  /** The cut, or null where the geography has no such version. */
  async version(geography: string, version: number): Promise<ResidentVersion | null> {
    const row = this.catalogueNow.geographies.find((entry) => entry.geography === geography)?.versions.find((entry) => entry.version === version);
    if (row === undefined) return null;
    return keep(this.versions, `${version} ${geography}`, async () => {
      const surface = await this.surface(row.blockSet);
      const { municipality } = this.municipality;
      const zoneList = (await listZones(this.db, municipality, geography, version)).map(({ zone, name, position }) => ({ zone, name, position }));
      const slots = new Map(zoneList.map(({ zone }, slot) => [zone, slot]));
      const assignment = new Int32Array(surface.coverage.blockCount).fill(UNASSIGNED);
      for (const { block, zone } of await listAssignments(this.db, municipality, geography, version)) {
        const position = surface.positions.get(block);
        if (position !== undefined) assignment[position] = slots.get(zone)!;
      }
      const resident = { ...row, zoneList, assignment, surface };
      this.residents.set(`${version} ${geography}`, resident);
      return resident;
    });
  }

  /** The cut, if it has been read already; null else. */
  residentVersion(geography: string, version: number): ResidentVersion | null {
    return this.residents.get(`${version} ${geography}`) ?? null;
  }

  /** Reference dates with counts over a block set, ascending. */
  referenceDates(blockSet: number): string[] {
    return datesOf(this.catalogueNow.countSets, blockSet);
  }

  /** All counts of a date over a block set as one table; null where there are none. A later count set wins a column. */
  async counts(blockSet: number, referenceDate: string): Promise<CountTable | null> {
    const sets = this.catalogueNow.countSets.filter((set) => set.blockSet === blockSet && set.referenceDate === referenceDate);
    if (sets.length === 0) return null;
    return keep(this.tables, `${blockSet} ${referenceDate}`, async () => {
      const { coverage, positions } = await this.surface(blockSet);
      const columns = [...new Set(sets.flatMap(({ statistics }) => statistics))];
      const table = createCountTable(columns, coverage.blockCount);
      for (const set of sets) {
        const target = set.statistics.map((statistic) => columns.indexOf(statistic));
        for (const { block, counts } of await listBlockCounts(this.db, this.municipality.municipality, set.countSet)) {
          const position = positions.get(block);
          if (position === undefined) continue;
          counts.forEach((count, i) => setCount(table, position, target[i]!, count));
        }
      }
      return table;
    });
  }

  referenceFeatures(layer: string): Promise<readonly ReferenceFeature[]> {
    return keep(this.layers, layer, () => listReferenceFeatures(this.db, this.municipality.municipality, layer));
  }

  /** Adds an empty geography to draw on; false where there is one of this code. */
  async addGeography(row: { readonly geography: string; readonly nameDe: string; readonly nameEn: string; readonly parent: string | null }): Promise<boolean> {
    if (this.catalogueNow.geographies.some(({ geography }) => geography === row.geography)) return false;
    const position = Math.max(-1, ...this.catalogueNow.geographies.map((entry) => entry.position)) + 1;
    await insertGeography(this.db, this.municipality.municipality, { ...row, position });
    await this.reload();
    return true;
  }

  /** Reads again what an import, the demo or another process may have changed. Open plans stay open. */
  async reload(): Promise<void> {
    this.catalogueNow = await readCatalogue(this.db, this.municipality.municipality);
    this.tables.clear();
    this.layers.clear();
    this.schools.forget();
    await this.plans.reload();
    await this.releases.reload();
  }

  async close(): Promise<void> {
    this.presences.close();
    await this.schools.close();
    await this.releases.close();
    await this.plans.settle();
    await this.copies.close();
    await this.disclosure.close();
    await this.planSurfaces.close();
    await this.builder.close();
  }
}

/** The value kept under a key, read at the first call; a failed read is forgotten, so that the next caller tries again. */
function keep<K, V>(cache: Map<K, Promise<V>>, key: K, read: () => Promise<V>): Promise<V> {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const reading = read();
  cache.set(key, reading);
  reading.catch(() => cache.delete(key));
  return reading;
}
