import { TestEnvironment } from 'jest-environment-node';
import { tsImport } from 'tsx/esm/api';

/** Of this process: its modules, their compiled code and the common stack outlive the test files. */
let host;

/** Gives test files local stacks that run outside of their sandboxes, by `startStack` of stack-host.ts. */
export default class StackEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.stackHost = async () => {
      host ??= tsImport('./stack-host.ts', import.meta.url);
      return (await host).host;
    };
  }
}

/** Stops what this process keeps running. */
export async function stopStack() {
  await (await host)?.host.stop();
}

// What runs on would keep a worker of Jest from ending. It is to end once it does not listen any more.
if (process.send) setInterval(() => process.listenerCount('message') === 0 && process.exit(), 50).unref();
