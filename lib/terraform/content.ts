import { InputError, printable, quote } from '../azure/errors';
import { azureLookAlike } from '../input/azure-look-alikes';
import { otherKind } from '../input/other-kinds';
import { shown } from '../network/shown';
import { isFields, member } from '../network/fields';

/** What a document of Terraform is. */
type ContentKind = 'configuration' | 'plan' | 'state';

const WHAT = 'Terraform JSON';
const ALLOWED = 'give a cdk.tf.json or another *.tf.json, the folder cdktf.out, the output of terraform show -json for a plan or a ' +
  'state, or an export of Azure';

/** Sections of a configuration. Source: Terraform 1.11, JSON configuration syntax. */
const SECTIONS = [
  'resource', 'data', 'terraform', 'provider', 'module', 'output', 'variable', 'locals', 'moved', 'removed', 'import', 'check', 'ephemeral',
];

/** Tells what a document is from what is in it. */
export function contentKind(file: string, json: unknown): ContentKind {
  if (!isFields(json)) {
    refuseLookAlike(file, json);
    throw refusal(file, `is ${Array.isArray(json) ? 'a list' : quote(json)}, not ${WHAT}`);
  }
  const format = member(json, 'format_version');
  if (format !== undefined && ['planned_values', 'resource_changes', 'configuration'].some((key) => Object.hasOwn(json, key))) {
    return checkFormat(file, format, 'plan');
  }
  // The state before the first apply has a format version and nothing else.
  if (format !== undefined &&
      (Object.hasOwn(json, 'values') || Object.keys(json).every((key) => ['format_version', 'terraform_version'].includes(key)))) {
    return checkFormat(file, format, 'state');
  }
  if (Object.hasOwn(json, 'serial') && Object.hasOwn(json, 'lineage')) {
    throw refusal(file, 'is the file of a state, whose form is Terraform\'s own', 'give the output of terraform show -json for it');
  }
  if (isFields(json['stacks']) && Object.hasOwn(json, 'version')) {
    throw refusal(file, 'is a manifest of CDK for Terraform', 'give the folder that it is in');
  }
  const code = member(member(json, 'error'), 'code');
  if (typeof code === 'string') {
    throw refusal(file, `is an error that Azure answered: ${shown(code)}`, 'ask again, with the role Reader on what is asked for');
  }
  const other = otherKind(json, WHAT);
  if (other !== undefined) {
    throw new InputError({ argument: printable(file), ...other });
  }
  // A file of a configuration may have comments only.
  const isEmpty = (file.endsWith('.tf.json') || file.endsWith('.tf')) && Object.keys(json).every((key) => key === '//');
  if (isEmpty || SECTIONS.some((section) => Object.hasOwn(json, section))) {
    return 'configuration';
  }
  refuseLookAlike(file, json);
  throw refusal(file, `is not ${WHAT}: it has none of the sections of a configuration, a plan or a state`);
}

function checkFormat(file: string, format: unknown, kind: ContentKind): ContentKind {
  if (typeof format !== 'string' || !/^[01]\.\d+$/.test(format)) {
    throw refusal(file, `has the format version ${quote(format)}`, 'versions 0 and 1 are read');
  }
  return kind;
}

/** What is nearly an export of Azure is told as that, with the command that gives one. */
function refuseLookAlike(file: string, json: unknown): void {
  const alike = azureLookAlike(json);
  if (alike !== undefined) {
    throw refusal(file, `is ${alike.what}`, alike.instead);
  }
}

function refusal(file: string, problem: string, allowed = ALLOWED): InputError {
  return new InputError({ argument: printable(file), problem, allowed });
}
