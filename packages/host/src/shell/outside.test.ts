import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundNow, createBench, generousLimits, type Bench } from './testing/bench.ts';
import { processesWith, uniqueSeconds, until } from './testing/processes.ts';

let bench: Bench;
beforeAll(() => {
  bench = createBench();
});
afterAll(() => {
  bench.close();
});

describe('without a sandbox, accepted by the person', () => {
  const outside = (command: string, changes: Partial<ReturnType<Bench['spec']>> = {}) =>
    bench.run(bench.spec(command, { unsandboxed: true, ...changes }));

  it('runs as the person, in the directory that was bound, with an environment from nothing', async () => {
    process.env['GATEHOUSE_TEST_CANARY'] = 'canary-of-the-caller';
    const { output, ...result } = await outside(
      'pwd; id -un; env | grep -c CANARY; ls /proc/self/fd',
    );
    delete process.env['GATEHOUSE_TEST_CANARY'];
    expect(output).toBe(`${bench.workspace}\n${userInfo().username}\n0\n0\n1\n2\n3\n`);
    expect(result).toEqual({ exit: 0, signal: null, ended: 'exited', truncated: false });
  });

  it.each([
    ['a child', (mark: string) => `sleep ${mark} &`],
    ['a daemon', (mark: string) => `( (setsid sh -c 'exec sleep ${mark}' &) & ) > /dev/null 2>&1`],
  ])('takes %s with it', async (_, start) => {
    const mark = uniqueSeconds();
    expect((await outside(`${start(mark)}\necho started`)).output).toBe('started\n');
    await until(() => processesWith(`sleep\0${mark}`).length === 0);
  });

  it('is limited in time, output, processes and memory', async () => {
    const mark = uniqueSeconds();
    const limits = { ...generousLimits, seconds: 1, outputBytes: 1000, processes: 20 };
    expect((await outside(`sleep ${mark}`, { limits })).ended).toBe('timeout');
    expect((await outside(`yes ${mark}`, { limits })).ended).toBe('output');
    const bomb = `for n in $(seq 60); do sleep ${mark} & done; wait`;
    expect((await outside(bomb, { limits: { ...limits, seconds: 20 } })).ended).toBe('processes');
    await until(() => processesWith(`sleep\0${mark}`).length === 0);
  });

  it('refuses a script edited since', async () => {
    const path = join(bench.workspace, 'script.sh');
    writeFileSync(path, 'echo evil');
    const sha256 = createHash('sha256').update('echo approved').digest('hex');
    const spec = bench.spec('bash script.sh', { unsandboxed: true, sealed: [{ path, sha256 }] });
    expect(await bench.refusal(spec)).toBe('operand_changed');
  });
});

describe('as administrator', () => {
  // sudo is set up for this user without a password, as it is for root: otherwise nobody is there
  // to type one, and these tests say so by failing with sudo's own words.
  const elevated = (command: string, changes: Partial<ReturnType<Bench['spec']>> = {}) =>
    bench.spec(command, { elevated: true, ...changes });

  it('runs the one bound command outside the sandbox, in the bound directory', async () => {
    mkdirSync(join(bench.workspace, 'deep'));
    const { output, exit } = await bench.run(
      elevated('id -u; pwd; touch "$PWD/by root"; exit 3', {
        cwd: boundNow(join(bench.workspace, 'deep')),
      }),
    );
    expect(output).toBe(`0\n${join(bench.workspace, 'deep')}\n`);
    expect(exit).toBe(3);
    expect(existsSync(join(bench.workspace, 'deep', 'by root'))).toBe(true);
  });

  it('hands the command over as one word: nothing in it is read by another shell', async () => {
    const { output } = await bench.run(elevated(`printf '%s\\n' 'a  b' "$0" '$(id)' \\; "\`\`"`));
    expect(output).toBe('a  b\n/bin/bash\n$(id)\n;\n\n');
  });

  it('needs its own scope, and is refused what could change before root runs it', async () => {
    const plain = bench.broker.mint(bench.spec('id -u')).token;
    const run = bench.broker.run(elevated('id -u'), plain, new AbortController().signal);
    await expect(run.next()).rejects.toMatchObject({ code: 'token_scope' });
    const path = join(bench.workspace, 'root.sh');
    writeFileSync(path, 'id');
    const sha256 = createHash('sha256').update('id').digest('hex');
    expect(await bench.refusal(elevated('bash root.sh', { sealed: [{ path, sha256 }] }))).toBe(
      'elevated_script',
    );
  });

  it('ends in time', async () => {
    const mark = uniqueSeconds();
    const spec = elevated(`sleep ${mark}`, { limits: { ...generousLimits, seconds: 1 } });
    expect((await bench.run(spec)).ended).toBe('timeout');
    await until(() => processesWith(`sleep\0${mark}`).length === 0);
  });
});
