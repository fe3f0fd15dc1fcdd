// What is reached on foot from the school that is open: the area within a limit, and the blocks of its catchment beyond it.
import type { MultiPolygon } from 'geojson';
import { addBlock } from '../map-layers/coverage-paths.ts';
import { LOADING, NONE, problemOf, settled, valueOf, type Loaded } from '../loaded.ts';
import type { SchoolReach } from './model.ts';
import type { SchoolsApi } from './schools-api.ts';
import type { SchoolsSession } from './schools-session.ts';

export interface BlockBeyond {
  readonly block: string;
  /** null: no way is known. */
  readonly metres: number | null;
}

export interface ReachSign {
  /** Rings in the plane, of the nearest of several schools all. */
  readonly rings: readonly (readonly (readonly [number, number])[])[];
  /** Blocks of the catchment beyond the limit, relative to the origin of the town. */
  readonly beyond: Path2D;
}

export class ReachWork {
  /** Whether the map shows it. */
  on = false;
  private reached: Loaded<readonly SchoolReach[]> = NONE;
  private asked = '';
  private made: { readonly of: readonly unknown[]; readonly sign: ReachSign; readonly beyond: readonly BlockBeyond[] } | undefined;
  private readonly api: SchoolsApi;
  private readonly session: SchoolsSession;
  private readonly changed: () => void;

  constructor(api: SchoolsApi, session: SchoolsSession, changed: () => void) {
    this.api = api;
    this.session = session;
    this.changed = changed;
  }

  get state(): Loaded<readonly SchoolReach[]>['state'] {
    return this.on ? this.reached.state : 'none';
  }

  get problem(): string {
    return problemOf(this.reached)?.message ?? '';
  }

  /** Asks anew where another school, limit or set of blocks is meant. */
  async follow(zone: string): Promise<void> {
    const { session } = this;
    const blockSet = session.town?.stand?.set.blockSet;
    const row = session.shown?.catchments.find((one) => one.zone === zone);
    const limitM = session.shown?.limitM;
    const wanted = !this.on || row === undefined || limitM === undefined || blockSet === undefined ? '' : JSON.stringify([zone, row.schools, limitM, blockSet]);
    if (wanted === this.asked) return;
    this.asked = wanted;
    this.reached = wanted === '' ? NONE : LOADING;
    this.changed();
    if (wanted === '') return;
    const reached = await settled(Promise.all(row!.schools.map((school) => this.api.reach(school, limitM!, blockSet!))));
    if (this.asked !== wanted) return;
    this.reached = reached;
    this.changed();
  }

  private get shown(): typeof this.made {
    const reached = valueOf(this.reached);
    const { session } = this;
    if (!this.on || reached === undefined || session.town === undefined) return undefined;
    const zone = (JSON.parse(this.asked) as [string])[0];
    const of = [reached, session.scene];
    if (this.made !== undefined && of.every((part, i) => part === this.made!.of[i])) return this.made;
    const path = new Path2D();
    const beyond: BlockBeyond[] = [];
    const { coverage, positions, baseOf } = session.blocksIn(zone);
    for (const position of positions) {
      const ways = reached.flatMap(({ metres }) => metres?.[baseOf?.[position] ?? position] ?? []);
      const metres = ways.length === 0 ? null : Math.min(...ways);
      if (reached.some(({ metres: known }) => known === null) || (metres !== null && metres <= reached[0]!.limitM)) continue;
      beyond.push({ block: coverage!.ids[position]!, metres });
      addBlock(path, coverage!, position, session.town.origin);
    }
    const rings = reached.flatMap(({ area }) => (area === null ? [] : ((area as unknown as MultiPolygon).coordinates.flat() as [number, number][][])));
    this.made = { of, sign: { rings, beyond: path }, beyond: beyond.toSorted((a, b) => (b.metres ?? Infinity) - (a.metres ?? Infinity)) };
    return this.made;
  }

  get sign(): ReachSign | null {
    return this.shown?.sign ?? null;
  }

  /** Farthest first. */
  get beyond(): readonly BlockBeyond[] {
    return this.shown?.beyond ?? [];
  }
}
