import type {
  AndOr,
  Assignment,
  Command,
  CommandNode,
  CompoundList,
  ParsedScript,
  PipelineNode,
  Redirection,
  Statement,
  Word,
} from 'unbash';
import type { Reason } from '../reasons.ts';
import { known, type Argument } from './argument.ts';
import { changesShell, isHarmlessExport, isName } from './environment.ts';
import { createExpander, type Expander } from './expand.ts';
import type { Findings } from './findings.ts';
import { createInvoker, type Listed } from './invoke.ts';
import type { Places } from './places.ts';
import {
  anytimeState,
  branchState,
  childState,
  eitherDirectory,
  loopState,
  merge,
  type ShellState,
} from './shell-state.ts';
import { createTests } from './test-expression.ts';
import { tools } from './tools/index.ts';

export interface Walk {
  script(script: ParsedScript, state: ShellState): void;
  /** Commands joined by an operator, a separator or a pipe were met. */
  chained(): boolean;
}

export interface Ground {
  readonly findings: Findings;
  readonly places: Places;
  readonly home: string;
  shell(text: string, state: ShellState, bash: boolean): void;
}

/** Rounds of `for` loops that are judged one by one. */
const mostRounds = 8;

/** Walks every command of a parsed script as bash would come to it. */
export function createWalk({ findings, places, home, shell }: Ground): Walk {
  const add = (reason: Reason): void => findings.add(reason);
  const invoker = createInvoker({ findings, places, home, shell });
  const expander: Expander = createExpander({ home, add, spend: findings.spend, run: substituted });
  const test = createTests({ add, places, expander });
  let chain = false;
  let rounds = 0;
  /** Loops around the command that is looked at. */
  let loops = 0;
  /** What is looked at reads from a pipe, unless it is sent elsewhere. */
  let piped = false;

  function script(parsed: ParsedScript, state: ShellState): void {
    const [error] = parsed.errors ?? [];
    if (error !== undefined) add({ code: 'command_unparsable', part: error.message.slice(0, 200) });
    statements(parsed.commands, state);
  }

  function substituted(parsed: ParsedScript, state: ShellState): void {
    script(parsed, childState(state));
  }

  function statements(list: readonly Statement[], state: ShellState): void {
    if (list.length > 1) chain = true;
    for (const { command, background } of list) {
      if (background === true) {
        chain = true;
        either(command, childState(state));
        continue;
      }
      const before = state.directories;
      either(command, state);
      // A `cd` may have failed and left the shell where it was.
      state.directories = eitherDirectory(before, state.directories);
    }
  }

  const list = (body: CompoundList, state: ShellState): void => statements(body.commands, state);

  function either(node: PipelineNode | AndOr, state: ShellState): void {
    if (node.type === 'AndOr') return andOr(node, state);
    if (node.type !== 'Pipeline') return command(node, state);
    if (node.commands.length > 1) chain = true;
    let listed: Listed = null;
    const outer = piped;
    for (const [index, one] of node.commands.entries()) {
      const own = node.commands.length > 1 ? childState(state) : state;
      const alone = one.type === 'Command' && !redirectsData(one) && node.operators[index] !== '|&';
      piped = outer || index > 0;
      if (one.type === 'Command') listed = simple(one, own, alone ? listed : null);
      else command(one, own);
      if (!alone) listed = null;
    }
    piped = outer;
  }

  /** True unless what is read and printed goes through the pipe, and through nothing else. */
  const redirectsData = (node: Command): boolean =>
    [...node.prefix, ...node.suffix].some(
      (one) =>
        one.type !== 'Word' &&
        one.type !== 'Assignment' &&
        (one.type !== 'Redirect' ||
          one.descriptor?.type !== 'FileDescriptor' ||
          one.descriptor.value !== 2 ||
          one.target?.text !== '/dev/null'),
    );

  /** What follows `cd x &&` runs in x; what follows otherwise may run in either place. */
  function andOr(node: AndOr, state: ShellState): void {
    chain = true;
    let seen = state.directories;
    let sure = true;
    // What stands behind the first may never run: its variables are certain only for what follows.
    let inner = state;
    for (const [index, one] of node.commands.entries()) {
      findings.spend(1);
      either(one, inner);
      seen = eitherDirectory(seen, inner.directories);
      if (node.operators[index] === '||') sure = false;
      if (index === 0) inner = branchState(state);
      else if (!sure) {
        merge(state, inner);
        inner = branchState(state);
      }
      if (!sure) inner.directories = seen;
    }
    merge(state, inner);
  }

  function command(node: CommandNode, state: ShellState): void {
    findings.spend(2);
    switch (node.type) {
      case 'Command':
        return void simple(node, state, null);
      case 'Redirected':
        for (const redirect of node.redirects) redirection(redirect, state);
        return command(node.command, state);
      case 'Subshell':
        return list(node.body, childState(state));
      case 'BraceGroup':
        return list(node.body, state);
      case 'If': {
        list(node.clause, state);
        const bodies = [node.then, ...node.elif.flatMap((one) => [one.clause, one.then])];
        if (node.else !== undefined) bodies.push(node.else);
        const branches = bodies.map((body) => {
          const branch = branchState(state);
          list(body, branch);
          return branch;
        });
        for (const branch of branches) merge(state, branch);
        return;
      }
      case 'While':
        return loop(state, (inner) => {
          list(node.clause, inner);
          list(node.body, inner);
        });
      case 'For':
        return forEach(node.name, node.wordlist, node.body, state);
      case 'Select':
        // Whoever answers may choose none of the words, and the variable is empty.
        for (const word of node.wordlist ?? []) expander.words(word, state);
        return forEach(node.name, undefined, node.body, state);
      case 'ArithmeticFor':
        if (node.initialize !== undefined) expander.arithmetic(node.initialize, state);
        return loop(state, (inner) => {
          if (node.test !== undefined) expander.arithmetic(node.test, inner);
          list(node.body, inner);
          if (node.update !== undefined) expander.arithmetic(node.update, inner);
        });
      case 'Case': {
        expander.one(node.word, state);
        const branches = node.items.map((item) => {
          const branch = branchState(state);
          for (const pattern of item.pattern) expander.one(pattern, branch);
          list(item.body, branch);
          return branch;
        });
        for (const branch of branches) merge(state, branch);
        return;
      }
      case 'TestCommand':
        if (!state.bash) add({ code: 'command_unparsable', part: '[[' });
        return test(node.expression, state);
      case 'ArithmeticCommand':
        if (node.expression !== undefined) return expander.arithmetic(node.expression, state);
        return add({ code: 'command_unparsable', part: node.body.slice(0, 200) });
      case 'Function':
        add({ code: 'command_defines', name: node.name.text.slice(0, 200) });
        expander.words(node.name, state);
        return later(node.body, state);
      case 'Coproc':
        add({ code: 'command_defines', name: 'coproc' });
        return later(node.body, state);
    }
  }

  /** A body that runs whenever it is called. */
  function later(body: CompoundList | CommandNode, state: ShellState): void {
    const inner = anytimeState(state);
    if (body.type === 'CompoundList') list(body, inner);
    else command(body, inner);
  }

  /** Names that the body sets, whatever the round. */
  function changedIn(body: (inner: ShellState) => void, state: ShellState): ReadonlySet<string> {
    const inner = anytimeState(state);
    findings.quietly(() => body(inner));
    return new Set(inner.assigned());
  }

  function loop(state: ShellState, body: (inner: ShellState) => void): void {
    // A loop in a body that is only looked at has nothing left to remember.
    const inner = findings.quiet() ? anytimeState(state) : loopState(state, changedIn(body, state));
    loops += 1;
    body(inner);
    loops -= 1;
    // A round after `cd` starts elsewhere, and what stood before it was judged for the first only.
    if (inner.directories !== state.directories) {
      add({ code: 'command_dynamic_path', part: '.' });
    }
    merge(state, inner);
  }

  function forEach(
    name: Word,
    wordlist: readonly Word[] | undefined,
    body: CompoundList,
    state: ShellState,
  ): void {
    apart(wordlist ?? []);
    const values: Argument[] = [];
    for (const word of wordlist ?? []) values.push(...expander.words(word, state));
    const variable = name.value;
    if (!isName(variable) || name.parts !== undefined) {
      add({ code: 'command_unparsable', part: name.text.slice(0, 200) });
    }
    if (changesShell(variable)) add({ code: 'command_environment', name: variable });
    const few = !findings.quiet() && values.length > 0 && values.length <= mostRounds;
    // Nested loops would multiply; the budget is spent once, in order.
    if (few && rounds + values.length <= mostRounds * 4) {
      rounds += values.length;
      for (const value of values) {
        loop(state, (inner) => {
          inner.set(variable, value);
          list(body, inner);
        });
      }
      return;
    }
    loop(state, (inner) => {
      inner.set(variable, null);
      list(body, inner);
    });
  }

  function assign(given: Assignment, state: ShellState, program: string | undefined): void {
    const { name, value } = expander.assignment(given, state);
    if (program === undefined) {
      if (changesShell(name)) add({ code: 'command_environment', name });
      return state.set(name, value);
    }
    if (name === 'IFS' && tools.get(program)?.grammar.cuts === true) return;
    if (!isHarmlessExport(name, value.text)) add({ code: 'command_environment', name });
  }

  /** Bash reads `a<(ls)b` as one word, the parser as three. */
  function apart(list: readonly (Word | Assignment | Redirection)[]): void {
    let end = -1;
    for (const one of list) {
      const isWord = one.type === 'Word' || one.type === 'Assignment';
      if (isWord && one.pos === end)
        add({ code: 'command_unparsable', part: one.text.slice(0, 200) });
      ({ end } = one);
    }
  }

  function simple(node: Command, state: ShellState, listed: Listed): Listed {
    apart([...node.prefix, ...(node.name === undefined ? [] : [node.name]), ...node.suffix]);
    const words: Argument[] = [];
    const builtinDeclares = node.name !== undefined && declares(node.name.value);
    if (node.name !== undefined) words.push(...expander.words(node.name, state));
    for (const one of node.prefix) {
      if (one.type === 'Assignment') assign(one, state, node.name?.value);
      else redirection(one, state);
    }
    for (const one of node.suffix) {
      if (one.type === 'Word') words.push(...expander.words(one, state));
      else if (one.type !== 'Assignment') redirection(one, state);
      else if (names(node.name)) {
        expander.assignment(one, state);
        words.push(known(one.text));
      } else if (builtinDeclares) {
        const { name, value } = expander.assignment(one, state);
        // Its elements were judged one by one; a value in quotes is text that is evaluated again.
        if (one.value.type === 'ArrayValue') words.push(known(name));
        else words.push(value.text === null ? joined(name, value) : known(`${name}=${value.text}`));
      } else add({ code: 'command_unparsable', part: one.text.slice(0, 200) });
    }
    const [first] = words;
    if (first === undefined) return null;
    const name = first.text ?? '';
    if (loops > 0 && tools.get(name)?.grammar.waits === true) {
      add({ code: 'command_lasts', program: name });
    }
    return invoker.call(words, state, { piped, external: false, listed });
  }

  const joined = (name: string, value: Argument): Argument => ({
    text: null,
    pieces: [{ kind: 'text', value: `${name}=` }, ...value.pieces],
    written: value.written,
  });

  /** `alias x=y`: a word to the tool, whatever the parser took it for. */
  const names = (name: Word | undefined): boolean =>
    tools.get(name?.value ?? '')?.operands.includes('named') === true;

  const declares = (name: string): boolean =>
    tools.get(name)?.operands.some((role) => role === 'declaration' || role === 'assignment') ===
    true;

  function redirection(redirect: Redirection, state: ShellState): void {
    const { descriptor } = redirect;
    if (descriptor?.type === 'FileDescriptorVariable') {
      if (changesShell(descriptor.name))
        add({ code: 'command_environment', name: descriptor.name });
      state.set(descriptor.name, null);
    }
    if (redirect.type === 'HereDoc') {
      if (redirect.delimiter === undefined || redirect.closing === undefined) {
        return add({ code: 'command_unparsable', part: '<<' });
      }
      if (redirect.delimiter.quoted) return;
      return expander.body(redirect.body.parts ?? [], redirect.body.text, state);
    }
    if (redirect.target === undefined) return add({ code: 'command_unparsable', part: '<' });
    if (redirect.type === 'HereString') {
      if (!state.bash) add({ code: 'command_unparsable', part: '<<<' });
      return void expander.one(redirect.target, state);
    }
    // `<&-` ends there: what is glued to it is a word of its own.
    if (/^-./u.test(redirect.target.text) && redirect.operator.endsWith('&')) {
      add({ code: 'command_unparsable', part: redirect.target.text.slice(0, 200) });
    }
    findings.spend(2);
    const targets = expander.words(redirect.target, state);
    for (const target of targets) {
      switch (redirect.operator) {
        case '<':
          places.use(target, 'read', state);
          break;
        case '<&':
        case '>&':
          if (!/^(?:\d+-?|-)$/u.test(target.text ?? '')) places.use(target, 'write', state);
          break;
        case '&>':
        case '&>>':
          if (!state.bash) add({ code: 'command_unparsable', part: redirect.operator });
          places.use(target, 'write', state);
          break;
        case '>':
        case '>>':
        case '>|':
        case '<>':
          places.use(target, 'write', state);
          break;
      }
    }
  }

  return { script, chained: () => chain };
}
