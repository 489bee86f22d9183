import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment, command } from '../support/command.ts';

const root = join(import.meta.dirname, '..', '..');

const plan = (threads: string, ...args: readonly string[]) =>
  command(['plan', 'scenarios/support-agent', '--as-of', '2026-11-20', '--format', 'json', ...args], root, { OUTLAY_THREADS: threads });

describe('the number of threads', () => {
  it('changes no byte of a plan', async () => {
    const [one, three] = [await plan('1'), await plan('3')];
    expect(one.code).toBe(0);
    expect(three).toEqual(one);
  });

  it.each(['0', '65', 'many'])('is refused where it is none: %s', async (threads) => {
    const { code, stdout, stderr } = await plan(threads);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`OUTLAY_THREADS "${threads}" is not a whole number from 1 to 64`);
  });
});

describe('an interrupt', () => {
  it.skipIf(process.platform === 'win32')('ends a plan with all its threads', async () => {
    const args = [join(root, 'dist', 'cli', 'main.js'), 'plan', 'scenarios/support-agent', '--runs', '10000000'];
    const child = spawn(process.execPath, args, { cwd: root, env: cleanEnvironment({ OUTLAY_THREADS: '3' }), stdio: 'ignore' });
    await setTimeout(2000);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
    expect(() => process.kill(child.pid ?? 0, 0)).toThrow('ESRCH');
  });
});
