// Over a statistic's colours: what a release would withhold is hatched, and near by every block says its number.
import type { BlockLocator } from '../../../core/coverage/locate.ts';
import { formatNumber } from '../../i18n/format.ts';
import { CachedCanvasLayer, type PaintFrame } from '../../map-layers/cached-canvas-layer.ts';
import { anchorToScreen, hatchPattern } from '../../map-layers/patterns.ts';
import { CONTROL, FONT_FAMILY, INK } from '../../shell/palette.ts';
import type { PlanScene } from '../scene/plan-scene.ts';
import type { BlockClasses } from './block-classes.ts';

const GUARDED = { color: CONTROL, width: 1.2, period: 6, slope: 1 } as const;
/** A number of three digits and its halo, CSS pixels. */
const LABEL_WIDTH_PX = 30;
const LABEL_HEIGHT_PX = 15;

export class BlockMarksLayer extends CachedCanvasLayer {
  private readonly scene: PlanScene;
  /** As it is now: cuts make another. */
  private readonly locator: () => BlockLocator;
  private classes: BlockClasses | null = null;
  private labels = true;
  private approximate = false;

  constructor(scene: PlanScene, locator: () => BlockLocator) {
    super(scene.origin, 'plan-background-marks');
    this.scene = scene;
    this.locator = locator;
  }

  show(classes: BlockClasses | null, labels: boolean, approximate: boolean): void {
    this.classes = classes;
    this.labels = labels;
    this.approximate = approximate;
    this.invalidate();
  }

  /** Another plan beside this one has tints, no classes. */
  protected override get window(): readonly [number, number] | null {
    const { compare } = this.scene.hooks;
    return compare === null ? null : [0, compare.swipe];
  }

  protected override paint(frame: PaintFrame): void {
    if (this.classes === null) return;
    const { context } = frame;
    const seen = this.seen(frame);
    const guarded = seen.filter((block) => this.classes!.guarded[block] === 1);
    if (guarded.length > 0) {
      frame.useWorld();
      context.fillStyle = anchorToScreen(context, hatchPattern(GUARDED, frame.pixelRatio));
      context.fill(this.scene.blocks(guarded), 'evenodd');
    }
    if (this.labels) this.write(frame, seen);
  }

  private seen({ bounds }: PaintFrame): number[] {
    const { blockBounds, blockCount } = this.scene.session.coverage;
    const list: number[] = [];
    for (let block = 0; block < blockCount; block++) {
      const at = 4 * block;
      if (blockBounds[at]! <= bounds[2] && blockBounds[at + 2]! >= bounds[0] && blockBounds[at + 1]! <= bounds[3] && blockBounds[at + 3]! >= bounds[1]) list.push(block);
    }
    return list;
  }

  /** Only where the number has room in its block: none overlaps another. */
  private write(frame: PaintFrame, seen: readonly number[]): void {
    const { context, resolution, bounds } = frame;
    const { values, cuts } = this.classes!;
    const { blockBounds } = this.scene.session.coverage;
    const { points } = this.locator();
    const digits = cuts.every((cut) => Number.isInteger(cut)) ? 0 : 1;
    frame.useScreen();
    context.font = `500 11px ${FONT_FAMILY}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    for (const block of seen) {
      const at = 4 * block;
      const value = values[block]!;
      // Nobody there is what white says already.
      if (Number.isNaN(value) || value === 0 || (blockBounds[at + 2]! - blockBounds[at]!) / resolution < LABEL_WIDTH_PX || (blockBounds[at + 3]! - blockBounds[at + 1]!) / resolution < LABEL_HEIGHT_PX) continue;
      const x = (points[2 * block]! - bounds[0]) / resolution;
      const y = (bounds[3] - points[2 * block + 1]!) / resolution;
      const text = `${this.approximate ? '≈' : ''}${formatNumber(value, digits)}`;
      context.lineWidth = 3;
      context.strokeStyle = 'rgba(255, 255, 255, 0.88)';
      context.strokeText(text, x, y);
      context.fillStyle = INK;
      context.fillText(text, x, y);
    }
  }
}
