// Sends waiting steps to the server one by one and takes in what others do; works on without a connection.
import { ApiProblem, type Api, type PlanEvent as SaidEvent } from '../api.ts';
import { readEvent, readSnapshot, type PlanEvent } from './plan-messages.ts';
import type { PlanSession } from './plan-session.ts';
import type { Step } from './plan-steps.ts';

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
}

/** First wait after a lost connection, doubled up to the last. */
const RETRY_MS = [2_000, 30_000] as const;

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

  constructor(api: Api, plan: string, session: PlanSession, listener: SyncListener) {
    this.api = api;
    this.plan = plan;
    this.session = session;
    this.listener = listener;
  }

  start(): void {
    this.closeStream = this.api.planEvents(this.plan, this.session.version, {
      onOperation: (said) => this.take(said),
      onConnection: (connected) => {
        this.connected = connected;
        if (connected && this.status === 'offline') this.retryNow();
        else this.listener.onSync();
      },
    });
    globalThis.addEventListener?.('online', this.retryNow);
  }

  stop(): void {
    this.closed = true;
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
    this.session.inFlight = step.id;
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

  private async failed(problem: ApiProblem, step: Step): Promise<boolean> {
    if (problem.isOffline || problem.status >= 500) {
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
    if (this.session.inFlight !== null) this.held.push(event);
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
