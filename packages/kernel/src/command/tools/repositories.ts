import type { Grammar } from '../grammar.ts';
import { always, tells } from './rows.ts';

const changes = always('command_repository_change', '--help -h');
const network = always('command_network', '--help -h');

/** Repositories other than git's, and the places that keep them. Sources: gh(1), svn(1), hg(1). */
export const repositoryTools: Readonly<Record<string, Grammar>> = {
  gh: {
    commands: {
      'pr issue run workflow release repo gist label cache ruleset secret variable ssh-key gpg-key project codespace search status browse api org':
        network,
      'alias extension': {
        commands: {
          list: {},
          'set delete import create install remove upgrade exec browse search':
            always('command_environment'),
        },
      },
      config: {
        commands: {
          'list get': tells('', '-h --host'),
          'set clear-cache': always('command_environment'),
        },
      },
      auth: always('command_environment'),
      'version completion': tells('', '-s --shell', 'extra'),
    },
  },
  svn: {
    flags: '-v -q --verbose --quiet --non-interactive',
    commands: {
      'status stat st': tells(
        '-v -q -N --verbose --quiet --no-ignore --xml --ignore-externals',
        '--depth --changelist',
        'read',
      ),
      'info proplist plist pl propget pget pg': tells(
        '-v -R --recursive --xml --strict',
        '--depth --show-item',
        'archive',
      ),
      'log diff di blame praise ann cat ls list update up checkout co commit ci merge switch sw export import relocate lock unlock':
        network,
      'add delete del remove rm move mv copy cp mkdir revert resolve resolved cleanup propset pset ps propedit propdel upgrade patch changelist cl':
        changes,
    },
    shows: '--version --help',
  },
  // Their repositories name extensions and hooks, which every call loads.
  'hg bzr jj darcs pijul yadm': always('command_builds', '--version'),
  'fossil cvs p4': {
    flags: '-v -q --verbose --quiet',
    commands: {
      'status st log diff info annotate blame cat ls list branches tags heads parents summary': {
        risk: 'command_network',
        style: 'none',
        operands: 'text',
      },
      'commit ci update up checkout co add remove revert merge clone pull push': changes,
    },
  },
};
