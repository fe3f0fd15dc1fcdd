// ECharts for our charts: fetched when first needed, drawn as SVG, dressed in our type and colours, the same on the page and in a file.
import type { CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { GridComponentOption, RadarComponentOption } from 'echarts/components';
import type { ComposeOption, ECharts } from 'echarts/core';
import { CONTROL, INK, LINE2, WITHHELD_GROUND } from '../../shell/palette.ts';

export type ChartOption = ComposeOption<CustomSeriesOption | LineSeriesOption | ScatterSeriesOption | GridComponentOption | RadarComponentOption>;
export type Drawing = ECharts;
export type RenderItem = NonNullable<CustomSeriesOption['renderItem']>;

type Parts = typeof import('./echarts-parts.ts');
let parts: Promise<Parts> | undefined;

/** With the fonts there: ECharts measures a text once and keeps what it found. */
const loadParts = (): Promise<Parts> => (parts ??= Promise.all([import('./echarts-parts.ts'), document.fonts.ready]).then(([loaded]) => loaded));

export const INK3 = '#5B6185';
export const GRID_LINE = '#DFE1EA';
/** What every text of a chart is set in. */
export const TEXT = { fontFamily: 'Fira Sans, sans-serif', fontSize: 12, color: INK3 } as const;
export const NAME_TEXT = { ...TEXT, color: INK, fontWeight: 600 } as const;

/** Axis of numbers: few lines, no ticks, the axis itself a line of control colour. */
export const VALUE_AXIS = {
  type: 'value',
  axisLine: { show: true, lineStyle: { color: CONTROL, width: 1 } },
  axisTick: { show: false },
  axisLabel: { ...TEXT },
  nameTextStyle: { ...TEXT },
  splitLine: { lineStyle: { color: GRID_LINE } },
} as const;

/** ECharts writes -5 with a hyphen and 0.5 with a point; axes go through our own formats, which are given to it by each chart. */
const BASE: ChartOption = { animation: false, backgroundColor: 'transparent', textStyle: TEXT };

export async function openDrawing(host: HTMLElement, width: number, height: number): Promise<Drawing> {
  const { init } = await loadParts();
  return init(host, null, { renderer: 'svg', width, height });
}

export function draw(drawing: Drawing, option: ChartOption): void {
  drawing.setOption({ ...BASE, ...option }, { notMerge: true });
}

/** The drawing as text, made without the page: independent of what is shown there at the moment. */
export async function svgOf(option: ChartOption, width: number, height: number): Promise<string> {
  const { init } = await loadParts();
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  drawing.setOption({ ...BASE, ...option });
  const text = drawing.renderToSVGString();
  drawing.dispose();
  return text;
}

/** Withheld: lines at 45°, as on the map. An SVG of its own, so that it stays sharp in every size. */
const HATCH_SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"><rect width="7" height="7" fill="${WITHHELD_GROUND}"/><path d="M-1 1L1 -1M-1 8L8 -1M6 8L8 6" stroke="${CONTROL}" stroke-width="1.5"/></svg>`;
export const HATCH = { image: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(HATCH_SVG)}`, imageWidth: 7, imageHeight: 7, repeat: 'repeat' as const };

export const OUTLINE = { stroke: CONTROL, lineWidth: 0.8 } as const;
export const OTHERS = LINE2;
