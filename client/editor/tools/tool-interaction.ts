// Hands OpenLayers' pointer events to the tool in use; two fingers always move the map.
import type MapBrowserEvent from 'ol/MapBrowserEvent.js';
import PointerInteraction from 'ol/interaction/Pointer.js';
import { OWN_PLANE, type ViewPlane } from '../../map-layers/view-plane.ts';
import type { Tool, ToolHost, ToolPoint } from './tool.ts';

export class ToolInteraction extends PointerInteraction {
  tool: Tool | null = null;
  host: ToolHost | null = null;
  /** In a map of another projection tools still get metres of the blocks' plane. */
  plane: ViewPlane = OWN_PLANE;
  /** Script time of the tool since the last frame and when it began, for the measure `zs-stroke`. */
  spentMs = 0;
  beganAt = 0;
  private down: ToolPoint | null = null;
  private painting = false;

  /** True while a gesture goes on that Esc can give back. */
  get busy(): boolean {
    return this.painting || this.tool?.open === true;
  }

  cancel(): void {
    this.painting = false;
    if (this.tool !== null && this.host !== null) this.tool.cancel(this.host);
  }

  /** A second finger came: it moves the map. */
  private makeWay(): void {
    if (this.tool?.pause === undefined) this.cancel();
    else {
      this.painting = false;
      this.tool.pause(this.host!);
    }
  }

  override handleDownEvent(event: MapBrowserEvent): boolean {
    const { tool, host } = this;
    const pointer = event.originalEvent as PointerEvent;
    this.down = null;
    if (tool === null || host === null || this.targetPointers.length > 1) return false;
    // The middle button pans, whatever tool is on.
    if (pointer.button !== 0) return false;
    const point = this.pointOf(event);
    this.down = point;
    this.timed(() => {
      this.painting = tool.down(point, host);
    });
    return this.painting;
  }

  override handleDragEvent(event: MapBrowserEvent): void {
    if (!this.painting) return;
    if (this.targetPointers.length > 1) this.makeWay();
    else this.timed(() => this.tool!.drag(this.pointOf(event), this.host!));
  }

  override handleUpEvent(event: MapBrowserEvent): boolean {
    if (!this.painting) return false;
    this.painting = false;
    this.tool!.up(this.pointOf(event), this.host!);
    return false;
  }

  override handleMoveEvent(event: MapBrowserEvent): void {
    if (this.tool === null || this.host === null || (event.originalEvent as PointerEvent).pointerType === 'touch') return;
    this.tool.move(this.pointOf(event), this.host);
  }

  override handleEvent(event: MapBrowserEvent): boolean {
    if (event.type === 'click' && this.host !== null && this.tool?.clicks === true && this.down !== null) {
      const point = this.pointOf(event);
      this.host.click(this.host.locator.at(point.x, point.y), point);
    }
    return super.handleEvent(event);
  }

  private timed(work: () => void): void {
    const began = performance.now();
    if (this.spentMs === 0) this.beganAt = began;
    work();
    this.spentMs += performance.now() - began;
  }

  private pointOf(event: MapBrowserEvent): ToolPoint {
    const [x, y] = this.plane.toPlane(event.coordinate);
    const pointer = event.originalEvent as PointerEvent;
    return { x, y, pixel: event.pixel as [number, number], shift: pointer.shiftKey, alt: pointer.altKey };
  }
}
