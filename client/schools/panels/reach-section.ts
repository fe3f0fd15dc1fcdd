// How far one gets on foot: the limit as 1 km, 2 km or one's own, the area on the map, and the blocks of the catchment beyond it.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { ReachWork } from '../reach-work.ts';

const LIMITS = [1000, 2000] as const;
/** Listed by name; the map shows all. */
const LISTED = 30;

export interface ReachActions {
  onLimit(limit: number): void;
  onShow(on: boolean): void;
}

export function reachSection(work: ReachWork, limitM: number, { onLimit, onShow }: ReachActions): TemplateResult {
  const { beyond } = work;
  return html`<div class="reach">
    <div class="segments small-segments" role="group" aria-label=${t('schools.reachLimit')}>${LIMITS.map((limit) => html`<button data-limit=${limit} aria-pressed=${limit === limitM} @click=${() => onLimit(limit)}>${t('schools.kilometres', { count: String(limit / 1000) })}</button>`)}</div>
    <label>${t('schools.reachOwn')}<input class="field" id="reach-limit" type="number" min="100" max="10000" step="100" .value=${String(limitM)} @change=${(event: Event) => { const limit = Number((event.target as HTMLInputElement).value); if (Number.isInteger(limit) && limit >= 100 && limit <= 10_000) onLimit(limit); }} /></label>
    <label class="check"><input type="checkbox" id="reach-show" .checked=${work.on} @change=${(event: Event) => onShow((event.target as HTMLInputElement).checked)} />${t('schools.reachShow')}</label>
    ${work.state === 'loading' ? html`<p class="ink2">${t('schools.reachLoading')}</p>` : nothing}
    ${work.problem === '' || !work.on ? nothing : html`<zs-notice kind="danger" heading=${t('shell.error')} text=${work.problem}></zs-notice>`}
    ${work.state !== 'ready'
      ? nothing
      : beyond.length === 0
        ? html`<p>${t('schools.reachAll', { limit: formatNumber(limitM) })}</p>`
        : html`<details class="beyond"><summary>${t('schools.reachBeyond', { count: beyond.length, limit: formatNumber(limitM) })}</summary>
            <table><thead><tr><th scope="col">${t('schools.reachBlock')}</th><th scope="col" class="num">${t('schools.reachMetres')}</th></tr></thead>
            <tbody>${beyond.slice(0, LISTED).map(({ block, metres }) => html`<tr><th scope="row">${block}</th><td class="num">${metres === null ? t('schools.wayUnknown') : `${formatNumber(metres)} m`}</td></tr>`)}</tbody></table>
            ${beyond.length > LISTED ? html`<p class="t12 ink2">${t('schools.reachMore', { count: beyond.length - LISTED })}</p>` : nothing}
          </details>`}
  </div>`;
}

export const reachStyles = css`
  .reach { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; }
  .reach label { display: inline-flex; gap: 6px; align-items: center; font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .reach label.check { flex: 1 1 100%; font-size: 14px; line-height: 20px; color: var(--zs-ink); min-height: 32px; }
  .reach .field { width: 92px; height: 32px; text-align: right; }
  .reach p, .reach .beyond { flex: 1 1 100%; }
  .reach .beyond summary { cursor: pointer; padding: 4px 0; }
  .reach .beyond th, .reach .beyond td { padding: 2px 12px 2px 0; font: 400 14px/20px var(--zs-font); }
  .reach .beyond tbody tr { border-top: 1px solid var(--zs-line); }
  @media (max-width: 699px) {
    .reach .field { height: 44px; }
  }
`;
