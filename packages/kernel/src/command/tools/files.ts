import type { Grammar } from '../grammar.ts';

const grep: Grammar = {
  flags: `-E -F -G -P -a -b -c -h -H -I -i -l -L -n -o -q -R -r -s -T -U -u -v -V -w -x -y -z -Z -S -O -p
      --extended-regexp --fixed-strings --basic-regexp --perl-regexp --text --byte-offset --count
      --files-with-matches --files-without-match --with-filename --no-filename --ignore-case
      --no-ignore-case --initial-tab --null --null-data --line-number --only-matching --quiet --silent
      --recursive --dereference-recursive --no-messages --binary --unix-byte-offsets --invert-match
      --word-regexp --line-regexp --line-buffered --help --version`,
  takes: {
    text: `-A -B -C -D -d -e -m --after-context --before-context --regexp --max-count --directories
        --devices --binary-files --exclude --exclude-dir --include --label --context --group-separator`,
    read: '-f --file --exclude-from',
  },
  may: { text: '--color --colour --no-group-separator' },
  operands: ['text', 'read'],
  unless: '-e -f --regexp --file',
  digits: true,
  safe: true,
  complete: true,
  walks: true,
};

const copying = `-a -b -d -f -i -H -l -L -n -P -p -r -R -s -T -u -v -x -Z --archive --force --interactive --link
  --dereference --no-clobber --no-dereference --recursive --symbolic-link --no-target-directory --verbose
  --one-file-system --parents --attributes-only --remove-destination --strip-trailing-slashes`;
const copyingTakes = {
  text: '-S --suffix --reflink --sparse --no-preserve --context',
  write: '-t --target-directory',
} as const;

