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

/** Package managers of languages, builders, compilers. Sources: each tool's manual; query verbs only are allowed. */
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
      'explain why query': query('--json -g --global --include', '--include'),
      sbom: query('--package-lock-only', '--sbom-format --sbom-type --omit', 'extra'),
      'docs bugs repo diff find-dupes hook edit explore': network,
      // With a name it starts the browser that the project's own settings name.
      fund: query('--json -g --global --no-browser', '', 'extra'),

      config: {
        commands: {
          'get list ls': query('-l --json', '-L --location'),
          'set delete edit fix': install,
        },
      },
      c: { commands: { 'get list ls': query('-l --json'), 'set delete edit fix': install } },
      pkg: { commands: { get: query('--json'), 'set delete fix': install } },
      'view info show v outdated search ping whoami access org owner team profile star token dist-tag audit doctor deprecate publish unpublish login logout adduser':
        network,
      'install i in ci add update up uninstall un remove rm r link ln dedupe prune rebuild cache init create version set shrinkwrap pack':
        install,
      'run run-script rum urn': {
        flags: '-l --long --json --parseable',
        operands: '!command_builds',
      },
      'exec x start stop test t tst restart it install-test cit': build,
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
    flags:
      '-v -q --verbose --quiet --no-color --disable-pip-version-check --no-python-version-warning --no-input --isolated',
    risks: { command_option_runs: '--python', command_option_writes: '--log' },
    commands: {
      'list freeze show check': {
        flags:
          '-h --help -v --verbose -q --quiet -l --local --user --not-required --files -f --all --exclude-editable --include-editable --no-index',
        takes: { text: '--format --exclude', read: '--path' },
        risks: { command_network: '-o -u --outdated --uptodate' },
        operands: 'text',
      },
      'help version': query('', ''),
      config: {
        commands: {
          'list get debug': query('--user --global --site', ''),
          'set unset edit': install,
        },
      },
      cache: {
        commands: { 'dir info list': query('--format', '--format'), 'remove purge': install },
      },
      debug: query('', '', 'extra'),
      inspect: { ...query('--local --user', '', 'extra'), takes: { read: '--path' } },
      hash: query('', '-a --algorithm', 'read'),
      'index search': network,
      'install uninstall download wheel lock sync add remove run venv python tool build publish tree pip init export self':
        install,
    },
    shows: '--version -V --help -h',
  },
  // Plugins that lie in the project are loaded before any option is read.
  'poetry pipenv pdm hatch rye virtualenv venv tox nox': always('command_installs', ''),
  'conda mamba micromamba': {
    commands: {
      list: query(
        '--json -f -e -c --explicit --canonical --export --full-name --revisions --show-channel-urls',
        '-n --name',
      ),
      info: query('-a -e -s --all --envs --system --json --base --unsafe-channels', '', 'extra'),
      env: {
        commands: {
          list: query('--json', '', 'extra'),
          'create remove update export config': install,
        },
      },
      config: {
        flags: '--show --show-sources --json --help -h',
        takes: { text: '--get' },
        requires: '--show --show-sources --get --help -h',
        otherwise: 'command_installs',
        operands: 'text',
      },
      search: network,
      'install create remove uninstall update upgrade clean run init activate deactivate build build-env package rename notices compare doctor shell':
        install,
    },
    shows: '--version -V --help -h',
  },
  'pyenv rbenv nodenv': {
    commands: {
      'versions version root which whence shims commands version-name version-origin help': query(
        '--bare --skip-aliases --list',
      ),
      'install uninstall local global shell rehash exec init virtualenv': install,
    },
    shows: '--version -v --help -h',
  },
  asdf: {
    commands: {
      'current where which info version help': query(''),
      list: { ...query(''), commands: { all: network } },
      plugin: {
        commands: {
          list: { ...query('--urls --refs'), commands: { all: network } },
          'add remove update': install,
        },
      },
      'install uninstall set local global shell reshim exec latest cmd': install,
    },
    shows: '--version --help',
  },
  gem: {
    commands: {
      'list query contents environment which dependency specification help': query(
        '-l --local -d --details --no-versions -a --all -i --installed --lib-only --no-prefix -e --exact',
        '-v --version --platform',
        'revision',
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
      // It installs the toolchain that the project names.
      show: {
        commands: { 'home profile': query('', '', 'extra'), 'active-toolchain': install },
        alone: 'command_installs',
      },
      which: query('', '--toolchain'),
      help: query(''),
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
      version: query('-m', '', 'read'),
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
  gofmt: {
    style: 'single',
    flags: '-l -d -e -s -h',
    risks: { command_writes: '-w', command_option_writes: '-cpuprofile' },
    takes: { text: '-r' },
    operands: 'read',
    walks: true,
  },
  'make gmake cmake ninja meson ant just task tup gn autoconf automake autoreconf aclocal configure xcodebuild nuget stack cabal ghc dune opam zig tsc esbuild vite rollup parcel vitest unittest playwright cypress eslint prettier biome ruff black mypy isort golangci-lint shellcheck hadolint pre-commit act':
    build,
  // To tell of themselves they first load what the project names: plugins, options of the virtual
  // machine, a copy of their own (`pytest --help` runs `conftest.py`).
  'husky mocha msbuild bazel bazelisk buck buck2 scons waf mvn mvnw gradle gradlew sbt lein rake invoke fab doit dotnet mix rebar3 webpack turbo nx lerna gulp grunt jest pytest nosetests phpunit rspec rubocop flake8 pylint':
    always('command_builds', ''),
  'gcc g++ cc c++ clang clang++ tcc rustc gfortran javac kotlinc scalac swiftc nasm yasm ld gold lld patchelf install_name_tool codesign java jarsigner latex pdflatex xelatex lualatex tex bibtex dvips ps2pdf gs groff troff pandoc asciidoctor protoc thrift':
    always('command_builds', '--version -v --help -version -dumpversion -dumpmachine'),
  // With `-v` alone some of them work on their input.
  'as ranlib strip objcopy flex bison yacc lex': always('command_builds', '--version --help'),
};
