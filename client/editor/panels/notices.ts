// Calm words over the map: no connection, two versions, steps given back.
import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import type { Desk } from '../open-desk.ts';
import { problemText } from '../problem-text.ts';
import { zoneName } from '../spoken.ts';

export interface NoticeActions {
  branch(): void;
  refresh(): void;
}

export function notices(desk: Desk, actions: NoticeActions): TemplateResult {
  const { sync, controller } = desk;
  return html`<div class="notices">
    ${sync.status === 'offline'
      ? html`<zs-notice
          kind="offline"
          heading=${t('editor.offline')}
          text=${t('editor.offlineText', { count: controller.session.steps.length })}
          action-text=${t('shell.retry')}
          @action=${() => sync.retryNow()}
        ></zs-notice>`
      : nothing}
    ${sync.status === 'conflict' ? conflict(desk, actions) : nothing}
    ${desk.countsProblem === null ? nothing : html`<zs-notice kind="warn" heading=${t('editor.noCounts')} text=${problemText(desk.countsProblem)}></zs-notice>`}
    ${controller.readOnly ? html`<zs-notice kind="info" heading=${t('editor.problemNotDraft')}></zs-notice>` : nothing}
    ${desk.notices.map(
      (text) => html`<zs-notice
        kind="info"
        heading=${text}
        dismissible
        @dismiss=${() => {
          desk.notices = desk.notices.filter((known) => known !== text);
          actions.refresh();
        }}
      ></zs-notice>`,
    )}
  </div>`;
}

/** Three equal choices, none preset: nothing goes lost whichever is taken. */
function conflict(desk: Desk, actions: NoticeActions): TemplateResult {
  const { controller, sync } = desk;
  const { session } = controller;
  const settle = (choice: () => void) => () => {
    choice();
    sync.resume();
  };
  return html`<section class="conflict panel" role="alert">
    <h2>${t('editor.twoVersions')}</h2>
    ${session.conflicts.slice(0, 3).map(
      ({ account, blocks, theirs, ours }) =>
        html`<p>${t('editor.conflictText', {
          name: account === '' ? t('editor.somebody') : desk.nameOf(account),
          count: blocks.length,
          block: blocks[0]!,
          theirs: zoneName(controller, theirs),
          ours: zoneName(controller, ours),
        })}</p>`,
    )}
    <div class="choices">
      <button class="button secondary" @click=${settle(() => session.keepConflicts())}>${t('editor.keepMine')}</button>
      <button class="button secondary" @click=${settle(() => session.yieldConflicts())}>${t('editor.takeTheirs')}</button>
      <button class="button secondary" @click=${() => actions.branch()}>${t('editor.branch')}</button>
    </div>
  </section>`;
}
