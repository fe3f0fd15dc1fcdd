// A chart drawn by ECharts: keeps one drawing on the page, hands pointers to the store, and draws the same for files.
import { html, type TemplateResult } from 'lit';
import { ChartElement, type ChartContent } from './chart-element.ts';
import { draw, openDrawing, svgOf, type ChartOption, type Drawing } from './echarts.ts';

/** Zones that stand out: the selected one always, the hovered one only on the page. */
export interface Highlight {
  readonly selected: number;
  readonly hovered: number;
}

export abstract class EChartsElement<Content extends ChartContent = ChartContent> extends ChartElement<Content> {
  private drawing: Drawing | undefined;
  private host: HTMLElement | undefined;
  private opening = false;
  private frame = 0;

  /** Data items carry `zone`, the index of their zone, where a pointer shall find it. */
  protected abstract optionOf(content: Content, width: number, highlight: Highlight): ChartOption;

  protected override renderDrawing(): TemplateResult {
    return html`<div class="drawing" aria-hidden="true"></div>`;
  }

  protected override async drawingOf(content: Content, width: number) {
    return { svg: await svgOf(this.optionOf(content, width, { selected: this.store!.selected, hovered: -1 }), width, content.height), height: content.height };
  }

  override updated(): void {
    const host = this.renderRoot.querySelector<HTMLElement>('.drawing');
    if (host === null || this.content === undefined) {
      this.close();
      return;
    }
    if (host !== this.host) {
      this.close();
      void this.open(host);
      return;
    }
    // Several hovers of one frame are drawn once.
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.redraw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  private async open(host: HTMLElement): Promise<void> {
    if (this.opening) return;
    this.opening = true;
    try {
      const drawing = await openDrawing(host, this.width, this.content!.height);
      // Meanwhile the table may have taken its place: then the next update opens another.
      if (!host.isConnected) {
        drawing.dispose();
        return;
      }
      this.host = host;
      this.drawing = drawing;
      const zoneOf = (data: unknown) => (data as { zone?: number } | undefined)?.zone ?? -1;
      drawing.on('mouseover', ({ data }) => this.store?.hover(zoneOf(data)));
      drawing.on('mouseout', () => this.store?.hover(-1));
      drawing.on('click', ({ data }) => {
        if (zoneOf(data) >= 0) this.select(zoneOf(data));
      });
      this.redraw();
    } finally {
      this.opening = false;
    }
  }

  private redraw(): void {
    const { drawing, content, store } = this;
    if (drawing === undefined || content === undefined || store === undefined) return;
    if (drawing.getWidth() !== this.width || drawing.getHeight() !== content.height) drawing.resize({ width: this.width, height: content.height });
    draw(drawing, this.optionOf(content, this.width, { selected: store.selected, hovered: store.hovered }));
  }

  private close(): void {
    this.drawing?.dispose();
    this.drawing = undefined;
    this.host = undefined;
  }
}
