// The keys, and the switch that turns single letters off (WCAG 2.1.4).
import { css, html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { language, t, type TextKey } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { EditorController } from '../editor-controller.ts';

const KEYS: readonly (readonly [readonly string[], TextKey])[] = [
  [['F6'], 'editor.helpRegions'],
  [['←', '→', '↑', '↓'], 'editor.helpArrows'],
  [['Enter'], 'editor.helpEnter'],
  [['Space'], 'editor.helpSpace'],
  [['Shift', '←↑↓→'], 'editor.helpShift'],
  [['1–9'], 'editor.helpDigits'],
  [['[', ']'], 'editor.helpRadius'],
  [['V', 'P', 'R', 'L', 'E', 'W', 'U', 'F'], 'editor.helpToolsAssign'],
  [['G', 'T', 'K', 'H'], 'editor.helpToolsDraw'],
  [['Z', 'A', 'S'], 'editor.helpToolsZones'],
  [['Enter', '←↑↓→'], 'editor.helpLine'],
  [['Shift', '←↑↓→'], 'editor.helpLineFree'],
  [['⌫'], 'editor.helpBack'],
  [['Space'], 'editor.helpSideKey'],
  [['Enter'], 'editor.helpRectangle'],
  [['N'], 'editor.helpNext'],
  [['D'], 'editor.helpDetached'],
  [['B'], 'editor.helpHint'],
  [['Esc'], 'editor.helpEsc'],
  [['Ctrl', 'Z'], 'editor.helpUndo'],
  [['Ctrl', 'Shift', 'Z'], 'editor.helpRedo'],
  [['Alt', 'Klick'], 'editor.helpAlt'],
  [['Alt', 'Enter'], 'editor.helpBlockLock'],
];

const LOCAL: Readonly<Record<string, TextKey>> = { Enter: 'editor.enterKey', Space: 'editor.spaceKey', Shift: 'editor.shiftKey', Ctrl: 'editor.ctrlKey', Klick: 'editor.clickKey' };

export function helpDialog(controller: EditorController, close: () => void, refresh: () => void, startTour: () => void): unknown {
  return guard([controller, controller.lettersOn, language()], () => dialog(controller, close, refresh, startTour));
}

function dialog(controller: EditorController, close: () => void, refresh: () => void, startTour: () => void): TemplateResult {
  return html`<dialog class="help panel" aria-labelledby="help-title" @close=${close}>
    <div class="help-head">
      <h2 id="help-title" class="t20">${t('editor.keys')}</h2>
      <button class="icon-button" aria-label=${t('shell.close')} @click=${(event: Event) => (event.target as HTMLElement).closest('dialog')!.close()}>${icon('close')}</button>
    </div>
    <table>
      <tbody>
        ${KEYS.map(
          ([keys, text]) => html`<tr>
            <td class="combo">${keys.map((key) => html`<kbd>${LOCAL[key] === undefined ? key : t(LOCAL[key])}</kbd>`)}</td>
            <td>${t(text)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    <button
      class="switch"
      role="switch"
      aria-checked=${controller.lettersOn}
      @click=${() => {
        controller.lettersOn = !controller.lettersOn;
        refresh();
      }}
    >
      <span class="track"></span><span>${t('editor.lettersSwitch')}</span>
    </button>
    <p class="t12 ink3">${t('editor.lettersHint')}</p>
    <button
      class="button secondary dense"
      data-action="tour"
      @click=${(event: Event) => {
        (event.target as HTMLElement).closest('dialog')!.close();
        startTour();
      }}
    >
      ${icon('flag', 16)}${t('tour.start')}
    </button>
  </dialog>`;
}

export const helpStyles = css`
  .help { border: 0; padding: 20px 24px; width: min(560px, calc(100vw - 32px)); max-height: calc(100dvh - 64px); overflow: auto; color: var(--zs-ink); }
  .help::backdrop { background: rgb(29 32 52 / 0.35); }
  .help-head { display: flex; justify-content: space-between; align-items: center; }
  .help td { padding: 5px 8px 5px 0; border-top: 1px solid var(--zs-line); }
  .help .combo { white-space: nowrap; width: 170px; }
  .help kbd { margin-right: 4px; }
  .help .switch { margin-top: 12px; }
  .help [data-action='tour'] { margin-top: 12px; }
`;
