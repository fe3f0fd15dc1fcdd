// What is wrong in a file: a card each while it is understood, a table once it was refused. File, row, field, what is allowed.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { issueWords, refusalWords } from '../issue-words.ts';
import type { Failure } from '../import-session.ts';
import type { FileIssue } from '../model.ts';

export function issueCards(issues: readonly FileIssue[]): TemplateResult | typeof nothing {
  if (issues.length === 0) return nothing;
  return html`<ul class="issues" aria-label=${t('imports.issues')}>
    ${issues.map((issue) => {
      const { problem, detail, accepted } = issueWords(issue);
      return html`<li class=${issue.severity === 'warning' ? 'issue warn' : 'issue danger'}>
        ${icon('warning')}
        <div>
          <b lang=${problem.lang}>${problem.text}</b>
          ${detail === null ? nothing : html`<span lang=${detail.lang}>${detail.text}</span>`} ${placeWords(issue)}
          ${accepted === null ? nothing : html`<span>${t('imports.allowed')} <span lang=${accepted.lang}>${accepted.text}</span></span>`}
        </div>
      </li>`;
    })}
  </ul>`;
}

function placeWords({ file, row, field }: FileIssue): TemplateResult | typeof nothing {
  const parts = [file, row === undefined ? undefined : t('imports.rowNumber', { row: String(row) }), field === undefined ? undefined : t('imports.columnNamed', { column: field })];
  const there = parts.filter((part) => part !== undefined);
  return there.length === 0 ? nothing : html`<span>${there.join(' · ')}</span>`;
}

export interface FailureActions {
  readonly onReplace: () => void;
  readonly onSave: () => void;
  readonly onRetry: () => void;
}

/** Nothing was stored, what was entered is kept, and this is what does not fit. */
export function failurePanel(failure: Failure, actions: FailureActions): TemplateResult {
  const { issues, problem } = failure;
  if (issues.length === 0) {
    const offline = problem?.isOffline === true;
    return html`<zs-notice
      kind=${offline ? 'offline' : 'danger'}
      heading=${offline ? t('shell.offline') : t('imports.refused')}
      text=${offline ? t('imports.offlineKept') : refusalWords(problem)}
      action-text=${t('shell.retry')}
      @action=${actions.onRetry}
    ></zs-notice>`;
  }
  return html`<section class="failure" role="alert">
    <p class="failure-head">${icon('warning')}<b>${t('imports.nothingStored', { count: issues.length })}</b></p>
    <p class="ink2">${t('imports.kept')}</p>
    <div class="scroll-table" tabindex="0" role="region" aria-label=${t('imports.issues')}>
      <table class="plain">
        <thead><tr><th scope="col" class="num">${t('imports.row')}</th><th scope="col">${t('imports.column')}</th><th scope="col">${t('imports.found')}</th><th scope="col">${t('imports.allowedHead')}</th></tr></thead>
        <tbody>
          ${issues.map((issue) => {
            const { problem: words, detail, accepted } = issueWords(issue);
            return html`<tr><td class="num">${issue.row ?? ''}</td><td>${issue.field ?? ''}</td><td lang=${words.lang}>${words.text}${detail === null ? nothing : html`: <span lang=${detail.lang}>${detail.text}</span>`}</td><td lang=${accepted?.lang ?? nothing}>${accepted?.text ?? ''}</td></tr>`;
          })}
        </tbody>
      </table>
    </div>
    <div class="actions">
      <button class="button secondary" @click=${actions.onReplace}>${t('imports.replaceFile')}</button>
      <button class="button quiet" @click=${actions.onSave}>${icon('download', 18)}${t('imports.saveList')}</button>
    </div>
  </section>`;
}

export const issueStyles = css`
  .issues { display: grid; gap: 8px; margin-top: 12px; }
  .issue { display: flex; gap: 10px; padding: 10px 12px; border-radius: var(--zs-radius); border-left: 4px solid; }
  .issue.danger { background: var(--zs-danger-tint); border-color: var(--zs-danger); color: var(--zs-danger); }
  .issue.warn { background: var(--zs-warn-tint); border-color: var(--zs-warn); color: var(--zs-warn); }
  .issue div { display: grid; min-width: 0; }
  .issue b { font-weight: 600; overflow-wrap: anywhere; }
  .issue div > span { color: var(--zs-ink2); font-size: 12px; line-height: 16px; overflow-wrap: anywhere; }
  .failure { border-left: 4px solid var(--zs-danger); padding: 4px 0 4px 14px; margin-top: 4px; }
  .failure-head { display: flex; gap: 8px; align-items: center; color: var(--zs-danger); }
  .failure-head b { font-weight: 600; }
  .failure .scroll-table { max-height: 320px; margin-top: 8px; }
`;
