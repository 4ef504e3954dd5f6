/** For pages without modules: the same, as `Threadkeeper`. */
import { start } from './index';

Object.assign(globalThis, { Threadkeeper: { start } });
