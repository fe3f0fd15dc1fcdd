// What is told beside a plan's steps to everybody who has it open: comments, names of versions, who is there. Never kept.

export interface PlanNotice {
  readonly event: 'comment' | 'snapshot' | 'presence';
  /** As JSON. No count and no block id. */
  readonly data: object;
}

/** Within this process: readers of another server on the same database see comments and names when they ask for them again. */
export class PlanNotices {
  private readonly listeners = new Map<string, Set<(notice: PlanNotice) => void>>();

  /** Calls `listener` with every notice of the plan, until the returned function is called. */
  listen(plan: string, listener: (notice: PlanNotice) => void): () => void {
    const set = this.listeners.get(plan) ?? new Set();
    this.listeners.set(plan, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0) this.listeners.delete(plan);
    };
  }

  tell(plan: string, notice: PlanNotice): void {
    for (const listener of this.listeners.get(plan) ?? []) listener(notice);
  }
}
