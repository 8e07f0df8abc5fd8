import { exampleSuite } from '../support/example-suite';

exampleSuite('host-names-only.yaml');
