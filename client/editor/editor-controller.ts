// What a person can do with the plan on the page: tools, strokes, focus, zones; panels and keys call it, it calls the session.
import { createBlockLocator, locatorPartsAfter, type BlockLocator } from '../../core/coverage/locate.ts';
import type { PlanIssue } from '../../core/plan/questions/issues.ts';
import type { PlanSurface } from '../../core/plan/surface.ts';
import type { RuleSet } from '../../core/disclosure/threshold.ts';
import type { Operation, Reason } from '../../core/plan/operations.ts';
import type { PlanHistoryEvent, Statistic } from '../api.ts';
import { baseDifference, type FlowRow } from './figures/base-difference.ts';
import { RADIUS, type Disclosed, type EditorPage, type Flag } from './desk-model.ts';
import type { Background, Compared, PinnedComment, Present } from './desk-hooks.ts';
import type { EditorMap } from './editor-map.ts';
import { findLabels, type ZoneLabel } from './scene/zone-labels.ts';
import type { CutBlock } from './figures/cut-report.ts';
import { DrawnLines } from './drawing/drawn-lines.ts';
import { DeskFrames } from './desk-frames.ts';
import { Findings } from './findings.ts';
import { Flights } from './flights.ts';
import { KeyboardCursor } from './drawing/keyboard-cursor.ts';
import { PendingSelection } from './drawing/pending-selection.ts';
import { PlanChanges } from './session/plan-changes.ts';
import type { PlanGround } from './scene/plan-ground.ts';
import type { PlanScene } from './scene/plan-scene.ts';
import type { PlanSession } from './session/plan-session.ts';
import * as say from './spoken.ts';
import { SelectionSources } from './drawing/selection-sources.ts';
import { createTools } from './tools/all-tools.ts';
import { Strokes } from './drawing/strokes.ts';
import type { Shape, Tool, ToolId } from './tools/tool.ts';
import { baseSums, proposedBand, zoneFigures, type Band, type BaseSums, type Totals } from './figures/zone-figures.ts';

export { RADIUS, type Disclosed, type EditorPage, type Flag } from './desk-model.ts';

export class EditorController {
  readonly fly = new Flights(this);
  readonly changes = new PlanChanges(this);
  readonly pending = new PendingSelection(this);
  readonly lines = new DrawnLines(this);
  readonly sources: SelectionSources;
  readonly cursor = new KeyboardCursor(this);
  private readonly frames = new DeskFrames(this);
  readonly session: PlanSession;
  readonly scene: PlanScene;
  locator: BlockLocator;
  readonly page: EditorPage;
  readonly ground: PlanGround;
  map!: EditorMap;
  readonly rules: RuleSet = { threshold: 5, zeros: 'open' };

  tool: ToolId = 'brush';
  target = '';
  /** Only blocks of this zone are taken; null: of any. */
  source: string | null = null;
  radiusM: number = RADIUS.first;
  collecting = false;
  focused = -1;
  hovered = -1;
  hoverPixel: readonly [number, number] | null = null;
  flag: Flag | null = null;
  /** Blocks that the last change cut, until it was read. */
  cutBlocks: readonly CutBlock[] = [];
  /** Why the last change was refused, in words; gone with the next one. */
  refusal: string | null = null;
  shape: Shape | null = null;
  labels: readonly ZoneLabel[] = [];
  findings: Findings;
  totals: Totals;
  flows: readonly FlowRow[] = [];
  history: readonly PlanHistoryEvent[] = [];
  statistics: readonly Statistic[] = [];
  /** Codes of the statistics in the table, three at most; they follow `session.counts.columns`. */
  shown: readonly string[] = [];
  referenceDate = '';
  /** What the server's audit found last. */
  disclosed: readonly Disclosed[] = [];
  /** By column of the counts: taken from the protected copy, so that every number of it is shown as about. */
  approximate: readonly boolean[] = [];
  /** The band that the person set; null for the proposed one. */
  ownBand: Band | null = null;
  /** Another person's last change. */
  peer: { readonly name: string; readonly blocks: readonly number[] } | null = null;
  /** A statistic behind the zones; null for the zones' own tints. */
  background: Background | null = null;
  /** Another plan beside this one; null for none. */
  compare: Compared | null = null;
  comments: readonly PinnedComment[] = [];
  /** Others who have the plan open. */
  presence: readonly Present[] = [];
  /** The keyboard leads: its block shows the focus, and the card stands there. */
  keyboard = false;
  /** The plan is no draft any more: looked at, not drawn on. */
  readOnly = false;
  /** The lock tool takes single blocks, not zones. */
  lockBlocks = false;
  /** On a narrow screen: all tools, or all options, are shown. */
  toolsOpen = false;
  optionsOpen = false;
  /** Letters choose tools only while this is on (WCAG 2.1.4). */
  lettersOn = true;
  private base: BaseSums;
  private readonly tools = createTools();

