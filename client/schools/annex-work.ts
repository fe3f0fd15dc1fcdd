// The annex as a file: what it would tell is asked when its menu opens, and only the wish for a file publishes.
import { saveBlob } from '../editor/save-file.ts';
import { language } from '../i18n/i18n.ts';
import { LOADING, NONE, problemOf, settled, type Loaded } from '../loaded.ts';
import type { AnnexCheck } from './model.ts';
import type { SchoolsApi } from './schools-api.ts';
import type { SchoolsSession } from './schools-session.ts';

export type AnnexFormat = 'pdf' | 'xlsx' | 'html';

export class AnnexWork {
  check: Loaded<AnnexCheck> = NONE;
  /** While a file is being made. */
  making: AnnexFormat | undefined;
  problem = '';
  private readonly api: SchoolsApi;
  private readonly session: SchoolsSession;
  private readonly changed: () => void;

  constructor(api: SchoolsApi, session: SchoolsSession, changed: () => void) {
    this.api = api;
    this.session = session;
    this.changed = changed;
  }

  /** Publishes nothing. */
  async look(): Promise<void> {
    const { plan, place } = this.session;
    if (plan === undefined) return;
    Object.assign(this, { check: LOADING, problem: '' });
    this.changed();
    const check = await settled(this.api.checkAnnex(plan.plan, place));
    if (this.session.plan?.plan !== plan.plan || this.session.place !== place) return;
    this.check = check;
    this.changed();
  }

  async take(format: AnnexFormat): Promise<boolean> {
    const { plan, place } = this.session;
    if (plan === undefined || this.making !== undefined) return false;
    Object.assign(this, { making: format, problem: '' });
    this.changed();
    const file = await settled(this.api.publishAnnex(plan.plan, format, place, language()));
    this.making = undefined;
    if (file.state === 'ready') saveBlob(`anlage-${plan.plan}.${format}`, file.value);
    this.problem = problemOf(file)?.message ?? '';
    this.changed();
    return file.state === 'ready';
  }
}
