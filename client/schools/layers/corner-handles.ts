// Corners of the area that is being changed, as buttons over the map: a mouse or a finger drags them, keys move them.
import Overlay from 'ol/Overlay.js';
import type OlMap from 'ol/Map.js';
import { css } from 'lit';
import { t } from '../../i18n/i18n.ts';

type Place = readonly [number, number];

/** What the map tells of a corner that was moved. */
export interface CornerMove {
  readonly corner: number;
  readonly place: Place;
  readonly byKeys: boolean;
}

/** Somebody is done with a corner, or takes back what they did with it. */
export interface CornerStop {
  readonly corner: number;
  readonly back: boolean;
}

export interface CornerEvents {
  /** A corner is under way. */
  dragged(corner: number, place: Place): void;
  /** It was let go there; null: where it had been. */
  dropped(corner: number, place: Place | null): void;
  /** Whether the key was meant. */
  pressed(corner: number, event: KeyboardEvent): boolean;
  left(): void;
}

/** A press that moves less than this is none. */
const STILL_PX = 3;

export class CornerHandles {
  private readonly overlays: Overlay[] = [];
  private readonly map: OlMap;
  private readonly events: CornerEvents;

  constructor(map: OlMap, events: CornerEvents) {
    this.map = map;
    this.events = events;
  }

  /** Buttons stay the same as corners move, so that the focus does. */
  show(corners: readonly Place[] | null): void {
    const count = corners?.length ?? 0;
    while (this.overlays.length > count) this.map.removeOverlay(this.overlays.pop()!);
    while (this.overlays.length < count) this.overlays.push(this.make(this.overlays.length));
    this.overlays.forEach((overlay, corner) => {
      overlay.getElement()!.setAttribute('aria-label', t('schools.housingCorner', { corner: corner + 1, count }));
      overlay.setPosition([...corners![corner]!]);
    });
  }

  focus(corner: number): void {
    this.overlays[corner]?.getElement()?.focus({ preventScroll: true });
  }

  private make(corner: number): Overlay {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'corner';
    const overlay = new Overlay({ element: button, positioning: 'center-center', insertFirst: false });
    button.addEventListener('pointerdown', (event) => this.grab(corner, button, event));
    button.addEventListener('keydown', (event) => {
      if (!this.events.pressed(corner, event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    button.addEventListener('focus', () => this.bringIntoView(overlay));
    button.addEventListener('blur', () => this.events.left());
    this.map.addOverlay(overlay);
    return overlay;
  }

  /** The map must not be dragged along; until the pointer is let go all of it comes here. */
  private grab(corner: number, button: HTMLButtonElement, down: PointerEvent): void {
    if (down.button !== 0) return;
    down.stopPropagation();
    button.setPointerCapture(down.pointerId);
    const from = this.map.getPixelFromCoordinate(this.overlays[corner]!.getPosition()!);
    let place: Place | null = null;
    const move = (event: PointerEvent) => {
      const [dx, dy] = [event.clientX - down.clientX, event.clientY - down.clientY];
      if (place === null && Math.hypot(dx, dy) < STILL_PX) return;
      place = this.map.getCoordinateFromPixel([from[0]! + dx, from[1]! + dy]) as [number, number];
      this.overlays[corner]!.setPosition([...place]);
      this.events.dragged(corner, place);
    };
    const end = (event: PointerEvent) => {
      button.removeEventListener('pointermove', move);
      for (const name of ['pointerup', 'pointercancel'] as const) button.removeEventListener(name, end);
      if (place !== null) this.events.dropped(corner, event.type === 'pointerup' ? place : null);
    };
    button.addEventListener('pointermove', move);
    for (const name of ['pointerup', 'pointercancel'] as const) button.addEventListener(name, end);
  }

  /** By Tab somebody comes to corners that the map does not show; the browser would scroll the map's own frame. */
  private bringIntoView(overlay: Overlay): void {
    const viewport = this.map.getViewport();
    for (const frame of [viewport, viewport?.parentElement]) frame?.scrollTo(0, 0);
    const view = this.map.getView();
    const [x, y] = overlay.getPosition() as [number, number];
    const [minX, minY, maxX, maxY] = view.calculateExtent(this.map.getSize()!);
    if (x < minX! || x > maxX! || y < minY! || y > maxY!) view.setCenter([x, y]);
  }
}

/** 28 pixels to grasp by mouse, 44 by finger; the dot is smaller. */
export const cornerStyles = css`
  .corner { width: 28px; height: 28px; padding: 0; border: 0; border-radius: 50%; background: transparent; cursor: move; touch-action: none; display: grid; place-items: center; pointer-events: auto; }
  .corner::before { content: ''; width: 12px; height: 12px; box-sizing: border-box; border-radius: 50%; background: #fff; border: 2px solid var(--zs-accent); }
  .corner:hover::before, .corner:active::before { width: 16px; height: 16px; }
  .corner:focus-visible { outline-offset: -2px; }
  .corner:focus-visible::before { background: var(--zs-accent); border-color: #fff; width: 16px; height: 16px; }
  @media (pointer: coarse) {
    .corner { width: 44px; height: 44px; }
  }
`;
