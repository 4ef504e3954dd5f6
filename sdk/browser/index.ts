export { start } from './start';
export type * from './types';
