import type { ArithmeticExpression, ParsedScript, WordPart } from 'unbash';

/** What an arithmetic expression holds, as it is met. */
export interface ArithmeticVisitor {
  /** An operand as written, with its parts where it holds expansions. */
  word(text: string, parts: readonly WordPart[] | undefined): void;
  /** A variable that is changed. */
  assigns(name: string): void;
  script(script: ParsedScript | undefined, text: string): void;
}

const changes = /^(?:[-+*/%&|^]|<<|>>)?=$/u;

/**
 * Visits every operand of an arithmetic expression. Bash evaluates the value of a variable named
 * there as an expression again, subscripts and command substitutions in it included.
 */
export function arithmeticNames(
  expression: ArithmeticExpression,
  visitor: ArithmeticVisitor,
): void {
  switch (expression.type) {
    case 'ArithmeticBinary':
      if (changes.test(expression.operator)) target(expression.left, visitor);
      else arithmeticNames(expression.left, visitor);
      if (changes.test(expression.operator) && expression.operator !== '=') {
        arithmeticNames(expression.left, visitor);
      }
      return arithmeticNames(expression.right, visitor);
    case 'ArithmeticUnary':
      arithmeticNames(expression.operand, visitor);
      if (expression.operator === '++' || expression.operator === '--') {
        target(expression.operand, visitor);
      }
      return;
    case 'ArithmeticTernary':
      arithmeticNames(expression.test, visitor);
      arithmeticNames(expression.consequent, visitor);
      return arithmeticNames(expression.alternate, visitor);
    case 'ArithmeticGroup':
      return arithmeticNames(expression.expression, visitor);
    case 'ArithmeticWord':
      return visitor.word(expression.value, expression.parts);
    case 'ArithmeticCommandExpansion':
      return visitor.script(expression.script, expression.text);
  }
}

function target(expression: ArithmeticExpression, visitor: ArithmeticVisitor): void {
  if (expression.type === 'ArithmeticWord') {
    if (expression.parts !== undefined) visitor.word(expression.value, expression.parts);
    visitor.assigns(expression.value);
  } else {
    arithmeticNames(expression, visitor);
  }
}
