// Above the tables: numbers of the protected copy, ways that nobody computed yet, what is wrong with the data.
import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import type { ApiProblem } from '../../api.ts';
import type { Run } from '../job-run.ts';
import type { SchoolsSession } from '../schools-session.ts';
import { dataFindings, DISTANCES_MISSING } from './data-findings.ts';

export interface NoticesView {
  readonly distances: Run;
  readonly refusal: ApiProblem | undefined;
  onDistances(): void;
  onStopDistances(): void;
  onRetry(): void;
}

export function pageNotices(session: SchoolsSession, { distances, refusal, onDistances, onStopDistances, onRetry }: NoticesView): TemplateResult | typeof nothing {
  const { effects, shown, place } = session;
  const missing = shown?.findings.some(({ code }) => code === DISTANCES_MISSING) === true;
  return html`
    ${refusal === undefined ? nothing : html`<zs-notice kind="danger" heading=${t('schools.takeFailed')} text=${refusal.message}></zs-notice>`}
    ${effects.state === 'failed' ? html`<zs-notice kind=${effects.problem.isOffline ? 'offline' : 'danger'} heading=${t(effects.problem.isOffline ? 'shell.offline' : 'schools.effectsFailed')} text=${effects.problem.isOffline ? '' : effects.problem.message} action-text=${t('shell.retry')} @action=${onRetry}></zs-notice>` : nothing}
    ${effects.state === 'refused' || !session.isStaff ? html`<zs-notice kind="info" heading=${t('schools.forStaff')} text=${t('schools.forStaffText')}></zs-notice>` : nothing}
    ${place.numbers === 'annex' ? html`<zs-notice kind="info" heading=${t('schools.annexNumbers')} text=${t('schools.annexNumbersText')}></zs-notice>` : nothing}
    ${shown === undefined || shown.exact || place.numbers === 'annex' ? nothing : html`<zs-notice kind="info" heading=${t('schools.copyNumbers')} text=${t('schools.copyNumbersText')}></zs-notice>`}
    ${distances.state === 'running'
      ? html`<zs-progress active words=${t('schools.computingDistances')} .fraction=${(distances.status?.progress ?? 0) / 100} cancellable @cancel=${onStopDistances}></zs-progress>`
      : distances.state === 'failed'
        ? html`<zs-notice kind="danger" heading=${t('schools.distancesFailed')} text=${distances.problem.message} action-text=${t('shell.retry')} @action=${onDistances}></zs-notice>`
        : missing
          ? html`<zs-notice kind="info" heading=${t('schools.distancesMissing')} text=${t('schools.distancesMissingText')} action-text=${session.mayPlan ? t('schools.computeDistances') : ''} @action=${onDistances}></zs-notice>`
          : nothing}
    ${dataFindings(session)}
  `;
}
