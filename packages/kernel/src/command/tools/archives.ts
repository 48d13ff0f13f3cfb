import type { Grammar } from '../grammar.ts';
import { always, reads } from './rows.ts';

/** A packer that prints, lists or tests only where it is told to; else it makes and removes files. */
const packer = (flags: string, takes: string, requires: string): Grammar => ({
  flags: `--help --version ${flags} ${requires}`,
  takes: { text: takes },
  requires,
  otherwise: 'command_writes',
  operands: 'read',
  // The last of -t, -l and -d counts: a file is unpacked in its place, and removed.
  with: { '-c --stdout --to-stdout': ['read'], '-d --decompress --uncompress': ['write'] },
});

/** Archivers and packers. Sources: the manuals of GNU tar 1.35, Info-ZIP, gzip, xz, zstd, 7-Zip, rar, cpio, binutils. */
export const archiveTools: Readonly<Record<string, Grammar>> = {
  'tar gtar bsdtar': {
    flags: `-t -v -z -j -J -Z -a -k -p -P -w -W -R -h -n -m -S -B -i --list --verbose --gzip --gunzip
      --ungzip --bzip2 --xz --lzma --lzip --zstd --auto-compress --totals --full-time --utc --quoting-style
      --wildcards --no-wildcards --ignore-case --anchored --no-anchored --block-number
      --show-transformed-names --numeric-owner --ignore-zeros --no-ignore-case --version --help --strip`,
    takes: {
      archive: '-f --file',
      text: '-b -N --exclude --quoting-style --strip-components --blocking-factor',
      directory: '-C --directory',
      list: '-T --files-from -X --exclude-from',
    },
    may: { text: '--occurrence' },
    risks: {
      command_writes:
        '-x -c -r -u -A -d --extract --get --create --append --update --concatenate --catenate --delete --diff --compare -O --to-stdout --test-label',
      command_option_runs:
        '-I -F -M --multi-volume --use-compress-program --to-command --checkpoint-action --checkpoint --info-script --new-volume-script --rsh-command --rmt-command',
      command_option_writes: '--index-file -g --listed-incremental',
    },
    requires: '-t --list',
    otherwise: 'command_writes',
    operands: 'text',
    bundle: true,
  },
  zipinfo: { flags: '-1 -2 -s -m -l -v -h -M -t -T -z -C', operands: ['read', 'text'] },
  unzip: {
    flags: '-l -v -t -Z -z -q -qq -1 -2 -s -m -h -C -M -p -c',
    risks: {
      command_writes: '-T -o -n -f -u -x -d -a -aa -b -j -X -K -L -V -W -D -DD -F -Y -U -:',
    },
    requires: '-l -v -t -Z -z -p -c',
    otherwise: 'command_writes',
    operands: ['read', 'text'],
  },
  'gzip gunzip pigz unpigz': packer(
    '-d -f -h -k -L -n -N -q -v -V --decompress --uncompress --force --keep --no-name --name --quiet --verbose --license',
    '',
    '-l -t -c --list --test --stdout --to-stdout',
  ),
  'bzip2 bunzip2 pbzip2 lbzip2': packer(
    '-d -f -k -q -v -s -L -V --decompress --force --keep --quiet --verbose --small',
    '',
    '-t -c --test --stdout',
  ),
  'xz unxz lzma unlzma': packer(
    '-d -f -k -q -v -H -V --decompress --uncompress --force --keep --quiet --verbose --robot --single-stream --ignore-check --no-warn --no-sparse',
    '-F -M -T --format --memlimit --threads',
    '-l -t -c --list --test --stdout --to-stdout',
  ),
  'zstd unzstd zstdmt': packer(
    '-d -f -k -q -v -V --decompress --force --keep --quiet --verbose --no-progress --no-check --sparse --no-sparse',
    '-T -M --memory',
    '-l -t -c --list --test --stdout',
  ),
  'lz4 unlz4': packer(
    '-d -f -k -q -v -V --decompress --force --keep --quiet --verbose --no-frame-crc',
    '',
    '-t -c --test --stdout --list',
  ),
  'brotli unbrotli': packer(
    '-d -f -k -v -V --decompress --keep --verbose',
    '',
    '-t -c --test --stdout',
  ),
  'lzip lunzip': packer(
    '-d -f -k -q -v -V --decompress --keep',
    '',
    '-l -t -c --list --test --stdout',
  ),
  'zcat gzcat bzcat xzcat lzcat zstdcat lz4cat': {
    flags: '-f -h -l -L -q -r -v -V -k --force --help --list --license --quiet --verbose --version',
    operands: 'read',
  },
  '7z 7za 7zr 7zz': {
    style: 'none',
    commands: {
      'l t': {
        style: 'single',
        flags:
          '-ba -bd -r -slt -spf -ssc -ssc- -y -sccUTF-8 -bb0 -bb1 -bso0 -bse0 -bsp0 -t7z -tzip -ttar -tgzip -txz -tbzip2 -tiso -trar',
        operands: ['read', 'text'],
        responses: true,
      },
      i: {},
      'a b d e h rn u x': always('command_writes', ''),
    },
    shows: '--help -h',
  },
  'rar unrar': {
    style: 'none',
    commands: {
      'l la lb lt lta ltb v va vb vt vta vtb t p': {
        style: 'single',
        flags: '-r -y -inul -idq -id -c- -v',
        operands: ['read', 'text'],
        responses: true,
      },
      'a c ch cw d e f i k m r rc rn rr rv s u x': always('command_writes', ''),
    },
    shows: '--help -h',
  },
  lsar: reads('-l -L -v -j -t -json -test -nr -no-recursion', '-p -e -password -encoding'),
  cpio: {
    flags:
      '-i -t -v -n -B -c --extract --list --verbose --numeric-uid-gid --quiet --help --version',
    takes: {
      archive: '-F -I --file',
      text: '-H -C --format --block-size',
      list: '-E --pattern-file',
    },
    risks: {
      command_writes: '-o -p -u -d -m --create --pass-through --make-directories -A --append -O',
      command_option_runs: '--rsh-command',
    },
    requires: '-t --list',
    otherwise: 'command_writes',
    operands: 'text',
  },
  // The first operand is what it does, with modifiers.
  'ar gar llvm-ar eu-ar': {
    style: 'none',
    commands: {
      't tv tvf vt p pv -t -tv -p': { operands: ['read', 'text'], responses: true },
      'd m q r s x qc rc rcs cr crs cru rv rvs': always('command_writes', ''),
    },
    shows: '--version --help',
  },
  jar: {
    flags: '-t -v --list --verbose --help --version',
    takes: { read: '-f --file' },
    risks: { command_writes: '-c -x -u -i --create --extract --update --generate-index' },
    requires: '-t --list',
    otherwise: 'command_writes',
    operands: 'text',
    bundle: true,
    responses: true,
  },
  unsquashfs: {
    style: 'single',
    flags: '-l -ls -ll -lls -lc -llc -s -stat -quiet -no-progress -UTC -help -version',
    requires: '-l -ls -ll -lls -lc -llc -s -stat -help -version',
    otherwise: 'command_writes',
    operands: ['read', 'text'],
  },
  isoinfo: {
    flags: '-f -l -R -J -d -p -h',
    takes: { read: '-i', text: '-x -j -N -T' },
    operands: 'extra',
  },
  'lsinitramfs lsinitrd': reads('-l -s --size --long', ''),
  'zip compress uncompress p7zip lha arj zoo lzop cabextract mksquashfs genisoimage mkisofs xorriso zipnote zipsplit unar pax':
    {
      flags: '-l -v -t --list --test --verbose -q',
      risk: 'command_writes',
      operands: 'text',
      style: 'none',
      shows: '--version --help -h -V -L',
    },
};
