// Colours that are drawn on canvases, where custom properties do not reach; a test keeps them equal to tokens.css.

export const INK = '#1D2034';
export const INK2 = '#454B6B';
export const CONTROL = '#6E7597';
export const LINE2 = '#C0C3D5';
export const SUNKEN = '#E8E9EF';
export const WHITE = '#FFFFFF';
export const ACCENT = '#2044AA';
export const DANGER = '#C31C13';
export const WARN = '#925400';
export const PEER = '#7E01A8';

/** Five steps from little to much; OKLab distance of neighbours ≥ 9.3 for protan, deutan and tritan sight. */
export const SEQUENTIAL = ['#FCE8C0', '#F6C77C', '#E39A45', '#BC6223', '#823711'] as const;
export const ZERO = '#FFFFFF';
export const MISSING = '#BFC3D0';
export const WITHHELD_GROUND = '#FBFBFC';

/** Tints of zones by graph colouring: all pairs ≥ 6.1 in all four visions; the chips beside names are stronger. */
export const ZONE_TINTS = ['#E5C3BE', '#ECDEB9', '#C9C9ED', '#CDE3F3', '#F0F5E4'] as const;
export const ZONE_CHIPS = ['#D7A299', '#E2CC91', '#ABAAE3', '#B1D3EC', '#E8EFD5'] as const;

export const BASE = {
  fields: '#EEF0E9',
  wood: '#DCE6D4',
  park: '#CFE0C3',
  water: '#C6DAEA',
  waterLabel: '#2F5875',
  rail: '#6A7086',
  street: '#FFFFFF',
  streetCasing: '#CDD1DD',
  buildings: 'rgba(29, 32, 52, 0.13)',
} as const;

/** For canvases: the family that fonts.ts has loaded. */
export const FONT_FAMILY = '"Fira Sans", sans-serif';
