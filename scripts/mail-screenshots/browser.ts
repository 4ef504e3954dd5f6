/** A browser that sees an e-mail and bundled fonts, and nothing else of the world. */
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright, type Route } from 'playwright-core';

const ORIGIN = 'http://mail.test';
const FONTS = 'node_modules/@fontsource';
const SHEETS = ['noto-sans-kr', 'noto-sans-jp', 'noto-sans-sc']
  .flatMap((font) => [400, 700].map((weight) => `${font}/${weight}.css`))
  .map((sheet) => `<link rel="stylesheet" href="/fonts/${sheet}">`)
  .join('');

export interface Shot {
  scheme: 'light' | 'dark';
  /** Pixels. */
  width: number;
  file: string;
}

export async function openBrowser() {
  // In one process, as a Lambda wants it, the browser ends with its first page.
  const args = chromium.args.filter((argument) => argument !== '--single-process');
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args });
  return {
    shoot: (html: string, shot: Shot) => shoot(browser, html, shot),
    close: () => browser.close(),
  };
}

/** @returns what is wrong with how it lies on the page */
async function shoot(browser: Browser, html: string, { scheme, width, file }: Shot): Promise<{ problems: string[] }> {
  const page = await browser.newPage({
    viewport: { width, height: 600 },
    colorScheme: scheme,
    deviceScaleFactor: 1.5,
  });
  try {
    await page.route('**/*', (route) => answer(route, html.replace('</head>', `${SHEETS}</head>`)));
    await page.goto(ORIGIN);
    // As text: the types of this project know no document.
    const wide = await page.evaluate<number>('document.fonts.ready.then(() => document.documentElement.scrollWidth)');
    await page.screenshot({ path: file, fullPage: true });
    return { problems: wide > width ? [`is ${wide} pixels wide, which is more than ${width}`] : [] };
  } finally {
    await page.close();
  }
}

async function answer(route: Route, html: string): Promise<void> {
  const { origin, pathname } = new URL(route.request().url());
  if (origin !== ORIGIN) return route.abort();
  if (pathname === '/') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
  if (!/^\/fonts\/[\w-]+\/(files\/)?[\w.-]+$/.test(pathname)) return route.fulfill({ status: 404 });
  return route.fulfill({ path: FONTS + pathname.slice('/fonts'.length) });
}
