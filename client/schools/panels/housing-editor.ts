// New housing: areas of blocks with dwellings, the year of the first entries, and how many children enter from a hundred dwellings.
import { html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t, type TextKey } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { SchoolSettings } from '../model.ts';

type Housing = SchoolSettings['housing'][number];

/** What an area begins with: 100 dwellings, most children in the first years. */
function newHousing(count: number): Housing {
  return { housing: `neubau-${count}`, name: t('schools.housingName', { number: String(count) }), blocks: [], dwellings: 100, ready: new Date().getFullYear() + 2, entriesPer100: [2, 3, 4, 4, 3, 2], source: t('schools.housingSource') };
}

export function housingEditor(shown: SchoolSettings, mayChange: boolean, onHousing: (housing: readonly Housing[]) => void): TemplateResult {
  const { housing } = shown;
  const set = (index: number, change: Partial<Housing>) => onHousing(housing.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return html`${housing.length === 0 ? html`<p class="ink2">${t('schools.noHousing')}</p>` : nothing}
    <ul class="lines">${housing.map((one, index) => html`<li>${mayChange ? fields(one, (change) => set(index, change), () => onHousing(housing.filter((_, at) => at !== index))) : line(one)}</li>`)}</ul>
    ${mayChange ? html`<button class="button secondary dense" data-housing-add @click=${() => onHousing([...housing, newHousing(firstFree(housing))])}>${t('schools.housingAdd')}</button>` : nothing}`;
}

function firstFree(housing: readonly Housing[]): number {
  let number = housing.length + 1;
  while (housing.some((one) => one.housing === `neubau-${number}`)) number++;
  return number;
}

function line({ name, blocks, dwellings, ready, entriesPer100, source }: Housing): TemplateResult {
  return html`${t('schools.housingLine', { name, dwellings, ready: String(ready), entries: entriesPer100.map((value) => formatNumber(value, Number.isInteger(value) ? 0 : 1)).join(' · ') })}<span class="t12 ink2">${blocks.join(', ')} · ${t('schools.sourceOf', { source })}</span>`;
}

function fields(one: Housing, onChange: (change: Partial<Housing>) => void, onRemove: () => void): TemplateResult {
  const field = (words: TextKey, value: string, take: (text: string) => Partial<Housing>, wide = false) => html`<label class=${wide ? 'wide' : ''}>${t(words)}<input class="field" .value=${value} @change=${(event: Event) => onChange(take((event.target as HTMLInputElement).value))} /></label>`;
  const list = (text: string) => text.split(/[\s,;]+/).filter((part) => part !== '');
  return html`<div class="housing">
    ${field('schools.housingTitle', one.name, (name) => ({ name }))}
    ${field('schools.housingDwellings', String(one.dwellings), (text) => ({ dwellings: Number(text) }))}
    ${field('schools.housingReady', String(one.ready), (text) => ({ ready: Number(text) }))}
    ${field('schools.housingBlocks', one.blocks.join(', '), (text) => ({ blocks: list(text) }), true)}
    ${field('schools.housingEntries', one.entriesPer100.join(' '), (text) => ({ entriesPer100: list(text).map(Number) }), true)}
    ${field('schools.source', one.source, (source) => ({ source }), true)}
    <button class="button quiet dense" @click=${onRemove}>${icon('close', 16)}${t('schools.housingRemove')}</button>
  </div>`;
}
