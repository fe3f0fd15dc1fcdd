// Fields of the form: label above, control, hint below; radios as a list whose lines explain themselves.
import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

export interface Option {
  readonly value: string;
  readonly text: string;
}

interface FieldOptions {
  readonly hint?: string | undefined;
  readonly type?: 'text' | 'date' | 'decimal';
  readonly placeholder?: string;
  readonly wide?: boolean;
  readonly invalid?: boolean;
}

const described = (id: string, hint: string | undefined) => (hint === undefined ? nothing : `${id}-hint`);
const hintLine = (id: string, hint: string | undefined) => (hint === undefined ? nothing : html`<span class="hint" id="${id}-hint">${hint}</span>`);

export function selectField(id: string, label: string, value: string, options: readonly Option[], onChange: (value: string) => void, { hint, wide }: FieldOptions = {}): TemplateResult {
  return html`<div class=${wide === true ? 'field wide' : 'field'}>
    <label for=${id}>${label}</label>
    <select id=${id} .value=${value} aria-describedby=${described(id, hint)} @change=${(event: Event) => onChange((event.target as HTMLSelectElement).value)}>
      ${repeat(
        options,
        // Keyed: where a first "please choose" goes, a reused element would show the entry after the chosen one.
        (option) => option.value,
        (option) => html`<option value=${option.value} ?selected=${option.value === value}>${option.text}</option>`,
      )}
    </select>
    ${hintLine(id, hint)}
  </div>`;
}

export function textField(id: string, label: string, value: string, onInput: (value: string) => void, options: FieldOptions = {}): TemplateResult {
  const { hint, type = 'text', placeholder, wide, invalid } = options;
  return html`<div class=${wide === true ? 'field wide' : 'field'}>
    <label for=${id}>${label}</label>
    <input
      id=${id}
      type=${type === 'date' ? 'date' : 'text'}
      inputmode=${type === 'decimal' ? 'decimal' : nothing}
      placeholder=${placeholder ?? nothing}
      autocomplete="off"
      .value=${value}
      aria-invalid=${invalid === true ? 'true' : nothing}
      aria-describedby=${described(id, hint)}
      @input=${(event: Event) => onInput((event.target as HTMLInputElement).value)}
    />
    ${hintLine(id, hint)}
  </div>`;
}

export interface Radio extends Option {
  readonly detail?: string | TemplateResult;
  /** Shown at the end of the line. */
  readonly aside?: TemplateResult | typeof nothing;
  readonly below?: TemplateResult | typeof nothing;
}

/** `value` undefined: nothing is chosen. */
export function radioList(name: string, legend: string, value: string | undefined, radios: readonly Radio[], onChange: (value: string) => void, className = ''): TemplateResult {
  return html`<fieldset class="radios ${className}">
    <legend>${legend}</legend>
    <div class="radio-rows">
      ${radios.map(
        (radio) => html`<div class="radio-row">
          <label class=${radio.value === value ? 'radio chosen' : 'radio'}>
            <input type="radio" name=${name} value=${radio.value} .checked=${radio.value === value} @change=${() => onChange(radio.value)} />
            <span class="radio-text"><b>${radio.text}</b>${radio.detail === undefined ? nothing : html`<span>${radio.detail}</span>`}</span>
            ${radio.aside ?? nothing}
          </label>
          ${radio.value === value ? (radio.below ?? nothing) : nothing}
        </div>`,
      )}
    </div>
  </fieldset>`;
}

/** A button that says beside it why it does nothing yet. */
export function stepButton(text: string, why: string, onClick: () => void, kind: 'primary' | 'secondary' = 'primary', id = ''): TemplateResult {
  const off = why !== '';
  return html`<button
      id=${id === '' ? nothing : id}
      class="button ${kind}"
      aria-disabled=${off ? 'true' : nothing}
      aria-describedby=${off && id !== '' ? `${id}-why` : nothing}
      @click=${() => {
        if (!off) onClick();
      }}
    >${text}</button>${off ? html`<span class="why" id=${id === '' ? nothing : `${id}-why`}>${why}</span>` : nothing}`;
}

export const formStyles = css`
  fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
  legend { padding: 0; font-weight: 600; margin-bottom: 8px; }
  .fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 14px 16px; align-items: start; }
  .field { display: grid; gap: 4px; min-width: 0; }
  .field.wide { grid-column: 1 / -1; }
  .field label { font-weight: 500; }
  .field .hint, .hint { font-size: 12px; line-height: 16px; color: var(--zs-ink3); }
  .field input, .field select, td input, td select {
    width: 100%;
    min-width: 0;
    height: 40px;
    padding: 0 10px;
    border: 1px solid var(--zs-control);
    border-radius: var(--zs-radius);
    background-color: #fff;
  }
  td input, td select { height: 32px; padding: 0 8px; border-color: var(--zs-line2); }
  .field select, td select {
    appearance: none;
    padding-right: 30px;
    text-overflow: ellipsis;
    background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='16' height='16' fill='none' stroke='%23454b6b' stroke-width='1.75' stroke-linecap='round' stroke-linejoin='round' viewBox='0 0 24 24'%3E%3Cpath d='m6 9 6 6 6-6'/%3E%3C/svg%3E");
    background-repeat: no-repeat;
    background-position: right 9px center;
  }
  .field input[aria-invalid='true'] { border-color: var(--zs-danger); }
  input::placeholder { color: var(--zs-ink3); opacity: 1; }
  .radio-rows { display: grid; gap: 8px; }
  .radio {
    display: flex;
    align-items: flex-start;
    gap: 10px;
    padding: 9px 12px;
    border: 1px solid var(--zs-line2);
    border-radius: var(--zs-radius);
    cursor: pointer;
    background: #fff;
  }
  .radio:hover { background: var(--zs-hued); }
  .radio.chosen { border-color: var(--zs-accent); background: var(--zs-accent-tint1); box-shadow: inset 0 0 0 1px var(--zs-accent); }
  .radio:focus-within { outline: 3px solid var(--zs-ink); outline-offset: 2px; }
  .radio input { margin: 2px 0 0; width: 16px; height: 16px; accent-color: var(--zs-accent); flex: none; }
  .radio input:focus-visible { outline: none; box-shadow: none; }
  .radio-text { flex: 1; min-width: 0; display: grid; }
  .radio-text b { font-weight: 500; }
  .radio-text > span { font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .radios.pills .radio-rows { display: flex; flex-wrap: wrap; }
  .radios.pills .radio { padding-right: 14px; }
  .below { padding: 12px 0 4px 26px; }
  .checks { display: flex; flex-wrap: wrap; gap: 4px 18px; }
  .checks label { display: inline-flex; align-items: center; gap: 8px; min-height: 28px; cursor: pointer; }
  input[type='checkbox'] { width: 16px; height: 16px; margin: 0; accent-color: var(--zs-accent); flex: none; }
  .actions { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin-top: 16px; }
  .why { color: var(--zs-ink2); flex: 1 1 180px; }
  @media (max-width: 699px) {
    .fields { grid-template-columns: minmax(0, 1fr); }
    .radios.pills .radio { padding: 11px 14px 11px 12px; }
    .field input, .field select { height: 44px; }
    td input, td select { height: 40px; }
    .checks label { min-height: 44px; }
    .actions .button { flex: 1 1 auto; white-space: normal; text-align: center; padding: 10px 16px; }
  }
`;
