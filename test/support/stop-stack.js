/** After the last test, where all ran in one process. */
export { stopStack as default } from './stack-environment.js';
