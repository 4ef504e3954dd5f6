/** `npm run mail-screenshots [-- NAME…]`: how the e-mails look, in each language, light and dark, on a phone and on a desktop. */
import { mkdirSync } from 'node:fs';
import { openBrowser } from './mail-screenshots/browser';
import { SCENES } from './mail-screenshots/scenes';

const FOLDER = '.threadkeeper/screenshots';
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = { phone: 390, desktop: 800 } as const;

const wanted = process.argv.slice(2);
const scenes = SCENES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
mkdirSync(FOLDER, { recursive: true });
const browser = await openBrowser();
try {
  for (const { name, html } of scenes) {
    for (const scheme of SCHEMES) {
      for (const [device, width] of Object.entries(WIDTHS)) {
        const { problems } = await browser.shoot(html, {
          scheme,
          width,
          file: `${FOLDER}/${name}-${scheme}-${device}.png`,
        });
        for (const problem of problems) console.log(`${name}, ${scheme}, ${device}: ${problem}`);
      }
    }
  }
} finally {
  await browser.close();
}
console.log(`${scenes.length * SCHEMES.length * Object.keys(WIDTHS).length} screenshots → ${FOLDER}`);
