import Sequencer from '@jest/test-sequencer';

/**
 * What needs much memory comes while a worker is young, for its garbage is collected ten times as fast then; then what takes long, so
 * that no worker is left alone with it in the end.
 */
const FIRST = [/\/lib\/checks/, /\/(simulation|examples|lib)\//, /\/(scenarios|browser)\//];

export default class HeavyFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}

function rank({ path }) {
  const at = FIRST.findIndex((pattern) => pattern.test(path));
  return at < 0 ? FIRST.length : at;
}
