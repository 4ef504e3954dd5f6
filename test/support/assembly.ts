import { synthesizedApp } from '../../local/assembly';

/** Folder of the app as synthesized from the sources as they are now; made once for each state of them. */
export async function assembly(): Promise<string> {
  const app = synthesizedApp();
  if (app.missing) await app.make();
  return app.folder;
}
