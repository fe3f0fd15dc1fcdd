// Colour scales of the map: our own defaults and those of ColorBrewer 2.0 (Cynthia Brewer, Apache 2.0), light to dark or from side to side.
import { SEQUENTIAL } from '../shell/palette.ts';

export interface Palette {
  readonly palette: string;
  readonly kind: 'sequential' | 'diverging';
  /** Neighbours stay apart for protan, deutan and tritan sight: ours measured (ADR 0061), the others as ColorBrewer marks them. */
  readonly colourBlindSafe: boolean;
  /** From little to much; diverging ones with an odd number, the middle one neutral. */
  readonly anchors: readonly string[];
}

const split = (text: string) => text.split(' ').map((hex) => `#${hex}`);

export const PALETTES: readonly Palette[] = [
  { palette: 'ochre', kind: 'sequential', colourBlindSafe: true, anchors: SEQUENTIAL },
  { palette: 'Blues', kind: 'sequential', colourBlindSafe: true, anchors: split('DEEBF7 C6DBEF 9ECAE1 6BAED6 4292C6 2171B5 08519C 08306B') },
  { palette: 'YlGnBu', kind: 'sequential', colourBlindSafe: true, anchors: split('EDF8B1 C7E9B4 7FCDBB 41B6C4 1D91C0 225EA8 253494 081D58') },
  { palette: 'Greens', kind: 'sequential', colourBlindSafe: true, anchors: split('E5F5E0 C7E9C0 A1D99B 74C476 41AB5D 238B45 006D2C 00441B') },
  { palette: 'Purples', kind: 'sequential', colourBlindSafe: true, anchors: split('EFEDF5 DADAEB BCBDDC 9E9AC8 807DBA 6A51A3 54278F 3F007D') },
  { palette: 'YlOrRd', kind: 'sequential', colourBlindSafe: true, anchors: split('FFEDA0 FED976 FEB24C FD8D3C FC4E2A E31A1C BD0026 800026') },
  { palette: 'Greys', kind: 'sequential', colourBlindSafe: true, anchors: split('F0F0F0 D9D9D9 BDBDBD 969696 737373 525252 252525') },
  { palette: 'blue-ochre', kind: 'diverging', colourBlindSafe: true, anchors: ['#5E9CC8', '#A6CBE5', '#D2E4F1', '#F4F3EF', '#F8CB90', '#E38B35', '#B45F16'] },
  { palette: 'RdBu', kind: 'diverging', colourBlindSafe: true, anchors: split('2166AC 4393C3 92C5DE D1E5F0 F7F7F7 FDDBC7 F4A582 D6604D B2182B') },
  { palette: 'PuOr', kind: 'diverging', colourBlindSafe: true, anchors: split('542788 8073AC B2ABD2 D8DAEB F7F7F7 FEE0B6 FDB863 E08214 B35806') },
  { palette: 'BrBG', kind: 'diverging', colourBlindSafe: true, anchors: split('01665E 35978F 80CDC1 C7EAE5 F5F5F5 F6E8C3 DFC27D BF812D 8C510A') },
  { palette: 'RdYlGn', kind: 'diverging', colourBlindSafe: false, anchors: split('1A9850 66BD63 A6D96A D9EF8B FFFFBF FEE08B FDAE61 F46D43 D73027') },
];

export const defaultPalette = (diverging: boolean): string => (diverging ? 'blue-ochre' : 'ochre');

export function paletteNamed(name: string): Palette {
  return PALETTES.find(({ palette }) => palette === name) ?? PALETTES[0]!;
}

/** Our five steps for few classes: little and much stay apart, and one class alone is neither. */
const STEPS_OF_FEW: readonly (readonly number[])[] = [[], [2], [1, 3], [0, 2, 4], [0, 1, 3, 4], [0, 1, 2, 3, 4]];

/** So many colours from first to last; between the anchors they are mixed in OKLab, where equal steps look equal. */
export function coloursOf({ palette, anchors, kind }: Palette, classes: number, reversed = false): string[] {
  const few = palette === 'ochre' ? STEPS_OF_FEW[classes] : undefined;
  const colours = few?.map((step) => anchors[step]!) ?? spread(anchors, classes, kind);
  return reversed ? colours.toReversed() : colours;
}

function spread(anchors: readonly string[], classes: number, kind: Palette['kind']): string[] {
  if (classes === 1) return [anchors[anchors.length >> 1]!];
  // An even number of diverging classes leaves the neutral middle out; few classes need not begin at the palest and end at the darkest.
  const from = classes >= 6 ? 0 : kind === 'diverging' ? 0.1 : 0.06;
  return Array.from({ length: classes }, (_, index) => {
    const place = (from + ((1 - 2 * from) * index) / (classes - 1)) * (anchors.length - 1);
    const below = Math.min(anchors.length - 2, Math.floor(place));
    return mix(anchors[below]!, anchors[below + 1]!, place - below);
  });
}

type Triple = readonly [number, number, number];

export function mix(a: string, b: string, part: number): string {
  const [p, q] = [toOklab(a), toOklab(b)];
  return fromOklab([p[0] + (q[0] - p[0]) * part, p[1] + (q[1] - p[1]) * part, p[2] + (q[2] - p[2]) * part]);
}

/** B. Ottosson 2020, "A perceptual color space for image processing". */
function toOklab(hex: string): Triple {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}

function fromOklab([L, a, b]: Triple): string {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s, -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s];
  const parts = linear.map((part) => {
    const gamma = part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055;
    return Math.round(255 * Math.min(1, Math.max(0, gamma))).toString(16).padStart(2, '0');
  });
  return `#${parts.join('').toUpperCase()}`;
}
