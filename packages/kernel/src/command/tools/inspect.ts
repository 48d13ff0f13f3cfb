import type { Grammar } from '../grammar.ts';
import { always, reads, tells } from './rows.ts';

/** Tells where one of these is given; whatever else it is given changes what `risk` says. */
const only = (
  requires: string,
  otherwise: NonNullable<Grammar['otherwise']>,
  more: Omit<Grammar, 'requires' | 'otherwise'> = {},
): Grammar => ({
  operands: 'text',
  ...more,
  flags: `${requires} ${more.flags ?? ''}`,
  requires,
  otherwise,
});

/** Tools that tell about hardware, disks, networks and services. Sources: each tool's manual. */
export const inspectTools: Readonly<Record<string, Grammar>> = {
  lshw: {
    style: 'single',
    flags: '-short -html -xml -json -sanitize -numeric -businfo -notime -quiet -version -help',
    takes: { text: '-class -C -disable -enable' },
    risks: { command_option_writes: '-dump' },
  },
  hwinfo: {
    flags:
      '--short --all --cpu --disk --memory --netcard --network --gfxcard --monitor --usb --pci --sound --bios --block --partition --keyboard --mouse --printer --bluetooth --wlan --listmd --arch --help --version',
    takes: { text: '--only --verbose --debug' },
    risks: { command_option_writes: '--log --save-config --dump-db' },
  },
  sensors: {
    flags: '-A -f -h -j -u -v --no-adapter --fahrenheit --help --version',
    risks: { command_system_change: '-s --set' },
    operands: 'text',
  },
  acpi: tells(
    '-b -a -t -c -i -f -k -s -V -v --battery --ac-adapter --thermal --cooling --everything --details --fahrenheit --kelvin --show-empty',
    '',
    'extra',
  ),
  upower: tells('-e -d -v --enumerate --dump --wakeups', '-i --show-info', 'extra'),
  'nvidia-smi': {
    style: 'single',
    flags: '-L -q -x -h --list-gpus --query --xml-format --version --help',
    takes: {
      text: '-i -d -l -lms --id --display --loop --loop-ms --format --query-gpu --query-compute-apps --query-supported-clocks --query-accounted-apps',
    },
    risks: { command_option_writes: '-f --filename' },
  },
  'clinfo glxinfo eglinfo vainfo vdpauinfo xdpyinfo xlsclients': {
    style: 'single',
    flags:
      '-l -a -B -s -v -h --list --raw --human --json --props --help --version -version -queryExtensions',
    takes: { host: '-display' },
  },
  cpupower: {
    commands: {
      'frequency-info idle-info info monitor': tells(
        '-e -d -w -l -f -m -p -g -s -y -o -n -r -a -c -i',
        '',
      ),
      'frequency-set idle-set set': always('command_system_change'),
    },
    shows: '--version --help',
  },
  'cpuid lstopo-no-graphics': {
    flags: '-1 -r -i -l -p -v --raw --kernel --inst --logical --physical --version --help',
    operands: 'extra',
  },
  modinfo: tells(
    '-0 -a -d -l -n -p --null --author --description --license --filename --parameters -V',
    '-F -k --field',
    'revision',
  ),
  'ipcs lsfd lsclocks uuidparse uuidgen mcookie getopt': tells(
    '-a -q -m -s -t -p -c -l -u -b -r -n -o -J -x -X -h -V --all --json --raw --random --time --queues --shmems --semaphores --limits --summary --human --bytes',
    '-i -o --id --output',
    'text',
  ),
  systool: tells('-a -A -b -c -d -D -h -m -p -P -v', '', 'text'),
  fuser: {
    flags:
      '-4 -6 -a -c -l -m -M -s -u -v -V -I -n --all --mount --ismountpoint --user --verbose --version --list-signals --ipv4 --ipv6 --silent',
    takes: { text: '-n --namespace' },
    risks: { command_process_control: '-k -i -w --kill --interactive --writeonly' },
    operands: 'read',
  },
  // It stops the process to look into it.
  pldd: always('command_process_control'),
  // What follows the first operand belongs to the program that it runs.
  numactl: only('-H -s --hardware --show', 'command_option_runs', {
    style: 'posix',
    operands: '!command_option_runs',
  }),
  udevadm: {
    commands: {
      info: tells(
        '-a -q -x -e -w --attribute-walk --export --export-db --tree --no-pager',
        '-q -p -n -d -r --query --path --name --device-id-of-file --property --value --json',
        'text',
      ),
      'control trigger settle test test-builtin monitor lock wait': always('command_system_change'),
    },
  },
  busctl: {
    flags:
      '--user --system --no-pager --no-legend --list --acquired --activatable --unique --verbose --quiet',
    commands: {
      'list status tree introspect': tells(
        '--user --system --no-pager --no-legend --list --acquired --activatable --unique --xml-interface',
        '',
      ),
      'call set-property emit monitor capture get-property': always('command_service'),
    },
    shows: '--version --help',
  },
  coredumpctl: {
    flags: '--no-pager --no-legend -1 -r -q --reverse --quiet --all',
    takes: { text: '-n -S -U --since --until' },
    commands: {
      'list info': tells(
        '--no-pager --no-legend -1 -r -q --reverse',
        '-n -S -U -F --since --until --field',
      ),
      'dump debug gdb': always('command_option_runs'),
    },
    shows: '--version --help',
  },
  networkctl: {
    flags: '--no-pager --no-legend -a -s -l --all --stats --full',
    commands: {
      'list status lldp cat': tells(
        '--no-pager --no-legend -a -s -l --all --stats --full',
        '-n --lines',
      ),
      'up down renew forcerenew reconfigure reload delete edit mask unmask':
        always('command_system_change'),
    },
    shows: '--version --help',
  },
  bootctl: {
    commands: {
      'status list is-installed kernel-identify kernel-inspect': tells(
        '--no-pager --print-esp-path --json -q',
        '',
      ),
      'install update remove set-default set-oneshot random-seed cleanup unlink':
        always('command_system_change'),
    },
  },
  'systemd-cgls systemd-cgtop systemd-delta systemd-id128 systemd-escape': {
    ...tells(
      '-a -l -k -x -p -t -c -m -u -b -n -1 -r --all --full --no-pager --xattr --cgroup-id --path --template --suffix --unescape --mangle --user --system --batch --raw --pretty --value --uuid --recursive --diff',
      '-d -n --depth --iterations --delay --order --type --machine -u --unit --user-unit',
    ),
    operands: 'text',
  },
  nmcli: {
    style: 'posix',
    flags: '-t -p -w -c -a --terse --pretty',
    takes: { text: '-f -g -m -e -c --fields --get-values --mode --escape --colors' },
    commands: {
      'general g': {
        commands: {
          'status permissions': tells(),
          'hostname logging reload': always('command_system_change'),
        },
      },
      'device d dev': {
        commands: {
          'status show': tells(),
          'wifi connect disconnect set up down reapply modify delete monitor lldp':
            always('command_network'),
        },
      },
      // Not with `--show-secrets`.
      'connection c con': {
        commands: {
          show: tells('--active'),
          'up down add modify edit delete reload load import export clone monitor migrate':
            always('command_system_change'),
        },
      },
      'networking n radio r monitor agent': always('command_system_change'),
    },
    shows: '--version --help',
  },
  rfkill: {
    commands: {
      list: tells('-J -n -o -r --json --noheadings --raw', '--output'),
      'block unblock toggle event': always('command_system_change'),
    },
    flags: '-J -n -r --json --noheadings --raw',
    takes: { text: '-o --output' },
  },
  ethtool: {
    flags:
      '-a -c -g -i -k -l -P -S -T -m -n -x --driver --show-features --statistics --show-ring --show-channels --show-coalesce --show-pause --show-permaddr --show-time-stamping --version --help',
    operands: ['text', '!command_system_change'],
  },
  'iptables ip6tables': only('-L -S --list --list-rules', 'command_system_change', {
    flags: '-n -v -x --numeric --verbose --exact --line-numbers -V --version',
    takes: { text: '-t --table' },
    risks: {
      command_option_runs: '-M --modprobe',
      command_system_change: '-A -D -I -R -F -Z -N -X -P -E --flush --zero --policy',
    },
  }),
  'firewall-cmd': only(
    '--state --list-all --list-services --list-ports --list-all-zones --get-zones --get-active-zones --get-default-zone --get-services --list-rich-rules --list-interfaces --list-sources',
    'command_system_change',
    { flags: '--permanent', takes: { text: '--zone' } },
  ),
  ufw: {
    commands: {
      status: tells('', ''),
      'version show': tells('', ''),
      'enable disable reload reset allow deny reject limit delete insert route logging app default prepend':
        always('command_system_change'),
    },
  },
  tc: {
    flags: '-s -d -r -p -j',
    commands: {
      'qdisc class filter': {
        commands: {
          'show list ls': { style: 'none', operands: 'text' },
          'add del delete replace change link get': always('command_system_change'),
        },
      },
    },
    risks: { command_system_change: '-b -batch -n -netns' },
  },
  // Disks, where only listing is asked for.
  swapon: only('-s --show --summary', 'command_disk', {
    flags: '--noheadings --raw --bytes',
    may: { text: '--show' },
  }),
  losetup: only('-a -l --all --list', 'command_disk', {
    flags: '-n -J --noheadings --raw --json',
    takes: { text: '-O --output' },
  }),
  'fdisk sfdisk': only('-l --list -V --version', 'command_disk', {
    takes: { text: '-o --output -u' },
    operands: 'read',
  }),
  'dumpe2fs xfs_info isosize': reads('-h -x -b -i -V', '-d'),
  mdadm: only('-D --detail -E --examine --version', 'command_disk', {
    flags: '-s --scan -v --verbose',
    operands: 'read',
  }),
  'lvs pvs vgs lvdisplay pvdisplay vgdisplay lvscan pvscan vgscan': tells(
    '-a -v -h -c -m -o -P --all --noheadings --nosuffix --verbose --segments --columns',
    '-o -O -S --options --sort --select --units --separator',
  ),
  zfs: {
    commands: {
      'list get': tells('-r -H -p -t -d -s', '-o -t -s -S -d'),
      'version diff holds': tells('-F -H -t -r'),
      'create destroy set inherit mount unmount snapshot rollback clone promote rename send receive recv bookmark hold release allow unallow upgrade share unshare load-key unload-key change-key userspace groupspace program':
        always('command_disk'),
    },
  },
  zpool: {
    commands: {
      'status list get iostat history version events': tells(
        '-v -H -p -L -P -T -x -l -i -s -D -g',
        '-o',
      ),
      'create destroy add remove attach detach replace offline online import export scrub trim clear upgrade labelclear set split reguid reopen initialize checkpoint wait':
        always('command_disk'),
    },
  },
  btrfs: {
    commands: {
      'filesystem fi': {
        commands: {
          'show df usage du': tells(
            '-h -b -k -m -g -t -d -s --raw --si --summarize --iec --all-devices --mounted',
            '',
            'read',
          ),
          'resize label defragment sync balance mkswapfile commit-stats': always('command_disk'),
        },
      },
      'subvolume su sub': {
        commands: {
          'list show get-default': tells('-a -c -d -g -o -p -q -r -s -t -u', '', 'read'),
          'create delete snapshot set-default sync find-new': always('command_disk'),
        },
      },
      'device dev scrub balance': {
        commands: {
          'stats status usage': tells('-d -v', '', 'read'),
          'add remove delete scan ready start cancel pause resume replace': always('command_disk'),
        },
      },
      'check rescue restore send receive property replace quota qgroup inspect-internal':
        always('command_disk'),
    },
  },
  smartctl: {
    flags:
      '-a -i -H -c -A -x -h -V --all --info --health --capabilities --attributes --xall --scan --scan-open --help --version -j --json',
    takes: { text: '-d -l -n -f -q -r --device --log --nocheck --format' },
    risks: {
      command_disk:
        '-s -o -S -t -X -T -b -B --smart --offlineauto --saveauto --test --abort --set --captive',
    },
    operands: 'read',
  },
  lpstat: {
    style: 'single',
    flags: '-a -c -d -e -l -p -r -R -s -t -v -W',
    takes: { text: '-o -u' },
    risks: { command_network: '-h' },
    operands: 'text',
  },
  dmsetup: {
    commands: {
      'info status deps table version targets': tells('-c -C -v --noheadings --columns', '-o -S'),
      ls: tells('--tree', '--target'),
      'create remove suspend resume load clear reload rename message wipe_table mknodes splitname udevcookie':
        always('command_disk'),
    },
  },
  getcap: { ...reads('-r -v -n'), walks: true },
  ldconfig: only('-p --print-cache -V --version', 'command_system_change'),
  'update-alternatives alternatives': only(
    '--display --list --query --get-selections',
    'command_system_change',
    { flags: '--verbose --quiet' },
  ),
  chronyc: {
    flags: '-n -c -4 -6',
    commands: {
      'tracking sources sourcestats activity ntpdata clients rtcdata serverstats': tells(
        '-v -a',
        '',
      ),
      'makestep add delete online offline burst settime password allow deny cyclelogs dump shutdown':
        always('command_system_change'),
    },
  },
  ntpstat: tells('', '', 'extra'),
  nft: {
    flags: '-a -n -j -s --handle --numeric --json --stateless',
    commands: {
      // More words may be more commands, behind a semicolon.
      list: { commands: { 'ruleset tables chains sets maps flowtables counters': {} } },
      'add create insert delete flush replace reset rename destroy import export monitor describe':
        always('command_system_change'),
    },
    risks: { command_system_change: '-f --file -i --interactive -D -I' },
  },
  'pkg-config pkgconf': tells(
    '--cflags --libs --modversion --list-all --exists --static --print-errors --short-errors --silence-errors --libs-only-l --libs-only-L --libs-only-other --cflags-only-I --cflags-only-other --print-requires --print-requires-private --print-provides --print-variables --list-package-names',
    '--variable --atleast-version --exact-version --max-version',
    'revision',
  ),
  // They answer with text about the library they belong to.
  'pg_config python3-config llvm-config curl-config xml2-config xslt-config freetype-config libpng-config gpg-error-config apr-1-config mysql_config krb5-config sdl2-config ncurses6-config pcre2-config icu-config':
    { style: 'none', operands: 'text', safe: true },
  gpg: only(
    '--list-keys -k --list-secret-keys -K --list-public-keys --fingerprint --list-sigs --list-packets --show-keys --version --list-config',
    'command_system_change',
    {
      flags:
        '--with-colons --with-fingerprint --with-subkey-fingerprint --with-keygrip --batch --no-tty -v -q --quiet --verbose --no-auto-check-trustdb',
      takes: { text: '--keyid-format' },
      with: { '--list-packets --show-keys': ['read'] },
    },
  ),
  'ssh-keygen': only('-l -B -F', 'command_system_change', {
    flags: '-v -q',
    takes: { read: '-f', text: '-E' },
    operands: 'extra',
  }),
  'ssh-add': only('-l -L', 'command_system_change', { takes: { text: '-E' }, operands: 'extra' }),
};
