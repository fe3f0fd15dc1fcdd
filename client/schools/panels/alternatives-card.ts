// Alternatives to the plan: a frontier instead of one answer, compared in words, looked at on the map, taken as a plan of one's own.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatPercent } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { Loaded } from '../../loaded.ts';
import { valueOf } from '../../loaded.ts';
import { moveRow } from '../../shell/roving-rows.ts';
import type { Run } from '../job-run.ts';
import type { Alternative, Alternatives, BestSoFar, Measures } from '../model.ts';
import type { SchoolsSession } from '../schools-session.ts';
import { comparisonWords, progressWords } from '../words/alternative-words.ts';
import { schoolYear } from '../words/cell-words.ts';
import { frontierChart } from './frontier-chart.ts';

export interface AlternativesView {
  readonly run: Run;
  readonly found: Loaded<Alternatives>;
  /** Id; '' for none. */
  readonly chosen: string;
  readonly own: Measures | null;
  readonly taking: boolean;
  onWeights(): void;
  onStart(): void;
  onStop(): void;
  onChoose(id: string): void;
  onLook(alternative: Alternative | undefined): void;
  onTake(alternative: Alternative): void;
  onTakeBest(best: BestSoFar): void;
}

export function alternativesCard(session: SchoolsSession, view: AlternativesView): TemplateResult {
  const { year, mayPlan } = session;
  const found = valueOf(view.found);
  return html`<section class="flat card alternatives" aria-labelledby="alternatives-title">
    <div class="card-head">
      <h2 id="alternatives-title">${t('schools.alternatives')} <span>${year === undefined ? '' : t('schools.forYear', { year: schoolYear(year) })}</span></h2>
      ${mayPlan ? html`<button class="button link dense" id="weights-open" @click=${view.onWeights}>${t('schools.changeWeights')}</button>` : nothing}
    </div>
    <div class="body">
      ${view.run.state === 'running' ? running(view) : nothing}
      ${view.run.state === 'failed' ? html`<zs-notice kind="danger" heading=${t('schools.searchFailed')} text=${view.run.problem.message}></zs-notice>` : nothing}
      ${view.run.state === 'stopped' ? stopped(view.run.status?.best, session.mayPlan, view) : nothing}
      ${found === undefined ? (view.run.state === 'running' ? nothing : invitation(mayPlan, view)) : results(session, found, view)}
    </div>
  </section>`;
}

function invitation(mayPlan: boolean, view: AlternativesView): TemplateResult {
  return html`<p class="ink2">${t('schools.alternativesText')}</p>
    ${mayPlan ? html`<button class="button secondary" id="alternatives-run" @click=${view.onStart}>${t('schools.searchStart')}</button>` : html`<p class="ink2 t12">${t('schools.alternativesForPlanners')}</p>`}`;
}

/** What the search had found when it was stopped is not lost. */
function stopped(best: BestSoFar | undefined, mayPlan: boolean, { taking, onTakeBest }: AlternativesView): TemplateResult {
  return html`<p class="ink2" role="status">${t('schools.searchStopped')}</p>
    ${best === undefined || !mayPlan ? nothing : html`<p class="ink2">${progressWords(best)}</p><button class="button secondary dense" data-take-best aria-disabled=${taking} @click=${() => { if (!taking) onTakeBest(best); }}>${t('schools.takeBest')}</button>`}`;
}

function running({ run, onStop }: AlternativesView): TemplateResult {
  const status = run.state === 'running' ? run.status : undefined;
  const percent = Math.round(status?.progress ?? 0);
  return html`<div class="running" role="status">
    <div class="run-head"><b>${t('schools.searching')}</b><span class="num ink2">${t('shell.percent', { percent })}</span></div>
    <div class="track" role="progressbar" aria-label=${t('schools.searching')} aria-valuenow=${percent} aria-valuemin="0" aria-valuemax="100"><div class="bar" style="width:${percent}%"></div></div>
    <p class="ink2 t12" aria-hidden="true">${progressWords(status?.best)}</p>
    <button class="button quiet dense" id="alternatives-stop" @click=${onStop}>${t('schools.stop')}</button>
  </div>`;
}

