// The page's own bar: plan, its state, the forecast, what it is compared with, papers for the council, the way to the editor.
import { css, html, nothing, type TemplateResult } from 'lit';
import { stateText } from '../../editor/panels/plan-chooser.ts';
import { language, localised, t, type TextKey } from '../../i18n/i18n.ts';
import { problemOf } from '../../loaded.ts';
import { icon } from '../../shell/icons.ts';
import type { AnnexWork } from '../annex-work.ts';
import { VARIANTS, type SchoolsPlace, type Variant } from '../place.ts';
import type { SchoolsApi } from '../schools-api.ts';
import type { SchoolsSession } from '../schools-session.ts';
import { schoolYear } from '../words/cell-words.ts';

const VARIANT_WORDS: Readonly<Record<Variant, TextKey>> = { low: 'schools.low', medium: 'schools.medium', high: 'schools.high' };

export interface SubBarActions {
  onGo(change: Partial<SchoolsPlace>): void;
  onSettings(): void;
  readonly annex: AnnexWork;
}

export function subBar(session: SchoolsSession, api: SchoolsApi, narrow: boolean, { onGo, onSettings, annex }: SubBarActions): TemplateResult {
  const { plan, place, plans, shown } = session;
  const title = plan?.name ?? t('schools.inForce');
  const controls = html`${shown === undefined ? nothing : html`<div class="group" role="group" aria-label=${t('schools.forecast')}><span class="ink2 words" aria-hidden="true">${t('schools.forecast')}</span>
      <div class="segments">${VARIANTS.map((variant) => html`<button data-variant=${variant} aria-pressed=${variant === place.variant} @click=${() => onGo({ variant })}>${t(VARIANT_WORDS[variant])}</button>`)}</div>
    </div>`}
    ${plan === undefined ? nothing : html`<label class="group compare"><span class="ink2 words">${t('schools.compareWith')}</span><select id="compare" class="field" @change=${(event: Event) => onGo({ compare: (event.target as HTMLSelectElement).value })}>
        <option value="base" .selected=${place.compare === 'base'}>${baseTitle(session)}</option>
        ${plans.filter((one) => one.plan !== plan.plan).map((one) => html`<option value=${`plan:${one.plan}`} .selected=${place.compare === `plan:${one.plan}`}>${one.name}</option>`)}
      </select></label>
      ${papers(plan.plan, annex, api)}`}
    <div class="last">
      ${session.isStaff ? html`<button class="icon-button" id="settings-open" aria-label=${t('schools.settings')} title=${t('schools.settings')} @click=${onSettings}>${icon('info')}</button>` : nothing}
      ${plan === undefined ? (session.mayPlan ? html`<a class="button primary" href="/editor">${t('schools.toEditorNew')}</a>` : nothing) : html`<a class="button primary" id="to-editor" href=${`/editor?plan=${encodeURIComponent(plan.plan)}`}>${t('schools.changeInEditor')}</a>`}
    </div>`;
  return html`<div class="sub-bar">
    <div class="title">
      <div class="names"><p class="t12 ink2">${subtitle(session)}</p><h1 class="t20" tabindex="-1">${title}</h1></div>
      ${plans.length === 0 ? nothing : html`<span class="chooser icon-button">${icon('chevronDown')}<select id="plan" aria-label=${t('schools.choosePlan')} @change=${(event: Event) => onGo({ plan: (event.target as HTMLSelectElement).value, compare: 'base' })}>
        <option value="" .selected=${plan === undefined}>${t('schools.inForce')}</option>
        ${plans.map((one) => html`<option value=${one.plan} .selected=${one.plan === plan?.plan}>${one.name}</option>`)}
      </select></span>`}
      ${plan === undefined ? nothing : html`<span class="badge">${icon('file', 14)}${stateText(plan.state)}</span>`}
    </div>
    ${narrow && shown !== undefined ? html`<details class="more"><summary class="button quiet">${t('schools.options', { variant: t(VARIANT_WORDS[place.variant]) })}${icon('chevronDown', 18)}</summary><div class="controls">${controls}</div></details>` : controls}
  </div>`;
}

/** "Grundschulbezirke ab 2027/28". */
function subtitle({ geography, plan }: SchoolsSession): string {
  const name = geography === undefined ? t('shell.navSchools') : localised(geography.name);
  // A plan that holds from August on is for the school year that begins then.
  const from = plan?.validFrom ?? null;
  return from === null ? name : t('schools.from2', { name, year: schoolYear(Number(from.slice(0, 4))) });
}

/** What the cut that the plan began from is called. */
function baseTitle({ inForce, shown, place }: SchoolsSession): string {
  if (place.compare === 'base' && shown?.compareTitle != null) return shown.compareTitle;
  return inForce?.title ?? t('schools.today');
}

/** What the file will hold, before anybody takes it: exact numbers leave the house and are recorded; rounded ones say why they are. */
function annexWords({ check, problem }: AnnexWork): string {
  if (problem !== '') return problem;
  if (check.state === 'loading') return t('schools.annexChecking');
  if (check.state !== 'ready') return problemOf(check)?.message ?? '';
  const { numbers, beside, recorded } = check.value;
  if (numbers === 'none') return t('schools.annexNoChildren');
  if (numbers === 'exact') return t(recorded ? 'schools.annexRecorded' : 'schools.annexExact');
  return beside.length > 0 ? t('schools.annexRounded', { titles: beside.join(', ') }) : t('schools.annexProtected');
}

const FORMATS = { csv: 'schools.formatCsv', html: 'schools.formatHtml', pdf: 'schools.formatPdf', xlsx: 'schools.formatXlsx' } as const satisfies Record<string, TextKey>;

