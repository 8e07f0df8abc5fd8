import ts from 'typescript';

/** Two kinds make a question with two answers; of more, a chain has a last branch for all that nobody thought of. */
const FEW = 2;

/** What is compared with a constant in a test: `term.kind` in `term.kind === 'tag' && isKnown`. */
function compared(test) {
  switch (test.type) {
    case 'LogicalExpression':
      return [...compared(test.left), ...compared(test.right)];
    case 'BinaryExpression':
      return test.operator === '===' && test.left.type !== 'UnaryExpression' && isConstant(test.right) ? [test] : [];
    default:
      return [];
  }
}

/** A text, or a member of an enum. */
function isConstant({ type, value, object }) {
  return (type === 'Literal' && typeof value === 'string') || (type === 'MemberExpression' && /^[A-Z]/.test(object.name ?? ''));
}

function nextOf(node) {
  const next = node.alternate;
  return next?.type === 'ConditionalExpression' || next?.type === 'IfStatement' ? next : undefined;
}

/**
 * A chain of `if` or `?:` that tells several members of a union from each other. A switch without default, or a table by member, has
 * all of them, or does not compile.
 */
export default {
  meta: { type: 'problem', schema: [], messages: { chain: 'Match {{ what }} by a switch without default, or by a table that has all.' } },
  create(context) {
    const { getTypeAtLocation } = context.sourceCode.parserServices;
    const membersOf = (node) => {
      const type = getTypeAtLocation(node);
      return type.isUnion() ? type.types.filter(({ flags }) => flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.EnumLiteral)).length : 0;
    };
    const check = (node) => {
      if (nextOf(node.parent) === node) {
        return;
      }
      const first = new Map();
      for (let link = node; link !== undefined; link = nextOf(link)) {
        const own = new Map(compared(link.test).map((one) => [context.sourceCode.getText(one.left), one.left]));
        for (const [what, left] of own) {
          if (first.has(what) && membersOf(first.get(what)) > FEW) {
            context.report({ node, messageId: 'chain', data: { what } });
            return;
          }
          first.set(what, first.get(what) ?? left);
        }
      }
    };
    return { ConditionalExpression: check, IfStatement: check };
  },
};
