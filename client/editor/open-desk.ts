// Puts an open plan on the page: session, map, controller, connection, then the numbers.
import { reock } from '../../core/plan/questions/smallest-circle.ts';
import { ApiProblem, type Account, type Api, type Geography, type Municipality, type Plan, type PlanDisclosure } from '../api.ts';
import { branchOff } from './session/branch-plan.ts';
import { Backdrop } from './base-maps/backdrop.ts';
import { BlockBackground } from './background/block-background.ts';
import { Comparison } from './compare/comparison.ts';
import { DisclosureWatch } from './disclosure-watch.ts';
import { EditorController, type EditorPage } from './editor-controller.ts';
import { EditorMap, type MapPlace } from './editor-map.ts';
import { countTable, firstStatistics, type LoadedPlan } from './load-plan.ts';
import { loadSurroundings } from './surroundings.ts';
import { t } from '../i18n/i18n.ts';
import type { PlanEvent } from './session/plan-messages.ts';
import { planGround } from './scene/plan-ground.ts';
import { PlanSync } from './session/plan-sync.ts';
import { problemText } from './problem-text.ts';
import { SavedPlan } from './session/saved-plan.ts';
import * as say from './spoken.ts';
import { unsentWork } from './session/unsent-work.ts';
import { Together } from './together/together.ts';
import { ZoneShapes } from './figures/zone-shapes.ts';

export interface DeskPage extends Omit<EditorPage, 'push'> {
  /** Anything beside the frame changed: status, history, names. */
  refresh(): void;
  /** Said after what waits to be said. */
  announceAlso(text: string): void;
  /** A refusal that the person reads about, for pages that embed the editor. */
  problem?(problem: ApiProblem): void;
  /** The plan is on other blocks now; without it the page is loaded anew. */
  rebased?(): void;
  /** Another plan takes this one's place; without it a branch is made and stays closed. */
  openPlan?(plan: string): void;
  readonly account: string;
}

const HISTORY_AFTER_MS = 350;
/** How long another person's change stays outlined. */
const PEER_SHOWN_MS = 5_000;

