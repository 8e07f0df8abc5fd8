import { exampleSuite } from '../support/example-suite';

exampleSuite('existing-resources.ts');
