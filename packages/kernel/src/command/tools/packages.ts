import type { Grammar } from '../grammar.ts';

const always = (risk: NonNullable<Grammar['risk']>, shows = '--version --help -h'): Grammar => ({
  risk,
  style: 'none',
  operands: 'text',
  shows,
});
const query = (flags: string, takes = '', operands: Grammar['operands'] = 'text'): Grammar => ({
  flags: `-h --help -v --verbose -q --quiet ${flags}`,
  takes: { text: takes },
  operands,
});
const install = always('command_installs', '--help -h');
const build = always('command_builds', '--version --help -h');
const network = always('command_network', '--version --help -h');

/** Package managers, builders, compilers. Sources: each tool's manual; query verbs only are allowed. */
export const packageTools: Readonly<Record<string, Grammar>> = {
  npm: {
    flags: '-g -s -l -a --global --json --long --silent --all --parseable --no-color -v --version',
    takes: { text: '--depth --loglevel' },
    commands: {
      'ls list la ll': query(
        '-g -a -l -p --global --json --long --all --parseable --link --omit --include --prod --production --dev --package-lock-only --no-unicode',
        '--depth --omit --include -w --workspace',
      ),
      'root bin prefix': query('-g --global', '', 'extra'),
      'explain why query': query('--json -g --global', ''),
      // With a name it starts the browser that the project's own settings name.
      fund: query('--json -g --global --no-browser', '', 'extra'),

      'view info show v outdated search ping whoami access org owner team profile star token dist-tag audit doctor deprecate publish unpublish login logout adduser':
        network,
      'install i in ci add update up uninstall un remove rm r link ln dedupe prune rebuild cache init create version pkg set config c shrinkwrap pack':
        install,
      'run run-script rum urn exec x start stop test t tst restart it install-test cit': build,
    },
    shows: '--version -v --help -h',
  },
  // `.yarnrc` names the program that every call runs, its version included; a Gemfile is a program.
  'yarn yarnpkg bundle bundler corepack': always('command_builds', ''),
  'pnpm cnpm': {
    flags: '-s --silent --json -C --global -g',
    // Every call loads `.pnpmfile.cjs`.
    risk: 'command_builds',
    shows: '',
    commands: {
      'list ls ll la why root bin licenses': query(
        '-g --global --json --long --parseable --prod -P --dev -D --only-projects -r --recursive --no-optional --pattern',
        '--depth --filter -F',
      ),
      'outdated audit info view npm': network,
      'install i add remove rm update up upgrade link unlink import dedupe prune rebuild fetch patch config set get init create env dlx self-update store global cache':
        install,
      'run exec start test node build dev workspace workspaces': build,
    },
  },
  'npx bunx pnpx uvx pipx': build,
  uv: {
    commands: {
      version: query('--short', '--output-format', 'extra'),
      help: query('--no-pager'),
      'pip sync lock add remove run venv python tool build publish tree init export self cache auth format':
        install,
    },
    shows: '--version -V --help -h',
  },
  'pip pip3': {
    commands: {
      'list freeze show check': query(
        '-l --local --user --not-required --files -f --all --exclude-editable --include-editable --no-index',
        '--format --path --exclude --python',
      ),
      'help version': query('', ''),
      'install uninstall download wheel cache config index search hash debug inspect lock sync add remove run venv python tool build publish tree pip init export self':
        install,
    },
    shows: '--version -V --help -h',
  },
  'poetry pipenv pdm hatch rye conda mamba micromamba virtualenv venv pyenv tox nox': install,
  gem: {
    commands: {
      'list query contents environment which dependency specification help': query(
        '-l --local -d --details --no-versions -a --all -i --installed --lib-only --no-prefix -e --exact',
        '-v --version --platform',
      ),
      'install uninstall update push fetch build cert cleanup exec owner pristine search info outdated rdoc server signin signout sources stale unpack yank':
        install,
    },
    shows: '--version -v --help -h',
  },
  composer: {
    commands: {
      'show licenses depends prohibits why why-not suggests status about':
        always('command_option_runs'),
      'install update require remove run-script run exec create-project dump-autoload global init self-update config outdated audit validate':
        install,
    },
    shows: '--version -V --help -h',
  },
  cargo: {
    style: 'posix',
    flags: '-q -v --quiet --verbose --offline --locked --frozen',
    takes: { text: '--color' },
    commands: {
      // They ask the compiler that the project's own configuration names, and write Cargo.lock.
      'tree metadata': build,
      'locate-project': {
        flags: '--workspace -q --quiet -v --verbose',
        takes: { text: '--message-format', read: '--manifest-path' },
      },
      pkgid: {
        flags: '--offline --locked --frozen -q -v',
        takes: { text: '-p --package', read: '--manifest-path' },
        operands: 'text',
      },
      'read-manifest verify-project version help': {
        flags: '-v --verbose -q --quiet',
        takes: { read: '--manifest-path' },
        operands: 'text',
      },
      report: {
        commands: {
          'future-incompatibilities future-incompat': query('', '--id -p --package', 'extra'),
        },
      },
      'search info owner yank login logout publish fetch update generate-lockfile add remove install uninstall init new vendor':
        network,
      'build b check c run r test t bench doc d fix clippy fmt clean rustc rustdoc miri expand asm watch':
        build,
    },
    shows: '--version -V --list --help -h -vV',
  },
  rustup: {
    commands: {
      show: { commands: { 'active-toolchain home profile': query('', '', 'extra') } },
      which: query('', '--toolchain'),
      'toolchain target component override': {
        commands: { list: query('--installed', '--toolchain', 'text') },
      },
      'update install default self run doc set uninstall': install,
    },
    shows: '--version -V --help -h',
  },
  go: {
    style: 'posix',
    commands: {
      version: query('-m', '', 'extra'),
      env: {
        style: 'single',
        flags: '-json -changed',
        risks: { command_environment: '-w -u' },
        operands: 'text',
      },
      doc: { style: 'single', flags: '-all -c -cmd -short -src -u', operands: 'text' },
      help: query(''),
      'list build run test install get mod generate tool vet fmt fix clean work telemetry bug':
        build,
    },
    shows: 'version env help',
  },
  'make gmake cmake ninja meson ant just task tup gn autoconf automake autoreconf aclocal configure xcodebuild msbuild nuget stack cabal ghc dune opam zig tsc esbuild vite rollup parcel vitest mocha unittest playwright cypress eslint prettier biome ruff black mypy isort golangci-lint shellcheck hadolint pre-commit husky act':
    build,
  // To tell of themselves they first load what the project names: plugins, options of the virtual
  // machine, a copy of their own (`pytest --help` runs `conftest.py`).
  'bazel bazelisk buck buck2 scons waf mvn mvnw gradle gradlew sbt lein rake invoke fab doit dotnet mix rebar3 webpack turbo nx lerna gulp grunt jest pytest nosetests phpunit rspec rubocop flake8 pylint':
    always('command_builds', ''),
  'gcc g++ cc c++ clang clang++ tcc rustc gfortran javac kotlinc scalac swiftc nasm yasm as ld gold lld ar ranlib strip objcopy patchelf install_name_tool codesign java jar jarsigner latex pdflatex xelatex lualatex tex bibtex dvips ps2pdf gs groff troff pandoc asciidoctor protoc thrift flex bison yacc lex':
    always('command_builds', '--version -v --help -version -dumpversion -dumpmachine'),

  // What the system has installed.
  dpkg: {
    flags:
      '-l -L -s -S -p -C -V --list --listfiles --status --search --print-avail --audit --verify --get-selections --print-architecture --print-foreign-architectures --no-pager --version --help',
    takes: { text: '--compare-versions' },
    risks: {
      command_installs:
        '-i -r -P -a --install --unpack --configure --remove --purge --add-architecture --set-selections --clear-selections --force-all --update-avail',
    },
    requires:
      '-l -L -s -S -p -C -V --list --listfiles --status --search --print-avail --audit --verify --get-selections --print-architecture --print-foreign-architectures',
    otherwise: 'command_installs',
    operands: 'text',
  },
  'dpkg-query': {
    flags:
      '-l -L -s -S -p -W -c --list --listfiles --status --search --show --print-avail --control-list --no-pager --version --help',
    takes: { text: '-f --showformat' },
    operands: 'text',
  },
  'dpkg-deb dpkg-split dpkg-buildpackage debuild alien checkinstall': always('command_installs'),
  'apt apt-get aptitude': {
    flags: '-q -qq -a -n -v -V --quiet --no-pager --names-only --full --all-versions',
    risks: { command_option_runs: '-o -c --option --config-file' },
    commands: {
      'list show search policy depends rdepends showsrc': query(
        '-a -i --installed --upgradable --upgradeable --all-versions --manual-installed -n -f --full --names-only --no-all-versions -u',
        '-t',
      ),
      'help moo': query(''),
      'update upgrade full-upgrade dist-upgrade install reinstall remove purge autoremove autoclean clean download source build-dep changelog edit-sources satisfy markauto unmarkauto hold unhold check':
        install,
    },
    shows: '--version -v --help -h',
  },
  'apt-cache': {
    flags:
      '-q -n -f -i -a --quiet --names-only --full --important --all-versions --installed --recurse --no-pre-depends --no-depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances --implicit --no-implicit',
    risks: { command_option_runs: '-o -c --option --config-file' },
    commands: {
      'show showpkg showsrc search depends rdepends policy madison pkgnames stats unmet dump dumpavail dotty xvcg':
        query(
          '-f -n -i -a --names-only --full --installed --important --recurse --all-versions --no-pre-depends --no-depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances --implicit',
        ),
    },
    shows: '--version -v --help -h',
  },
  'apt-mark': {
    commands: {
      'showauto showmanual showhold showinstall': query(''),
      'auto manual hold unhold install remove purge minimize-manual': install,
    },
  },
  'apt-config': { commands: { dump: query('', '--format') } },
  'apt-file apt-key add-apt-repository apt-clone': network,
  rpm: {
    flags:
      '-q -a -i -l -f -p -c -d -R -s --query --all --info --list --file --changelog --requires --provides --scripts --whatprovides --whatrequires --last --docfiles --configfiles --version --help --conflicts --obsoletes',
    takes: { text: '--qf --queryformat' },
    risks: {
      command_option_runs: '-V --verify -E --eval --define -D --pipe --rcfile --macros --load',
      command_installs:
        '-U -F -e -h --install --upgrade --freshen --erase --import --rebuilddb --initdb --setperms --setugids --restore',
      command_reads_list: '-r --root --dbpath',
    },
    requires: '-q --query',
    otherwise: 'command_installs',
    operands: 'text',
  },
  'dnf yum microdnf tdnf dnf5 zypper': {
    flags:
      '-q -v -C --quiet --verbose --cacheonly --assumeno --noplugins --showduplicates --installed --available',
    takes: { text: '--repo --enablerepo --disablerepo -d' },
    risks: { command_option_runs: '-c --config --setopt', command_installs: '-y --assumeyes' },
    // What they tell comes from the local cache; without a network it is not refreshed.
    commands: {
      'list info search provides whatprovides repoquery repolist repoinfo deplist changelog check-update grouplist groupinfo':
        query(
          '-a --all --installed --available --extras --upgrades --updates --obsoletes --recent --showduplicates --requires --provides --depends --whatrequires --whatprovides --whatdepends --latest-limit --list --info --location --source --duplicates --installonly --userinstalled --unneeded --enabled --disabled --help-cmd --autoremove --tree --recursive --resolve',
          '--qf --queryformat --arch --repo --since --count',
        ),
      'group groups': {
        commands: {
          'list info summary': query('-v --hidden --installed --available --ids'),
          'install remove upgrade mark': install,
        },
      },
      module: {
        commands: {
          'list info provides repoquery': query('--all --installed --enabled --disabled'),
          'install enable disable remove reset update switch-to': install,
        },
      },
      history: {
        commands: {
          'list info userinstalled': query('--reverse'),
          'undo redo rollback store replay': install,
        },
      },
      updateinfo: query(
        '--list --info --summary --all --available --installed --security --bugfix --updates',
        '--advisory --bz --cve',
      ),
      versionlock: {
        commands: { list: query(''), 'add delete exclude clear': install },
        shows: '--help --help-cmd',
      },
      'config-manager': {
        flags: '--dump --dump-variables --help-cmd --help',
        requires: '--dump --dump-variables --help-cmd --help',
        otherwise: 'command_installs',
        operands: 'text',
      },
      'install remove upgrade update downgrade reinstall autoremove clean makecache distro-sync dsync builddep download reposync swap mark shell system-upgrade offline-upgrade localinstall erase debuginfo-install copr':
        always('command_installs', '--help -h --help-cmd'),
      help: query(''),
    },
    shows: '--version --help -h',
  },
  'rpmdb rpmverify rpmquery rpmbuild rpmkeys rpm2cpio': always('command_option_runs'),
  pacman: {
    flags:
      '-Q -Qi -Ql -Qo -Qe -Qd -Qm -Qn -Qs -Qu -Qk -Qt -Qq --query -q -i -l -o -e -d -m -n -s -u -k -t --info --list --owns --explicit --deps --foreign --native --search --upgrades --check --unrequired --quiet --version --help',
    risks: {
      command_installs: '-S -R -U -D -F -T --sync --remove --upgrade --database --files --deptest',
      command_option_runs: '--config --root -r --dbpath -b --hookdir --gpgdir --sysroot',
    },
    requires: '-Q --query',
    otherwise: 'command_installs',
    operands: 'text',
  },
  brew: {
    commands: {
      'list ls deps leaves uses prefix cellar repository': query(
        '-1 -l -r -t --formula --cask --versions --full-name --pinned --multiple --installed --tree --cellar --installed-on-request',
      ),
      'install uninstall remove upgrade update reinstall tap untap link unlink services cleanup doctor pin unpin bundle edit create fetch search info home outdated audit autoremove':
        install,
    },
    shows: '--version -v --help -h --prefix --cellar --repository',
  },
  'snap flatpak': {
    commands: {
      'list version': query(
        '--all -a -d --app --runtime --user --system --show-details',
        '--columns',
        'text',
      ),
      'install remove refresh revert enable disable connect run update uninstall override info find search remote-add repair':
        install,
    },
  },
  apk: {
    commands: {
      'info list policy version': query(
        '-a -d -e -L -P -r -R -s -v -vv -w -W -t --all --installed -I --upgradable -u --available -O --orphaned --contents --depends --who-owns',
      ),
      'add del fix update upgrade cache fetch audit verify': install,
    },
  },
  'emerge equery portage eix xbps-install xbps-remove pkg pkg_add pkg_info port fink opkg nix nix-env nix-shell nix-build nix-store nixos-rebuild guix asdf mise nvm fnm n volta sdk rbenv pkgin pkcon slackpkg installpkg eopkg swupd urpmi':
    install,
};
