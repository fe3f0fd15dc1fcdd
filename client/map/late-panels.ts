// Panels that follow the map: at another date the zones are drawn first, lists and charts with the next frame.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Of 400 zones the panels take three times as long as the map to be laid out and painted. While they wait, what was rendered of them last is rendered
 * again, which changes nothing; steps that come quickly after each other (a slider that is dragged) have them wait until the map rests.
 */
export class LatePanels<Panels> implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private kept: Panels | undefined;
  private waiting = false;
  private frame = 0;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
    this.kept = undefined;
  }

  /** To be said before the host renders the new map. Without a frame in sight (a hidden page) nothing waits. */
  letMapGoFirst(): void {
    this.stop();
    if (this.kept === undefined || document.hidden) return;
    this.waiting = true;
    this.frame = requestAnimationFrame(() => {
      // The next frame begins while the one with the map is laid together: rendered at once, panels would take a processor from it.
      this.frame = requestAnimationFrame(() => {
        this.waiting = false;
        this.host.requestUpdate();
      });
    });
  }

  render(make: () => Panels): Panels {
    if (!this.waiting || this.kept === undefined) this.kept = make();
    return this.kept;
  }

  private stop(): void {
    cancelAnimationFrame(this.frame);
    this.waiting = false;
  }
}
