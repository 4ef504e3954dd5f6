/** `npm run mail-screenshots [-- NAME…]`: how the e-mails look, in each language. */
import { SCENES } from './mail-screenshots/scenes';
import { shootAll } from './screenshots/shoot';

await shootAll(SCENES);
