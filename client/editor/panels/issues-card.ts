// Detached parts, blocks of no zone, empty zones: each with its way there.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { EditorController } from '../editor-controller.ts';
import { issueText } from '../spoken.ts';

/** More than these and the list would cover the map: the keys N, D and B reach the rest. */
const SHOWN = 5;

export function issuesCard(controller: EditorController): TemplateResult | typeof nothing {
  const { issues } = controller;
  if (issues.length === 0) return nothing;
  return html`<section class="issues panel" aria-label=${t('editor.findings')} data-region="findings">
    <h2>${icon('warning', 18)}${t('editor.hintCount', { count: issues.length })}</h2>
    ${issueList(controller, SHOWN)}
  </section>`;
}

export function issueList(controller: EditorController, most: number): TemplateResult {
  const { issues } = controller;
  return html`<ul>
      ${issues.slice(0, most).map(
        (issue) => html`<li><span>${issueText(issue, controller)}</span>${issue.where.bounds === null
            ? nothing
            : html`<button class="button link dense" @click=${() => controller.flyToIssue(issue)}>${t('editor.show')}</button>`}</li>`,
      )}
    </ul>
    ${issues.length > most ? html`<p class="t12 ink3">${t('editor.moreHints', { count: issues.length - most })}</p>` : nothing}`;
}

export const issueStyles = css`
  .issues { position: absolute; left: 12px; bottom: 12px; width: 304px; padding: 12px 16px; border-left: 5px solid var(--zs-warn); z-index: 5; }
  .issues h2 { display: flex; align-items: center; gap: 8px; color: var(--zs-warn); }
  .issues li, .sheet-issues li { display: flex; justify-content: space-between; align-items: center; gap: 8px; min-height: 32px; border-top: 1px solid var(--zs-line); }
  .issues li:first-child, .sheet-issues li:first-child { border-top: 0; }
`;
