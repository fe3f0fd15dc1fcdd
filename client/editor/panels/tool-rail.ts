// The tools, on the left over the map; at the bottom on a phone.
import { css, html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { language, t, type TextKey } from '../../i18n/i18n.ts';
import { icon, type IconName } from '../../shell/icons.ts';
import type { EditorController } from '../editor-controller.ts';
import { TOOL_KEYS } from '../keyboard.ts';
import type { ToolId } from '../tools/tool.ts';

const ITEMS: readonly (readonly [ToolId, IconName, TextKey, TextKey])[] = [
  ['select', 'pointer', 'editor.toolSelect', 'editor.toolSelectShort'],
  ['brush', 'brush', 'editor.toolBrush', 'editor.toolBrush'],
  ['rectangle', 'rectangle', 'editor.toolRectangle', 'editor.toolRectangle'],
  ['lasso', 'lasso', 'editor.toolLasso', 'editor.toolLasso'],
  ['merge', 'merge', 'editor.toolMerge', 'editor.toolMergeShort'],
  ['lock', 'lock', 'editor.toolLock', 'editor.toolLock'],
];

export function toolRail(controller: EditorController): unknown {
  return guard([controller, controller.tool, controller.lettersOn, language()], () => rail(controller));
}

function rail(controller: EditorController): TemplateResult {
  return html`<div class="rail panel" role="toolbar" aria-orientation="vertical" aria-label=${t('editor.tools')} data-region="tools">
    ${ITEMS.map(([id, sign, text, short]) => {
      const letter = TOOL_KEYS[id];
      const on = controller.tool === id;
      return html`<button
        class="tool"
        data-tool=${id}
        aria-pressed=${on}
        tabindex=${on ? 0 : -1}
        title=${letter === undefined || !controller.lettersOn ? t(text) : `${t(text)} (${letter})`}
        @click=${() => controller.chooseTool(id)}
      >
        ${icon(sign)}<span class="tool-name">${t(text)}</span><span class="tool-short">${t(short)}</span
        >${letter === undefined || !controller.lettersOn ? nothing : html`<span class="tool-key" aria-hidden="true">${letter}</span>`}
      </button>`;
    })}
  </div>`;
}

/** Arrow keys within the rail; true where the key was taken. */
export function walkRail(event: KeyboardEvent): boolean {
  const step = event.key === 'ArrowDown' || event.key === 'ArrowRight' ? 1 : event.key === 'ArrowUp' || event.key === 'ArrowLeft' ? -1 : 0;
  const current = (event.target as HTMLElement).closest<HTMLElement>('.tool');
  if (step === 0 || current === null) return false;
  const all = [...current.parentElement!.querySelectorAll<HTMLElement>('.tool')];
  all[(all.indexOf(current) + step + all.length) % all.length]!.focus();
  return true;
}

export const railStyles = css`
  .rail { position: absolute; left: 12px; top: 12px; width: 192px; padding: 4px; display: flex; flex-direction: column; z-index: 5; }
  .tool {
    display: flex;
    align-items: center;
    gap: 12px;
    height: 40px;
    padding: 0 10px 0 12px;
    border-radius: var(--zs-radius);
    color: var(--zs-ink2);
    font-weight: 500;
    white-space: nowrap;
  }
  .tool:hover { background: var(--zs-hued); }
  .tool[aria-pressed='true'] { background: var(--zs-accent); color: #fff; }
  .tool-name { flex: 1; }
  .tool-short { display: none; }
  .tool-key { font-size: 12px; color: var(--zs-ink3); }
  .tool[aria-pressed='true'] .tool-key { color: #fff; }
  @media (max-width: 1439px) {
    .rail { width: 56px; }
    .tool { padding: 0; justify-content: center; position: relative; }
    .tool-key { display: none; }
    .tool-name {
      position: absolute;
      left: calc(100% + 10px);
      padding: 4px 10px;
      border-radius: var(--zs-radius);
      background: var(--zs-ink);
      color: #fff;
      visibility: hidden;
    }
    .tool:hover .tool-name,
    .tool:focus-visible .tool-name { visibility: visible; }
  }
  @media (max-width: 699px) {
    .rail {
      left: 0;
      right: 0;
      top: auto;
      bottom: 0;
      width: auto;
      height: 64px;
      padding: 0;
      flex-direction: row;
      border-radius: 0;
      border-top: 1px solid var(--zs-line);
      box-shadow: none;
      z-index: 14;
    }
    .tool { flex: 1; flex-direction: column; gap: 2px; height: 64px; font: 500 12px/16px var(--zs-font); border-radius: 0; border-top: 3px solid transparent; min-width: 0; }
    .tool[aria-pressed='true'] { background: none; color: var(--zs-accent); border-top-color: var(--zs-accent); font-weight: 600; }
    .tool .tool-name, .tool:hover .tool-name, .tool:focus-visible .tool-name { display: none; }
    .tool-short { display: block; }
  }
`;
