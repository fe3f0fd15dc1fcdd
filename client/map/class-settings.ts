// What a reader chose about the classes: method, number, over which dates, colours, and where a scale of two sides turns.

export const METHODS = ['natural', 'quantile', 'equal', 'deviation', 'manual'] as const;
export type Method = (typeof METHODS)[number];

export interface ClassSettings {
  readonly method: Method;
  /** 3 to 9; fewer come out where there are fewer different values. */
  readonly count: number;
  /** Over all dates a colour means the same in every year; by date every year has its own classes. */
  readonly scope: 'series' | 'date';
  /** Empty: what suits the form. */
  readonly palette: string;
  readonly reversed: boolean;
  /** Interior breaks of method manual, ascending. */
  readonly breaks: readonly number[];
  /** Where a diverging scale turns; undefined: where the form does, or the city's value. */
  readonly middle?: number | undefined;
}

export const FEWEST_CLASSES = 3;
export const MOST_CLASSES = 9;
export const DEFAULT_CLASSES: ClassSettings = { method: 'natural', count: 5, scope: 'series', palette: '', reversed: false, breaks: [] };

/** "quantile.7.date.Blues.r.m10.5_20_30": only what differs from the default, the method first; empty for the default itself. */
export function writeClasses(settings: ClassSettings): string {
  if (sameClasses(settings, DEFAULT_CLASSES)) return '';
  const parts: string[] = [settings.method, String(settings.count), settings.scope, settings.palette || '-', settings.reversed ? 'r' : '-'];
  return [...parts, settings.middle === undefined ? '-' : String(settings.middle), settings.breaks.join('_') || '-'].join('~');
}

/** What is not understood falls back to the default: a link from a later release still shows a map. */
export function readClasses(text: string | null): ClassSettings {
  const [method, count, scope, palette, reversed, middle, breaks] = (text ?? '').split('~');
  const number = Number(count);
  const cuts = breaks === undefined || breaks === '-' ? [] : breaks.split('_').map(Number).filter(Number.isFinite).toSorted((a, b) => a - b);
  return {
    method: METHODS.find((known) => known === method && (known !== 'manual' || cuts.length > 0)) ?? DEFAULT_CLASSES.method,
    count: Number.isInteger(number) && number >= FEWEST_CLASSES && number <= MOST_CLASSES ? number : DEFAULT_CLASSES.count,
    scope: scope === 'date' ? 'date' : 'series',
    palette: palette === undefined || palette === '-' ? '' : palette,
    reversed: reversed === 'r',
    breaks: cuts.slice(0, MOST_CLASSES - 1),
    ...(middle !== undefined && middle !== '-' && Number.isFinite(Number(middle)) ? { middle: Number(middle) } : {}),
  };
}

export function sameClasses(a: ClassSettings, b: ClassSettings): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

const ordered = ({ method, count, scope, palette, reversed, breaks, middle }: ClassSettings) => [method, count, scope, palette, reversed, breaks, middle ?? null];
