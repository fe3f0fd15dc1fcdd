// What waits for who is signed in: one row a thing, with the one step that it needs.
import { html, nothing, type TemplateResult } from 'lit';
import type { Inbox } from '../api-types.ts';
import { formatDate } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { icon, type IconName } from '../shell/icons.ts';
import { planLink } from './links.ts';

export type InboxItem = Inbox['items'][number];

const MOST_ROWS = 6;

/** What stands at the left, and how urgent it looks. */
const SIGNS: Readonly<Record<InboxItem['kind'], { readonly sign: IconName; readonly tone: 'danger' | 'warn' | 'plain' }>> = {
  comment: { sign: 'comment', tone: 'warn' },
  moderate: { sign: 'comment', tone: 'plain' },
  'plan-submitted': { sign: 'pencil', tone: 'warn' },
  'plan-approved': { sign: 'check', tone: 'plain' },
  'plan-rejected': { sign: 'undo', tone: 'danger' },
  'release-verify': { sign: 'shield', tone: 'warn' },
  'release-approve': { sign: 'shield', tone: 'warn' },
  'release-objected': { sign: 'shield', tone: 'danger' },
  'release-withdrawn': { sign: 'shield', tone: 'plain' },
  'import-failed': { sign: 'file', tone: 'danger' },
  'blocks-without-zone': { sign: 'layers', tone: 'warn' },
  'version-ends': { sign: 'clock', tone: 'warn' },
};

/** `items` undefined for the public. `nameOf` tells a geography's name. */
export function inboxSection(items: readonly InboxItem[] | undefined, nameOf: (geography: string) => string): TemplateResult | typeof nothing {
  if (items === undefined) return nothing;
  return html`<section class="inbox" aria-labelledby="inbox">
    <div class="head"><h2 id="inbox" class="t20">${t('start.inbox')}${items.length === 0 ? nothing : html` <span class="badge num">${items.length}</span>`}</h2></div>
    ${items.length === 0
      ? html`<p class="flat calm"><span class="sign">${icon('check')}</span><span class="text"><b>${t('start.inboxEmpty')}</b><span>${t('start.inboxEmptyText')}</span></span></p>`
      : html`<ul class="flat">${items.slice(0, MOST_ROWS).map((item) => rowOf(item, nameOf))}</ul>`}
  </section>`;
}

function rowOf(item: InboxItem, nameOf: (geography: string) => string): TemplateResult {
  const { sign, tone } = SIGNS[item.kind];
  const title = titleOf(item, nameOf);
  const { href, words } = stepOf(item);
  const tag = tagOf(item);
  return html`<li class="row" data-kind=${item.kind}>
    <span class="sign ${tone}">${icon(sign)}</span>
    <div class="text"><b>${title}</b><span>${detailOf(item, nameOf)}</span></div>
    ${tag === '' ? nothing : html`<span class="tag ${tone}">${tag}</span>`}
    <a class="button secondary" href=${href} aria-label=${`${words}: ${title}`}>${words}</a>
  </li>`;
}

function titleOf({ kind, plan, release, geography, job }: InboxItem, nameOf: (geography: string) => string): string {
  const values = { plan: plan?.name ?? '', number: String(release?.number ?? ''), geography: geography === null ? '' : nameOf(geography.geography), file: job?.file ?? '' };
  return t(`start.inbox_${kind.replaceAll('-', '_')}` as 'start.inbox_plan_approved', values);
}

function detailOf({ kind, plan, release, quote, since }: InboxItem, nameOf: (geography: string) => string): string {
  if (quote !== null && plan !== null) return `${nameOf(plan.geography)} · „${quote}“`;
  if (release !== null) return release.findings ? `${nameOf(release.geography)} · ${t('start.releaseFindings')}` : nameOf(release.geography);
  if (plan !== null) return `${nameOf(plan.geography)} · ${formatDate(since)}`;
  return kind === 'import-failed' ? t('start.importNothingStored', { date: formatDate(since) }) : t('start.cutSince', { date: formatDate(since) });
}

function tagOf({ kind, due, release, count }: InboxItem): string {
  if (release?.findings === true) return t('start.finding');
  if (kind === 'blocks-without-zone') return t('start.blocks', { count });
  if (count > 1) return t('start.comments', { count });
  return due === null ? '' : t('start.until', { date: formatDate(due) });
}

function stepOf({ kind, plan, release, job }: InboxItem): { readonly href: string; readonly words: string } {
  if (kind === 'comment') return { href: planLink(plan!), words: t('start.stepAnswer') };
  if (kind === 'moderate') return { href: planLink(plan!), words: t('start.stepRead') };
  if (plan !== null) return { href: planLink(plan), words: t('start.stepOpen') };
  if (release !== null) return { href: `/privacy?release=${encodeURIComponent(release.release)}`, words: t('start.stepCheck') };
  if (job !== null) return { href: '/imports', words: t('start.stepSee') };
  return { href: '/editor', words: t('start.stepDraw') };
}
