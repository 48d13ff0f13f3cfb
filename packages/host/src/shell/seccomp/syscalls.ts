/**
 * System calls a sandboxed command has no business with, by name, with their numbers: x86-64 from
 * asm/unistd_64.h, aarch64 from asm-generic/unistd.h (null where the architecture has none).
 */
type Numbers = { readonly x64: number; readonly arm64: number | null };
const on = <A extends number | null>(x64: number, arm64: A) => ({ x64, arm64 });

/** Answered with EPERM. */
export const denied = {
  // reading and steering other processes
  ptrace: on(101, 117),
  process_vm_readv: on(310, 270),
  process_vm_writev: on(311, 271),
  process_madvise: on(440, 440),
  kcmp: on(312, 272),
  pidfd_getfd: on(438, 438),
  // the kernel's key store is shared with the person's session
  add_key: on(248, 217),
  request_key: on(249, 218),
  keyctl: on(250, 219),
  // large kernel surfaces with a history of escapes
  bpf: on(321, 280),
  perf_event_open: on(298, 241),
  userfaultfd: on(323, 282),
  io_uring_setup: on(425, 425),
  io_uring_enter: on(426, 426),
  io_uring_register: on(427, 427),
  fanotify_init: on(300, 262),
  fanotify_mark: on(301, 263),
  // mounts and other roots
  mount: on(165, 40),
  umount2: on(166, 39),
  pivot_root: on(155, 41),
  chroot: on(161, 51),
  fsopen: on(430, 430),
  fsconfig: on(431, 431),
  fsmount: on(432, 432),
  fspick: on(433, 433),
  open_tree: on(428, 428),
  open_tree_attr: on(467, 467),
  move_mount: on(429, 429),
  mount_setattr: on(442, 442),
  name_to_handle_at: on(303, 264),
  open_by_handle_at: on(304, 265),
  // other namespaces (clone's flags are looked at, clone3 is answered with ENOSYS)
  unshare: on(272, 97),
  setns: on(308, 268),
  // the machine itself
  kexec_load: on(246, 104),
  kexec_file_load: on(320, 294),
  init_module: on(175, 105),
  finit_module: on(313, 273),
  delete_module: on(176, 106),
  create_module: on(174, null),
  query_module: on(178, null),
  get_kernel_syms: on(177, null),
  reboot: on(169, 142),
  swapon: on(167, 224),
  swapoff: on(168, 225),
  acct: on(163, 89),
  quotactl: on(179, 60),
  quotactl_fd: on(443, 443),
  settimeofday: on(164, 170),
  clock_settime: on(227, 112),
  clock_adjtime: on(305, 266),
  adjtimex: on(159, 171),
  sethostname: on(170, 161),
  setdomainname: on(171, 162),
  syslog: on(103, 116),
  iopl: on(172, null),
  ioperm: on(173, null),
  modify_ldt: on(154, null),
  vhangup: on(153, 58),
  uselib: on(134, null),
  ustat: on(136, null),
  sysfs: on(139, null),
  _sysctl: on(156, null),
  nfsservctl: on(180, 42),
  lookup_dcookie: on(212, 18),
  move_pages: on(279, 239),
  migrate_pages: on(256, 238),
  // System V objects hold memory that belongs to no process, so no limit on processes counts it
  shmget: on(29, 194),
  msgget: on(68, 186),
  semget: on(64, 190),
} as const satisfies Record<string, Numbers>;

/**
 * Answered with ENOSYS, so that a program takes the older way: the flags of clone3 and the mode of
 * openat2 lie in memory where a filter cannot look, and memory files belong to no process that a
 * limit would count.
 */
export const absent = {
  clone3: on(435, 435),
  openat2: on(437, 437),
  memfd_create: on(319, 279),
  memfd_secret: on(447, 447),
} as const satisfies Record<string, Numbers>;

/** Looked at by argument. */
export const inspected = {
  clone: on(56, 220),
  ioctl: on(16, 29),
  socket: on(41, 198),
  socketpair: on(53, 199),
} as const satisfies Record<string, Numbers>;

/**
 * Calls that give a file its mode, with the argument that holds it, and for those that take one only
 * where a file is made, the argument with their flags.
 */
export const modes = {
  chmod: { ...on(90, null), mode: 1 },
  fchmod: { ...on(91, 52), mode: 1 },
  fchmodat: { ...on(268, 53), mode: 2 },
  fchmodat2: { ...on(452, 452), mode: 2 },
  creat: { ...on(85, null), mode: 1 },
  mknod: { ...on(133, null), mode: 1 },
  mknodat: { ...on(259, 33), mode: 2 },
  open: { ...on(2, null), mode: 2, flags: 1 },
  openat: { ...on(257, 56), mode: 3, flags: 2 },
} as const satisfies Record<string, Numbers & { readonly mode: number; readonly flags?: number }>;
