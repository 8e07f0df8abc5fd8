import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { jsonText } from '../packages/project';
import { ExistingResource, existingOf, shownState, stateFile } from './existing-state';
import { Provider } from './provider';
import { Stack } from './stacks';
import { terraformIn } from './terraform-in';

const FILES = ['cdk.tf.json', 'zz_override.tf.json', 'terraform.tfvars.json'];
/** Provider and place of the state, without resources. */
const EMPTY = { terraform: { required_providers: { azurerm: { source: 'hashicorp/azurerm' } } }, provider: { azurerm: { features: {} } } };

interface Plan {
  readonly resource_changes?: readonly { readonly address: string; readonly mode: string; readonly change: Change }[];
}

interface Change {
  readonly actions: readonly string[];
  readonly importing?: object;
}

/**
 * Takes over what the stack makes, as if it existed under other addresses, with the blocks of `adopt`: from another state, and in the
 * same one. Needs the plan of the stack.
 * @throws Error where Terraform would make, replace or destroy something
 */
export function tryAdoption({ folder }: Stack, provider: Provider): string[] {
  const existing = existingOf(readFileSync(join(folder, 'plan.json'), 'utf8'));
  const shown = join(folder, 'existing.json');
  writeFileSync(shown, jsonText(shownState(existing)));
  const env = { ...provider.env, AZURERM_STAND_IN_EXISTING: shown };
  const planOf = (name: string, write: (at: string) => void): Plan => {
    const at = join(folder, name);
    rmSync(at, { recursive: true, force: true });
    mkdirSync(at);
    write(at);
    const terraform = terraformIn(at, env);
    terraform('init', '-no-color', '-input=false');
    terraform('plan', '-no-color', '-input=false', '-lock=false', '-out=plan.bin');
    return JSON.parse(terraform('show', '-json', 'plan.bin')) as Plan;
  };
  const withStack = (at: string): void => FILES.forEach((file) => cpSync(join(folder, file), join(at, file)));
  const blocks = (...more: string[]): string => adopted([shown, join(folder, 'cdk.tf.json'), ...more]);

  const [ofNew, ofOld] = blocks().split(/^# For the configuration that has these resources now.*$/m) as [string, string];
  const imported = planOf('imported', (at) => {
    withStack(at);
    writeFileSync(join(at, 'adopt.tf'), ofNew);
  });
  expectKept(imported, existing, ({ importing }) => importing !== undefined);
  const moved = planOf('moved', (at) => {
    withStack(at);
    writeFileSync(join(at, 'adopt.tf'), blocks('--same-state'));
    writeFileSync(join(at, 'terraform.tfstate'), jsonText(stateFile(existing)));
  });
  expectKept(moved, existing, ({ importing }) => importing === undefined);
  const forgotten = planOf('forgotten', (at) => {
    writeFileSync(join(at, 'main.tf.json'), jsonText(EMPTY));
    writeFileSync(join(at, 'removed.tf'), ofOld);
    writeFileSync(join(at, 'terraform.tfstate'), jsonText(stateFile(existing)));
  });
  expectActions(forgotten, existing, (change) => change.actions.join() === 'forget');
  return [`adopt keeps all ${existing.length} resources, from another state and in the same one`];
}

function adopted(args: readonly string[]): string {
  let [out, problem] = ['', ''];
  const code = run(['adopt', ...args], { out: (text) => { out += text; }, err: (text) => { problem += text; } });
  if (code !== 0) {
    throw new Error(`adopt ended with ${code}:\n${problem}`);
  }
  return out;
}

function expectKept(plan: Plan, existing: readonly ExistingResource[], is: (change: Change) => boolean): void {
  expectActions(plan, existing, (change) => ['no-op', 'update'].includes(change.actions.join()) && is(change));
}

function expectActions(plan: Plan, existing: readonly ExistingResource[], is: (change: Change) => boolean): void {
  const { resource_changes: changes = [] } = plan;
  const managed = changes.filter(({ mode }) => mode === 'managed');
  const others = managed.filter(({ change }) => !is(change)).map(({ address, change }) => `${address}: ${change.actions.join(', ')}`);
  if (others.length > 0 || managed.length !== existing.length) {
    throw new Error(`the plan has ${managed.length} resources of ${existing.length} and would do this:\n${others.join('\n')}`);
  }
}
