// Who has a plan open and works where: in memory for 20 s after the last sign of life, never in the database or the log.
import type { PlanNotices } from './plan-notices.ts';

export interface Presence {
  readonly account: string;
  readonly name: string;
  /** Chosen by the page: one account may have the plan open twice. */
  readonly window: string;
  /** Pointer or middle of the view, CRS84. */
  readonly at: readonly [longitude: number, latitude: number] | null;
  /** Code of the zone that is worked on. */
  readonly zone: string | null;
  readonly tool: string | null;
}

/** A page tells every 5 s; three lost messages are no absence. */
const EXPIRY_MS = 20_000;
/** Windows of one plan; more are not shown to each other, and cost no memory. */
const MOST_WINDOWS = 200;

interface Entry {
  readonly who: Presence;
  readonly timer: NodeJS.Timeout;
}

export class PlanPresences {
  private readonly plans = new Map<string, Map<string, Entry>>();

  constructor(private readonly notices: PlanNotices) {}

  /** A sign of life; everybody who has the plan open is told. */
  here(plan: string, who: Presence): void {
    const entries = this.plans.get(plan) ?? new Map<string, Entry>();
    const key = keyOf(who);
    const known = entries.get(key);
    if (known === undefined && entries.size >= MOST_WINDOWS) return;
    clearTimeout(known?.timer);
    const timer = setTimeout(() => this.leave(plan, who), EXPIRY_MS);
    // Nobody keeps a server from stopping by being there.
    timer.unref();
    this.plans.set(plan, entries.set(key, { who, timer }));
    this.notices.tell(plan, { event: 'presence', data: who });
  }

  /** The window was closed, or has not been heard of. */
  leave(plan: string, who: Pick<Presence, 'account' | 'window'>): void {
    const entries = this.plans.get(plan);
    const key = keyOf(who);
    const entry = entries?.get(key);
    if (entries === undefined || entry === undefined) return;
    clearTimeout(entry.timer);
    entries.delete(key);
    if (entries.size === 0) this.plans.delete(plan);
    this.notices.tell(plan, { event: 'presence', data: { account: who.account, window: who.window, gone: true } });
  }

  /** Who is there now, for somebody who comes. */
  present(plan: string): Presence[] {
    return [...(this.plans.get(plan)?.values() ?? [])].map(({ who }) => who);
  }

  close(): void {
    for (const entries of this.plans.values()) for (const { timer } of entries.values()) clearTimeout(timer);
    this.plans.clear();
  }
}

const keyOf = ({ account, window }: Pick<Presence, 'account' | 'window'>) => JSON.stringify([account, window]);
