import { GatehouseError } from '@gatehouse/kernel/error';

/**
 * Classic BPF as seccomp(2) runs it: 32-bit loads from `struct seccomp_data`, comparisons, returns.
 * Jumps name a label; a missing label falls through to the next line.
 */
export type Line =
  | { readonly op: 'label'; readonly name: string }
  | { readonly op: 'load'; readonly offset: number }
  | { readonly op: 'and'; readonly value: number }
  | { readonly op: 'return'; readonly value: number }
  | {
      readonly op: 'equal' | 'atLeast' | 'anyBit';
      readonly value: number;
      readonly then?: string;
      readonly otherwise?: string;
    };

/** Opcodes of linux/bpf_common.h: class, size or operation, and source K. */
const code = {
  load: 0x20, // BPF_LD | BPF_W | BPF_ABS
  and: 0x54, // BPF_ALU | BPF_AND | BPF_K
  return: 0x06, // BPF_RET | BPF_K
  equal: 0x15, // BPF_JMP | BPF_JEQ | BPF_K
  atLeast: 0x35, // BPF_JMP | BPF_JGE | BPF_K
  anyBit: 0x45, // BPF_JMP | BPF_JSET | BPF_K
} as const;

/** BPF_MAXINSNS of linux/bpf_common.h. */
const MAX_INSTRUCTIONS = 4096;

/**
 * The program as an array of `struct sock_filter` (8 bytes each, little-endian). Throws
 * `filter_malformed` for an unknown label or a jump that classic BPF's 8 bits cannot hold.
 */
export function assemble(lines: readonly Line[]): Buffer {
  const labels = new Map<string, number>();
  const instructions: Exclude<Line, { op: 'label' }>[] = [];
  for (const line of lines) {
    if (line.op === 'label') labels.set(line.name, instructions.length);
    else instructions.push(line);
  }
  if (instructions.length > MAX_INSTRUCTIONS) throw malformed('too long');
  const distance = (from: number, label: string | undefined): number => {
    if (label === undefined) return 0;
    const to = labels.get(label);
    if (to === undefined) throw malformed(`no label ${label}`);
    const jump = to - from - 1;
    if (jump < 0 || jump > 255) throw malformed(`label ${label} out of reach`);
    return jump;
  };
  const program = Buffer.alloc(instructions.length * 8);
  instructions.forEach((line, at) => {
    const start = at * 8;
    program.writeUInt16LE(code[line.op], start);
    if (line.op === 'equal' || line.op === 'atLeast' || line.op === 'anyBit') {
      program.writeUInt8(distance(at, line.then), start + 2);
      program.writeUInt8(distance(at, line.otherwise), start + 3);
    }
    program.writeUInt32LE((line.op === 'load' ? line.offset : line.value) >>> 0, start + 4);
  });
  return program;
}

const malformed = (what: string) =>
  new GatehouseError('filter_malformed', `The system call filter is malformed: ${what}.`);
