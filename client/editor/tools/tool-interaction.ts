// Hands OpenLayers' pointer events to the tool in use; two fingers always move the map.
import type MapBrowserEvent from 'ol/MapBrowserEvent.js';
import PointerInteraction from 'ol/interaction/Pointer.js';
import type { Tool, ToolHost, ToolPoint } from './tool.ts';

export class ToolInteraction extends PointerInteraction {
  tool: Tool | null = null;
  host: ToolHost | null = null;
  /** Script time of the tool since the last frame and when it began, for the measure `zs-stroke`. */
  spentMs = 0;
  beganAt = 0;
  private down: ToolPoint | null = null;
  private painting = false;

  /** True while a gesture goes on that Esc can give back. */
  get busy(): boolean {
    return this.painting;
  }

  cancel(): void {
    this.painting = false;
    if (this.tool !== null && this.host !== null) this.tool.cancel(this.host);
  }

  override handleDownEvent(event: MapBrowserEvent): boolean {
    const { tool, host } = this;
    const pointer = event.originalEvent as PointerEvent;
    this.down = null;
    if (tool === null || host === null || this.targetPointers.length > 1) return false;
    // The middle and the right button pan, whatever tool is on.
    if (pointer.button !== 0) return false;
    const point = pointOf(event);
    this.down = point;
    this.timed(() => {
      this.painting = tool.down(point, host);
    });
    return this.painting;
  }

  override handleDragEvent(event: MapBrowserEvent): void {
    if (!this.painting) return;
    if (this.targetPointers.length > 1) this.cancel();
    else this.timed(() => this.tool!.drag(pointOf(event), this.host!));
  }

  override handleUpEvent(event: MapBrowserEvent): boolean {
    if (!this.painting) return false;
    this.painting = false;
    this.tool!.up(pointOf(event), this.host!);
    return false;
  }

  override handleMoveEvent(event: MapBrowserEvent): void {
    if (this.tool === null || this.host === null || (event.originalEvent as PointerEvent).pointerType === 'touch') return;
    this.tool.move(pointOf(event), this.host);
  }

  override handleEvent(event: MapBrowserEvent): boolean {
    if (event.type === 'click' && this.host !== null && this.tool?.clicks === true && this.down !== null) {
      const point = pointOf(event);
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
}

function pointOf(event: MapBrowserEvent): ToolPoint {
  const [x, y] = event.coordinate as [number, number];
  const pointer = event.originalEvent as PointerEvent;
  return { x, y, pixel: event.pixel as [number, number], shift: pointer.shiftKey, alt: pointer.altKey };
}
