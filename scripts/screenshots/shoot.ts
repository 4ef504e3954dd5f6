/** Pictures of pages, light and dark, on a phone and on a desktop; the browser sees them and bundled fonts, and nothing else of the world. */
import { mkdirSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright, type Route } from 'playwright-core';

const FOLDER = '.threadkeeper/screenshots';
const ORIGIN = 'http://page.test';
const FONTS = 'node_modules/@fontsource';
const SHEETS = ['noto-sans-kr', 'noto-sans-jp', 'noto-sans-sc']
  .flatMap((font) => [400, 700].map((weight) => `${font}/${weight}.css`))
  .map((sheet) => `<link rel="stylesheet" href="/fonts/${sheet}">`)
  .join('');
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = { phone: 390, desktop: 800 } as const;
const HEIGHT = 600;

export interface Scene {
  name: string;
  html: string;
  /** What else there is on the site, by path; else objects are sent as JSON, and texts as scripts. */
  answers?: Readonly<Record<string, string | object>>;
  /** What is done before the picture is taken. */
  act?(page: Page): Promise<void>;
}

interface Shot {
  scheme: (typeof SCHEMES)[number];
  /** Pixels. */
  width: number;
  file: string;
}

/** Those that are named on the command line, or all; says what is wrong with how they lie on the page. */
export async function shootAll(scenes: readonly Scene[]): Promise<void> {
  const wanted = process.argv.slice(2);
  const shown = scenes.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  mkdirSync(FOLDER, { recursive: true });
  // In one process, as a Lambda wants it, the browser ends with its first page.
  const args = chromium.args.filter((argument) => argument !== '--single-process');
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args });
  const shots = SCHEMES.flatMap((scheme) =>
    Object.entries(WIDTHS).map(([device, width]) => ({ scheme, width, file: `${scheme}-${device}.png` })),
  );
  try {
    for (const scene of shown)
      for (const { file, ...shot } of shots)
        await shoot(browser, scene, { ...shot, file: `${FOLDER}/${scene.name}-${file}` });
  } finally {
    await browser.close();
  }
  console.log(`${shown.length * shots.length} screenshots → ${FOLDER}`);
}

async function shoot(browser: Browser, scene: Scene, { scheme, width, file }: Shot): Promise<void> {
  const page = await browser.newPage({
    viewport: { width, height: HEIGHT },
    colorScheme: scheme,
    deviceScaleFactor: 1.5,
  });
  try {
    await page.route('**/*', (route) => answer(route, scene));
    await page.goto(ORIGIN);
    await scene.act?.(page);
    // As text: the types of this project know no document.
    const wide = await page.evaluate<number>('document.fonts.ready.then(() => document.documentElement.scrollWidth)');
    if (wide > width) console.log(`${file}: is ${wide} pixels wide, which is more than ${width}`);
    // What lies over a page is as tall as the window.
    await page.screenshot({ path: file, fullPage: !scene.act, animations: 'disabled' });
  } finally {
    await page.close();
  }
}

async function answer(route: Route, { html, answers = {} }: Scene): Promise<void> {
  const { origin, pathname } = new URL(route.request().url());
  if (origin !== ORIGIN) return route.abort();
  const body = html.replace('</head>', `${SHEETS}</head>`);
  if (pathname === '/') return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
  const told = answers[pathname];
  if (typeof told === 'string') return route.fulfill({ contentType: 'text/javascript', body: told });
  if (told !== undefined) return route.fulfill({ json: told });
  if (!/^\/fonts\/[\w-]+\/(files\/)?[\w.-]+$/.test(pathname)) return route.fulfill({ status: 404 });
  return route.fulfill({ path: FONTS + pathname.slice('/fonts'.length) });
}
