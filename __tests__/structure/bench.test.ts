import { App, TerraformStack, Testing } from 'cdktf';
import { handWritten } from '../../bench/hand-written';
import { manyWorkspaces, oneWorkspace } from '../../bench/library';

type Build = (stack: TerraformStack, subnets: number) => void;

/** The resources by their types, in the order that they were made, without what names their places in the app. */
function resources(build: Build): unknown {
  const stack = new TerraformStack(new App(), 'bench');
  build(stack, 2);
  const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Record<string, Record<string, object>> };
  return Object.fromEntries(Object.entries(resource).map(([type, all]) => [type, Object.values(all).map((one) => {
    const text = JSON.stringify({ ...one, '//': undefined });
    return JSON.parse(text.replace(/\$\{azurerm_\w+\.\w+\.id\}/g, 'id')) as unknown;
  })]));
}

test.each([['one workspace', oneWorkspace], ['many workspaces', manyWorkspaces]] as const)(
  'the baseline of the benchmark is what the library makes of %s', (_, build) => {
    expect(resources(build)).toEqual(resources(handWritten));
  },
);
