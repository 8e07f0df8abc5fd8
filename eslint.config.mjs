import tseslint from 'typescript-eslint';

/**
 * Folders of lib/ in the order that data flows: each may import from those before it, and from itself.
 * Only constructs/, the matchers for tests and the public surface know CDK for Terraform.
 */
const FOLDERS = [
  'azure', 'input', 'requirements', 'catalog', 'rules', 'network', 'terraform', 'azure-exports', 'filtering',
  'findings', 'verification', 'deployment', 'lookup', 'logs', 'review', 'cli', 'constructs', 'jest',
];

const BARREL = {
  name: '@cdktf/provider-azurerm',
  message: 'It loads 1,500 resources; import the module of one resource (@cdktf/provider-azurerm/lib/route-table).',
};

const CATCH = { selector: 'CatchClause[param=null]', message: 'Look at the error: what is none of the input is thrown on.' };
const NESTED = {
  selector: 'TemplateLiteral ConditionalExpression ConditionalExpression',
  message: 'Give the text a name before the template string, or a function of its own.',
};

/** Properties that hold words for a reader, and what takes a text apart. */
const WORDS = 'property.name=/^(message|problem|label|words|reason|why|remedy|where)$/';
const TAKING_APART = '/^(startsWith|endsWith|includes|indexOf|match|matchAll|replace|replaceAll|search|slice|split)$/';
const WORDING = [
  `CallExpression[callee.property.name=${TAKING_APART}][callee.object.${WORDS}]`,
  `CallExpression[callee.property.name=/^(exec|test)$/] > MemberExpression.arguments[${WORDS}]`,
].map((selector) => ({ selector, message: 'Words are for readers, and change; carry what code needs to know beside them.' }));

/** A chain over kinds ends in a branch for all others, and nobody sees which those are. A switch without default has all, or is refused. */
const KIND = ':matches([left.name="kind"], [left.property.name="kind"])';
const CHAIN = [
  `IfStatement > IfStatement.alternate > BinaryExpression.test[operator="==="]${KIND}`,
  `IfStatement > IfStatement.alternate > LogicalExpression.test BinaryExpression[operator="==="]${KIND}`,
].map((selector) => ({ selector, message: 'Match kinds by a switch without default.' }));

/** What is allowed, what to do instead, and what causes it have fields of their own in an error of the input. */
const PROBLEM = [
  'Literal[value=/[;:] /]', 'TemplateElement[value.raw=/[;:] /]',
].map((text) => `NewExpression[callee.name="InputError"] Property[key.name="problem"] ${text}`).map((selector) => ({ selector, message: 'Say what is wrong here, why in cause, and what to do instead in allowed or suggestion.' }));

function order(folder) {
  const later = FOLDERS.slice(FOLDERS.indexOf(folder) + 1);
  const group = later.flatMap((other) => [`../${other}`, `../${other}/*`, `../**/${other}/*`]).concat('../index');
  const patterns = [{ group, message: `${folder}/ comes before that folder; see the order in eslint.config.mjs.` }];
  if (folder !== 'constructs' && folder !== 'jest') {
    patterns.push({ group: ['cdktf', 'cdktf/*', 'constructs', '@cdktf/*'], message: 'Only lib/constructs knows CDK for Terraform.' });
  } else {
    if (folder === 'constructs') {
      patterns.push({
        group: ['../cli/*', '../review/*', '!../review/report'], message: 'Constructs do not print; they write reports to files alone.',
      });
    }
    patterns.push({ group: ['cdktf/lib/*'], message: 'No internals of CDK for Terraform.' });
  }
  return {
    files: [`lib/${folder}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { paths: [BARREL], patterns }] },
  };
}

export default tseslint.config(
  { ignores: ['dist/**', 'cdktf.out/**', 'node_modules/**', 'packages/**', 'coverage/**', 'site/build/**', 'site/.docusaurus/**', 'site/content/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: [BARREL] }],
      'eqeqeq': 'error',
      'no-restricted-syntax': ['error', CATCH],
      'no-console': 'error',
      'no-trailing-spaces': 'error',
      'max-lines': ['error', { max: 400, skipComments: true, skipBlankLines: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  { files: ['lib/**/*.ts'], rules: { 'max-lines': ['error', { max: 400 }] } },
  { files: ['lib/**/*.ts'], rules: { 'no-restricted-syntax': ['error', CATCH, NESTED, ...CHAIN, ...WORDING, ...PROBLEM] } },
  ...FOLDERS.map(order),
  {
    files: ['**/*.ts'],
    rules: {
      // A regular expression cannot be broken, and an Azure resource id in a YAML text has no place to break at.
      'max-len': ['error', { code: 140, ignoreUrls: true, ignoreRegExpLiterals: true, ignorePattern: '^\\s*subnetId: /subscriptions/' }],
    },
  },
  // Tables of cases are long and are read row by row.
  { files: ['__tests__/**/*.ts'], rules: { 'max-lines': ['error', { max: 600, skipComments: true, skipBlankLines: true }] } },
  { files: ['__tests__/support/*.js', 'scripts/typescript/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
