// The tools in their groups, on the left over the map; on a phone a row at the bottom, and all of them on request.
import { css, html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { language, t, type TextKey } from '../../i18n/i18n.ts';
import { icon, type IconName } from '../../shell/icons.ts';
import type { EditorController } from '../editor-controller.ts';
import { TOOL_KEYS } from '../keyboard.ts';
import type { ToolId } from '../tools/tool.ts';

type Item = readonly [ToolId, IconName, TextKey, TextKey];

const GROUPS: readonly (readonly [TextKey, readonly Item[]])[] = [
  [
    'editor.groupAssign',
    [
      ['select', 'pointer', 'editor.toolSelect', 'editor.toolSelectShort'],
      ['brush', 'brush', 'editor.toolBrush', 'editor.toolBrush'],
      ['rectangle', 'rectangle', 'editor.toolRectangle', 'editor.toolRectangle'],
      ['lasso', 'lasso', 'editor.toolLasso', 'editor.toolLasso'],
      ['side', 'side', 'editor.toolSide', 'editor.toolSideShort'],
      ['street', 'street', 'editor.toolStreet', 'editor.toolStreet'],
      ['zone', 'layers', 'editor.toolZone', 'editor.toolZoneShort'],
      ['fill', 'fill', 'editor.toolFill', 'editor.toolFillShort'],
    ],
  ],
  [
    'editor.groupDraw',
    [
      ['line', 'line', 'editor.toolLine', 'editor.toolLine'],
      ['split', 'partZone', 'editor.toolSplit', 'editor.toolSplit'],
      ['cut', 'knife', 'editor.toolCut', 'editor.toolCutShort'],
      ['heal', 'heal', 'editor.toolHeal', 'editor.toolHealShort'],
    ],
  ],
  [
    'editor.groupZones',
    [
      ['merge', 'merge', 'editor.toolMerge', 'editor.toolMergeShort'],
      ['balance', 'balance', 'editor.toolBalance', 'editor.toolBalance'],
      ['lock', 'lock', 'editor.toolLock', 'editor.toolLock'],
    ],
  ],
];

/** In the row of a phone; one more place shows the chosen tool where it is none of them. */
const FREQUENT: ReadonlySet<ToolId> = new Set(['select', 'brush', 'lasso', 'line']);

export function toolRail(controller: EditorController): unknown {
  return guard([controller, controller.tool, controller.lettersOn, controller.toolsOpen, language()], () => rail(controller));
}

function rail(controller: EditorController): TemplateResult {
  const open = controller.toolsOpen;
  return html`<div
    class="rail panel ${open ? 'open' : ''}"
    role="toolbar"
    aria-orientation="vertical"
    aria-label=${t('editor.tools')}
    data-region="tools"
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Escape' && open) controller.showTools(false);
    }}
  >
    ${GROUPS.map(
      ([name, items]) => html`<div class="group" role="group" aria-label=${t(name)}>
        <div class="group-name" aria-hidden="true">${t(name)}</div>
        ${items.map((item) => tool(controller, item))}
      </div>`,
    )}
    <button class="tool more-tools" tabindex="-1" aria-expanded=${open} aria-label=${t('editor.moreToolsLong')} @click=${() => controller.showTools(!open)}>
      ${icon(open ? 'close' : 'more')}<span class="tool-short">${t('editor.moreTools')}</span>
    </button>
  </div>`;
}

function tool(controller: EditorController, [id, sign, text, short]: Item): TemplateResult {
  const letter = TOOL_KEYS[id];
  const on = controller.tool === id;
  return html`<button
    class="tool ${FREQUENT.has(id) || (on && !FREQUENT.has(id)) ? 'frequent' : ''}"
    data-tool=${id}
    aria-pressed=${on}
    tabindex=${on ? 0 : -1}
    title=${controller.lettersOn ? `${t(text)} (${letter})` : t(text)}
    @click=${() => {
      controller.showTools(false);
      controller.chooseTool(id);
    }}
  >
    ${icon(sign)}<span class="tool-name">${t(text)}</span><span class="tool-short">${t(short)}</span
    >${controller.lettersOn ? html`<span class="tool-key" aria-hidden="true">${letter}</span>` : nothing}
  </button>`;
}

/** Arrow keys within the rail; true where the key was taken. */
export function walkRail(event: KeyboardEvent): boolean {
  const step = event.key === 'ArrowDown' || event.key === 'ArrowRight' ? 1 : event.key === 'ArrowUp' || event.key === 'ArrowLeft' ? -1 : 0;
  const current = (event.target as HTMLElement).closest<HTMLElement>('.tool');
  if (step === 0 || current === null) return false;
  const all = [...current.closest('.rail')!.querySelectorAll<HTMLElement>('.tool')].filter((button) => button.offsetParent !== null);
  all[(all.indexOf(current) + step + all.length) % all.length]!.focus();
  return true;
}

export const railStyles = css`
  .rail { position: absolute; left: 12px; top: 12px; width: 192px; max-height: calc(100% - 24px); overflow-y: auto; padding: 4px; display: flex; flex-direction: column; z-index: 5; }
  .group + .group { margin-top: 4px; padding-top: 4px; border-top: 1px solid var(--zs-line); }
  .group-name { padding: 2px 12px; font-size: 12px; line-height: 16px; color: var(--zs-ink3); }
  .tool.more-tools { display: none; }
  .tool {
    display: flex;
    align-items: center;
    gap: 12px;
    width: 100%;
    height: 28px;
    padding: 0 10px 0 12px;
    border-radius: var(--zs-radius);
    color: var(--zs-ink2);
    font-weight: 500;
    white-space: nowrap;
  }
  .tool:hover { background: var(--zs-hued); }
  .tool[aria-pressed='true'] { background: var(--zs-accent); color: #fff; }
  .tool-name { flex: 1; text-align: left; }
  .tool-short { display: none; }
  .tool-key { font-size: 12px; color: var(--zs-ink3); }
  .tool[aria-pressed='true'] .tool-key { color: #fff; }
  .tool:focus-visible { outline-offset: -3px; }
  @media (max-width: 1439px) {
    .rail { width: 56px; overflow: visible; }
    .group-name { display: none; }
    .tool { padding: 0; height: 32px; justify-content: center; position: relative; }
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
  /* The card of findings stands beside the tools where both do not fit one above the other. */
  @media (min-width: 1440px) and (max-height: 840px) {
    .stage .issues.panel { left: 216px; }
  }
  @media (min-width: 700px) and (max-width: 1439px) {
    .stage .issues.panel { left: 80px; }
  }
  @media (max-width: 1439px) and (max-height: 640px) {
    .tool { height: 27px; }
  }
  @media (max-width: 699px) {
    .rail {
      left: 0;
      right: 0;
      top: auto;
      bottom: 0;
      width: auto;
      height: 64px;
      max-height: none;
      padding: 0;
      flex-direction: row;
      border-radius: 0;
      border-top: 1px solid var(--zs-line);
      box-shadow: none;
      z-index: 14;
    }
    .rail .group { display: contents; }
    .tool { display: none; flex: 1; flex-direction: column; justify-content: center; gap: 2px; width: auto; height: 64px; font: 500 12px/16px var(--zs-font); border-radius: 0; border-top: 3px solid transparent; min-width: 0; }
    .tool.frequent, .tool.more-tools { display: flex; }
    .tool[aria-pressed='true'] { background: none; color: var(--zs-accent); border-top-color: var(--zs-accent); font-weight: 600; }
    .tool .tool-name, .tool:hover .tool-name, .tool:focus-visible .tool-name { display: none; }
    .tool-short { display: block; }
    .rail.open { height: auto; display: grid; grid-template-columns: repeat(4, 1fr); padding: 4px 0; border-radius: 12px 12px 0 0; box-shadow: 0 -2px 16px rgb(29 32 52 / 0.16); z-index: 16; }
    .rail.open .group-name { display: block; grid-column: 1 / -1; padding: 8px 16px 0; }
    .rail.open .tool { display: flex; height: 56px; border-top: 0; }
    .rail.open .tool[aria-pressed='true'] { background: var(--zs-tint); }
  }
`;
