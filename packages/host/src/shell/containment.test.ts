import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { denied, inspected } from './seccomp/syscalls.ts';
import { createBench, type Bench } from './testing/bench.ts';

let bench: Bench;
beforeAll(() => {
  bench = createBench();
});
afterAll(() => {
  bench.close();
});

const said = async (command: string, changes: Parameters<Bench['spec']>[1] = {}) =>
  (await bench.run(bench.spec(command, changes))).output;

describe('files', () => {
  it.each([
    ['the person’s home', () => homedir()],
    ['keys', () => join(homedir(), '.ssh')],
    ['accounts', () => '/etc/shadow'],
    ['the machine’s settings', () => '/etc/hostname'],
    ['the checkout of this program', () => import.meta.filename],
    ['a neighbour of the workspace', () => bench.outside],
    ['kernel settings', () => '/sys/kernel'],
    ['sockets of the system', () => '/run'],
    ['variable data', () => '/var'],
  ])('shows nothing of %s', async (_, place) => {
    expect(await said(`ls -d '${place()}' >/dev/null 2>&1; echo $?`)).toBe('2\n');
  });

  it('reaches no canary outside by any name', async () => {
    const canary = join(bench.outside, 'id_ed25519');
    writeFileSync(canary, 'canary-of-a-private-key');
    execFileSync('ln', ['-sfn', bench.outside, join(bench.workspace, 'link')]);
    const output = await said(
      `cat '${canary}' link/id_ed25519 ../outside/id_ed25519 /proc/1/root'${canary}' /proc/self/root'${canary}' /proc/1/cwd/../outside/id_ed25519; cp link/id_ed25519 stolen`,
    );
    expect(output).not.toContain('canary-of');
    expect(existsSync(join(bench.workspace, 'stolen'))).toBe(false);
  });

  it('writes in the workspace and nowhere else', async () => {
    const output = await said(
      `echo in > inside.txt; for place in / /usr /usr/bin /etc /dev /proc /root /home; do (: > "$place/canary") 2>/dev/null && echo "wrote $place"; done; echo end; for place in '${bench.outside}' ..; do mkdir -p "$place"; : > "$place/canary"; done`,
    );
    expect(readFileSync(join(bench.workspace, 'inside.txt'), 'utf8')).toBe('in\n');
    expect(output).toBe('end\n');
    // Around the workspace is scratch space inside: what is written there is gone with it.
    expect(existsSync(join(bench.workspace, '..', 'canary'))).toBe(false);
    expect(existsSync(join(bench.outside, 'canary'))).toBe(false);
  });

  it('changes no kernel setting, though the files belong to root and so may we', async () => {
    const settings = ['/proc/sys/kernel/core_pattern', '/proc/sys/kernel/hostname'];
    const before = settings.map((path) => readFileSync(path, 'utf8'));
    await said(
      `for f in ${settings.join(' ')} /proc/sys/vm/drop_caches /proc/sysrq-trigger /proc/self/oom_score_adj; do echo 0 > $f && echo "wrote $f"; done`,
    );
    const output = await said('echo 0 > /proc/self/oom_score_adj && echo wrote');
    expect(output).not.toContain('wrote');
    expect(settings.map((path) => readFileSync(path, 'utf8'))).toEqual(before);
  });

  it('makes a read-only workspace read-only', async () => {
    const { path, device, inode } = bench.spec('').cwd;
    writeFileSync(join(bench.workspace, 'kept.txt'), 'kept');
    const output = await said('echo changed > kept.txt; rm kept.txt; mv kept.txt x; : > new; ls', {
      roots: [{ path, device, inode, writable: false }],
    });
    expect(output).toContain('Read-only file system');
    expect(readFileSync(join(bench.workspace, 'kept.txt'), 'utf8')).toBe('kept');
    expect(existsSync(join(bench.workspace, 'new'))).toBe(false);
  });

  it('hides masked places and keeps guarded ones as they are, also by moving their parents', async () => {
    const at = (name: string) => join(bench.workspace, name);
    mkdirSync(at('.git/hooks'), { recursive: true });
    mkdirSync(at('.secrets'), { recursive: true });
    writeFileSync(at('.git/config'), 'kept');
    writeFileSync(at('.secrets/key'), 'canary-masked');
    writeFileSync(at('key.pem'), 'canary-masked');
    const output = await said(
      `cat .secrets/key key.pem; echo evil > .git/hooks/pre-commit; echo evil > .git/config
       mv .git .git2; mv .git/hooks .git/h2; rm -rf .git/hooks; mkdir -p .git/hooks; rm .git/config; ln -sf /tmp/x .git/config
       echo fine > .git/HEAD; cat .git/HEAD`,
      {
        guarded: [at('.git/config'), at('.git/hooks')],
        masked: [at('.secrets'), at('key.pem')],
      },
    );
    expect(output).not.toContain('canary-masked');
    expect(output).toMatch(/fine\n$/);
    expect(readFileSync(at('.git/config'), 'utf8')).toBe('kept');
    expect(execFileSync('ls', ['-A', at('.git/hooks')], { encoding: 'utf8' })).toBe('');
    expect(existsSync(at('.git2'))).toBe(false);
    expect(readFileSync(at('key.pem'), 'utf8')).toBe('canary-masked');
  });
});

