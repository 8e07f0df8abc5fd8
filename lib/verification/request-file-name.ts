/**
 * Name of the file that says what an app asks of a stack. It is next to the JSON of the stack. The name has a module of its own, so that
 * using it does not load the reader.
 */
export const REQUEST_FILE = 'azureml-network.json';
