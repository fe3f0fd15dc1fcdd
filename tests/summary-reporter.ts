// Ends a run with every reason for a skip and the plain closing line; with CI=true a skip for want of a component fails.
import type { Reporter, TestModule } from 'vitest/node';

/** The one thing that may be absent in CI: the shared folder is data, no component. */
const MAY_BE_ABSENT = /shared data|absent/;

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    const reasons = new Map<string, number>();
    let broken = 0;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed' || result.state === 'failed' || result.state === 'skipped') count[result.state]++;
        // Told with what went wrong the first time: a test that needs it often is mended.
        if (result.state === 'passed' && (test.diagnostic()?.retryCount ?? 0) > 0) process.stdout.write(`passed the second time: ${test.fullName}: ${result.errors?.[0]?.message ?? ''}\n`);
        if (result.state !== 'skipped') continue;
        const told = (result as { note?: string }).note ?? /\(skipped: (.*?)\)(?: > |$)/.exec(test.fullName)?.[1];
        const reason = told ?? (test.fullName.includes('LONG=1') ? 'runs with npm run test:long' : `no reason given by ${module.moduleId.split('/tests/')[1]}`);
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
      // A suite whose preparation failed leaves its tests skipped: that is a failure, not a skip.
      const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
      broken += suites.length + (module.errors().length > 0 ? 1 : 0);
    }
    count.failed += broken;
    for (const [reason, times] of reasons) process.stdout.write(`skipped ${times}: ${reason}\n`);
    if (process.env.CI === 'true' && broken === 0) {
      const missing = [...reasons.keys()].filter((reason) => !MAY_BE_ABSENT.test(reason) && !reason.startsWith('runs with'));
      if (missing.length > 0) {
        process.stdout.write(`CI=true and skipped for want of: ${missing.join('; ')}\n`);
        count.failed += missing.length;
        process.exitCode = 1;
      }
    }
    process.stdout.write(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
  }
}
