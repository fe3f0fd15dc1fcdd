// Step 1: which file, and what is in it. Dropped, chosen, on its way with per cent.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { fileSize } from '../file-words.ts';
import type { ImportSession } from '../import-session.ts';
import { isOfNumbers, type ImportKind } from '../model.ts';
import { radioList } from './form-parts.ts';

export interface DropState {
  readonly over: boolean;
  readonly onOver: (over: boolean) => void;
}

export function fileStep(session: ImportSession, drop: DropState): TemplateResult {
  const { upload, kinds } = session;
  const onlyNumbers = kinds.every(isOfNumbers);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file !== undefined) void session.take(file);
  };
  return html`${upload === null
      ? html`<div
          class=${drop.over ? 'drop over' : 'drop'}
          @dragover=${(event: DragEvent) => {
            event.preventDefault();
            drop.onOver(true);
          }}
          @dragleave=${() => drop.onOver(false)}
          @drop=${(event: DragEvent) => {
            event.preventDefault();
            drop.onOver(false);
            take(event.dataTransfer?.files);
          }}
        >
          ${icon('upload', 28)}
          <div class="drop-text">
            <b>${t('imports.dropHere')}</b>
            <span id="formats">${t(onlyNumbers ? 'imports.formatsOfTables' : 'imports.formats')}</span>
          </div>
          <label class="button primary choose">
            <input
              id="file"
              class="visually-hidden"
              type="file"
              aria-describedby="formats"
              @change=${(event: Event) => {
                const input = event.target as HTMLInputElement;
                take(input.files);
                input.value = '';
              }}
            />${t('imports.chooseFile')}
          </label>
        </div>`
      : html`<div class="sending">
          <div class="sending-file">${icon('file')}<b>${upload.file}</b><span class="ink2 num">${fileSize(upload.bytes)}</span></div>
          <zs-progress
            active
            cancellable
            cancel-after="400"
            words=${upload.fraction < 1 ? t('imports.uploading') : t('imports.reading')}
            .fraction=${upload.fraction < 1 ? upload.fraction : undefined}
            @cancel=${() => session.cancelUpload()}
          ></zs-progress>
        </div>`}
    ${kinds.length === 1
      ? html`<p class="only-kind">${t(`imports.kind_${kinds[0]!}`)}</p>`
      : radioList(
          'kind',
          t('imports.whatIsIt'),
          session.kind,
          kinds.map((kind) => ({ value: kind, text: t(`imports.kind_${kind}`) })),
          (kind) => session.chooseKind(kind as ImportKind),
          'pills',
        )}
    <p class="hint">${session.kind === undefined ? t('imports.kindLater') : t(`imports.kindText_${session.kind}`)}</p>
    ${session.expired ? html`<zs-notice kind="info" heading=${t('imports.expired')} text=${t('imports.expiredText')}></zs-notice>` : nothing}`;
}

export const fileStyles = css`
  .drop {
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 20px;
    border: 1.5px dashed var(--zs-control);
    border-radius: var(--zs-radius-panel);
    background: var(--zs-hued);
    color: var(--zs-ink2);
  }
  .drop.over { border-color: var(--zs-accent); background: var(--zs-accent-tint1); color: var(--zs-accent); }
  .drop-text { flex: 1; min-width: 0; display: grid; gap: 2px; }
  .drop-text b { color: var(--zs-ink); font-weight: 600; }
  .drop-text span { font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .choose { cursor: pointer; }
  .choose:focus-within { outline: 3px solid var(--zs-ink); outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
  .sending { min-height: 96px; }
  .radios.pills { margin-top: 20px; }
  .only-kind { margin-top: 16px; font-weight: 600; }
  .radios.pills + .hint { margin-top: 8px; }
  .sending-file { display: flex; align-items: center; gap: 8px; padding: 4px 0 8px; }
  .sending-file b { font-weight: 500; overflow-wrap: anywhere; flex: 1; }
  .step-body > zs-notice { margin-top: 12px; }
  @media (max-width: 699px) {
    .drop { flex-direction: column; text-align: center; padding: 16px; gap: 10px; }
    .choose { align-self: stretch; }
    .drop-text b { display: none; }
  }
`;
