// Comments on the plan: threads with their place, answers, what is done; and what the public wrote, to be shown or hidden.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { hasRole } from '../../shell/account.ts';
import { icon } from '../../shell/icons.ts';
import { clockTime, shortDate } from '../clock.ts';
import { focusLater } from '../focus-later.ts';
import type { Desk } from '../open-desk.ts';
import { zoneChip } from '../panels/zone-chip.ts';
import { zoneName } from '../spoken.ts';
import type { Comment } from './together-api.ts';
import type { Draft, PinKind } from './together.ts';

export function commentsPanel(desk: Desk, self: string): TemplateResult {
  const { together, controller } = desk;
  const { threads, waiting, draft } = together;
  return html`<div class="history-actions">
      <button class="button link dense" data-action="comment" aria-expanded=${draft !== null && draft.parent === null} @click=${() => together.set({ draft: draft?.parent === null ? null : { parent: null, pin: controller.target === '' ? 'none' : 'zone', zone: controller.target, public: false } })}>${icon('plus', 16)}${t('together.newComment')}</button>
      <button class="button link dense" aria-pressed=${together.doneToo} @click=${() => together.set({ doneToo: !together.doneToo })}>${t(together.doneToo ? 'together.hideDone' : 'together.showDone')}</button>
    </div>
    ${draft !== null && draft.parent === null ? commentForm(desk, draft) : nothing}
    ${waiting.length === 0 ? nothing : queue(desk, waiting)}
    ${threads.length === 0 && draft === null ? html`<p class="ink3 empty">${t('together.noComments')}</p>` : nothing}
    <ul class="threads">
      ${threads.map((thread) => threadItem(desk, thread, self))}
    </ul>
    ${mayModerate() ? publicSection(desk) : nothing}`;
}

const mayModerate = () => hasRole('planner') || hasRole('editor');

function threadItem(desk: Desk, thread: Comment, self: string): TemplateResult {
  const { together } = desk;
  const { draft } = together;
  const done = thread.state === 'done';
  return html`<li class="thread ${done ? 'done' : ''} ${together.selected === thread.comment ? 'selected' : ''}" data-comment=${thread.comment}>
    ${comment(desk, thread)}
    ${together.repliesTo(thread.comment).map((reply) => html`<div class="reply">${comment(desk, reply)}</div>`)}
    ${draft?.parent === thread.comment
      ? commentForm(desk, draft)
      : html`<div class="comment-actions">
          <button class="button link dense" @click=${() => together.set({ draft: { parent: thread.comment, pin: 'none', zone: '', public: thread.public } })}>${t('together.answer')}</button>
          <button class="button link dense" @click=${() => void together.decide(thread.comment, done ? 'open' : 'done')}>${t(done ? 'together.reopen' : 'together.done')}</button>
          ${thread.author.account === self ? html`<button class="button link dense" @click=${() => void together.remove(thread.comment)}>${t('together.remove')}</button>` : nothing}
        </div>`}
  </li>`;
}

function comment(desk: Desk, shown: Comment): TemplateResult {
  const at = new Date(shown.createdAt);
  const time = at.toDateString() === new Date().toDateString() ? clockTime(at) : shortDate(at);
  return html`<p class="comment-head"><b>${authorName(shown)}</b> <time class="t12 ink3" datetime=${shown.createdAt}>${time}</time>${shown.public ? html` <span class="badge">${t('together.publicBadge')}</span>` : nothing}${shown.state === 'done' ? html` <span class="badge ok">${icon('check', 14)}${t('together.isDone')}</span>` : nothing}${place(desk, shown)}</p>
    <p class="comment-text">${shown.text}</p>`;
}

const authorName = ({ author }: Comment) => (author.name === '' ? t('together.somebody') : author.name);

function place(desk: Desk, shown: Comment): TemplateResult | typeof nothing {
  if (shown.zone === null && shown.at === null) return nothing;
  const words = shown.at !== null ? t('together.aPlace') : zoneName(desk.controller, shown.zone!);
  return html`<button class="button link dense comment-place" aria-label=${t('together.showOnMap', { place: words })} title=${t('together.showOnMap', { place: words })} @click=${() => desk.together.fly(shown)}>${shown.at !== null ? icon('target', 16) : zoneChip(desk.controller, shown.zone!)}${shown.at !== null ? words : nothing}</button>`;
}

