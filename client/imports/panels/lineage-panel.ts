// The new block stand against the stored one: how many stayed, split, merged; what of versions and plans goes with them.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { localised, t } from '../../i18n/i18n.ts';
import { shareWords } from '../file-words.ts';
import type { ImportSession } from '../import-session.ts';
import type { CarriedPlan, CarriedVersion, LineageResult } from '../model.ts';

export function lineagePanel(lineage: LineageResult, session: ImportSession): TemplateResult {
  const { same, split, merged, reshaped } = lineage;
  const figures: readonly (readonly [string, number])[] = [
    ['same', same],
    ...(lineage.renamed > 0 ? [['renamed', lineage.renamed] as const] : []),
    ['split', split],
    ['merged', merged],
    ['reshaped', reshaped],
    ['new', lineage.new.length],
    ['gone', lineage.gone.length],
  ];
  return html`<section class="choice" aria-labelledby="lineage-title">
    <h3 id="lineage-title">${t('imports.lineage')}</h3>
    <dl class="figures lineage">
      ${figures.map(([relation, count]) => html`<div class=${count === 0 ? 'none' : ''}><dd>${formatNumber(count)}</dd><dt>${t(`imports.relation_${relation}` as 'imports.relation_same')}</dt></div>`)}
    </dl>
    ${lineage.versions.length + lineage.plans.length === 0
      ? nothing
      : html`<div class="scroll-table" tabindex="0" role="region" aria-label=${t('imports.carried')}>
          <table class="plain">
            <thead><tr><th scope="col">${t('imports.carried')}</th><th scope="col" class="num">${t('imports.carriedBlocks')}</th><th scope="col">${t('imports.notCarried')}</th></tr></thead>
            <tbody>${lineage.versions.map((version) => versionRow(version, session))}${lineage.plans.map(planRow)}</tbody>
          </table>
        </div>`}
  </section>`;
}

function versionRow({ geography, title, version, carried, unassigned, ambiguous }: CarriedVersion, { known }: ImportSession): TemplateResult {
  const found = known.geographies.find((candidate) => candidate.geography === geography);
  const open = unassigned.length + ambiguous.length;
  return html`<tr>
    <th scope="row">${found === undefined ? geography : localised(found.name)}<span class="sub">${title || t('imports.version', { version })}</span></th>
    <td class="num">${formatNumber(carried)}</td>
    <td>${open === 0
      ? t('imports.allCarried')
      : html`<details>
          <summary>${t('imports.openBlocks', { count: open })}</summary>
          <ul>
            ${ambiguous.slice(0, 50).map(({ block, zones, shares }) => html`<li>${block}: ${zones.map((zone, i) => `${zone} ${shareWords(shares[i] ?? 0)}`).join(', ')}</li>`)}
            ${unassigned.slice(0, 50).map((block) => html`<li>${block}: ${t('imports.noZone')}</li>`)}
            ${open > 100 ? html`<li>…</li>` : nothing}
          </ul>
        </details>`}</td>
  </tr>`;
}

/** Why a block of a plan cannot go with it. */
const reasonWords = (reason: string) => (reason === 'NEW' || reason === 'SEVERAL_ZONES' ? t(`imports.reason_${reason}`) : reason);

function planRow({ name, carried, notCarried }: CarriedPlan): TemplateResult {
  return html`<tr>
    <th scope="row">${name}<span class="sub">${t('imports.plan')}</span></th>
    <td class="num">${formatNumber(carried)}</td>
    <td>${notCarried.length === 0
      ? t('imports.allCarried')
      : html`<details>
          <summary>${t('imports.openBlocks', { count: notCarried.length })}</summary>
          <ul>${notCarried.slice(0, 100).map(({ block, reason }) => html`<li>${block}: ${reasonWords(reason)}</li>`)}</ul>
        </details>`}</td>
  </tr>`;
}

export const lineageStyles = css`
  .choice h3 { margin: 0 0 8px; }
  .lineage { gap: 8px 18px; }
  .lineage .none dd { color: var(--zs-ink3); font-weight: 400; }
  .sub { display: block; font: 400 12px/16px var(--zs-font); color: var(--zs-ink3); }
  td details summary { padding: 0; font-weight: 500; }
  td details ul { padding-top: 4px; color: var(--zs-ink2); }
`;
