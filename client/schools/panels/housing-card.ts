// New housing in the plan: areas with dwellings, year and children by age; drawn on the map with pointer or keys, or chosen by blocks.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { valueOf } from '../../loaded.ts';
import { icon } from '../../shell/icons.ts';
import { AGES, type HousingDraft, type HousingWork } from '../housing-work.ts';
import type { DrawnHousing } from '../model.ts';
import { schoolYear } from '../words/cell-words.ts';
import { listIn } from './parameter-fields.ts';

export interface HousingActions {
  /** The map takes the focus, so that keys draw. */
  onDraw(): void;
  /** The first corner takes the focus, so that keys move it. */
  onCorners(): void;
  onKeep(): void;
}

export function housingCard(work: HousingWork, mayChange: boolean, actions: HousingActions): TemplateResult {
  const areas = valueOf(work.list) ?? [];
  return html`<section class="flat card housing-areas" aria-labelledby="housing-title">
    <div class="card-head"><h2 id="housing-title">${t('schools.housingInPlan')}</h2></div>
    <div class="body">
      ${areas.length === 0 ? html`<p class="ink2">${t('schools.housingNone')}</p>` : html`<ul class="lines">${areas.map((area) => html`<li data-housing=${area.housing}>${line(area)}${mayChange ? html`<span class="buttons"><button class="button quiet dense" data-housing-edit @click=${() => work.edit(area)}>${t('schools.housingEdit')}<span class="visually-hidden"> ${area.name}</span></button><button class="button quiet dense" data-housing-remove @click=${() => void work.remove(area)}>${icon('close', 16)}${t('schools.housingRemove')}<span class="visually-hidden"> ${area.name}</span></button></span>` : nothing}</li>`)}</ul>`}
      ${work.draft === undefined
        ? mayChange ? html`<button class="button secondary dense" id="housing-new" @click=${() => work.add()}>${t('schools.housingAdd')}</button>` : nothing
        : form(work, work.draft, actions)}
      ${work.problem === '' ? nothing : html`<zs-notice class="refusal" kind="danger" heading=${t('schools.housingRefused')} text=${work.problem}></zs-notice>`}
    </div>
  </section>`;
}

function line({ name, dwellings, ready, childrenPer100, blocks, source }: DrawnHousing): TemplateResult {
  const children = childrenPer100.reduce((sum, count) => sum + count, 0);
  return html`<span><b>${name}</b><br />${t('schools.housingFacts', { dwellings: formatNumber(dwellings), year: schoolYear(ready), children: formatNumber(children, Number.isInteger(children) ? 0 : 1), oldest: childrenPer100.length - 1 })}, ${t('schools.blockCount', { count: blocks.length })}<span class="t12 ink2">${t('schools.sourceOf', { source })}</span></span>`;
}

function form(work: HousingWork, draft: HousingDraft, { onDraw, onCorners, onKeep }: HousingActions): TemplateResult {
  const set = (part: Partial<HousingDraft>) => work.change(part);
  const valueIn = (event: Event) => (event.target as HTMLInputElement).value;
  const ages = Array.from({ length: Math.max(AGES, draft.childrenPer100.length) }, (_, age) => age);
  return html`<form class="housing-form" @submit=${(event: Event) => { event.preventDefault(); onKeep(); }}>
    <div class="fields">
      <label class="wide">${t('schools.housingTitle')}<input class="field" id="housing-name" .value=${draft.name} @change=${(event: Event) => set({ name: valueIn(event) })} /></label>
      <label>${t('schools.housingDwellings')}<input class="field" id="housing-dwellings" type="number" min="1" step="1" .value=${draft.dwellings > 0 ? String(draft.dwellings) : ''} @change=${(event: Event) => set({ dwellings: Number(valueIn(event)) })} /></label>
      <label>${t('schools.housingReady')}<input class="field" id="housing-ready" type="number" min="2000" max="2100" step="1" .value=${String(draft.ready)} @change=${(event: Event) => set({ ready: Number(valueIn(event)) })} /></label>
    </div>
    <fieldset><legend>${t('schools.housingByAge')}</legend><div class="ages">${ages.map((age) => html`<label>${age}<input class="field" type="number" min="0" max="200" step="0.1" data-age=${age} aria-label=${t('schools.housingAge', { age })} .value=${String(draft.childrenPer100[age] ?? 0)} @change=${(event: Event) => set({ childrenPer100: ages.map((one) => (one === age ? Number(valueIn(event)) : (draft.childrenPer100[one] ?? 0))) })} /></label>`)}</div><p class="t12 ink2">${t('schools.housingByAgeText')}</p></fieldset>
    <div class="fields"><label class="wide">${t('schools.source')}<input class="field" id="housing-source" .value=${draft.source} @change=${(event: Event) => set({ source: valueIn(event) })} /></label></div>
    <fieldset><legend>${t('schools.housingArea')}</legend>${area(work, draft, set, onDraw, onCorners)}</fieldset>
    <div class="buttons"><button class="button primary dense" id="housing-keep" type="submit">${t('schools.housingKeep')}</button><button class="button quiet dense" type="button" @click=${() => work.close()}>${t('shell.cancel')}</button></div>
  </form>`;
}

