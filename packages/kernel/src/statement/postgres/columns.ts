import type { Reason } from '../../reasons.ts';
import { functionEffects } from './effects.ts';
import { namedColumns, pureFunctions, rowFunctions } from './functions.ts';
import { fieldsOf, listOf, nameParts, textOf, unwrap, type Fields } from './tree.ts';

/**
 * `x.name` is a column, or else the call `name(x)`: PostgreSQL tries both. Behind a table or a
 * subquery only a function of that table's owner is reached so, which is like a view of theirs. Behind
 * a function in `FROM` that gives single values, and behind any `(expression)`, every function is.
 */
export interface Columns {
  /** A table, subquery or join that may be named before the dot. */
  readonly relation: (node: Fields) => void;
  /** A function in `FROM`; false where nobody can say how it is named. */
  readonly tableFunction: (node: Fields) => boolean;
  readonly reference: (node: Fields) => void;
  /** The reasons, after everything has been told. */
  readonly judge: () => readonly Reason[];
}

/** `null`: any name is a column of it, or an error. */
type Declared = ReadonlySet<string> | null;

export function createColumns(): Columns {
  // `old` and `new` are rows of the table that is written, `excluded` the row that was refused.
  const relations = new Set(['excluded', 'old', 'new']);
  const functions = new Map<string, Declared[]>();
  const references: (readonly [string, string])[] = [];

  return {
    relation(node) {
      const alias = textOf(fieldsOf(node, 'alias'), 'aliasname');
      relations.add(alias === '' ? textOf(node, 'relname') : alias);
      relations.add(textOf(fieldsOf(node, 'join_using_alias'), 'aliasname'));
    },
    tableFunction(node) {
      const name = functionName(node);
      const alias = textOf(fieldsOf(node, 'alias'), 'aliasname');
      if (alias === '' && name === null) return false;
      const called = alias === '' ? (name ?? '') : alias;
      const known = functions.get(called) ?? [];
      known.push(declared(node, name ?? '', called));
      functions.set(called, known);
      return true;
    },
    reference(node) {
      const fields = listOf(node, 'fields');
      const [owner, column] = (nameParts(fields) ?? []).slice(-2);
      if (owner !== undefined && column !== undefined) references.push([owner, column]);
    },
    judge() {
      const found: Reason[] = [];
      for (const [owner, column] of references) {
        const known = functions.get(owner);
        const harmless =
          known === undefined
            ? relations.has(owner)
            : known.every((names) => names === null || names.has(column));
        if (!harmless) found.push(...judgeField(column));
      }
      return found;
    },
  };
}

/** What `(expression).name` may do: nothing where the name is that of a pure function. */
export function judgeField(name: string): readonly Reason[] {
  if (pureFunctions.has(name)) return [];
  const effect = functionEffects.get(name);
  return [
    effect === undefined
      ? { code: 'postgres_field_may_call', function: name }
      : { code: effect, function: name },
  ];
}

/** Whether a call gives rows whose columns have names, so that a dot after it names one. */
export function givesRows(call: unknown): boolean {
  const [kind, node] = unwrap(call) ?? ['', {}];
  const parts = nameParts(listOf(node, 'funcname'));
  return kind === 'FuncCall' && rowFunctions.has(parts?.at(-1) ?? '');
}

/** How the server names functions in `FROM` without an alias: the last name of the first. */
function functionName(node: Fields): string | null {
  const [item] = listOf(node, 'functions');
  const [kind, call] = unwrap(listOf(fieldsOf(item, 'List'), 'items')[0]) ?? ['', {}];
  return kind === 'FuncCall' ? (nameParts(listOf(call, 'funcname'))?.at(-1) ?? null) : null;
}

function declared(node: Fields, name: string, called: string): Declared {
  const several = listOf(node, 'functions').length > 1 || node['ordinality'] === true;
  if (several || listOf(node, 'coldeflist').length > 0 || rowFunctions.has(name)) return null;
  const given = nameParts(listOf(fieldsOf(node, 'alias'), 'colnames')) ?? [];
  const own = Object.hasOwn(namedColumns, name) ? (namedColumns[name] ?? called) : called;
  return new Set(given.length > 0 ? given : [own, called]);
}