describe('network', () => {
  it('reaches no listener of this machine', async () => {
    const visits: string[] = [];
    const listen = (server: Server, where: string | { host: string; port: number }) =>
      new Promise<void>((resolve) => {
        server.on('connection', (socket) => {
          visits.push(JSON.stringify(where));
          socket.destroy();
        });
        server.listen(typeof where === 'string' ? { path: where } : where, resolve);
      });
    const loopback = createServer();
    const abstract = createServer();
    const name = `gatehouse-canary-${String(process.pid)}`;
    await listen(loopback, { host: '127.0.0.1', port: 0 });
    await listen(abstract, `\0${name}`);
    const address = loopback.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const knock = `(echo hi > /dev/tcp/127.0.0.1/${String(port)}) 2>/dev/null && echo reached tcp
      perl -MSocket -e 'socket(S,AF_UNIX,SOCK_STREAM,0); connect(S, pack("S a*", AF_UNIX, "\\0${name}")) and print "reached unix\\n"'; echo end`;
    try {
      expect(await said(knock)).toBe('end\n');
      expect(visits).toEqual([]);
      // The same knock does arrive where the network is granted: the test can fail.
      expect(await said(knock, { network: true })).toBe('reached tcp\nend\n');
      expect(visits).toHaveLength(1);
    } finally {
      loopback.close();
      abstract.close();
    }
  });

  it('has no other interface than its own loopback', async () => {
    expect(await said(`tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '`)).toBe('lo\n');
  });
});

