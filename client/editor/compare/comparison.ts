// Two plans on one map: which other one, how far the swipe is, and what differs.
import { createDissolver } from '../../../core/coverage/dissolve.ts';
import { ApiProblem, type Api, type PlanSummary } from '../../api.ts';
import { t } from '../../i18n/i18n.ts';
import type { EditorController } from '../editor-controller.ts';
import { labelAnchor } from '../scene/label-anchor.ts';
import { laidOver, type OtherPlan } from '../other-plan.ts';
import { problemText } from '../problem-text.ts';
import { flowMatrix, type FlowMatrix } from './flow-matrix.ts';
import { basePlan, OtherBlocks, planAt } from './read-plan.ts';

/** What may stand beside the plan: `base`, `snapshot:<id>` or `plan:<id>`. */
export interface CompareOption {
  readonly id: string;
  readonly title: string;
  readonly plan: string | null;
  readonly version: number | undefined;
}

export type MatrixMeasure = 'blocks' | 'area' | number;

export interface OtherLabel {
  readonly zone: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** Steps of the swipe by key, share of the map's width. */
export const SWIPE_STEP = 0.05;

export class Comparison {
  open = false;
  chosen = '';
  loading = false;
  problem = '';
  other: OtherPlan | null = null;
  swipe = 0.5;
  measure: MatrixMeasure = 'blocks';
  /** Zones that only keep what they had are shown too. */
  everything = false;
  labels: readonly OtherLabel[] = [];
  /** Other drafts of the geography and states secured by name; the page sets them. */
  plans: readonly PlanSummary[] = [];
  private readonly api: Api;
  private readonly plan: Pick<PlanSummary, 'plan' | 'geography'>;
  private readonly controller: EditorController;
  private readonly baseTitle: () => string;
  private readonly onChange: () => void;
  private reckoned: { readonly other: OtherPlan; readonly matrix: FlowMatrix } | null = null;
  private outlines: { readonly other: OtherPlan; readonly coverage: unknown; readonly xy: readonly Float64Array[]; readonly blocks: readonly (readonly number[])[] } | null = null;
  /** A version that was chosen from the history. */
  private unnamed: number | null = null;
  private secured: readonly { readonly snapshot: string; readonly name: string; readonly version: number }[] = [];

  constructor(api: Api, plan: Pick<PlanSummary, 'plan' | 'geography'>, controller: EditorController, baseTitle: () => string, onChange: () => void) {
    this.api = api;
    this.plan = plan;
    this.controller = controller;
    this.baseTitle = baseTitle;
    this.onChange = onChange;
    controller.session.onChange(() => {
      this.reckoned = null;
      if (this.other !== null) this.show();
    });
  }

  setSecured(secured: readonly { readonly snapshot: string; readonly name: string; readonly version: number }[]): void {
    this.secured = secured;
  }

  get options(): readonly { readonly group: 'version' | 'secured' | 'plans'; readonly options: readonly CompareOption[] }[] {
    const drafts = this.plans.filter(({ plan, geography }) => plan !== this.plan.plan && geography === this.plan.geography);
    return [
      { group: 'version', options: [{ id: 'base', title: this.baseTitle(), plan: null, version: undefined }] },
      { group: 'secured', options: [...this.secured.map(({ snapshot, name, version }) => ({ id: `snapshot:${snapshot}`, title: name, plan: this.plan.plan, version })), ...this.earlier()] },
      { group: 'plans', options: drafts.map(({ plan, name }) => ({ id: `plan:${plan}`, title: name, plan, version: undefined })) },
    ];
  }

  private earlier(): CompareOption[] {
    const version = this.unnamed;
    return version === null ? [] : [{ id: `version:${version}`, title: t('compare.version', { version: String(version) }), plan: this.plan.plan, version }];
  }

  /** Opens with the base beside the plan, or closes. */
  toggle(): void {
    if (this.open) {
      this.close();
      return;
    }
    this.open = true;
    void this.choose(this.chosen === '' ? 'base' : this.chosen);
    void this.readPlans();
  }

  close(): void {
    this.open = false;
    this.other = null;
    this.show();
    this.onChange();
  }

  async choose(id: string): Promise<void> {
    const option = this.options.flatMap(({ options }) => options).find((candidate) => candidate.id === id);
    if (option === undefined) return;
    this.open = true;
    this.chosen = id;
    this.problem = '';
    this.loading = option.plan !== null;
    this.onChange();
    try {
      const { session } = this.controller;
      const other = option.plan === null ? basePlan(session, option.title) : await planAt(this.api, option.plan, session, option.title, option.version);
      // Closed or chosen anew while it was read.
      if (!this.open || this.chosen !== id) return;
      this.other = other;
    } catch (error) {
      if (!(error instanceof ApiProblem || error instanceof OtherBlocks)) throw error;
      this.other = null;
      this.problem = error instanceof ApiProblem ? problemText(error) : t('compare.otherBlocks');
    }
    this.loading = false;
    this.show();
    this.onChange();
  }

  /** A version of this plan without a name. */
  async chooseVersion(version: number): Promise<void> {
    this.unnamed = version;
    await this.choose(`version:${version}`);
  }

  setSwipe(share: number): void {
    this.swipe = Math.max(0, Math.min(1, share));
    this.show();
    this.onChange();
  }

  setMeasure(measure: MatrixMeasure): void {
    this.measure = measure;
    this.onChange();
  }

  /** Null while there is no other plan. */
  get matrix(): FlowMatrix | null {
    const { other } = this;
    const { session } = this.controller;
    if (other === null) return null;
    if (this.reckoned?.other !== other) this.reckoned = { other, matrix: flowMatrix(session, other) };
    return this.reckoned.matrix;
  }

  /** Where the names of the other plan's zones stand, within what is seen of it. */
  placeLabels(): void {
    const { other, controller } = this;
    if (other === null || controller.map === undefined) {
      this.labels = [];
      return;
    }
    const { surface, coverage } = controller.session;
    const { zones } = other.state;
    if (this.outlines?.other !== other || this.outlines.coverage !== coverage) {
      const assignment = laidOver(other, surface);
      const dissolver = createDissolver(coverage, assignment, zones.length);
      const blocks: number[][] = zones.map(() => []);
      assignment.forEach((zone, block) => {
        if (zone >= 0) blocks[zone]!.push(block);
      });
      this.outlines = { other, coverage, xy: zones.map((_, zone) => dissolver.outlines([zone]).xy), blocks };
    }
    const window = controller.map.window(controller.page.covered);
    const { xy, blocks } = this.outlines;
    this.labels = zones.flatMap((zone, index) => {
      const anchor = zone === null ? null : labelAnchor(blocks[index]!, controller.locator.points, xy[index]!, window);
      return zone === null || anchor === null ? [] : [{ zone: zone.zone, name: zone.name, x: anchor[0], y: anchor[1] }];
    });
  }

  /** Hands it to the map's layers. */
  private show(): void {
    const { other, controller, swipe } = this;
    controller.compare =
      other === null ? null : { assignment: laidOver(other, controller.session.surface), zones: other.state.zones, swipe };
    this.placeLabels();
    // The layers clip themselves at the swipe, and the other plan's are painted when it is another one.
    controller.map?.map.render();
    controller.page.paintOverlay();
  }

  private async readPlans(): Promise<void> {
    try {
      this.plans = await this.api.plans();
    } catch (error) {
      // The base is there without asking; the list of others stays empty.
      if (!(error instanceof ApiProblem)) throw error;
    }
    this.onChange();
  }
}
