import type { Grammar } from '../grammar.ts';

const prints = (flags = '', takes = '', operands: Grammar['operands'] = 'extra'): Grammar => ({
  flags: `--help --version -h -V ${flags}`,
  takes: { text: takes },
  operands,
  safe: true,
});
const always = (risk: NonNullable<Grammar['risk']>): Grammar => ({
  risk,
  style: 'none',
  operands: 'text',
});

/** Tools that show what an object file holds. Source: the binutils 2.43 manual. */
const binaries: Grammar = {
  flags: `-a -A -B -C -D -d -e -f -F -g -h -H -i -j -l -L -n -N -o -p -P -r -R -s -S -t -T -u -v -V -w -W -x -X -z -c -I --all-headers --archive-headers
    --file-headers --headers --section-headers --disassemble --disassemble-all --source --full-contents --syms --dynamic-syms
    --reloc --dynamic-reloc --debug-syms --defined-only --extern-only --undefined-only --no-demangle --dynamic --line-numbers --numeric-sort
    --no-sort --size-sort --print-size --print-file-name --portability --print-armap --reverse-sort --all --file-header --program-headers --segments
    --sections --section-details --symbols --dyn-syms --notes --relocs --unwind --version-info --wide --histogram --string-dump --help --version
    --private-headers --prefix-addresses --no-show-raw-insn --show-raw-insn --synthetic --visualize-jumps --functions --basenames --inlines --pretty-print --addresses --common --totals`,
  takes: {
    // Some of these tools take no argument there, so that what follows is a path.
    count: '-b -m -M -j -l -t',
    read: '-e --exe',
    text: '--target --architecture --section --start-address --stop-address --disassembler-options --format --radix',
  },
  may: { text: '--demangle --disassemble --debug-dump --dwarf --hex-dump -W --special-syms' },
  risks: { command_option_runs: '--plugin' },
  operands: 'read',
  responses: true,
};

