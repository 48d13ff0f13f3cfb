import { parseSync, Visitor } from 'rolldown/utils';
import type { ESTree } from 'rolldown/utils';

/** One import of a file; `typeOnly` where nothing of it is left at run time. */
export interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

/** What the rules need to know of a source file. */
export interface Source {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly exportsStar: boolean;
  readonly exportsDefault: boolean;
  readonly unfinished: boolean;
  /** True where a `let` lies at the top of the module: state that every caller would share. */
  readonly moduleState: boolean;
  /** True for `new Date()` or `Date()`: the clock, read without asking. */
  readonly readsClock: boolean;
  readonly problems: readonly string[];
}

/** Reads a file's imports and exports; `path` has forward slashes, from the repository's root. */
export function readSource(path: string, text: string): Source {
  const { module, program, comments, errors } = parseSync(path, text);
  const imports: Import[] = [];
  const problems = errors.map((error) => `does not parse: ${error.message}`);
  for (const found of module.staticImports) {
    // `import { type A }` still loads the module; only `import type` leaves nothing.
    const typeOnly = /^import\s+type\b/.test(text.slice(found.start, found.end));
    imports.push({ from: found.moduleRequest.value, typeOnly });
  }
  let exportsStar = false;
  let exportsDefault = false;
  for (const found of module.staticExports) {
    const typeOnly = /^export\s+type\b/.test(text.slice(found.start, found.end));
    for (const entry of found.entries) {
      if (entry.moduleRequest !== null) imports.push({ from: entry.moduleRequest.value, typeOnly });
      if (entry.importName.kind === 'AllButDefault') exportsStar = true;
      if (entry.exportName.kind === 'Default' || entry.exportName.name === 'default') {
        exportsDefault = true;
      }
    }
  }
  let readsClock = false;
  const clock = (callee: ESTree.Expression, count: number): void => {
    if (callee.type === 'Identifier' && callee.name === 'Date' && count === 0) readsClock = true;
  };
  new Visitor({
    NewExpression(node) {
      clock(node.callee, node.arguments.length);
    },
    CallExpression(node) {
      clock(node.callee, node.arguments.length);
    },
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string') {
        imports.push({ from: node.source.value, typeOnly: false });
      } else {
        problems.push('imports a name it computes');
      }
    },
    TSImportType(node) {
      imports.push({ from: node.source.value, typeOnly: true });
    },
  }).visit(program);
  return {
    path,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports,
    exportsStar,
    exportsDefault,
    unfinished: comments.some(({ value }) => /\b(?:TODO|FIXME|XXX)\b/.test(value)),
    moduleState: program.body.some((node) => {
      const declared = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
      return declared?.type === 'VariableDeclaration' && declared.kind !== 'const';
    }),
    readsClock,
    problems,
  };
}
