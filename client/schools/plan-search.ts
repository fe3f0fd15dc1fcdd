// The search for alternatives to a plan as the page runs it: wish, progress on the map, what was found, one looked at, one taken as a branch.
import { ApiProblem } from '../api.ts';
import { t } from '../i18n/i18n.ts';
import { LOADING, NONE, settled, valueOf, type Loaded } from '../loaded.ts';
import { JobRun } from './job-run.ts';
import type { Alternative, Alternatives, BestSoFar, SearchWish } from './model.ts';
import type { AlternativesView } from './panels/alternatives-card.ts';
import { firstWish } from './panels/weights-dialog.ts';
import type { SchoolsApi } from './schools-api.ts';
import type { SchoolsSession } from './schools-session.ts';

export interface SearchListener {
  changed(): void;
  say(words: string): void;
  /** A branch was made of the plan; the page goes to it. */
  taken(plan: string): Promise<void>;
}

export class PlanSearch {
  refusal: ApiProblem | undefined;
  private wish: SearchWish | undefined;
  private found: Loaded<Alternatives> = NONE;
  private chosen = '';
  private taking = false;
  /** Proposals of the best that the map shows already. */
  private seen = -1;
  private readonly job: JobRun;
  private readonly api: SchoolsApi;
  private readonly session: SchoolsSession;
  private readonly page: SearchListener;

  constructor(api: SchoolsApi, session: SchoolsSession, page: SearchListener) {
    this.api = api;
    this.session = session;
    this.page = page;
    this.job = new JobRun(api, () => this.follow());
  }

  /** Another plan is shown, or the page goes away. */
  forget(): void {
    this.job.forget();
    this.set({ found: NONE, chosen: '', wish: undefined, refusal: undefined });
  }

  get currentWish(): SearchWish {
    const { shown, year } = this.session;
    const years = (shown?.years ?? []).filter((one) => year === undefined || one === year);
    return this.wish ?? firstWish(years);
  }

  setWish(wish: SearchWish): void {
    this.set({ wish });
  }

  /** What the card shows and does; `onWeights` opens the dialog. */
  view(planName: string, onWeights: () => void): AlternativesView {
    const { found, chosen, taking } = this;
    return {
      run: this.job.run,
      found,
      chosen,
      own: valueOf(found)?.plan ?? null,
      taking,
      onWeights,
      onStart: () => void this.start(),
      onStop: () => void this.job.stop(),
      onChoose: (id) => {
        this.set({ chosen: id });
        if (this.session.looking !== undefined) this.look(valueOf(this.found)?.alternatives.find((one) => one.id === id));
      },
      onLook: (alternative) => this.look(alternative),
      onTake: (alternative) => void this.take(alternative, valueOf(this.found)?.zones, t('schools.takenName', { name: planName, id: alternative.id })),
      onTakeBest: (best) => void this.take(best, best.zones, t('schools.bestName', { name: planName })),
    };
  }

  async start(): Promise<void> {
    const { plan } = this.session;
    if (plan === undefined) return;
    const wish = this.currentWish;
    this.session.look(undefined, { zones: [] });
    this.seen = -1;
    this.set({ chosen: '', found: NONE });
    const job = await this.job.follow(this.api.search(plan.plan, this.session.place.variant, wish));
    if (this.session.plan?.plan === plan.plan) this.session.look(undefined, { zones: [] });
    if (job === undefined || this.session.plan?.plan !== plan.plan) return;
    this.set({ found: LOADING });
    this.set({ found: await settled(this.api.results(job)) });
    const results = valueOf(this.found);
    if (results === undefined) return;
    this.page.say(t('schools.searchDone', { count: results.alternatives.length }));
    // The middle of the frontier: neither nothing nor everything changes.
    const front = results.alternatives.filter(({ front: on }) => on);
    this.set({ chosen: front[Math.floor(front.length / 2)]?.id ?? results.alternatives[0]?.id ?? '' });
  }

  /** The map shows the best that a running search has found so far. */
  private follow(): void {
    const { run } = this.job;
    const best: BestSoFar | undefined = run.state === 'running' ? run.status?.best : undefined;
    if (best !== undefined && best.iterations !== this.seen) {
      this.seen = best.iterations;
      this.session.lookAtBest(best);
    }
    this.page.changed();
  }

  private look(alternative: Alternative | undefined): void {
    const found = valueOf(this.found);
    if (found === undefined) return;
    this.session.look(alternative, found);
    this.page.say(alternative === undefined ? t('schools.backToPlan') : t('schools.lookedAt', { id: alternative.id }));
  }

  private async take(alternative: Pick<Alternative, 'assignment'>, zones: readonly string[] | undefined, name: string): Promise<void> {
    if (zones === undefined || this.session.plan === undefined) return;
    this.set({ taking: true, refusal: undefined });
    try {
      const made = await this.session.take(alternative, { zones }, name);
      if (made !== undefined) await this.page.taken(made);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.set({ refusal: error });
    } finally {
      this.set({ taking: false });
    }
  }

  private set(change: { wish?: SearchWish | undefined; found?: Loaded<Alternatives>; chosen?: string; taking?: boolean; refusal?: ApiProblem | undefined }): void {
    Object.assign(this, change);
    this.page.changed();
  }
}
