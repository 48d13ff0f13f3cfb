import type { Grammar } from '../grammar.ts';
import { reads, tells } from './rows.ts';

/** Smaller tools that filter text or sum up files and disks. Sources: each tool's manual or `--help`. */
export const filterTools: Readonly<Record<string, Grammar>> = {
  datamash: {
    flags:
      '-f -i -s -H -W -R -F -C --full --ignore-case --sort --headers --header-in --header-out --whitespace --narm --skip-comments --filler --help --version -h -V',
    takes: {
      text: '-t -g -R -F --field-separator --group --round --filler --output-delimiter --format',
    },
    operands: 'text',
  },
  pup: {
    flags: '-c -h -n -p --color --number --plain --help --version',
    takes: { text: '-i -l --charset --indent --limit', read: '-f --file' },
    operands: 'text',
  },
  htmlq: {
    flags: '-t -p -w -B --text --pretty --ignore-whitespace --detect-base -h -V --help --version',
    takes: { text: '-a -b -r --attribute --base --remove-nodes', read: '-f --filename' },
    risks: { command_option_writes: '-o --output' },
    operands: 'text',
  },
  'ul colcrt uchardet chardetect chardet isutf8': reads(
    '-i -l -q -v -V -h -2 --list --invert --quiet',
    '-t',
  ),
  ts: tells('-r -i -s -m', '', 'text'),
  pv: {
    flags:
      '-p -t -e -r -a -b -q -l -n -c -f -I -T -8 -k -h -V --progress --timer --eta --fineta --rate --average-rate --bytes --quiet --line-mode --numeric --cursor --force --wait --help --version',
    takes: {
      text: '-i -L -s -N -w -H -B -D -m --interval --rate-limit --size --name --width --height --buffer-size --delay-start',
    },
    risks: {
      command_option_writes: '-o --output -P --pidfile',
      command_process_control: '-R --remote',
    },
    operands: 'read',
  },
  dust: {
    flags:
      '-r -b -c -x -s -i -f -p -P -H -D -F -L -R -B --reverse --no-percent-bars --no-colors --limit-filesystem --apparent-size --ignore-hidden --filecount --full-paths --no-progress --only-dir --only-file --dereference-links --skip-total -h -V --help --version',
    takes: {
      text: '-d -n -w -e -v -z --depth --number-of-lines --ignore-directory --terminal_width --filter --invert-filter --min-size --output-format',
      read: '-X -t -o',
    },
    operands: 'read',
    walks: true,
  },
  duf: {
    style: 'single',
    flags:
      '-all -json -inodes -warnings -version -help -h --all --json --inodes --warnings --version --help',
    takes: {
      text: '-only -hide -only-fs -hide-fs -only-mp -hide-mp -output -sort -style -theme -width --only --hide --only-fs --hide-fs --only-mp --hide-mp --output --sort --style --theme --width',
    },
    operands: 'read',
  },
  dfc: tells('-a -b -d -h -i -l -m -M -n -o -s -T -v -w -W', '-c -e -p -q -t -u -f', 'extra'),
  procs: {
    flags:
      '-a -o -t -h -V --and --or --nand --nor --list --tree --no-header --thread --only --help --version',
    takes: { text: '-c -i -d --color --insert --sorta --sortd --theme --use-config --only' },
    risks: {
      command_option_runs: '-p --pager --load-config',
      command_process_control: '-w -W --watch --watch-interval',
    },
    operands: 'text',
  },
  fdupes: {
    flags:
      '-r -R -s -H -n -A -f -1 -S -t -m -q -h -v --recurse --symlinks --hardlinks --noempty --nohidden --omitfirst --sameline --size --time --summarize --quiet --help --version',
    takes: { text: '-G -o --minsize --maxsize --order' },
    risks: { command_recursive_delete: '-d -N -I -i -D --delete --noprompt --immediate --reverse' },
    operands: 'read',
    walks: true,
  },
  'gettext ngettext envsubst': {
    flags: '-e -E -n -s -v -h -V --variables --help --version',
    takes: { text: '-d --domain -c --context' },
    operands: 'text',
  },
};
