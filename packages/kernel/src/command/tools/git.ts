import type { Grammar } from '../grammar.ts';
import { always, reads, tells } from './rows.ts';

const format = `--oneline --decorate --no-decorate --graph --stat --shortstat --numstat --dirstat --summary
  --name-only --name-status --patch -p -u --no-patch -s --raw --patch-with-stat --patch-with-raw --cc -c -m
  --root --abbrev-commit --no-abbrev-commit --no-abbrev --full-index --binary -z --check --color-words
  --no-color --no-renames --no-ext-diff --no-textconv --text -a -w -b -R --ignore-space-change
  --ignore-all-space --ignore-blank-lines --ignore-space-at-eol --ignore-cr-at-eol --minimal --patience --histogram
  --function-context -W --pickaxe-all --pickaxe-regex --exit-code --quiet -q --relative-date --parents
  --children --left-right --boundary --no-prefix --default-prefix --find-copies-harder --full-history --no-notes
  --compact-summary --cumulative --irreversible-delete --word-diff --no-relative
  --no-commit-id --combined-all-paths --no-indent-heuristic --indent-heuristic --ita-invisible-in-index`;
const formatTakes = `-U -S -G -l --unified --diff-filter --diff-algorithm --inter-hunk-context --anchored
  --word-diff-regex --line-prefix --src-prefix --dst-prefix --skip-to --rotate-to --find-object --ws-error-highlight`;
const formatMay = `-M -C -B -D -X --abbrev --decorate --stat --dirstat --color --color-moved --color-moved-ws
  --word-diff --color-words --find-renames --find-copies --break-rewrites --relative --submodule
  --ignore-submodules --show-notes --notes --decorate-refs --decorate-refs-exclude --date --encoding --graph --unified --show-linear-break --diff-merges`;
const revisions = `--all --branches --tags --remotes --reflog --merges --no-merges --first-parent --reverse
  --topo-order --date-order --author-date-order --follow -i -E -F -P --regexp-ignore-case --extended-regexp
  --fixed-strings --perl-regexp --all-match --invert-grep --no-walk --do-walk --cherry --cherry-pick
  --cherry-mark --walk-reflogs -g --merge --simplify-merges --simplify-by-decoration --dense --sparse
  --ancestry-path --not --use-mailmap --no-mailmap --mailmap --full-diff --source --log-size --clear-decorations
  --remove-empty --show-pulls --not --bisect --single-worktree --no-min-parents --no-max-parents --date-order`;
const revisionTakes = `-n -L --max-count --skip --since --after --until --before --since-as-filter
  --author --committer --grep --grep-reflog --date --max-parents --min-parents --glob --exclude`;

const log: Grammar = {
  flags: `${format} ${revisions}`,
  takes: { text: `${formatTakes} ${revisionTakes}` },
  may: { text: formatMay, layout: '--pretty --format' },
  risks: {
    // A signature is checked by the program that the repository names.
    command_option_runs: '--ext-diff --textconv --show-signature',
    command_option_writes: '--output',
    command_reads_list: '-O --no-index --stdin',
  },
  operands: 'revision',
  digits: true,
};

const read = (flags: string, takes = '', operands: Grammar['operands'] = 'text'): Grammar => ({
  flags,
  takes: { text: takes },
  operands,
});
const changes: Grammar = {
  risk: 'command_repository_change',
  style: 'none',
  operands: 'text',
  shows: '-h',
};
const network: Grammar = {
  risk: 'command_network',
  style: 'none',
  operands: 'text',
  shows: '-h',
};

/** With `--help` git starts the reader that the repository's settings name; `-h` only prints. */
const withUsage = (table: Readonly<Record<string, Grammar>>): Readonly<Record<string, Grammar>> =>
  Object.fromEntries(
    Object.entries(table).map(([names, grammar]) => [
      names,
      {
        shows: '-h',
        ...grammar,
        ...(grammar.commands === undefined ? {} : { commands: withUsage(grammar.commands) }),
      },
    ]),
  );

/**
 * git and what surrounds it. Sources: git(1) 2.47. What a repository's own configuration can run is
 * switched off where commands are performed, as far as git lets it (`core.fsmonitor`, `core.pager`,
 * `gpg.program`); `diff.external` and filters are not, and run in a sandbox that can only read.
 */