function results(session: SchoolsSession, found: Alternatives, view: AlternativesView): TemplateResult {
  const chosen = found.alternatives.find(({ id }) => id === view.chosen);
  const reference = view.own ?? found.today;
  const looked = chosen !== undefined && typeof session.looking === 'object' && session.looking.id === chosen.id;
  return html`<p class="t12 ink2">${t('schools.frontierText')}</p>
    ${frontierChart(found, { chosen: view.chosen, own: view.own, onChoose: view.onChoose })}
    <ul class="choices" role="listbox" aria-label=${t('schools.alternatives')} @keydown=${(event: KeyboardEvent) => { if (moveRow(event, event.currentTarget as HTMLElement, '[role=option]')) view.onChoose((event.currentTarget as HTMLElement).querySelector<HTMLElement>('[tabindex="0"]')!.dataset.alternative!); }}>
      ${found.alternatives.map(({ id, measures }, index) => html`<li
        role="option"
        data-alternative=${id}
        tabindex=${id === view.chosen || (chosen === undefined && index === 0) ? 0 : -1}
        aria-selected=${id === view.chosen}
        aria-label=${`${id}: ${t('schools.choiceLabel', { over: Math.round(measures.overCapacity), share: formatPercent(100 * measures.movedShare, 0) })}`}
        @click=${() => view.onChoose(id)}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          view.onChoose(id);
        }}
      >${id}</li>`)}
    </ul>
    <div class="verdict" aria-live="polite">
      ${chosen === undefined
        ? html`<p class="ink2">${t('schools.chooseAlternative')}</p>`
        : html`<p><b>${t(view.own === null ? 'schools.insteadOfToday' : 'schools.insteadOfPlan', { id: chosen.id })}</b> ${comparisonWords(chosen.measures, reference)}</p>
          <div class="buttons">
            <button class="button secondary dense" data-look aria-pressed=${looked} @click=${() => view.onLook(looked ? undefined : chosen)}>${looked ? t('schools.backToPlan') : t('schools.lookAt', { id: chosen.id })}</button>
            ${session.mayPlan ? html`<button class="button primary dense" data-take aria-disabled=${view.taking} @click=${() => { if (!view.taking) view.onTake(chosen); }}>${t('schools.take', { id: chosen.id })}</button>` : nothing}
          </div>`}
    </div>
    ${session.mayPlan && view.run.state !== 'running' ? html`<button class="button link dense again" id="alternatives-run" @click=${view.onStart}>${t('schools.searchAgain')}</button>` : nothing}`;
}

export const alternativesStyles = css`
  .alternatives .body { display: grid; gap: 6px; align-content: start; }
  .alternatives .button.link { text-decoration: underline; padding: 0; min-height: 24px; }
  .alternatives .again { justify-self: start; }
  .alternatives .body > .button { justify-self: start; }
  .running { display: grid; gap: 6px; justify-items: start; }
  .running > .run-head, .running > .track { width: 100%; }
  .run-head { display: flex; justify-content: space-between; }
  .track { height: 6px; border-radius: 3px; background: var(--zs-sunken); overflow: hidden; }
  .track .bar { height: 100%; background: var(--zs-accent); border-radius: 3px; }
  .choices { display: flex; gap: 6px; flex-wrap: wrap; }
  .choices li { min-width: 32px; height: 32px; padding: 0 8px; display: grid; place-items: center; border: 1px solid var(--zs-control); border-radius: 16px; font-weight: 600; cursor: pointer; }
  .choices li:hover { background: var(--zs-accent-tint1); }
  .choices [aria-selected='true'] { background: var(--zs-accent); border-color: var(--zs-accent); color: #fff; }
  .choices li:focus-visible { border-radius: 16px; }
  .verdict { border-top: 1px solid var(--zs-line); padding-top: 8px; display: grid; gap: 8px; }
  .verdict .buttons { display: flex; gap: 8px; flex-wrap: wrap; }
  @media (max-width: 699px) {
    .choices li { min-width: 44px; height: 44px; border-radius: 22px; }
  }
  @media (forced-colors: active) {
    .choices [aria-selected='true'] { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  }
`;