  constructor(session: PlanSession, scene: PlanScene, locator: BlockLocator, page: EditorPage, ground: PlanGround) {
    this.session = session;
    this.scene = scene;
    scene.hooks = this;
    this.locator = locator;
    this.page = page;
    this.ground = ground;
    this.sources = new SelectionSources(this);
    this.base = baseSums(session);
    this.findings = new Findings(session, scene.kernel);
    this.totals = zoneFigures(session, this.base, this.rules);
    this.target = session.state.zones.find((zone) => zone !== null && !zone.locked)?.zone ?? '';
    session.onChange(() => this.frames.planChanged());
    session.onSurface((before) => this.surfaceChanged(before));
  }

  /** Blocks were cut or healed: what is known by position is looked for by id. Layers hear it from the session too. */
  private surfaceChanged(before: PlanSurface): void {
    const idOf = (block: number) => before.ids[block] ?? '';
    this.locator = createBlockLocator(this.session.coverage, locatorPartsAfter(this.session.coverage, before.coverage, this.locator.points));
    this.findings = new Findings(this.session, this.scene.kernel);
    this.base = baseSums(this.session);
    this.pending.keep([...this.pending.blocks].map(idOf));
    this.fly.setFocus(this.positionOf(idOf(this.focused)), false);
    this.hovered = -1;
    this.map.focus.hovered = -1;
    this.cursor.surfaceChanged();
  }

  /** Once the map stands. */
  attach(map: EditorMap): void {
    this.map = map;
    map.tools.host = new Strokes(this);
    this.chooseTool(this.tool);
    this.setTarget(this.target);
    this.frames.checkIssues();
  }

  get issues(): readonly PlanIssue[] {
    return this.findings.all;
  }

  get newIssues(): readonly PlanIssue[] {
    return this.findings.own;
  }

  // ---- frames: see desk-frames.ts

  schedule(): void {
    this.frames.schedule();
  }

  follow(): void {
    this.frames.follow();
  }

  paintFrame = (): void => this.frames.paint();
  checkIssuesSoon = (): void => this.frames.checkIssuesSoon();

  /** Grows with all that panels show beside the numbers of the blocks. */
  get revision(): number {
    return this.frames.revision;
  }

  recount(): void {
    this.totals = zoneFigures(this.session, this.base, this.rules, this.totals);
  }

  /** What zones should keep to; null where there is nothing to keep. The proposal follows the number of zones. */
  get band(): Band | null {
    const { rows, town } = this.totals;
    if (this.ownBand !== null || this.shown.length === 0 || rows.length === 0) return this.ownBand;
    return proposedBand(town[0]?.value ?? 0, rows.length);
  }

  countsChanged(): void {
    this.base = baseSums(this.session);
    this.recount();
    this.flows = baseDifference(this.session, this.scene.moved);
  }

  placeLabels(): void {
    this.labels = findLabels(this.session, this.scene, this.locator, this.map.window(this.page.covered), this.map.resolution);
    this.page.paintOverlay();
  }

  isApproximate(column: number): boolean {
    return this.approximate[column] === true;
  }

  /** What would give a secret number away: blocks to hatch, and each finding with its blocks and zones. */
  setDisclosed(blocks: readonly string[], findings: readonly Disclosed[]): void {
    if (blocks.length + findings.length === 0 && this.disclosed.length === 0) return;
    this.disclosed = findings;
    this.map.borders.setDisclosed(new Set(blocks.map((id) => this.positionOf(id)).filter((block) => block >= 0)));
    this.schedule();
  }

  positionOf(id: string): number {
    return this.session.state.positions.get(id) ?? -1;
  }

  // ---- tools and target

  chooseTool(id: ToolId): void {
    if (this.map.tools.busy) this.map.tools.cancel();
    this.lines.cancel();
    this.tool = id;
    this.refusal = null;
    this.map.tools.tool = this.tools[id];
    this.map.setCursor(this.tools[id].cursor);
    this.shape = null;
    this.cursor.toolChosen();
    void this.sources.toolChosen();
    this.schedule();
  }

  /** The tool's click at the block with the focus. */
  clickFocused(alt: boolean): void {
    const block = this.focused;
    const [x, y] = [this.locator.points[2 * block]!, this.locator.points[2 * block + 1]!];
    if (this.tool === 'brush' || this.tool === 'select') this.assignBlocks([block]);
    else this.map.tools.host!.click(block, { x, y, pixel: this.map.pixelOf(x, y) ?? [0, 0], shift: false, alt });
  }

