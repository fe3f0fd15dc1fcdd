// What the search for alternatives shall mind: seven weights in plain words, how many children may change, schools that stay.
import { css, html, type TemplateResult } from 'lit';
import { formatNumber, formatPercent } from '../../i18n/format.ts';
import { t, type TextKey } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { WEIGHTS, type SearchWish, type WeightName } from '../model.ts';
import type { SchoolsSession } from '../schools-session.ts';
import { shortYear } from '../words/cell-words.ts';

/** Steps of a weight; each counts twice the one before, so that a step is felt. */
const STEPS = [0, 0.5, 1, 2, 4] as const;
const STEP_WORDS: readonly TextKey[] = ['schools.weight0', 'schools.weight1', 'schools.weight2', 'schools.weight3', 'schools.weight4'];

const WORDS: Readonly<Record<WeightName, readonly [TextKey, TextKey]>> = {
  capacity: ['schools.weightCapacity', 'schools.weightCapacityText'],
  distance: ['schools.weightDistance', 'schools.weightDistanceText'],
  hazards: ['schools.weightHazards', 'schools.weightHazardsText'],
  mix: ['schools.weightMix', 'schools.weightMixText'],
  compactness: ['schools.weightCompactness', 'schools.weightCompactnessText'],
  siblings: ['schools.weightSiblings', 'schools.weightSiblingsText'],
  change: ['schools.weightChange', 'schools.weightChangeText'],
};

/** What a search begins with: all count alike, capacity twice, 15 % may change, 20 s. */
export function firstWish(years: readonly number[]): SearchWish {
  return { weights: { capacity: 2, distance: 1, hazards: 1, mix: 1, compactness: 1, siblings: 1, change: 1 }, maxMovedShare: 0.15, locks: [], years, seed: 1, seconds: 20 };
}

export interface WeightsView {
  readonly wish: SearchWish;
  onWish(wish: SearchWish): void;
  onStart(): void;
  onClose(): void;
}

export function weightsDialog(session: SchoolsSession, { wish, onWish, onStart, onClose }: WeightsView): TemplateResult {
  const close = (event: Event) => (event.target as HTMLElement).closest('dialog')!.close();
  return html`<dialog class="weights panel" aria-labelledby="weights-title" @close=${onClose}>
    <div class="dialog-head">
      <h2 id="weights-title" class="t20">${t('schools.weights')}</h2>
      <button class="icon-button" aria-label=${t('shell.close')} @click=${close}>${icon('close')}</button>
    </div>
    <div class="dialog-body">
      <p class="ink2">${t('schools.weightsText')}</p>
      ${WEIGHTS.map((name) => {
        const step = STEPS.indexOf(wish.weights[name] as (typeof STEPS)[number]);
        const [title, text] = WORDS[name];
        return html`<div class="weight">
          <label for="weight-${name}">${t(title)}<span class="t12 ink2">${t(text)}</span></label>
          <input id="weight-${name}" type="range" min="0" max=${STEPS.length - 1} step="1" .value=${String(step)} aria-valuetext=${t(STEP_WORDS[step] ?? 'schools.weight2')} @input=${(event: Event) => onWish({ ...wish, weights: { ...wish.weights, [name]: STEPS[Number((event.target as HTMLInputElement).value)]! } })} />
          <output for="weight-${name}">${t(STEP_WORDS[step] ?? 'schools.weight2')}</output>
        </div>`;
      })}
      <div class="weight">
        <label for="max-moved">${t('schools.maxMoved')}<span class="t12 ink2">${t('schools.maxMovedText')}</span></label>
        <input id="max-moved" type="range" min="1" max="50" step="1" .value=${String(Math.round(100 * wish.maxMovedShare))} aria-valuetext=${formatPercent(100 * wish.maxMovedShare, 0)} @input=${(event: Event) => onWish({ ...wish, maxMovedShare: Number((event.target as HTMLInputElement).value) / 100 })} />
        <output for="max-moved">${formatPercent(100 * wish.maxMovedShare, 0)}</output>
      </div>
      <fieldset>
        <legend>${t('schools.yearsCounted')}</legend>
        <div class="checks">${(session.shown?.years ?? []).map((year) => html`<label><input type="checkbox" .checked=${wish.years.includes(year)} @change=${(event: Event) => onWish({ ...wish, years: toggled(wish.years, year, (event.target as HTMLInputElement).checked) })} />${shortYear(year)}</label>`)}</div>
      </fieldset>
      <fieldset>
        <legend>${t('schools.staysAsIs')}</legend>
        <div class="checks">${(session.shown?.catchments ?? []).map(({ zone }) => html`<label><input type="checkbox" .checked=${wish.locks.includes(zone)} @change=${(event: Event) => onWish({ ...wish, locks: toggled(wish.locks, zone, (event.target as HTMLInputElement).checked) })} />${session.nameOf(zone)}</label>`)}</div>
      </fieldset>
      <div class="pair">
        <label>${t('schools.seconds')}<input class="field" type="number" min="5" max="600" .value=${String(wish.seconds)} @change=${(event: Event) => onWish({ ...wish, seconds: within(event, 5, 600) })} /></label>
        <label>${t('schools.seed')}<input class="field" type="number" min="1" max="999999" .value=${String(wish.seed)} @change=${(event: Event) => onWish({ ...wish, seed: within(event, 1, 999_999) })} /></label>
      </div>
      <p class="t12 ink2">${t('schools.seedText', { seed: formatNumber(wish.seed) })}</p>
    </div>
    <div class="dialog-foot">
      <button class="button primary" id="weights-run" aria-disabled=${wish.years.length === 0} @click=${(event: Event) => { if (wish.years.length === 0) return; close(event); onStart(); }}>${t('schools.searchStart')}</button>
      <button class="button quiet" @click=${close}>${t('shell.close')}</button>
      ${wish.years.length === 0 ? html`<span class="ink2">${t('schools.yearNeeded')}</span>` : ''}
    </div>
  </dialog>`;
}