const PINS: readonly PinKind[] = ['zone', 'place', 'none'];

function commentForm(desk: Desk, draft: Draft): TemplateResult {
  const { together, controller } = desk;
  const answer = draft.parent !== null;
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = String(new FormData(form).get('text') ?? '').trim();
    if (text === '' || together.busy) return;
    const { map } = controller;
    const [minX, minY, maxX, maxY] = map.window(controller.page.covered);
    const at = draft.pin === 'place' && !answer ? together.presence.placeOf((minX + maxX) / 2, (minY + maxY) / 2) : null;
    const zone = draft.pin === 'zone' && !answer ? draft.zone : null;
    const sent = together.send({ text, zone, at, parent: draft.parent, public: draft.public });
    await focusLater(form, sent, '[data-action="comment"]');
    if (await sent) controller.page.announce(t('together.sent'));
  };
  return html`<form class="comment-form" @submit=${(event: SubmitEvent) => void send(event)}>
    <label><span class="t12 ink3">${t(answer ? 'together.yourAnswer' : 'together.yourComment')}</span><textarea class="field" name="text" rows="3" required maxlength="2000"></textarea></label>
    ${answer
      ? nothing
      : html`<div class="segments small" role="group" aria-label=${t('together.pinTo')}>
            ${PINS.map((pin) => html`<button type="button" aria-pressed=${draft.pin === pin} @click=${() => together.set({ draft: { ...draft, pin, zone: draft.zone === '' ? controller.target : draft.zone } })}>${t(`together.pin_${pin}`)}</button>`)}
          </div>
          ${draft.pin === 'zone'
            ? html`<label><span class="t12 ink3">${t('editor.zone')}</span><select class="field" @change=${(event: Event) => together.set({ draft: { ...draft, zone: (event.target as HTMLSelectElement).value } })}>${controller.totals.rows.map(({ zone, name }) => html`<option value=${zone} ?selected=${zone === draft.zone}>${name === zone ? zone : `${zone} ${name}`}</option>`)}</select></label>`
            : nothing}
          ${draft.pin === 'place' ? html`<p class="t12 ink3">${t('together.placeHint')}</p>` : nothing}`}
    ${together.publicLink?.open === true && mayModerate() ? html`<label class="check"><input type="checkbox" .checked=${draft.public} @change=${(event: Event) => together.set({ draft: { ...draft, public: (event.target as HTMLInputElement).checked } })} />${t('together.publicToo')}</label>` : nothing}
    <div class="pair"><button class="button primary dense" aria-disabled=${together.busy}>${t('together.send')}</button><button type="button" class="button quiet dense" @click=${(event: Event) => void focusLater(event.currentTarget, together.set({ draft: null }), '[data-action="comment"]')}>${t('together.cancel')}</button></div>
  </form>`;
}

/** What the public wrote and nobody has looked at; it is seen by nobody outside until somebody shows it. */
function queue(desk: Desk, waiting: readonly Comment[]): TemplateResult {
  const { together } = desk;
  return html`<section class="queue" aria-label=${t('together.queue')}>
    <h3>${icon('clock', 16)}${t('together.queueCount', { count: waiting.length })}</h3>
    <ul>
      ${waiting.map(
        (shown) => html`<li data-comment=${shown.comment}>
          ${comment(desk, shown)}
          ${mayModerate()
            ? html`<div class="pair"><button class="button secondary dense" @click=${() => void together.decide(shown.comment, 'open')}>${icon('eye', 16)}${t('together.approve')}</button><button class="button quiet dense" @click=${() => void together.decide(shown.comment, 'hidden')}>${t('together.hide')}</button></div>`
            : nothing}
        </li>`,
      )}
    </ul>
  </section>`;
}

