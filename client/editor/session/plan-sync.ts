// Sends waiting steps to the server one by one and takes in what others do; works on without a connection.
import { ApiProblem, type Api, type PlanEvent as SaidEvent } from '../../api.ts';
import { readEvent, readSnapshot, type PlanEvent } from './plan-messages.ts';
import type { PlanSession } from './plan-session.ts';
import type { Step } from './plan-steps.ts';
import type { UnsentWork } from './unsent-work.ts';

/** `conflict`: nothing is sent until the person has chosen. `refused`: the server does not let this person edit. */
export type SyncStatus = 'saved' | 'saving' | 'offline' | 'conflict' | 'refused';

export interface SyncListener {
  /** Status, waiting steps or the plan's history may have changed. */
  onSync(): void;
  /** Somebody else changed the plan. */
  onForeign(event: PlanEvent): void;
  /** A step that the server did not take. */
  onProblem(problem: ApiProblem, step: Step): void;
  /** The plan is on other blocks now: everything is to be loaded anew. */
  onRebased(): void;
  /** Steps of an earlier page were found and wait again. */
  onRestored?(steps: number): void;
}

/** Who works here and where waiting steps are kept; without it they last as long as the page. */
export interface KeptFor {
  readonly account: string;
  readonly work: UnsentWork;
}

/** First wait after a lost connection, doubled up to the last. */
const RETRY_MS = [2_000, 30_000] as const;
/** While the hand draws, what it drew is kept this often. */
const KEEP_GESTURE_MS = 400;

export class PlanSync {
  status: SyncStatus = 'saved';
  savedAt: Date | null = null;
  /** False while the event stream is broken: others' changes then come late. */
  connected = true;
  private readonly api: Api;
  private readonly plan: string;
  private readonly session: PlanSession;
  private readonly listener: SyncListener;
  private sending = false;
  private closed = false;
  private retryMs: number = RETRY_MS[0];
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** Events that came while a step was on its way: one of them may be that step. */
  private held: PlanEvent[] = [];
  private closeStream: () => void = () => undefined;
  private readonly keptFor: KeptFor | null;
  private keepTimer: ReturnType<typeof setTimeout> | undefined;
  private kept = false;
  /** A step without an answer, and the version that it was to build on: it may have been done. */
  private unsure: { readonly id: number; readonly version: number } | null = null;

  constructor(api: Api, plan: string, session: PlanSession, listener: SyncListener, keptFor: KeptFor | null = null) {
    this.api = api;
    this.plan = plan;
    this.session = session;
    this.listener = listener;
    this.keptFor = keptFor;
  }

  /** Takes up what an earlier page left, then listens. */
  async start(): Promise<void> {
    await this.takeUp();
    if (this.closed) return;
    this.session.onChange(() => this.keepSoon());
    globalThis.addEventListener?.('pagehide', this.keep);
    this.closeStream = this.api.planEvents(this.plan, this.session.version, {
      onOperation: (said) => this.take(said),
      onConnection: (connected) => {
        this.connected = connected;
        if (connected && this.status === 'offline') this.retryNow();
        else this.listener.onSync();
      },
    });
    globalThis.addEventListener?.('online', this.retryNow);
    if (this.session.steps.length > 0) this.push();
  }

  private async takeUp(): Promise<void> {
    const left = (await this.keptFor?.work.read()) ?? null;
    if (left === null || this.closed) return;
    this.kept = true;
    let { steps } = left;
    let unsure = left.inFlight;
    try {
      if (left.inFlight && steps.length > 0 && (await this.arrived(left.version, steps[0]!))) steps = steps.slice(1);
      unsure = false;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
    }
    this.session.restore({ steps, gesture: left.gesture });
    const [first] = this.session.steps;
    if (unsure && first !== undefined) this.unsure = { id: first.id, version: left.version };
    const count = steps.length + (left.gesture === null ? 0 : 1);
    if (count > 0) this.listener.onRestored?.(count);
  }

  /**
   * Whether a step without an answer was done all the same. Only the version after the one that it was sent with can be it; an
   * undo done twice would take back more than was asked for.
   */
  private async arrived(version: number, { kind, operation }: Pick<Step, 'kind' | 'operation'>): Promise<boolean> {
    const done = (await this.api.planHistory(this.plan)).find((event) => event.version === version + 1);
    return done !== undefined && done.account === this.keptFor?.account && done.kind === kind && (operation === null || done.operation?.type === operation.type);
  }

  private keepSoon(): void {
    if (this.session.gesture === null) this.keep();
    else this.keepTimer ??= setTimeout(this.keep, KEEP_GESTURE_MS);
  }

  private readonly keep = (): void => {
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    if (this.closed) return;
    const { unsent } = this.session;
    // Most changes of an open plan are others' and leave nothing to keep.
    if (unsent === null && !this.kept) return;
    this.kept = unsent !== null;
    this.keptFor?.work.keep(unsent === null ? null : { ...unsent, inFlight: unsent.inFlight || this.unsure !== null });
  };

