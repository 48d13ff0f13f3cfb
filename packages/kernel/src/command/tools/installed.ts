import type { Grammar } from '../grammar.ts';
import { always } from './rows.ts';

const query = (flags: string, takes = '', operands: Grammar['operands'] = 'text'): Grammar => ({
  flags: `-h --help -v --verbose -q --quiet ${flags}`,
  takes: { text: takes },
  operands,
});
const install = always('command_installs', '--help -h');
const network = always('command_network', '--version --help -h');

/** Package managers of systems. Sources: each tool's manual; query verbs only are allowed. */
export const installedTools: Readonly<Record<string, Grammar>> = {
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
  'dpkg-deb': {
    flags: '-I -c -f -W --info --contents --field --show --help --version',
    takes: { text: '--showformat' },
    risks: {
      command_writes:
        '-b -x -X -e -R -p -t --build --extract --vextract --control --raw-extract --fsys-tarfile --ctrl-tarfile',
    },
    requires: '-I -c -f -W --info --contents --field --show --help --version',
    otherwise: 'command_installs',
    operands: ['read', 'text'],
  },
  'dpkg-split dpkg-buildpackage debuild alien checkinstall': always('command_installs'),
  'apt apt-get aptitude': {
    flags: '-q -qq -a -n -v -V --quiet --no-pager --names-only --full --all-versions',
    risks: { command_option_runs: '-o -c --option --config-file' },
    commands: {
      'list show search policy depends rdepends showsrc': query(
        '-a -i --installed --upgradable --upgradeable --all-versions --manual-installed -n -f --full --names-only --no-all-versions -u',
        '-t',
        'revision',
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
    // A package file, which may lie anywhere.
    with: { '-p': ['archive'] },
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
      'list ls deps leaves uses prefix cellar repository config desc missing commands formulae casks':
        query(
          '-1 -l -r -t --formula --cask --versions --full-name --pinned --multiple --installed --tree --cellar --installed-on-request',
        ),
      'install uninstall remove upgrade update reinstall tap untap link unlink services cleanup doctor pin unpin bundle edit create fetch search info home outdated audit autoremove':
        install,
    },
    shows: '--version -v --help -h --prefix --cellar --repository',
  },
  'snap flatpak': {
    commands: {
      'list version services connections interfaces changes known model history remotes ps permissions':
        query('--all -a -d --app --runtime --user --system --show-details', '--columns', 'text'),
      'install remove refresh revert enable disable connect run update uninstall override info find search remote-add repair':
        install,
    },
  },
  apk: {
    commands: {
      'info list policy version stats search': query(
        '-a -d -e -L -P -r -R -s -v -vv -w -W -t --all --installed -I --upgradable -u --available -O --orphaned --contents --depends --who-owns',
      ),
      'add del fix update upgrade cache fetch audit verify': install,
    },
  },
  'emerge equery portage eix xbps-install xbps-remove pkg pkg_add pkg_info port fink opkg nix nix-env nix-shell nix-build nix-store nixos-rebuild guix mise nvm fnm n volta sdk pkgin pkcon slackpkg installpkg eopkg swupd urpmi':
    install,
  'pactree pacinfo paclist expac pacconf paclog debsums dpkg-architecture': query(
    '-a -b -c -d -e -f -i -l -q -r -s -u -L --color --optional --unique --reverse --linear',
    '-d -s --depth --repo',
  ),
};