/** Tools that tell about the machine, its processes and its time. Sources: procps-ng, util-linux, systemd manuals. */
export const systemTools: Readonly<Record<string, Grammar>> = {
  'date gdate': {
    flags: '-u -R -j -n --utc --universal --rfc-email --debug --resolution --help --version',
    takes: { text: '-d --date -v --rfc-3339', read: '-r --reference -f --file' },
    may: { text: '-I --iso-8601' },
    risks: { command_system_change: '-s --set' },
    operands: 'plus',
    complete: true,
  },
  'cal ncal': prints(
    '-1 -3 -S -s -m -j -y -Y -v -c -n -h -J -M -w -p -C -e -o -b --one --three --sunday --monday --julian --year --twelve --vertical --week',
    '-n -A -B -d -H --months --color',
    'text',
  ),
  // It reads another log where one is named.
  users: prints('', '', 'read'),
  'whoami logname tty arch nproc hostid groups': prints(
    '-s -a -z --all --ignore --quiet --silent',
    '',
    'text',
  ),
  id: prints(
    '-a -G -g -n -p -r -u -z -Z -P -F --context --group --groups --name --real --user --zero',
    '',
    'text',
  ),
  'who w': prints(
    '-a -b -d -H -l -m -p -q -r -s -t -T -u -w -f -i -o --all --boot --heading --count --runlevel --users --no-header --short --ip-addr --ips --message --mesg --lookup --dead --login --process --time',
    '',
    // `who FILE` reads another log; `who am i` names nothing.
    'read',
  ),
  'last lastb lastlog': prints(
    '-a -d -F -i -w -x --dns --fullnames --fulltimes --hostlast --ip --system --time-format',
    '-n -p -s -t -u -b --limit --present --since --until --time-format --user --time --before',
    'text',
  ),
  uptime: prints('-p -s -r --pretty --since --raw --container'),
  // The kernel's release and version choose an exploit; the system's and machine's name do not.
  'uname guname': {
    flags:
      '-s -m -n -o -p -i --nodename --kernel-name --machine --operating-system --processor --hardware-platform --help --version',
    risks: {
      command_host_identity: '-a -r -v --all --kernel-release --kernel-version',
    },
  },
  hostname: {
    flags:
      '-a -A -d -f -i -I -s -y --alias --all-fqdns --domain --fqdn --long --ip-address --all-ip-addresses --short --yp --nis',
    risks: { command_system_change: '-b -F --boot --file' },
    operands: '!command_system_change',
  },
  printenv: prints('-0 --null', '', 'text'),
  locale: prints(
    '-a -m -c -k -v --all-locales --charmaps --category-name --keyword-name --verbose',
    '',
    'text',
  ),
  getconf: prints('-a -v', '', 'text'),
  getent: {
    flags: '-i -A',
    takes: { text: '-s --service' },
    operands: 'text',
    risk: 'command_account',
  },
  'free vmstat slabtop': prints(
    '-b -k -m -g -h -l -t -w -v -a -f -s -n -d -D -p -S -y --bytes --kibi --mebi --gibi --tebi --kilo --mega --giga --human --si --lohi --total --wide --line --committed --active --forks --slabs --one-header --stats --disk --disk-sum --timestamp --no-first --once',
    '-s -c -p -S --seconds --count --partition --unit',
    'text',
  ),
  'ps gps': {
    flags: `-A -a -d -e -N -T -r -x -f -F -l -j -M -y -Z -H -L -m -w -c -V -h -S -v -X --deselect --context --cumulative --forest
      --headers --no-headers --no-heading --noheaders --info --version --help -u -g -n`,
    takes: {
      text: '-C -G -g -p -q -s -t -u -U -o -O -k --Group --group --pid --ppid --quick-pid --sid --tty --user --User --format --sort --cols --columns --lines --rows --width',
    },
    operands: 'text',

    safe: true,
  },
  'pgrep pidof': prints(
    '-a -c -f -i -l -n -o -v -w -x -q -A -s -Z --list-name --list-full --count --full --ignore-case --newest --oldest --inverse --exact --lightweight --quiet --older',
    '-d -G -g -P -s -t -u -U -r -o -O -m --delimiter --group --pgroup --parent --session --terminal --euid --uid --runstates --ns --nslist --signal --older --cgroup --env',
    'text',
  ),
  pstree: prints(
    '-a -A -c -G -h -k -l -n -p -s -S -t -T -u -U -Z -g -C --arguments --ascii --compact-not --vt100 --highlight-all --long --numeric-sort --show-pids --show-parents --ns-changes --thread-names --hide-threads --uid-changes --unicode --security-context --show-pgids',
    '-H -N -C --highlight-pid --ns-sort --color',
    'text',
  ),
  pwdx: prints('', '', 'text'),
  pmap: {
    flags:
      '-x -X -d -q -p -c --extended --device --quiet --show-path --read-rc --help --version -h -V',
    takes: { text: '-A --range', read: '-C --read-rc-from' },
    // They make a file of settings, in the home or where they are told.
    risks: { command_option_writes: '-n -N --create-rc --create-rc-to' },
    operands: 'text',
  },
  'top htop btop': {
    flags: `-b -c -E -e -H -i -h -l -O -S -v -V -1 -s -C -M -t --batch-mode --cmdline-toggle --idle-toggle --threads-show --list-fields
      --accum-time-toggle --secure-mode --version --help --once --single-cpu-toggle --scale-task-mem --scale-summary-mem --tree --no-color --readonly -y -m -g`,
    takes: {
      text: '-d -n -o -p -u -U -w -F -s -l -stats -pid -i --delay --iterations --sort-override --pid --filter-only-euser --filter-any-user --width --sort-key --filter --user',
    },
    operands: 'text',
    safe: true,
  },
  'sar atop atopsar nmon': {
    flags: '-A -b -B -d -h -H -p -q -r -S -u -v -W -y -V --human --pretty --help --version',
    takes: { text: '-n -P -s -e -i --dec --iface --dev' },
    // They record to a file, named or of their own choice.
    risks: { command_option_writes: '-o -w -f -F -x -X -t -m' },
    operands: 'revision',
  },
  // Another dstat than the first one writes what it shows to the file behind `-o`.
  dstat: prints(
    '-c -d -m -N -p -t -y -r -s -l -n -g -i --cpu --mem --disk --net --io --top-cpu --top-mem',
    '-D -I -S',
    'text',
  ),
  'iostat mpstat pidstat iotop': prints(
    '-c -d -h -k -m -N -p -t -x -y -z -A -I -P -u -r -s -w -l -H --human --pretty -b -n -q -B -S -W --compact --cpu --mem --disk --net --io --top-cpu --top-mem',
    '-j -o -i --dec',
    'text',
  ),
  lscpu: {
    flags:
      '-a -b -c -e -p -x -y -B -J -r -h -V --all --online --offline --hex --physical --json --bytes --raw --output-all --annotate --hierarchic --help --version',
    takes: { read: '-s --sysroot' },
    may: { text: '-C -e -p --caches --extended --parse' },
  },
  lsblk: prints(
    '-a -b -d -D -f -i -J -l -m -n -O -p -P -r -s -S -t -T -z -A -N -v --all --bytes --nodeps --discard --fs --ascii --json --list --perms --noheadings --output-all --paths --pairs --raw --inverse --scsi --topology --tree --zoned --noempty --nvme --virtio --merge --dedup',
    '-o -e -I -x -w -E -M -Q --output --exclude --include --sort --width --filter --highlight',
    'text',
  ),
  lsusb: {
    flags: '-v -t -V -h --verbose --tree --version --help',
    takes: { text: '-s -d', read: '-D' },
  },
  lspci: {
    flags: '-v -vv -vvv -n -nn -k -b -D -t -x -m -mm -vmm -P -PP -G --version --help',
    takes: { text: '-s -d -A', read: '-i -p -F' },
    risks: { command_network: '-q -Q', command_system_change: '-M' },
  },
  'lsmod lscgroup': prints(),
  lsscsi: {
    flags:
      '-b -B -c -C -d -D -g -H -i -k -l -L -N -o -p -P -s -S -t -T -u -U -v -V -w -x -z --brief --classic --device --generic --hosts --kname --list --long --protection --size --scsi_id --transport --unit --verbose --version --wwn --help',
    takes: { read: '-y --sysfsroot' },
    operands: 'text',
  },
  // It tells of accounts what only their owners may know.
  lslogins: always('command_account'),
  'lsipc lslocks lsns lsirq lsmem': {
    flags: `-a -b -c -e -f -J -L -m -n -p -P -q -Q -r -S -t -u -W -z -h -V --all --bytes --creator --export --failed --global --json
      --noheadings --raw --notruncate --newline --numeric-perms --output-all --queues --semaphores --shmems --posix-shmems --time --summary
      --tree --list --persistent --pwd --last --context --supp-groups --system-accs --user-accs --acc-expiration --noheadings --help --version`,
    // On each of them one of these is a flag, so that what follows is not read as another option.
    takes: {
      text: '-o -i -N -g -l --output --id --name --type --task --pid --split --groups --logins --sort --threshold --cpu-list --time-format',
      read: '-s --sysroot -w --wtmp-file --btmp-file --lastlog-file',
    },
    may: { text: '--summary' },
    operands: 'extra',
  },
  dmidecode: always('command_elevated'),
  dmesg: {
    flags:
      '-d -e -f -H -h -k -l -L -n -p -P -r -S -t -T -u -w -W -x -J --decode --ctime --human --kernel --userspace --show-delta --reltime --nopager --json --notime --follow --follow-new --raw --time-format',
    takes: {
      read: '-F --file',
      text: '-l -f -s --level --facility --since --until --buffer-size --time-format',
    },
    may: { text: '--color' },
    risks: {
      command_hides_traces:
        '-c -C -D -E -n --clear --read-clear --console-off --console-on --console-level',
    },
    operands: 'extra',
  },
  journalctl: {
    flags: `-a -b -e -f -k -l -m -q -r -x -N --all --boot --dmesg --follow --full --merge --quiet --reverse --catalog --no-full
      --no-pager --no-tail --no-hostname --list-boots --pager-end --disk-usage --header --list-catalog --utc --user --system
      --fields --verify --version --help --truncate-newline --case-sensitive --this-boot`,
    takes: {
      text: '-b -c -g -n -o -p -t -u -S -U -F -T --cursor --after-cursor --grep --lines --output --output-fields --priority --identifier --unit --user-unit --since --until --field --facility --namespace --boot --invocation',
      read: '-D --directory --file --root',
    },
    may: { text: '--lines --boot' },
    risks: {
      command_hides_traces:
        '--vacuum-size --vacuum-time --vacuum-files --rotate --flush --relinquish-var --sync --setup-keys --update-catalog --smart-relinquish-var',
      command_option_writes: '--cursor-file',
    },
    operands: 'text',
    digits: true,
  },
  systemctl: {
    flags:
      '-a -l -q -r -t -H -M --all --full --quiet --user --system --no-pager --plain --recursive --reverse --failed --no-legend --with-dependencies --value --global --no-ask-password --legend',
    takes: {
      text: '-t -p -P -n -o -s --type --state --property --lines --output --job-mode --what --timestamp',
    },
    may: { text: '--legend' },
    risks: {
      command_network: '-H --host -M --machine',
      command_service: '--root --force -f --now --runtime',
    },
    shows: '--version --help -h',
    commands: {
      'status show list-units list-unit-files list-timers list-sockets list-dependencies list-jobs list-machines is-active is-enabled is-failed is-system-running whoami help cat get-default show-environment list-automounts list-paths':
        {
          flags:
            '-a -l -q -r --all --full --quiet --user --system --no-pager --plain --recursive --reverse --failed --no-legend --with-dependencies --value --before --after --wait',
          takes: { text: '-t -p -P -n -o --type --state --property --lines --output' },
          operands: 'text',
        },
      'start stop restart reload try-restart reload-or-restart enable disable reenable mask unmask kill set-property revert link edit preset preset-all daemon-reload daemon-reexec isolate clean freeze thaw set-default add-wants add-requires reset-failed import-environment set-environment unset-environment service-log-level':
        always('command_service'),
      'poweroff reboot halt kexec suspend hibernate hybrid-sleep suspend-then-hibernate rescue emergency default exit switch-root soft-reboot':
        always('command_power'),
    },
    alone: 'command_service',
  },
  'service rc-service rc-update chkconfig update-rc.d initctl launchctl sv sysv-rc-conf invoke-rc.d rcctl svcadm':
    always('command_service'),
  'shutdown reboot poweroff halt init telinit kexec pm-suspend': {
    ...always('command_power'),
    shows: '--help',
  },
  'loginctl timedatectl localectl hostnamectl': {
    flags: '--no-pager --help --version -a -l --all --full -p --value',
    takes: { text: '-p -P -n -o --property --lines --output' },
    commands: {
      'status show list-sessions list-users list-seats session-status user-status seat-status show-session show-user show-seat list-timezones timesync-status show-timesync list-locales list-keymaps list-x11-keymap-models list-x11-keymap-layouts list-x11-keymap-variants list-x11-keymap-options':
        {
          flags: '--no-pager -a -l --all --full --value --monitor --static --transient --pretty',
          takes: { text: '-p -P --property' },
          operands: 'text',
        },
      'set-time set-timezone set-local-rtc set-ntp set-locale set-keymap set-hostname terminate-session kill-session kill-user terminate-user lock-session enable-linger':
        always('command_system_change'),
    },
  },
  'systemd-analyze': {
    commands: {
      'time blame critical-chain dump unit-paths exit-status capability condition calendar timestamp timespan security syscall-filter filesystems':
        {
          flags: '--user --system --no-pager --global',
          takes: { text: '--fuzz --iterations --base-time' },
          operands: 'text',
        },
    },
  },
  // Whether a machine is a virtual one decides what hides there.
  'systemd-detect-virt virt-what': always('command_host_identity'),
  'systemd-path': prints('', '--suffix', 'text'),
  sysctl: {
    flags: '-b -d -e -n -N -q --binary --ignore --values --names --quiet',
    risks: {
      command_host_identity: '-a -A -X --all',
      command_system_change: '-w --write -p --load --system -r --pattern',
    },
    operands: 'kernel',
  },
  mount: {
    flags: '-l -v --show-labels --verbose',
    takes: { text: '-t --types' },
    operands: '!command_disk',
  },
  crontab: {
    flags: '-l',
    takes: { text: '-u' },
    requires: '-l',
    otherwise: 'command_schedules',
    operands: '!command_schedules',
  },
  atq: prints('', '-q'),
  'umount swapoff cryptsetup lvm pvcreate vgcreate lvcreate lvremove vgremove pvremove fusermount fusermount3 udisksctl eject':
    always('command_disk'),
  'mkfs mkfs.ext4 mkfs.ext3 mkfs.ext2 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat mkfs.ntfs mke2fs mkswap cfdisk gdisk sgdisk parted partprobe wipefs blkdiscard hdparm sdparm nvme badblocks fsck e2fsck tune2fs resize2fs xfs_repair debugfs dump restore testdisk photorec ddrescue dcfldd diskutil hdiutil format newfs':
    always('command_disk'),
  'findmnt mountpoint': prints(
    '-A -a -b -C -c -D -d -e -f -i -J -k -l -m -n -o -P -p -q -r -R -s -S -t -T -U -u -v -x -y --all --ascii --bytes --df --json --list --noheadings --raw --tree --real --pseudo --quiet',
    '-o -t -S -T -N -O -M --output --types --source --target --options',
    'text',
  ),
  blkid: {
    flags: '-h -V -k -l -i -p -d -D',
    takes: { text: '-L -U -o -s -t -n -u -O -S' },
    risk: 'command_host_identity',
    operands: 'text',
  },
  'useradd adduser userdel deluser usermod groupadd addgroup groupdel delgroup groupmod gpasswd passwd chpasswd chage chsh chfn vipw vigr newusers pwconv pwunconv grpconv newgrp sg login visudo dscl sysadminctl pw faillock pam_tally2 kinit kadmin smbpasswd htpasswd':
    always('command_account'),
  'insmod rmmod modprobe depmod kmod dkms setenforce setsebool semanage semodule aa-enforce aa-disable aa-complain apparmor_parser auditctl augenrules ausearch aureport iptables-save iptables-restore pfctl ebtables arptables ipset setcap update-grub grub-install grub-mkconfig update-initramfs dracut mkinitcpio efibootmgr bcdedit hwclock ntpdate tzselect dpkg-reconfigure locale-gen localedef update-ca-certificates trust nmtui brctl sysrc csrutil spctl tccutil defaults nvram pmset logrotate':
    always('command_system_change'),
  'at atrm batch anacron schtasks': always('command_schedules'),
  'logger wall write mesg talk notify-send': always('command_system_change'),
  'xdg-open open xdotool xclip xsel wl-copy wl-paste pbcopy pbpaste import scrot xwd gnome-screenshot screencapture ffmpeg ffplay mpv vlc gnome-terminal xterm konsole screen zellij tmate byobu dtach abduco':
    always('command_option_runs'),
  'clear reset tput tabs setterm': {
    flags: '-x -a -q -Q -c -w -r -s -I -g -1 -L -C -V',
    takes: { text: '-T' },
    operands: 'text',
  },
  stty: { flags: '-a -g --all --save', takes: { read: '-F -f --file' }, operands: 'text' },
  infocmp: {
    flags:
      '-0 -1 -a -c -C -d -D -e -E -f -F -g -G -h -i -I -K -l -L -n -p -q -Q -r -t -T -u -U -V -W -x',
    takes: { text: '-s -v -w -R', read: '-A -B' },
    operands: 'revision',
  },
  toe: { flags: '-a -h -s -V', takes: { read: '-u -U' }, operands: 'read' },
  lsb_release: prints('-a -c -d -i -r -s -v --all --codename --description --id --release --short'),
  ldd: always('command_option_runs'),
  'nm readelf size addr2line c++filt': binaries,
  objdump: {
    ...binaries,
    // The lines shown are those of files that the binary names.
    risks: { command_option_runs: '--plugin', command_reads_list: '-S --source --source-comment' },
  },
};
