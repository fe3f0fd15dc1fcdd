// What the page knows and does: plans of catchments, schools, effects of the plan that is shown, its cut. No element, so that tests need no browser.
import proj4 from 'proj4';
import type { Api, BlockSet, Geography, GeographyVersion, Municipality, PlanSummary, Statistic } from '../api.ts';
import { loadSurroundings, loadTown, type Town } from '../imports/town.ts';
import { LOADING, NONE, settled, valueOf, type Loaded } from '../loaded.ts';
import type { TownPaths } from '../map-layers/town-paths.ts';
import { session as signedIn } from '../shell/account.ts';
import { cutOfAlternative, cutOfVersion, cutsOfPlan, movesBetween, sceneOf, type CatchmentScene, type Cut } from './catchment-cut.ts';
import { compareCuts, type ComparedCatchment } from './cut-comparison.ts';
import type { Alternative, Alternatives, Catchment, CatchmentYear, Effects, School, Schools, SchoolSettings } from './model.ts';
import type { SchoolsPlace } from './place.ts';
import type { SchoolsApi } from './schools-api.ts';

export interface Known {
  readonly municipality: Municipality;
  readonly geographies: readonly Geography[];
  readonly blockSets: readonly BlockSet[];
  readonly plans: readonly PlanSummary[];
  readonly schools: Schools;
}

/** As this computer's calendar has it, YYYY-MM-DD. */
export const today = (): string => new Date().toLocaleDateString('sv-SE');

const STAFF: readonly string[] = ['planner', 'editor', 'statistics', 'dpo', 'admin'];

export class SchoolsSession {
  known: Loaded<Known> = NONE;
  place: SchoolsPlace;
  effects: Loaded<Effects> = NONE;
  town: Town | undefined;
  surroundings: TownPaths | undefined;
  /** Of the plan, or of the alternative that is looked at. */
  scene: CatchmentScene | undefined;
  settings: Loaded<SchoolSettings> = NONE;
  /** What the codes in the settings stand for. */
  statistics: readonly Statistic[] = [];
  /** The alternative on the map, instead of the plan. */
  looking: Alternative | 'search' | undefined;
  private cut: Cut | undefined;
  private before: Cut | null = null;
  private compared: { readonly now: Cut; readonly before: Cut; readonly rows: ComparedCatchment[] | undefined } | undefined;
  private readonly api: Api;
  private readonly schoolsApi: SchoolsApi;
  private readonly changed: () => void;
  private turn = 0;

  constructor(api: Api, schoolsApi: SchoolsApi, place: SchoolsPlace, changed: () => void) {
    this.api = api;
    this.schoolsApi = schoolsApi;
    this.place = place;
    this.changed = changed;
  }

  /** Who may see plans. */
  get isStaff(): boolean {
    return signedIn()?.roles.some((role) => STAFF.includes(role)) === true;
  }

  get mayPlan(): boolean {
    return signedIn()?.roles.some((role) => role === 'planner' || role === 'editor' || role === 'admin') === true;
  }

  get schools(): readonly School[] {
    return valueOf(this.known)?.schools.schools ?? [];
  }

  /** Plans of catchments, those that changed last first. */
  get plans(): readonly PlanSummary[] {
    const known = valueOf(this.known);
    if (known === undefined) return [];
    return known.plans.filter(({ geography }) => geography === known.schools.geography).toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  }

  get plan(): PlanSummary | undefined {
    return this.plans.find(({ plan }) => plan === this.place.plan);
  }

  get geography(): Geography | undefined {
    const known = valueOf(this.known);
    return known?.geographies.find(({ geography }) => geography === known.schools.geography);
  }

