// Classes and colours: method, number, over which dates, palette, where a scale of two sides turns, and breaks by hand.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatNumber } from '../i18n/format.ts';
import { followLanguage, t } from '../i18n/i18n.ts';
import { DEFAULT_CLASSES, FEWEST_CLASSES, METHODS, MOST_CLASSES, type ClassSettings, type Method } from './class-settings.ts';
import { countSigns } from './classification.ts';
import type { IndicatorView } from './indicator-view.ts';
import { middleOf } from './map-form.ts';
import { classWords, decimalsOf } from './measure-text.ts';
import { coloursOf, defaultPalette, PALETTES, paletteNamed, type Palette } from './palettes.ts';
import { panelStyles } from './panel-styles.ts';
import { swatch } from './swatch.ts';

const METHOD_TEXTS = { natural: 'map.methodNatural', quantile: 'map.methodQuantile', equal: 'map.methodEqual', deviation: 'map.methodDeviation', manual: 'map.methodManual' } as const satisfies Record<Method, string>;
const METHOD_HINTS = { natural: 'map.methodNaturalHint', quantile: 'map.methodQuantileHint', equal: 'map.methodEqualHint', deviation: 'map.methodDeviationHint', manual: 'map.methodManualHint' } as const satisfies Record<Method, string>;

/** Fires `classes` with the new settings. */
@customElement('zs-class-panel')
export class ClassPanel extends LitElement {
  @property({ attribute: false }) view: IndicatorView | undefined;

