// What stands over somebody else's map while a plan is open: labels and shapes, a bar of tools where one is asked for, and the
// live region. All in one shadow root, so that no style goes in or out.
import { css, html, nothing, render } from 'lit';
import Control from 'ol/control/Control.js';
import type OlMap from 'ol/Map.js';
import { t, type TextKey } from '../i18n/i18n.ts';
import type { EditorController } from '../editor/editor-controller.ts';
import { chipStyles } from '../editor/panels/zone-chip.ts';
import { mapOverlay, overlayStyles } from '../editor/panels/map-overlay.ts';
import type { ToolId } from '../editor/tools/tool.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon, type IconName } from '../shell/icons.ts';

/** Tools that need no panel of the editor's own. */
const BAR: readonly (readonly [ToolId, IconName, TextKey])[] = [
  ['select', 'pointer', 'editor.toolSelect'],
  ['brush', 'brush', 'editor.toolBrush'],
  ['rectangle', 'rectangle', 'editor.toolRectangle'],
  ['lasso', 'lasso', 'editor.toolLasso'],
  ['merge', 'merge', 'editor.toolMerge'],
  ['lock', 'lock', 'editor.toolLock'],
];

const barStyles = css`
  :host { position: absolute; inset: 0; pointer-events: none; }
  .bar { position: absolute; left: 50%; bottom: 12px; transform: translateX(-50%); display: flex; flex-wrap: wrap; gap: 2px; padding: 4px; max-width: calc(100% - 24px); pointer-events: auto; }
  .bar .icon-button[aria-pressed='true'] { background: var(--zs-accent); color: #fff; }
  .bar .icon-button[aria-disabled='true'] { color: var(--zs-line2); cursor: not-allowed; }
  .gap { width: 1px; margin: 4px; background: var(--zs-line2); }
`;

const NONE: readonly never[] = [];

/** A control of the map, so that the host's own controls stay above or below as they were, and its events stop where they should. */
export class PlanSurround {
  private readonly below: HTMLElement;
  private readonly overlay: HTMLElement;
  private readonly control: Control;
  private readonly panel: HTMLElement;
  private readonly map: OlMap;
  private spoken = '';
  private readonly tools: readonly ToolId[];

  constructor(map: OlMap, tools: readonly ToolId[], fontFamily: string) {
    this.map = map;
    this.tools = tools;
    const host = document.createElement('div');
    host.className = 'zuschnitt-plan';
    this.panel = shadowOf(host, fontFamily);
    this.control = new Control({ element: host });
    // Labels lie below popups and controls of the host: beside the canvases, not among the overlays.
    this.below = document.createElement('div');
    this.below.className = 'zuschnitt-plan-labels';
    this.overlay = shadowOf(this.below, fontFamily);
    this.overlay.className = 'overlay';
  }

  attach(): void {
    const viewport = this.map.getViewport();
    viewport?.insertBefore(this.below, viewport.children[1] ?? null);
    this.map.addControl(this.control);
  }

  remove(): void {
    this.map.removeControl(this.control);
    this.below.remove();
  }

  say(text: string): void {
    this.spoken = text;
  }

  paintOverlay(controller: EditorController): void {
    render(mapOverlay(controller, { turn: 0, otherLabels: NONE, together: nothing }), this.overlay);
  }

  paint(controller: EditorController): void {
    const { session } = controller;
    const named = BAR.filter(([id]) => this.tools.includes(id));
    render(
      html`${named.length === 0
          ? nothing
          : html`<div class="bar panel" role="group" aria-label=${t('editor.tools')}>
              ${named.map(
                ([id, sign, name]) =>
                  html`<button class="icon-button" data-tool=${id} aria-label=${t(name)} title=${t(name)} aria-pressed=${controller.tool === id} @click=${() => controller.chooseTool(id)}>${icon(sign)}</button>`,
              )}
              <span class="gap"></span>
              <button class="icon-button" data-action="undo" aria-label=${t('editor.undo')} title=${t('editor.undo')} aria-disabled=${!session.canUndo} @click=${() => controller.undo()}>${icon('undo')}</button>
              <button class="icon-button" data-action="redo" aria-label=${t('editor.redo')} title=${t('editor.redo')} aria-disabled=${!session.canRedo} @click=${() => controller.redo()}>${icon('redo')}</button>
            </div>`}
        <div class="visually-hidden" role="status" aria-live="polite">${this.spoken}</div>`,
      this.panel,
    );
  }
}

function shadowOf(host: HTMLElement, fontFamily: string): HTMLElement {
  Object.assign(host.style, { position: 'absolute', inset: '0', pointerEvents: 'none' });
  host.style.setProperty('--zs-font', fontFamily);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [...baseStyles, chipStyles, overlayStyles, barStyles].map(({ styleSheet }) => styleSheet!);
  const content = document.createElement('div');
  root.append(content);
  return content;
}
