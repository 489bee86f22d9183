import type { Reporter, TestModule } from 'vitest/node';

/** Ends a test run with one line that people and machines read alike: `312 passed, 0 failed`. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length;
    const nothing = tests.length === 0 ? 1 : 0;
    const skipped = count('skipped');
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    process.on('exit', () =>
      process.stdout.write(`${count('passed')} passed, ${count('failed') + broken + unhandled.length + nothing} failed${tail}\n`),
    );
  }
}
