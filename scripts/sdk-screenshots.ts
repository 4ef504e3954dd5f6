/** `npm run sdk-screenshots`: how the prompt looks, in each language, light and dark, on a phone and on a desktop. */
import { mkdirSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Page, chromium as playwright, type Route } from 'playwright-core';
import { buildSdk } from './sdk/build';
import { SCENES, type Scene } from './sdk/scenes';

const FOLDER = '.threadkeeper/screenshots';
const ORIGIN = 'http://shop.test';
const SIZES = { phone: { width: 390, height: 700 }, desktop: { width: 1000, height: 640 } } as const;
const SHEETS = ['noto-sans-kr', 'noto-sans-jp']
  .flatMap((font) => [400, 700].map((weight) => `<link rel="stylesheet" href="/fonts/${font}/${weight}.css">`))
  .join('');

const script = (await buildSdk())['threadkeeper.js'];

const pageOf = ({ language }: Scene) => `<!doctype html><html lang="${language}"><head><meta charset="utf-8">${SHEETS}
<meta name="viewport" content="width=device-width"><style>:root{color-scheme:light dark;--threadkeeper-font:'Noto Sans KR','Noto Sans JP'}
:lang(ja){--threadkeeper-font:'Noto Sans JP'}body{font:16px sans-serif;padding:24px}</style></head>
<body><h1>Sunrise Store</h1><p>${'Orders, returns, deliveries. '.repeat(30)}</p><script src="/threadkeeper.js"></script>
<script>Threadkeeper.start({ api: location.origin, channel: 'web', jwt: () => 'a.b.c' })</script></body></html>`;

async function answer(route: Route, scene: Scene): Promise<void> {
  const { pathname } = new URL(route.request().url());
  if (pathname === '/') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: pageOf(scene) });
  if (pathname === '/threadkeeper.js') return route.fulfill({ contentType: 'text/javascript', body: script });
  if (pathname === '/v1/reconnect') return route.fulfill({ json: { conversations: scene.conversations } });
  if (pathname === '/v1/reconnect/continue') return route.fulfill({ json: { result: 'expired' } });
  if (!/^\/fonts\/[\w-]+\/(files\/)?[\w.-]+$/.test(pathname)) return route.fulfill({ status: 404 });
  return route.fulfill({ path: `node_modules/@fontsource${pathname.slice('/fonts'.length)}` });
}

async function shoot(page: Page, scene: Scene, file: string): Promise<void> {
  await page.route('**/*', (route) => answer(route, scene));
  await page.goto(ORIGIN);
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  if (scene.isContinued) await dialog.getByRole('button').first().click();
  // As text: the types of this project know no document.
  await page.evaluate('document.fonts.ready');
  await page.waitForTimeout(300);
  await page.screenshot({ path: file });
}

// In one process, as a Lambda wants it, the browser ends with its first page.
const args = chromium.args.filter((argument) => argument !== '--single-process');
const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args });
mkdirSync(FOLDER, { recursive: true });
try {
  for (const scene of SCENES) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [device, viewport] of Object.entries(SIZES)) {
        const page = await browser.newPage({ viewport, colorScheme });
        await shoot(page, scene, `${FOLDER}/${scene.name}-${colorScheme}-${device}.png`);
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
}
console.log(`${SCENES.length * 2 * Object.keys(SIZES).length} screenshots → ${FOLDER}`);
