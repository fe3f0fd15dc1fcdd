// A plan, or the list of plans, that could not be opened: why, once more, or back to the list.
import { html, nothing, type TemplateResult } from 'lit';
import type { ApiProblem } from '../../api.ts';
import { t } from '../../i18n/i18n.ts';
import { problemText } from '../problem-text.ts';

export interface FailureActions {
  retry(): void;
  toPlans(): void;
}

/** `plan` is '' where the list itself could not be read. */
export function openFailure(problem: ApiProblem, plan: string, { retry, toPlans }: FailureActions): TemplateResult {
  return html`<div class="center">
    <zs-empty sign="warning" heading=${t(plan === '' ? 'editor.failedPlans' : 'editor.failedPlan')} text=${problemText(problem)}>
      <button class="button primary" @click=${retry}>${t('shell.retry')}</button>
      ${plan === '' ? nothing : html`<button class="button secondary" @click=${toPlans}>${t('editor.toPlans')}</button>`}
    </zs-empty>
  </div>`;
}
