import { EXPRESSION, HIDDEN } from '../azure/plain-text';

/** Any path but one with the separator of Windows. It is read here and never written. */
const READ_HERE = `^(?=\\s*\\S)(?![\\s\\S]*${EXPRESSION})[^${HIDDEN}\\\\]*$`;

/** Paths that are written into Terraform code. */
const STATE_PATH = '^(\\.\\./)*[A-Za-z0-9_][A-Za-z0-9_./-]*$';
const STATE_KEY = '^[A-Za-z0-9_][A-Za-z0-9_./-]*$';

export const SERVICE_TAG_FILE = { type: 'string', pattern: READ_HERE, examples: ['ServiceTags_Public_20251110.json'] };
export const LOCAL_STATE = { type: 'string', pattern: STATE_PATH, examples: ['../../../terraform.tfstate'] };
export const REMOTE_STATE = { type: 'string', pattern: STATE_KEY, examples: ['azureml-network.tfstate'] };

/** What to give where a text does not have one of these forms, which nobody wants to read as regular expressions. */
export const ADVICE: ReadonlyMap<string, string> = new Map([
  [READ_HERE, 'give a path relative to this file, with "/"'],
  [
    STATE_PATH,
    'give a path relative to the folder of the stack, of letters, digits, "_", ".", "-" and "/", that begins with a name or with "../"',
  ],
  [STATE_KEY, 'give a key of letters, digits, "_", ".", "-" and "/" that begins with a letter, a digit or "_"'],
]);
