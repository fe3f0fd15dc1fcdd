// Below a row: rename, lock, merge, fly there. No dialog, the table stays in view.
import { css, html, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { EditorController } from '../editor-controller.ts';
import type { ZoneFigures } from '../figures/zone-figures.ts';
import type { TableView } from './zone-table.ts';

export function zoneActions(controller: EditorController, row: ZoneFigures, view: TableView): TemplateResult {
  const others = controller.totals.rows.filter(({ zone }) => zone !== row.zone);
  const close = () => {
    view.open = null;
    view.refresh();
  };
  return html`<div class="zone-actions">
    <form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const data = new FormData(event.target as HTMLFormElement);
        const [name, code] = ['name', 'zone'].map((field) => String(data.get(field) ?? '').trim()) as [string, string];
        close();
        if (name !== row.name) controller.rename(row.zone, name);
        if (code !== row.zone) controller.changes.renumber(row.zone, code);
      }}
    >
      <label class="short"><span class="t12 ink3">${t('editor.number')}</span><input name="zone" required maxlength="20" autocomplete="off" .value=${row.zone} /></label>
      <label><span class="t12 ink3">${t('editor.name')}</span><input name="name" required maxlength="80" autocomplete="off" .value=${row.name} /></label>
      <button class="button secondary dense">${t('editor.rename')}</button>
    </form>
    <form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const into = String(new FormData(event.target as HTMLFormElement).get('into') ?? '');
        close();
        controller.merge(row.zone, into);
      }}
    >
      <label
        ><span class="t12 ink3">${t('editor.mergeInto')}</span
        ><select name="into">
          ${others.map(({ zone, name }) => html`<option value=${zone}>${name === zone ? zone : `${zone} ${name}`}</option>`)}
        </select></label
      >
      <button class="button secondary dense" aria-disabled=${row.locked || others.length === 0}>${t('editor.merge')}</button>
    </form>
    <div class="pair">
      <button class="button quiet dense" @click=${() => controller.toggleLock(row.zone)}>${icon(row.locked ? 'unlock' : 'lock', 16)}${t(row.locked ? 'editor.unlock' : 'editor.lock')}</button>
      <button class="button quiet dense" @click=${() => controller.fly.toZone(row.zone)}>${icon('target', 16)}${t('editor.show')}</button>
    </div>
  </div>`;
}

export const actionStyles = css`
  .zone-actions { padding: 4px 8px 14px 38px; display: grid; gap: 10px; }
  .zone-actions form { display: flex; gap: 8px; align-items: end; }
  .zone-actions label { flex: 1; display: grid; gap: 2px; min-width: 0; }
  .zone-actions .short { flex: 0 0 64px; }
  .zone-actions input, .zone-actions select, .settings input, .settings select, .field {
    height: 32px;
    width: 100%;
    padding: 0 8px;
    border: 1px solid var(--zs-control);
    border-radius: var(--zs-radius);
    background: #fff;
  }
  .zone-actions .pair { display: flex; gap: 8px; }
  @media (max-width: 699px) {
    .zone-actions input, .zone-actions select, .settings input, .settings select, .field { height: 44px; }
  }
`;
