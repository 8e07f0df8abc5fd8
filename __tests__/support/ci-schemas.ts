import Ajv from 'ajv';

/**
 * What files of GitHub Actions and of Azure Pipelines may have, as far as ours use it: a key that is not listed is a slip.
 * Sources: GitHub Docs, metadata syntax for actions, workflow syntax, and permissions of the token (read 2026-11);
 * Azure Pipelines YAML schema, steps, parameters, resources (read 2026-11).
 */

const TEXT = { type: 'string', minLength: 1 };
const ANY_TEXT = { type: 'string' };
const MAP = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } };

function closed(properties: Record<string, object>, required: readonly string[] = []): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

const exactlyOne = (...keys: string[]): object => ({ oneOf: keys.map((key) => ({ required: [key] })) });

/** A step of a composite action; one that runs a script needs a shell. */
const COMPOSITE_STEP = {
  ...closed({
    id: TEXT, name: TEXT, if: TEXT, env: MAP, run: TEXT, shell: { enum: ['bash', 'sh', 'pwsh', 'python'] }, 'working-directory': TEXT,
    uses: TEXT, with: MAP, 'continue-on-error': { type: 'boolean' },
  }),
  ...exactlyOne('run', 'uses'), dependencies: { run: ['shell'], with: ['uses'] },
};

const ACTION = closed({
  name: TEXT, author: TEXT, description: { ...TEXT, maxLength: 125 },
  inputs: { type: 'object', propertyNames: { pattern: '^[A-Za-z_][\\w-]*$' }, additionalProperties: closed({
    description: TEXT, required: { type: 'boolean' }, default: ANY_TEXT, deprecationMessage: TEXT,
  }, ['description']) },
  outputs: { type: 'object', additionalProperties: closed({ description: TEXT, value: TEXT }, ['description', 'value']) },
  runs: closed({ using: { const: 'composite' }, steps: { type: 'array', minItems: 1, items: COMPOSITE_STEP } }, ['using', 'steps']),
  branding: closed({ icon: TEXT, color: TEXT }),
}, ['name', 'description', 'runs']);

const PERMISSIONS = {
  type: 'object', additionalProperties: false,
  properties: Object.fromEntries([
    'actions', 'attestations', 'checks', 'contents', 'deployments', 'discussions', 'id-token', 'issues', 'models', 'packages', 'pages',
    'pull-requests', 'security-events', 'statuses',
  ].map((scope) => [scope, { enum: ['read', 'write', 'none'] }])),
};

const WORKFLOW_STEP = {
  ...closed({
    id: TEXT, name: TEXT, if: { type: ['string', 'boolean'] }, env: MAP, run: TEXT, shell: TEXT, 'working-directory': TEXT,
    uses: { type: 'string', pattern: '^(\\./|[\\w.-]+/[\\w./-]+@[\\w./-]+$|docker://)' }, with: MAP,
    'continue-on-error': { type: ['boolean', 'string'] }, 'timeout-minutes': { type: 'number' },
  }),
  ...exactlyOne('run', 'uses'), dependencies: { with: ['uses'] },
};

const CONCURRENCY = closed({ group: TEXT, 'cancel-in-progress': { type: ['boolean', 'string'] } }, ['group']);

const JOB = closed({
  name: TEXT, needs: { type: ['string', 'array'] }, if: { type: ['string', 'boolean'] }, permissions: PERMISSIONS, 'runs-on': TEXT,
  environment: { type: ['string', 'object'] }, concurrency: CONCURRENCY, outputs: MAP, env: MAP, defaults: { type: 'object' },
  'timeout-minutes': { type: 'number' }, 'continue-on-error': { type: ['boolean', 'string'] }, services: { type: 'object' },
  strategy: closed({ matrix: { type: 'object' }, 'fail-fast': { type: 'boolean' }, 'max-parallel': { type: 'number' } }, ['matrix']),
  steps: { type: 'array', minItems: 1, items: WORKFLOW_STEP },
}, ['runs-on', 'steps']);

const WORKFLOW = closed({
  name: TEXT, 'run-name': TEXT, on: { type: ['string', 'array', 'object'] }, permissions: PERMISSIONS, env: MAP,
  defaults: { type: 'object' }, concurrency: CONCURRENCY,
  jobs: { type: 'object', propertyNames: { pattern: '^[A-Za-z_][\\w-]*$' }, additionalProperties: JOB },
}, ['on', 'jobs']);

/** What every step of Azure Pipelines may have. */
const OF_STEP = {
  displayName: TEXT, name: { type: 'string', pattern: '^\\w+$' }, condition: TEXT, continueOnError: { type: ['boolean', 'string'] },
  enabled: { type: ['boolean', 'string'] }, env: MAP, timeoutInMinutes: { type: 'number' }, retryCountOnTaskFailure: { type: 'number' },
};
const PIPELINE_STEP = { oneOf: [
  closed({ ...OF_STEP, bash: TEXT, workingDirectory: TEXT, failOnStderr: { type: 'boolean' } }, ['bash']),
  closed({ ...OF_STEP, publish: TEXT, artifact: TEXT }, ['publish']),
  closed({ checkout: TEXT, clean: { type: 'boolean' }, fetchDepth: { type: 'number' }, path: TEXT,
    persistCredentials: { type: 'boolean' } },
    ['checkout']),
  closed({ template: TEXT, parameters: { type: 'object' } }, ['template']),
] };
const PARAMETER = closed({
  name: { type: 'string', pattern: '^\\w+$' }, displayName: TEXT, type: { enum: ['string', 'number', 'boolean', 'object', 'stepList'] },
  default: {}, values: { type: 'array' },
}, ['name', 'type']);
const REPOSITORY = closed(
  { repository: TEXT, type: { enum: ['git', 'github', 'githubenterprise', 'bitbucket'] }, name: TEXT, ref: TEXT, endpoint: TEXT },
  ['repository', 'type', 'name'],
);

const STEPS = { type: 'array', minItems: 1, items: PIPELINE_STEP };
const SCHEMAS = {
  action: ACTION, workflow: WORKFLOW,
  'steps template': closed({ parameters: { type: 'array', items: PARAMETER }, steps: STEPS }, ['steps']),
  pipeline: closed({
    trigger: {}, pr: {}, pool: { type: 'object' }, variables: {},
    resources: closed({ repositories: { type: 'array', items: REPOSITORY } }),
    parameters: { type: 'array', items: PARAMETER }, steps: STEPS,
  }, ['steps']),
} as const;

/** What is wrong with a file, by place; nothing for one that is right. */
export function ciProblems(kind: keyof typeof SCHEMAS, document: unknown): string[] {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(SCHEMAS[kind]);
  return validate(document) ? []
    : validate.errors!.map(({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`);
}
