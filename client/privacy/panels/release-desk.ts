// One release on the desk, in the arrangement of the screen: three columns, tabs for what has no room, or one pane with a bar below.
import { html, nothing, type TemplateResult } from 'lit';
import { t, type TextKey } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { valueOf } from '../../loaded.ts';
import type { DeskRelease } from '../model.ts';
import type { PrivacySession } from '../privacy-session.ts';
import { refusalWords } from '../words/refusal-words.ts';
import { certificateCard, certificatePlace } from './certificate-card.ts';
import { findingTable, type TableView } from './finding-table.ts';
import { checkedWords, releaseActions, releaseFacts, releaseHead, signatureList, stepQuestion, type HeadView } from './release-head.ts';
import { whatIfPanel, type WhatIfView } from './what-if-panel.ts';

export type DeskTab = 'findings' | 'whatIf' | 'rules' | 'ledger';

export interface ReleaseDeskView {
  readonly back: TemplateResult | typeof nothing;
  readonly arrangement: 'wide' | 'middle' | 'narrow';
  readonly tab: DeskTab;
  readonly map: TemplateResult;
  readonly head: HeadView;
  readonly table: TableView;
  readonly whatIf: WhatIfView;
  strip(): TemplateResult;
  onTab(tab: DeskTab): void;
  onKeyDown(event: KeyboardEvent): void;
  onRetry(): void;
  onAuditAgain(): void;
}

export function releaseDesk(release: DeskRelease, session: PrivacySession, view: ReleaseDeskView): TemplateResult {
  const { arrangement } = view;
  const facts = html`<div class="flat">${releaseFacts(release, session)} ${signatureList(release, session)}</div>`;
  const findings = html`${scene(session, view)} ${findingTable(session, view.table)}`;
  const actions = releaseActions(release, session, view.head);
  const head = html`${arrangement === 'narrow' ? html`<div class="top-row">${view.back}<button class="icon-button" aria-label=${t('privacy.report')} @click=${view.head.onPrint}>${icon('file')}</button></div>` : nothing}
    ${arrangement === 'narrow' ? releaseHead(release, session) : html`<div class="head-row">${releaseHead(release, session)}${actions}</div><p class="ink2">${checkedWords(release)}</p>`}
    ${notice(session, view)} ${stepQuestion(release, session, view.head)}`;
  const whatIf = whatIfPanel(release, session, view.whatIf);
  switch (arrangement) {
    case 'wide':
      return html`<div class="desk-frame" @keydown=${view.onKeyDown}>
        <div class="desk">
          <div class="main-column">${head} ${findings} ${facts}</div>
          <div class="side-column">${whatIf}</div>
        </div>
        ${view.strip()}
      </div>`;
    case 'middle': {
      const tab = view.tab === 'whatIf' ? 'whatIf' : 'findings';
      return html`<div class="desk-frame" @keydown=${view.onKeyDown}>
        <div class="desk one"><div class="main-column">${head} ${tabBar(['findings', 'whatIf'], tab, session, view)} <div role="tabpanel" id="desk-panel" aria-labelledby="tab-${tab}" class="main-column">${tab === 'findings' ? html`${findings} ${facts}` : html`<div class="pane">${whatIf}</div>`}</div></div></div>
        ${view.strip()}
      </div>`;
    }
    case 'narrow': {
      const panels: Readonly<Record<DeskTab, () => TemplateResult>> = { findings: () => findings, whatIf: () => html`<div class="pane">${whatIf}</div>`, rules: () => html`<p class="ink2 checked">${checkedWords(release)}</p>${facts}`, ledger: view.strip };
      return html`<div class="desk" @keydown=${view.onKeyDown}>
          ${head} ${tabBar(['findings', 'whatIf', 'rules', 'ledger'], view.tab, session, view)}
          <div role="tabpanel" id="desk-panel" aria-labelledby="tab-${view.tab}">${panels[view.tab]()}</div>
        </div>
        ${actions}`;
    }
  }
}

function scene(session: PrivacySession, { map }: ReleaseDeskView): TemplateResult {
  const finding = session.chosenFinding;
  const number = finding === undefined ? 0 : (valueOf(session.findings)?.findings.indexOf(finding) ?? -1) + 1;
  return html`<div class="scene flat">${map}${finding === undefined ? certificatePlace(session) : certificateCard(finding, number, session)}</div>`;
}

function notice({ refusal, findings, release }: PrivacySession, view: ReleaseDeskView): TemplateResult | typeof nothing {
  if (refusal !== undefined) return html`<zs-notice kind=${refusal.isOffline ? 'offline' : 'danger'} heading=${t(refusal.isOffline ? 'shell.offline' : 'privacy.refusedStep')} text=${refusal.isOffline ? t('privacy.nothingChanged') : refusalWords(refusal)}></zs-notice>`;
  if (release?.audit.state === 'failed') return html`<zs-notice kind="warn" heading=${t('privacy.auditFailed')} text=${t('privacy.auditFailedText')} action-text=${t('privacy.auditAgain')} @action=${view.onAuditAgain}></zs-notice>`;
  if (findings.state === 'failed' && findings.problem.isOffline) return html`<zs-notice kind="offline" heading=${t('shell.offline')} action-text=${t('shell.retry')} @action=${view.onRetry}></zs-notice>`;
  return nothing;
}

function tabBar(tabs: readonly DeskTab[], open: DeskTab, { release }: PrivacySession, { onTab, arrangement }: ReleaseDeskView): TemplateResult {
  const count = release?.audit.findings ?? 0;
  const move = (event: KeyboardEvent) => {
    const at = tabs.indexOf(open);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const tab = tabs[(next + tabs.length) % tabs.length]!;
    onTab(tab);
    const bar = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => bar.querySelector<HTMLElement>(`#tab-${tab}`)?.focus());
  };
  return html`<div class="tabs" role="tablist" aria-label=${t('privacy.tabsLabel')} @keydown=${move}>
    ${tabs.map(
      (tab) => html`<button role="tab" id="tab-${tab}" aria-selected=${tab === open} aria-controls="desk-panel" tabindex=${tab === open ? 0 : -1} @click=${() => onTab(tab)}>
        ${t(tab === 'whatIf' && arrangement !== 'narrow' ? 'privacy.whatIf' : (`privacy.tab_${tab}` as TextKey))}${tab === 'findings' && count > 0 ? html`<span class="count">${count}</span>` : nothing}
      </button>`,
    )}
  </div>`;
}
