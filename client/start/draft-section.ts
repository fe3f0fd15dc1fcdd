// Drafts with how far each has come, and what is going on in a geography.
import { html, nothing, type TemplateResult } from 'lit';
import type { PlanSummary } from '../api.ts';
import { formatDate } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { icon } from '../shell/icons.ts';
import { planLink } from './links.ts';

const MOST_ROWS = 5;
const STEPS = ['draft', 'submitted', 'approved', 'adopted'] as const;

export function draftSection(plans: readonly PlanSummary[], nameOf: (geography: string) => string): TemplateResult {
  const newest = plans.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt)).slice(0, MOST_ROWS);
  return html`<section class="side" aria-labelledby="plans">
    <div class="head"><h2 id="plans" class="t20">${t('start.plans')}</h2><a href="/editor">${t('start.newPlan')}</a></div>
    ${newest.length === 0
      ? html`<zs-empty class="flat" sign="pencil" heading=${t('start.noPlans')} text=${t('start.noPlansText')}></zs-empty>`
      : html`<ul class="flat">
          ${newest.map(
            (plan) => html`<li class="draft">
              <div class="draft-head"><b><a href=${planLink(plan)}>${plan.name}</a></b><span class="t12 ink2">${formatDate(plan.updatedAt)}</span></div>
              <p class="t12 ink2">${nameOf(plan.geography)}</p>
              ${plan.state === 'rejected' ? html`<p class="tag danger">${t('start.state_rejected')}</p>` : steps(plan.state)}
            </li>`,
          )}
        </ul>`}
  </section>`;
}

function steps(state: (typeof STEPS)[number]): TemplateResult {
  const now = STEPS.indexOf(state);
  return html`<ol class="steps">
    ${STEPS.map(
      (step, index) => html`<li class=${index < now ? 'done' : index === now ? 'now' : ''} aria-current=${index === now ? 'step' : nothing}>
        <span class="dot">${index < now ? icon('check', 12) : nothing}</span>${t(`start.step_${step}`)}
      </li>`,
    )}
  </ol>`;
}

/** Of a geography's card: a draft of it on its way, or nothing changes. */
export function geographyStatus(geography: string, plans: readonly PlanSummary[]): TemplateResult {
  const onItsWay = plans.filter((plan) => plan.geography === geography && (plan.state === 'draft' || plan.state === 'submitted' || plan.state === 'approved'));
  const [newest] = onItsWay.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  if (newest === undefined) return html`<span class="none ok">${icon('check', 16)}${t('start.unchanged')}</span>`;
  return html`<a href=${planLink(newest)}>${icon('pencil', 16)}${onItsWay.length === 1 ? newest.name : t('start.drafts', { count: onItsWay.length })}</a>`;
}