function area(work: HousingWork, draft: HousingDraft, set: (part: Partial<HousingDraft>) => void, onDraw: () => void, onCorners: () => void): TemplateResult {
  const { drawing } = work;
  if (drawing !== null) {
    const whole = drawing.corners.length >= 3;
    return html`<p>${t('schools.housingDrawing', { count: drawing.corners.length })}</p><p class="t12 ink2">${t('schools.housingDrawKeys')}</p>
      <span class="buttons"><button class="button secondary dense" type="button" id="housing-finish" aria-disabled=${!whole} @click=${() => work.finish()}>${t('schools.housingFinish')}</button><button class="button quiet dense" type="button" @click=${() => work.back()}>${t('schools.housingBack')}</button><button class="button quiet dense" type="button" @click=${() => work.stopDrawing()}>${t('schools.housingStop')}</button></span>`;
  }
  return html`<p>${draft.corners === null ? (draft.blocks.length === 0 ? t('schools.housingNoArea') : t('schools.housingOfBlocks', { count: draft.blocks.length })) : t('schools.housingOfCorners', { count: draft.corners.length })}</p>
    ${draft.corners === null ? nothing : html`<p class="t12 ink2">${t('schools.housingCornerKeys')}</p>`}
    <span class="buttons">
      ${draft.corners === null ? nothing : html`<button class="button secondary dense" type="button" id="housing-corners" @click=${onCorners}>${t('schools.housingCorners')}</button><button class="button quiet dense" type="button" id="housing-undo" aria-disabled=${!work.mayUndo} @click=${() => work.undo()}>${t('schools.housingUndo')}</button>`}
      <button class=${`button dense ${draft.corners === null ? 'secondary' : 'quiet'}`} type="button" id="housing-draw" @click=${onDraw}>${t(draft.corners === null ? 'schools.housingDraw' : 'schools.housingDrawAnew')}</button>
    </span>
    <label class="wide">${t('schools.housingBlocks')}<input class="field" id="housing-blocks" .value=${draft.blocks.join(', ')} @change=${(event: Event) => { const blocks = listIn((event.target as HTMLInputElement).value); set(blocks.length === 0 ? { blocks } : { blocks, corners: null }); }} /></label>`;
}

export const housingStyles = css`
  .housing-areas .lines li { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: start; gap: 4px 12px; padding: 6px 0; border-top: 1px solid var(--zs-line); }
  .housing-areas .lines li > span:first-child { flex: 1 1 220px; min-width: 0; overflow-wrap: anywhere; }
  .housing-areas .lines .t12 { display: block; }
  .housing-areas .buttons { display: flex; flex-wrap: wrap; gap: 4px 8px; }
  .housing-form { display: grid; gap: 10px; background: var(--zs-hued); border-radius: 4px; padding: 10px 12px; margin-top: 6px; }
  .housing-form fieldset { border: 0; padding: 0; margin: 0; display: grid; gap: 4px; min-width: 0; }
  .housing-form legend { font: 600 14px/20px var(--zs-font); padding: 0; }
  .housing-form label { display: grid; gap: 2px; font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .housing-form .field { width: 100%; height: 36px; text-align: left; }
  .housing-form .ages { display: grid; grid-template-columns: repeat(auto-fill, minmax(56px, 1fr)); gap: 6px; }
  .housing-form .ages .field { padding: 0 6px; text-align: right; }
  @media (max-width: 699px) {
    .housing-form .field, .housing-form .button { height: 44px; }
  }
`;
