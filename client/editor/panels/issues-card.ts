// Detached parts, blocks of no zone, empty zones: each with its way there.
import type { PlanIssue } from '../../../core/plan/questions/issues.ts';
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { EditorController } from '../editor-controller.ts';
import type { DisclosureWatch } from '../disclosure-watch.ts';
import { issueText } from '../spoken.ts';
import { disclosureCard } from './disclosure-card.ts';

/** More than these and the list would cover the map: the keys N, D and B reach the rest. */
const SHOWN = 5;

export function issuesCard(controller: EditorController, watch: DisclosureWatch, baseTitle: string): TemplateResult | typeof nothing {
  const { issues, newIssues } = controller;
  const found = watch.differences.length;
  if (issues.length === 0 && found === 0) return nothing;
  return html`<section class="issues panel ${newIssues.length + found === 0 ? 'calm' : ''}" aria-label=${t('editor.findings')} data-region="findings">
    ${disclosureCard(watch, controller)}
    <div class="hints">
      ${newIssues.length === 0 ? nothing : html`<h2>${icon('warning', 18)}${t('editor.hintCount', { count: newIssues.length })}</h2>${issueList(controller, newIssues, SHOWN)}`}
      ${oldIssues(controller, baseTitle)}
    </div>
  </section>`;
}

/** What the base has already: folded, since it is nobody's task here. */
export function oldIssues(controller: EditorController, baseTitle: string): TemplateResult | typeof nothing {
  const old = controller.issues.slice(controller.newIssues.length);
  if (old.length === 0) return nothing;
  return html`<details>
    <summary>${t('editor.oldHints', { count: old.length, base: baseTitle })}</summary>
    ${issueList(controller, old, 20)}
  </details>`;
}

export function issueList(controller: EditorController, issues: readonly PlanIssue[], most: number): TemplateResult {
  return html`<ul>
      ${issues.slice(0, most).map(
        (issue) => html`<li><span>${issueText(issue, controller)}</span>${issue.where.bounds === null
            ? nothing
            : html`<button class="button link dense" @click=${() => controller.fly.toIssue(issue)}>${t('editor.show')}</button>`}</li>`,
      )}
    </ul>
    ${issues.length > most ? html`<p class="t12 ink3">${t('editor.moreHints', { count: issues.length - most })}</p>` : nothing}`;
}

export const issueStyles = css`
  .issues { position: absolute; left: 12px; bottom: 12px; width: 304px; padding: 12px 16px; border-left: 5px solid var(--zs-warn); z-index: 5; }
  .issues.calm { border-left-color: var(--zs-line2); padding: 6px 16px; }
  .issues details, .sheet-issues details { color: var(--zs-ink2); }
  .issues summary, .sheet-issues summary { min-height: 28px; padding-top: 4px; cursor: pointer; font-size: 12px; line-height: 16px; }
  .issues ul { max-height: 220px; overflow-y: auto; }
  .issues h2 { display: flex; align-items: center; gap: 8px; color: var(--zs-warn); }
  .issues li .button { padding: 0; }
  .issues li, .sheet-issues li { display: flex; justify-content: space-between; align-items: center; gap: 8px; min-height: 32px; border-top: 1px solid var(--zs-line); }
  .issues li:first-child, .sheet-issues li:first-child { border-top: 0; }
`;
