// What a server keeps of schools, addresses, parameters and walks, so that a move of blocks waits for no database.
import type { Coverage } from '../../../core/coverage/coverage.ts';
import { createBlockLocator, type BlockLocator } from '../../../core/coverage/locate.ts';
import { defaultSettings, type SchoolSettings } from '../../../core/schools/school-settings.ts';
import { listAddresses, type Address } from '../../db/queries/addresses.ts';
import { insertSchoolSettings, newestSchoolSettings } from '../../db/queries/school-settings.ts';
import { findSchoolWalk, forgetSchoolWalks, listSchoolWalkRows } from '../../db/queries/school-walks.ts';
import type { Workspace } from '../workspace.ts';
import { CatchmentDesk } from './catchment-desk.ts';
import { CatchmentSearches } from './catchment-search.ts';
import { HousingDesk } from './housing-desk.ts';
import { rulesOfLand } from './land-rules.ts';
import { ReachDesk } from './reach-desk.ts';
import { SCHOOL_LAYER } from './school-layers.ts';
import { readSchools, type SchoolFinding } from './school-register.ts';

export interface KnownSettings {
  /** 0: nobody has set any. */
  readonly version: number;
  readonly settings: SchoolSettings;
}

/** By school: metres and crossings (kind × block), by position of the block. */
export interface KnownWalks {
  readonly blockSet: number;
  readonly madeAt: Date;
  readonly report: { readonly findings?: readonly SchoolFinding[] };
  readonly metres: ReadonlyMap<string, Float32Array>;
  readonly crossings: ReadonlyMap<string, Uint8Array>;
}

export { RAIL_LAYER, SCHOOL_LAYER, STREET_LAYER } from './school-layers.ts';

export class SchoolDesk {
  readonly searches = new CatchmentSearches();
  readonly catchments = new CatchmentDesk();
  readonly housing: HousingDesk;
  readonly reach: ReachDesk;
  private settingsNow: Promise<KnownSettings> | null = null;
  private addressesNow: Promise<readonly Address[]> | null = null;
  private readonly walks = new Map<number, Promise<KnownWalks | null>>();
  private readonly locators = new WeakMap<Coverage, BlockLocator>();

  constructor(private readonly workspace: Workspace) {
    this.housing = new HousingDesk(workspace);
    this.reach = new ReachDesk(workspace);
  }

  /** What an import may have changed is read again at the next question. */
  forget(): void {
    this.settingsNow = null;
    this.addressesNow = null;
    this.walks.clear();
    this.housing.forget();
    this.reach.forget();
  }

  /** Reads ahead what the first question of a city would wait 0.7 s for, one piece at a time, so that others get their turn between. */
  async warm(blockSet: number): Promise<void> {
    await this.settings();
    await this.addresses();
    await this.walksOf(blockSet);
    this.locator(await this.workspace.surface(blockSet));
  }

  async schools(date: string | null): Promise<ReturnType<typeof readSchools>> {
    const there = this.workspace.catalogue.referenceLayers.some(({ layer }) => layer === SCHOOL_LAYER);
    return readSchools(there ? await this.workspace.referenceFeatures(SCHOOL_LAYER) : [], date);
  }

  settings(): Promise<KnownSettings> {
    this.settingsNow ??= this.readSettings().catch((error: unknown) => {
      this.settingsNow = null;
      throw error;
    });
    return this.settingsNow;
  }

  /** Keeps a new version; walks are made anew where hazards changed. Throws DatabaseError of school_setting_pk where another was faster. */
  async changeSettings(settings: SchoolSettings, after: number, account: string): Promise<KnownSettings> {
    const { db, municipality } = this.workspace;
    const before = await this.settings();
    await db.transaction(async (tx) => {
      await insertSchoolSettings(tx, municipality.municipality, after + 1, settings, account);
      if (JSON.stringify(before.settings.hazards) !== JSON.stringify(settings.hazards)) await forgetSchoolWalks(tx, municipality.municipality);
    });
    this.forget();
    return this.settings();
  }

  addresses(): Promise<readonly Address[]> {
    this.addressesNow ??= listAddresses(this.workspace.db, this.workspace.municipality.municipality).catch((error: unknown) => {
      this.addressesNow = null;
      throw error;
    });
    return this.addressesNow;
  }

  /** Walks over a block set as they were made last; null as long as none are. */
  walksOf(blockSet: number): Promise<KnownWalks | null> {
    let reading = this.walks.get(blockSet);
    if (reading === undefined) {
      reading = this.readWalks(blockSet);
      this.walks.set(blockSet, reading);
      reading.catch(() => this.walks.delete(blockSet));
    }
    return reading;
  }

  /** Of the blocks of a stand, or of what a plan cut them into. */
  locator({ coverage }: { readonly coverage: Coverage }): BlockLocator {
    let locator = this.locators.get(coverage);
    if (locator === undefined) this.locators.set(coverage, (locator = createBlockLocator(coverage)));
    return locator;
  }

  close(): Promise<void> {
    return this.catchments.close();
  }

  /** The geography of the catchments; null where there is none. */
  geographyOf({ geography }: SchoolSettings): string | null {
    const codes = this.workspace.catalogue.geographies.map((row) => row.geography);
    return geography ?? codes.find((code) => /schul|school|catchment/i.test(code)) ?? null;
  }

  private async readSettings(): Promise<KnownSettings> {
    const stored = await newestSchoolSettings(this.workspace.db, this.workspace.municipality.municipality);
    const own = defaultSettings(rulesOfLand('nw'));
    // A version that was stored before a parameter existed has the program's own for it.
    return stored === null ? { version: 0, settings: own } : { version: stored.version, settings: { ...own, ...(stored.settings as Partial<SchoolSettings>) } };
  }

  private async readWalks(blockSet: number): Promise<KnownWalks | null> {
    const { db, municipality } = this.workspace;
    const head = await findSchoolWalk(db, municipality.municipality, blockSet);
    if (head === null || head.report === null || head.madeAt === null) return null;
    const rows = await listSchoolWalkRows(db, municipality.municipality, blockSet);
    // Rows lie in the buffers of the driver, at any offset; `slice` of a Buffer copies nothing.
    const metres = rows.map(({ school, metres: raw }) => [school, new Float32Array(new Uint8Array(raw).buffer)] as const);
    return { blockSet, madeAt: head.madeAt, report: head.report, metres: new Map(metres), crossings: new Map(rows.map(({ school, crossings }) => [school, new Uint8Array(crossings)])) };
  }
}