function publicSection(desk: Desk): TemplateResult {
  const { together, controller } = desk;
  const { publicLink } = together;
  const open = publicLink?.open === true;
  const address = publicLink?.token == null ? '' : new URL(together.address(`/public/plans/${encodeURIComponent(publicLink.token)}`), globalThis.location.href).href;
  return html`<details class="public" @toggle=${(event: Event) => { if ((event.target as HTMLDetailsElement).open && publicLink === null) void together.readPublicLink(); }}>
    <summary>${t('together.public')}${open ? html` <span class="badge accent">${t('together.publicOpen')}</span>` : nothing}</summary>
    <p class="ink2">${t('together.publicHint')}</p>
    ${publicLink === null
      ? nothing
      : html`<button class="switch" role="switch" aria-checked=${open} @click=${() => void together.openToPublic(!open)}><span class="track"></span><span>${t('together.publicSwitch')}</span></button>
          ${open
            ? html`<label class="link-field"><span class="t12 ink3">${t('together.publicLink')}</span><input class="field" readonly .value=${address} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} /></label>
                <div class="pair">
                  <button class="button quiet dense" @click=${() => { void navigator.clipboard?.writeText(address); controller.page.announce(t('together.copied')); }}>${icon('link', 16)}${t('together.copy')}</button>
                  <a class="button quiet dense" href=${address} target="_blank" rel="noopener">${t('together.look')}</a>
                </div>
                <p class="t12 ink3">${t('together.publicVersion', { version: formatNumber(publicLink.version ?? 0) })}${publicLink.version === controller.session.version ? nothing : html` <button class="button link dense" @click=${() => void together.showPublicNow()}>${t('together.publicNow')}</button>`}</p>`
            : nothing}`}
  </details>`;
}

export const commentStyles = css`
  .comments { padding: 4px 0 16px; }
  .comments .empty { padding: 4px 16px; }
  .comment-form { display: grid; gap: 8px; margin: 4px 16px 12px; justify-items: start; }
  .comment-form label:not(.check) { display: grid; gap: 2px; width: 100%; }
  .comment-form textarea.field { height: auto; min-height: 72px; padding: 6px 8px; resize: vertical; font: inherit; }
  .comment-form .check { display: flex; align-items: center; gap: 8px; }
  .comments .pair { display: flex; gap: 8px; flex-wrap: wrap; }
  .thread { padding: 8px 16px 6px; border-top: 1px solid var(--zs-line); }
  .thread.selected { background: var(--zs-accent-tint1); box-shadow: inset 3px 0 var(--zs-accent); }
  .thread.done .comment-text { color: var(--zs-ink3); }
  .comment-head { display: flex; align-items: center; flex-wrap: wrap; gap: 4px 8px; min-height: 24px; }
  .comment-head b { font-weight: 600; }
  .comment-head .comment-place { margin-left: auto; min-height: 28px; padding: 0 2px; gap: 6px; }
  .comment-text { overflow-wrap: anywhere; white-space: pre-line; }
  .reply { margin: 6px 0 0 12px; padding-left: 12px; border-left: 2px solid var(--zs-line2); }
  .comment-actions { display: flex; gap: 16px; }
  .comment-actions .button { padding: 0; }
  .thread .comment-form { margin: 8px 0; }
  .queue { margin: 6px 16px 10px; border: 1px solid #e0b77a; border-radius: var(--zs-radius-panel); background: var(--zs-warn-tint); padding: 8px 12px; }
  .queue h3 { display: flex; align-items: center; gap: 8px; font: 600 14px/20px var(--zs-font); color: var(--zs-warn); }
  .queue li { padding: 6px 0; }
  .queue li + li { border-top: 1px solid #e0b77a; }
  .queue .pair { margin-top: 6px; }
  .public { margin: 14px 16px 0; border-top: 1px solid var(--zs-line); padding-top: 8px; }
  .public summary { min-height: 28px; cursor: pointer; font-weight: 500; color: var(--zs-ink2); }
  .public .link-field { display: grid; gap: 2px; margin: 4px 0 8px; }
  .public p { padding: 2px 0 4px; }
`;
