import tseslint from 'typescript-eslint';
import kindsBySwitch from './scripts/kinds-by-switch.mjs';

/** What ESLint holds with the help of types. It takes longer than the rest, so it is looked at apart, and in lib alone. */
export default tseslint.config({
  files: ['lib/**/*.ts'],
  extends: [tseslint.configs.base],
  linterOptions: { reportUnusedDisableDirectives: 'off' },
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  plugins: { local: { rules: { 'kinds-by-switch': kindsBySwitch } } },
  rules: {
    'local/kinds-by-switch': 'error',
    // Members of a union are matched one by one, so that a new one does not compile until somebody has thought of it.
    '@typescript-eslint/switch-exhaustiveness-check': ['error', {
      allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: false,
    }],
  },
});
