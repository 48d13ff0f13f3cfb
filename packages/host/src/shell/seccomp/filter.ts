import { constants } from 'node:os';
import { assemble, type Line } from './assemble.ts';
import { absent, denied, inspected, modes } from './syscalls.ts';

export type Machine = 'x64' | 'arm64';

/** Offsets in `struct seccomp_data` (linux/seccomp.h); arguments by their low half. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number) => 16 + index * 8;

/** linux/audit.h: EM_X86_64 and EM_AARCH64 with the 64-bit and little-endian marks. */
const architecture = { x64: 0xc000003e, arm64: 0xc00000b7 } as const satisfies Record<
  Machine,
  number
>;
const X32_BIT = 0x40000000;

/** linux/seccomp.h return values. */
const KILL = 0x80000000;
const ALLOW = 0x7fff0000;
const errno = (value: number) => 0x00050000 | value;

/** CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET} of linux/sched.h. */
const NEW_NAMESPACES = 0x7e020000;
/** S_ISUID and S_ISGID of linux/stat.h. */
const OWNERS_RIGHTS = 0o6000;
/** O_CREAT and __O_TMPFILE of asm-generic/fcntl.h; elsewhere `open` ignores its mode. */
const MAKES_FILE = 0o20000100;
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const AF_NETLINK = 16;
const NETLINK_ROUTE = 0;

/**
 * The filter a command runs under: everything is allowed but what opens a way out or holds memory no
 * limit counts. Another architecture's calls (i386, x32) end the process.
 *
 * With the machine's network the command shares its abstract unix sockets too (X11, D-Bus), so
 * `network` closes AF_UNIX to new sockets; pairs stay.
 */
export function commandFilter(machine: Machine, network: boolean): Buffer {
  const lines: Line[] = [
    { op: 'load', offset: ARCHITECTURE },
    { op: 'equal', value: architecture[machine], then: 'ours' },
    { op: 'return', value: KILL },
    { op: 'label', name: 'ours' },
    { op: 'load', offset: NUMBER },
  ];
  if (machine === 'x64') {
    lines.push(
      { op: 'atLeast', value: X32_BIT, otherwise: 'native' },
      { op: 'return', value: KILL },
      { op: 'label', name: 'native' },
    );
  }
  lines.push(
    ...answer(machine, denied, errno(constants.errno.EPERM)),
    ...answer(machine, absent, errno(constants.errno.ENOSYS)),
    ...ownersRights(machine),
    ...when(inspected.clone[machine], 'clone', [
      { op: 'load', offset: argument(0) },
      { op: 'anyBit', value: NEW_NAMESPACES, then: 'refuse_clone', otherwise: 'allow_clone' },
      { op: 'label', name: 'refuse_clone' },
      { op: 'return', value: errno(constants.errno.EPERM) },
      { op: 'label', name: 'allow_clone' },
      { op: 'return', value: ALLOW },
    ]),
    ...when(inspected.ioctl[machine], 'ioctl', [
      { op: 'load', offset: argument(1) },
      { op: 'equal', value: TIOCSTI, then: 'refuse_ioctl' },
      { op: 'equal', value: TIOCLINUX, then: 'refuse_ioctl', otherwise: 'allow_ioctl' },
      { op: 'label', name: 'refuse_ioctl' },
      { op: 'return', value: errno(constants.errno.EPERM) },
      { op: 'label', name: 'allow_ioctl' },
      { op: 'return', value: ALLOW },
    ]),
    ...when(inspected.socket[machine], 'socket', socketRule(network)),
    ...when(inspected.socketpair[machine], 'pair', [
      { op: 'load', offset: argument(0) },
      { op: 'equal', value: AF_UNIX, then: 'allow_pair' },
      { op: 'return', value: errno(constants.errno.EAFNOSUPPORT) },
      { op: 'label', name: 'allow_pair' },
      { op: 'return', value: ALLOW },
    ]),
    { op: 'return', value: ALLOW },
  );
  return assemble(lines);
}

/**
 * No file may be left that runs with its owner's rights: in the workspace it would have them outside
 * too, and where Gatehouse is root they are root's.
 */
function ownersRights(machine: Machine): Line[] {
  const lines: Line[] = [];
  for (const [name, call] of Object.entries(modes)) {
    const number = call[machine];
    if (number === null) continue;
    const flags: Line[] =
      'flags' in call
        ? [
            { op: 'load', offset: argument(call.flags) },
            { op: 'anyBit', value: MAKES_FILE, otherwise: `allow_${name}` },
          ]
        : [];
    lines.push(
      ...when(number, name, [
        ...flags,
        { op: 'load', offset: argument(call.mode) },
        { op: 'anyBit', value: OWNERS_RIGHTS, otherwise: `allow_${name}` },
        { op: 'return', value: errno(constants.errno.EPERM) },
        { op: 'label', name: `allow_${name}` },
        { op: 'return', value: ALLOW },
      ]),
    );
  }
  return lines;
}

/** Only the families a command needs; libc asks NETLINK_ROUTE for the machine's own addresses. */
function socketRule(network: boolean): Line[] {
  const families = network ? [AF_INET, AF_INET6] : [AF_UNIX, AF_INET, AF_INET6];
  return [
    { op: 'load', offset: argument(0) },
    ...families.map((value): Line => ({ op: 'equal', value, then: 'allow_socket' })),
    { op: 'equal', value: AF_NETLINK, otherwise: 'refuse_socket' },
    { op: 'load', offset: argument(2) },
    { op: 'equal', value: NETLINK_ROUTE, then: 'allow_socket' },
    { op: 'label', name: 'refuse_socket' },
    { op: 'return', value: errno(constants.errno.EAFNOSUPPORT) },
    { op: 'label', name: 'allow_socket' },
    { op: 'return', value: ALLOW },
  ];
}

function answer(
  machine: Machine,
  calls: Readonly<Record<string, { readonly x64: number; readonly arm64: number | null }>>,
  value: number,
): Line[] {
  const lines: Line[] = [];
  for (const [name, numbers] of Object.entries(calls)) {
    const number = numbers[machine];
    if (number === null) continue;
    lines.push(...when(number, name, [{ op: 'return', value }]));
  }
  return lines;
}

/** `body` for one call; it must return on every way through, because it loads over the number. */
const when = (number: number, name: string, body: readonly Line[]): Line[] => [
  { op: 'equal', value: number, otherwise: `after_${name}` },
  ...body,
  { op: 'label', name: `after_${name}` },
];
