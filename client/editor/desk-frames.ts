// When the desk draws: one frame for whatever asked for it, panels only where they show something else, findings while the hand rests.
import type { PlanIssue } from '../../core/plan/questions/issues.ts';
import type { EditorController } from './editor-controller.ts';
import { baseDifference } from './figures/base-difference.ts';

/** While a stroke goes on, detached parts are looked for this often. */
const ISSUES_EVERY_MS = 150;
/** What a look brought is drawn with the next frame of the stroke, or after this. */
const LATER_MS = 120;

export class DeskFrames {
  /** Grows with all that panels show beside the numbers of the blocks: a frame that only follows the hand leaves it, and them. */
  revision = 0;
  private changed = false;
  private paintedRevision = -1;
  private paintedFindings: readonly PlanIssue[] | null = null;
  private laterTimer: ReturnType<typeof setTimeout> | undefined;
  private lastIssueCheck = 0;
  private issueTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly desk: EditorController;

  constructor(desk: EditorController) {
    this.desk = desk;
  }

  /** A frame for everything: panels too. */
  schedule(): void {
    this.revision++;
    this.follow();
  }

  /** A frame for what follows the hand: the gesture's shape, the number beside the pointer, the blocks that it took. */
  follow(): void {
    // Before the map stands there is nothing to draw on.
    (this.desk.map as EditorController['map'] | undefined)?.schedule();
  }

  /** Blocks or zones are others. */
  planChanged(): void {
    this.changed = true;
    if (this.desk.session.gesture === null) this.schedule();
    else this.follow();
  }

  /** One frame: the plan or the focus, then the panels. Script time of a stroke is measured over tool and frame. */
  paint(): void {
    const { desk } = this;
    const began = performance.now();
    const panels = this.changed || this.revision !== this.paintedRevision || desk.findings.all !== this.paintedFindings;
    this.paintedRevision = this.revision;
    this.paintedFindings = desk.findings.all;
    clearTimeout(this.laterTimer);
    this.laterTimer = undefined;
    if (this.changed) {
      this.changed = false;
      desk.recount();
      desk.map.paintPlan();
      desk.flows = baseDifference(desk.session, desk.scene.moved);
      this.checkIssuesSoon();
    } else desk.map.paintFocus();
    // The overlay has been drawn by the map's own frame.
    if (panels) desk.page.paintPanels();
    const { tools } = desk.map;
    if (tools.spentMs === 0) return;
    performance.measure('zs-stroke', { start: tools.beganAt, duration: tools.spentMs + performance.now() - began });
    tools.spentMs = 0;
  }

  checkIssuesSoon(): void {
    clearTimeout(this.issueTimer);
    const wait = this.desk.session.gesture === null ? 0 : Math.max(0, this.lastIssueCheck + ISSUES_EVERY_MS - performance.now());
    this.issueTimer = setTimeout(() => this.checkIssues(), wait);
  }

  checkIssues(): void {
    const { desk } = this;
    this.lastIssueCheck = performance.now();
    const before = desk.findings.all;
    desk.findings.check(() => {
      // While the hand draws most looks find what the last one found.
      if (desk.session.gesture === null || desk.findings.all !== before) this.showIssues();
    });
  }

  private showIssues(): void {
    const { desk } = this;
    const pieces = desk.findings.own.flatMap(({ where }) => (where.blocks.length === 0 ? [] : [new Set(where.blocks.map((id) => desk.positionOf(id)))]));
    desk.map.borders.setDetached(pieces);
    if (desk.session.gesture === null) desk.placeLabels();
    this.followLater();
  }

  /** What can wait for the hand's next frame, and comes by itself where the hand rests. */
  private followLater(): void {
    if (this.desk.session.gesture === null) this.follow();
    else this.laterTimer ??= setTimeout(() => this.follow(), LATER_MS);
  }
}