  static override styles = [
    ...panelStyles,
    css`
      .methods { display: grid; grid-template-columns: 1fr 1fr; gap: 0 8px; }
      .palettes { display: grid; grid-template-columns: 1fr 1fr; gap: 6px; margin-top: 6px; }
      .palette { display: flex; align-items: center; gap: 6px; min-height: 32px; padding: 3px 6px; border: 1px solid var(--zs-line); border-radius: var(--zs-radius); cursor: pointer; }
      .palette:has(:checked) { border-color: var(--zs-accent); background: var(--zs-accent-tint1); }
      .palette:has(:focus-visible) { outline: 3px solid var(--zs-ink); outline-offset: 2px; }
      .palette input { position: absolute; opacity: 0; }
      .ramp { display: flex; flex: 1; height: 16px; }
      .ramp i { flex: 1; }
      .safe { color: var(--zs-ok); font: 600 12px/16px var(--zs-font); flex: none; }
      .unsafe { color: var(--zs-warn); font: 600 12px/16px var(--zs-font); flex: none; }
      table { margin-top: 6px; }
      td { padding: 2px 0; vertical-align: middle; }
      td.sign { width: 40px; }
      td.num { text-align: right; }
      .breaks { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 6px; }
      .breaks input { width: 92px; }
      @media (max-width: 699px) {
        .palette { min-height: 44px; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  private change(part: Partial<ClassSettings>): void {
    this.dispatchEvent(new CustomEvent('classes', { detail: { ...this.view!.settings, ...part } }));
  }

  private chooseMethod(method: Method): void {
    // By hand begins with what is there.
    this.change(method === 'manual' ? { method, breaks: this.view!.classification.cuts } : { method });
  }

  private setBreak(index: number, text: string): void {
    const { classification } = this.view!;
    const breaks = [...classification.cuts];
    const value = Number(text);
    if (text.trim() === '') breaks.splice(index, 1);
    else if (Number.isFinite(value)) breaks[index] = value;
    this.change({ method: 'manual', breaks: [...new Set(breaks)].sort((a, b) => a - b) });
  }

  override render() {
    const { view } = this;
    if (view === undefined) return nothing;
    const { settings, classification } = view;
    const diverging = paletteNamed(this.paletteName(view)).kind === 'diverging';
    return html`
      <fieldset>
        <legend>${t('map.method')}</legend>
        <div class="methods">
          ${METHODS.map((method) => html`<label class="option"><input type="radio" name="method" .checked=${settings.method === method} @change=${() => this.chooseMethod(method)} />${t(METHOD_TEXTS[method])}</label>`)}
        </div>
        <p class="hint">${t(METHOD_HINTS[settings.method])}</p>
      </fieldset>
      ${settings.method === 'manual' ? this.renderBreaks(classification.cuts) : this.renderCount(settings.count)}
      <fieldset>
        <legend>${t('map.scope')}</legend>
        ${(['series', 'date'] as const).map(
          (scope) => html`<label class="option"><input type="radio" name="scope" .checked=${settings.scope === scope} ?disabled=${settings.method === 'manual'} @change=${() => this.change({ scope })} />${t(scope === 'series' ? 'map.scopeSeries' : 'map.scopeDate')}</label>`,
        )}
      </fieldset>
      ${this.renderPalettes(view)} ${diverging ? this.renderMiddle(view) : nothing} ${this.renderResult(view)}
      <div class="buttons"><button class="button quiet dense" @click=${() => this.change(DEFAULT_CLASSES)}>${t('map.classesDefault')}</button></div>
    `;
  }

  private paletteName({ settings, numbers }: IndicatorView): string {
    return settings.palette || defaultPalette(middleOf(numbers.form) !== undefined);
  }

  private renderCount(count: number) {
    const counts = Array.from({ length: MOST_CLASSES - FEWEST_CLASSES + 1 }, (_, index) => FEWEST_CLASSES + index);
    return html`<div class="row">
      <label for="count" class="label">${t('map.classCount')}</label>
      <select id="count" style="width:104px" @change=${(event: Event) => this.change({ count: Number((event.target as HTMLSelectElement).value) })}>
        ${counts.map((one) => html`<option value=${one} ?selected=${one === count}>${one}</option>`)}
      </select>
    </div>`;
  }

  private renderBreaks(cuts: readonly number[]) {
    const more = cuts.length < MOST_CLASSES - 1;
    return html`<fieldset>
      <legend>${t('map.breaks')}</legend>
      <div class="breaks">
        ${cuts.map(
          (cut, index) => html`<input type="number" step="any" aria-label=${t('map.breakOf', { number: index + 1 })} .value=${String(cut)} @change=${(event: Event) => this.setBreak(index, (event.target as HTMLInputElement).value)} />`,
        )}
        ${more ? html`<input type="number" step="any" aria-label=${t('map.breakNew')} placeholder=${t('map.breakNew')} .value=${''} @change=${(event: Event) => this.setBreak(cuts.length, (event.target as HTMLInputElement).value)} />` : nothing}
      </div>
    </fieldset>`;
  }

  private renderPalettes(view: IndicatorView) {
    const chosen = this.paletteName(view);
    const classes = Math.max(3, view.classification.colours.length);
    const one = (palette: Palette) => html`<label class="palette" title=${palette.palette}>
      <input type="radio" name="palette" .checked=${palette.palette === chosen} aria-label=${`${palette.palette}${palette.colourBlindSafe ? `, ${t('map.paletteSafe')}` : ''}`} @change=${() => this.change({ palette: palette.palette })} />
      <span class="ramp">${coloursOf(palette, classes, view.settings.reversed).map((colour) => html`<i style="background:${colour}"></i>`)}</span>
      ${palette.colourBlindSafe ? html`<span class="safe" title=${t('map.paletteSafe')}>${t('map.paletteSafeShort')}</span>` : html`<span class="unsafe" title=${t('map.paletteUnsafe')}>!</span>`}
    </label>`;
    return html`<fieldset>
      <legend>${t('map.palette')}</legend>
      <p class="hint">${t('map.paletteSequential')}</p>
      <div class="palettes">${PALETTES.filter(({ kind }) => kind === 'sequential').map(one)}</div>
      <p class="hint">${t('map.paletteDiverging')}</p>
      <div class="palettes">${PALETTES.filter(({ kind }) => kind === 'diverging').map(one)}</div>
      <label class="option"><input type="checkbox" .checked=${view.settings.reversed} @change=${() => this.change({ reversed: !view.settings.reversed })} />${t('map.paletteReversed')}</label>
      <p class="hint">${t('map.paletteSafeNote')}</p>
    </fieldset>`;
  }

  private renderMiddle({ classification, numbers }: IndicatorView) {
    const middle = classification.middle ?? 0;
    const set = (event: Event) => {
      const text = (event.target as HTMLInputElement).value;
      this.change({ middle: text === '' || !Number.isFinite(Number(text)) ? undefined : Number(text) });
    };
    return html`<div class="row">
      <label for="middle" class="label">${t('map.middle')}</label>
      <input id="middle" type="number" step="any" .value=${String(Number(middle.toFixed(Math.max(numbers.precision, decimalsOf(middle) > 3 ? 2 : decimalsOf(middle)))))} @change=${set} />
    </div>`;
  }

  private renderResult({ classification, measures }: IndicatorView) {
    const counts = countSigns(measures, classification);
    return html`<fieldset>
      <legend>${t('map.classesResult')}</legend>
      <table>
        <tbody>
          ${classification.colours
            .map((_, index) => index)
            .reverse()
            .map((index) => html`<tr><td class="sign">${swatch(index, classification)}</td><td>${classWords(index, classification)}</td><td class="num">${formatNumber(counts.get(index) ?? 0)}</td></tr>`)}
        </tbody>
      </table>
      <p class="hint">${t('map.classesNote')}</p>
    </fieldset>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-class-panel': ClassPanel;
  }
}
