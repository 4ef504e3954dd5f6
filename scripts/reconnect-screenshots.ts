/** `npm run reconnect-screenshots [-- NAME…]`: what a customer who comes back sees, by a link and at the prompt. */
import { LANDINGS } from './reconnect-screenshots/landings';
import { promptScenes } from './reconnect-screenshots/prompts';
import { shootAll } from './screenshots/shoot';

await shootAll([...LANDINGS, ...(await promptScenes())]);
