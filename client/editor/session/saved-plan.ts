// The state that "what changed since" is measured from: the last one secured by name, or the plan as it was when it was opened.
import type { Api } from '../../api.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { clockTime } from '../clock.ts';
import { otherPlan, type OtherPlan } from '../other-plan.ts';
import { planAt } from '../compare/read-plan.ts';
import type { PlanSession } from './plan-session.ts';

export interface SecuredState {
  readonly name: string;
  readonly version: number;
  readonly at: string;
}

const asShown = ({ state }: PlanSession): OtherPlan => otherPlan('', state.surface, state.zones, state.assignment);

export class SavedPlan {
  /** The panel measures against this instead of the base. */
  chosen = false;
  plan: OtherPlan;
  private readonly api: Api;
  private readonly id: string;
  private readonly session: PlanSession;
  private readonly onChange: () => void;
  private readonly openedAt = new Date();
  private secured: SecuredState | null = null;

  constructor(api: Api, id: string, session: PlanSession, onChange: () => void) {
    this.api = api;
    this.id = id;
    this.session = session;
    this.onChange = onChange;
    this.plan = asShown(session);
  }

  get title(): string {
    if (this.secured === null) return t('editor.sinceOpened', { time: clockTime(this.openedAt) });
    const at = new Date(this.secured.at);
    const today = at.toDateString() === new Date().toDateString();
    return t('editor.sinceSecured', { name: this.secured.name, time: today ? clockTime(at) : formatDate(this.secured.at) });
  }

  choose(chosen: boolean): void {
    this.chosen = chosen;
    this.onChange();
  }

  /** The newest state secured by name; null where there is none. */
  async follow(secured: SecuredState | null): Promise<void> {
    if (secured === null || secured.version === this.secured?.version) return;
    // Just secured here: what stands on the page is that state.
    const now = secured.version === this.session.version && this.session.steps.length === 0;
    this.plan = now ? asShown(this.session) : await planAt(this.api, this.id, this.session, '', secured.version);
    this.secured = secured;
    this.onChange();
  }
}
