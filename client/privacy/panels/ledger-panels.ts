// The ledger: its last links under a release, and the whole of it with what proves that nothing was changed.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { valueOf, type Loaded } from '../../loaded.ts';
import type { DeskRelease, LedgerCheck, LedgerEntry } from '../model.ts';
import type { PrivacySession } from '../privacy-session.ts';
import { stepsOf } from '../words/release-words.ts';
import { actionWords, chainWords, shortHash, subjectWords, timeWords } from '../words/ledger-words.ts';

/** Links that fit beside the next one. */
const LAST_LINKS = 4;

export function ledgerStrip(session: PrivacySession, onWhole: () => void): TemplateResult {
  const ledger = valueOf(session.ledger);
  const last = ledger?.entries.slice(-LAST_LINKS) ?? [];
  const releases = valueOf(session.releases) ?? [];
  const mine = session.release !== undefined && stepsOf(session.release, session.who).length > 0;
  return html`<section class="ledger-strip flat" aria-labelledby="ledger-title">
    <div class="ledger-head">
      <h2 id="ledger-title">${t('privacy.ledger')} ${ledger === undefined ? nothing : html`<span class="ink3">${t('privacy.entryCount', { count: ledger.entries.length })}</span>`}</h2>
      ${chainState(session)}
      <button class="button link dense" id="ledger-open" @click=${onWhole}>${t('privacy.checkYourself')}</button>
    </div>
    ${session.ledger.state === 'refused' ? html`<p class="ink2">${t('privacy.ledgerRefused')}</p>` : nothing}
    ${ledger === undefined
      ? nothing
      : html`<ol class="links">
          ${last.map((entry) => html`<li class="link">${link(entry, session, releases)}</li>`)}
          <li class="link next"><span class="t12 ink3">${t('privacy.nextLink')}</span><b>${t(mine ? 'privacy.yourDecision' : 'privacy.nextDecision')}</b><span class="hash">${ledger.head === '' ? '' : `${shortHash(ledger.head)} → …`}</span></li>
        </ol>`}
  </section>`;
}

function link(entry: LedgerEntry, session: PrivacySession, releases: readonly DeskRelease[]): TemplateResult {
  return html`<span class="row t12 ink3"><span>${t('privacy.entryNumber', { number: String(entry.sequence) })}</span><span>${timeWords(entry.at)}</span></span>
    <span class="row"><b>${actionWords(entry)}</b><span>${subjectWords(entry, releases)}</span></span>
    <span class="row t12"><span class="ink2">${session.accountName(entry.account)}</span><span class="hash">${shortHash(entry.previousHash)} → ${shortHash(entry.hash)}</span></span>`;
}

function chainState({ check, checkedAt }: PrivacySession): TemplateResult | typeof nothing {
  const answer = valueOf(check);
  if (answer === undefined) return nothing;
  const at = checkedAt === undefined ? '' : timeWords(checkedAt.toISOString()).split(', ').at(-1)!;
  return html`<span class=${answer.ok ? 'chain ok' : 'chain danger'} role="status">${icon(answer.ok ? 'check' : 'warning', 18)}${chainWords(answer)}${at === '' ? nothing : html`, ${t('privacy.checkedAt', { at })}`}</span>`;
}

export interface LedgerView {
  readonly hash: string;
  /** Why what was typed is no hash; empty where it may be one. */
  readonly problem: string;
  /** What came of the pasted hash. */
  readonly found: Loaded<LedgerCheck>;
  readonly copied: boolean;
  onHash(hash: string): void;
  onFind(): void;
  onCopy(): void;
}

