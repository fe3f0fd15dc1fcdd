// Below the numbers: what was done, and what was said about it, one beside the other.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { Desk } from '../open-desk.ts';
import { commentsPanel } from '../together/comments-panel.ts';
import type { Record } from '../together/together.ts';
import { historyPanel } from './history-panel.ts';

const RECORDS: readonly Record[] = ['history', 'comments'];

export function recordsPanel(desk: Desk, self: string): TemplateResult {
  const { together } = desk;
  const open = together.threads.filter(({ state }) => state === 'open').length + together.waiting.length;
  return html`<section class="records" aria-label=${t('editor.history')}>
    <div class="tabs records-tabs" role="tablist" aria-label=${t('together.records')}>
      ${RECORDS.map(
        (id) => html`<button role="tab" id="record-${id}" aria-selected=${together.shown === id} aria-controls="record-panel" tabindex=${together.shown === id ? 0 : -1} @click=${() => together.show(id)} @keydown=${walk}>
          ${t(id === 'history' ? 'editor.history' : 'together.comments')}${id === 'comments' && open > 0 ? html`<span class="count quiet">${open}</span>` : nothing}
        </button>`,
      )}
    </div>
    <div id="record-panel" role="tabpanel" aria-labelledby="record-${together.shown}">${record(desk, together.shown, self)}</div>
  </section>`;
}

export function record(desk: Desk, shown: Record, self: string): TemplateResult {
  return html`${desk.together.problem === '' ? nothing : html`<p class="record-problem" role="alert">${icon('warning', 16)}${desk.together.problem}</p>`}
    <div class=${shown}>${shown === 'history' ? historyPanel(desk, self) : commentsPanel(desk, self)}</div>`;
}

/** The newest question stands at the foot of the panel until somebody looks at the comments. */
export function commentStrip(desk: Desk): TemplateResult | typeof nothing {
  const { together } = desk;
  const [newest] = together.threads.filter(({ state }) => state === 'open');
  if (newest === undefined || together.shown === 'comments') return nothing;
  return html`<div class="comment-strip">
    ${icon('comment', 18)}<span class="strip-text"><b>${newest.author.name === '' ? t('together.somebody') : newest.author.name}:</b> „${newest.text}“</span>
    <button
      class="button link dense"
      @click=${() => {
        together.show('comments');
        together.set({ draft: { parent: newest.comment, pin: 'none', zone: '', public: newest.public }, selected: newest.comment });
      }}
    >
      ${t('together.answer')}
    </button>
  </div>`;
}

function walk(event: KeyboardEvent): void {
  if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
  const tabs = [...(event.currentTarget as HTMLElement).parentElement!.querySelectorAll<HTMLElement>('[role="tab"]')];
  const next = tabs[(tabs.indexOf(event.currentTarget as HTMLElement) + 1) % tabs.length]!;
  next.focus();
  next.click();
  event.preventDefault();
}

export const recordStyles = css`
  .records { border-top: 1px solid var(--zs-line); }
  .records-tabs button { font-weight: 600; }
  .count.quiet { background: var(--zs-accent); }
  .record-problem { display: flex; gap: 8px; align-items: center; margin: 8px 16px; padding: 8px 10px; border: 1px solid #efb4ad; border-radius: var(--zs-radius); background: var(--zs-danger-tint); color: var(--zs-danger); }
  .comment-strip { position: sticky; bottom: 0; display: flex; align-items: center; gap: 10px; padding: 6px 10px 6px 16px; background: var(--zs-hued); border-top: 1px solid var(--zs-line2); z-index: 2; }
  .strip-text { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .strip-text b { font-weight: 600; }
`;
