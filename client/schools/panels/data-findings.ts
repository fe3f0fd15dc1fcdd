// What is wrong or missing in schools, addresses, streets and counts: said in a line, listed on a press; nothing is left out silently.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { SchoolFinding } from '../model.ts';
import type { SchoolsSession } from '../schools-session.ts';
import { findingWords } from '../words/finding-words.ts';

/** Said by a notice of its own. */
export const DISTANCES_MISSING = 'DISTANCES_MISSING';

/** Of the register of schools and of the effects, each once. */
export function allFindings(session: SchoolsSession): readonly SchoolFinding[] {
  const register = session.known.state === 'ready' ? session.known.value.schools.findings : [];
  const found = [...(session.shown?.findings ?? []), ...register].filter(({ code }) => code !== DISTANCES_MISSING);
  return found.filter((one, index) => found.findIndex((other) => other.code === one.code && other.detail === one.detail && other.school === one.school && other.zone === one.zone && other.block === one.block) === index);
}

export function dataFindings(session: SchoolsSession): TemplateResult | typeof nothing {
  const findings = allFindings(session);
  if (findings.length === 0) return nothing;
  return html`<details class="data-findings">
    <summary>${icon('warning', 18)}<b>${t('schools.findingCount', { count: findings.length })}</b><span class="ink2">${[...new Set(findings.map(({ code }) => findingWords({ code })))].slice(0, 2).join(', ')}</span>${icon('chevronDown', 18)}</summary>
    ${findingList(findings, session)}
  </details>`;
}

export function findingList(findings: readonly SchoolFinding[], session: SchoolsSession): TemplateResult {
  return html`<ul class="finding-list">${findings.map(({ code, detail, school, zone, block }) => {
    const place = school !== undefined ? (session.schools.find((one) => one.school === school)?.name ?? school) : zone !== undefined ? session.nameOf(zone) : block !== undefined ? t('editor.block', { block }) : '';
    return html`<li><b>${place === '' ? '' : `${place}: `}${findingWords({ code })}</b><span class="t12 ink2" lang="en">${detail}</span></li>`;
  })}</ul>`;
}

export const findingStyles = css`
  .data-findings { background: var(--zs-warn-tint); border: 1px solid #e0b77a; border-radius: var(--zs-radius-panel); }
  .data-findings summary { display: flex; gap: 8px; align-items: center; padding: 8px 12px; cursor: pointer; list-style: none; min-height: 40px; border-radius: var(--zs-radius-panel); }
  .data-findings summary::-webkit-details-marker { display: none; }
  .data-findings summary b { font-weight: 600; color: var(--zs-warn); white-space: nowrap; }
  .data-findings summary span { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .data-findings svg { color: var(--zs-warn); }
  .data-findings .finding-list { padding: 0 14px 12px 38px; max-height: 260px; overflow-y: auto; }
  .finding-list { display: grid; gap: 6px; }
  .finding-list li { display: grid; }
  .finding-list b { font-weight: 500; }
  @media (max-width: 699px) {
    .data-findings summary { min-height: 44px; }
    .data-findings summary span { display: none; }
    .data-findings summary b { flex: 1; }
  }
`;
