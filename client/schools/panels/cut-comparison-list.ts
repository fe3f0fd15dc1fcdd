// Same, moved, new and gone catchments in one line; those that moved with how far and how much land, on demand.
import { css, html, nothing, type TemplateResult } from 'lit';
import { SAME_BORDER_M } from '../../../core/schools/comparison.ts';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { ComparedCatchment } from '../cut-comparison.ts';
import type { SchoolsSession } from '../schools-session.ts';

export function cutComparisonList(session: SchoolsSession): TemplateResult {
  const { comparison } = session;
  if (comparison === undefined) return html`<p class="comparison t12 ink2">${t('schools.notComparable')}</p>`;
  const other = comparison.filter(({ relation }) => relation !== 'same');
  return html`<div class="comparison">
    <p>${summary(comparison)}</p>
    ${other.length === 0 ? nothing : html`<details><summary>${t('schools.comparisonDetails')}</summary>${table(session, other)}<p class="t12 ink2">${t('schools.comparisonText', { metres: SAME_BORDER_M })}</p></details>`}
  </div>`;
}

/** "Gleich: 4 Bezirke · Verschoben: 2 (mittlere Verschiebung 120 m) · Neu: 0 · Weggefallen: 0" */
function summary(comparison: readonly ComparedCatchment[]): string {
  const count = (wanted: ComparedCatchment['relation']) => comparison.filter(({ relation }) => relation === wanted).length;
  const moved = comparison.flatMap(({ relation, displacementM }) => (relation === 'moved' && displacementM !== null ? [displacementM] : []));
  const mean = moved.reduce((sum, metres) => sum + metres, 0) / moved.length;
  return [
    t('schools.countSame', { count: count('same') }),
    moved.length === 0 ? t('schools.countMoved', { number: 0 }) : t('schools.countMovedBy', { number: moved.length, metres: metresWords(mean) }),
    t('schools.countNew', { number: count('new') }),
    t('schools.countGone', { number: count('gone') }),
  ].join(' · ');
}

function table(session: SchoolsSession, rows: readonly ComparedCatchment[]): TemplateResult {
  return html`<table>
    <thead><tr><th scope="col">${t('schools.catchment')}</th><th scope="col" class="num">${t('schools.displacement')}</th><th scope="col" class="num">${t('schools.landJoined')}</th><th scope="col" class="num">${t('schools.landLeft')}</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr data-relation=${row.relation}><th scope="row">${row.relation === 'gone' ? row.name : session.nameOf(row.zone)}</th><td class="num">${row.relation === 'moved' ? `${metresWords(row.displacementM ?? 0)} m` : t(row.relation === 'new' ? 'schools.relationNew' : 'schools.relationGone')}</td><td class="num">${hectares(row.joinedM2)}</td><td class="num">${hectares(row.leftM2)}</td></tr>`)}</tbody>
  </table>`;
}

const metresWords = (metres: number): string => formatNumber(metres, metres < 10 ? 1 : 0);
const hectares = (areaM2: number): string => (areaM2 === 0 ? '0' : formatNumber(areaM2 / 10_000, 1));

export const comparisonStyles = css`
  .comparison { margin: 0 16px 8px; padding-top: 8px; border-top: 1px solid var(--zs-line); font-variant-numeric: tabular-nums lining-nums; }
  .comparison summary { cursor: pointer; color: var(--zs-accent); min-height: 28px; align-content: center; }
  .comparison th, .comparison td { padding: 3px 8px 3px 0; font: 400 14px/20px var(--zs-font); color: var(--zs-ink); overflow-wrap: anywhere; }
  .comparison thead th { font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .comparison tbody tr { border-top: 1px solid var(--zs-line); }
  @media (max-width: 699px) {
    .comparison summary { min-height: 44px; }
  }
`;