export const gitTools: Readonly<Record<string, Grammar>> = {
  git: {
    style: 'posix',
    flags:
      '--no-pager -P --no-optional-locks --literal-pathspecs --no-replace-objects --no-advice --html-path --man-path --info-path --bare',
    takes: {
      directory: '-C',
      text: '-c --config-env --git-dir --work-tree --namespace --attr-source',
    },
    risks: {
      command_environment:
        '-c --config-env --exec-path --git-dir --work-tree --namespace --super-prefix --attr-source --list-cmds',
      command_option_runs: '-p --paginate',
    },
    shows: '--version -v --help -h --exec-path --html-path --man-path',
    commands: withUsage({
      status: {
        flags:
          '-s -b -v -z --short --branch --show-stash --long --verbose --renames --no-renames --ahead-behind --no-ahead-behind --no-column',
        may: {
          text: '-u --untracked-files --porcelain --ignored --ignore-submodules --column --find-renames',
        },
        operands: 'text',
      },
      'log whatchanged show diff diff-tree diff-index diff-files range-diff rev-list': {
        ...log,
        flags: `${log.flags ?? ''} --cached --staged --merge-base --numbered --email -e --summary -d -r -t --count --objects --ignore-missing --no-patch --base --ours --theirs --stdin-paths --no-dual-color --group --committer -2 -1 -3 -0`,
      },
      shortlog: {
        ...log,
        flags: `${log.flags ?? ''} -s -n -e -c --summary --numbered --email`,
        takes: { text: `${formatTakes} ${revisionTakes.replace('-n ', '')}` },
        may: { text: `${formatMay} -w --group`, layout: '--pretty --format' },
      },
      cherry: tells('-v --abbrev'),
      'verify-pack': reads('-v -s --verbose --stat-only'),
      'get-tar-commit-id show-index': tells('', '', 'extra'),
      'symbolic-ref': {
        flags: '-q --quiet --short --recurse --no-recurse',
        risks: { command_repository_change: '-d --delete -m' },
        operands: ['text', '!command_repository_change'],
      },
      lfs: {
        commands: {
          'ls-files status env version': tells(
            '-l -s -n -a --all --long --size --name-only --json --porcelain',
          ),
          'install uninstall track untrack fetch pull push checkout prune migrate lock unlock locks fsck update clone clean smudge filter-process merge-driver pre-push post-checkout post-commit post-merge ext dedup logs':
            network,
        },
      },
      blame: {
        flags:
          '-b -c -e -f -l -n -p -s -t -w --first-parent --reverse --root --show-stats --line-porcelain --porcelain --incremental --show-name --show-number --show-email --progress --no-progress --minimal',
        takes: { text: '-L --since --date --ignore-rev', read: '-S' },
        may: { text: '-M -C --abbrev --color-lines --color-by-age' },
        risks: { command_reads_list: '--contents --ignore-revs-file' },
        operands: 'revision',
      },
      annotate: read('-b -c -e -l -n -t -w --show-email', '-L', 'revision'),
      'ls-files': {
        flags:
          '-z -t -v -f -c -d -m -o -i -s -u -k --cached --deleted --modified --others --ignored --stage --unmerged --killed --exclude-standard --error-unmatch --full-name --directory --no-empty-directory --eol --deduplicate --debug --recurse-submodules --resolve-undo --sparse',
        takes: { text: '-x --exclude --format --with-tree' },
        may: { text: '--abbrev' },
        risks: { command_reads_list: '-X --exclude-from --exclude-per-directory' },
        operands: 'revision',
      },
      'ls-tree': {
        flags:
          '-d -r -t -l -z --long --name-only --name-status --object-only --full-name --full-tree',
        takes: { text: '--format' },
        may: { text: '--abbrev' },
        operands: 'revision',
      },
      'rev-parse': {
        flags: `--show-toplevel --git-dir --git-common-dir --absolute-git-dir --is-inside-work-tree --is-inside-git-dir
          --is-bare-repository --is-shallow-repository --show-prefix --show-cdup --show-superproject-working-tree --verify -q
          --quiet --symbolic --symbolic-full-name --all --branches --tags --remotes --revs-only --no-revs --flags
          --no-flags --sq --not --local-env-vars --show-ref-format --shared-index-path`,
        takes: { text: '--git-path --default --prefix --since --until --glob --exclude' },
        may: {
          text: '--short --abbrev-ref --show-object-format --path-format --disambiguate --branches --tags --remotes',
        },
        operands: 'text',
      },
      'rev-name name-rev': read(
        '--name-only --all --always --tags --no-undefined',
        '--refs --exclude',
      ),
      describe: {
        flags: '--all --tags --contains --debug --long --always --exact-match --first-parent',
        takes: { text: '--match --exclude --candidates' },
        may: { text: '--abbrev --dirty --broken' },
        operands: 'text',
      },
      'cat-file': {
        flags:
          '-t -s -e -p --batch-all-objects --buffer --unordered --follow-symlinks -z -Z --allow-unknown-type --use-mailmap',
        may: { text: '--batch --batch-check --batch-command' },
        risks: { command_option_runs: '--textconv --filters' },
        operands: 'text',
      },
      'show-ref for-each-ref': {
        flags:
          '-q -d --quiet --heads --tags --head --dereference --verify --ignore-case --omit-empty --branches --include-root-refs',
        takes: {
          text: '--count --sort --points-at --merged --no-merged --contains --no-contains --exclude',
          layout: '--format',
        },
        may: { text: '--hash --abbrev -s --exclude-existing --color' },
        operands: 'text',
      },
      'show-branch': read(
        '-a -r --all --remotes --current --topo-order --sparse --list --independent --merge-base --no-name --sha1-name --topics --no-color --date-order',
        '--more --list --reflog',
      ),
      'merge-base': read('-a --all --octopus --is-ancestor --independent --fork-point'),
      'count-objects': read('-v -H --verbose --human-readable', '', 'extra'),
      'check-ignore check-attr check-mailmap': {
        flags: '-q -v -n -z -a --quiet --verbose --non-matching --no-index --all --cached',
        takes: { text: '--source' },
        operands: 'text',
      },
      'verify-commit verify-tag': { risk: 'command_option_runs' },
      fsck: {
        flags:
          '--full --strict --unreachable --dangling --no-dangling --root --tags --cache --no-reflogs --connectivity-only --verbose --progress --no-progress --name-objects',
        operands: 'text',
      },
      grep: {
        flags: `-a -i -I -r -w -v -h -H -E -G -P -F -n -l -L -z -o -c -p -W -q -e --cached --untracked
          --recurse-submodules --text --ignore-case --word-regexp --invert-match --full-name --extended-regexp
          --basic-regexp --perl-regexp --fixed-strings --line-number --column --files-with-matches --name-only
          --files-without-match --null --only-matching --count --no-color --break --heading --show-function
          --function-context --quiet --all-match --and --or --not --no-textconv --recursive --no-recursive --exclude-standard --no-exclude-standard`,
        takes: {
          text: '-A -B -C -e -m --after-context --before-context --context --max-depth --threads --max-count',
        },
        may: { text: '--color' },
        risks: {
          command_option_runs: '-O --open-files-in-pager --textconv --ext-grep',
          command_reads_list: '-f --no-index',
        },
        operands: ['text', 'revision'],
        with: { '-e': ['revision'] },
        digits: true,
      },
      'ls-remote fetch pull push clone send-pack fetch-pack request-pull archive-remote svn p4 cvsimport http-fetch http-push upload-pack receive-pack upload-archive daemon instaweb send-email imap-send remote-ext remote-fd bundle-uri':
        network,
      branch: {
        flags:
          '-a -r -v -vv -i -q --all --remotes --list -l --verbose --quiet --ignore-case --show-current --no-column --no-color --no-abbrev',
        takes: { text: '--sort --points-at', layout: '--format' },
        may: { text: '--abbrev --color --column --contains --no-contains --merged --no-merged' },
        risks: {
          command_repository_change:
            '-d -D -m -M -c -C -f -t -u --delete --move --copy --force --track --set-upstream-to --unset-upstream --edit-description --create-reflog --recurse-submodules',
        },
        operands: '!command_repository_change',
        with: { '--list -l --contains --no-contains --merged --no-merged --points-at': ['text'] },
      },
      tag: {
        flags: '-l --list -i --ignore-case --no-column',
        takes: { text: '--sort --points-at', layout: '--format' },
        may: { text: '-n --contains --no-contains --merged --no-merged --column --color' },
        risks: {
          command_repository_change:
            '-a -s -u -f -d -m -F -e --annotate --sign --local-user --force --delete --message --file --edit --create-reflog --cleanup',
          command_option_runs: '-v --verify',
        },
        operands: '!command_repository_change',
        with: {
          '-l --list -n --contains --no-contains --merged --no-merged --points-at': ['text'],
        },
      },
      remote: {
        flags: '-v --verbose',
        commands: {
          'get-url': read('--push --all'),
          'show update prune': network,
          'add rename remove rm set-head set-branches set-url': changes,
        },
      },
      stash: {
        commands: {
          'list show': log,
          'push pop apply drop clear branch create store save': changes,
        },
        alone: 'command_repository_change',
      },
      reflog: {
        commands: { 'show list': log, exists: read(''), 'expire delete drop write': changes },
        flags: log.flags ?? '',
        takes: { text: revisionTakes },
        operands: 'revision',
        digits: true,
      },
      worktree: {
        commands: {
          list: read('-v -z --porcelain --verbose', '--expire', 'extra'),
          'add remove move lock unlock prune repair': changes,
        },
      },
      submodule: {
        flags: '-q --quiet',
        commands: {
          'status summary': read('--cached --recursive --files'),
          foreach: { risk: 'command_interpreter', style: 'none', operands: 'text' },
          'add init deinit update set-branch set-url sync absorbgitdirs': changes,
        },
      },
      config: {
        commands: {
          'edit set unset rename-section remove-section': always('command_environment', ''),
          'list get': tells(
            '--all --null -z --name-only --show-origin --show-scope --global --system --local --worktree --show-names --includes',
            '--default --type --value --url --regexp',
          ),
        },
        flags:
          '-l -z --list --get --get-all --get-regexp --get-urlmatch --global --system --local --worktree --show-origin --show-scope --name-only --null --includes --no-includes --bool --int --bool-or-int --path --expiry-date --all --regexp',
        takes: {
          text: '--default --type --get-color --get-colorbool --url --value',
          read: '-f --file --blob',
        },
        risks: {
          command_environment:
            '-e --edit --add --unset --unset-all --replace-all --rename-section --remove-section --fixed-value --append --comment',
        },
        // A name alone is told, one with a value is set.
        operands: ['text', '!command_environment'],
        with: {
          '-l --list --get --get-all --get-regexp --get-urlmatch --get-color --get-colorbool': [
            'text',
          ],
        },
      },
      notes: {
        commands: {
          'list show': read(''),
          'add append copy edit merge remove prune get-ref': changes,
        },
      },
      bisect: {
        commands: {
          log: read(''),
          'start bad good new old terms skip next reset replay view visualize': changes,
          run: { risk: 'command_interpreter', style: 'none', operands: 'text' },
        },
      },
      'sparse-checkout': {
        commands: { list: read(''), 'set add reapply disable init check-rules': changes },
      },
      var: tells('-l'),
      version: read('--build-options', '', 'extra'),
      help: { style: 'none', operands: 'text', risk: 'command_option_runs' },
      'patch-id column stripspace': {
        flags: '--stable --unstable --verbatim -s --strip-comments',
        operands: 'extra',
      },
      'hash-object': {
        flags: '-t --stdin --no-filters',
        takes: { text: '--path' },
        risks: { command_repository_change: '-w', command_reads_list: '--stdin-paths' },
        operands: 'read',
      },
      archive: { risk: 'command_writes' },
      'add am apply bundle checkout checkout-index cherry-pick citool clean commit commit-graph commit-tree fast-export fast-import filter-branch filter-repo format-patch gc gui hook init init-db maintenance merge merge-file merge-index merge-one-file merge-tree mktag mktree multi-pack-index mv pack-objects pack-refs prune prune-packed quiltimport read-tree rebase repack replace rerere reset restore revert rm stage switch unpack-file unpack-objects update-index update-ref update-server-info write-tree credential credential-cache credential-store difftool mergetool web--browse scalar':
        changes,
    }),
  },
  'git-upload-pack git-receive-pack git-shell': network,
};
