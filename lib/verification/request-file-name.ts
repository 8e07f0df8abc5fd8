/** Name of the file beside the JSON of a stack that says what is asked of it. Alone here, so that nobody loads the reader for it. */
export const REQUEST_FILE = 'azureml-network.json';