/** Kept in the order that the list has. */
function toggled<T extends string | number>(list: readonly T[], entry: T, on: boolean): readonly T[] {
  const without = list.filter((one) => one !== entry);
  return on ? [...without, entry].toSorted() : without;
}

function within(event: Event, least: number, most: number): number {
  const value = Math.round(Number((event.target as HTMLInputElement).value));
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : least;
}

export const dialogStyles = css`
  dialog.panel { border: 0; padding: 0; color: var(--zs-ink); width: min(640px, calc(100vw - 24px)); max-height: calc(100dvh - 32px); flex-direction: column; }
  dialog.panel[open] { display: flex; }
  dialog.panel::backdrop { background: rgb(29 32 52 / 0.32); }
  .dialog-head { display: flex; align-items: center; justify-content: space-between; padding: 8px 8px 8px 20px; border-bottom: 1px solid var(--zs-line); flex: none; }
  .dialog-body { padding: 12px 20px 16px; overflow-y: auto; display: grid; gap: 12px; }
  .dialog-body > * { min-width: 0; }
  .dialog-foot { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 12px 20px; border-top: 1px solid var(--zs-line); flex: none; }
  .weight { display: grid; grid-template-columns: minmax(0, 1fr) 150px 84px; gap: 4px 16px; align-items: center; }
  .weight label { display: grid; font-weight: 500; }
  .weight label span { font-weight: 400; }
  .weight output { font-weight: 600; }
  .weight input { width: 100%; accent-color: var(--zs-accent); height: 32px; }
  fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
  legend { font-weight: 500; padding: 0 0 4px; }
  .checks { display: flex; flex-wrap: wrap; gap: 0 16px; }
  .checks label { display: inline-flex; gap: 8px; align-items: center; min-height: 32px; }
  .checks input { width: 18px; height: 18px; accent-color: var(--zs-accent); }
  .pair { display: flex; gap: 16px; flex-wrap: wrap; }
  .pair label { display: grid; gap: 4px; font-weight: 500; }
  .field { height: 40px; padding: 0 10px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: #fff; min-width: 0; }
  @media (max-width: 699px) {
    .weight { grid-template-columns: minmax(0, 1fr) 84px; }
    .weight label { grid-column: 1 / -1; }
    .weight input, .checks label { min-height: 44px; }
    .field { height: 44px; }
  }
`;
