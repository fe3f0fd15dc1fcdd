// Fields of parameters: inputs for those who may change them, the same values in words for everybody else.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

type Choice = readonly [value: string, words: string];

/** What the fields of one dialog have in common: whether they are inputs. */
export class ParameterFields {
  readonly mayChange: boolean;

  constructor(mayChange: boolean) {
    this.mayChange = mayChange;
  }

  /** A row of fields that breaks where there is no room. */
  group(...fields: readonly (TemplateResult | typeof nothing)[]): TemplateResult {
    return this.mayChange ? html`<div class="fields">${fields}</div>` : html`<dl class="fields">${fields}</dl>`;
  }

  number(words: string, value: number, { min, max, step }: NumberRange, set: (value: number) => void): TemplateResult {
    const decimals = step >= 1 ? 0 : step >= 0.01 ? 2 : 3;
    const shown = Number.isInteger(value) ? formatNumber(value) : formatNumber(value, decimals);
    return this.field(words, shown, false, () => html`<input class="field" type="number" min=${min} max=${max} step=${step} .value=${String(value)} @change=${(event: Event) => set(Number(valueIn(event)))} />`);
  }

  text(words: string, value: string, set: (value: string) => void, placeholder = ''): TemplateResult {
    return this.field(words, value === '' ? placeholder : value, true, () => html`<input class="field" .value=${value} placeholder=${placeholder} @change=${(event: Event) => set(valueIn(event).trim())} />`);
  }

  /** Where a parameter comes from; one that nobody names says so. */
  source(of: string, value: string, set: (value: string) => void): TemplateResult {
    const shown = value === '' ? t('schools.sourceUnknown') : value;
    return this.field(t('schools.source'), shown, true, () => html`<textarea class="field" rows="2" aria-label=${`${t('schools.source')}, ${of}`} .value=${value} @change=${(event: Event) => set(valueIn(event).trim())}></textarea>`);
  }

  choice(words: string, value: string, choices: readonly Choice[], set: (value: string) => void): TemplateResult {
    const all = choices.some(([one]) => one === value) ? choices : [...choices, [value, value] as const];
    const shown = all.find(([one]) => one === value)![1];
    return this.field(words, shown, false, () => html`<select class="field" @change=${(event: Event) => set(valueIn(event))}>${all.map(([one, name]) => html`<option value=${one} .selected=${one === value}>${name}</option>`)}</select>`);
  }

  private field(words: string, shown: string, wide: boolean, input: () => TemplateResult): TemplateResult {
    const width = wide ? 'wide' : '';
    return this.mayChange ? html`<label class=${width}>${words}${input()}</label>` : html`<div class=${width}><dt>${words}</dt><dd>${shown}</dd></div>`;
  }
}

const valueIn = (event: Event): string => (event.target as HTMLInputElement).value;

/** A list as people write it: parts between spaces, commas or semicolons. */
export const listIn = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '');

export const parameterFieldStyles = css`
  .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(200px, 100%), 1fr)); gap: 8px 12px; padding: 4px 0; margin: 0; align-items: end; }
  .fields label, .fields dt { font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .fields label { display: grid; gap: 2px; min-width: 0; }
  .fields dl, .fields dd { margin: 0; }
  .fields dd { overflow-wrap: anywhere; }
  .fields > div { align-self: start; }
  .fields .wide { grid-column: 1 / -1; }
  .fields .field { width: 100%; text-align: left; font: 400 14px/20px var(--zs-font); color: var(--zs-ink); }
  .fields textarea.field { height: auto; padding: 6px 10px; resize: vertical; }
`;
