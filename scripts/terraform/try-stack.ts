import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyCommand } from '../../lib/cli/verify-command';
import { Provider } from './provider';
import { Stack } from './stacks';
import { terraformIn } from './terraform-in';
import { tryAdoption } from './try-adoption';

/** What was done with one stack, and what was not. */
export interface Tried {
  readonly done: readonly string[];
  readonly notRun?: string;
}

interface Plan {
  readonly resource_changes?: readonly { readonly mode: string; readonly change: { readonly actions: readonly string[] } }[];
}

/**
 * Loads, validates and plans one stack with Terraform, and verifies the plan.
 * @throws Error with what Terraform says against it, or where the plan verifies otherwise than the configuration
 */
export function tryStack(stack: Stack, provider: Provider): Tried {
  const terraform = terraformIn(stack.folder, provider.env);
  terraform('init', '-no-color', '-input=false');
  terraform('validate', '-no-color');
  const noPlan = provider.noPlan ?? stack.noPlan;
  if (noPlan !== undefined) {
    return { done: ['valid'], notRun: `plan: ${noPlan}` };
  }
  terraform('plan', '-no-color', '-input=false', '-lock=false', '-out=plan.bin');
  const text = terraform('show', '-json', 'plan.bin');
  const file = join(stack.folder, 'plan.json');
  writeFileSync(file, text);
  const changes = (JSON.parse(text) as Plan).resource_changes ?? [];
  const made = changes.filter(({ mode, change }) => mode === 'managed' && change.actions.join() === 'create').length;
  // The stand-in says what exists; azurerm would ask Azure. What an app has besides rules, such as networks, stays where it is.
  const kept = stack.deployment !== undefined && provider.notTried !== undefined ? tryAdoption(stack, provider) : [];
  return { done: ['valid', `resources that the plan makes: ${made}`, ...verified(stack, file), ...kept] };
}

function verified({ deployment, output }: Stack, plan: string): string[] {
  if (deployment === undefined) {
    return [];
  }
  const [ofPlan, ofConfiguration] = [answers(plan, deployment), answers(output, deployment)];
  if (ofPlan !== ofConfiguration) {
    throw new Error(`verify says of the plan:\n${ofPlan}\nand of the configuration:\n${ofConfiguration}`);
  }
  return [`verify answers all ${ofPlan.split('\n').length} requirements as it does without a plan`];
}

/** One line for each requirement of each subnet. */
function answers(path: string, deployment: string): string {
  const { text } = verifyCommand([path], { deployment, format: 'json' }, '0.0.0');
  const { answers: all } = JSON.parse(text) as { answers: { subnet: string; requirementId: string; need: string; outcome: string }[] };
  return all.map(({ subnet, requirementId, need, outcome }) => [subnet, requirementId, need, outcome].join(' ')).join('\n');
}
