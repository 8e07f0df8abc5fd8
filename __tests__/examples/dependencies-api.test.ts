import { exampleSuite } from '../support/example-suite';

exampleSuite('dependencies-api.ts');