  /** The cut of today, or the newest before any is in force. */
  get inForce(): GeographyVersion | undefined {
    const day = today();
    const versions = this.geography?.versions ?? [];
    return versions.findLast(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo)) ?? versions.at(-1);
  }

  get shown(): Effects | undefined {
    return valueOf(this.effects);
  }

  /** The year that map and table are about; the fifth, where a plan has taken effect, unless one is chosen. */
  get year(): number | undefined {
    const years = this.shown?.years ?? [];
    return years.find((year) => year === this.place.year) ?? years[Math.min(4, years.length - 1)];
  }

  get catchment(): Catchment | undefined {
    return this.shown?.catchments.find(({ zone }) => zone === this.place.zone);
  }

  /** The plan's catchments beside those it is compared with; undefined where they are not of the same blocks. Made when it is first asked for: two outlines of the town. */
  get comparison(): readonly ComparedCatchment[] | undefined {
    const { cut: now, before } = this;
    if (now === undefined || before === null) return undefined;
    if (this.compared?.now !== now || this.compared.before !== before) this.compared = { now, before, rows: compareCuts(before, now) };
    return this.compared.rows;
  }

  /** Positions of the blocks or fragments of a zone in the cut that is shown. */
  blocksIn(zone: string): { readonly coverage: Cut['coverage'] | undefined; readonly positions: readonly number[]; readonly baseOf: Cut['baseOf'] } {
    const { cut } = this;
    return { coverage: cut?.coverage, positions: cut?.codes.flatMap((code, position) => (code === zone && position < cut.coverage.blockCount ? [position] : [])) ?? [], baseOf: cut?.baseOf ?? null };
  }

  yearOf({ years }: Catchment): CatchmentYear | undefined {
    return years.find(({ year }) => year === this.year);
  }

  schoolsOf(catchment: Pick<Catchment, 'schools'>): readonly School[] {
    return catchment.schools.flatMap((id) => this.schools.find(({ school }) => school === id) ?? []);
  }

  /** Of a zone: its school's name, or several joined; the zone's own where it has no school. */
  nameOf(zone: string): string {
    const catchment = this.shown?.catchments.find((row) => row.zone === zone);
    const names = (catchment === undefined ? this.schools.filter(({ zones }) => zones.includes(zone)) : this.schoolsOf(catchment)).map(({ name }) => name);
    return names.length > 0 ? names.join(' + ') : (catchment?.name ?? this.scene?.zones.find((outline) => outline.zone === zone)?.name ?? zone);
  }

  /** Longitude and latitude in the plane of the map. */
  toPlane([longitude, latitude]: readonly [number, number]): [number, number] {
    const [x, y] = proj4(valueOf(this.known)!.municipality.proj4).forward([longitude, latitude]);
    return [x!, y!];
  }

  async load(): Promise<void> {
    this.known = LOADING;
    this.changed();
    this.known = await settled(this.fetchKnown());
    if (this.known.state === 'ready') {
      const { plan } = this.place;
      if (plan === undefined) this.place = { ...this.place, plan: this.plans[0]?.plan ?? '' };
      this.changed();
      await this.loadCut();
    } else this.changed();
  }

  private async fetchKnown(): Promise<Known> {
    const { api } = this;
    const [municipality, geographies, blockSets, schools, plans] = await Promise.all([
      api.municipality(),
      api.geographies(),
      api.blockSets(),
      this.schoolsApi.schools(),
      this.isStaff ? api.plans() : Promise.resolve([]),
    ]);
    return { municipality, geographies, blockSets, plans, schools };
  }

  /** Changes what is shown; what has to be fetched anew is. */
  async go(change: Partial<SchoolsPlace>): Promise<void> {
    const before = this.place;
    this.place = { ...before, ...change };
    const otherCut = this.place.plan !== before.plan || this.place.compare !== before.compare;
    if (otherCut) this.looking = undefined;
    this.changed();
    if (otherCut) await this.loadCut();
    else if ((['variant', 'numbers', 'grades', 'from', 'limit'] as const).some((field) => this.place[field] !== before[field])) await this.loadEffects(++this.turn);
  }

  async loadCut(): Promise<void> {
    const turn = ++this.turn;
    const known = valueOf(this.known);
    if (known === undefined) return;
    const effects = this.loadEffects(turn);
    const cuts = await settled(this.fetchCuts(known));
    if (turn !== this.turn) return;
    if (cuts.state === 'ready' && cuts.value !== null) {
      this.town = cuts.value.town;
      this.cut = cuts.value.now;
      this.before = cuts.value.before;
      this.arrange();
      void this.loadSurroundings();
    } else if (cuts.state === 'failed' || cuts.state === 'refused') this.effects = cuts;
    this.changed();
    await effects;
  }

  private async loadSurroundings(): Promise<void> {
    const { town } = this;
    if (town === undefined || this.surroundings !== undefined) return;
    // Without streets and water the map can still be read.
    this.surroundings = await loadSurroundings(this.api, town).catch(() => undefined);
    this.changed();
  }

  private async fetchCuts({ municipality, blockSets, schools }: Known): Promise<{ town: Town; now: Cut; before: Cut | null } | null> {
    const { plan, compare } = this.place;
    if (plan === undefined || plan === '') {
      const { inForce } = this;
      if (schools.geography === null || inForce === undefined) return null;
      const assignment = await this.api.assignment(schools.geography, inForce.version);
      const town = await this.townOf(municipality, blockSets, assignment.blockSet);
      const coverage = town?.stand?.coverage;
      return town === undefined || coverage === undefined ? null : { town, now: cutOfVersion(assignment, coverage), before: null };
    }
    const other = compare.startsWith('plan:') ? this.api.planBlocks(compare.slice('plan:'.length)) : null;
    const blocks = await this.api.planBlocks(plan);
    const town = await this.townOf(municipality, blockSets, blocks.blockSet);
    const coverage = town?.stand?.coverage;
    if (town === undefined || coverage === undefined) return null;
    const { now, base } = cutsOfPlan(blocks, coverage, municipality);
    const otherBlocks = await other;
    const before = otherBlocks === null ? base : otherBlocks.blockSet === blocks.blockSet ? cutsOfPlan(otherBlocks, coverage, municipality).now : null;
    return { town, now, before };
  }

  private async townOf(municipality: Municipality, blockSets: readonly BlockSet[], wanted: number): Promise<Town | undefined> {
    if (this.town?.stand?.set.blockSet === wanted) return this.town;
    const sets = blockSets.filter(({ blockSet }) => blockSet === wanted);
    return sets.length === 0 ? undefined : loadTown(this.api, municipality, sets, this.town?.origin);
  }

  private async loadEffects(turn: number): Promise<void> {
    const known = valueOf(this.known);
    const { plan, variant, compare, numbers, grades, from, limit } = this.place;
    if (known === undefined) return;
    const { geography } = known.schools;
    const { inForce } = this;
    if (valueOf(this.effects) === undefined) this.effects = LOADING;
    const asked = !this.isStaff ? null : plan !== undefined && plan !== ''
      ? this.schoolsApi.effects(plan, { variant, compare, numbers, grades, from, limit })
      : geography === null || inForce === undefined ? null : this.schoolsApi.effectsInForce(geography, inForce.version, { variant, numbers, grades, limit });
    const answer = asked === null ? NONE : await settled(asked);
    if (turn !== this.turn) return;
    this.effects = answer;
    this.changed();
  }

  async reloadEffects(): Promise<void> {
    await this.loadEffects(++this.turn);
  }

  /** Shows what a running search has found, as it finds it. */
  lookAtBest({ assignment, zones }: Pick<Alternatives, 'zones'> & Pick<Alternative, 'assignment'>): void {
    if (this.cut === undefined) return;
    this.looking = 'search';
    this.arrange(cutOfAlternative(assignment, zones, this.cut));
  }

  /** Shows an alternative on the map instead of the plan; undefined goes back. */
  look(alternative: Alternative | undefined, { zones }: Pick<Alternatives, 'zones'>): void {
    this.looking = alternative;
    this.arrange(alternative === undefined || this.cut === undefined ? undefined : cutOfAlternative(alternative.assignment, zones, this.cut));
    this.changed();
  }

  private arrange(cut = this.cut): void {
    if (cut === undefined || this.town === undefined) return;
    this.scene = sceneOf(cut, this.before, this.town.origin);
  }

  /** Makes a branch of the plan that is as the alternative; its id, or undefined without a plan. Throws ApiProblem. */
  async take({ assignment }: Pick<Alternative, 'assignment'>, { zones }: Pick<Alternatives, 'zones'>, name: string): Promise<string | undefined> {
    const { cut, plan } = this;
    if (cut === undefined || plan === undefined) return undefined;
    const moves = movesBetween(cut, cutOfAlternative(assignment, zones, cut));
    const made = await this.api.createPlan({ geography: plan.geography, name, from: { plan: plan.plan } });
    if (moves.length > 0) await this.api.operate(made.plan, made.version, { type: 'reassign', moves });
    const known = valueOf(this.known)!;
    this.known = { state: 'ready', value: { ...known, plans: await this.api.plans() } };
    return made.plan;
  }

  async loadSettings(): Promise<void> {
    if (this.settings.state === 'none') this.settings = LOADING;
    // Without names the codes can still be read.
    [this.settings, this.statistics] = await Promise.all([settled(this.schoolsApi.settings()), this.api.statistics().catch(() => [])]);
    this.changed();
  }
}
