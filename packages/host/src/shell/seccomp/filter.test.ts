import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandFilter, type Machine } from './filter.ts';
import { absent, denied, inspected, modes } from './syscalls.ts';

const KILL = 0x80000000;
const ALLOW = 0x7fff0000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;
const EAFNOSUPPORT = 0x00050061;
const ARCH = { x64: 0xc000003e, arm64: 0xc00000b7, i386: 0x40000003 } as const;

interface Call {
  readonly architecture: number;
  readonly number: number;
  readonly args?: readonly number[];
}

/** Runs the program as the kernel would (classic BPF, only the instructions the filter uses). */
function answer(program: Buffer, { architecture, number, args = [] }: Call): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number >>> 0, 0);
  data.writeUInt32LE(architecture, 4);
  args.forEach((value, at) =>
    data.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), 16 + at * 8),
  );
  let loaded = 0;
  for (let at = 0; at * 8 < program.length; at += 1) {
    const [code, then, otherwise, value] = [
      program.readUInt16LE(at * 8),
      program.readUInt8(at * 8 + 2),
      program.readUInt8(at * 8 + 3),
      program.readUInt32LE(at * 8 + 4),
    ];
    const jump = (holds: boolean) => (holds ? then : otherwise);
    if (code === 0x06) return value;
    if (code === 0x20) loaded = data.readUInt32LE(value);
    else if (code === 0x15) at += jump(loaded === value);
    else if (code === 0x35) at += jump(loaded >= value);
    else if (code === 0x45) at += jump((loaded & value) !== 0);
    else throw new Error(`instruction ${String(code)}`);
  }
  throw new Error('ran off the end');
}

type Table = Readonly<Record<string, { readonly x64: number; readonly arm64: number | null }>>;
const numbersOf = (machine: Machine, ...tables: readonly Table[]): readonly number[] =>
  tables.flatMap((table) => Object.values(table).flatMap((own) => own[machine] ?? []));

const machines: readonly Machine[] = ['x64', 'arm64'];

describe.each(machines)('the filter on %s', (machine) => {
  const closed = commandFilter(machine, false);
  const open = commandFilter(machine, true);
  const call = (number: number, args: readonly number[] = [], program = closed) =>
    answer(program, { architecture: ARCH[machine], number, args });

  it('refuses every denied call and hides every absent one', () => {
    expect(numbersOf(machine, denied).filter((number) => call(number) !== EPERM)).toEqual([]);
    expect(numbersOf(machine, absent).filter((number) => call(number) !== ENOSYS)).toEqual([]);
  });

  it('allows everything else', () => {
    const listed = new Set(numbersOf(machine, denied, absent, inspected, modes));
    fc.assert(
      fc.property(
        fc.nat(600).filter((number) => !listed.has(number)),
        (number) => call(number) === ALLOW,
      ),
    );
  });

  it('ends a process that speaks another architecture', () => {
    const others = Object.values(ARCH).filter((own) => own !== ARCH[machine]);
    for (const architecture of others) {
      expect(answer(closed, { architecture, number: 1 })).toBe(KILL);
    }
  });

  it('refuses new namespaces and leaves threads and forks', () => {
    const flags = {
      thread: [0x003d0f00, ALLOW],
      fork: [0x01200011, ALLOW],
      user: [0x10000011, EPERM],
      mount: [0x00020011, EPERM],
      pid: [0x20000011, EPERM],
      network: [0x40000011, EPERM],
      hidden: [0x10000011 + 2 ** 32, EPERM],
    } as const;
    for (const [flag, expected] of Object.values(flags)) {
      expect(call(inspected.clone[machine], [flag])).toBe(expected);
    }
  });

  it('gives no file its owner’s rights, and every other mode', () => {
    for (const own of Object.values(modes)) {
      const number = own[machine];
      if (number === null) continue;
      const made = (mode: number, flags = 0o101) => {
        const args = [0, 0, 0, 0, 0, 0];
        args[own.mode] = mode;
        if ('flags' in own) args[own.flags] = flags;
        return call(number, args);
      };
      expect([0o100755, 0o1777, 0o644, 0].map((mode) => made(mode))).toEqual(Array(4).fill(ALLOW));
      expect([0o4755, 0o2755, 0o6000, 0o104711].map((mode) => made(mode))).toEqual(
        Array(4).fill(EPERM),
      );
      // Without a file being made, `open` is given whatever lies in the register.
      if ('flags' in own) expect(made(0o7777, 0)).toBe(ALLOW);
      if ('flags' in own) expect(made(0o4755, 0o20200002)).toBe(EPERM);
    }
  });

  it.each([
    ['TIOCSTI', 0x5412, EPERM],
    ['TIOCSTI with high bits the kernel ignores', 0x5412 + 2 ** 32, EPERM],
    ['TIOCLINUX', 0x541c, EPERM],
    ['TCGETS', 0x5401, ALLOW],
  ])('ioctl %s', (_, request, expected) => {
    expect(call(inspected.ioctl[machine], [0, request])).toBe(expected);
  });

  it.each([
    ['AF_UNIX', [1, 1, 0], ALLOW, EAFNOSUPPORT],
    ['AF_INET', [2, 1, 0], ALLOW, ALLOW],
    ['AF_INET6', [10, 1, 0], ALLOW, ALLOW],
    ['AF_NETLINK route', [16, 3, 0], ALLOW, ALLOW],
    ['AF_NETLINK netfilter', [16, 3, 12], EAFNOSUPPORT, EAFNOSUPPORT],
    ['AF_PACKET', [17, 3, 0], EAFNOSUPPORT, EAFNOSUPPORT],
    ['AF_VSOCK', [40, 1, 0], EAFNOSUPPORT, EAFNOSUPPORT],
    ['AF_ALG', [38, 5, 0], EAFNOSUPPORT, EAFNOSUPPORT],
    ['AF_XDP', [44, 3, 0], EAFNOSUPPORT, EAFNOSUPPORT],
  ])('socket %s, without and with the network', (_, args, without, withNetwork) => {
    expect(call(inspected.socket[machine], args)).toBe(without);
    expect(call(inspected.socket[machine], args, open)).toBe(withNetwork);
  });

  it('leaves pairs of unix sockets in both', () => {
    for (const program of [closed, open]) {
      expect(call(inspected.socketpair[machine], [1, 1, 0], program)).toBe(ALLOW);
      expect(call(inspected.socketpair[machine], [30, 1, 0], program)).toBe(EAFNOSUPPORT);
    }
  });
});

it('ends a process that uses x32 numbers', () => {
  const program = commandFilter('x64', false);
  for (const number of [0x40000000, 0x40000000 + 101, 0x7fffffff, 0xffffffff]) {
    expect(answer(program, { architecture: ARCH.x64, number })).toBe(KILL);
  }
});