/** One open plan. Everything that outlives a frame of it is closed by `close`. */
export class Desk {
  readonly municipality: Municipality;
  plan: Plan;
  readonly controller: EditorController;
  readonly sync: PlanSync;
  readonly watch: DisclosureWatch;
  readonly geographies: readonly Geography[];
  readonly saved: SavedPlan;
  readonly shapes: ZoneShapes;
  readonly background: BlockBackground;
  /** Base map and reference layers. */
  readonly backdrop: Backdrop;
  readonly comparison: Comparison;
  readonly together: Together;
  /** Names of others whose changes came in. */
  readonly peers = new Set<string>();
  /** Steps given back, in words, until the person has read them. */
  notices: string[] = [];
  /** Why there are no numbers; null while they load or once they are there. */
  countsProblem: ApiProblem | null = null;
  countsLoading = true;
  private readonly api: Api;
  private readonly page: DeskPage;
  private readonly loaded: LoadedPlan;
  private historyTimer: ReturnType<typeof setTimeout> | undefined;
  private peerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, loaded: LoadedPlan, geographies: readonly Geography[], page: DeskPage) {
    this.api = api;
    this.page = page;
    this.loaded = loaded;
    this.municipality = loaded.municipality;
    this.plan = loaded.plan;
    this.geographies = geographies;
    const controllerPage: EditorPage = {
      paintPanels: page.paintPanels,
      paintOverlay: page.paintOverlay,
      announce: page.announce,
      push: () => this.sync.push(),
      get reducedMotion() {
        return page.reducedMotion;
      },
      get covered() {
        return page.covered;
      },
    };
    this.controller = new EditorController(loaded.session, loaded.scene, loaded.locator, controllerPage, planGround(api, loaded.municipality, geographies, loaded.session.blockSet));
    this.controller.readOnly = this.plan.state !== 'draft';
    this.saved = new SavedPlan(api, loaded.plan.plan, loaded.session, () => page.refresh());
    this.shapes = new ZoneShapes(loaded.session, ({ dissolver }, slot) => reock(dissolver, slot), () => page.refresh());
    this.backdrop = new Backdrop(api, loaded.municipality, geographies, loaded.plan.geography, loaded.scene.origin, () => page.refresh());
    this.background = new BlockBackground(api, loaded.plan.plan, this.controller, () => page.refresh());
    this.comparison = new Comparison(api, loaded.plan, this.controller, () => this.baseTitle, () => page.refresh());
    this.together = new Together(api, loaded.plan.plan, this.controller, loaded.municipality.proj4, page.account, (snapshots) => {
      this.comparison.setSecured(snapshots);
      const newest = snapshots.toSorted((a, b) => b.version - a.version)[0];
      void this.saved.follow(newest ?? null);
    }, () => page.refresh());
    this.watch = new DisclosureWatch(api, loaded.plan.plan, this.controller, (before) => this.onAudited(before));
    this.sync = new PlanSync(api, loaded.plan.plan, loaded.session, {
      onSync: () => this.onSync(),
      onForeign: (event) => this.onForeign(event),
      onProblem: (problem) => {
        this.notice(problemText(problem));
        page.problem?.(problem);
      },
      // Outlines, counts and positions are all of the earlier blocks.
      onRebased: () => (page.rebased === undefined ? globalThis.location.reload() : page.rebased()),
      onRestored: (count) => this.notice(t('editor.restored', { count })),
    }, { account: page.account, work: unsentWork(api.url(''), page.account, loaded.plan.plan) });
  }

  get accounts(): readonly Account[] {
    return this.municipality.accounts;
  }

  get baseTitle(): string {
    if (this.plan.baseVersion === null) return t('editor.emptyBase');
    const versions = this.geographies.find(({ geography }) => geography === this.plan.geography)?.versions ?? [];
    return versions.find(({ version }) => version === this.plan.baseVersion)?.title ?? String(this.plan.baseVersion);
  }

  nameOf(account: string): string {
    return this.accounts.find((candidate) => candidate.account === account)?.name ?? account;
  }

  /** Once the map's element is on the page, or in a map of somebody else's. */
  start(place: MapPlace): void {
    const { controller, loaded } = this;
    const map = new EditorMap({
      place,
      epsg: this.municipality.epsg,
      scene: loaded.scene,
      town: loaded.town,
      onFrame: () => controller.paintFrame(),
      onView: () => this.page.paintOverlay(),
    });
    controller.attach(map);
    this.backdrop.attach(map);
    map.fitWhole(this.page.covered, false);
    map.onMoveEnd(() => {
      this.comparison.placeLabels();
      controller.placeLabels();
    });
    void this.sync.start();
    // Who opens a plan that an import carried over learns what is left to do; the blocks themselves are among the findings.
    const left = this.plan.issues.find(({ code }) => code === 'NOT_CARRIED');
    if (left !== undefined) this.notice(t('editor.notCarried', { count: left.where.blocks.length }));
    // Somebody else's map has a background of its own.
    if (!('map' in place)) void loadSurroundings(this.api, loaded, map);
    this.together.start();
    void this.loadNumbers();
    this.loadHistory();
  }

  close(): void {
    clearTimeout(this.historyTimer);
    clearTimeout(this.peerTimer);
    this.sync.stop();
    this.watch.close();
    this.shapes.close();
    this.background.close();
    this.together.close();
    this.controller.map?.dispose();
  }

  private async loadNumbers(): Promise<void> {
    try {
      const statistics = await this.api.statistics();
      this.controller.statistics = statistics;
      if (statistics.length > 0) await this.showStatistics(firstStatistics(statistics));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.countsProblem = error;
    }
    this.countsLoading = false;
    this.page.refresh();
  }

  /** Fetches the counts of other statistics or another date; the plan stays what it is. */
  async showStatistics(codes: readonly string[], referenceDate?: string): Promise<void> {
    const counts = await this.api.planCounts(this.plan.plan, codes, referenceDate);
    const { controller } = this;
    const first = controller.shown[0];
    controller.shown = counts.columns.map(({ statistic }) => statistic);
    controller.referenceDate = counts.referenceDate;
    if (controller.shown[0] !== first) controller.ownBand = null;
    controller.approximate = counts.columns.map(({ base }) => base > 1);
    controller.session.setCounts(countTable(counts, controller.session.surface.baseCount));
    controller.countsChanged();
    controller.schedule();
    this.watch.refresh();
  }

  async submit(): Promise<void> {
    try {
      await this.api.planAction(this.plan.plan, this.controller.session.version, 'submit');
      await this.readHead();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.notice(problemText(error));
    }
    this.page.refresh();
  }

  /** A plan of its own from what is on the screen, or from an earlier version; it is opened in place of this one. */
  async branch(name: string, version?: number): Promise<void> {
    try {
      const plan = version === undefined ? await branchOff(this.api, this, name) : (await this.api.createPlan({ geography: this.plan.geography, name, from: { plan: this.plan.plan, version } })).plan;
      const { session } = this.controller;
      // What was in conflict lives on in the branch; sent here too it would be asked about again.
      if (this.sync.status === 'conflict' && version === undefined) {
        session.yieldConflicts();
        session.drop(session.steps.map(({ id }) => id));
      }
      if (this.page.openPlan === undefined) this.notice(t('together.branchMade', { name }));
      else this.page.openPlan(plan);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.notice(problemText(error));
    }
  }

  private async readHead(): Promise<void> {
    this.plan = await this.api.plan(this.plan.plan);
    this.controller.readOnly = this.plan.state !== 'draft';
    this.page.refresh();
  }

  private notice(text: string): void {
    this.notices = [...this.notices.filter((known) => known !== text), text];
    this.page.announce(text);
    this.page.refresh();
  }

  /** Said when findings came or went; what they are stands in the card. */
  private onAudited(before: PlanDisclosure | null): void {
    const count = this.watch.differences.length;
    const earlier = before?.findings.filter(({ kind }) => kind === 'difference').length ?? 0;
    if (before !== null && count !== earlier) this.page.announceAlso(count === 0 ? t('editor.disclosureNone') : t('editor.spokenDisclosure', { count }));
    this.page.refresh();
  }

  private onSync(): void {
    const { session } = this.controller;
    for (const { reason } of session.refused.splice(0)) this.notice(say.refused(reason, this.controller));
    this.watch.refresh();
    clearTimeout(this.historyTimer);
    if (session.steps.length === 0) this.historyTimer = setTimeout(() => this.loadHistory(), HISTORY_AFTER_MS);
    this.page.refresh();
  }

  private loadHistory(): void {
    void this.fetchHistory();
  }

  private async fetchHistory(): Promise<void> {
    try {
      this.controller.history = await this.api.planHistory(this.plan.plan);
      this.page.refresh();
    } catch (error) {
      // The list stays as it was; that saving fails has its own words.
      if (!(error instanceof ApiProblem)) throw error;
    }
  }

  private onForeign(event: PlanEvent): void {
    const { controller } = this;
    if (!['operation', 'undo', 'redo'].includes(event.kind)) void this.readHead();
    const name = this.nameOf(event.account);
    if (event.account !== this.page.account) this.peers.add(name);
    const blocks = event.operation?.type === 'assign' ? event.operation.blocks.map((id) => controller.positionOf(id)) : [];
    controller.showPeer(name, blocks);
    clearTimeout(this.peerTimer);
    this.peerTimer = setTimeout(() => controller.showPeer('', []), PEER_SHOWN_MS);
    this.page.announce(say.foreign(name, event, controller));
  }
}
