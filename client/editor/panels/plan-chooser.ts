// Before a plan is open: choose one, or begin one from a geography.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Geography, PlanSummary } from '../../api.ts';
import { dividedGeographies } from '../../divided-geographies.ts';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { localised, t, type TextKey } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';

export interface ChooserActions {
  open(plan: string): void;
  create(geography: string, name: string): void;
}

const STATES: Readonly<Record<PlanSummary['state'], TextKey>> = {
  draft: 'editor.stateDraft',
  submitted: 'editor.stateSubmitted',
  approved: 'editor.stateApproved',
  rejected: 'editor.stateRejected',
  adopted: 'editor.stateAdopted',
};

export const stateText = (state: PlanSummary['state']): string => t(STATES[state]);

export function planChooser(plans: readonly PlanSummary[], geographies: readonly Geography[], busy: boolean, actions: ChooserActions): TemplateResult {
  const usable = dividedGeographies(geographies).filter(({ versions }) => versions.length > 0);
  const newestFirst = plans.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  return html`<div class="chooser">
    <h1 class="t28">${t('editor.plans')}</h1>
    ${plans.length === 0
      ? html`<zs-empty sign="map" heading=${t('editor.noPlans')} text=${t('editor.noPlansText')}></zs-empty>`
      : html`<ul class="plans flat">
          ${newestFirst.map(
            (plan) => html`<li>
              <button class="plan" @click=${() => actions.open(plan.plan)}>
                <span class="plan-name">${plan.name}</span>
                <span class="ink2">${geographyName(geographies, plan.geography)}</span>
                <span class="badge">${stateText(plan.state)}</span>
                <span class="t12 ink3">${t('editor.changedAt', { date: formatDate(plan.updatedAt) })}</span>
                ${icon('chevronRight')}
              </button>
            </li>`,
          )}
        </ul>`}
    <form
      class="flat create"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const data = new FormData(event.target as HTMLFormElement);
        actions.create(String(data.get('geography')), String(data.get('name')).trim());
      }}
    >
      <h2>${t('editor.newPlan')}</h2>
      <label
        ><span class="t12 ink3">${t('editor.geography')}</span
        ><select class="field" name="geography">
          ${usable.map((geography) => html`<option value=${geography.geography}>${localised(geography.name)} (${t('editor.zoneCount', { count: geography.versions.at(-1)!.zones })})</option>`)}
        </select></label
      >
      <label><span class="t12 ink3">${t('editor.planName')}</span><input class="field" name="name" required maxlength="120" autocomplete="off" .value=${t('editor.planNameProposed', { number: formatNumber(plans.length + 1) })} /></label>
      <button class="button primary" aria-disabled=${busy || usable.length === 0}>${t('editor.create')}</button>
      ${usable.length === 0 ? html`<p class="t12 ink3">${t('editor.noGeography')}</p>` : nothing}
    </form>
  </div>`;
}

export function geographyName(geographies: readonly Geography[], id: string): string {
  const geography = geographies.find((candidate) => candidate.geography === id);
  return geography === undefined ? id : localised(geography.name);
}

export const chooserStyles = css`
  .chooser { max-width: 1180px; margin: 0 auto; padding: 32px 24px; display: grid; gap: 20px 24px; grid-template-columns: 1fr 320px; align-items: start; }
  .chooser h1 { grid-column: 1 / -1; }
  .plans li + li { border-top: 1px solid var(--zs-line); }
  .plan { display: grid; grid-template-columns: 1fr 1fr auto auto auto; gap: 16px; align-items: center; width: 100%; min-height: 56px; padding: 8px 16px; }
  .plan:hover { background: var(--zs-accent-tint1); }
  .plan-name { font-weight: 600; }
  .create { padding: 16px; display: grid; gap: 12px; }
  .create label { display: grid; gap: 4px; min-width: 0; }
  .chooser .field { height: 40px; width: 100%; padding: 0 10px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: #fff; }
  @media (max-width: 1023px) {
    .chooser { grid-template-columns: 1fr; padding: 16px; }
  }
  @media (max-width: 699px) {
    .plan { grid-template-columns: 1fr auto; gap: 2px 12px; }
    /* Name and state above, level and day below; the whole row opens it, so the arrow can go. */
    .plan .badge { grid-area: 1 / 2; justify-self: end; }
    .plan svg { display: none; }
  }
`;
