// The scale: the longest round length that fits about 120 pixels.
import { formatNumber } from '../i18n/format.ts';

export interface ScaleBar {
  readonly widthPx: number;
  readonly text: string;
}

const MOST_PX = 120;

/** `resolution` in metres a pixel; undefined before the first drawing. */
export function scaleBar(resolution: number): ScaleBar | undefined {
  if (!(resolution > 0)) return undefined;
  const mostM = MOST_PX * resolution;
  const power = 10 ** Math.floor(Math.log10(mostM));
  const lengthM = [5, 4, 3, 2, 1].map((factor) => factor * power).find((length) => length <= mostM)!;
  const text = textOf(lengthM);
  return { widthPx: Math.round(lengthM / resolution), text };
}

/** The import page looks at cracks: there the scale goes down to millimetres. */
function textOf(lengthM: number): string {
  if (lengthM >= 1000) return `${formatNumber(lengthM / 1000)}\u00A0km`;
  if (lengthM >= 1) return `${formatNumber(lengthM)}\u00A0m`;
  return lengthM >= 0.01 ? `${formatNumber(lengthM * 100)}\u00A0cm` : `${formatNumber(lengthM * 1000)}\u00A0mm`;
}
