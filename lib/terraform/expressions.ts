/**
 * Plain references: a name with attributes and indexes after it.
 * Source: Terraform's JSON configuration syntax, and its language for references.
 */

/** Names and indexes of a reference: `azurerm_firewall`, `f`, `ip_configuration`, 0, `private_ip_address`. */
export type Steps = readonly (string | number)[];

/** Whether Terraform evaluates something in a text. */
export function isTemplate(text: string): boolean {
  return text.includes('${') || text.includes('%{');
}

const FIRST = /^[A-Za-z_][\w-]*/;
const STEP = /\s*(?:\.\s*([A-Za-z_][\w-]*)|\.(\d+)|\[\s*(\d+)\s*\]|\[\s*"([^"\\$%]*)"\s*\])/y;

/** Takes a plain reference apart; undefined for any other expression. */
export function referenceSteps(expression: string): Steps | undefined {
  const first = FIRST.exec(expression);
  if (first === null) {
    return undefined;
  }
  const steps: (string | number)[] = [first[0]];
  STEP.lastIndex = first[0].length;
  while (STEP.lastIndex < expression.length) {
    const match = STEP.exec(expression);
    if (match === null) {
      return undefined;
    }
    const [, name, legacyIndex, index, key] = match;
    const number = legacyIndex ?? index;
    steps.push(number === undefined ? name ?? key! : Number(number));
  }
  return steps;
}

/** The one way to write a reference: `f.ip_configuration[0].id`, `s["a b"].id`. */
export function stepsText(steps: Steps): string {
  return steps.map((step, i) => {
    if (typeof step === 'number') {
      return `[${step}]`;
    }
    return FIRST.exec(step)?.[0] === step ? `${i === 0 ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`;
  }).join('');
}
