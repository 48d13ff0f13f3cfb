import type { Grammar } from '../grammar.ts';

/** Tools that print, count, cut and compare text. Sources: coreutils 9.5, util-linux 2.40 manuals. */
export const textTools: Readonly<Record<string, Grammar>> = {
  cat: {
    flags: `-A -b -e -E -n -s -t -T -u -v --show-all --number-nonblank --show-ends --number
      --squeeze-blank --show-tabs --show-nonprinting --help --version`,
    operands: 'read',
    safe: true,
    complete: true,
  },
  tac: {
    flags: '-b -r --before --regex --help --version',
    takes: { text: '-s --separator' },
    operands: 'read',
    safe: true,
    complete: true,
  },
  rev: { flags: '-h -V -0 --zero --help --version', operands: 'read', safe: true },
  nl: {
    flags: '-p --no-renumber --help --version',
    takes: {
      text: `-b -d -f -h -i -l -n -s -v -w --body-numbering --section-delimiter --footer-numbering
        --header-numbering --line-increment --join-blank-lines --number-format --number-separator
        --starting-line-number --number-width`,
    },
    operands: 'read',
    safe: true,
    complete: true,
  },
  'head ghead': {
    names: '-z --zero-terminated, -n --lines',
    flags: '-q -v -z --quiet --silent --verbose --zero-terminated --help --version',
    takes: { text: '-c -n --bytes --lines' },
    operands: 'read',
    digits: true,
    safe: true,
    complete: true,
  },
  'tail gtail': {
    names: '-z --zero-terminated, -n --lines',
    flags: `-F -f -q -v -z -r --retry --quiet --silent --verbose --zero-terminated --help --version
      ---disable-inotify --debug`,
    takes: {
      text: `-c -n -s -b --bytes --lines --sleep-interval --max-unchanged-stats --pid`,
    },
    may: { text: '--follow' },
    operands: 'read',
    plus: 'text',
    digits: true,
    safe: true,
    complete: true,
  },
  'wc gwc': {
    flags: '-c -m -l -L -w --bytes --chars --lines --max-line-length --words --help --version',
    takes: { text: '--total', list: '--files0-from' },
    operands: 'read',
    safe: true,
    complete: true,
  },
  'cut gcut': {
    flags: '-n -s -z --complement --only-delimited --zero-terminated --help --version',
    takes: {
      text: '-b -c -d -f --bytes --characters --delimiter --fields --output-delimiter',
    },
    operands: 'read',
    safe: true,
    complete: true,
  },
  paste: {
    flags: '-s -z --serial --zero-terminated --help --version',
    takes: { text: '-d --delimiters' },
    operands: 'read',
    safe: true,
    complete: true,
  },
  'tr gtr': {
    flags: `-c -C -d -s -t --complement --delete --squeeze-repeats --truncate-set1 --help --version`,
    operands: ['text', 'text', 'extra'],
    safe: true,
    complete: true,
  },
  'sort gsort': {
    names:
      '-z --zero-terminated, -r -n -u -V -f -b -d -h -k -t --reverse --unique --version-sort --key',
    flags: `-b -d -f -g -i -M -h -n -R -r -V -m -s -u -z -c -C --ignore-leading-blanks
      --dictionary-order --ignore-case --general-numeric-sort --ignore-nonprinting --month-sort
      --human-numeric-sort --numeric-sort --random-sort --reverse --version-sort --merge --stable
      --unique --zero-terminated --debug --help --version`,
    takes: {
      text: '-k -S -t --key --buffer-size --field-separator --batch-size --parallel --sort',
      read: '--random-source',
      write: '-o --output -T --temporary-directory',
      list: '--files0-from',
      execute: '--compress-program',
    },
    may: { text: '--check' },
    operands: 'read',
    plus: 'text',
    digits: true,
    complete: true,
  },
  uniq: {
    names: '-z --zero-terminated, -u -d -i --unique --repeated',
    flags: `-c -d -D -i -u -z --count --repeated --ignore-case --unique --zero-terminated --help
      --version`,
    takes: {
      text: '-f -s -w --skip-fields --skip-chars --check-chars',
    },
    may: { text: '--all-repeated --group' },
    // The second operand is written.
    operands: ['read', 'write', 'extra'],
    digits: true,
    complete: true,
  },
  comm: {
    flags: `-1 -2 -3 -i -z --check-order --nocheck-order --total --zero-terminated --help --version`,
    takes: { text: '--output-delimiter' },
    operands: ['read', 'read', 'extra'],
    safe: true,
    complete: true,
  },
  join: {
    flags:
      '-i -z --ignore-case --check-order --nocheck-order --header --zero-terminated --help --version',
    takes: { text: '-a -e -j -o -t -v -1 -2' },
    operands: ['read', 'read', 'extra'],
    safe: true,
  },
  fold: {
    flags: '-b -s -c --bytes --spaces --characters --help --version',
    takes: { text: '-w --width' },
    operands: 'read',
    digits: true,
    safe: true,
    complete: true,
  },
  fmt: {
    flags:
      '-c -s -t -u --crown-margin --split-only --tagged-paragraph --uniform-spacing --help --version',
    takes: { text: '-w -g --width --goal', read: '-p --prefix' },
    operands: 'read',
    digits: true,
    safe: true,
    complete: true,
  },
  expand: {
    flags: '-i --initial --help --version',
    takes: { text: '-t --tabs' },
    operands: 'read',
    digits: true,
    safe: true,
    complete: true,
  },
  unexpand: {
    flags: '-a --all --first-only --help --version',
    takes: { text: '-t --tabs' },
    operands: 'read',
    safe: true,
    complete: true,
  },
  pr: {
    flags: `-a -c -d -f -F -m -r -t -T -v -J --across --show-control-chars --double-space --form-feed
      --merge --no-file-warnings --omit-header --omit-pagination --show-nonprinting --join-lines
      --help --version`,
    takes: {
      text: `-D -h -l -N -o -w -W --columns --date-format --header --length --first-line-number
        --indent --width --page-width --pages`,
    },
    may: {
      text: '-e -i -n -s -S --expand-tabs --output-tabs --number-lines --separator --sep-string',
    },
    operands: 'read',
    digits: true,
    plus: 'text',
    safe: true,
    complete: true,
  },
  'column col colrm': {
    flags: `-t -x -n -e -L -J -r -b -f -p -h -V -d -m --table --fillrows --help --version
      --spaces --tabs --no-backspaces --pass --table-noheadings --table-header-repeat --json --keep-empty-lines --table-maxout`,
    takes: {
      text: `-c -s -o -N -R -T -W -E -H -O --output-width --separator --output-separator
        --table-columns --table-right --table-truncate --table-wrap --table-noextreme --table-hide
        --table-order --table-columns-limit --lines --table-name --tree --tree-id --tree-parent`,
      // Flags of other versions.
      read: '-l -i -n -p',
    },
    operands: 'read',
    safe: true,
  },
  shuf: {
    names: '-z --zero-terminated, -n --head-count',
    flags: '-r -z -e --repeat --zero-terminated --echo --help --version',
    takes: {
      text: '-i -n --input-range --head-count --random-seed',
      read: '--random-source',
      write: '-o --output',
    },
    operands: 'read',
    complete: true,
  },
  'seq gseq': {
    flags: '-w --equal-width --help --version',
    takes: { text: '-f -s -t --format --separator --terminator' },
    operands: 'text',
    digits: true,
    safe: true,
  },
  'factor primes': { flags: '-h --exponents --help --version', operands: 'text', safe: true },
  numfmt: {
    flags: '-z --debug --grouping --zero-terminated --help --version',
    takes: {
      text: `-d --delimiter --field --format --from --from-unit --invalid --padding --round --suffix
        --to --to-unit --unit-separator`,
    },
    may: { text: '--header' },
    operands: 'text',
    safe: true,
    complete: true,
  },
  ptx: {
    flags:
      '-A -G -O -f -r -t --auto-reference --traditional --ignore-case --references --help --version',
    takes: {
      text: '-F -M -S -W -g -w --flag-truncation --macro-name --sentence-regexp --word-regexp --gap-size --width',
      read: '-b -i -o --break-file --ignore-file --only-file',
    },
    // The second operand is written with -G.
    operands: ['read', 'extra'],
  },
  tsort: { flags: '-w --help --version', operands: 'read', safe: true },
  'od god': {
    flags: `-a -b -c -d -D -e -f -F -h -H -i -I -l -L -o -O -s -v -x -X -B --output-duplicates
      --traditional --help --version`,
    takes: {
      text: '-A -j -N -S -t --address-radix --skip-bytes --read-bytes --format --endian',
    },
    may: { text: '-w --width --strings' },
    operands: 'read',
    plus: 'text',
    safe: true,
  },
  'hexdump hd': {
    flags:
      '-b -c -C -d -o -x -v -X --one-byte-octal --one-byte-char --canonical --two-bytes-decimal --two-bytes-octal --two-bytes-hex --no-squeezing --one-byte-hex --help --version',
    takes: { text: '-e -n -s --format --length --skip', read: '-f --format-file' },
    may: { text: '-L --color' },
    operands: 'read',
    safe: true,
  },
  xxd: {
    flags:
      '-a -b -C -d -e -E -h -i -p -ps -r -R -t -u -v -plain -postscript -reverse -revert -include -uppercase -bits -autoskip -capitalize -EBCDIC -version',
    takes: { text: '-c -g -l -n -o -s -cols -groupsize -len -name -seek -offset -R' },
    style: 'single',
    // The second operand is written.
    operands: ['read', 'write', 'extra'],
  },
  strings: {
    flags:
      '-a -d -f -o -w -h -v --all --data --print-file-name --include-all-whitespace --help --version',
    takes: {
      text: '-n -t -e -T -s -U --bytes --radix --encoding --target --output-separator --unicode',
    },
    operands: 'read',
    digits: true,
    responses: true,
    safe: true,
  },
  'base64 base32 basenc gbase64': {
    flags: `-d -i --decode --ignore-garbage --base64 --base64url --base58 --base32 --base32hex --base16
      --base2msbf --base2lsbf --z85 --help --version`,
    takes: { text: '-w --wrap', write: '-o --output' },
    operands: ['read', 'extra'],
  },
  'md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum cksum gmd5sum': {
    flags: `-c --check -b -t -z --binary --tag --text --zero --ignore-missing --quiet --status --strict
      --warn -w --raw --base64 --untagged --debug --help --version`,
    takes: { text: '-l -a --length --algorithm' },
    operands: 'read',
    safe: true,
  },
  'md5 sha1 sha256': {
    flags: '-q -r -n -p',
    takes: { text: '-s -c' },
    operands: 'read',
    safe: true,
  },
  sum: { flags: '-r -s --sysv --help --version', operands: 'read', safe: true },
  'shasum b3sum': {
    flags:
      '-c --check -b -t -0 -U -q -s -w --binary --text --UNIVERSAL --01 --tag --quiet --status --warn --strict --ignore-missing --num-threads --no-names --raw --no-mmap --help --version',
    takes: { text: '-a -l --algorithm --length' },
    operands: 'read',
    safe: true,
  },
  cmp: {
    flags: '-b -l -s --print-bytes --verbose --quiet --silent --help --version -v',
    takes: { text: '-i -n --ignore-initial --bytes' },
    operands: ['read', 'read', 'text', 'text', 'extra'],
    safe: true,
  },
  'diff colordiff': {
    flags: `-q -s -c -u -e -n -y -p -t -T -r -N -P -i -E -Z -b -w -B -a -d -H -v -h --normal --brief
      --report-identical-files --ed --rcs --side-by-side --left-column --suppress-common-lines
      --show-c-function --expand-tabs --initial-tab --suppress-blank-empty --recursive
      --no-dereference --new-file --unidirectional-new-file --ignore-file-name-case
      --no-ignore-file-name-case --ignore-case --ignore-tab-expansion --ignore-trailing-space
      --ignore-space-change --ignore-all-space --ignore-blank-lines --text --strip-trailing-cr
      --minimal --speed-large-files --help --version --binary`,
    takes: {
      text: `-C -U -F -W -x -I -D -L --show-function-line --label --width --tabsize --exclude
        --ignore-matching-lines --ifdef --line-format --horizon-lines --old-group-format
        --new-group-format --unchanged-group-format --changed-group-format --old-line-format
        --new-line-format --unchanged-line-format --GTYPE-group-format --LTYPE-line-format --palette`,
      read: '-S -X --starting-file --exclude-from --from-file --to-file',
    },
    may: { text: '--context --unified --color' },
    risks: { command_option_runs: '-l --paginate' },
    operands: ['read', 'read', 'extra'],
    digits: true,
    walks: true,
    complete: true,
  },
  diff3: {
    flags:
      '-A -e -E -m -x -X -3 -T -a --show-all --ed --show-overlap --merge --overlap-only --easy-only --initial-tab --text --strip-trailing-cr --help --version -v',
    takes: { text: '-L --label' },
    operands: ['read', 'read', 'read', 'extra'],
  },
  sdiff: {
    flags:
      '-i -E -Z -b -W -B -a -l -t -d -H -s --ignore-case --ignore-tab-expansion --ignore-trailing-space --ignore-space-change --ignore-all-space --ignore-blank-lines --text --left-column --suppress-common-lines --expand-tabs --minimal --help --version',
    takes: { text: '-I -w --ignore-matching-lines --width --tabsize', write: '-o --output' },
    operands: ['read', 'read', 'extra'],
  },
  look: {
    flags: '-a -d -f --alternative --alphanum --ignore-case -h -V',
    takes: { text: '-t --terminate' },
    operands: ['text', 'read', 'extra'],
    safe: true,
  },
  'wdiff dwdiff': {
    flags: '-1 -2 -3 -i -n -s -c --no-deleted --no-inserted --no-common --statistics --ignore-case',
    operands: ['read', 'read', 'extra'],
  },
  iconv: {
    flags: '-c -s -l --list --silent --verbose --help --version -?',
    takes: {
      text: '-f -t --from-code --to-code --unicode-subst --byte-subst',
      write: '-o --output',
    },
    operands: 'read',
  },
  'dos2unix unix2dos': {
    // What stands before -i is converted in place.
    style: 'posix',
    flags: '-i -h -V --help --version --info',
    may: { text: '-i --info' },
    // Behind a file, -n is an option still.
    operands: ['read', 'extra'],
    requires: '-i --info',
    otherwise: 'command_writes',
  },
  'tee gtee': {
    flags: '-a -i -p --append --ignore-interrupts --help --version',
    may: { text: '--output-error' },
    operands: 'write',
  },
  split: {
    risk: 'command_writes',
    flags: '-d -x -e -u --elide-empty-files --unbuffered --verbose --help --version',
    takes: {
      text: '-a -b -C -l -n -t --suffix-length --additional-suffix --bytes --line-bytes --lines --number --separator',
    },
    may: { text: '--numeric-suffixes --hex-suffixes' },
    risks: { command_option_runs: '--filter' },
    operands: ['read', 'text'],
    digits: true,
  },
  csplit: { risk: 'command_writes', style: 'none', operands: 'text' },
  truncate: { risk: 'command_writes', style: 'none', operands: 'text' },
};