function papers(plan: string, annex: AnnexWork, api: SchoolsApi): TemplateResult {
  const close = (event: Event) => ((event.currentTarget as HTMLElement).closest('details')!.open = false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    close(event);
    (event.currentTarget as HTMLElement).querySelector('summary')!.focus();
  };
  const onFocusOut = (event: FocusEvent) => {
    const details = event.currentTarget as HTMLDetailsElement;
    if (event.relatedTarget !== null && !details.contains(event.relatedTarget as Node)) details.open = false;
  };
  const link = (href: string, words: string) => html`<a href=${href} download @click=${close}>${words}</a>`;
  const onToggle = (event: Event) => {
    if ((event.currentTarget as HTMLDetailsElement).open) void annex.look();
  };
  return html`<details class="papers" @keydown=${onKeyDown} @focusout=${onFocusOut} @toggle=${onToggle}>
    <summary class="button secondary">${icon('download', 18)}${t('schools.annex')}</summary>
    <div class="menu panel">
      <h2>${t('schools.annexLong')}</h2>
      <p class="t12 annex-check" role="status">${annexWords(annex)}</p>
      ${(['pdf', 'xlsx', 'html'] as const).map((format) => html`<button data-annex=${format} aria-disabled=${annex.making !== undefined} @click=${() => void annex.take(format)}>${annex.making === format ? t('schools.annexMaking') : t(FORMATS[format])}</button>`)}
      <h2>${t('schools.directory')}</h2>
      ${(['csv', 'xlsx', 'pdf', 'html'] as const).map((format) => link(api.directory(plan, format, 'directory', language()), t(FORMATS[format])))}
      <h2>${t('schools.letters')}</h2>
      ${(['csv', 'xlsx'] as const).map((format) => link(api.directory(plan, format, 'letters', language()), t(FORMATS[format])))}
      <h2>${t('schools.letterCounts')}</h2>
      <p class="t12 annex-check">${t('schools.letterCountsText')}</p>
      ${(['csv', 'xlsx'] as const).map((format) => link(api.directory(plan, format, 'letter-counts', language()), t(FORMATS[format])))}
    </div>
  </details>`;
}

export const subBarStyles = css`
  .sub-bar { min-height: 60px; flex: none; display: flex; align-items: center; gap: 8px 16px; padding: 8px 16px; background: var(--zs-surface); border-bottom: 1px solid var(--zs-line); flex-wrap: wrap; position: relative; z-index: 6; }
  .title { display: flex; align-items: center; gap: 4px 8px; min-width: 0; flex: 1 1 240px; position: relative; }
  .names { min-width: 0; }
  .names h1 { overflow-wrap: anywhere; }
  .names h1:focus { outline: none; }
  .names h1:focus-visible { outline: 3px solid var(--zs-ink); }
  /* The native list opens from the whole button, which the select lies over. */
  .chooser { position: relative; width: 32px; height: 32px; }
  .chooser select { position: absolute; inset: 0; opacity: 0; width: 100%; cursor: pointer; }
  .chooser:focus-within { outline: 3px solid var(--zs-ink); outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
  .group { display: flex; align-items: center; gap: 8px; }
  .compare select { height: 40px; max-width: 190px; padding: 0 8px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: #fff; text-overflow: ellipsis; }
  .papers { position: relative; }
  .papers summary { list-style: none; cursor: pointer; }
  .papers summary::-webkit-details-marker { display: none; }
  .papers .menu { position: absolute; right: 0; top: calc(100% + 4px); width: 280px; padding: 4px 8px 8px; z-index: 20; display: flex; flex-wrap: wrap; }
  .papers .menu h2 { flex: 1 1 100%; }
  .papers .menu h2 { font: 500 12px/16px var(--zs-font); color: var(--zs-ink3); padding: 8px 12px 4px; }
  .papers .annex-check { flex: 1 1 100%; padding: 0 12px 4px; color: var(--zs-ink2); overflow-wrap: anywhere; }
  .papers .menu button { display: flex; align-items: center; min-height: 36px; padding: 4px 12px; border-radius: var(--zs-radius); color: var(--zs-ink); }
  .papers .menu button:hover { background: var(--zs-hued); }
  .papers .menu a { display: flex; align-items: center; min-height: 36px; padding: 4px 12px; border-radius: var(--zs-radius); color: var(--zs-ink); text-decoration: none; }
  .papers .menu a:hover { background: var(--zs-hued); }
  .last { display: flex; align-items: center; gap: 8px; }
  .more { flex: 1 1 100%; }
  .more summary { list-style: none; cursor: pointer; width: 100%; justify-content: space-between; }
  .more summary::-webkit-details-marker { display: none; }
  .more .controls { display: flex; flex-wrap: wrap; gap: 8px; padding-top: 8px; }
  @media (max-width: 1279px) {
    .group .words { display: none; }
    .compare .words { display: inline; }
  }
  @media (max-width: 699px) {
    .sub-bar { padding: 8px 16px; gap: 8px; }
    .title { flex: 1 1 100%; }
    .group { flex: 1 1 auto; }
    .compare { flex: 1 1 100%; }
    .compare select { flex: 1; height: 44px; max-width: none; min-width: 0; }
    .segments { flex: 1; }
    .segments button { flex: 1; justify-content: center; height: 38px; }
    .papers { flex: 1 1 auto; }
    .papers summary { width: 100%; }
    .papers .menu { left: 0; right: auto; min-width: min(280px, calc(100vw - 32px)); }
    .papers .menu a, .papers .menu button { min-height: 44px; }
    .last { flex: 1 1 auto; }
    .last .button { flex: 1; }
    .chooser { width: 44px; height: 44px; }
  }
`;
