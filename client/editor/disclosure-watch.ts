// What the plan would give away, as the server audits it after each step: for people with clearance on true counts, for others on the copy.
import type { Operation } from '../../core/plan/operations.ts';
import { ApiProblem, type Api, type PlanDisclosure, type PlanFinding, type PlanRepair } from '../api.ts';
import type { EditorController } from './editor-controller.ts';

/** The hand rests this long before findings are asked for: an audit is not worth one for every block of a stroke. */
const REST_MS = 200;

/** Kept in memory alone: nothing of it may outlive the page. */
export class DisclosureWatch {
  result: PlanDisclosure | null = null;
  /** Finding whose certificate is open. */
  open: string | null = null;
  /** Of the open finding; null while they are looked for. */
  repairs: readonly PlanRepair[] | null = null;
  /** Why nothing can be said; null else. */
  problem: ApiProblem | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private closed = false;

  constructor(
    private readonly api: Api,
    private readonly plan: string,
    private readonly controller: EditorController,
    private readonly changed: (before: PlanDisclosure | null) => void,
  ) {}

  /** After a step was saved, or other numbers are shown. Asked again while steps wait, it does nothing: saving asks once more. */
  refresh(): void {
    clearTimeout(this.timer);
    const { session, shown } = this.controller;
    if (shown.length === 0 || session.steps.length > 0) return;
    this.timer = setTimeout(() => void this.ask(), REST_MS);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  /** Those that follow from several totals, which is what a plan can mend; a small zone is told in the table. */
  get differences(): readonly PlanFinding[] {
    return this.result?.findings.filter(({ kind }) => kind === 'difference') ?? [];
  }

  toggle(id: string): void {
    this.open = this.open === id ? null : id;
    this.repairs = null;
    if (this.open !== null) void this.ask();
    this.changed(this.result);
  }

  /** Does what a repair proposes, as a step like any other. */
  repair({ operation }: PlanRepair): void {
    if (operation === null) return;
    this.controller.repair(operation as Operation);
  }

  private async ask(): Promise<void> {
    const turn = ++this.asked;
    const { shown, referenceDate } = this.controller;
    const before = this.result;
    try {
      const result = await this.api.planDisclosure(this.plan, shown, referenceDate, this.open ?? undefined);
      if (turn !== this.asked || this.closed) return;
      this.result = result;
      this.problem = null;
      if (!result.findings.some(({ id }) => id === this.open)) this.open = null;
      this.repairs = this.open !== null && result.repairsFor === this.open ? result.repairs : null;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (turn !== this.asked || this.closed) return;
      this.problem = error;
    }
    this.controller.setDisclosed(this.result?.hatched ?? [], this.differences);
    this.changed(before);
  }
}
