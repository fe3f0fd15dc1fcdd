// The statistic behind the zones: which one, fetched once, expanded to fragments, handed to the map.
import { fragmentCounts } from '../../../core/plan/fragment-counts.ts';
import type { CountTable } from '../../../core/statistics/counts.ts';
import { ApiProblem, type Api } from '../../api.ts';
import { ZERO } from '../../shell/palette.ts';
import { countTable } from '../load-plan.ts';
import type { EditorController } from '../editor-controller.ts';
import { classifyBlocks, type BackgroundMeasure, type BlockClasses, type BlockValues, type ClassMethod } from './block-classes.ts';
import { BlockMarksLayer } from './block-marks-layer.ts';

export interface BackgroundChoice {
  readonly statistic: string;
  readonly measure: BackgroundMeasure;
  readonly method: ClassMethod;
  readonly labels: boolean;
}

export class BlockBackground {
  choice: BackgroundChoice = { statistic: '', measure: 'density', method: 'natural', labels: true };
  classes: BlockClasses | null = null;
  /** Taken from the protected copy. */
  approximate = false;
  referenceDate = '';
  loading = false;
  problem: ApiProblem | null = null;
  /** The card with the choice is open; the legend alone stays while a statistic is shown. */
  open = false;
  private readonly api: Api;
  private readonly plan: string;
  private readonly controller: EditorController;
  private readonly onChange: () => void;
  private layer: BlockMarksLayer | null = null;
  /** Counts by whole block. */
  private fetched: { readonly key: string; readonly table: CountTable } | null = null;
  private coverage: unknown = null;

  constructor(api: Api, plan: string, controller: EditorController, onChange: () => void) {
    this.api = api;
    this.plan = plan;
    this.controller = controller;
    this.onChange = onChange;
    controller.session.onChange(() => {
      // A cut makes other blocks: each fragment then has its share of the count.
      if (this.classes !== null && this.coverage !== controller.session.coverage) this.classify();
    });
  }

  close(): void {
    if (this.layer !== null) this.controller.map.map.removeLayer(this.layer);
    this.layer?.dispose();
  }

  toggle(): void {
    this.open = !this.open;
    this.onChange();
  }

  /** An empty statistic takes the background away. */
  async show(change: Partial<BackgroundChoice>): Promise<void> {
    this.choice = { ...this.choice, ...change };
    this.problem = null;
    if (this.choice.statistic === '') {
      this.classes = null;
      this.paint();
      return;
    }
    this.loading = true;
    this.onChange();
    try {
      await this.fetch();
      this.classify();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem = error;
      this.classes = null;
      this.paint();
    }
    this.loading = false;
    this.onChange();
  }

  /** Whole of which the statistic is a part; null where it is none. */
  populationOf(statistic: string): string | null {
    return this.controller.statistics.find((candidate) => candidate.statistic === statistic)?.population ?? null;
  }

  /** Shares of rounded counts of single blocks would be noise: 5 of 5, 0 of 5. */
  get offersShare(): boolean {
    return this.populationOf(this.choice.statistic) !== null && !this.approximate;
  }

  private async fetch(): Promise<void> {
    const { statistic } = this.choice;
    const population = this.populationOf(statistic);
    const date = this.controller.referenceDate === '' ? undefined : this.controller.referenceDate;
    const key = `${statistic} ${date}`;
    if (this.fetched?.key === key) return;
    const codes = [statistic, ...(population === null ? [] : [population])];
    const answer = await this.api.planCounts(this.plan, codes, date);
    this.approximate = answer.columns.some(({ base }) => base > 1);
    this.referenceDate = answer.referenceDate;
    if (this.approximate && this.choice.measure === 'share') this.choice = { ...this.choice, measure: 'density' };
    this.fetched = { key, table: countTable(answer, answer.columns[0]!.values.length) };
  }

  private classify(): void {
    const { session, rules } = this.controller;
    if (this.fetched === null) return;
    this.coverage = session.coverage;
    const { table } = fragmentCounts(this.fetched.table, session.surface);
    const width = table.columns.length;
    const values = (column: number) => Array.from({ length: table.blockCount }, (_, block) => (table.known[block * width + column] === 1 ? table.values[block * width + column]! : null));
    const population = table.columns.indexOf(this.populationOf(this.choice.statistic) ?? '');
    if (this.choice.measure === 'share' && population < 0) this.choice = { ...this.choice, measure: 'density' };
    const input: BlockValues = { counts: values(table.columns.indexOf(this.choice.statistic)), population: population < 0 ? undefined : values(population), areaM2: session.coverage.blockAreaM2 };
    this.classes = classifyBlocks(input, this.choice.measure, this.choice.method, rules, !this.approximate);
    this.paint();
  }

  private paint(): void {
    const { classes, controller, choice } = this;
    // Zero is a class of its own below the first one: white.
    controller.background =
      classes === null
        ? null
        : { statistic: choice.statistic, values: classes.values, breaks: [Number.MIN_VALUE, ...classes.cuts], colours: [ZERO, ...classes.colours] };
    this.layer ??= this.addLayer();
    this.layer.show(classes, choice.labels, this.approximate);
    controller.map.fill.invalidate();
    controller.map.map.render();
    this.onChange();
  }

  private addLayer(): BlockMarksLayer {
    const { map, scene } = this.controller;
    const layer = new BlockMarksLayer(scene, () => this.controller.locator);
    layer.plane = map.plane;
    map.map.addLayer(layer);
    return layer;
  }
}
