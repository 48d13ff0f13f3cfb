import type { TestExpression } from 'unbash';
import type { Reason } from '../reasons.ts';
import type { Argument } from './argument.ts';
import { isName } from './environment.ts';
import type { Expander } from './expand.ts';
import type { Places } from './places.ts';
import type { ShellState } from './shell-state.ts';

interface Ground {
  readonly expander: Expander;
  readonly places: Places;
  add(reason: Reason): void;
}

const arithmeticTest = /^-(?:eq|ne|lt|le|gt|ge)$/u;
const fileTest = /^-[abcdefghkprstuwxLSGON]$/u;
const numeric = /^\s*-?\d*\s*$/u;

/** Judges what stands in `[[ ]]`: files that are looked at, and values that are evaluated. */
export function createTests({ expander, places, add }: Ground) {
  function test(expression: TestExpression, state: ShellState): void {
    switch (expression.type) {
      case 'TestUnary': {
        const operand = expander.one(expression.operand, state);
        if (fileTest.test(expression.operator)) places.use(operand, 'read', state);
        if (/^-[vR]$/u.test(expression.operator) && !isName(operand.text ?? '')) {
          add({ code: 'command_evaluates', part: operand.written });
        }
        return;
      }
      case 'TestBinary': {
        const sides = [expander.one(expression.left, state), expander.one(expression.right, state)];
        for (const side of sides) {
          // Both sides are evaluated as arithmetic, the values of variables included.
          if (arithmeticTest.test(expression.operator) && !isNumber(side)) {
            add({ code: 'command_evaluates', part: side.written });
          }
          if (/^-(?:nt|ot|ef)$/u.test(expression.operator)) places.use(side, 'read', state);
        }
        return;
      }
      case 'TestLogical':
        for (const operand of expression.operands) test(operand, state);
        return;
      case 'TestNot':
        return test(expression.operand, state);
      case 'TestGroup':
        return test(expression.expression, state);
    }
  }

  function isNumber(side: Argument): boolean {
    if (side.text !== null) return numeric.test(side.text);
    return side.pieces.every((piece) =>
      piece.kind === 'text' ? numeric.test(piece.value) : piece.kind === 'hole' && piece.plain,
    );
  }

  return test;
}
