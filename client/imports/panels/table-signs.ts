// What the signs of a statistics table mean: those that may be chosen, and those that may not, since a secret number is never a zero.
import { css, html, type TemplateResult } from 'lit';
import { SIGN_MEANINGS, type SignMeaning } from '../../../core/tables/official-signs.ts';
import type { TableMapping } from '../../../core/tables/table-mapping.ts';
import { t } from '../../i18n/i18n.ts';
import { selectField } from './form-parts.ts';

export function tableSigns({ signs }: TableMapping, change: (part: Partial<TableMapping>) => void): TemplateResult {
  const set = (part: Partial<TableMapping['signs']>) => change({ signs: { ...signs, ...part } });
  const zeroOrMissing = (['zero', 'missing'] as const).map((value) => ({ value, text: t(`imports.sign_${value}`) }));
  const add = (form: HTMLElement) => {
    const text = form.querySelector('input')!;
    const meaning = form.querySelector('select')!.value as SignMeaning;
    if (text.value.trim() === '') return;
    set({ others: { ...signs.others, [text.value.trim()]: meaning } });
    text.value = '';
  };
  return html`<details class="more signs">
    <summary>${t('imports.signsTitle')}</summary>
    <div class="fields">
      ${selectField('sign-nothing', t('imports.sign_nothing'), signs.nothing, zeroOrMissing, (nothing) => set({ nothing: nothing as 'zero' }))}
      ${selectField('sign-blank', t('imports.sign_blank'), signs.blank, zeroOrMissing, (blank) => set({ blank: blank as 'zero' }))}
      ${selectField('sign-limited', t('imports.sign_limited'), signs.limited, (['keep', 'drop'] as const).map((value) => ({ value, text: t(`imports.sign_${value}`) })), (limited) => set({ limited: limited as 'keep' }))}
    </div>
    <dl class="sign-list">
      <div><dt>. •</dt><dd>${t('imports.sign_secretFixed')}</dd></div>
      <div><dt>x / …</dt><dd>${t('imports.sign_missingFixed')}</dd></div>
      ${Object.entries(signs.others).map(
        ([text, meaning]) => html`<div><dt>${text}</dt><dd>${t(`imports.meaning_${meaning}`)}
          <button class="button link dense" @click=${() => set({ others: Object.fromEntries(Object.entries(signs.others).filter(([other]) => other !== text)) })} aria-label=${t('imports.removeSign', { sign: text })}>${t('imports.remove')}</button></dd></div>`,
      )}
    </dl>
    <div class="add-sign" role="group" aria-label=${t('imports.addSign')}>
      <input aria-label=${t('imports.signText')} placeholder="k. A." />
      <select aria-label=${t('imports.signMeaning')}>${SIGN_MEANINGS.map((meaning) => html`<option value=${meaning} ?selected=${meaning === 'secret'}>${t(`imports.meaning_${meaning}`)}</option>`)}</select>
      <button class="button quiet dense" @click=${(event: Event) => add((event.target as HTMLElement).closest<HTMLElement>('.add-sign')!)}>${t('imports.addSign')}</button>
    </div>
  </details>`;
}

export const tableSignStyles = css`
  .sign-list { display: grid; gap: 4px; margin: 12px 0; }
  .sign-list > div { display: grid; grid-template-columns: 72px 1fr; gap: 8px; align-items: baseline; }
  .sign-list dt { font: 600 14px/20px var(--zs-font); }
  .sign-list dd { color: var(--zs-ink2); }
  .add-sign { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
  .add-sign input, .add-sign select { height: 40px; padding: 0 10px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: #fff; flex: 1 1 120px; min-width: 0; }
`;