  stop(): void {
    this.keep();
    this.closed = true;
    clearTimeout(this.keepTimer);
    globalThis.removeEventListener?.('pagehide', this.keep);
    this.closeStream();
    clearTimeout(this.retryTimer);
    globalThis.removeEventListener?.('online', this.retryNow);
  }

  /** Sends what waits; called after every step. */
  push(): void {
    if (this.status === 'saved' && this.session.steps.length > 0) this.setStatus('saving');
    if (this.status !== 'offline') void this.drain();
    this.listener.onSync();
  }

  readonly retryNow = (): void => {
    clearTimeout(this.retryTimer);
    if (this.status === 'offline') this.setStatus('saving');
    void this.drain();
  };

  /** After the person has chosen between two versions. */
  resume(): void {
    this.setStatus('saving');
    void this.drain();
  }

  private async drain(): Promise<void> {
    if (this.sending || this.closed) return;
    this.sending = true;
    try {
      while (!this.closed && this.session.steps.length > 0) {
        if (this.session.conflicts.length > 0) {
          this.setStatus('conflict');
          return;
        }
        this.setStatus('saving');
        if (!(await this.send(this.session.steps[0]!))) return;
      }
      if (this.status === 'saving') this.savedAt = new Date();
      this.setStatus('saved');
    } finally {
      this.sending = false;
    }
  }

  /** False where sending has to wait. */
  private async send(step: Step): Promise<boolean> {
    try {
      if (await this.settle(step)) return true;
      // What was held back meanwhile may be a conflict to be asked about, or have taken the step away.
      if (this.session.conflicts.length > 0 || this.session.steps[0]?.id !== step.id) return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      return this.failed(error, step);
    }
    this.session.inFlight = step.id;
    // Before it goes: a page that ends now must know that it may have arrived.
    this.keep();
    try {
      const { version } =
        step.kind === 'operation'
          ? await this.api.operate(this.plan, this.session.version, step.operation!)
          : await this.api.planAction(this.plan, this.session.version, step.kind);
      this.session.inFlight = null;
      if (!this.session.confirm(step.id, version)) await this.readAgain();
      this.retryMs = RETRY_MS[0];
      this.release();
      return true;
    } catch (error) {
      this.session.inFlight = null;
      if (!(error instanceof ApiProblem)) throw error;
      return this.failed(error, step);
    }
  }

  /** True where the step was done when its answer got lost. */
  private async settle(step: Step): Promise<boolean> {
    const { unsure } = this;
    if (unsure === null) return false;
    const ours = unsure.id === step.id && (await this.arrived(unsure.version, step));
    this.unsure = null;
    if (ours && this.session.version > unsure.version) this.session.drop([step.id]);
    else if (ours && !this.session.confirm(step.id, unsure.version + 1)) await this.readAgain();
    this.release();
    return ours;
  }

  private async failed(problem: ApiProblem, step: Step): Promise<boolean> {
    if (problem.isOffline || problem.status >= 500) {
      this.unsure ??= { id: step.id, version: this.session.version };
      this.setStatus('offline');
      this.retryTimer = setTimeout(this.retryNow, this.retryMs);
      this.retryMs = Math.min(2 * this.retryMs, RETRY_MS[1]);
      return false;
    }
    if (problem.status === 412) {
      this.release();
      // The stream may be behind: then the plan is read whole, which is the same a little later.
      if (this.session.version < (problem.version ?? Infinity)) await this.readAgain();
      return true;
    }
    this.session.drop([step.id]);
    this.release();
    if (problem.status === 403 || problem.status === 401) this.setStatus('refused');
    this.listener.onProblem(problem, step);
    return true;
  }

  private take(said: SaidEvent): void {
    const event = readEvent(said);
    if (this.session.inFlight !== null || this.unsure !== null) this.held.push(event);
    else this.receive(event);
  }

  private release(): void {
    const held = this.held;
    this.held = [];
    for (const event of held) this.receive(event);
  }

  private receive(event: PlanEvent): void {
    if (event.version <= this.session.version) return;
    if (event.kind === 'rebase') {
      this.stop();
      this.listener.onRebased();
      return;
    }
    if (this.session.receive(event)) {
      this.listener.onForeign(event);
      if (this.session.conflicts.length > 0) this.setStatus('conflict');
    } else void this.readAgain();
    this.listener.onSync();
  }

  private async readAgain(): Promise<void> {
    try {
      const [plan, blocks] = await Promise.all([this.api.plan(this.plan), this.api.planBlocks(this.plan)]);
      if (blocks.blockSet !== this.session.blockSet) {
        this.stop();
        this.listener.onRebased();
        return;
      }
      if (blocks.version > this.session.version) this.session.reset(readSnapshot(blocks, plan));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
    }
    this.listener.onSync();
  }

  private setStatus(status: SyncStatus): void {
    if (status === this.status) return;
    this.status = status;
    this.listener.onSync();
  }
}
