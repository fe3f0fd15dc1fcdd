// Checks releases apart from all requests: the dates of one are shared out between two threads where the machine has two cores.
import { availableParallelism } from 'node:os';
import type { Proposal, ProposalInput } from '../../../core/disclosure/releases/merge-proposal.ts';
import type { CheckedDate, CheckSetup, DateTask, ProposalWish } from './release-check.ts';
import { ReleaseThread, type Ask } from './release-thread.ts';

/** More threads would take cores from who waits for an answer, and each prepares the cuts for itself. */
const MOST_THREADS = 2;
/** Fewer dates are checked before a second thread has started, which takes half a second. */
const DATES_TO_SHARE = 3;

export class ReleaseChecker {
  private readonly threads = Array.from({ length: Math.min(MOST_THREADS, availableParallelism()) }, () => new ReleaseThread());

  /**
   * Checks all dates, with two threads every second one each: `next` gives the task of a date (counts are read when they are needed, those
   * of two dates are held at a time), `done` takes the results in the order of the dates. Shares are fixed, since a thread tells
   * a sum again as it told it for an earlier date: the same release is told alike twice. Throws what `next` or `done` throw, and Error for
   * a bug in a thread; no date is begun after that, and none is checked any more.
   */
  async run(setup: CheckSetup, dates: readonly string[], next: (date: string) => Promise<DateTask>, done: (result: CheckedDate) => void, progress: (fraction: number) => void = () => undefined): Promise<void> {
    const threads = dates.length < DATES_TO_SHARE ? this.threads.slice(0, 1) : this.threads;
    const steps = Math.max(1, dates.length * setup.statistics.length);
    const ready = new Map<number, CheckedDate>();
    const failures: unknown[] = [];
    let [step, told] = [0, 0];
    const check = async (ask: Ask, at: number) => {
      const task = await next(dates[at]!);
      const answer = await ask((session) => ({ check: session, kind: 'date', task }), () => progress(++step / steps));
      if (answer.kind === 'checked') ready.set(at, answer.result);
      for (let result = ready.get(told); result !== undefined; result = ready.get(told)) {
        ready.delete(told++);
        done(result);
      }
    };
    const shares = threads.map(async (thread, turn) => {
      try {
        await thread.session(setup, async (ask) => {
          for (let at = turn; at < dates.length && failures.length === 0; at += threads.length) await check(ask, at);
        });
      } catch (error) {
        failures.push(error);
      }
    });
    await Promise.all(shares);
    if (failures.length > 0) throw failures[0];
  }

  /** See `ReleaseCheck.propose`: an answer a wish. */
  propose(setup: CheckSetup, task: DateTask, wishes: readonly ProposalWish[], neighbours: ProposalInput['neighbours']): Promise<readonly (readonly Proposal[])[]> {
    return this.threads[0]!.session(setup, async (ask) => {
      const answer = await ask((check) => ({ check, kind: 'propose', task, wishes, neighbours }));
      return answer.kind === 'proposed' ? answer.result : [];
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}
