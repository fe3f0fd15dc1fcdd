// What tools do to the plan: strokes that move or collect blocks, the number beside the pointer, clicks.
import type { BlockLocator } from '../../../core/coverage/locate.ts';
import type { EditorController } from '../editor-controller.ts';
import * as say from '../spoken.ts';
import type { Shape, ToolHost, ToolPoint } from '../tools/tool.ts';

export class Strokes implements ToolHost {
  private readonly desk: EditorController;

  constructor(desk: EditorController) {
    this.desk = desk;
  }

  get locator(): BlockLocator {
    return this.desk.locator;
  }

  get radiusM(): number {
    return this.desk.radiusM;
  }

  get resolution(): number {
    return this.desk.map.resolution;
  }

  beginStroke(): void {
    if (this.desk.readOnly) this.desk.page.announce(say.readOnly());
    else if (!this.desk.collecting) this.desk.session.beginGesture(this.desk.target);
  }

  extendStroke(blocks: readonly number[], point: ToolPoint): void {
    if (this.desk.readOnly) return;
    if (this.desk.collecting) {
      this.desk.pending.add(this.desk.session.collectable(blocks, this.desk.target, this.desk.source));
      this.flagFor([...this.desk.collected], 0, point.pixel);
      return;
    }
    this.desk.session.extendGesture(blocks, this.desk.source);
    const { gesture } = this.desk.session;
    // Undone by key in the middle of the stroke: the rest of it takes nothing.
    if (gesture === null) return;
    this.flagFor(gesture.blocks, gesture.lockedBlocks.size, point.pixel);
    this.desk.follow();
  }

  endStroke(): void {
    this.desk.flag = null;
    this.showPreview([]);
    if (!this.desk.collecting) {
      const gesture = this.desk.session.endGesture();
      if (gesture !== null) this.desk.tell(gesture.blocks, gesture.zone, gesture.lockedBlocks.size);
    }
    this.desk.after();
  }

  cancelStroke(): void {
    this.desk.flag = null;
    this.showPreview([]);
    this.desk.session.cancelGesture();
    this.desk.checkIssuesSoon();
    this.desk.schedule();
  }

  preview(blocks: readonly number[], point: ToolPoint): void {
    const { free, locked } = this.desk.session.movable(blocks, this.desk.target, this.desk.source);
    this.flagFor(free, locked.length, point.pixel);
    this.showPreview(free);
  }

  showShape(shape: Shape | null): void {
    this.desk.shape = shape;
    this.desk.follow();
  }

  hover(block: number, point: ToolPoint): void {
    this.desk.hoverPixel = point.pixel;
    if (block === this.desk.hovered && this.desk.tool !== 'brush') return;
    this.desk.hovered = block;
    this.desk.map.focus.hovered = this.desk.tool === 'brush' ? -1 : block;
    this.desk.follow();
  }

  lineAt(xy: readonly number[], point: ToolPoint, rest: boolean): void {
    this.desk.lines.lineAt(xy, point, rest);
  }

  lineDrawn(xy: readonly number[]): boolean {
    return this.desk.lines.drawn(xy);
  }

  lineGone(): void {
    this.desk.lines.gone();
  }

  pick(point: ToolPoint): boolean {
    return this.desk.lines.pick(point);
  }

  click(block: number, point: ToolPoint): void {
    const { desk } = this;
    if (desk.sources.clicked(block, point.x, point.y) || block < 0) return;
    const zone = desk.session.zoneAt(desk.session.state.assignment[block]!)?.zone ?? '';
    if (desk.tool === 'lock') {
      if (point.alt || desk.lockBlocks) desk.changes.toggleBlockLock(block);
      else desk.toggleLock(zone);
    } else if (desk.tool === 'merge') desk.merge(zone, desk.target);
    else if (desk.tool === 'balance') desk.changes.balance(zone, desk.target);
    else if (desk.tool === 'heal') desk.changes.heal(block);
    else if (point.alt) desk.setTarget(zone);
    else {
      desk.fly.setFocus(block, false);
      if (point.shift || desk.collecting) desk.toggleCollected(block);
      else desk.assignBlocks([block]);
    }
  }

  private flagFor(blocks: readonly number[], locked: number, pixel: readonly [number, number]): void {
    this.desk.flag = blocks.length + locked === 0 ? null : { blocks: blocks.length, sum: this.desk.sumOf(blocks), locked, zone: this.desk.target, pixel };
  }

  private showPreview(blocks: readonly number[]): void {
    this.desk.map.focus.collected = blocks.length === 0 ? this.desk.collected : new Set(blocks);
    this.desk.follow();
  }
}
