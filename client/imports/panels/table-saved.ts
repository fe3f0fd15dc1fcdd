// Mappings under names: taken for this file, saved from it, handed on as files.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { saveText } from '../failure-csv.ts';
import type { TableSession } from '../table-session.ts';
import { stepButton, textField } from './form-parts.ts';

export function savedMappings(table: TableSession): TemplateResult {
  const { saved, told } = table;
  return html`<section class="saved-mappings" aria-labelledby="saved-title">
    <h3 id="saved-title">${t('imports.savedMappings')}</h3>
    ${saved.length === 0
      ? html`<p class="note-line">${t('imports.noSavedMappings')}</p>`
      : html`<ul>${saved.map(
          ({ name, savedAt }) => html`<li class=${name === table.name ? 'chosen' : ''}>
            <span class="mapping-name"><b>${name}</b><span class="t12 ink3">${formatDate(savedAt)}</span></span>
            <button class="button secondary dense" aria-label=${t('imports.takeMappingOf', { name })} @click=${() => void table.take(name)}>${t('imports.takeMapping')}</button>
            <button class="button link dense" aria-label=${t('imports.deleteMappingOf', { name })} @click=${() => void table.remove(name)}>${t('imports.remove')}</button>
          </li>`,
        )}</ul>`}
    <label class="button quiet dense open-mapping"><input
      id="mapping-file"
      class="visually-hidden"
      type="file"
      accept=".json,application/json"
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        const file = input.files?.[0];
        if (file !== undefined) void table.openFile(file);
        input.value = '';
      }}
    />${t('imports.openMapping')}</label>
    ${told === 'taken' || told === 'opened' || told === 'notAMapping' || told === 'deleted' ? html`<p class="note-line" role="status">${t(`imports.told_${told}`)}</p>` : nothing}
  </section>`;
}

export function saveMapping(table: TableSession): TemplateResult {
  const { name, mapping, told } = table;
  const valid = /^[\p{L}\p{N}][\p{L}\p{N} ._()-]{0,79}$/u.test(name.trim());
  return html`<section class="save-mapping" aria-labelledby="save-title">
    <h3 id="save-title">${t('imports.saveMappingTitle')}</h3>
    <div class="fields">${textField('mapping-name', t('imports.mappingName'), name, (value) => table.setName(value), { hint: t('imports.mappingNameHint') })}</div>
    <div class="actions">
      ${stepButton(t('imports.saveMapping'), valid ? '' : t('imports.whyName'), () => void table.save(), 'secondary', 'save-mapping')}
      <button class="button quiet" @click=${() => saveText(`${name.trim() === '' ? 'zuordnung' : name.trim()}.json`, `${JSON.stringify(mapping, null, 2)}\n`)}>${t('imports.downloadMapping')}</button>
    </div>
    ${told === 'saved' ? html`<p class="note-line" role="status">${t('imports.told_saved', { name: name.trim() })}</p>` : nothing}
  </section>`;
}

export const tableSavedStyles = css`
  .saved-mappings { padding-bottom: 12px; border-bottom: 1px solid var(--zs-line); margin-bottom: 4px; }
  .saved-mappings h3:first-child { margin-top: 4px; }
  .saved-mappings li { display: flex; align-items: center; gap: 8px; padding: 4px 0; }
  .mapping-name { flex: 1; min-width: 0; display: grid; overflow-wrap: anywhere; }
  .mapping-name b { font-weight: 500; }
  .open-mapping { cursor: pointer; margin-top: 4px; }
  .open-mapping:focus-within { outline: 3px solid var(--zs-ink); outline-offset: 2px; }
  .save-mapping { border-top: 1px solid var(--zs-line); margin-top: 16px; }
`;
