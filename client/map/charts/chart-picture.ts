// A chart as a file: title, what it shows, the drawing, notes and source on one white sheet, as SVG or as PNG of twice the size.
import regularUrl from '@fontsource/fira-sans/files/fira-sans-latin-400-normal.woff2?url';
import semiboldUrl from '@fontsource/fira-sans/files/fira-sans-latin-600-normal.woff2?url';
import { INK, INK2 } from '../../shell/palette.ts';

export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  /** An `<svg>` element as text, with width and height. */
  readonly drawing: string;
  readonly width: number;
  readonly height: number;
  /** Under the drawing: notes, then the source. */
  readonly lines: readonly string[];
}

const MARGIN = 16;
const PNG_SCALE = 2;

export function pictureSvg({ title, subtitle, drawing, width, height, lines }: Picture, fontStyle = ''): string {
  const parts: string[] = [];
  let y = MARGIN;
  const write = (text: string, size: number, weight: number, colour: string, lineHeight: number) => {
    for (const line of wrap(text, width, `${weight} ${size}px "Fira Sans", sans-serif`)) {
      parts.push(`<text x="${MARGIN}" y="${y + size}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escape(line)}</text>`);
      y += lineHeight;
    }
  };
  write(title, 18, 600, INK, 24);
  if (subtitle !== '') write(subtitle, 14, 400, INK2, 20);
  y += 8;
  parts.push(drawing.replace(/^[^<]*(?:<\?xml[^>]*>\s*)?<svg/, `<svg x="${MARGIN}" y="${y}"`));
  y += height + 10;
  for (const line of lines) write(line, 12, 400, INK2, 16);
  const [w, h] = [width + 2 * MARGIN, y + MARGIN];
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" font-family="'Fira Sans', sans-serif">${fontStyle}<rect width="${w}" height="${h}" fill="#fff"/>${parts.join('')}</svg>`;
}

/** An SVG that is drawn as a picture sees no font of the page: ours goes along. */
export async function picturePng(picture: Picture): Promise<Blob> {
  const text = pictureSvg(picture, await fontStyle());
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [PNG_SCALE * image.width, PNG_SCALE * image.height];
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture came of the chart')) : resolve(blob)), 'image/png'));
}

let fonts: Promise<string> | undefined;

/** Two weights, 24 kB each. Without them (offline) the picture takes the machine's own font. */
function fontStyle(): Promise<string> {
  fonts ??= Promise.all(
    ([[400, regularUrl], [600, semiboldUrl]] as const).map(async ([weight, url]) => {
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      return `@font-face{font-family:'Fira Sans';font-weight:${weight};src:url(data:font/woff2;base64,${btoa(binary)}) format('woff2')}`;
    }),
  ).then(
    (faces) => `<style>${faces.join('')}</style>`,
    () => '',
  );
  return fonts;
}

let measuring: CanvasRenderingContext2D | undefined;

function wrap(text: string, width: number, font: string): string[] {
  measuring ??= document.createElement('canvas').getContext('2d')!;
  measuring.font = font;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && measuring.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!);