describe('processes and the kernel', () => {
  it('tells nothing of the machine’s memory and keys', async () => {
    const files = ['kpageflags', 'kpagecount', 'keys', 'kmsg', 'kcore'];
    expect(await said(`cd /proc; head -qc 100 ${files.join(' ')} 2>/dev/null`)).toBe('');
    // The kernel blanks these where it shows them at all.
    expect(await said(`cut -d: -f1 /proc/iomem 2>/dev/null | tr -d ' 0\\n-'`)).toBe('');
  });

  it('sees only itself', async () => {
    const canary = spawn('sleep', ['300'], { env: { CANARY: 'of-a-neighbour' } });
    try {
      const output = await said(
        `cat /proc/[0-9]*/environ /proc/${String(canary.pid)}/environ 2>/dev/null | tr '\\0' '\\n'; ls /proc | grep -c '^[0-9]'; kill -9 ${String(canary.pid)}`,
      );
      expect(output).not.toContain('of-a-neighbour');
      expect(canary.exitCode).toBe(null);
    } finally {
      canary.kill();
    }
  });

  it('does not run what a repository has git run beside the command', async () => {
    const folder = join(bench.workspace, 'repository');
    const git = (...words: string[]) => execFileSync('git', ['-C', folder, ...words]);
    mkdirSync(folder);
    git('init', '-q');
    writeFileSync(join(folder, 'a'), 'one');
    git('add', 'a');
    git('config', 'core.fsmonitor', 'echo ran > fsmonitor; :');
    git('config', 'core.pager', 'echo ran > pager; cat');
    git('config', 'core.hooksPath', '.');
    writeFileSync(join(folder, 'post-index-change'), '#!/bin/sh\necho ran > hook\n', {
      mode: 0o755,
    });
    const output = await said('cd repository && git status -s; git -p branch; git add a; ls');
    expect(output).toContain('A  a');
    expect(output).not.toMatch(/^(?:fsmonitor|pager|hook)$/mu);
  });

  it('asks no program of a repository about a signature', async () => {
    const folder = join(bench.workspace, 'signed');
    const git = (words: readonly string[], input = '') =>
      execFileSync('git', ['-C', folder, ...words], { input, encoding: 'utf8' }).trim();
    mkdirSync(folder);
    git(['init', '-q']);
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
    git([...who, 'commit', '-q', '--allow-empty', '-m', 'one']);
    const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----';
    const text = git(['cat-file', 'commit', 'HEAD']).replace(/^committer.*$/mu, `$&\n${signature}`);
    const signed = git(['hash-object', '-t', 'commit', '-w', '--stdin'], `${text}\n`);
    const program = join(folder, 'program');
    writeFileSync(program, `#!/bin/sh\necho ran > ${folder}/ran\n`, { mode: 0o755 });
    git(['config', 'gpg.program', program]);
    expect(await said(`cd signed && git log --format=%G? ${signed}; ls`)).toBe('N\nprogram\n');
  });

  it('leaves no file that runs with its owner’s rights', async () => {
    mkdirSync(join(bench.workspace, 'rights'));
    const perl = `perl -e 'sysopen(F, "d", 0101, 06755); syscall(437, -100, "e", pack("QQQ", 0101, 06755, 0), 24)'`;
    await said(
      `cd rights && umask 0; cp /bin/cat a; chmod 4755 a; chmod g+s a; install -m 6755 /bin/cat b; cp a c; chmod u+s,g+s c; ${perl}; ls`,
    );
    const folder = join(bench.workspace, 'rights');
    const left = readdirSync(folder);
    expect(left).toContain('a');
    expect(left.filter((name) => (statSync(join(folder, name)).mode & 0o6000) !== 0)).toEqual([]);
  });

  it('takes no folder among the files for a repository', async () => {
    const folder = join(bench.workspace, 'lookalike');
    for (const name of ['objects', 'refs']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/main\n');
    const run = `sh -c 'echo ran > ${folder}/ran'`;
    writeFileSync(
      join(folder, 'config'),
      `[core]\nbare=false\nworktree=.\nrepositoryformatversion=0\n[filter "x"]\nclean="${run}"\n`,
    );
    writeFileSync(join(folder, '.gitattributes'), '* filter=x\n');
    expect(await said('cd lookalike && git add HEAD; git status; ls')).toMatch(
      /cannot use bare repository[^]*\nHEAD\nconfig\nobjects\nrefs\n$/u,
    );
  });

  it('is given an environment made from nothing, and what was bound', async () => {
    process.env['GATEHOUSE_TEST_CANARY'] = 'canary-of-the-caller';
    const output = await said('env | grep -v ^GIT_ | sort', { env: { NOTE: 'as bound' } });
    delete process.env['GATEHOUSE_TEST_CANARY'];
    expect(output).toBe(
      `HOME=/tmp/home\nLANG=C.UTF-8\nLOGNAME=person\nNOTE=as bound\nPATH=${output.match(/PATH=(.*)/)?.[1] ?? ''}\nPWD=${bench.workspace}\nSHLVL=1\nTERM=dumb\nUSER=person\n_=/usr/bin/env\n`,
    );
    expect(output).toMatch(/^PATH=(?:\/usr\/local\/bin:)?\/usr\/bin/m);
  });

  it('inherits no descriptor, not even one opened without the mark', async () => {
    const secret = join(bench.outside, 'open-elsewhere');
    writeFileSync(secret, 'canary-descriptor');
    const fd = openSync(secret, 'r');
    try {
      expect(await said('for n in /proc/self/fd/*; do echo ${n##*/}; done')).toBe('0\n1\n2\n3\n');
      expect(await said('for n in $(seq 3 40); do cat <&$n; done 2>/dev/null; echo end')).toBe(
        'end\n',
      );
    } finally {
      closeSync(fd);
    }
  });

  it('gains nothing from a program that is root’s by its mode', async () => {
    const output = await said(
      `grep -E '^(NoNewPrivs|CapEff|CapBnd|Seccomp):' /proc/self/status | tr '\\t' ' '; (sudo -n id; su -c id) 2>/dev/null; id -u`,
    );
    expect(output).toBe(
      'CapEff: 0000000000000000\nCapBnd: 0000000000000000\nNoNewPrivs: 1\nSeccomp: 2\n1000\n',
    );
  });

  const machine = process.arch === 'arm64' ? 'arm64' : 'x64';
  const number = (name: keyof typeof denied) => String(denied[name][machine]);
  const calls = {
    'ptrace(ATTACH, 1)': `syscall(${number('ptrace')}, 16, 1, 0, 0)`,
    keyctl: `syscall(${number('keyctl')}, 0, -3, 0, 0, 0)`,
    add_key: `syscall(${number('add_key')}, my $u = "user", my $x = "x", $x, 1, -3)`,
    bpf: `syscall(${number('bpf')}, 0, 0, 0)`,
    perf_event_open: `syscall(${number('perf_event_open')}, 0, 0, 0, 0, 0)`,
    userfaultfd: `syscall(${number('userfaultfd')}, 0)`,
    io_uring_setup: `syscall(${number('io_uring_setup')}, 1, 0)`,
    'mount a proc': `syscall(${number('mount')}, my $p = "proc", my $t = "/tmp", $p, 0, 0)`,
    'unshare a user namespace': `syscall(${number('unshare')}, 0x10000000)`,
    'clone a user namespace': `syscall(${String(inspected.clone[machine])}, 0x10000011, 0, 0, 0, 0)`,
    setns: `syscall(${number('setns')}, 0, 0)`,
    chroot: `syscall(${number('chroot')}, my $t = "/tmp")`,
    reboot: `syscall(${number('reboot')}, 0xfee1dead, 672274793, 0x1234567, 0)`,
    'TIOCSTI on a terminal of its own':
      'do { open(P, "+<", "/dev/ptmx") or die; my $c = "x"; ioctl(P, 0x5412, $c) }',
    'a packet socket': `syscall(${String(inspected.socket[machine])}, 17, 3, 768)`,
    'a vsock': `syscall(${String(inspected.socket[machine])}, 40, 1, 0)`,
    'an audit netlink socket': `syscall(${String(inspected.socket[machine])}, 16, 3, 9)`,
  } as const;
  it.each(Object.entries(calls))('is refused %s', async (_, call) => {
    const output = await said(
      `perl -e 'my $r = ${call}; print((defined $r && $r >= 0) ? "done" : "refused " . ($!+0))'`,
    );
    expect(output).toMatch(/^refused (?:1|97)$/); // EPERM or EAFNOSUPPORT, by the filter
  });

  if (machine === 'x64') {
    it('is ended by a call of another architecture', async () => {
      const { exit } = await bench.run(bench.spec(`exec perl -e 'syscall(0x40000000 + 39)'`));
      expect(exit).toBe(128 + 31);
    });
  }
});
