// Options of single tools: how far a line snaps, which street, which zone of which other geography.
import { html, nothing, type TemplateResult } from 'lit';
import { formatWithUnit } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { EditorController } from '../editor-controller.ts';

/** Metres; 0 leaves the drawn line as it is. */
const SNAPS = [0, 5, 10, 20, 40] as const;

export function snapOption({ lines }: EditorController): TemplateResult {
  return html`<label class="option"
    ><span class="option-name">${t('editor.snap')}</span
    ><select
      class="plain-select"
      name="snap"
      aria-label=${t('editor.snapLong')}
      @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        lines.setSnap(value === '' ? null : Number(value));
      }}
    >
      <option value="" ?selected=${lines.snapM === null}>${t('editor.snapAuto')}</option>
      ${SNAPS.map((metres) => html`<option value=${metres} ?selected=${lines.snapM === metres}>${formatWithUnit(metres, 'm')}</option>`)}
    </select></label
  >`;
}

export function streetOption({ sources }: EditorController): TemplateResult {
  if (sources.loading) return html`<span class="hint">${t('editor.streetLoading')}</span>`;
  if (sources.streets === null) return html`<span class="hint">${t('editor.noStreets')}</span>`;
  return html`<label class="option"
    ><span class="option-name">${t('editor.streetName')}</span
    ><select
      class="plain-select"
      name="street"
      aria-label=${t('editor.streetName')}
      @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        if (value !== '') sources.takeStreet(value);
      }}
    >
      <option value="" ?selected=${sources.street === ''}>${t('editor.chooseOne')}</option>
      ${sources.streetNames.map((name) => html`<option value=${name} ?selected=${name === sources.street}>${name}</option>`)}
    </select></label
  >`;
}

export function otherZoneOption({ sources }: EditorController): TemplateResult {
  const { versions, other } = sources;
  if (versions.length === 0) return html`<span class="hint">${t('editor.noVersions')}</span>`;
  const chosen = versions.findIndex(({ geography, version }) => geography === other?.geography && version === other.version);
  return html`<label class="option"
      ><span class="option-name">${t('editor.version')}</span
      ><select
        class="plain-select"
        name="version"
        aria-label=${t('editor.versionLong')}
        @change=${(event: Event) => void sources.chooseVersion(versions[Number((event.target as HTMLSelectElement).value)]!)}
      >
        ${versions.map(({ title }, i) => html`<option value=${i} ?selected=${i === chosen}>${title}</option>`)}
      </select></label
    >${other === null
      ? nothing
      : html`<label class="option"
          ><select
            class="plain-select"
            name="other-zone"
            aria-label=${t('editor.otherZone')}
            @change=${(event: Event) => sources.takeZone((event.target as HTMLSelectElement).value)}
          >
            <option value="" ?selected=${sources.otherZone === ''}>${t('editor.chooseOne')}</option>
            ${other.zones.map(({ zone, name }) => html`<option value=${zone} ?selected=${zone === sources.otherZone}>${name === zone ? zone : `${zone} ${name}`}</option>`)}
          </select></label
        >`}`;
}