  get activeTool(): Tool {
    return this.tools[this.tool];
  }

  setTarget(zone: string): void {
    const slot = this.session.slotOf(zone);
    if (slot === null) return;
    this.target = zone;
    this.map.borders.target = slot;
    this.map.borders.invalidate();
    this.placeLabels();
    this.schedule();
  }

  setSource(zone: string | null): void {
    this.source = zone;
    this.schedule();
  }

  setRadius(radiusM: number): void {
    this.radiusM = Math.round(Math.max(RADIUS.least, Math.min(RADIUS.most, radiusM)) / 5) * 5;
    if (this.shape?.kind === 'circle') this.shape = { ...this.shape, radiusM: this.radiusM };
    this.schedule();
  }

  setBand(band: Band): void {
    this.ownBand = band;
    this.schedule();
  }

  setCollecting(on: boolean): void {
    this.collecting = on;
    if (!on) this.pending.clear();
    this.schedule();
  }

  setLockBlocks(on: boolean): void {
    this.lockBlocks = on;
    this.schedule();
  }

  showTools(open: boolean): void {
    this.toolsOpen = open;
    this.schedule();
  }

  showOptions(open: boolean): void {
    this.optionsOpen = open;
    this.schedule();
  }

  leave(): void {
    this.hovered = -1;
    this.map.focus.hovered = -1;
    if (this.shape?.kind === 'circle' && !this.map.tools.busy) this.shape = null;
    this.schedule();
  }

  /** Of the first statistic shown; null before the counts are there. */
  sumOf(blocks: readonly number[]): number | null {
    const { counts } = this.session;
    const width = counts.columns.length;
    return width === 0 ? null : blocks.reduce((sum, block) => sum + counts.values[block * width]!, 0);
  }

  // ---- changes, as panels and keys ask for them

  get collected(): ReadonlySet<number> {
    return this.pending.blocks;
  }

  assignBlocks = (blocks: readonly number[]): void => this.changes.assign(blocks, this.target);
  toggleCollected = (block: number): void => this.pending.toggle(block);
  commitCollected = (): void => this.pending.commit();
  clearCollected = (): void => this.pending.clear();
  createZone = (name: string): void => this.changes.createZone(name);
  merge = (zone: string, into: string): void => this.changes.merge(zone, into);
  rename = (zone: string, name: string): void => this.changes.rename(zone, name);
  toggleLock = (zone: string): void => this.changes.toggleLock(zone);
  undo = (): void => this.changes.undo();
  redo = (): void => this.changes.redo();
  repair = (operation: Operation): void => this.changes.repair(operation);

  idsOf(blocks: Iterable<number>): string[] {
    return Array.from(blocks, (block) => this.session.coverage.ids[block]!);
  }

  /** Says why something is not done, to the eye as well. */
  refuse(why: Reason | string): void {
    this.refusal = typeof why === 'string' ? why : say.refused(why, this);
    this.page.announce(this.refusal);
    this.schedule();
  }

  paintOverlay(): void {
    this.page.paintOverlay();
  }

  after(): void {
    // A zone may be gone: merged, or its making undone.
    if (this.session.slotOf(this.target) === null) this.setTarget(this.session.state.zones.find((zone) => zone !== null)?.zone ?? '');
    else this.map.borders.target = this.session.slotOf(this.target)!;
    if (this.source !== null && this.session.slotOf(this.source) === null) this.source = null;
    this.page.push();
    this.schedule();
  }

  tell(blocks: readonly number[], zone: string, locked: number): void {
    this.recount();
    this.page.announce(say.moved(this, blocks, zone, locked));
  }

  setKeyboard(on: boolean): void {
    if (on === this.keyboard) return;
    this.keyboard = on;
    this.map.focus.focused = on ? this.focused : -1;
    this.schedule();
  }

  showPeer(name: string, blocks: readonly number[]): void {
    this.peer = blocks.length === 0 ? null : { name, blocks };
    this.map.focus.peer = new Set(blocks);
    this.schedule();
  }

  closeCutReport(): void {
    this.cutBlocks = [];
    this.schedule();
  }

  /** Esc: the gesture, a proposal, then what was collected. False when there was nothing to give back. */
  cancel(): boolean {
    this.refusal = null;
    this.cutBlocks = [];
    if (this.map.tools.busy) {
      this.map.tools.cancel();
      return true;
    }
    if (this.session.proposal !== null) {
      this.session.discardProposal();
      return true;
    }
    if (this.lines.cancel()) return true;
    if (this.pending.blocks.size > 0) {
      this.pending.clear();
      return true;
    }
    return false;
  }
}
