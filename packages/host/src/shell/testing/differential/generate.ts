import type { Random } from './random.ts';
import { spoil } from './spoil.ts';
import { tricks } from './tricks.ts';

/** Nesting goes no further. */
const deepest = 4;

/** Makes bash programs out of the whole language; some of them are no programs at all. */
export function createGenerator(random: Random): () => string {
  const { below, chance, pick } = random;
  const times = (most: number, make: () => string, between = ''): string =>
    Array.from({ length: below(most + 1) }, make).join(between);

  const plain = (): string =>
    pick(['a', 'b.txt', 'sub', 'sub/e', 'x', 'y z', '1', '-l', '-n', 'q']);
  const variable = (): string =>
    pick([
      ...['x', 'y', 'HOME', 'PWD', '1', '@', '*', '#', '?', 'a', '-', '!', '0', '_', '$', 'z'],
      ...[
        'OLDPWD',
        'UID',
        'IFS',
        'PATH',
        'BASH',
        'LINENO',
        'SHLVL',
        'OPTIND',
        'PS4',
        'REPLY',
        'LANG',
      ],
    ]);
  const name = (): string => pick(['x', 'y', 'z', 'a']);

  function quotedParts(depth: number): string {
    return times(3, () =>
      chance(0.4)
        ? plain()
        : chance(0.3)
          ? pick(['\\"', '\\$x', '\\`', "'", '!', '\\\n', '`'])
          : expansion(depth),
    );
  }

  function expansion(depth: number): string {
    if (depth > deepest) return `$${variable()}`;
    switch (below(10)) {
      case 0:
      case 1:
        return `$${variable()}`;
      case 2:
        return `$(${list(depth + 1)})`;
      case 3:
        return `\`${list(depth + 1).replaceAll('`', '')}\``;
      case 4:
        return `$((${arithmetic(depth + 1)}))`;
      case 5:
        return `$(${pick(['echo rm', 'echo a', 'pwd', '< a', 'printf "rm\\n"', '', '# c\necho a\n'])})`;
      default:
        return parameter(depth + 1);
    }
  }

  function parameter(depth: number): string {
    const inner = (): string => (chance(0.5) ? plain() : word(depth));
    const operation = pick<() => string>([
      () => pick([':-', '-', ':=', '=', ':+', '+', ':?', '?']) + inner(),
      () => pick(['#', '##', '%', '%%']) + inner(),
      () => `${pick(['/', '//', '/#', '/%'])}${inner()}/${inner()}`,
      () => `:${chance(0.5) ? '1' : arithmetic(depth)}${chance(0.5) ? ':2' : ''}`,
      () => pick(['^', '^^', ',', ',,', '~~']) + (chance(0.3) ? inner() : ''),
      () => `@${pick(['Q', 'E', 'P', 'A', 'a', 'U', 'u', 'L', 'K', 'k', 'Z'])}`,
      () => '',
      () => '',
    ])();
    const index = chance(0.2)
      ? `[${pick(['0', '@', '*', '1'])}]`
      : chance(0.1)
        ? `[${arithmetic(depth)}]`
        : '';
    return `\${${pick(['', '', '', '', '#', '!'])}${variable()}${index}${operation}}`;
  }

  function arithmetic(depth: number): string {
    const operand = (): string =>
      chance(0.6)
        ? pick(['1', '0', '7', '0x1f', '2#101', ' 3 ', '$RANDOM', '$#'])
        : pick<() => string>([
            name,
            () => `a[${arithmetic(depth + 1)}]`,
            () => (depth > deepest ? '1' : expansion(depth + 1)),
            () => `(${arithmetic(depth + 1)})`,
            () => `"${name()}"`,
            () => `${name()}${pick(['++', '--', '=1', '+=2'])}`,
          ])();
    if (depth > deepest || chance(0.6)) return operand();
    return `${operand()}${pick(['+', '-', '*', '<', '<<', '&&', '?1:', ',', '==', '**', '|'])}${operand()}`;
  }

  function segment(depth: number): string {
    switch (below(16)) {
      case 0:
      case 1:
      case 2:
        return pick([
          'a',
          'b.txt',
          'sub/e',
          'x',
          '1',
          '-l',
          './b.txt',
          'sub',
          '%',
          '+x',
          '=',
          'a=b',
        ]);
      case 3:
      case 4:
        return `'${pick(['a', 'x y', '$(rm q)', '`rm q`', '"', '\\', '#', '*', 'a\nb', ''])}'`;
      case 5:
      case 6:
        return `"${quotedParts(depth)}"`;
      case 7:
        return `\\${pick(['a', ' ', '$', '"', "'", '\\', '\n', '*', '#', ';', '(', '~', '{'])}`;
      case 8:
        return `$'${pick(['a', '\\x61', '\\141', '\\u0061', "\\'", '\\n', '\\c?', '\\\\', '\\cA', '$(rm q)', '\\e'])}'`;
      case 9:
        return pick([
          '*',
          '?',
          '[a-c]',
          '[!x]',
          '*.txt',
          'sub/*',
          '.*',
          '**',
          '[[:alpha:]]',
          '[]a]',
          '[a',
        ]);
      case 10:
        return pick([
          '{a,b}',
          '{1..3}',
          '{a,{b,c}}',
          '{a,$x}',
          '{,x}',
          '{a}',
          '{}',
          '{a,"b c"}',
          '{z..a..3}',
          '{a,b',
        ]);
      case 11:
        return pick([
          '~',
          '~/x',
          '~root',
          '~+',
          '~-',
          '~x/',
          'a:~',
          '~"/x"',
          '$"a"',
          '#x',
          '!',
          '^',
          '@(a)',
          '!(a)',
        ]);
      case 12:
        return depth > deepest ? 'a' : `${pick(['<', '<', '>'])}(${list(depth + 1)})`;
      default:
        return expansion(depth);
    }
  }

  function word(depth: number): string {
    return chance(0.6)
      ? segment(depth)
      : segment(depth) + segment(depth) + times(1, () => segment(depth));
  }

  function redirection(depth: number): string {
    const target = (): string =>
      chance(0.7) ? pick(['/dev/null', 'b.txt', 'a', '/dev/null', '&1', 'q']) : word(depth);
    return pick<() => string>([
      () => `<${word(depth)}`,
      () => '< a',
      () => '2>/dev/null',
      () => '2>&1',
      () =>
        `${pick(['', '2', '3', '{fd}'])}${pick(['>', '>>', '>|', '<>', '&>', '&>>', '>&', '<&'])} ${target()}`,
      () => `<<<${word(depth)}`,
      () => '<&-',
    ])();
  }

  function hereDocument(depth: number): string {
    const mark = pick(['E', "'E'", '"E"', '\\E', "E''", '$E', 'E F']);
    const dash = pick(['<<', '<<', '<<-', '<< ']);
    const body = times(
      3,
      () =>
        `${chance(0.2) ? '\t' : ''}${chance(0.5) ? plain() : word(depth)}${pick(['', '', "'", '"', '\\', ' EOF', '}'])}\n`,
    );
    const end = pick(['E', 'E', 'E', '\tE', 'E ', '$E', '']);
    return `${pick(['cat', 'cat', 'sh', 'head -1', ':', 'while read x; do cat; done'])} ${dash}${mark}${times(1, () => pick([' | cat', '; ls', ' && rm q', ' <<F']))}\n${body}${end}\n`;
  }

  function assignment(depth: number): string {
    const value = (): string => (chance(0.5) ? plain().replace(' ', '') : word(depth));
    return pick<() => string>([
      () => `${name()}=${value()}`,
      () => `${name()}+=${value()}`,
      () => `a[${arithmetic(depth)}]=${value()}`,
      () => `a=(${times(3, () => word(depth), ' ')})`,
      () => `a=([${arithmetic(depth)}]=${value()})`,
      () => `${pick(['LC_ALL', 'IFS', 'PATH', 'PS4', 'TZ'])}=${value()}`,
    ])();
  }

  const command = (): string =>
    chance(0.75)
      ? pick([
          'ls',
          'cat',
          'head',
          'wc',
          'grep',
          'sort',
          'uniq',
          'cut',
          'echo',
          'printf',
          'true',
          ':',
          'tr',
          'basename',
        ])
      : pick<string>([
          ...[
            'rm',
            'touch',
            'mkdir',
            'frob',
            'cp',
            'make',
            './run',
            '/usr/bin/rm',
            '/bin/cat',
            'sub/../run',
          ],
          ...[
            'r\\m',
            "'r'm",
            '"rm"',
            "$'\\x72m'",
            '{rm,q}',
            '$(echo rm)',
            '${x:-rm}',
            '\\rm',
            'r""m',
            '$x',
            'r$@m',
          ],
        ]);

  const wrapper = (): string =>
    pick([
      ...[
        'env',
        'env A=1',
        'nice',
        'nice -n 1',
        'nohup',
        'timeout 1',
        'xargs',
        'xargs -n1',
        'command',
      ],
      ...[
        'builtin',
        'exec',
        'setsid',
        'stdbuf -oL',
        'command -p',
        'env -i',
        'env -u x',
        'time',
        'time -p',
      ],
      ...[
        'xargs -I{}',
        'exec -a x',
        'env --',
        'timeout -k 1 1',
        'find . -exec',
        'sudo',
        'env -C sub',
        '!',
      ],
    ]);

  function simple(depth: number): string {
    const parts: string[] = [];
    if (chance(0.12)) parts.push(assignment(depth));
    if (chance(0.06)) parts.push(redirection(depth));
    while (chance(0.12)) parts.push(wrapper());
    parts.push(command());
    for (let more = below(4); more > 0; more -= 1) {
      parts.push(chance(0.15) ? redirection(depth) : chance(0.4) ? plain() : word(depth));
    }
    return parts.join(pick([' ', ' ', ' ', ' ', '  ', '\t', ' \\\n']));
  }

  function test(depth: number): string {
    const side = (): string =>
      chance(0.5) ? pick(['a', '1', '"$x"', '$#', "'a b'"]) : word(depth);
    return pick<() => string>([
      () => `[[ ${side()} ${pick(['=', '==', '!=', '=~', '<', '-eq', '-lt', '-nt'])} ${side()} ]]`,
      () => `[[ ${pick(['-f', '-n', '-z', '-v', '-e', '!'])} ${side()} ]]`,
      () => `[[ (${side()}) ${pick(['&&', '||'])} ${side()} ]]`,
      () => `[ ${pick(['-f', '-n', '-z', '-v'])} ${side()} ]`,
      () => `test ${side()} ${pick(['=', '-eq', '-a', '!='])} ${side()}`,
      () => `((${arithmetic(depth)}))`,
    ])();
  }

  function compound(depth: number): string {
    const inner = (): string => list(depth + 1);
    const block = (): string => `${inner()}${pick(['; ', '\n'])}`;
    return pick<() => string>([
      () => `(${inner()})`,
      () => `{ ${block()}}`,
      () =>
        `if ${block()}then ${block()}${chance(0.3) ? `elif ${block()}then ${block()}` : ''}${chance(0.5) ? `else ${block()}` : ''}fi`,
      () => `for ${name()} in ${times(3, () => word(depth), ' ')}; do ${block()}done`,
      () => `for ((i=0;i<2;i++)); do ${block()}done`,
      () => `while ${pick(['false', 'read x', '! true'])}; do ${block()}done${pick([' < a', ''])}`,
      () => `until ${pick(['true', ':'])}; do ${block()}done`,
      () =>
        `case ${word(depth)} in ${pick(['', '('])}${pick(['*', 'a|b', '"$x"', '[a-z]*'])}) ${inner()}${pick([' ;;', '\n;&', ';;&'])} *) ${inner()};; esac`,
      () => test(depth + 1),
      () => test(depth + 1),
      () =>
        `${pick(['f()', 'function f', 'f ()'])} ${pick([`{ ${block()}}`, `(${inner()})`])}${pick(['', '; f', '\nf x'])}`,
      () => `coproc ${simple(depth)}`,
      () => `select x in a; do ${block()}break; done`,
    ])();
  }

  function statement(depth: number): string {
    if (depth > deepest) return 'rm q';
    const kind = below(20);
    if (kind < 11) return simple(depth);
    if (kind < 14) return compound(depth);
    if (kind < 15) return hereDocument(depth);
    if (kind < 17) return pick(tricks).replace('WORD', () => word(depth));
    if (kind < 18) return assignment(depth);
    return 'rm q';
  }

  function list(depth: number): string {
    let made = statement(depth);
    while (chance(0.25)) {
      made += pick([
        '; ',
        ' && ',
        ' || ',
        '\n',
        ' | ',
        ' & ',
        ' # note\n',
        ' |& ',
        ';\\\n',
        ';',
        ' ;\n\n',
        '\n#',
      ]);
      made += statement(depth);
    }
    return made;
  }

  return () => {
    const made = list(0);
    const program = (chance(0.35) ? spoil(made, random) : made).replaceAll('\0', '');
    // A function or a loop without end costs the limit of time, and shows nothing.
    return program.length > 400 ? program.slice(0, 400) : program;
  };
}