export function ledgerPage(session: PrivacySession, view: LedgerView): TemplateResult {
  const ledger = valueOf(session.ledger);
  if (session.ledger.state === 'refused') return html`<zs-empty sign="lock" heading=${t('privacy.refusedHeading')} text=${t('privacy.ledgerRefused')}></zs-empty>`;
  if (session.ledger.state === 'failed') return html`<zs-empty sign="warning" heading=${t('shell.error')} text=${session.ledger.problem.message}></zs-empty>`;
  if (ledger === undefined) return html`<zs-progress active words=${t('privacy.ledgerLoading')}></zs-progress>`;
  const releases = valueOf(session.releases) ?? [];
  return html`<section class="page-part">
    <p class="lead ink2">${t('privacy.ledgerText')}</p>
    <p>${chainState(session)}</p>
    <div class="flat head-hash">
      <h2>${t('privacy.headHash')}</h2>
      <p class="ink2">${t('privacy.headHashText')}</p>
      <div class="form-row"><code class="whole-hash">${ledger.head}</code><button class="button secondary" id="copy-head" @click=${view.onCopy}>${t(view.copied ? 'privacy.copied' : 'privacy.copy')}</button></div>
      <label for="hash">${t('privacy.pastedHash')}</label>
      <div class="form-row">
        <input id="hash" type="text" autocomplete="off" spellcheck="false" .value=${view.hash} @input=${(event: Event) => view.onHash((event.target as HTMLInputElement).value)} @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && view.onFind()} />
        <button class="button primary" id="find-hash" @click=${view.onFind}>${t('privacy.findHash')}</button>
      </div>
      <div aria-live="polite">${view.problem === '' ? foundWords(view.found) : html`<p class="found danger">${icon('warning', 18)}${view.problem}</p>`}</div>
    </div>
    ${ledger.entries.length === 0
      ? html`<zs-empty sign="history" heading=${t('privacy.ledgerEmpty')} text=${t('privacy.ledgerEmptyText')}></zs-empty>`
      : html`<div class="flat scroll" tabindex="0" role="region" aria-label=${t('privacy.ledger')}>
          <table class="wide-table">
            <caption class="visually-hidden">${t('privacy.ledger')}</caption>
            <thead><tr>${(['columnEntry', 'columnTime', 'columnWho', 'columnWhat', 'columnAbout', 'columnHash'] as const).map((key) => html`<th scope="col">${t(`privacy.${key}`)}</th>`)}</tr></thead>
            <tbody>${[...ledger.entries].reverse().map(
              (entry) => html`<tr class=${valueOf(session.check)?.brokenAt === entry.sequence ? 'broken' : ''}>
                <th scope="row" class="num">${entry.sequence}</th><td>${timeWords(entry.at)}</td><td>${session.accountName(entry.account)}</td><td>${actionWords(entry)}</td><td>${subjectWords(entry, releases)}</td>
                <td><code title=${entry.hash}>${shortHash(entry.previousHash)} → ${entry.hash.slice(0, 12)}</code></td>
              </tr>`,
            )}</tbody>
          </table>
        </div>`}
  </section>`;
}

function foundWords(found: Loaded<LedgerCheck>): TemplateResult | typeof nothing {
  if (found.state === 'failed' || found.state === 'refused') return html`<p class="found danger">${icon('warning', 18)}${found.problem.message}</p>`;
  if (found.state !== 'ready') return nothing;
  const { headFound, headAt } = found.value;
  return headFound !== true || headAt === null
    ? html`<p class="found danger">${icon('warning', 18)}${t('privacy.hashNotFound')}</p>`
    : html`<p class="found ok">${icon('check', 18)}${t('privacy.hashFound', { entry: String(headAt) })}</p>`;
}

export const ledgerStyles = css`
  .ledger-strip { padding: 10px 16px 14px; min-width: 0; }
  .ledger-head { display: flex; gap: 16px; align-items: center; flex-wrap: wrap; }
  .ledger-head h2 { flex: 1; white-space: nowrap; }
  .ledger-head h2 .ink3 { font-weight: 400; }
  .chain, .found { display: inline-flex; gap: 6px; align-items: center; font-weight: 500; }
  .chain.ok, .found.ok { color: var(--zs-ok); }
  .chain.danger, .found.danger { color: var(--zs-danger); }
  .ledger-head .link { text-decoration: underline; }
  .links { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 8px 20px; margin-top: 8px; }
  .links .link { position: relative; border: 1px solid var(--zs-line2); border-radius: 6px; padding: 7px 10px; display: grid; gap: 1px; align-content: start; min-width: 0; }
  .links .link + .link::before { content: ''; position: absolute; left: -16px; top: 50%; width: 12px; border-top: 2px solid var(--zs-control); }
  .links .next { border-style: dashed; border-color: var(--zs-ink3); }
  .links .row { display: flex; justify-content: space-between; gap: 8px; min-width: 0; }
  .links .row > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .links .row > :last-child { flex: none; max-width: 75%; }
  .links b { font-weight: 600; }
  .hash, code { font: 500 12px/16px ui-monospace, 'DejaVu Sans Mono', monospace; color: var(--zs-ink2); }
  .head-hash { padding: 14px 16px 16px; display: grid; gap: 6px; }
  .head-hash label { font-weight: 500; margin-top: 8px; }
  .form-row { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; }
  .whole-hash { overflow-wrap: anywhere; background: var(--zs-hued); padding: 8px 10px; border-radius: var(--zs-radius); flex: 1 1 280px; }
  .form-row input { flex: 1 1 280px; }
  .broken td, .broken th { background: var(--zs-danger-tint); }
`;
