/** Closes a test run with one line that people and scripts can read: `N passed, N failed`. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const crashed = results.testResults.filter((file) => file.testExecError && file.numFailingTests === 0).length;
    process.stdout.write(`\n${results.numPassedTests} passed, ${results.numFailedTests + crashed} failed\n`);
  }
}
