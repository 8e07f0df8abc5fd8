/** The message of the input error that a call throws. Fails when it throws nothing, or an error of another class. */
export function messageOf(call: () => unknown): string {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    expect((error as Error).name).toBe('InputError');
    return (error as Error).message;
  }
  throw new Error(`expected an error, got ${String(result)}`);
}
