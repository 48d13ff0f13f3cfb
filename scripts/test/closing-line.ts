import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends every run with one plain line, `N passed, N failed, N skipped`, for people and for `.ci/run`.
 * With `GATEHOUSE_NO_SKIP=1` (set there) a skipped, todo or never-run test fails the run.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    let broken = 0;
    for (const module of modules) {
      if (module.errors().length > 0 || module.state() === 'failed') broken += 1;
      for (const test of module.children.allTests()) count[test.result().state] += 1;
    }
    const skipped = count.skipped + count.pending;
    const failed = count.failed === 0 ? broken : count.failed;
    process.stdout.write(`\n${count.passed} passed, ${failed} failed, ${skipped} skipped\n`);
    if (process.env['GATEHOUSE_NO_SKIP'] === '1' && skipped > 0) {
      process.stderr.write('A skipped test proves nothing: the run fails.\n');
      process.exitCode = 1;
    }
  }
}
