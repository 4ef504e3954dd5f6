/** `npm start`: the whole of Threadkeeper on this machine. */
export const REQUIRED = 24;
const version = process.versions.node;

// Before anything is loaded that an older Node does not have.
if (Number(version.split('.')[0]) < REQUIRED) {
  console.error(
    `The local stack needs Node ${REQUIRED}, and this is ${version}. npm ci brings the right one along: run npm start, not node.`,
  );
  process.exitCode = 1;
} else {
  // As in Lambda, for all threads.
  process.env.TZ = 'UTC';
  const { main } = await import('./start-up');
  process.exitCode = await main(process.argv.slice(2));
  // A day that was being played would try on for some time to reach the stack that is gone.
  setTimeout(() => process.exit(), 500).unref();
}
