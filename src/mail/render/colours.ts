/** Colours that can be read, whatever colour a workspace chose. Contrast as WCAG 2.2 defines it. */

type Rgb = [number, number, number];

const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [r, g, b] = rgbOf(hex).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 (the same) to 21 (black and white). */
export function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Black or white, whichever is read better; at least 4.58 on any colour. */
export const textOn = (colour: string): string =>
  contrast(colour, '#ffffff') >= contrast(colour, '#000000') ? '#ffffff' : '#000000';

/** The colour, or the nearest shade of it that has the contrast on the background. */
export function visibleOn(background: string, colour: string, wanted: number): string {
  const [from, towards] = [rgbOf(colour), rgbOf(textOn(background))];
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = hexOf(from.map((part, at) => part + ((towards[at] ?? 0) - part) * share) as Rgb);
    if (contrast(mixed, background) >= wanted) return mixed;
  }
  return hexOf(towards);
}

/** Of text, and of what is no text. @see https://www.w3.org/TR/WCAG22/#contrast-minimum */
const TEXT = 4.5;
const SHAPE = 3;

/** What the template is coloured with; the shades for messages are the harder ones, so they hold on the card as well. */
export const SHADES = {
  light: { page: '#eef1f5', card: '#ffffff', message: '#f2f4f7', text: '#1a1d21', muted: '#5b6470', line: '#dfe3e9' },
  dark: { page: '#0f1114', card: '#1b1e23', message: '#282c33', text: '#f1f3f5', muted: '#b0b7c1', line: '#3b414b' },
} as const;
export type Mode = keyof typeof SHADES;

/** The workspace's colour, or ours, as it is used in one mode. */
export function accents(colour: string, mode: Mode): { line: string; link: string } {
  const { card, message } = SHADES[mode];
  return { line: visibleOn(card, colour, SHAPE), link: visibleOn(message, colour, TEXT) };
}

export const DEFAULT_COLOUR = '#0b5fff';
