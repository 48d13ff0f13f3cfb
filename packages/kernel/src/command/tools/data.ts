import type { Grammar } from '../grammar.ts';
import { always, reads, tells } from './rows.ts';

const jq = `-r -j -a -s -n -c -C -M -S -e -R -h -V --raw-output --raw-output0 --join-output --ascii-output --slurp
  --null-input --compact-output --color-output --monochrome-output --sort-keys --exit-status --raw-input --tab
  --stream --stream-errors --seq --unbuffered --args --jsonargs --help --version`;
const jqTwo = { text: '--arg --argjson', read: '--slurpfile --rawfile --argfile' } as const;
const csv = (flags: string, takes = '', operands: Grammar['operands'] = 'read'): Grammar => ({
  flags: `-h -n --help --no-headers ${flags}`,
  takes: { text: `-d --delimiter ${takes}` },
  risks: { command_option_writes: '-o --output' },
  operands,
});

/**
 * Tools that tell about structured data, documents, media and source code. Sources: the manuals of
 * jq 1.7, yq 4 and 3, csvkit 2, xsv 0.13, libxml2 2.12, poppler 24, FFmpeg 7, exiftool 13, cloc 2, tokei 12.
 */
export const dataTools: Readonly<Record<string, Grammar>> = {
  'jq gojq jaq': {
    flags: jq,
    takes: { text: '--indent' },
    two: jqTwo,
    risks: { command_interpreter: '-f --from-file -L --library-path --run-tests' },
    operands: ['jq', 'read'],
  },
  tomlq: {
    flags:
      '-r -j -s -n -c -C -M -S -e --raw-output --slurp --null-input --compact-output --sort-keys --exit-status --help --version',
    two: { text: '--arg --argjson' },
    risks: { command_writes: '-i --in-place', command_interpreter: '-f --from-file -L' },
    operands: ['jq', 'read'],
  },
  yq: {
    flags: `-r -n -P -C -M -N -e -y -Y -j -v -0 -c -S --unwrapScalar --null-input --prettyPrint --colors --no-colors --no-doc
      --exit-status --yaml-output --yml-output --tojson --verbose --nul-output --raw-output --compact-output --sort-keys`,
    takes: {
      text: '-o -p -I --output-format --input-format --indent --xml-attribute-prefix --xml-content-name --width',
    },
    risks: {
      command_writes: '-i --inplace --in-place',
      // Python's reads all as one with -s; the other yq writes a file for each.
      command_option_writes: '-s --split-exp --split-exp-file',
      command_interpreter: '-f --from-file',
    },
    commands: {
      'e eval ea eval-all': {
        flags:
          '-r -n -P -C -M -N -e -j -v -0 --unwrapScalar --null-input --prettyPrint --colors --no-colors --no-doc --exit-status --tojson',
        takes: { text: '-o -p -I --output-format --input-format --indent' },
        risks: {
          command_writes: '-i --inplace',
          command_option_writes: '-s --split-exp',
          command_interpreter: '--from-file',
        },
        operands: ['jq', 'read'],
      },
      'completion help shell-completion': { operands: 'text' },
    },
    operands: ['jq', 'read'],
  },
  gron: {
    flags:
      '-u -c -m -s -j -v -i --ungron --colorize --monochrome --stream --json --values --no-sort --version --help',
    operands: 'archive',
  },
  xmllint: {
    flags:
      '--noout --format --html --recover --huge --nonet --noblanks --nocdata --c14n --nowarning --quiet --stream --sax --push --copy --timing --repeat --oldxml10 --xmlout --nsclean --version',
    takes: {
      text: '--xpath --encode --pretty --maxmem --pattern',
      archive: '--schema --relaxng --schematron --dtdvalid',
    },
    risks: {
      command_interpreter: '--shell',
      command_option_writes: '-o --output',
      command_reads_list:
        '--valid --noent --dtdattr --loaddtd --xinclude --noxincludenode --catalogs --path --postvalid --noxinclude --xinclude-only',
    },
    style: 'single',
    operands: 'archive',
  },
  'csvcut csvlook csvstat csvgrep csvsort csvjoin csvstack csvformat csvjson in2csv': {
    flags:
      '-t -S -H -z -l -n -x -r -i -a -y -N -I -v -V --tabs --skipinitialspace --no-header-row --linenumbers --names --no-inference --reverse --ignore-case --invert-match --any-match --zero --version --help -h --outer --left --right --csv --mean --min --max --sum --unique --len --nulls --type --freq --count --out-tabs --out-asv',
    takes: {
      text: '-d -q -u -p -e -K -c -C -D -U -Q -P --delimiter --quotechar --quoting --escapechar --encoding --skip-lines --columns --not-columns --match --regex --sheet --max-columns --max-rows --max-column-width --format --out-delimiter --out-quoting --out-quotechar --out-escapechar --indent --key',
      // A file, a pattern or nothing, by the tool.
      read: '--file --schema -f -m -T',
    },
    operands: 'read',
  },
  csvclean: always('command_writes'),
  xsv: {
    commands: {
      'count headers stats table flatten frequency fixlengths input reverse sort': csv(
        '-j -N -R -s --just-names --intersect --everything --mode --cardinality --median --nulls --numeric --reverse --no-nulls',
        '-s -l -w -p -c --select --limit --width --pad --condense --jobs --separator --quote --escape',
      ),
      select: csv('', '', ['text', 'read', 'extra']),
      fmt: csv('--crlf --ascii --quote-always', '-t --out-delimiter'),
      search: csv('-i -v --ignore-case --invert-match', '-s --select', ['text', 'read', 'extra']),
      'slice sample cat': csv('-p --pad', '-s -e -l -i --start --end --len --index', 'read'),
      join: csv('--no-case --left --right --full --cross --nulls', '', [
        'text',
        'read',
        'text',
        'read',
        'extra',
      ]),
      'split index partition': always('command_writes'),
    },
    shows: '--version --help --list',
  },
  'xq dasel mlr qsv xmlstarlet tidy sox soxi': always('command_script_runs'),

  // Documents.
  pdftotext: {
    style: 'single',
    flags:
      '-layout -raw -simple -simple2 -fixed -nodiag -nopgbrk -htmlmeta -bbox -bbox-layout -tsv -q -v -h -cropbox -nodownsample -listenc',
    takes: { text: '-f -l -r -x -y -W -H -enc -eol -opw -upw -colspacing' },
    // Without a second operand it writes beside the first; `-` is its output.
    operands: ['read', 'write', 'extra'],
    least: 2,
    otherwise: 'command_writes',
    shows: '-v -h --help -listenc',
  },
  'pdfinfo pdffonts': {
    style: 'single',
    flags:
      '-box -meta -custom -js -struct -struct-text -isodates -rawdates -dests -url -listenc -subst -loc -locPS -v -h',
    takes: { text: '-f -l -enc -opw -upw' },
    operands: 'read',
  },
  pdfimages: {
    style: 'single',
    flags: '-list -v -h -q -p',
    takes: { text: '-f -l -opw -upw' },
    requires: '-list',
    otherwise: 'command_writes',
    operands: ['read', 'write'],
  },
  'catdoc antiword xls2csv catppt': reads(
    '-a -b -f -l -t -u -v -V -w -x -i -n',
    '',
    // On one of them some of these are flags.
    { read: '-d -m -s -p -q -c -g' },
  ),
  texcount: {
    style: 'single',
    flags:
      '-v -v0 -v1 -v2 -v3 -v4 -q -1 -0 -sum -total -brief -nosub -sub -char -nc -utf8 -help -version',
    operands: 'read',
  },
  aspell: {
    commands: {
      'list dump dicts modes filters soundslike': {
        takes: { text: '--lang --encoding', read: '-d' },
        operands: 'revision',
      },
      'check create merge conv expand munch pipe': always('command_writes'),
    },
    shows: '--version --help -v',
  },
  hunspell: {
    flags: '-l -L -G -D -w -v -vv --help --version',
    takes: { text: '-d -i' },
    requires: '-l -L -G -D -v -vv --help --version',
    otherwise: 'command_writes',
    operands: 'spelled',
  },
  // A cow is a program.
  'cowsay cowthink': {
    flags: '-b -d -g -p -s -t -w -y -n -l -h',
    takes: { text: '-e -T -W' },
    risks: { command_option_runs: '-f -C -r' },
    operands: 'text',
  },
  'figlet toilet banner': {
    flags:
      '-c -l -r -x -k -o -S -W -D -E -N -X -L -R -t -p -n -h -v --help --version --metal --gay',
    takes: { text: '-w -m', read: '-f -d' },
    operands: 'text',
  },
  lolcat: {
    flags: '-a -i -t -f -h -v --animate --invert --truecolor --force --help --version',
    takes: { text: '-p -F -S -s -d --spread --freq --seed --speed --duration' },
    operands: 'read',
  },
  fortune: {
    flags: '-a -c -e -f -i -l -o -s -u -v',
    takes: { text: '-m -n' },
    operands: 'revision',
  },
  units: {
    flags:
      '-v -q -s -t -1 -e -c -h -V --verbose --quiet --strict --terse --one-line --exponential --check --help --version',
    takes: { text: '-o -d -u --output-format --digits --units', read: '-f --file' },
    operands: 'text',
  },
  'dateadd datediff dconv dateseq dateround strptime dadd ddiff dseq dround': tells(
    '-q -S -E -z',
    '-f -i -b --format --input-format --from-zone --zone --base',
  ),
  'jot lorem pwgen': tells('-r -c -n -s -w -p -0 -1 -A -B -C -y -v', '-b -s -w -p -n'),

  // Media.
  exiftool: {
    style: 'single',
    flags: `-a -b -c -D -e -ee -f -F -fast -fast2 -g -g0 -g1 -g2 -G -G0 -G1 -h -H -j -json -l -L -lang -m -n -q -r -s -s1 -s2 -s3 -S -t -u -U -v -X -xmlFormat
      -all -common -time:all -gps:all -exif:all -iptc:all -xmp:all -AllDates -CreateDate -DateTimeOriginal -ModifyDate -FileName -FileType -MIMEType -ImageSize
      -ImageWidth -ImageHeight -Make -Model -LensModel -ISO -Orientation -Artist -Copyright -Title -Author -Comment -GPSPosition -GPSLatitude -GPSLongitude -Duration -ver -list -listf -listg -listr -listw -listx`,
    takes: { text: '-ext -d -dateFormat -charset -i' },
    risks: {
      command_option_writes:
        '-o -out -w -W -textOut -tagsFromFile -overwrite_original -overwrite_original_in_place -delete_original -restore_original -csv',
      command_option_runs: '-if -p -config -execute -stay_open -api -userParam -printFormat',
      command_reads_list: '-@ -argFile -efile -srcfile -geotag',
    },
    operands: 'read',
    walks: true,
    shows: '-ver -listf -listr -list --help',
  },
  ffprobe: {
    style: 'single',
    flags:
      '-hide_banner -show_format -show_streams -show_frames -show_packets -show_chapters -show_programs -show_error -show_data -pretty -unit -prefix -sexagesimal -count_frames -count_packets -show_private_data -bitexact -version -formats -codecs -h -L',
    takes: {
      text: '-v -loglevel -show_entries -of -print_format -output_format -select_streams -read_intervals',
      archive: '-i',
    },
    risks: {
      command_option_writes: '-o -report -show_log',
      command_reads_list: '-f -protocol_whitelist',
    },
    operands: 'archive',
  },
  mediainfo: { flags: '-f -h --Full --Help --Version --help --version', operands: 'archive' },
  metaflac: {
    flags:
      '--list --show-md5sum --show-min-blocksize --show-max-blocksize --show-min-framesize --show-max-framesize --show-sample-rate --show-channels --show-bps --show-total-samples --show-vendor-tag --with-filename --no-filename --data-format --application-data-format --except-block-type --help --version',
    takes: { text: '--show-tag --block-number --block-type' },
    requires:
      '--list --show-md5sum --show-min-blocksize --show-max-blocksize --show-min-framesize --show-max-framesize --show-sample-rate --show-channels --show-bps --show-total-samples --show-vendor-tag --show-tag --help --version',
    otherwise: 'command_writes',
    operands: 'read',
  },
  'jpeginfo pngcheck webpinfo opusinfo ogginfo mkvinfo tiffinfo': {
    flags: '-c -7 -i -l -p -q -s -t -v -h --check --comments --md5 --quiet --info --help --version',
    operands: 'read',
    responses: true,
  },
  'age-inspect': reads('--json'),

  // Source code.
  'tokei scc loc gocloc': {
    flags:
      '-f -C --files --compact --hidden --no-ignore --no-ignore-parent --no-ignore-vcs --by-file --wide --no-complexity --no-cocomo --no-duplicates --ci --verbose --languages -l -V -h --help --version',
    takes: {
      text: '--exclude --type --sort --columns --num-format --include-ext --exclude-ext --exclude-dir --not-match --format',
      read: '-e -t -s -c -n -M -i',
    },
    risks: {
      command_option_writes: '-o --output --format-multi',
      command_reads_list: '-i --input',
    },
    operands: 'read',
    walks: true,
  },
  cloc: {
    flags:
      '--by-file --by-file-by-lang --by-percent --quiet --hide-rate --progress-rate --skip-uniqueness --follow-links --unicode --show-ext --show-lang --show-os --csv --json --yaml --xml --md --sum-one --v --verbose --help --version --docstring-as-code',
    takes: {
      text: '--exclude-dir --exclude-ext --exclude-lang --include-ext --include-lang --match-d --not-match-d --match-f --not-match-f --max-file-size --timeout --processes --fullpath --csv-delimiter',
    },
    risks: {
      command_option_runs:
        '--extract-with --git --vcs --config --strip-comments --diff --git-diff-rel --git-diff-all',
      command_option_writes:
        '--out --report-file --sql --counted --found --ignored --categorized --write-lang-def --write-lang-def-incl-dup',
      command_reads_list:
        '--list-file --exclude-list-file --read-lang-def --force-lang-def --lang-no-ext',
    },
    operands: 'spelled',
    walks: true,
  },
  pygmentize: {
    flags: '-g -h -V -L',
    takes: { text: '-l -f -S' },
    risks: { command_option_runs: '-x -P -O -F', command_option_writes: '-o' },
    operands: 'read',
  },
  readtags: {
    flags: '-l -e -p -n -i --list --extension-fields --prefix-match --line-number --icase-match',
    takes: { read: '-t --tag-file' },
    risks: { command_script_runs: '-Q -S --filter --sorter' },
    operands: 'text',
  },
  'diffstat lsdiff': {
    flags:
      '-b -c -C -h -k -K -l -m -p -q -s -u -v -V -1 -E -H -n -N --help --version --strip --number-files --line-number --filename-only',
    takes: { text: '-p -f -n -w --strip' },
    risks: { command_option_writes: '-o -O', command_option_runs: '-d -e -z --decompress' },
    operands: 'spelled',
  },
  // With two files it asks git, and that the repository's settings.
  delta: {
    flags:
      '-n -s --line-numbers --side-by-side --light --dark --raw --color-only --diff-highlight --diff-so-fancy --keep-plus-minus-markers --help --version --list-languages --list-syntax-themes --show-config --show-colors',
    takes: { text: '-w --width --tabs --syntax-theme --features --hunk-header-style --file-style' },
    risks: { command_option_runs: '--pager --paging --config' },
  },
  'difft icdiff': {
    flags:
      '-N -H -W -r --line-numbers --whole-file --no-bold --highlight --no-headers --help --version --list-languages',
    takes: {
      text: '-U -L --tabs --display --color --background --context --cols --numlines --label --width',
    },
    operands: ['read', 'read', 'extra'],
    walks: true,
  },
  fzf: {
    flags:
      '-e -i -x -m -0 -1 --exact --multi --no-multi --cycle --tac --no-sort --reverse --border --ansi --sync --select-1 --exit-0 --print-query --print0 --read0 --no-mouse --version --help --literal --no-info',
    takes: {
      text: '-f -q -d -n --filter --query --delimiter --nth --with-nth --height --layout --info --prompt --pointer --marker --header --tiebreak --color --tabstop --scheme --algo',
    },
    risks: {
      command_option_runs:
        '--preview --bind --preview-window --listen --expect --walker --become --with-shell',
      command_option_writes: '--history',
    },
    operands: 'extra',
  },
  sd: {
    flags: '-p -s -F --preview --fixed-strings --string-mode --help --version',
    takes: { text: '-f -n --flags --max-replacements' },
    operands: ['text', 'text', 'write'],
  },
  info: {
    flags:
      '-a -O -w -h --all --subnodes --usage --where --location --show-options --help --version --raw-escapes --no-raw-escapes',
    takes: { text: '-k -n --apropos --node --index-search', read: '-d -f --directory --file' },
    risks: {
      command_option_writes: '-o --output --dribble',
      command_option_runs: '--restore --init-file --vi-keys',
    },
    operands: 'revision',
  },
  tldr: {
    flags: '-l -v -h --list --version --help --raw --markdown',
    takes: { text: '-p -P -L --platform --language' },
    risks: {
      command_network: '-u --update',
      command_interpreter: '--render -f',
      command_deletes: '-c --clear-cache',
    },
    operands: 'text',
  },
  // The pattern's own callouts are commands; a file in the folder sets a pager and filters.
  'pcregrep pcre2grep ug ug+ ugrep+': always('command_script_runs'),
  ugrep: {
    flags: `-a -b -c -E -F -G -P -h -H -i -I -j -k -l -L -n -o -r -R -s -S -T -u -U -v -w -x -y -0 --null --heading --no-heading --column --line-number --count
      --files-with-matches --files-without-match --ignore-case --smart-case --invert-match --word-regexp --line-regexp --only-matching --recursive --text --no-filename --with-filename
      --byte-offset --fixed-strings --extended-regexp --perl-regexp --basic-regexp --no-messages --stats --tree --hidden --ignore-binary --help --version --sort --pretty --cpp --csv --json --xml`,
    takes: {
      text: '-A -B -C -e -g -t -O -m -d -D -M -K -J --after-context --before-context --context --regexp --glob --iglob --file-type --file-extension --max-count --include --exclude --include-dir --exclude-dir --max-depth --min-depth --directories --range --jobs',
      read: '-f --file --exclude-from --include-from',
    },
    may: { text: '--color --colour --sort --ignore-files --context --fuzzy' },
    risks: {
      command_option_runs:
        '--pager --filter --view --query -Q --decompress -z --format --hyperlink',
      command_option_writes: '--save-config --config',
    },
    operands: ['text', 'read'],
    unless: '-e -f --regexp --file',
    digits: true,
    walks: true,
  },
};