/** Tools that list and describe files. Sources: coreutils 9.5, findutils 4.10, file 5.45 manuals. */
export const fileTools: Readonly<Record<string, Grammar>> = {
  'ls gls dir vdir': {
    flags: `-a -A -b -B -c -C -d -D -f -F -g -G -h -H -i -k -l -L -m -n -N -o -p -q -Q -r -R -s -S -t -u
      -U -v -x -X -Z -1 -e -@ -O -P -W -% --all --almost-all --author --escape --ignore-backups
      --directory --dired --no-group --human-readable --si --dereference-command-line
      --dereference-command-line-symlink-to-dir --inode --kibibytes --dereference --numeric-uid-gid
      --literal --hide-control-chars --show-control-chars --quote-name --reverse --recursive --size
      --context --group-directories-first --zero --help --version`,
    takes: {
      // On BSD these are flags, so that what follows is a path.
      count: '-T -w',
      read: '-I',
      text: `--block-size --format --hide --ignore --indicator-style --quoting-style --sort
        --time --time-style --tabsize --width`,
    },
    may: { text: '--classify --color --hyperlink' },
    operands: 'read',
    safe: true,
    complete: true,
    walks: true,
  },
  // What takes a value on one of them may take none on another.
  'exa eza lsd': {
    flags: `-1 -l -G -x -R -T -a -A -d -r -D -f -b -B -g -h -H -i -m -M -n -S -u -U -@ -Z -F --oneline
      --long --grid --across --recurse --tree --all --list-dirs --reverse --group-directories-first
      --only-dirs --only-files --binary --bytes --group --header --links --inode --modified --mounts
      --numeric --blocks --accessed --created --changed --extended --git --git-ignore --icons
      --no-permissions --no-filesize --no-user --no-time --octal-permissions --no-icons --total-size
      --classify --help --version -v -? --human-readable --sizesort --timesort --tree --date --total-size`,
    takes: {
      text: '--level --sort --time --time-style --ignore-glob --width',
      count: '-L -w',
      read: '-s -t -I',
    },
    may: { text: '--color --colour --icons --hyperlink --color-scale' },
    operands: 'read',
    safe: true,
    walks: true,
  },
  tree: {
    flags: `-a -d -f -i -l -x -p -u -g -s -h -D -F -q -N -Q -r -t -c -U -v -n -C -A -S -J -X --dirsfirst
      --filesfirst --prune --noreport --du --si --inodes --device --matchdirs --ignore-case --nolinks
      --gitignore --info --metafirst --help --version --fromfile`,
    takes: {
      text: '-L -P -I -H -T --filelimit --timefmt --charset --sort',
      write: '-o',
      read: '--gitfile --infofile',
    },
    risks: { command_option_writes: '-R' },
    operands: 'read',
    apart: true,
    walks: true,
  },
  stat: {
    flags: '-L -f -t -x -l -n -q -r -s -F --dereference --file-system --terse --help --version',
    takes: { text: '-c --format --printf --cached' },
    operands: 'read',
    safe: true,
  },
  // A file named like one of its options makes at worst a `magic.mgc` beside it.
  file: {
    safe: true,
    flags: `-b -d -E -h -i -I -k -l -L -n -N -p -r -s -S -v -0 --brief --apple --extension --mime --mime-type
      --mime-encoding --no-dereference --keep-going --list --dereference --no-buffer --no-pad
      --preserve-date --raw --special-files --version --print0 --debug --help`,
    takes: {
      text: '-e -F -P --exclude --exclude-quiet --separator --parameter',
      read: '-m --magic-file',
    },
    risks: {
      command_option_writes: '-C --compile',
      command_reads_list: '-f --files-from',
      command_option_runs: '-z -Z --uncompress --uncompress-noreport',
    },
    operands: 'read',
    complete: true,
  },
  'du gdu': {
    flags: `-0 -a -b -c -D -H -h -k -L -l -m -P -S -s -x -n -r -A --null --all --apparent-size --bytes --total
      --dereference-args --human-readable --inodes --dereference --count-links --no-dereference
      --separate-dirs --si --summarize --one-file-system --help --version`,
    takes: {
      text: '-B -d -t -I --block-size --max-depth --threshold --exclude --time-style',
      read: '-X --exclude-from',
      list: '--files0-from',
    },
    may: { text: '--time' },
    operands: 'read',
    safe: true,
    complete: true,
    walks: true,
  },
  // Its operand only chooses a file system; nothing of the file is told.
  'df gdf': {
    flags: `-a -h -H -i -k -l -m -P -T -v -b -g -n -I -c --all --human-readable --si --inodes --local
      --no-sync --portability --sync --total --print-type --help --version`,
    takes: { text: '-B -t -x --block-size --type --exclude-type' },
    may: { text: '--output' },
    operands: 'text',
    safe: true,
  },
  'basename gbasename': {
    flags: '-a -z --multiple --zero --help --version',
    takes: { text: '-s --suffix' },
    operands: 'text',
    safe: true,
    complete: true,
  },
  'dirname gdirname': {
    flags: '-z --zero --help --version',
    operands: 'text',
    safe: true,
    complete: true,
  },
  pathchk: { flags: '-p -P --portability --help --version', operands: 'text', safe: true },
  'readlink greadlink': {
    flags: `-f -e -m -n -q -s -v -z --canonicalize --canonicalize-existing --canonicalize-missing
      --no-newline --quiet --silent --verbose --zero --help --version`,
    operands: 'read',
    safe: true,
    complete: true,
  },
  'realpath grealpath': {
    flags: `-e -m -L -P -q -s -z --canonicalize-existing --canonicalize-missing --logical --physical
      --quiet --strip --no-symlinks --zero --help --version`,
    takes: { read: '--relative-to --relative-base' },
    operands: 'read',
    safe: true,
    complete: true,
  },
  namei: {
    flags:
      '-l -m -o -v -x -n -Z --long --modes --owners --vertical --mountpoints --nosymlinks --help --version',
    operands: 'read',
    safe: true,
  },
  'find gfind': { language: 'find' },
  'fd fdfind': {
    flags: `-H -I -u -s -i -g -F -a -l -L -p -0 -1 -q --hidden --no-ignore --unrestricted --case-sensitive
      --ignore-case --glob --fixed-strings --absolute-path --list-details --follow --full-path
      --print0 --prune --no-ignore-vcs --no-ignore-parent --one-file-system --quiet --help --version
      -h -V --strip-cwd-prefix --regex --and`,
    takes: {
      text: `-d -t -e -S -E -j -c -o --max-depth --min-depth --exact-depth --type --extension --size --exclude
        --changed-within --changed-before --max-results --threads --color --owner --path-separator --format`,
      read: '--search-path --base-directory --ignore-file -C',
    },
    risks: { command_runs_for_each: '-x -X --exec --exec-batch' },
    operands: ['text', 'read'],
    walks: true,
  },
  'locate plocate mlocate': {
    flags:
      '-A -b -c -e -i -l -p -q -r -w -0 --all --basename --count --existing --ignore-case --quiet --regexp --regex --wholename --null --help --version',
    takes: { text: '-n -l --limit', read: '-d --database' },
    // Its answers lie anywhere on the machine.
    risk: 'command_reads_list',
    operands: 'text',
  },
  'which gwhich': {
    flags: '-a -s --all --skip-alias --skip-functions --version --help -v -V',
    operands: 'text',
    safe: true,
  },
  whereis: {
    flags: '-b -m -s -u -g -l -h -V -f',
    takes: { read: '-B -M -S' },
    operands: 'revision',
  },
  lsattr: { flags: '-R -V -a -d -l -p -v', operands: 'read', walks: true, safe: true },
  getfacl: {
    flags:
      '-a -c -d -e -E -s -R -L -P -t -p -n --access --default --omit-header --all-effective --no-effective --skip-base --recursive --logical --physical --tabular --absolute-names --numeric --help --version',
    operands: 'read',
    walks: true,
    safe: true,
  },
  getfattr: {
    flags:
      '-d -h -R -L -P --dump --no-dereference --absolute-names --only-values --recursive --logical --physical --help --version',
    takes: { text: '-n -e -m --name --encoding --match' },
    operands: 'read',
    walks: true,
    safe: true,
  },
  mktemp: {
    flags: '-u --dry-run -d -q -t --directory --quiet',
    takes: { text: '-p --suffix' },
    may: { text: '--tmpdir' },
    requires: '-u --dry-run',
    otherwise: 'command_writes',
    operands: 'text',
  },
  'mkdir mkfifo mknod touch ln link install rsync rename prename': {
    risk: 'command_writes',
    style: 'none',
    operands: 'text',
  },
  'cp gcp': {
    flags: copying,
    takes: copyingTakes,
    may: { text: '--backup --preserve --update' },
    operands: 'read',
    last: 'write',
    with: { '-t --target-directory': ['read'] },
    risk: 'command_writes',
  },
  // What is moved is gone from where it was.
  'mv gmv': {
    flags: copying,
    takes: copyingTakes,
    may: { text: '--backup --update' },
    operands: 'write',
    risk: 'command_writes',
  },
  'rm grm': {
    flags: '-i -I -d -v --dir --verbose --one-file-system --no-preserve-root',
    may: { text: '--interactive --preserve-root' },
    risks: { command_recursive_delete: '-r -R -f --recursive --force' },
    operands: 'delete',
    risk: 'command_deletes',
  },
  'rmdir unlink shred wipe srm trash trash-put': {
    flags:
      '-p -v -u -f -z -x -n --parents --verbose --ignore-fail-on-non-empty --remove --force --zero',
    operands: 'delete',
    risk: 'command_deletes',
  },
  chmod: {
    flags:
      '-R -c -f -v --recursive --changes --silent --quiet --verbose --preserve-root --no-preserve-root',
    takes: { read: '--reference' },
    operands: ['mode', 'write'],
    risk: 'command_permissions',
  },
  'chown chgrp setfacl chattr chcon setfattr chflags xattr restorecon': {
    risk: 'command_permissions',
    style: 'none',
    operands: 'text',
  },
  dd: {
    language: 'keys',
    takes: {
      text: 'bs= ibs= obs= cbs= count= skip= seek= iseek= oseek= conv= iflag= oflag= status=',
      read: 'if=',
      write: 'of=',
    },
  },
  'grep egrep fgrep ggrep': {
    ...grep,
    names:
      '-z --null-data, -v -i -E -F -G -P -w -x -e --invert-match --ignore-case --extended-regexp --fixed-strings --regexp',
  },
  'rgrep zgrep zegrep zfgrep xzgrep': grep,

  // It puts file names into a sed script; not every system's own escapes them.
  'bzgrep bzegrep bzfgrep': { risk: 'command_script_runs', style: 'none', operands: 'text' },
  rg: {
    flags: `-a -b -c -F -H -h -i -I -L -l -n -N -o -P -p -q -S -s -U -u -v -w -x -0 -. --text --byte-offset
      --count --count-matches --fixed-strings --with-filename --ignore-case --follow
      --files-with-matches --files-without-match --line-number --no-line-number --only-matching --pcre2
      --pretty --quiet --smart-case --case-sensitive --multiline --multiline-dotall --unrestricted
      --invert-match --word-regexp --line-regexp --null --null-data --hidden --no-hidden --files
      --no-ignore --no-ignore-vcs --no-ignore-parent --no-ignore-global --no-filename --heading
      --no-heading --column --no-column --stats --json --type-list --trim --vimgrep --no-messages
      --no-config --debug --crlf --glob-case-insensitive --one-file-system --passthru --no-mmap --mmap
      --line-buffered --block-buffered --max-columns-preview --help --version -V`,
    takes: {
      text: `-A -B -C -d -e -E -g -j -m -M -r -t -T --after-context --before-context --context --max-depth
        --maxdepth --regexp --encoding --glob --iglob --threads --max-count --max-columns --replace --type
        --type-not --type-add --sort --sortr --color --colors --max-filesize --context-separator
        --field-match-separator --field-context-separator --engine --dfa-size-limit --regex-size-limit
        --path-separator`,
      read: '-f --file --ignore-file',
    },
    risks: {
      command_option_runs: '-z --search-zip --pre --pre-glob --hostname-bin --hyperlink-format',
    },
    operands: ['text', 'read'],
    unless: '-e -f --regexp --file --files --type-list',
    walks: true,
  },
  'ag ack ack-grep': {
    flags: `-a -c -f -g -H -h -i -l -L -n -o -Q -s -S -u -U -v -w -1 --all-types --count --files-with-matches
      --files-without-matches --no-filename --with-filename --ignore-case --smart-case --literal --numbers --hidden --invert-match
      --word-regexp --nocolor --color --nogroup --group --nobreak --nofilename --column --follow
      --no-recurse --stats --vimgrep --silent --version --help`,
    takes: {
      text: '-A -B -C -m -G --after --before --context --max-count --depth --ignore --ignore-dir --type --file-search-regex -G',
    },
    risks: {
      command_option_runs: '--pager --output -z --search-zip',
      // What is searched is named on its input.
      command_reads_list: '-x --files-from',
    },
    // A number behind -C may be left out, and with -f there is no pattern.
    operands: ['revision', 'read'],
    with: { '-f': ['read'] },
    walks: true,
  },
  'less zless': {
    flags: `-a -A -B -c -C -d -e -E -f -F -g -G -i -I -J -L -m -M -n -N -q -Q -r -R -s -S -u -U -V -w
      -W -X -~ --chop-long-lines --LINE-NUMBERS --quit-if-one-screen --RAW-CONTROL-CHARS --no-init
      --ignore-case --IGNORE-CASE --quit-at-eof --squeeze-blank-lines --raw-control-chars --no-lessopen
      --help --version --LONG-PROMPT --long-prompt --line-numbers --force`,
    takes: {
      text: '-b -h -j -p -P -x -y -z --pattern --tabs --jump-target --window --buffers --prompt',
      write: '-o -O --log-file --LOG-FILE',
      execute: '-k --lesskey-file -T --tag-file -t --tag',
    },
    operands: 'read',
    plus: 'script',
  },
  more: {
    flags:
      '-d -f -l -p -c -s -u -e -h -V --silent --logical --no-pause --print-over --clean-print --squeeze --plain --exit-on-eof --help --version',
    takes: { text: '-n --lines' },
    operands: 'read',
    plus: 'text',
    digits: true,
  },
  'bat batcat': {
    flags:
      '-A -p -n -u -r -S -f -d -P --show-all --plain --number --unbuffered --list-languages --list-themes --diff --no-config --force-colorization --chop-long-lines --help --version -V -h -L',
    takes: {
      text: '-l -H --language --highlight-line --file-name --diff-context --tabs --wrap --terminal-width --color --italic-text --decorations --theme --style -r --line-range -m --map-syntax --squeeze-limit',
    },
    may: { text: '--paging' },
    risks: { command_option_runs: '--pager' },
    operands: 'read',
  },
};
